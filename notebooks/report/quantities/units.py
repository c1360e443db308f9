"""The unit of measure words that have several, and the noun counted."""

import re

from report.quantities.measure_words import TIME_UNITS, UNIT_BY_CONTEXT
from report.quantities.names import VERBS
from report.quantities.patterns import alternatives

LONGEST_NOUN = 12
NEAR = 10
UNCLEAR = "unclear"
_CLAUSE_BEFORE = re.compile("[^,。;!?\n]*$")
_HAN_RUN = re.compile(f"[\u4e00-\u9fff]{{1,{LONGEST_NOUN}}}")
_NOT_HAN = re.compile("[^\u4e00-\u9fff]")
_VERB = re.compile(alternatives(VERBS.split()))
_CONTEXTS = {
    word: [
        (unit, re.compile(alternatives(after.split())).match, re.compile(alternatives(before.split())).search if before else None)
        for unit, after, *rest in choices
        for before in ["".join(rest)]
    ]
    for word, choices in UNIT_BY_CONTEXT.items()
}


def unit_in_context(plain: str, at: int, amount) -> str:
    """The unit of 块, 台, 度 or 点 by the words around it; `unclear` where they do not tell."""
    word, _, rate = amount.measure_word.partition("/")
    if rate:
        return "CNY" if word == "块" else UNCLEAR
    clause = _CLAUSE_BEFORE.search(plain, max(0, at - NEAR), at)[0]
    for unit, after, _ in _CONTEXTS[word]:
        if after(plain, amount.end):
            return unit
    for unit, _, before in _CONTEXTS[word]:
        if before and before(clause):
            return unit
    return UNCLEAR


def noun(plain: str, start: int, end: int, unit: str) -> str:
    """The noun counted: the characters right after, or, where none are, right before, up to the nearest verb."""
    if unit in TIME_UNITS:
        return ""
    if following := _HAN_RUN.match(plain, end):
        verb = _VERB.search(plain, end, following.end())
        if not verb:
            return following[0]
        if verb.start() > end:
            return plain[end:verb.start()]
    return _VERB.split(_NOT_HAN.split(plain[max(0, start - LONGEST_NOUN):start])[-1])[-1]
