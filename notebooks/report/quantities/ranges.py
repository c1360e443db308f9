"""Ranges: the second amount of 3-5名, 5%与8%之间, 零下5至3℃, and what the first takes over from it."""

import re
from decimal import Decimal

from report.quantities import numerals
from report.quantities.amounts import Amount, read_amount
from report.quantities.bound_words import SIGNS
from report.quantities.patterns import DASH, HAN_CHARACTERS, alternatives

_JOINT = re.compile(
    rf" ?(?:\(不?含[^()\n]{{0,10}}\))? ?(?:{DASH}|(?P<between>[与和])) ?"
    rf"(?P<sign>{alternatives(SIGNS)})?(?=[0-9{HAN_CHARACTERS}])"
)
FIRST_OF_JOINT = frozenset("-—~至到与和( ")
_EXCLUDED_END = re.compile(r"\(不?含[^()\n]{0,10}\)")
_SCALE_OF_ARABIC, _SCALE_OF_HAN = re.compile("[十百千万亿]*$"), re.compile("[万亿]*$")
_MANY = re.compile("(?P<digit>[一二两三四五六七八九])(?P<scale>[十百千][万亿]*)")
FARTHEST_ENDS = 1000  # how many times the lower end the upper may be, where only the upper has a scale


def other_end(plain: str, at: int, first: Amount) -> tuple[Amount | None, int]:
    """(second amount, its sign) of a range, if one follows. 从5%到8% is a change, not a range."""
    if first.value is None or first.high:
        return None, 1
    joint = _JOINT.match(plain, first.end)
    if not joint or plain[at - 1:at] in ("从", "由", "自") and at:
        return None, 1
    second = read_amount(plain, joint.end())
    if second is None or second.high or second.value is None:
        return None, 1
    if joint["between"] and not plain.startswith("之间", second.end):
        return None, 1
    if first.measure_word and not second.measure_word and (first.measure_word.endswith("分之") or second.written[-1] in "万亿"):
        second.measure_word, second.unit = first.measure_word, first.unit
    if first.measure_word not in ("", second.measure_word) or not (second.unit or second.written[-1] in "百千万亿"):
        return None, 1
    if excluded := _EXCLUDED_END.match(plain, second.end):
        second.end = excluded.end()
    return second, SIGNS[joint["sign"]] if joint["sign"] else 1


def _scaled_lower_end(first, second):
    """7千到9千亿 is 700 to 900 billion, 五十至一百万 half a million to one; 五十至三百 and 8千至1万 stand as they are."""
    if second.value <= FARTHEST_ENDS * first.value:
        return first.value
    own, whole = (_SCALE_OF_ARABIC.search(amount.written)[0] for amount in (first, second))
    if whole.startswith(own):
        return first.value * numerals.scale(whole.removeprefix(own))
    scaled = first.value * numerals.scale(_SCALE_OF_HAN.search(whole)[0])
    return scaled if first.value < scaled < second.value else None


def lower_end(first: Amount, second: Amount) -> int | Decimal | None:
    """The value of the first end with the scale it shares: 200至300万 is 2 to 3 million; None where it is in doubt.

    8000至1万 shares nothing. 三至五百户 may be 3 or 300 to 500; 三至四千万 can only be 30 to 40 million, while 一至五十万
    may begin at 10,000 or at 100,000.
    """
    if first.measure_word:
        return first.value
    if first.written[-1] in "十百千万亿":
        return _scaled_lower_end(first, second)
    many = _MANY.fullmatch(second.written)
    if many and numerals.DIGITS.get(first.written, 9) < numerals.DIGITS[many["digit"]]:
        sure = second.value > FARTHEST_ENDS * first.value and many["scale"][0] != "十"
        return first.value * numerals.scale(many["scale"]) if sure else None
    shared = (_SCALE_OF_ARABIC if second.written[0].isdigit() else _SCALE_OF_HAN).search(second.written)
    scale = numerals.scale(shared[0])
    if first.value < second.value / scale:
        return first.value * scale
    return first.value if second.value <= FARTHEST_ENDS * max(first.value, 1) else None
