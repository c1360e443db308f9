"""Read and write the tables: CSV that spreadsheets open as it is, a workbook, and the data package that describes them."""

import csv
import fcntl
import hashlib
import json
import os
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import xlsxwriter

from report.paths import CODEBOOK, DATA, REPORT

NUMERIC = ["value", "lower", "upper"]
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "'",
)  # what a spreadsheet may take for a formula, and the mark against it
ABOUT = """This page is made from [`datapackage.json`](datapackage.json). `coding/` is what people decided, `tidy/` what notebook 1 makes of it.

**Coding rules.** A row of `coding/codes.csv` quotes words that stand in the report once and hold one quantity, or none for a statement without a number; 【】 marks the quantity where the quote must reach over another. Value and bounds come from the words; unit and bound are coded too and must agree with them. Money that enterprises invested or buyers paid is a result, never an input. A number is `part_of` another where the text says 其中 or counts a result of the same people, and a `possible_overlap` where the text leaves it open; `additive` is true only for numbers that cannot be counted twice.

**Bounds.** exact: lower = value = upper. 以上, 不少于, 不低于, 至少 and 余, 多, 超过, 逾: a lower end and no upper. 以下, 以内, 不超过, 至多 and 不足, 不到, 低于: an upper end and no lower. A range has both ends and no value; 约, 近, 左右 give a value and no ends.

**Limits.** The numbers are the zone's own statements, unaudited. One report cannot show what other money or effort was at work, nor what would have happened without it. An empty amount is *not reported*, never zero. Text cells that a spreadsheet could run as a formula begin with an apostrophe."""
pd.options.display.max_colwidth = 160  # whole sentences in the notebooks' tables


def read_sheet(path) -> pd.DataFrame:
    """A CSV as text, empty cells as empty strings; the apostrophe that `csv_bytes` puts before a formula is taken off."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return table.map(lambda text: text.removeprefix("'"))


def records(table: pd.DataFrame) -> list[dict]:
    """The rows of `table` as dicts, as `to_dict("records")` gives them, in a third of its time."""
    return [dict(zip(table.columns, row)) for row in table.to_numpy().tolist()]


def csv_bytes(table: pd.DataFrame) -> bytes:
    """`table` as UTF-8 CSV with a BOM (so that spreadsheets keep the Chinese), LF line ends, numbers as plain digits.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, and so does text that begins with one.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.itertuples(index=False))
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return repr(round(value, 6)).removesuffix(".0")
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def show(table: pd.DataFrame) -> pd.DataFrame:
    """`table` for reading in a notebook: thousands separated, whole numbers whole, empty where there is no number."""
    return table.map(
        lambda value: (
            f"{value:,.10g}"
            if isinstance(value, float | int) and not isinstance(value, bool) and value == value
            else value
        )
    ).fillna("")


def write_files(contents: dict) -> None:
    """Write each path's bytes; all are on disk under other names before the first takes its place.

    A reader, or a run broken off, finds the old file or the new one. A lock on the folder keeps two writers from mixing
    their sets; what a broken run left behind is taken away.
    """
    waiting = {}
    try:
        for path, data in contents.items():
            path = Path(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(path)
            waiting[path] = path.with_name(f".{path.name}.{os.getpid()}")
            waiting[path].write_bytes(data)
        with locked(next(iter(waiting)).parent if waiting else Path()):
            for path, temporary in waiting.items():
                os.replace(temporary, path)
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def remove_leftovers(path: Path) -> None:
    """Delete temporary files of `path` whose writer is no longer alive."""
    for leftover in path.parent.glob(f".{path.name}.*"):
        writer = leftover.name.rpartition(".")[2]
        if writer.isdigit() and not Path(f"/proc/{writer}").exists():
            leftover.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path):
    """Hold the folder's lock; a second holder waits."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_tidy(ledger: pd.DataFrame, observations: pd.DataFrame, folder=REPORT, data=DATA) -> None:
    """Write the tidy tables and their workbook into `folder`, and their sizes and hashes into `datapackage.json` in `data`."""
    folder, data = Path(folder), Path(data)
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    tables = {"observations": observations, "quantities": ledger}
    files = {folder / f"tidy/{name}.csv": csv_bytes(table) for name, table in tables.items()}
    files[folder / "tidy/observations.xlsx"] = workbook_bytes(tables, dictionary(package))
    for resource in package["resources"]:
        path = data / resource["path"]
        content = files.get(path) or path.read_bytes()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    files[data / "README.md"] = dictionary_markdown(package).encode()
    files[data / "datapackage.json"] = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
    write_files(files)


def dictionary(package: dict) -> pd.DataFrame:
    """The data dictionary of a data package: a row a column of every table."""
    rows = [
        {
            "table": resource["name"],
            "column": field["name"],
            "type": field["type"],
            "required": bool(field.get("constraints", {}).get("required")),
            "description": field.get("description", ""),
        }
        for resource in package["resources"]
        for field in resource.get("schema", {}).get("fields", [])
    ]
    return pd.DataFrame(rows)


def dictionary_markdown(package: dict) -> str:
    """The data dictionary as a page for people: every table with its columns, and the words of every coded field."""
    lines = [f"# {package['title']}", "", package["description"], "", ABOUT, ""]
    for resource in package["resources"]:
        lines += [
            f"## {resource['title']}: [`{resource['path']}`]({resource['path']})",
            "",
            resource["description"],
            "",
        ]
        for i, field in enumerate(resource.get("schema", {}).get("fields", [])):
            lines += ["| column | type | meaning |", "|---|---|---|"] if i == 0 else []
            words = field.get("constraints", {}).get("enum", [])
            meaning = field["description"] + (f". One of: {', '.join(words)}" if words else "")
            lines.append(f"| `{field['name']}` | {field['type']} | {meaning} |".replace("\n", " "))
        lines += [""] if lines[-1] else []
    return "\n".join(lines)


def workbook_bytes(tables: dict, data_dictionary: pd.DataFrame) -> bytes:
    """An Excel workbook with a sheet a table and the data dictionary, each with filters and a frozen header row.

    Text stays text (nothing becomes a formula or a link); the bytes depend on the content alone.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True})
        for name, table in {**tables, "dictionary": data_dictionary}.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, table.columns, bold)
            for i, row in enumerate(table.itertuples(index=False), 1):
                for j, value in enumerate(row):
                    if value is not None and value == value and value != "":
                        sheet.write(i, j, value.item() if hasattr(value, "item") else value)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
            sheet.set_column(0, len(table.columns) - 1, 16)
    return buffer.getvalue()


def read_observations(folder=REPORT / "tidy") -> pd.DataFrame:
    """The tidy observations, indexed by their identifier: amounts as numbers, `additive` as bool, the rest as text."""
    table = read_sheet(Path(folder) / "observations.csv")
    for column in NUMERIC:
        table[column] = pd.to_numeric(table[column])
    table[["start", "end"]] = table[["start", "end"]].astype(int)
    table["additive"] = table["additive"] == "true"
    return table.set_index("observation", drop=False).rename_axis(None)


def read_labels(folder=CODEBOOK) -> dict:
    """Names for drawing and tables: `labels[language][field][code]`, language `en` or `zh`; indicators included."""
    labels = {"en": {}, "zh": {}}
    for _, row in read_sheet(Path(folder) / "labels.csv").iterrows():
        for language in labels:
            labels[language].setdefault(row["field"], {})[row["code"]] = row[language]
    for _, row in read_sheet(Path(folder) / "indicators.csv").iterrows():
        for language in labels:
            labels[language].setdefault("indicator", {})[row["indicator"]] = row[f"name_{language}"]
    return labels
