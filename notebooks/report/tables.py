"""Tables for analysts: records as DataFrames, CSV that spreadsheets open as it is, and both read again."""

import csv
from io import StringIO
from pathlib import Path

import pandas as pd

from report.codebook import read_labels  # noqa: F401  names and tables are asked for together
from report.files import write_files  # noqa: F401
from report.paths import REPORT
from report.records import columns
from report.sheets import read_rows

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
pd.options.display.max_colwidth = 160  # whole sentences in the notebooks' tables


def frame(records: list, kind: type) -> pd.DataFrame:
    """Records of a `kind` as a DataFrame, a column a field; amounts keep None where the words leave them open."""
    table = pd.DataFrame(dict(zip(columns(kind), zip(*records))) if records else {}, columns=columns(kind))
    return table.astype({name: object for name in NUMERIC if name in table})


def read_sheet(path) -> pd.DataFrame:
    """A CSV as text, empty cells as empty strings; the apostrophe that `csv_bytes` puts before a formula is taken off."""
    (_, head), *rows = read_rows(path)
    return pd.DataFrame([cells for _, cells in rows], columns=head, dtype=object)


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


def read_observations(folder=REPORT / "tidy") -> pd.DataFrame:
    """The tidy observations, indexed by their identifier: amounts as numbers, `additive` as bool, the rest as text."""
    table = read_sheet(Path(folder) / "observations.csv")
    for column in NUMERIC:
        table[column] = pd.to_numeric(table[column])
    table[["start", "end"]] = table[["start", "end"]].astype(int)
    table["additive"] = table["additive"] == "true"
    return table.set_index("observation", drop=False).rename_axis(None)
