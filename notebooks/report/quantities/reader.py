"""`find_quantities`: settle every numeral of a text, one after the other."""

import re

from report.quantities.amounts import COUNTED, COUNTED_AS, NUMBER, bound_within, read_amount
from report.quantities.bounds import (
    LAST_OF_ANY,
    MAY_BIND,
    bound_after,
    bound_apart,
    sign_before,
    strongest,
    words_before,
)
from report.quantities.characters import unify
from report.quantities.counts import IS_YEAR, is_quantity, is_slogan
from report.quantities.enumerations import JOINTS, row, share
from report.quantities.patterns import HAN_CHARACTERS, LONGEST_NUMERAL, NUMERAL, UNIT_OF
from report.quantities.plain import plain_amount
from report.quantities.quantity import Quantity
from report.quantities.ranges import FIRST_OF_JOINT, lower_end, other_end
from report.quantities.rules import (
    ARABIC_RULE,
    HAN_RULE,
    IDENTIFIER,
    MARKS_AFTER,
    MARKS_BEFORE,
    kind_and_mark,
)
from report.quantities.units import UNCLEAR, noun, unit_in_context, unit_without_measure_word

_BELOW_ZERO = re.compile(f"零[下上](?=[0-9{HAN_CHARACTERS}壹贰叁肆伍陆柒捌玖拾])")
_OPEN_BELOW, _OPEN_ABOVE = ("about", "at_most", "less_than"), ("about", "at_least", "more_than")
# A letter for a digit, or a point with nothing before it: l20万元, O.5亿元, .5元. After another letter a number may be a code: B12户.
_MISPRINT_BEFORE = re.compile(r"(?<![A-Za-z])[OoIl]\.?$|(?<![\dA-Za-z.])\.$")
_LETTER_BEFORE = re.compile(r"(?<![A-Za-z\d])[A-Z]$")
_LAST_OF_MISPRINT = frozenset("ol.ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ARABIC = frozenset("0123456789")
_NUMERAL_OR_POINT = frozenset("0123456789.," + HAN_CHARACTERS)


def find_quantities(text: str) -> list[Quantity]:
    """Return every numeral of `text` in order of appearance, as spans that never overlap.

    Takes any string, dirty or not. Positions are into it as given. Nothing is raised for a numeral that cannot be
    read: one that counts something is returned with the bound `unread`, any other as a name. Whoever wants the
    quantities alone filters on `kind`.
    """
    plain = unify(text)
    found, position, search = [], 0, NUMERAL.search
    while numeral := search(plain, position):
        settled = _settle(plain, text, *numeral.span(), position)
        found.append(settled)
        position = settled.end
    return found


def _settle(plain, text, at, run_end, floor):
    """Settle the numeral at `at`, whose first run of digits ends at `run_end`; nothing before `floor` is free any more."""
    first = plain[at]
    arabic = first in _ARABIC
    if arabic and (amount := plain_amount(plain, at)):
        return _bounded(plain, text, at, floor, amount)
    if plain[at + LONGEST_NUMERAL - 1:at + LONGEST_NUMERAL] in _NUMERAL_OR_POINT and (rule := IDENTIFIER.match(plain, at)):
        if counted := COUNTED.match(plain, rule.end()):
            return _unread(text, at, counted.end(), UNIT_OF[counted[0]], COUNTED_AS[counted[0]])
        return Quantity(at, rule.end(), text[at:rule.end()], "name")
    if arabic:
        near_mark = plain[run_end:run_end + 1] in MARKS_AFTER or at and plain[at - 1] in MARKS_BEFORE
        rule = ARABIC_RULE.match(plain, at) if near_mark else None
    else:
        rule = HAN_RULE.match(plain, at)
    if rule:
        kind, marked = kind_and_mark(rule.lastgroup)
        return _ruled(kind, text, max(floor, at - 1 - (plain[at - 1] == " ")) if marked else at, rule.end())
    if first == "零" and _BELOW_ZERO.match(plain, at):
        reading = _read_quantity(plain, text, at + 2, floor)
        if reading and reading.start <= at:
            return reading
    if not arabic and is_slogan(plain, at):
        return Quantity(at, at + 1, text[at], "name")
    return _read_quantity(plain, text, at, floor) or _left_over(plain, text, at)


def _ruled(kind, text, start, end):
    if kind == "unread":
        return _unread(text, start, end, "year", "年")
    return Quantity(start, end, text[start:end], kind)


def _unread(text, start, end, unit, measure_word):
    return Quantity(start, end, text[start:end], "quantity", bound="unread", unit=unit, measure_word=measure_word)


def _left_over(plain, text, at):
    """What no rule reads: a bare year is a date, anything else a name of the numeral alone."""
    number = NUMBER.match(plain, at)
    end = max(number.end("arabic"), number.end("han"), at + 1) if number else at + 1
    return Quantity(at, end, text[at:end], "date" if IS_YEAR.match(plain[at:end]) else "name")


def _read_quantity(plain, text, at, floor):
    first = read_amount(plain, at)
    if first is None:
        return None
    if plain[at - 1:at] in _LAST_OF_MISPRINT and _in_doubt_behind(plain, at, first.unit):
        first.unread, first.value, first.high = True, None, None
    second = ends = None
    if plain[first.end:first.end + 1] in FIRST_OF_JOINT:
        second, ends = _range(plain, at, floor, first)
    if second is None and not first.unit and plain[first.end:first.end + 1] in JOINTS and (numbers := row(plain, at)):
        if numbers.kind != "quantity":
            return _ruled(numbers.kind, text, at, first.end)
        share(plain, at, first, numbers)
    return _bounded(plain, text, at, floor, first, second, ends)


def _in_doubt_behind(plain, at, unit):
    """Whether what stands right before a number leaves it in doubt."""
    begins = max(0, at - 3)
    return _MISPRINT_BEFORE.search(plain, begins, at) or unit not in ("", "percent", "CNY") and _LETTER_BEFORE.search(plain, begins, at)


def _bounded(plain, text, at, floor, first, second=None, ends=None):
    """The quantity that `first`, or the range from it to `second`, makes with the words around it."""
    last = second or first
    if plain[at - 1:at] in LAST_OF_ANY:
        start, sign, before, currency = words_before(plain, at, floor, first, last)
    else:
        start, sign, before, currency = at, 1, bound_apart(plain, at, floor), None
    end, after = last.end, None
    if plain[end:end + 1] in MAY_BIND:
        end, after = bound_after(plain, last)
    unit = currency or last.unit
    counts = second or after or currency or first.unit and plain[at] in _ARABIC or is_quantity(plain, at, floor, first, before)
    if not counts:
        return None
    if unit.startswith(UNCLEAR):
        unit = unit_in_context(plain, at, last) + unit.removeprefix(UNCLEAR)
    elif not unit:
        unit = unit_without_measure_word(plain, at, last.end)
    bound = strongest(before, bound_within(first, sign), after) if before or after or first.over else "exact"
    value, lower, upper, bound = ends or _close(first, sign, bound)
    return Quantity(start, end, text[start:end], "quantity", value, lower, upper, bound,
                    unit, last.measure_word, noun(plain, start, end, unit))


def _range(plain, at, floor, first):
    """(second amount, its and the first's numbers) of a range that begins with `first`; None where none does."""
    second, second_sign = other_end(plain, at, first)
    if second is None:
        return None, None
    start, sign = sign_before(plain, at, floor, second.unit)
    ends = _ends(first, second, sign, second_sign, plain[start:at])
    return (second, ends) if ends else (None, None)


def _ends(first, second, sign, second_sign, sign_word):
    """(value, lower, upper, bound) of a range; None where the ends are none: 10至5. 零下5至10℃ can be read two ways."""
    low, high = lower_end(first, second), second.value
    if low is None or sign is None or sign_word == "零下" and second_sign == 1 and low < high:
        return None, None, None, "unread"
    low, high = sign * low, second_sign * high
    if low > high and sign == second_sign == -1:
        low, high = high, low
    return (None, _number(low), _number(high), "range") if low < high else None


def _close(first, sign, bound):
    """(value, lower, upper, bound) of one amount, of which the bound closes what it can."""
    value = first.value
    if bound == "exact" and sign == 1 and type(value) is int and first.high is None:
        return value, value, value, bound
    if first.unread or sign is None or bound == "unread":
        return None, None, None, "unread"
    if first.high is not None:
        low, high = sorted((sign * value, sign * first.high))
        return None, _number(low), _number(high), "range"
    if value is not None:
        value = _number(sign * value)
    return value, None if bound in _OPEN_BELOW else value, None if bound in _OPEN_ABOVE else value, bound


def _number(value):
    if type(value) is int:
        return value
    return int(value) if value == int(value) else float(value)
