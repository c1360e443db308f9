"""Numbers in a row whose measure word stands at the last: 3、5、8个, 分别增长5.2、3.1和2.0个百分点, 5、6月份, 3、5、7号."""

import re
from dataclasses import dataclass

from report.quantities import numerals
from report.quantities.amounts import Amount, read_amount
from report.quantities.patterns import HAN_CHARACTERS
from report.quantities.rules import ARABIC_RULE, HAN_RULE, kind_and_mark

JOINTS = frozenset("、和及与")
_JOINT = f"[{''.join(JOINTS)}]"
_HAN_NUMBER = f"[{HAN_CHARACTERS}]{{1,6}}"
_ROW = re.compile(
    rf"(?:\d+(?:\.\d+)?{_JOINT}){{1,8}}+(?=[0-9])|(?:{_HAN_NUMBER}{_JOINT}){{1,8}}+(?=[{HAN_CHARACTERS}])", re.A
)
_NUMBER_BEFORE = re.compile(rf"[0-9{HAN_CHARACTERS}]{_JOINT}\Z")
_EACH_ITS_OWN = re.compile(r"分别[^,。;!?\n]{0,30}\Z")
_SCALE = re.compile("[万亿]*$")
FARTHEST = 100  # how many times one number may be another, where both shall share a scale


@dataclass(slots=True)
class Row:
    kind: str                                # of its last number, and so of all
    last: Amount | None = None               # where it is a quantity
    joints: int = 0


def row(plain: str, at: int) -> Row | None:
    """The row of numbers that begins at `at`, if its last says what they are."""
    match = _ROW.match(plain, at)
    if match is None:
        return None
    if rule := (ARABIC_RULE if plain[match.end()].isdigit() else HAN_RULE).match(plain, match.end()):
        return Row(kind_and_mark(rule.lastgroup)[0])
    last = read_amount(plain, match.end())
    if last is None or last.unread or not last.unit:
        return None
    return Row("quantity", last, sum(map(match[0].count, JOINTS)))


def share(plain: str, at: int, first: Amount, row: Row) -> None:
    """Give `first` the measure word of the last, and its scale; where that is not certain, leave `first` unread.

    Certain are numbers after 分别, and Arabic ones without a scale where three or more stand in a row, or two that
    are no approximation (15、20人; but 3、5个 may be three to five).
    """
    last, value = row.last, first.value
    first.unit, first.measure_word = last.unit, last.measure_word
    scale = numerals.scale(_SCALE.search(last.written)[0])
    if not value or not last.value or first.high or last.high:
        certain = False
    elif _EACH_ITS_OWN.search(plain, max(0, at - 40), at):
        value *= scale
        certain = scale == 1 or last.value / FARTHEST <= value <= last.value * FARTHEST
    else:
        three = row.joints > 1 or _NUMBER_BEFORE.search(plain, max(0, at - 2), at)
        alone = "." in first.written or value > 9 and abs(last.value - value) > 1
        certain = scale == 1 and first.written[0].isdigit() and bool(three or alone)
    first.value, first.unread = (value, False) if certain else (None, True)
