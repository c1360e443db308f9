"""The sheets of a report under review: read, checked and written; all that the panel takes from the cleaning stands here."""

import hashlib
from pathlib import Path

from report.cleaning import clean_records
from report.codebook import OWN_FIELDS, read_codebook
from report.coding import SHEETS, Coding, check_coding
from report.drafts import keep_draft
from report.files import write_files
from report.paths import name_of
from report.quantities import find_quantities
from report.records import Exclusion, Indicator, Label, columns, read_records
from report.review.items import Sheets, find_items, quote_of, span
from report.sheets import csv_bytes
from report.suggest import suggest_codes
from report.text import ReportError, read_report

UNIT_ALONE = "any_{}"  # the indicator of a quantity of which no more is known than its unit
NAMED_ONLY = "any_named"  # and of a statement without a number
KINDS = SHEETS | {"labels": Label, "indicators": Indicator}


class Store:
    """The folder of a report under review: what stands in its sheets, and whether anyone else has changed them."""

    def __init__(self, root: Path, codebook: Path):
        self.source, self.folder, self.codebook = root / "report.txt", root / "coding", codebook
        self.report, self.book = read_report(self.source), read_codebook(codebook)
        self.name = name_of(self.path("codes"))  # what is being reviewed, as messages name it
        self.shared = {"labels": rows_of(self.book.labels), "indicators": rows_of(self.book.indicators)}
        self.columns = {name: columns(KINDS[name]) for name in Sheets._fields}
        self.found = find_quantities(self.report.text)
        self.quantities = [
            {name: getattr(row, name) for name in ("start", "end", "text", "value", "lower", "upper", "bound", "unit")}
            for row in self.found
            if row.kind == "quantity"
        ]
        self.seen = {}

    def path(self, sheet: str) -> Path:
        """The file of a sheet."""
        return self.folder / f"{sheet}.csv"

    def read(self) -> Sheets:
        """The sheets as they stand on disk, checked; a report without codes or tasks gets a draft, written there first.

        Raises ReportError naming file and row of what is wrong.
        """
        coding = keep_draft(self.folder.parent, self.codebook)
        own = {name: read_records(self.path(name), KINDS[name]) for name in ("labels", "indicators") if self._bytes(name)}
        found = {name: getattr(coding, name, ()) for name in Sheets._fields} | own
        sheets = Sheets(**{name: tuple(rows_of(records)) for name, records in found.items()})
        self.check(sheets)
        self.seen = {name: digest(self._bytes(name)) for name in Sheets._fields}
        return sheets

    def changed(self) -> list[str]:
        """The sheets that someone else has changed since they were read or written here."""
        return [name for name in Sheets._fields if (data := self._bytes(name)) and digest(data) != self.seen.get(name)]

    def write(self, sheets: Sheets) -> None:
        """Write the sheets that differ from those on disk, all or none; an empty sheet is not begun."""
        contents = {}
        for name, rows in sheets._asdict().items():
            data = csv_bytes(rows, self.columns[name])
            if data != self._bytes(name) and (rows or self._bytes(name)):
                contents[self.path(name)] = data
        if contents:
            write_files(contents)
        self.seen |= {path.stem: digest(data) for path, data in contents.items()}

    def suggest(self) -> list[dict]:
        """A suggested row of `codes.csv` for every quantity of the report."""
        return rows_of(suggest_codes(self.report.text, self.found))

    def labels(self, sheets: Sheets) -> dict:
        """The rows of `labels.csv` by field and code: the codebook's, the report's own in their place, units not listed."""
        rows = {(row["field"], row["code"]): row for row in [*self.shared["labels"], *sheets.labels]}
        blank = dict.fromkeys(self.columns["labels"], "")
        for unit in sorted({row["unit"] for row in [*sheets.codes, *self.quantities]} - {""}):
            rows.setdefault(("unit", unit), blank | {"field": "unit", "code": unit, "en": unit, "zh": unit})
        return rows

    def indicators(self, sheets: Sheets) -> dict:
        """The rows of `indicators.csv` by code: the codebook's and the report's own, and for each unit one that says no more."""
        rows = {row["indicator"]: row for row in [*self.shared["indicators"], *sheets.indicators]}
        rows.setdefault(NAMED_ONLY, self._indicator(NAMED_ONLY, "仅提及", "Named only"))
        for (field, unit), label in self.labels(sheets).items():
            if field == "unit":
                code = UNIT_ALONE.format(unit)
                rows.setdefault(code, self._indicator(code, label["zh"], label["en"], unit))
        return rows

    def completed(self, sheets: Sheets, suggested=()) -> Sheets:
        """The sheets with a row of the report's own for the units and indicators that its codes use and no sheet lists.

        Indicators are made up for `suggested` rows alone: in others, one that nothing defines is a slip to be named.
        """
        listed = {row["code"] for row in [*self.shared["labels"], *sheets.labels] if row["field"] == "unit"}
        used = {row["unit"] for row in sheets.codes} - listed
        units = [row for (field, code), row in self.labels(sheets).items() if field == "unit" and code in used]
        listed = {row["indicator"] for row in [*self.shared["indicators"], *sheets.indicators]}
        known = self.indicators(sheets)
        for row in suggested:
            name = row["indicator"].partition(":")[0]
            known.setdefault(row["indicator"], self._indicator(row["indicator"], name, name, row["unit"]))
        used = {row["indicator"] for row in sheets.codes} - listed
        indicators = [row for code, row in known.items() if code in used]
        return sheets._replace(labels=(*sheets.labels, *units), indicators=(*sheets.indicators, *indicators))

    def _indicator(self, code: str, name_zh: str, name_en: str, unit: str = "") -> dict:
        row = {"indicator": code, "name_zh": name_zh, "name_en": name_en, "unit": unit}
        return dict.fromkeys(self.columns["indicators"], "") | row

    def check(self, sheets: Sheets) -> None:
        """Raise ReportError for anything in the sheets that the cleaning would refuse, but for what is not settled yet:
        quantities without a row, and suggestions for those that the reader could not read.
        """
        for row in sheets.labels:
            if row["field"] not in OWN_FIELDS:
                raise ReportError(f"{name_of(self.path('labels'))}: a report can add codes for {', '.join(OWN_FIELDS)} alone")
        records = {name: records_of(name, rows) for name, rows in sheets._asdict().items()}
        book = self.book.extended(records.pop("labels"), records.pop("indicators"), name_of(self.folder))
        coding = Coding(name_of(self.folder), book, **records)
        check_coding(coding)
        unsettled = {"bound": "exact", "overrule": "value 0; not settled yet"}
        codes = [code._replace(**unsettled) if code.bound == "unread" else code for code in coding.codes]
        text = self.report.text
        try:
            left = [item for item in find_items(text, self.quantities, sheets) if item.state == "unread"]
            places = [span(text, row) for row in sheets.codes]
        except ReportError:
            left, places = [], None  # the cleaning says it with file and row
        exclusions = [Exclusion(quote_of(text, item.start, item.end), "", "not settled yet") for item in left]
        rest = Coding(coding.folder, book, coding.tasks, codes, [*coding.exclusions, *exclusions], [], coding.links)
        clean_records(text, rest, suggested=True, quantities=self.found, places=places)

    def _bytes(self, sheet: str) -> bytes:
        path = self.path(sheet)
        return path.read_bytes() if path.exists() else b""


def rows_of(records) -> list[dict]:
    """Records as rows of text by column."""
    return [dict(zip(columns(type(record)), record)) for record in records]


def records_of(sheet: str, rows) -> list:
    """The rows of a sheet as its records."""
    return [KINDS[sheet](*row.values()) for row in rows]


def digest(data: bytes) -> str:
    """A short name for the content of a file."""
    return hashlib.sha256(data).hexdigest()
