"""Numbers as words: how an amount is written in English and in Chinese prose."""

from math import isfinite
from string import Formatter

from report.codebook import read_labels

ENGLISH = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
CHINESE = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def number(value: float, digits: int = 4) -> str:
    """A number for reading: thousands separated, at most `digits` decimals, no trailing zeros."""
    if not isfinite(value):
        raise ValueError(f"{value} is no number to write down")
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: float, language: str = "en", digits: int = 4) -> str:
    """An amount of yuan in the unit of the language: 9.09 million yuan, or 909万元 (no thousands separated)."""
    if language == "en":
        return f"{number(value / 1e6, digits)} million yuan"
    return f"{number(value / 1e4, digits).replace(',', '')}万元"


def listed(codes) -> list[str]:
    """One code, or several, as a list."""
    return [codes] if isinstance(codes, str) else list(codes)


class Wording(Formatter):
    """`str.format` whose fields say how a number is written: {x:million}, {x:wan}, {x:percent}, {x:word}, {x:zh}.

    `task` and `任务` give the name of a task, or of several, by their codes.
    Without a format a number has its thousands separated. `million` and `wan` leave out the unit, so that a range names it
    once; `change` is a percentage with its sign. Raises ValueError for what is no number, LookupError for an unknown name.
    """

    FORMATS = {
        "": number,
        "million": lambda value: number(value / 1e6),
        "wan": lambda value: number(value / 1e4).replace(",", ""),
        "plain": lambda value: number(value).replace(",", ""),
        "percent": lambda value: f"{value:.1%}",
        "change": lambda value: f"{value:+.1%}",
        "whole": lambda value: number(value, 0),
        "word": lambda value: ENGLISH[int(value)],
        "Word": lambda value: ENGLISH[int(value)].capitalize(),
        "zh": lambda value: CHINESE[int(value)],
        "task": lambda codes: " and ".join(read_labels()["en"]["task"][code] for code in listed(codes)),
        "任务": lambda codes: "、".join(read_labels()["zh"]["task"][code] for code in listed(codes)),
    }

    def format_field(self, value, format_spec):
        if isinstance(value, str) and not format_spec:
            return value
        return self.FORMATS[format_spec](value)
