"""What the reader returns."""

from dataclasses import dataclass


@dataclass(slots=True, unsafe_hash=True)  # not frozen: that would make each five times slower to build
class Quantity:
    """One numeral of a text, settled: a value, not to be changed.

    `start` and `end` are 0-based code points into the text as given, end exclusive, and `text` is what stands there.
    `kind` is quantity, date, ordinal or name. Only a quantity has the rest: `value`, `lower` and `upper` with 万/亿
    applied (percent as written: 26.7; 八成: 8), `bound` (exact, at_least, more_than, about, at_most, less_than,
    range, unread), the `unit` code, the `measure_word` as written without 万/亿/余 (in simplified characters), and the
    `noun` counted, '' where none.

    A range has no value, and a ratio of three (12∶41∶47) no numbers at all. `unread` marks a number in doubt: it has
    no numbers, and a person must settle it. The unit is '' where the words give none (满意度98.5), and `unclear` where
    a measure word has several uses and the words around it do not tell which (48台: machines or operations).
    """

    start: int
    end: int
    text: str
    kind: str
    value: int | float | None = None
    lower: int | float | None = None
    upper: int | float | None = None
    bound: str | None = None
    unit: str = ""
    measure_word: str = ""
    noun: str = ""
