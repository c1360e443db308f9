"""Tables for analysts: records as DataFrames, CSV that spreadsheets open as it is, and both read again."""

from pathlib import Path

import pandas as pd

from report.codebook import FIXED, read_labels  # noqa: F401  names and tables are asked for together
from report.files import write_files  # noqa: F401
from report.language import chosen_language
from report.paths import CODEBOOK, REPORT
from report.records import columns
from report.sheets import csv_bytes  # noqa: F401

NUMERIC = ["value", "lower", "upper"]
pd.options.display.max_colwidth = 500  # whole sentences in the notebooks' tables
pd.options.display.max_columns = 20  # as in any notebook, though pandas was imported before there was one


def frame(records: list, kind: type) -> pd.DataFrame:
    """Records of a `kind` as a DataFrame, a column a field; amounts keep None where the words leave them open."""
    table = pd.DataFrame(dict(zip(columns(kind), zip(*records))) if records else {}, columns=columns(kind))
    return table.astype({name: object for name in NUMERIC if name in table})


def read_sheet(path) -> pd.DataFrame:
    """A CSV written here as text, empty cells as empty strings, the apostrophes that `csv_bytes` puts before cells taken off."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return table.map(lambda text: text.removeprefix("'"))


def records(table: pd.DataFrame) -> list[dict]:
    """The rows of `table` as dicts, as `to_dict("records")` gives them, in a third of its time."""
    return [dict(zip(table.columns, row)) for row in table.to_numpy().tolist()]


def show(table: pd.DataFrame, report=None) -> pd.DataFrame:
    """`table` for reading in a notebook: thousands separated, whole numbers whole, empty where there is no number.

    `prefix`, `exact` and `suffix` become one column `words`, in which 【】 marks what is meant. Codes have the names of the
    codebook, and of the folder of a `report`, in the chosen language; of columns in both languages (`test_en`, `test_zh`)
    those of the chosen one stay. Where Chinese is chosen, columns have the names of data/codebook/columns.csv, and the
    reasons of suggestions are said in Chinese.
    """
    language = chosen_language()
    other = "_zh" if language == "en" else "_en"
    shown = _with_words(table.loc[:, ~table.columns.str.endswith(other)].map(_for_reading).fillna(""))
    labels = read_labels(report)[language]
    if language == "zh":
        shown, labels = _in_chinese(shown, labels)
    for column in shown.columns.intersection(list(labels)):
        shown[column] = [labels[column].get(code, code) for code in shown[column]]
    if language == "en":
        return shown
    return shown.rename(columns=_chinese_heads())


def _in_chinese(table: pd.DataFrame, labels: dict) -> tuple[pd.DataFrame, dict]:
    """`table` with its reasons in Chinese, and `labels` with the names of columns, of states and of all units."""
    from report.review.chinese import (  # only here: the panel's words are seldom wanted
        names_of,
        note_in_chinese,
        units,
    )

    labels = {**labels, "unit": units() | labels["unit"]}
    names = names_of(labels)
    for column in table.columns.intersection(["note"]):
        table = table.assign(note=[note_in_chinese(note, names) for note in table[column]])
    states = {label.code: label.zh for label in reversed(FIXED) if label.field == "status"}
    return table, {**labels, "column": _chinese_heads(), "status": states}


def _chinese_heads() -> pd.Series:
    """The names of columns."""
    return read_sheet(CODEBOOK / "columns.csv").set_index("column")["zh"]


def _with_words(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with one column for the words of a statement and those around it, where it has all three."""
    parts = ["prefix", "exact", "suffix"]
    if not set(parts) <= set(table.columns):
        return table
    words = (table["prefix"] + "【" + table["exact"] + "】" + table["suffix"]).str.replace("\n", " ")
    return table.assign(prefix=words).rename(columns={"prefix": "words"}).drop(columns=parts[1:])


def _for_reading(value):
    if isinstance(value, float | int) and not isinstance(value, bool) and value == value:
        return f"{value:,.10g}"
    return value


def read_observations(folder=REPORT / "tidy") -> pd.DataFrame:
    """The tidy observations, indexed by their identifier: amounts as numbers, `additive` as bool, the rest as text."""
    table = read_sheet(Path(folder) / "observations.csv")
    for column in NUMERIC:
        table[column] = pd.to_numeric(table[column])
    table[["start", "end"]] = table[["start", "end"]].astype(int)
    table["additive"] = table["additive"] == "true"
    return table.set_index("observation", drop=False).rename_axis(None)
