"""Drafts as tables: suggestions written to a coding sheet, joined to the sheets that all reports share, and compared."""

import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from report.coding import COLUMNS, Coding, clean
from report.quantities import find_quantities
from report.suggest import list_sections, suggest_codes
from report.suggest.names import indicator_name
from report.tables import csv_bytes, read_sheet, write_files
from report.text import Report, ReportError, read_report


def draft_codes(report: Report, quantities: pd.DataFrame | None = None) -> pd.DataFrame:
    """The suggestions for a report as a table with the columns of `codes.csv`; `quantities` is not needed any more."""
    return pd.DataFrame(suggest_codes(report.text, find_quantities(report.text)), columns=COLUMNS["codes"])


def draft_coding(report: Report, coding: Coding, codes: pd.DataFrame | None = None) -> Coding:
    """The coding sheets for a report of one's own: `codes` (a draft, reviewed or not) or fresh suggestions; sections as tasks.

    Areas, stages, flows and indicators are those of `coding`; units and indicators that it lacks are added.
    """
    codes = draft_codes(report) if codes is None else codes
    sections = pd.DataFrame(list_sections(report.text))
    tasks = pd.DataFrame({column: sections["heading"] for column in COLUMNS["tasks"]}).assign(
        task=sections["task"]
    )
    tasks["quote"] = [report.text[start:end] for start, end in zip(sections["start"], sections["end"])]
    new = codes[~codes["indicator"].isin(coding.indicators["indicator"])].drop_duplicates("indicator")
    names = dict.fromkeys(["name_zh", "name_en"], new["indicator"].map(indicator_name))
    indicators = pd.DataFrame({"indicator": new["indicator"], **names, "unit": new["unit"], "definition": ""})
    units = sorted(set(codes["unit"]) - coding.known("unit") - {""})
    labels = pd.DataFrame({"field": "unit", "code": units, "en": units, "zh": units, "definition": ""})
    return replace(
        coding,
        folder=f"data/{report.name}/coding",
        tasks=tasks,
        codes=codes,
        indicators=pd.concat([coding.indicators, indicators], ignore_index=True),
        labels=pd.concat([coding.labels, labels], ignore_index=True),
        **{sheet: getattr(coding, sheet).iloc[:0] for sheet in ("exclusions", "typos", "links")},
    )


def keep_draft(report: Report, path) -> pd.DataFrame:
    """The draft at `path`, as a person may have reviewed it; where there is none, fresh suggestions, written there."""
    if not Path(path).exists():
        write_files({path: csv_bytes(draft_codes(report))})
    return read_sheet(path)


def read_folder(folder, coding: Coding) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Suggested observations of all reports (*.txt) in `folder`, and the files that could not be read.

    Returns (observations with a `report` column first, skipped with `report` and `reason`). Shows a progress bar.
    """
    tables, skipped = [], []
    paths = sorted(Path(folder).glob("*.txt"))
    for path in tqdm(
        paths,
        file=sys.stdout,
        mininterval=0,
        miniters=1,
        ncols=60,
        bar_format="{n_fmt} of {total_fmt} reports |{bar}|",
    ):
        try:
            report = read_report(path)
            _, observations = clean(report.text, draft_coding(report, coding), suggested=True)
        except ReportError as error:
            skipped.append({"report": path.name, "reason": str(error)})
        else:
            tables.append(observations.assign(report=report.name))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["report"])
    return table[["report", *table.columns.drop("report")]], pd.DataFrame(
        skipped, columns=["report", "reason"]
    )


def compare(
    suggested: pd.DataFrame, decided: pd.DataFrame, columns=("area", "stage", "flow", "indicator", "period")
) -> pd.DataFrame:
    """Suggested observations beside those that people decided, for the same quantities.

    One row a quantity and column: `column`, `exact`, `prefix`, `suggested`, `decided`, `note` (the rules).
    """
    both = suggested.merge(
        decided[decided["bound"] != "unquantified"], on="start", suffixes=("_suggested", "_decided")
    )
    parts = [
        pd.DataFrame(
            {
                "column": column,
                "prefix": both["prefix_decided"],
                "exact": both["exact_decided"],
                "suggested": both[f"{column}_suggested"],
                "decided": both[f"{column}_decided"],
                "note": both["note_suggested"],
            }
        )
        for column in columns
    ]
    return pd.concat(parts, ignore_index=True)
