"""The codebook: the codes, their names in both languages, the indicators and their units.

`data/codebook/` holds what all reports share. A report of one's own may add areas, kinds of money, units and
indicators in `labels.csv` and `indicators.csv` of its own `coding/`, with the same columns.
"""

import difflib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from report.paths import CODEBOOK, name_of
from report.records import Indicator, Label, Sheet, Task, check_unique, read_records, row_error

OWN_FIELDS = (
    "area",
    "flow",
    "unit",
    "stage",
)  # what a report may add; the other fields have their meaning in the code
FIXED = [  # fields that are no matter of the codebook: their codes, and how people write them
    Label("status", "reviewed", "reviewed", "已审核", ""),
    Label("status", "suggested", "suggested", "建议", ""),
    Label("status", "suggested", "not reviewed", "未审核", ""),
    Label("additive", "true", "yes", "是", ""),
    Label("additive", "false", "no", "否", ""),
]
LISTED = 30  # a message lists so many codes; of more, those that look like the word


@dataclass(frozen=True)
class Codebook:
    """Labels and indicators, and the files they come from, which errors name."""

    labels: list[Label]
    indicators: list[Indicator]
    folders: tuple[str, ...] = ("data/codebook",)

    @cached_property
    def codes(self) -> dict[str, dict[str, Label]]:
        """The codes of each field, with their labels."""
        codes = {}
        for label in [*FIXED, *self.labels]:
            codes.setdefault(label.field, {}).setdefault(label.code, label)
        return codes

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of each indicator, '' for what is only named."""
        return {indicator.indicator: indicator.unit for indicator in self.indicators}

    @cached_property
    def _meanings(self) -> dict[str, dict[str, str]]:
        """For each field, what people may write (folded) and the code it means; what could mean two codes means none."""
        names = [(label.field, label.code, (label.en, label.zh)) for label in [*FIXED, *self.labels]]
        names += [("indicator", row.indicator, (row.name_en, row.name_zh)) for row in self.indicators]
        meanings = {}
        for field, code, words in names:
            of_field = meanings.setdefault(field, {})
            for word in {fold(word) for word in words} - {""}:
                of_field[word] = code if of_field.get(word, code) == code else ""
        for field, code, _ in names:
            meanings[field][fold(code)] = code
        return meanings

    def understand(self, field: str, word: str) -> str:
        """The code that `word` means: itself, another case or spacing of it, or a name; `word` as it is where none does."""
        if word in (self.units if field == "indicator" else self.codes.get(field, {})):
            return word
        return self._meanings.get(field, {}).get(fold(word)) or word.strip()

    def extended(self, labels: list[Label], indicators: list[Indicator], folder: str) -> "Codebook":
        """This codebook with what a report adds in its coding `folder`."""
        return Codebook([*self.labels, *labels], [*self.indicators, *indicators], (*self.folders, folder))

    def where(self, sheet: str) -> str:
        """The files that define the codes of a `sheet` (labels, indicators), as errors name them."""
        return " or ".join(f"{folder}/{sheet}.csv" for folder in self.folders)


@cache
def fold(word: str) -> str:
    """A word without what people vary when they write a code: case, width, spaces, - and _."""
    word = unicodedata.normalize("NFKC", word).casefold()
    return "".join(character for character in word if not character.isspace() and character not in "-_")


def allowed(words, word: str) -> str:
    """What an error says of the `words` that would do in place of `word`: all of them, or those that look like it."""
    words = [word for word in words if word]
    if len(words) > LISTED:
        close = difflib.get_close_matches(word, words, n=3, cutoff=0.5)
        return f"did you mean {' or '.join(close)}?" if close else f"{len(words)} are known"
    return f"known: {', '.join(words)}"


def read_codebook(folder=CODEBOOK, own=None) -> Codebook:
    """Read and check the codebook in `folder`, with what the coding folder `own` of a report adds to it.

    `folder` may be a codebook that was read before. Raises ReportError naming the file and row of what is wrong.
    """
    book = folder if isinstance(folder, Codebook) else _read_into(Codebook([], [], ()), Path(folder), shared=True)
    return book if own is None else _read_into(book, Path(own), shared=False)


def _read_into(book: Codebook, folder: Path, shared: bool) -> Codebook:
    paths = {name: folder / f"{name}.csv" for name in ("labels", "indicators")}
    kinds = {"labels": Label, "indicators": Indicator}
    read = {
        name: read_records(path, kinds[name]) if shared or path.exists() else Sheet()
        for name, path in paths.items()
    }
    check_unique(name_of(paths["labels"]), read["labels"], ("field", "code"))
    check_unique(name_of(paths["indicators"]), read["indicators"], ("indicator",))
    extended = book.extended(read["labels"], read["indicators"], name_of(folder))
    for name, fault_of in (("labels", _label_fault), ("indicators", _indicator_fault)):
        for at, record in enumerate(read[name]):
            if fault := fault_of(record, book, extended):
                raise row_error(name_of(paths[name]), read[name], at, fault)
    return extended


def _label_fault(label: Label, book: Codebook, _) -> str:
    """What is wrong with a label that a report adds to the codebook, or ''."""
    if not book.labels:  # the codebook itself
        return ""
    if label.field == "stage":  # a rule of this report's own, for one of the stages of all
        known = book.codes["stage"]
        return "" if label.code in known else f"unknown stage {label.code!r}; {allowed(known, label.code)}"
    if label.field not in OWN_FIELDS:
        return f"a report can add codes for {', '.join(OWN_FIELDS)}, not for {label.field!r}"
    if label.code in book.codes.get(label.field, {}):
        return f"{label.field} {label.code!r} is in {book.where('labels')} already"
    return ""


def _indicator_fault(indicator: Indicator, book: Codebook, extended: Codebook) -> str:
    """What is wrong with an indicator, or ''; `book` is the codebook that it is added to, `extended` that with it."""
    if indicator.indicator in book.units:
        return f"{indicator.indicator!r} is in {book.where('indicators')} already"
    if indicator.unit and indicator.unit not in extended.codes.get("unit", {}):
        return f"unknown unit {indicator.unit!r}; add it to {extended.where('labels')}"
    return ""


def read_labels(report=None, folder=CODEBOOK) -> dict:
    """Names for drawing and tables: `labels[language][field][code]`, language `en` or `zh`; indicators included.

    With the folder of a `report`, also the names of its tasks and what it adds to the codebook.
    """
    coding = Path(report) / "coding" if report is not None else None
    book = read_codebook(folder, coding)
    tasks = read_records(coding / "tasks.csv", Task) if coding and (coding / "tasks.csv").exists() else []
    labels = {"en": {}, "zh": {}}
    for language, names in labels.items():
        for label in book.labels:
            names.setdefault(label.field, {})[label.code] = getattr(label, language)
        for row in book.indicators:
            names.setdefault("indicator", {})[row.indicator] = (
                getattr(row, f"name_{language}") or row.indicator
            )
        for task in tasks:
            names.setdefault("task", {}).setdefault(task.task, getattr(task, f"name_{language}") or task.task)
    return labels
