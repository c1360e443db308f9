"""Bounds: the words before and behind an amount, its sign, and how they go together."""

import re

from report.quantities.bound_words import (
    BOUNDS_AFTER,
    BOUNDS_APART,
    BOUNDS_BEFORE,
    BOUNDS_BEFORE_SCALE,
    CURRENCIES_BEFORE,
    CURRENCY_SIGNS,
    FROM_UP,
    GIVING,
    HIGHEST_APART,
    JOINED_BY_DASH,
    LASTED,
    NEGATED,
    NEGATIONS,
    NEGATIVE,
    NOT_AFTER,
    NOT_BEFORE_NEGATIVE,
    NOT_NEGATIVE,
    OPEN_TOP,
    PASSED_AFTER,
    RECENT,
    SIGNS,
)
from report.quantities.measure_words import SIGNED_UNITS, TIME_UNITS, by_word
from report.quantities.patterns import alternatives

BEFORE, BEFORE_SCALE, AFTER = by_word(BOUNDS_BEFORE), by_word(BOUNDS_BEFORE_SCALE), by_word(BOUNDS_AFTER)
_ENDING_IN = {
    last: tuple(sorted((word for word in BEFORE | BEFORE_SCALE if word[-1] == last), key=len, reverse=True))
    for last in {word[-1] for word in BEFORE | BEFORE_SCALE}
}
_LAST_OF_SIGN = frozenset(word[-1] for word in SIGNS) | {"—", "±"}
_DASHED_UNITS = ("percent", "per_mille", "percentage_point", "celsius")
_LAST_OF_CURRENCY = frozenset(word[-1] for word in CURRENCIES_BEFORE)
LAST_OF_ANY = _ENDING_IN.keys() | _LAST_OF_SIGN | _LAST_OF_CURRENCY | {" ", ")"}
_SIGN = re.compile(f"({alternatives(SIGNS)}|—|±)$")
_CURRENCY = re.compile(f"({alternatives(CURRENCIES_BEFORE)}) ?$")
_APART = re.compile(
    f"({alternatives(BOUNDS_APART)})(?!的)[\u4e00-\u9fff]{{1,4}}$|({alternatives(HIGHEST_APART)})(?:{alternatives(GIVING.split())})$"
)
_TURNED = by_word(NEGATED)
_NEGATION = re.compile(f"(?:{alternatives(NEGATIONS.split())})$")
_MAY_NEGATE = re.compile(f"(?!{alternatives(NOT_NEGATIVE)})[{NEGATIVE}][\u4e00-\u9fff]?$")
_INCLUDED_BEFORE = re.compile(r"\((不)?含\)$")
_INCLUDED = r"\((?P<{}>不)?含[^()\n]{{0,12}}\)"
_TRAILING = re.compile(
    rf"(?:{_INCLUDED.format('out')})?(?P<word>{alternatives(AFTER)})(?:{_INCLUDED.format('out2')})?"
    rf"|{FROM_UP}(?=[,。;、)\n]|$)"
)
_FIRST_OF_AFTER = frozenset([word[0] for word in AFTER] + [FROM_UP, "("])
_OPEN_TOP = re.compile(f"[,、;(]?[且并]?{OPEN_TOP}")
MAY_BIND = _FIRST_OF_AFTER | frozenset(",、;(且并内" + OPEN_TOP[0])
_EXCLUDING = {"at_least": "more_than", "at_most": "less_than"}
_INCLUDING = {bound: included for included, bound in _EXCLUDING.items()}
LOWER, UPPER = ("at_least", "more_than"), ("at_most", "less_than")
MONEY = frozenset([*CURRENCIES_BEFORE.values()])
HIGHEST, DEGREES = ("最高", "最低"), ("celsius", "fahrenheit")  # 最高39℃ is what was measured


def words_before(plain: str, at: int, floor: int, first, last) -> tuple[int, int | None, str | None, str | None]:
    """(start of the span, sign, bound, the currency named where it decides the unit) by the words before an amount, of which the
    last character is one of `LAST_OF_ANY`."""
    if at <= floor:
        return at, 1, None, None
    signed, sign = sign_before(plain, at, floor, last.unit)
    named, currency = _currency_before(plain, signed, floor)
    start, bound = _bound_before(plain, named, floor, first)
    decides = currency and last.unit in ("", "CNY") and currency != last.unit
    if start == named and not decides and plain[named:signed].strip() not in CURRENCY_SIGNS:
        start = signed
    return start, sign, bound, currency if decides else None


def sign_before(plain: str, at: int, floor: int, unit: str) -> tuple[int, int | None]:
    """(start, sign): -3.2%, 负300万元, 零下5℃; a dash that joins words is no sign. None where in doubt: 正负5%, —3.2%."""
    if at <= floor or plain[at - 1] not in _LAST_OF_SIGN:
        return at, 1
    if plain[at - 1] == "±":
        return at - 1, None
    if unit and unit not in SIGNED_UNITS:
        return at, 1
    word = _SIGN.search(plain, max(floor, at - 2), at)
    if word is None:
        return at, 1
    start, word = word.start(), word[1]
    before = plain[start - 1:start]
    if word == "负":
        if before == "正":
            return start - 1, None
        joins = before in NOT_BEFORE_NEGATIVE
    elif word in "-—+":
        joins = not unit or before in JOINED_BY_DASH or before.isascii() and before.isalnum() or unit == "ratio" or word != "-" and unit not in _DASHED_UNITS
    else:
        joins = False
    return (at, 1) if joins else (start, SIGNS.get(word))


def _currency_before(plain, at, floor):
    """(start, unit) of a currency named right before `at`."""
    last = plain[at - 2:at - 1] if plain[at - 1:at] == " " else plain[at - 1:at]
    if at > floor and last in _LAST_OF_CURRENCY and (found := _CURRENCY.search(plain, max(floor, at - 4), at)):
        return found.start(), CURRENCIES_BEFORE[found[1]]
    return at, None


def _bound_before(plain, at, floor, amount):
    """The longest bound word that ends at `at`: (start of the span, bound or None)."""
    end = at - 1 if plain[at - 1:at] == " " else at
    included = _INCLUDED_BEFORE.search(plain, max(floor, end - 4), end) if plain[end - 1:end] == ")" else None
    end = included.start() if included else end
    words = _ENDING_IN.get(plain[end - 1:end], ())
    if plain.endswith(words, floor, end):
        for word in words:
            if plain.endswith(word, floor, end):
                start = end - len(word)
                bound = BEFORE.get(word) or amount.written[0] in "十百千万亿" and BEFORE_SCALE.get(word)
                if bound and _stands_alone(word, plain, start, amount):
                    start, bound = _turned(word, bound, plain, start, floor)
                    return start, (_EXCLUDING if included[1] else _INCLUDING).get(bound, bound) if included else bound
    return at, bound_apart(plain, at, floor)


def bound_apart(plain: str, at: int, floor: int) -> str | None:
    """The bound by a word that a verb parts from the amount: 至少召开一次."""
    near = plain[max(floor, at - 6):at]
    adverb = _APART.search(near) if "最" in near or "至" in near or "起" in near else None      # a quick look first
    return adverb and (BOUNDS_APART.get(adverb[1]) or HIGHEST_APART[adverb[2]])


def _turned(word, bound, plain, start, floor):
    """(start, bound) of a bound word with what negates it: 不得超过, 尚未低于; `unread` where something else may."""
    if word in _TURNED and start > floor:
        if negation := _NEGATION.search(plain, max(floor, start - 3), start):
            return negation.start(), _TURNED[word]
        if _MAY_NEGATE.search(plain, max(floor, start - 2), start):
            return start, "unread"
    return start, bound


def _stands_alone(word, plain, start, amount):
    """Whether the word is a bound, and no part of another word (签约, 近三年, 举办过3次)."""
    if word == "近" and amount.measure_word in RECENT:
        return plain.endswith(LASTED, 0, start)
    if word in HIGHEST and amount.unit in DEGREES:
        return False
    if word == "过":
        alone = plain.endswith(PASSED_AFTER, 0, start) or not start
        if not alone and amount.written[0] not in "百千万亿":
            return False
    return not plain.endswith(NOT_AFTER.get(word, ()), 0, start)


def bound_after(plain: str, amount) -> tuple[int, str | None]:
    """(end of the span, bound or None) by the words behind the amount, which begin with one of `MAY_BIND`."""
    end = amount.end
    following = plain[end:end + 1]
    if following in _FIRST_OF_AFTER and (after := _TRAILING.match(plain, end)):
        if not after["word"]:
            return (after.end(), "at_least") if amount.unit in MONEY else (end, None)
        bound = AFTER[after["word"]]
        if after["out"] or after["out2"]:
            bound = _EXCLUDING.get(bound, bound)
        return after.end(), bound
    if following == "内" and amount.unit in TIME_UNITS:
        return end + 1, "at_most"
    if OPEN_TOP in plain[end:end + 6] and _OPEN_TOP.match(plain, end):
        return end, "at_least"
    return end, None


def strongest(*bounds: str | None) -> str:
    """The first that closes a side, else about, else exact; `unread` where one closes the side another leaves open."""
    given = [bound for bound in bounds if bound]
    if len(given) < 2:
        return given[0] if given else "exact"
    closing = [bound for bound in given if bound != "about"]
    if not closing:
        return "about"
    lower = any(bound in LOWER for bound in closing)
    return "unread" if lower and any(bound in UPPER for bound in closing) else closing[0]
