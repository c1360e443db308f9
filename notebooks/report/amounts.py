"""Numbers in words: amounts in a unit that fits them, ranges, bounds, and what the report wrote.

A range is written with – in English and ～ in Chinese, everywhere.
"""

from math import inf

from report.bounds import Interval

RANGE = {"en": "–", "zh": "～"}
NOT_REPORTED = {"en": "not reported", "zh": "未报告"}
READING = {
    "en": {"at_least": "≥ ", "more_than": "> ", "about": "about ", "at_most": "≤ ", "less_than": "< "},
    "zh": {
        "at_least": "不少于",
        "more_than": "多于",
        "about": "约",
        "at_most": "不多于",
        "less_than": "少于",
    },
}
UNITS = {  # of money: the least amount that is written in it, what it is worth, its name
    "en": [(1e9, 1e9, " billion yuan"), (1e6, 1e6, " million yuan"), (0, 1, " yuan")],
    "zh": [(1e8, 1e8, "亿元"), (1e4, 1e4, "万元"), (0, 1, "元")],
}
WORDS = {
    "en": [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ],
    "zh": ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"],
}


def number(value: float, language: str = "en", digits: int = 4) -> str:
    """A number for reading: at most `digits` decimals, no trailing zeros; thousands separated in English."""
    text = f"{value:,.{digits}f}" if language == "en" else f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def word(value: float, language: str = "en") -> str:
    """A count as a word up to twelve, in digits above; 两 rather than 二, as before a measure word."""
    return WORDS[language][int(value)] if value in range(13) else number(value, language)


def money(lower: float, upper: float | None = None, language: str = "en", digits: int | None = None) -> str:
    """An amount of yuan, or a range, in yuan, million or billion, in Chinese 元, 万元 or 亿元, to the fen.

    `digits` rounds to that many decimals of the unit. The two ends share a unit unless they are of different
    size.
    """
    ends = [lower] if upper in (None, lower) or upper != upper else [lower, upper]
    units = [_unit(end, language) for end in ends]
    if len(ends) == 2 and (units[0] == units[1] or not ends[0]):
        return (
            _scaled(ends[0], units[1], language, digits)
            + RANGE[language]
            + money(upper, None, language, digits)
        )
    return RANGE[language].join(
        _scaled(end, unit, language, digits) + unit[2] for end, unit in zip(ends, units)
    )


def _unit(amount: float, language: str) -> tuple:
    return next(unit for unit in UNITS[language] if amount >= unit[0])


def _scaled(amount: float, unit: tuple, language: str, digits: int | None) -> str:
    to_the_fen = {1: 2, 1e4: 6, 1e6: 8, 1e8: 10, 1e9: 11}[unit[1]]
    return number(amount / unit[1], language, to_the_fen if digits is None else digits)


def percent(share: float, digits: int = 1) -> str:
    """A share as a percentage."""
    return f"{share:.{digits}%}"


def amount(row, language: str, unit_names: dict, digits: int | None = None) -> str:
    """The number of a row in words, with its unit: 9.09–10.4359 million yuan, ≥ 55 million yuan, 946～1432人.

    `unit_names` are the names of units in this language; a row needs `lower`, `upper`, `bound`, `unit`, and
    `value` where `bound` is `about`.
    """
    bound, sign, bounds = row.get("bound", ""), "", Interval.of(row)
    lower, upper = bounds.lower, bounds.upper
    if bound == "about":
        sign, lower, upper = bound, row["value"], row["value"]
    elif upper == inf:
        sign, upper = "more_than" if bound == "more_than" else "at_least", lower
    elif lower == 0 and bound in ("at_most", "less_than"):
        sign, lower = bound, upper
    shown = quantity(lower, upper, row["unit"], language, unit_names, digits)
    return READING[language].get(sign, "") + shown


def quantity(lower, upper, unit: str, language: str, unit_names: dict, digits: int | None = None) -> str:
    """A number or range with its unit: yuan as `money` writes them, a share in percent, items without a name."""
    if unit == "CNY":
        return money(lower, upper, language, digits)
    ends = [lower] if lower == upper else [lower, upper]
    if unit == "share":
        return RANGE[language].join(percent(end, 1 if digits is None else digits) for end in ends)
    shown = RANGE[language].join(number(end, language, 4 if digits is None else digits) for end in ends)
    if unit == "percent":
        return shown + "%"
    name = unit_names.get(unit, "")
    if language == "zh":
        return shown + name
    return shown if unit in ("", "item") or not name else f"{shown} {name}"


def shown_and_quoted(row, language: str, unit_names: dict) -> tuple[str, str]:
    """A row's number for reading, and the report's words for it: 55 million yuan, 5500万元; empty if the same.

    In Chinese the words of the report are what is read. A number that is reckoned has no words of the report.
    """
    if not is_numbered(row):
        return NOT_REPORTED[language], ""
    exact = row.get("exact", "")
    if exact and language == "zh":
        return exact, ""
    shown = amount(row, language, {} if exact else unit_names)  # the words of the report have the unit
    return shown, "" if shown == exact else exact


def is_numbered(row) -> bool:
    """Whether a row has a number, or an end at least."""
    return any(
        row.get(end) is not None and row.get(end) == row.get(end) for end in ("value", "lower", "upper")
    )
