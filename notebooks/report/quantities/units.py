"""The unit of measure words that have several, and the noun counted."""

import re

from report.quantities.measure_words import TIME_UNITS, UNIT_BY_CONTEXT, UNIT_ELSE
from report.quantities.names import NOUN_QUALIFIERS, UNIT_OF_NOUN, VERBS
from report.quantities.patterns import UNIT_OF, alternatives

LONGEST_NOUN = 12
NEAR = 10
UNCLEAR = "unclear"
_CLAUSE_BEFORE = re.compile("[^,。;!?\n]*$")
_HAN_RUN = re.compile(f"[\u4e00-\u9fff]{{1,{LONGEST_NOUN}}}")
_VERBS = frozenset(VERBS.split())
_VERB = re.compile(alternatives(VERBS.split()))


def _finder(words, end=""):
    """A pattern for any of the words; one that never matches where there are none."""
    return re.compile(f"(?:{alternatives(words.split())}){end}" if words else "(?!)")


_CONTEXTS = {
    word: [
        (unit, _finder(after).match, _finder(before).search, _finder(right_before, "[了约近超至到]?$").search)
        for unit, after, before, right_before, *_ in ((*choice, "", "") for choice in choices)
    ]
    for word, choices in UNIT_BY_CONTEXT.items()
}

_UNITS_OF_NOUNS = {
    unit: re.compile(f"(?:{alternatives(NOUN_QUALIFIERS.split())}){{0,3}}(?:{alternatives(nouns.split())})(?![贷补款金])").match
    for unit, nouns in UNIT_OF_NOUN.items()
}
_CHANGED_FROM = re.compile("([%‰])(?:下降|降低|减少|压减|回落|降|减)[至到为]$")


def unit_in_context(plain: str, at: int, amount) -> str:
    """The unit of a measure word that has several, by the words around it; `unclear` where they do not tell."""
    word, _, rate = amount.measure_word.partition("/")
    if rate:
        return "CNY" if word == "块" else UNCLEAR
    clause = _CLAUSE_BEFORE.search(plain, max(0, at - NEAR), at)[0]
    for unit, after, *_ in _CONTEXTS[word]:
        if after(plain, amount.end):
            return unit
    for unit, _, before, right_before in _CONTEXTS[word]:
        if before(clause) or right_before(clause):
            return unit
    return UNIT_ELSE.get(word, UNCLEAR)


def unit_without_measure_word(plain: str, at: int, end: int) -> str:
    """The unit of a number that has no measure word, where its noun or what it changed from says it (4.87万贫困人口, 由3%降至0)."""
    for unit, counted in _UNITS_OF_NOUNS.items():
        if counted(plain, end):
            return unit
    change = _CHANGED_FROM.search(plain, max(0, at - 6), at)
    return UNIT_OF[change[1]] if change else ""


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
    at, longest = start, max(0, start - LONGEST_NOUN)
    while at > longest and "\u4e00" <= plain[at - 1] <= "\u9fff" and plain[at - 1] not in _VERBS and plain[at - 2:at] not in _VERBS:
        at -= 1
    return plain[at:start]
