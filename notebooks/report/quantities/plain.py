"""The plainest amounts (30个, 12.5万元, 40余户), read at one look, for speed.

What stands beside them must leave no more than bounds to be read. The long way, through `rules` and `amounts`, gives
the same.
"""

import re

from report.quantities.amounts import COUNTED_AS, PARTS_OF_YUAN, Amount, valued
from report.quantities.patterns import HAN_CHARACTERS, MEASURE, UNIT_OF
from report.quantities.ranges import FIRST_OF_JOINT
from report.quantities.rules import MARKS_AFTER, MARKS_BEFORE

_AHEAD = re.escape("".join(MARKS_BEFORE))
_BEHIND = re.escape("".join(FIRST_OF_JOINT)) + f"0-9{HAN_CHARACTERS}壹贰叁肆伍陆柒捌玖多余半/每点"
_PLAIN = re.compile(
    rf"(?<=[\u4e00-\u9fff,、])(?<![{_AHEAD}])"
    rf"(\d{{1,12}}+(?:\.\d+)?)([余多])?((?:万亿?|亿)?+)([余多])?+((?>{MEASURE}))(?![{_BEHIND}])(?!、[\d.]+个(?:百分点|[、和]))",
    re.A,
)
# All but those that say more (大, 成, 折, 角, 分) or that rules know (年, 级, 版).
_PLAIN_WORDS = {
    word: (COUNTED_AS[word], unit)
    for word, unit in UNIT_OF.items()
    if word not in PARTS_OF_YUAN and word not in ("大", "成", "折", "兆", "版", "分")
    and (word[0] == "个" or word[0] not in MARKS_AFTER)
}


def plain_amount(plain: str, at: int) -> Amount | None:
    """The amount at `at` where no rule and no other number can change what it means; None where one may."""
    match = _PLAIN.match(plain, at)
    if not match:
        return None
    digits, over, scale, loose, word = match.groups()
    counted = _PLAIN_WORDS.get(word)
    if not counted or over and (loose or not scale):
        return None
    written = digits + scale
    value, high, unread = valued(written)
    return Amount(value, match.end(), written, high, over or loose, *counted, unread)
