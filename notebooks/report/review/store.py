"""The sheets of a report under review: read, checked and written; all that the panel takes from the cleaning stands here."""

import hashlib
from pathlib import Path

from report.cleaning import clean_records
from report.codebook import OWN_FIELDS, read_codebook
from report.coding import SHEETS, Coding, check_coding
from report.drafts import keep_draft, unit_names
from report.files import write_files
from report.paths import name_of
from report.quantities import find_quantities
from report.records import Exclusion, Indicator, Label, columns, read_records
from report.review.history import FILE, Step, steps_bytes, steps_of
from report.review.items import Item, Sheets, find_items, quote_of, span
from report.review.lost import find_again
from report.sheets import csv_bytes, rewrite
from report.suggest import suggest_codes
from report.text import ReportError, read_report

UNIT_ALONE = "any_{}"  # the indicator of a quantity of which no more is known than its unit
NAMED_ONLY = "any_named"  # and of a statement without a number
KINDS = SHEETS | {"labels": Label, "indicators": Indicator}


class Store:
    """The folder of a report under review: what stands in its sheets, and whether anyone else has changed them."""

    def __init__(self, root: Path, codebook: Path):
        self.source, self.folder = root / "report.txt", root / "coding"
        self.report, self.book = read_report(self.source), read_codebook(codebook)
        self.source_bytes = self.source.read_bytes()
        self.name = name_of(self.path("codes"))  # what is being reviewed, as messages name it
        self.shared = {"labels": rows_of(self.book.labels), "indicators": rows_of(self.book.indicators)}
        self.columns = {name: columns(KINDS[name]) for name in Sheets._fields}
        self.found = find_quantities(self.report.text)
        self.quantities = [
            {name: getattr(row, name) for name in ("start", "end", "text", "value", "lower", "upper", "bound", "unit")}
            for row in self.found
            if row.kind == "quantity"
        ]
        self.seen, self._lines = {}, {}
        self._gathered, self._read_units = ((), set()), {row["unit"] for row in self.quantities}
        self.lost, self.found_again = {}, 0

    def path(self, sheet: str) -> Path:
        """The file of a sheet."""
        return self.folder / f"{sheet}.csv"

    def open(self) -> tuple[Sheets, list[Step]]:
        """The sheets as they stand on disk, and the steps that undo can take back; a report without codes or tasks gets a draft,
        written there first. Where the report was edited, statements that still stand get new quotes, beside a copy of the old
        sheet, and `lost` has the others.

        Raises ReportError naming file and row of what is wrong.
        """
        sheets = self._read()
        try:
            self.check(sheets)
        except ReportError:
            tidy = self.folder.parent / "tidy/observations.csv"
            again, self.lost = find_again(self.report.text, self.found, sheets, tidy)
            self.check(again)
            self.found_again = sum(new is not old for new, old in zip(again.codes, sheets.codes))
            for name, rows in again._asdict().items():
                if rows != getattr(sheets, name):
                    rewrite(self.path(name), csv_bytes(rows, self.columns[name]))
            sheets = again
        self._see(sheets)
        return sheets, steps_of(self._bytes_of(self.folder / FILE), self._stamp())

    def read(self) -> Sheets:
        """The sheets as someone else has changed them, checked. Raises ReportError naming file and row of what is wrong."""
        sheets = self._read()
        self.check(sheets)
        self._see(sheets)
        return sheets

    def _read(self) -> Sheets:
        coding = keep_draft(self.folder.parent, self.book)
        own = {name: read_records(self.path(name), KINDS[name]) for name in ("labels", "indicators") if self._bytes(name)}
        found = {name: getattr(coding, name, ()) for name in Sheets._fields} | own
        return Sheets(**{name: tuple(rows_of(records)) for name, records in found.items()})

    def _see(self, sheets: Sheets) -> None:
        """Remember what stands on disk, and each row as it is written, which takes a second for 50,000 of them."""
        self.seen = {name: self._bytes(name) for name in Sheets._fields}
        for name, rows in sheets._asdict().items():
            self._data(name, rows)

    def changed(self) -> list[str]:
        """The sheets that someone else has changed since they were read or written here."""
        return [name for name in Sheets._fields if (data := self._bytes(name)) and data != self.seen.get(name, b"")]

    def is_as_read(self) -> bool:
        """Whether report.txt still is what was read."""
        return self._bytes_of(self.source) == self.source_bytes

    def write(self, sheets: Sheets, steps: list[Step]) -> None:
        """Write the sheets that differ from those on disk, and the steps for undo, all or none; an empty sheet is not begun.

        Raises ReportError, and writes nothing, where someone else has saved a sheet since it was read.
        """
        data = {name: self._data(name, rows) for name, rows in sheets._asdict().items()}
        changed = {name: new for name, new in data.items() if new != self.seen[name] and (getattr(sheets, name) or self.seen[name])}
        seen = self.seen | changed
        files = {self.path(name): new for name, new in changed.items()}
        files[self.folder / FILE] = steps_bytes(steps, self._stamp(seen))
        write_files(files, {self.path(name): old for name, old in self.seen.items()})
        self.seen = seen

    def write_steps(self, steps: list[Step]) -> None:
        """Write the steps for undo alone."""
        write_files({self.folder / FILE: steps_bytes(steps, self._stamp())})

    def _data(self, name: str, rows: tuple) -> bytes:
        """A sheet as it is written; rows that were written before are not put together again."""
        head, before = csv_bytes([], self.columns[name]), self._lines.get(name, {})
        lines = {
            id(row): before.get(id(row)) or (row, csv_bytes([row], self.columns[name])[len(head) :]) for row in rows
        }
        self._lines[name] = lines
        return head + b"".join(line for _, line in lines.values())

    def _stamp(self, seen: dict | None = None) -> str:
        """A short name for the report and the content of its sheets."""
        return hashlib.sha256(b"\0".join([self.source_bytes, *(seen or self.seen).values()])).hexdigest()

    def suggest(self) -> list[dict]:
        """A suggested row of `codes.csv` for every quantity of the report."""
        return rows_of(suggest_codes(self.report.text, self.found))

    def labels(self, sheets: Sheets) -> dict:
        """The rows of `labels.csv` by field and code: the codebook's, the report's own in their place, units not listed."""
        rows = {(row["field"], row["code"]): row for row in [*self.shared["labels"], *sheets.labels]}
        blank = dict.fromkeys(self.columns["labels"], "")
        for unit in sorted((self._units(sheets.codes) | self._read_units) - {""}):
            en, zh = unit_names(unit)
            rows.setdefault(("unit", unit), blank | {"field": "unit", "code": unit, "en": en, "zh": zh})
        return rows

    def _units(self, codes: tuple) -> set[str]:
        """The units of the codes, gathered once for the same ones."""
        if self._gathered[0] is not codes:
            self._gathered = codes, {row["unit"] for row in codes}
        return self._gathered[1]

    def indicators(self, sheets: Sheets) -> dict:
        """The rows of `indicators.csv` by code: the codebook's and the report's own, and for each unit one that says no more."""
        rows = {row["indicator"]: row for row in [*self.shared["indicators"], *sheets.indicators]}
        rows.setdefault(NAMED_ONLY, self._indicator(NAMED_ONLY, "仅提及", "Named only"))
        for (field, unit), label in self.labels(sheets).items():
            if field == "unit":
                code = UNIT_ALONE.format(unit)
                rows.setdefault(code, self._indicator(code, label["zh"], label["en"], unit))
        return rows

    def definition(self, sheets, field, code, names, definition, rule, unit, quote) -> tuple[str, dict]:
        """The sheet and the row that define a code of the report's own; a task is quoted by the words `quote`."""
        if field == "task":
            row = {"task": code, "name_en": names["en"], "name_zh": names["zh"], "quote": quote}
            return "tasks", dict.fromkeys(self.columns["tasks"], "") | row
        if field == "indicator":
            row = {"indicator": code, "name_en": names["en"], "name_zh": names["zh"], "unit": unit, "definition": definition}
            return "indicators", dict.fromkeys(self.columns["indicators"], "") | row
        row = {"field": field, "code": code, **names, "definition": definition, "rule": rule}
        base = dict.fromkeys(self.columns["labels"], "")
        if field == "stage":
            base = self.labels(sheets)[field, code]
            row = {"rule": rule or base.get("rule", ""), "definition": definition or base["definition"]}
        return "labels", {name: text for name, text in (base | row).items() if name in self.columns["labels"]}

    def completed(self, sheets: Sheets, suggested=()) -> Sheets:
        """The sheets with a row of the report's own for the units and indicators that its codes use and no sheet lists.

        Indicators are made up for `suggested` rows alone: in others, one that nothing defines is a slip to be named.
        """
        listed = {row["code"] for row in [*self.shared["labels"], *sheets.labels] if row["field"] == "unit"}
        used = self._units(sheets.codes) - listed
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

    def check(self, sheets: Sheets, since: Sheets | None = None, items=()) -> None:
        """Raise ReportError for anything in the sheets that the cleaning would refuse, but for what is not settled yet: lost
        words, quantities without a row, and suggestions for those that the reader could not read.

        With sheets that were checked already, `since`, and the `items` of the new ones, only what is new is looked at.
        """
        for row in sheets.labels:
            if row["field"] not in OWN_FIELDS:
                raise ReportError(f"{name_of(self.path('labels'))}: a report can add codes for {', '.join(OWN_FIELDS)} alone")
        tasks, quantities = sheets.tasks, self.quantities
        if since is not None:
            tasks = _new_rows(sheets.tasks, since.tasks)
            sheets, quantities = self._news(sheets, since, items)
        records = {name: records_of(name, rows) for name, rows in sheets._asdict().items()}
        book = self.book.extended(records.pop("labels"), records.pop("indicators"), name_of(self.folder))
        coding = Coding(name_of(self.folder), book, **records)
        check_coding(coding)
        standing = self._standing(sheets._replace(tasks=tasks))
        text, places = self.report.text, None
        try:
            left = [item for item in find_items(text, quantities, standing) if item.state == "unread"]
            places = [span(text, row) for row in standing.codes]
        except ReportError:
            left, standing = [], sheets  # the cleaning says it with file and row
        rest = {name: records_of(name, getattr(standing, name)) for name in ("tasks", "codes", "exclusions", "links")}
        unsettled = {"bound": "exact", "overrule": "value 0; not settled yet"}
        rest["codes"] = [code._replace(**unsettled) if code.bound == "unread" else code for code in rest["codes"]]
        rest["exclusions"] += [Exclusion(quote_of(text, item.start, item.end), "", "not settled yet") for item in left]
        starts = {row["start"] for row in quantities}
        found = [row for row in self.found if row.start in starts]
        clean_records(text, Coding(coding.folder, book, **rest), suggested=True, quantities=found, places=places)

    def _standing(self, sheets: Sheets) -> Sheets:
        """The sheets without the rows whose words are lost, and what hangs on those."""
        if not self.lost:
            return sheets
        kept = {
            name: tuple(row for row in getattr(sheets, name) if (name, row["quote"]) not in self.lost)
            for name in ("tasks", "codes", "exclusions")
        }
        names = {row["observation"] for row in kept["codes"]}
        kept["links"] = tuple(row for row in sheets.links if {row["from"], row["to"]} <= names)
        kept["exclusions"] = tuple(
            row if row["same_as"] in names | {""} else row | {"same_as": "", "reason": "not settled yet"} for row in kept["exclusions"]
        )
        return sheets._replace(**kept)

    def _news(self, sheets: Sheets, since: Sheets, items: list[Item]) -> tuple[Sheets, list[dict]]:
        """The codes, exclusions and links that are new, with the codes that they name or whose quantity they claim; and the
        quantities of all these, with the first of the report for whatever stands before them.
        """
        new = {name: _new_rows(getattr(sheets, name), getattr(since, name)) for name in ("codes", "exclusions", "links")}
        ids = {id(row) for row in (*new["codes"], *new["exclusions"])}
        places = [(item.start, item.end) for item in items if id(item.row) in ids]
        starts = {row["start"] for row in self.quantities if any(row["start"] < end and row["end"] > start for start, end in places)}
        names = {row["same_as"] for row in new["exclusions"]} | {row[end] for row in new["links"] for end in ("from", "to")}
        names |= {row["observation"] for row in new["codes"]} | {item.key for item in items if item.quantity and item.start in starts}
        coded, chosen = {item.key: item for item in items if item.code}, {}
        while names:
            if (name := names.pop()) in coded and name not in chosen:
                chosen[name] = coded[name]
                names |= set(coded[name].code["relation_to"].split())
        starts |= {item.start for item in chosen.values() if item.quantity} | {row["start"] for row in self.quantities[:1]}
        codes = tuple(row for row in sheets.codes if row["observation"] in chosen)
        return sheets._replace(**new | {"codes": codes}), [row for row in self.quantities if row["start"] in starts]

    def _bytes(self, sheet: str) -> bytes:
        return self._bytes_of(self.path(sheet))

    @staticmethod
    def _bytes_of(path: Path) -> bytes:
        return path.read_bytes() if path.exists() else b""


def _new_rows(rows: tuple, before: tuple) -> tuple:
    """The rows that were not there before."""
    known = {id(row) for row in before}
    return tuple(row for row in rows if id(row) not in known)


def rows_of(records) -> list[dict]:
    """Records as rows of text by column."""
    return [dict(zip(columns(type(record)), record)) for record in records]


def records_of(sheet: str, rows) -> list:
    """The rows of a sheet as its records."""
    return [KINDS[sheet](*row.values()) for row in rows]
