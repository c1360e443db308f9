"""Whether a numeral is a quantity: the article 一, the ordinal 二, bare scales, digits without a measure word."""

import re

from report.quantities.amounts import Amount
from report.quantities.measure_words import (
    AREAS,
    COUNTED_AFTER,
    COUNTED_BY_ER,
    NEVER_COUNTS_AFTER,
    OPEN_ENDED,
    POINTED_AT,
    POSTPOSED,
)
from report.quantities.names import CALLS_FOR_NUMBER, CODED, CODES, COUNTING, NUMBERED, REACHES
from report.quantities.patterns import HAN_CHARACTERS, NUMERAL, YEAR, alternatives

IS_YEAR = re.compile(YEAR + "$", re.A)
_HAN_CHARACTER = re.compile("[\u4e00-\u9fff]")
_CALLED_FOR = re.compile(f"(?:{alternatives(CALLS_FOR_NUMBER)})(?:{alternatives(REACHES)})?$")
_AREA_FOLLOWS = re.compile(rf"[\d{HAN_CHARACTERS}]{{1,6}}(?:[多余])?(?:[省市州县区旗镇乡村户组个]|街道|社区)")
_OPENING_QUOTES = frozenset("[“\"‘『「《")
_QUOTE_OPENED = re.compile("[“\"‘『「《][^”’』」》]*$")
_QUOTE_CLOSED = re.compile("[^”\"’』」》\n]{1,12}[”\"’』」》]")
_STOPS = ("", *",。;、)\n")


def is_slogan(plain: str, at: int) -> bool:
    """A numeral of one character in a short quotation: “三支”人员, “两不愁三保障”."""
    window = max(0, at - 8)
    if _OPENING_QUOTES.isdisjoint(plain[window:at]) or NUMERAL.match(plain, at + 1):
        return False
    return bool(_QUOTE_OPENED.search(plain, window, at) and _QUOTE_CLOSED.match(plain, at))


def is_quantity(plain: str, at: int, floor: int, amount: Amount, bound: str | None) -> bool:
    """Whether the numeral at `at`, read as `amount` with this bound before it, is a quantity."""
    written = amount.written
    if amount.unread and amount.unit and written[0] not in "百千万亿零":
        return True
    if amount.unit:
        return written[0] in "0123456789" or _is_count(plain, at, floor, amount, bound)
    arabic, scale_only = written[0].isdigit(), written[0] in "百千万亿"
    following = plain[amount.end:amount.end + 1]
    if following == "强":                                       # 世界500强
        return False
    if bound or amount.over:
        return True
    if amount.unread:
        return any(place in written for place in "百千万亿") and any(digit in written for digit in "123456789一二两三四五六七八九")
    if "点" in written:
        return True
    if arabic and not any(place in written for place in "十百千万亿"):
        return _is_plain_number(plain, at, amount)
    if written == "零" and plain[at - 1:at] in ("至", "到", "为") and following in _STOPS:
        return True
    return not scale_only and any(place in written for place in "百千万亿") or _is_called_for(plain, at)


def _is_count(plain, at, floor, amount, bound):
    """A numeral with a measure word is a count, but for the article 一, the ordinal 二 and the bare 百/千/万."""
    written = amount.written
    if written == "一" and plain.endswith(NEVER_COUNTS_AFTER, 0, at):
        return False
    if bound or amount.over or amount.unit in ("percent", "per_mille", "ratio"):
        return True
    if amount.measure_word == "番":
        return "翻" in plain[max(0, at - 2):at]
    if written[0] in "百千万亿零":
        return amount.unread and len(written) > 1 or written.startswith("零点")
    if written == "二":
        return amount.measure_word in COUNTED_BY_ER
    if amount.measure_word in AREAS and written != "两":
        in_a_row = at == floor or _AREA_FOLLOWS.match(plain, amount.end)
        return in_a_row or not _HAN_CHARACTER.match(plain, at - 1) or plain[at - 1] in "各共和及"
    return written != "一" or _is_counted_one(plain, at, amount)


def _is_counted_one(plain, at, amount):
    if amount.measure_word in OPEN_ENDED or amount.measure_word in POINTED_AT:
        return True
    stands_last = plain[amount.end:amount.end + 1] in _STOPS
    return amount.measure_word in POSTPOSED and (stands_last or plain.endswith(COUNTED_AFTER, 0, at))


def _is_called_for(plain, at):
    return bool(_CALLED_FOR.search(plain, max(0, at - 8), at))


def _is_plain_number(plain, at, amount):
    """Arabic digits with no measure word: a number after 达/为/共… or 满意度, a decimal; otherwise a name (832平台)."""
    written, following = amount.written, plain[amount.end:amount.end + 1]
    if following.isascii() and following.isalpha():
        return False
    if IS_YEAR.match(written):
        return False
    if "." in written:
        return not written.endswith(".0")                       # 数字政府2.0
    if written[0] == "0" and len(written) > 1:
        return False
    if len(written) > 9 and "," not in written:
        return False
    if "," in written or plain.endswith(tuple("达到为共计至了是有"), 0, at) or _is_called_for(plain, at):
        return True
    if plain.endswith(COUNTING, 0, at) and written not in CODES and not plain.startswith(CODED, amount.end):
        return True
    return following in ("", *",。;\n") and bool(_HAN_CHARACTER.match(plain, at - 1)) and not plain.endswith(NUMBERED, 0, at)
