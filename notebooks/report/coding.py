"""Read and check the coding of a report: the sheets of its `coding/` folder.

What a cell means is settled here, once: another case, a space, a name instead of a code, 2023年 for 2023. What nothing
defines is an error that names the file, the row, the words and what is allowed.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from report.codebook import Codebook, allowed, fold, read_codebook
from report.paths import CODEBOOK, REPORT, name_of
from report.records import (
    MONEY,
    Code,
    Exclusion,
    Link,
    Sheet,
    Task,
    Typo,
    check_unique,
    read_records,
    row_error,
    row_number,
)
from report.text import ReportError

SHEETS = {"tasks": Task, "codes": Code, "exclusions": Exclusion, "typos": Typo, "links": Link}
OPTIONAL = {"exclusions", "typos", "links"}  # where the file is missing, nothing was decided
KEYS = {"tasks": ("task",), "codes": ("observation",), "links": ("link",)}
CODED = (
    "area",
    "stage",
    "scope",
    "flow",
    "unit",
    "bound",
    "relation",
    "additive",
    "status",
)  # listed in labels.csv
EMPTY = {"task", "flow", "unit", "relation"}  # may be empty
MONTH = "(0[1-9]|1[0-2])"
PERIOD = re.compile(rf"\d{{4}}(-{MONTH})?(/\d{{4}}(-{MONTH})?)?")
WRITTEN_PERIOD = re.compile(
    r"(\d{4})年?(?:[-/.]?(\d{1,2})月?)?(?:(?:[-/—–~～至到]|--)(\d{4})年?(?:[-/.]?(\d{1,2})月?)?)?"
)


@dataclass(frozen=True)
class Coding:
    """The coding sheets of one report as records, and the codebook they use; `folder` is named in errors."""

    folder: str
    codebook: Codebook
    tasks: list[Task] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    typos: list[Typo] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def path(self, sheet: str) -> str:
        """The file of a sheet, as errors name it."""
        return f"{self.folder}/{sheet}.csv"

    @property
    def report(self) -> str:
        """The file of the report that was coded, as errors name it."""
        return f"{self.folder.removesuffix('/coding')}/report.txt"

    def row(self, sheet: str, at: int) -> int:
        """The row that a sheet's record `at` has in its file, as a spreadsheet numbers it."""
        return row_number(getattr(self, sheet), at)

    def error(self, sheet: str, at: int, message: str) -> ReportError:
        """An error that names the sheet and the row of its record `at`, as a spreadsheet numbers it."""
        return row_error(self.path(sheet), getattr(self, sheet), at, message)


def read_coding(folder=REPORT / "coding", codebook=CODEBOOK) -> Coding:
    """Read and check the coding sheets in `folder`, with the `codebook` of all reports and what `folder` adds to it.

    Cells come out as the codes they mean. Raises ReportError naming the file and row of what is wrong.
    """
    folder = Path(folder)
    book = read_codebook(codebook, own=folder)
    sheets = {}
    for sheet, kind in SHEETS.items():
        path = folder / f"{sheet}.csv"
        sheets[sheet] = Sheet() if sheet in OPTIONAL and not path.exists() else read_records(path, kind)
    names = {
        fold(name): task.task for task in sheets["tasks"] for name in (task.name_en, task.name_zh, task.task)
    }
    sheets["codes"][:] = [_understood(code, book, names) for code in sheets["codes"]]
    coding = Coding(name_of(folder), book, **sheets)
    check_coding(coding)
    return coding


def _understood(code: Code, book: Codebook, task_names: dict[str, str]) -> Code:
    """A row of codes.csv with each cell as the code it means; what means none stays, for `check_coding` to name."""
    meant = {name: book.understand(name, getattr(code, name)) for name in (*CODED, "indicator")}
    return code._replace(
        observation=code.observation.strip(),
        task=task_names.get(fold(code.task), code.task.strip()),
        period=understand_period(code.period),
        relation_to=" ".join(re.split(r"[\s,，、;；]+", code.relation_to.strip())),
        overrule=code.overrule.strip(),
        **meant,
    )


def understand_period(words: str) -> str:
    """A year, a month or a span as the sheets write it: 2023年 → 2023, 2023年5月 → 2023-05, 2018-2020年 → 2018/2020.

    What is none of these is returned as it is.
    """
    words = "".join(normalize("NFKC", words).split())
    if PERIOD.fullmatch(words) or not (found := WRITTEN_PERIOD.fullmatch(words)):
        return words
    year, month, last_year, last_month = found.groups()
    ends = [(year, month), (last_year, last_month)]
    return "/".join(year + (f"-{int(month):02}" if month else "") for year, month in ends if year)


def check_coding(coding: Coding) -> None:
    """Raise ReportError for a word in the sheets that nothing defines, an identifier given twice, or cells that disagree."""
    for sheet, key in KEYS.items():
        check_unique(coding.path(sheet), getattr(coding, sheet), key)
    book = coding.codebook
    known = {name: book.codes[name] for name in CODED}
    known |= {"task": dict.fromkeys(task.task for task in coding.tasks), "indicator": book.units}
    observations = {code.observation for code in coding.codes}
    for at, code in enumerate(coding.codes):
        for name, words in known.items():
            word = getattr(code, name)
            if word not in words and not (word == "" and name in EMPTY):
                raise coding.error("codes", at, _unknown(coding, name, word, words, code.quote))
        if fault := _fault(code, book, observations):
            raise coding.error("codes", at, fault)
    for at, exclusion in enumerate(coding.exclusions):
        if not exclusion.same_as and not exclusion.reason:
            raise coding.error("exclusions", at, f"no reason why {exclusion.quote!r} is left out")
        if exclusion.same_as and exclusion.same_as not in observations:
            raise coding.error("exclusions", at, f"same_as names no observation: {exclusion.same_as!r}")
    for at, link in enumerate(coding.links):
        for column, end in (("from", link.from_), ("to", link.to)):
            if end not in observations:
                raise coding.error("links", at, f"{column} names no observation: {end!r}")
        if link.from_ == link.to:
            raise coding.error("links", at, f"from and to are the same: {link.to!r}")


def _unknown(coding: Coding, name: str, word: str, words, quote: str) -> str:
    """What an error says of a word that is no code of the field `name`, and where it could be added."""
    where = {"task": coding.path("tasks"), "indicator": coding.codebook.where("indicators")}
    if name in ("area", "flow", "unit"):
        where[name] = coding.codebook.where("labels")
    add = f"; a new one goes into {where[name]}" if name in where else ""
    return f"unknown {name} {word!r} for {quote!r}; {allowed(words, word)}{add}"


def _fault(code: Code, book: Codebook, observations: set[str]) -> str:
    """What cells of a row say against each other, or '' where they agree."""
    related = code.relation_to.split()
    if unknown := sorted(set(related) - observations):
        return f"relation_to names no observation: {', '.join(unknown)}"
    if code.observation in related:
        return f"relation_to names the statement itself ({code.quote!r})"
    if bool(code.relation) != bool(related):
        return f"relation and relation_to go together ({code.quote!r})"
    if (code.unit in MONEY) != bool(code.flow):
        return f"money, and only money, has a flow ({code.quote!r})"
    if code.unit != book.units[code.indicator]:
        return f"{code.indicator} is counted in {book.units[code.indicator]!r}, not {code.unit!r} ({code.quote!r})"
    if code.period and not PERIOD.fullmatch(code.period):
        return f"period {code.period!r} is not a year (2020), a month (2020-05) or a span of them (2018/2020)"
    first, _, last = code.period.partition("/")
    if last and first[: len(last)] > last[: len(first)]:
        return f"period {code.period!r} ends before it begins"
    return ""
