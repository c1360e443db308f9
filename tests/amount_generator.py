"""Amounts in the forms reports use, each with what it must be read as: the oracle of the reader's tests.

Numerals are written by `cn2an` (Chinese, financial, mixed), never by code of this project. What is covered:

- values of 1 to 15 digits, round (6千万), sparse (1亿零300万) and with repeated digits as likely as any;
- written in Arabic (plain, grouped by commas or spaces, full width), Chinese, financial, with 万/亿, and in two or three
  scale steps (1亿2千万, 4万2000, 3亿5千6百万);
- decimals, per cent, 百分之, fractions;
- bound words before and behind, 余/多 within; ranges; signs; currencies named before; measure words; a sentence around it.

`amount(random)` gives (sentence, value, lower, upper, bound, unit).
"""

import random
from fractions import Fraction

import cn2an

NUMBERS = {
    "=": [("", "")],
    "at_least": [
        ("不少于", ""),
        ("不低于", ""),
        ("不得低于", ""),
        ("不少于（含）", ""),
        ("至少", ""),
        ("≥", ""),
        ("大于等于", ""),
        ("", "以上"),
        ("", "及以上"),
        ("", "（含）以上"),
        ("", "以上（含）"),
        ("", "或者以上"),
    ],
    "more_than": [("超过", ""), ("突破", ""), ("逾", ""), ("＞", ""), ("不止", ""), ("", "以上（不含）")],
    "about": [("约", ""), ("近", ""), ("大约", ""), ("接近", ""), ("", "左右"), ("", "上下")],
    "at_most": [
        ("不超过", ""),
        ("不高于", ""),
        ("不得超过", ""),
        ("未突破", ""),
        ("至多", ""),
        ("≤", ""),
        ("不大于", ""),
        ("", "以下"),
        ("", "以内"),
        ("", "之内"),
    ],
    "less_than": [("不足", ""), ("不到", ""), ("低于", ""), ("＜", ""), ("未达到", "")],
}
UNITS = [
    ("元", "CNY"),
    ("户", "household"),
    ("人", "person"),
    ("亩", "mu"),
    ("公里", "km"),
    ("吨", "tonne"),
    ("平方米", "m2"),
    ("美元", "USD"),
    ("千瓦时", "kWh"),
    ("立方米", "m3"),
    ("件", "item"),
]
SIGNED = [("元", "CNY"), ("美元", "USD"), ("厘米", "cm"), ("℃", "celsius")]
CURRENCIES = [
    ("人民币", "CNY"),
    ("港币", "HKD"),
    ("新台币", "TWD"),
    ("￥", "CNY"),
    ("¥", "CNY"),
    ("美元", "USD"),
]
OPENINGS = ["共", "安排", "全年完成", "其中", "累计达", "截至年底，", "本项为", "合计"]
CLOSINGS = ["。", "，同比持平。", "；", "\n", "，其余待定。"]
STEPS = [(10**8, "亿"), (10**7, "千万"), (10**6, "百万"), (10**4, "万"), (10**3, "千"), (10**2, "百")]


def whole_number(choose: random.Random) -> int:
    """Up to 16 digits; often round, sparse or of one repeated digit."""
    length = choose.randint(1, 15)
    form = choose.choice(["any", "round", "sparse", "repeated"])
    if form == "round":
        return choose.randint(1, 999) * 10 ** max(1, length - 3)
    if form == "sparse":
        return max(3, sum(choose.randint(1, 9) * 10 ** choose.randint(0, length - 1) for _ in range(2)))
    if form == "repeated":
        return int(str(choose.randint(1, 9)) * length)
    return choose.randint(3, 10**length + 2)


def stepwise(number: int, choose: random.Random) -> str:
    """1亿2千万, 6万2千3百, 1亿零300万: Arabic digits with two or three scales, as `number` divides."""
    parts, rest = "", number
    for place, name in [(10**8, "亿"), (10**4, "万"), (1, "")]:
        many, rest = divmod(rest, place)
        if not many:
            continue
        gap = "零" if parts and (many < 1000 or place == 1 and parts.endswith("亿")) else ""
        parts += gap + _steps(many, choose) + name
    return parts


def _steps(many: int, choose) -> str:
    """1200 as 1200, 1千2百 or 1,200."""
    if many >= 1000 and many % 100 == 0 and many < 10_000 and choose.random() < 0.5:
        return f"{many // 1000}千" + (f"{many % 1000 // 100}百" if many % 1000 else "")
    return f"{many:,}" if choose.random() < 0.3 else str(many)


def numeral(choose: random.Random) -> tuple[str, Fraction]:
    """A numeral and its value."""
    number = whole_number(choose)
    if number > 10**8 and 1000 <= number % 10**8 < 10**4:  # 三亿二千: the reader leaves that to a person
        number += 10**4
    form = choose.choice(
        ["arabic", "commas", "spaces", "full", "chinese", "financial", "scaled", "steps", "mixed", "decimal"]
    )
    if form == "commas":
        return f"{number:,}", Fraction(number)
    if form == "spaces":
        return f"{number:,}".replace(",", " "), Fraction(number)
    if form == "full":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)), Fraction(number)
    if form == "chinese" and number < 10**13:
        return _counting(cn2an.an2cn(number, "low")), Fraction(number)
    if form == "financial" and number >= 10:
        return cn2an.an2cn(number, "up"), Fraction(number)
    if form == "steps" and number >= 10**4:
        return stepwise(number, choose), Fraction(number)
    if form in ("scaled", "decimal"):
        scale, name = choose.choice([(1, ""), (10**4, "万"), (10**8, "亿"), (10**12, "万亿")])
        mantissa, places = (
            choose.randint(1, 9_999 if name == "万亿" else 99_999),
            choose.randint(0, 3) if form == "scaled" else 2,
        )
        value = Fraction(mantissa, 10**places)
        digits = f"{mantissa / 10**places:.{places}f}"
        if form == "decimal" and places and choose.random() < 0.4:
            return _counting(cn2an.an2cn(digits, "low")) + (name if name != "万亿" else "亿"), value * (
                scale if name != "万亿" else 10**8
            )
        return digits + name, value * scale
    if form == "mixed" and number >= 10**4:
        scale, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        return f"{number // scale}{name}" + (
            _rest(number % scale, scale) if number % scale else ""
        ), Fraction(number)
    return str(number), Fraction(number)


def _rest(rest: int, scale: int) -> str:
    """What follows the first scale, in Chinese: 1亿二千万."""
    written = cn2an.an2cn(rest, "low")
    return ("零" if rest < scale // 10 else "") + _counting(written)


def _counting(written: str) -> str:
    """两 where people say it: 二百 stays, a lone 二 counts as 两."""
    return "两" if written == "二" else written


def bounded(value: float, bound: str) -> tuple:
    lower = None if bound in ("about", "at_most", "less_than") else value
    return value, lower, None if bound in ("about", "at_least", "more_than") else value, bound


def amount(choose: random.Random) -> tuple[str, float | None, float | None, float | None, str, str]:
    written, *expected = choose.choice(
        [_plain, _plain, _plain, _over, _signed, _named, _range, _percent, _fraction]
    )(choose)
    return choose.choice(OPENINGS) + written + choose.choice(CLOSINGS), *expected


def _plain(choose):
    written, value = numeral(choose)
    bound = choose.choice([*NUMBERS, "=", "="])
    before, after = choose.choice(NUMBERS[bound])
    word, unit = choose.choice(UNITS)
    return before + written + word + after, *bounded(value, bound.replace("=", "exact")), unit


def _over(choose):
    many, scale = choose.choice([3, 5, 20, 30, 100, 300, 2000]), choose.choice(["", "万", "亿"])
    written = str(many) if choose.random() < 0.5 else cn2an.an2cn(many, "low")
    if not scale and many < 10:
        many, written = 10, "十"
    value = many * {"": 1, "万": 10**4, "亿": 10**8}[scale]
    more = choose.choice(["余", "多"])
    parts = written + (more + scale if many >= 10 and choose.random() < 0.5 else scale + more)
    word, unit = choose.choice(UNITS)
    return parts + word, *bounded(value, "more_than"), unit


def _signed(choose):
    written, value = numeral(choose)
    word, unit = choose.choice(SIGNED)
    sign = choose.choice(["负", "-", "－", "−"] + ["零下"] * (unit == "celsius"))
    return sign + written + word, *bounded(-value, "exact"), unit


def _named(choose):
    written, value = numeral(choose)
    name, unit = choose.choice(CURRENCIES)
    return (
        name + written + choose.choice(["元", ""] if name != "美元" else [""]),
        *bounded(value, "exact"),
        unit,
    )


def _range(choose):
    low = choose.randint(3, 900)
    high, scale = low + choose.randint(1, 99), choose.choice(["", "万", "亿"])
    word, unit = choose.choice(UNITS)
    first, joint, last = choose.choice(
        [
            ("", "至", ""),
            ("", "-", ""),
            ("", "—", ""),
            ("", "～", ""),
            ("", "到", ""),
            ("在", "至", "之间"),
            ("在", "与", "之间"),
            ("介于", "和", "之间"),
        ]
    )
    own = choose.choice([scale + word, ""])
    times = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    return (
        f"{first}{low}{own}{joint}{high}{scale}{word}{last}",
        None,
        low * times,
        high * times,
        "range",
        unit,
    )


def _percent(choose):
    value = Fraction(choose.randint(1, 9999), choose.choice([1, 10, 100]))
    whole = value.denominator == 1
    digits = str(int(value)) if whole else f"{float(value):.2f}".rstrip("0")
    bound = choose.choice(list(NUMBERS))
    before, after = choose.choice(NUMBERS[bound])
    written = choose.choice(
        [digits + "%", f"百分之{digits}", f"百分之{cn2an.an2cn(digits, 'low')}", digits + "个百分点"]
    )
    unit = "percentage_point" if written.endswith("点") else "percent"
    return before + written + after, *bounded(value, bound.replace("=", "exact")), unit


def _fraction(choose):
    bottom = choose.randint(2, 100)
    top = choose.randint(1, bottom - 1)
    if bottom == 100:
        bottom, top = 10, 3
    written = choose.choice([f"{cn2an.an2cn(bottom, 'low')}分之{cn2an.an2cn(top, 'low')}", f"{top}/{bottom}"])
    return written, *bounded(Fraction(top, bottom), "exact"), "ratio"
