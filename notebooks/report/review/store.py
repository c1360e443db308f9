"""The sheets of a report under review: read, checked and written; all that the panel takes from the cleaning stands here."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from report.coding import COLUMNS, Coding, check_coding, code_observations, list_quantities, name_of
from report.records import Code
from report.review.items import Sheets
from report.suggest import draft_codes, list_sections
from report.tables import csv_bytes, read_sheet, records, write_files
from report.text import Report, ReportError, read_report

UNIT_ALONE = "any_{}"  # the indicator of a quantity of which no more is known than its unit
NAMED_ONLY = "any_named"  # and of a statement without a number


class Store:
    """The folder of a report under review: what stands in its sheets, and whether anyone else has changed them."""

    def __init__(self, root: Path, codebook: Path):
        self.source, self.folder, self.codebook = root / "report.txt", root / "coding", codebook
        self.report = report = read_report(self.source)
        self.name = name_of(self.path("codes"))  # what is being reviewed, as messages name it
        self.shared = {name: read_rows(self.codebook / f"{name}.csv") for name in ("labels", "indicators")}
        self.columns = {name: COLUMNS[name] for name in Sheets._fields}
        self.columns |= {name: list(rows[0]) for name, rows in self.shared.items()}
        self.table = list_quantities(report.text)
        self.quantities = [row for row in records(self.table) if row["kind"] == "quantity"]
        self.seen = {}

    def path(self, sheet: str) -> Path:
        """The file of a sheet."""
        return self.folder / f"{sheet}.csv"

    def read(self) -> Sheets:
        """The sheets as they stand on disk, checked; a report without codes gets suggestions, one without tasks its sections,
        and both are written.

        Raises ReportError naming file and row of what is wrong.
        """
        found = {name: self._bytes(name) for name in Sheets._fields}
        sheets = {name: self._rows(name) if found[name] else () for name in Sheets._fields}
        suggested = () if found["codes"] else tuple(self.suggest())
        sheets["codes"] = sheets["codes"] or suggested
        if not found["tasks"]:
            sheets["tasks"] = draft_tasks(self.report)
        sheets = self.completed(Sheets(**sheets), suggested) if suggested else Sheets(**sheets)
        self.check(sheets)
        self.seen = {name: digest(data) for name, data in found.items()}
        if suggested:
            self.write(sheets)
        return sheets

    def changed(self) -> list[str]:
        """The sheets that someone else has changed since they were read or written here."""
        return [name for name in Sheets._fields if (data := self._bytes(name)) and digest(data) != self.seen.get(name)]

    def write(self, sheets: Sheets) -> None:
        """Write the sheets that differ from those on disk, all or none; an empty sheet is not begun."""
        contents = {}
        for name, rows in sheets._asdict().items():
            data = csv_bytes(pd.DataFrame(rows, columns=self.columns[name]))
            if data != self._bytes(name) and (rows or self._bytes(name)):
                contents[self.path(name)] = data
                self.seen[name] = digest(data)
        if contents:
            write_files(contents)

    def suggest(self) -> list[dict]:
        """A suggested row of `codes.csv` for every quantity of the report."""
        return [Code(**row)._asdict() for row in records(draft_codes(self.report, self.table))]

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
        """Raise ReportError for anything in the sheets that the cleaning would refuse, but for quantities not settled yet."""
        rows = sheets._asdict() | {
            "labels": self.labels(sheets).values(),
            "indicators": self.indicators(sheets).values(),
            "exclusions": [row for row in sheets.exclusions if row["same_as"]],
            "typos": [],
        }
        tables = {name: pd.DataFrame(list(rows[name]), columns=columns) for name, columns in (COLUMNS | self.columns).items()}
        coding = Coding(folder=name_of(self.folder), codebook=name_of(self.codebook), **tables)
        check_coding(coding)
        read = coding.codes["overrule"].str.startswith("value ")
        missed = coding.codes.assign(bound=coding.codes["bound"].mask(read, "unquantified"))
        code_observations(self.report.text, self.table, replace(coding, codes=missed))

    def _bytes(self, sheet: str) -> bytes:
        path = self.path(sheet)
        return path.read_bytes() if path.exists() else b""

    def _rows(self, sheet: str) -> tuple:
        rows = read_rows(self.path(sheet))
        if rows and list(rows[0]) != self.columns[sheet]:
            raise ReportError(f"{name_of(self.path(sheet))}: the columns must be {', '.join(self.columns[sheet])}")
        return tuple(rows)


def read_rows(path: Path) -> list[dict]:
    """The rows of a sheet as dicts of text. Raises ReportError where the file is no readable CSV."""
    try:
        return records(read_sheet(path))
    except (ValueError, OSError) as error:
        raise ReportError(f"{name_of(path)}: not readable as CSV in UTF-8: {str(error).splitlines()[0]}") from None


def draft_tasks(report: Report) -> tuple:
    """The report's sections as rows of `tasks.csv`, each named by its heading and quoted with as much of the text as stands once."""
    rows = []
    for section in records(list_sections(report.text)):
        end = section["start"] + max(1, len(section["heading"]))
        while report.text.count(report.text[section["start"] : end]) > 1:
            end += 4
        names = dict.fromkeys(("name_zh", "name_en"), section["heading"])
        row = {"task": section["task"], **names, "quote": report.text[section["start"] : end].strip()}
        rows.append(dict.fromkeys(COLUMNS["tasks"], "") | row)
    return tuple(rows)


def digest(data: bytes) -> str:
    """A short name for the content of a file."""
    return hashlib.sha256(data).hexdigest()
