"""The typed records that travel from the reader to the tidy tables; a DataFrame is made of them once, where an analyst meets it.

Fields are the columns of the sheets, in their order; a field that Python cannot name (`from`) carries a `_`.
"""

from typing import NamedTuple

from report.paths import name_of
from report.received import ReportError
from report.sheets import read_rows

# units of money: what is counted in them has a flow
MONEY = frozenset("CNY USD HKD EUR JPY GBP KRW MOP TWD RUB AUD CAD SGD CHF THB VND KZT MYR INR".split())


class Label(NamedTuple):
    """A row of `labels.csv`: a code of a field, its names, and what it means (`rule`, `yes`, `no`: how to decide)."""

    field: str
    code: str
    en: str
    zh: str
    definition: str
    rule: str = ""
    yes: str = ""
    no: str = ""


class Indicator(NamedTuple):
    """A row of `indicators.csv`: what is counted or named, and the one unit it is counted in ('' for none)."""

    indicator: str
    name_zh: str
    name_en: str
    unit: str
    definition: str


class Task(NamedTuple):
    """A row of `tasks.csv`: a task of the report, and the words of its heading."""

    task: str
    name_zh: str
    name_en: str
    partner_zh: str
    partner_en: str
    region_zh: str
    region_en: str
    quote: str


class Code(NamedTuple):
    """A row of `codes.csv`: what a coder decided of one statement. All text, as in the sheet; see `data/codebook/`."""

    observation: str
    task: str
    area: str
    stage: str
    scope: str
    flow: str
    indicator: str
    subject: str
    period: str
    unit: str
    bound: str
    quote: str
    additive: str
    relation: str
    relation_to: str
    overrule: str
    note: str
    status: str


class Exclusion(NamedTuple):
    """A row of `exclusions.csv`: a quantity that is no observation, and the observation it repeats, if it does."""

    quote: str
    same_as: str
    reason: str


class Typo(NamedTuple):
    """A row of `typos.csv`: a slip of the report's pen, listed and never corrected."""

    quote: str
    as_written: str
    should_be: str
    reason: str


class Link(NamedTuple):
    """A row of `links.csv`: two observations that one sentence of the report ties together."""

    link: str
    from_: str
    to: str
    quote: str
    note: str


class Section(NamedTuple):
    """A part of a report under one heading, `text[start:end]`, taken for a task (s1, s2, …) until a person names it."""

    task: str
    heading: str
    start: int
    end: int


class LedgerRow(NamedTuple):
    """A numeral of the report as the reader gives it, its sentence, and the observation it became or the reason it became none."""

    start: int
    end: int
    text: str
    kind: str
    value: float | None
    lower: float | None
    upper: float | None
    bound: str
    unit: str
    measure_word: str
    noun: str
    sentence: str
    observation: str = ""
    reason: str = ""


class Observation(NamedTuple):
    """A statement of the report as a row of the tidy data: its coding, its amount, its words and where they stand."""

    observation: str
    task: str
    area: str
    stage: str
    scope: str
    flow: str
    indicator: str
    subject: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    bound: str
    unit: str
    text_value: str
    text_unit: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    additive: str
    relation: str
    relation_to: str
    note: str


def columns(kind: type) -> list[str]:
    """The columns of a sheet of such records."""
    return [name.rstrip("_") for name in kind._fields]


class Sheet(list):
    """The records of a sheet, with the row that each has in its file (`numbers`) and `notes` on how it was saved."""

    def __init__(self, records=(), numbers=(), notes=()):
        super().__init__(records)
        self.numbers, self.notes = list(numbers), tuple(notes)


def read_records(path, kind: type) -> Sheet:
    """The rows of the sheet at `path` as records of a `kind`; all columns that have a default may be missing together.

    Raises ReportError, naming file and row, as `sheets.read_rows` does.
    """
    needed = [name for name, field in zip(columns(kind), kind._fields) if field not in kind._field_defaults]
    try:
        found = read_rows(path, kind, name_of(path))
        return Sheet(found.rows, found.numbers, found.notes)
    except ReportError as error:
        try:
            found = read_rows(path, needed, name_of(path))
        except ReportError:
            raise error from None
    return Sheet((kind(*row.values()) for row in found.rows), found.numbers, found.notes)


def row_number(sheet: list, at: int) -> int:
    """The row of record `at` in its file, as a spreadsheet numbers it; without a file, counted from under the header."""
    return sheet.numbers[at] if isinstance(sheet, Sheet) else at + 2


def row_error(path, sheet: list, at: int, message: str) -> ReportError:
    """An error that names the file of `sheet` and the row of its record `at`."""
    return ReportError(f"{path}, row {row_number(sheet, at)}: {message}")


def check_unique(path, sheet: list, key: tuple[str, ...]) -> None:
    """Raise ReportError where the `key` of a record is empty or comes twice."""
    seen = set()
    for at, record in enumerate(sheet):
        words = tuple(getattr(record, field) for field in key)
        if "" in words:
            raise row_error(path, sheet, at, f"{key[words.index('')]} is empty")
        if words in seen:
            raise row_error(path, sheet, at, f"{' '.join(words)!r} is there twice")
        seen.add(words)
