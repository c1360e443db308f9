"""One amount: a number and its measure word, before bounds; what stands on one side of a range."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from report.quantities import numerals
from report.quantities.bound_words import BOUNDS_WITHIN
from report.quantities.measure_words import ARABIC_ONLY, CHANGES, OPEN_ENDED, RATES
from report.quantities.patterns import (
    ARABIC,
    COINED,
    DIGIT,
    GROUPED,
    HAN,
    HAN_CHARACTERS,
    MEASURE,
    SCALE,
    UNIT_OF,
    alternatives,
)

_DECIMALS = f"点[{''.join(numerals.DIGITS)}]{{1,9}}+(?:[百千]?[万亿]+)?"
_REST = (
    rf"零?(?:(?>{GROUPED}|\d+)(?:\.\d+)?(?![年月日号]|[-~至到.]\d|个?百分点)"
    rf"|[{''.join(numerals.DIGITS)}][十百千万亿][{HAN_CHARACTERS}]{{0,20}}(?<!千(?=[瓦伏赫]))|零[{''.join(numerals.DIGITS)}])"
)
NUMBER = re.compile(
    rf" ?(?:(?P<arabic>{ARABIC})(?P<tail>(?: ?{SCALE}(?:{_REST})?)*)"
    rf"|(?P<han>{COINED}(?:{_DECIMALS})?|{HAN}(?<!千(?=[瓦伏赫]))(?:{_DECIMALS})?(?:(?<=[亿零])\d{{1,4}}[十百千]?万)?))"
    rf"(?: ?(?P<over>个[余多]?(?=亿(?![元级])|[百千]?万(?=[元,。、;]))|[余多几来])(?P<scale>{SCALE}))?"
    rf" ?(?P<loose>余|多|来(?!源)|几(?={MEASURE}|[到至~-])|\+(?={MEASURE})|(?<=[百千万])把)?"
    rf" ?(?:个(?P<middle>[多余半])(?P<whole>月|小时|世纪|学期|钟头)|(?P<word>{MEASURE}))?",
    re.A,
)
_SMALL = r"(?:\d{1,4}(?:\.\d{1,3})?|[一二两三四五六七八九十百]{1,5})"
_HALF_OF = ("月", "年", "载", "天", "日")                     # 三天半月 is no three days and a half
_OF_MANY = re.compile(r"(?P<top>\d{1,6}(?:\.\d+)?)(?P<of>/(?:10?|十)?[万千](?![\d元]))", re.A)          # 9.8/10万
_HALF = re.compile("一半(?!径)(?P<over>多)?")
_SECONDS = re.compile(r"\d{1,2}秒|[一二三四五六七八九十]{1,3}秒")
_POINTS_FOLLOW = re.compile(r"(?:[、和]\d+(?:\.\d+)?个)+百分点", re.A)                # 高0.5个、1.4个百分点
_CHANGED = re.compile(f"(?:{alternatives(CHANGES)})[了约近超]?$")
_RATIO = re.compile(
    r"(?P<top>\d{1,3})/(?P<bottom>\d{1,4})(?![\d/])|"
    r"(?P<left>\d{1,4}(?:\.\d{1,3})?):(?P<right>\d{1,4}(?:\.\d{1,3})?)(?P<third>:\d{1,4}(?:\.\d{1,3})?)?(?![\d:])"
    rf"|(?P<many>{_SMALL})比(?P<few>{_SMALL})(?P<other>比{_SMALL})?(?![\d.一二两三四五六七八九十百千万亿零%年月日]|{MEASURE})",
    re.A,
)
_RATE = re.compile(rf"/(?P<of>{MEASURE}|(?:{alternatives(RATES)})(?![A-Za-z]))|每(?P<each>立方米|平方米|小时|秒|升|公斤|千克|吨|亩|公顷|(?:人|月|年|天|日)(?![\u4e00-\u9fff]))")
_COINS = re.compile(rf"(?P<tenths>{DIGIT}|\d)(?:[角毛]|(?<=块.)(?![\d个千百万]))(?:零?(?P<hundredths>{DIGIT}|\d)(?:分|(?<=[角毛].)(?![.,:/\d{HAN_CHARACTERS}]|{MEASURE})))?", re.A)
_FINANCIAL_COINS = re.compile("零?(?:(?P<tenths>[壹贰叁肆伍陆柒捌玖])角)?(?:零?(?P<hundredths>[壹贰叁肆伍陆柒捌玖])分)?")
_CENTS = re.compile(f"([1-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖])(?:分(?![之钟])|(?![.,:/\\d{HAN_CHARACTERS}]|{MEASURE}))")
COUNTED = re.compile(MEASURE)
# A unit in brackets behind its number, as heads of tables have it: 5000（元）, 50（万元）. Years, grades and issues are none.
_IN_BRACKETS = re.compile(rf" ?\((?P<scale>[百千]?万|亿)?(?P<word>{MEASURE})(?<![年月日届级期季])(?P<rate>/[^()\n]{{1,5}})?\)")
_SIDES = (("top", "left", "many"), ("bottom", "right", "few"))
_MAKES_SHARE = frozenset("分半/:又比")
_BEHIND = {
    "成": re.compile(f"(?P<tenths>{DIGIT})(?P<hundredths>)(?![十百千万亿]|{MEASURE})"),
    "米": re.compile(rf"(?P<tenths>{DIGIT}|\d)(?P<hundredths>)(?![\d.,:十百千万亿年月日、-]|{MEASURE})", re.A),
    "斤": re.compile(rf"(?P<tenths>{DIGIT}|\d)(?P<hundredths>)两(?!{MEASURE})", re.A),
}
PARTS_OF_YUAN = {"角": 10, "角钱": 10, "毛": 10, "毛钱": 10, "分钱": 100}
_SMALL_CHANGE = ("元", "圆", "块", "成", "米", "斤")
_PERCENT = {100: ("百分之", "percent"), 1000: ("千分之", "per_mille")}
_WELL_GROUPED = re.compile(rf"(?>(?:{GROUPED}|\d{{1,3}}(?: \d{{3}})+|\d+)(?:\.\d+)?)(?![\d,.。·×⁰-⁹OoIl])", re.A)
_BARE = re.compile("[百千]?[万亿]+|[百千]")


@dataclass(slots=True)
class Amount:
    """A number with its measure word. No `value` where the numeral is in doubt, or it is a range (`high`) or a ratio of three."""

    value: int | Decimal | None
    end: int
    written: str                             # the numeral itself
    high: int | Decimal | None = None        # the upper end of 两三个; `value` is the lower
    over: str | None = None                  # 余, 多, 几, 来 or + beside the number
    measure_word: str = ""
    unit: str = ""
    unread: bool = False


def _counted_as(word):
    """人(次) counts 人次, 个百分点 百分点, 块钱 块, 元港币 元; 个月 stays."""
    word = word.replace("(次)", "次").partition("(")[0].removesuffix("钱")
    if word[0] == "元" and len(word) > 1:
        return "元"
    return word[1:] if word[0] == "个" and len(word) > 1 and word not in ("个月", "个次") else word


COUNTED_AS = {word: _counted_as(word) for word in UNIT_OF}


def read_amount(plain: str, at: int) -> Amount | None:
    """The amount that begins at `at`, or at the space before it."""
    match = NUMBER.match(plain, at)
    if match is None:
        return None
    arabic, tail, han, over, scale, loose, middle, whole, word = match.groups()
    number_end = match.end(2 if arabic else 3)
    if plain[number_end:number_end + 1] in _MAKES_SHARE and (share := _read_share(plain, at, match, number_end)):
        return share
    end = match.end(6) if loose else match.end(5) if scale else number_end
    bracketed = None if word or whole or "(" not in plain[end:end + 2] else _IN_BRACKETS.match(plain, end)
    if bracketed:
        scale = (scale or "") + (bracketed["scale"] or "")
    amount = _number(arabic, tail, han, scale, end)
    if over or loose:
        amount.over = loose or over.lstrip("个")
    if word:
        if _suits(word, amount):
            _add_measure_word(plain, at, amount, word, match.end())
    elif whole:
        _add_measure_word(plain, at, amount, "个" + whole, match.end())
        _add_more(amount, middle)
    elif bracketed:
        _add_measure_word(plain, at, amount, bracketed["word"], bracketed.end())
        if bracketed["rate"]:
            amount.value, amount.high, amount.unread = None, None, True
    return amount


def _number(arabic, tail, han, scale, end):
    """The number alone, without a measure word."""
    written = (arabic + tail if arabic else han) + (scale or "")
    value, high, unread = valued(written)
    return Amount(value, end, written, high, unread=unread)


def valued(written: str) -> tuple[int | Decimal | None, int | Decimal | None, bool]:
    """(value, upper end of an approximation, whether it is in doubt) of a numeral."""
    return (int(written), None, False) if written.isdecimal() and written.isascii() else _valued(written)


@lru_cache(maxsize=10_000)
def _valued(written):
    if written[0].isdigit() and not _WELL_GROUPED.match(written):
        return None, None, True
    value = _bare(written) or numerals.value(written)
    if value is not None:
        return value, None, False
    if ends := numerals.ends(written):
        return *ends, False
    value = numerals.by_digits(written)
    return value, None, value is None


def _bare(written):
    """百, 千万: scales without a digit, counted once."""
    return numerals.scale(written) if _BARE.fullmatch(written) else None


# ---- shares

def _read_share(plain, at, match, number_end):
    """百分之二十三, 三分之二, 一半, 1/5, 2.18∶1, 12∶41∶47; None for 5/0 and 9/3, which are no shares."""
    if plain.startswith("又", number_end):
        return _read_mixed(plain, match, number_end)
    if plain.startswith("分之", number_end):
        return _read_parts(plain, match[0][: number_end - match.start()].strip(), number_end + 2)
    if half := _HALF.match(plain, at):
        return Amount(Decimal("0.5"), half.end(), half[0], over=half["over"], unit="ratio")
    if many := _OF_MANY.match(plain, at):
        return Amount(valued(many["top"])[0], many.end(), many["top"], measure_word=many["of"], unit=f"per_{_many(many['of'][1:])}")
    ratio = _RATIO.match(plain, at)
    if ratio is None:
        return None
    if ratio["third"] or ratio["other"]:
        return Amount(None, ratio.end(), ratio[0], unit="ratio")
    top, bottom = (valued(ratio[one] or ratio[two] or ratio[three])[0] for one, two, three in _SIDES)
    if top is None or bottom is None:
        return None
    top, bottom = Decimal(top), Decimal(bottom)
    if not bottom or ratio["top"] and top >= bottom:
        return None
    return Amount(top / bottom, ratio.end(), ratio[0], unit="ratio")


def _many(written):
    """10万 is 100000, 千 is 1000."""
    return numerals.scale(written) if written[0] in numerals.PLACES else numerals.value(written)


def _read_mixed(plain, match, number_end):
    """一又二分之一, 1又1/2."""
    whole, share = numerals.value(match[0][: number_end - match.start()].strip()), read_amount(plain, number_end + 1)
    if whole is None or share is None or share.unit != "ratio" or share.value is None or not 0 < share.value < 1:
        return None
    share.value += Decimal(whole)
    if counted := COUNTED.match(plain, share.end):
        share.unit, share.measure_word, share.end = UNIT_OF[counted[0]], COUNTED_AS[counted[0]], counted.end()
    return share


def _read_parts(plain, of, at):
    """The parts of 百分之…, 三分之…: a number without a measure word, 一百 where 百 stands alone."""
    negative = plain.startswith("负", at)
    match = NUMBER.match(plain, at + negative)
    if not match:
        return None
    arabic, tail, han, over, scale, loose, *_ = match.groups()
    amount = _number(arabic, tail, han, scale, match.end(6) if loose else match.end(5) if scale else match.end(2 if arabic else 3))
    amount.over = loose or over
    if plain.startswith("几", amount.end):                        # 百分之十几
        amount.over, amount.end = "几", amount.end + 1
    amount.written = of + "分之" + amount.written
    if negative and amount.value is not None:
        amount.value = -amount.value
    whole = _bare(of) or numerals.value(of)
    if not whole:
        return None
    if whole in _PERCENT:
        amount.measure_word, amount.unit = _PERCENT[whole]
        return amount
    amount.unit = "ratio"
    if amount.value is not None:
        amount.value = Decimal(amount.value) / Decimal(whole)
        amount.high = amount.high and Decimal(amount.high) / Decimal(whole)
    return amount


# ---- the measure word

def _add_measure_word(plain, at, amount, word, end):
    """Add the measure word, and what may hang on it: 三年多, 两年半, 元/亩, 五元三毛, 七成五, 八五折, 2小时8分."""
    amount.unit, amount.end, amount.measure_word = UNIT_OF[word], end, COUNTED_AS[word]
    if word in PARTS_OF_YUAN and amount.value is not None:
        amount.value = Decimal(amount.value) / PARTS_OF_YUAN[word]
        amount.high = amount.high and Decimal(amount.high) / PARTS_OF_YUAN[word]
        if word in "角毛" and not amount.high and (cents := _CENTS.match(plain, end)):      # 5角2分
            amount.value, amount.end = amount.value + Decimal(_digit(cents[1])) / 100, cents.end()
            return
    following = plain[end:end + 1]
    if following in ("多", "半", "余") and word in OPEN_ENDED and not (following == "半" and plain[end + 1:end + 2] in _HALF_OF):
        _add_more(amount, following)
        amount.end += 1
    elif following in ("/", "每") and (rate := _RATE.match(plain, end)):
        of = rate["of"] or rate["each"]
        amount.unit += "_per_" + (RATES.get(of) or UNIT_OF[of])
        amount.measure_word, amount.end = amount.measure_word + rate[0], rate.end()
    elif word == "分" and (plain.endswith(("小时", "小时零"), 0, at) or following and _SECONDS.match(plain, end)):
        amount.unit = "minute"
    elif word == "个" and following in ("、", "和") and _POINTS_FOLLOW.match(plain, end):
        amount.unit, amount.measure_word = "percentage_point", "百分点"
    elif word == "个" and following == "点" and (type(amount.value) is Decimal or _CHANGED.search(plain, max(0, at - 3), at)):
        amount.unit, amount.measure_word, amount.end = "percentage_point", "点", end + 1
    elif word == "折":
        _read_discount(amount)
    elif word == "兆" and following == "元":          # a million millions in Taiwan, elsewhere a million
        amount.value, amount.unread, amount.unit, amount.measure_word, amount.end = None, True, "CNY", "元", end + 1
    elif word in _SMALL_CHANGE and amount.value is not None:
        _add_small_change(plain, amount, word)


def _read_discount(amount):
    """八五折 is 8.5, 75折 7.5."""
    written = amount.written
    if len(written) == 2 and all(numerals.DIGITS.get(character) for character in written):
        amount.value, amount.high, amount.unread = Decimal(numerals.DIGITS[written[0]] * 10 + numerals.DIGITS[written[1]]) / 10, None, False
    elif amount.value and 10 < amount.value < 100:
        amount.value = Decimal(amount.value) / 10


def _add_small_change(plain, amount, word):
    """五元三毛, 3块2, 七成五, 1米8, 三斤二两, 壹佰元伍角."""
    if coins := _BEHIND.get(word, _COINS).match(plain, amount.end) or _FINANCIAL_COINS.match(plain, amount.end):
        if not coins["tenths"] and not coins["hundredths"]:
            return
        if word == "块":
            amount.unit = "CNY"
        amount.value += Decimal(_digit(coins["tenths"])) / 10 + Decimal(_digit(coins["hundredths"])) / 100
        amount.end = coins.end()


def _digit(written):
    return 0 if not written else int(written) if written.isdigit() else numerals.value(written.translate(numerals.FINANCIAL))


def _suits(word, amount):
    if word == "大":
        return amount.value is not None and 2 <= amount.value <= 20
    if word == "成":
        return amount.value is None or 1 <= amount.value < 10
    return word not in ARABIC_ONLY or len(amount.written) > 2 or amount.written[0].isdigit() or amount.written[0] in "壹贰叁肆伍陆柒捌玖"


def _add_more(amount, character):
    if character != "半":
        amount.over = character
    elif amount.value is not None:
        amount.value += Decimal("0.5") * (numerals.scale(amount.written.lstrip("0123456789.,零〇一二三四五六七八九两十百千")) if amount.written[-1] in "万亿" else 1)


def bound_within(amount: Amount, sign: int | None) -> str | None:
    """How 余, 多, 几, 来 or + beside the number bounds it; 零下20多度 is less than -20."""
    bound = BOUNDS_WITHIN[amount.over] if amount.over else None
    return "less_than" if sign == -1 and bound == "more_than" else bound
