"""Read and write the tables: CSV that spreadsheets open as it is, a workbook, and the data package that describes them."""

import csv
import hashlib
import json
import os
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import xlsxwriter

DATA = Path("../data")  # notebooks run in their own folder
NUMERIC = ["value", "lower", "upper"]
pd.options.display.max_colwidth = 160  # whole sentences in the notebooks' tables


def read_sheet(path) -> pd.DataFrame:
    """A CSV as text, empty cells as empty strings."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """`table` as UTF-8 CSV with a BOM (so that spreadsheets keep the Chinese), LF line ends, numbers as plain digits."""
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
    return str(value).lower() if isinstance(value, bool) else str(value)


def show(table: pd.DataFrame) -> pd.DataFrame:
    """`table` for reading in a notebook: thousands separated, whole numbers whole, empty where there is no number."""
    return table.map(lambda value: f"{value:,.10g}" if isinstance(value, float | int) and not isinstance(value, bool) and value == value else value).fillna("")


def write_files(contents: dict) -> None:
    """Write each path's bytes; all are on disk under other names before the first takes its place."""
    waiting = []
    for path, data in contents.items():
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_bytes(data)
        waiting.append((temporary, path))
    for temporary, path in waiting:
        os.replace(temporary, path)


def write_tidy(ledger: pd.DataFrame, observations: pd.DataFrame, data=DATA) -> None:
    """Write the tidy tables and their workbook below `data`, and their sizes and hashes into `datapackage.json`."""
    data = Path(data)
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    tables = {"observations": observations, "quantities": ledger}
    files = {data / f"tidy/{name}.csv": csv_bytes(table) for name, table in tables.items()}
    files[data / "tidy/observations.xlsx"] = workbook_bytes(tables, dictionary(package))
    for resource in package["resources"]:
        path = data / resource["path"]
        content = files.get(path) or path.read_bytes()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
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


def workbook_bytes(tables: dict, data_dictionary: pd.DataFrame) -> bytes:
    """An Excel workbook with a sheet a table and the data dictionary, each with filters and a frozen header row.

    Text stays text (nothing becomes a formula or a link); the bytes depend on the content alone.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
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


def read_observations(folder=DATA / "tidy") -> pd.DataFrame:
    """The tidy observations, indexed by their identifier: amounts as numbers, `additive` as bool, the rest as text."""
    table = read_sheet(Path(folder) / "observations.csv")
    for column in NUMERIC:
        table[column] = pd.to_numeric(table[column])
    table[["start", "end"]] = table[["start", "end"]].astype(int)
    table["additive"] = table["additive"] == "true"
    return table.set_index("observation", drop=False).rename_axis(None)


def read_labels(folder=DATA / "coding") -> dict:
    """Names for drawing and tables: `labels[language][field][code]`, language `en` or `zh`; indicators included."""
    labels = {"en": {}, "zh": {}}
    for _, row in read_sheet(Path(folder) / "labels.csv").iterrows():
        for language in labels:
            labels[language].setdefault(row["field"], {})[row["code"]] = row[language]
    for _, row in read_sheet(Path(folder) / "indicators.csv").iterrows():
        for language in labels:
            labels[language].setdefault("indicator", {})[row["indicator"]] = row[f"name_{language}"]
    return labels
