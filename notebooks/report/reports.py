"""Many reports as one table, and suggestions beside decisions."""

import sys
import threading
from collections import namedtuple
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from report.cleaning import clean_records
from report.codebook import Codebook, read_codebook
from report.coding import read_coding
from report.drafts import draft_coding
from report.figures.drawing import FILES
from report.paths import CODEBOOK, DATA, name_of
from report.quantities import find_quantities
from report.records import Observation
from report.tables import frame
from report.text import ReportError, read_report

tqdm.set_lock(threading.RLock())  # not one between processes, which a kernel that is shut down leaves behind
KINDS = {
    ".txt",
    ".doc",
    ".docx",
    ".pdf",
    ".wps",
    ".rtf",
    ".odt",
    ".htm",
    ".html",
}  # what people keep reports as
Row = namedtuple("Row", ["report", "status", *Observation._fields, "indicator_en", "indicator_zh"])


def read_folder(folder=DATA, codebook=CODEBOOK) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The observations of all reports in `folder`: text files, and folders that hold a report.txt with or without its coding.

    Returns (observations, skipped). `observations` has `report` and `status` (reviewed by a person, or suggested)
    before the columns of the tidy table, and behind them the names of the indicator. `skipped` has `report` and `reason`. Shows a progress bar.
    """
    book, rows, skipped = read_codebook(codebook), [], []
    for path in _progress(_reports_in(Path(folder))):
        try:
            rows += read_one(path, book, codebook)
        except ReportError as error:
            skipped.append((path.parent.name if path.stem == "report" else path.name, str(error)))
    return frame(rows, Row), pd.DataFrame(skipped, columns=["report", "reason"])


def read_one(path: Path, book: Codebook, codebook=CODEBOOK) -> list[Row]:
    """The observations of the report at `path`, by the coding beside it, or by suggestions where it has none."""
    report = read_report(path)
    if (path.parent / "coding/codes.csv").exists() and path.stem == "report":
        coding, quantities, places = read_coding(path.parent / "coding", codebook), None, None
    else:
        quantities = find_quantities(report.text)
        coding = draft_coding(report.text, book, f"draft of {report.name}", quantities)
        places = [(quantity.start, quantity.end) for quantity in quantities if quantity.kind == "quantity"]
    _, observations = clean_records(report.text, coding, suggested=True, quantities=quantities, places=places)
    status = {code.observation: code.status for code in coding.codes}
    names = {row.indicator: (row.name_en, row.name_zh) for row in coding.codebook.indicators}
    return [Row(report.name, status[row.observation], *row, *names[row.indicator]) for row in observations]


def _reports_in(folder: Path) -> list[Path]:
    """Documents in `folder`, and report.* in folders below it; what is no text is listed too, for `read_report` to refuse."""
    paths = [*folder.iterdir(), *folder.glob("*/report.*")]
    return sorted(path for path in paths if path.suffix.lower() in KINDS and path.is_file())


def _progress(paths: list[Path]):
    """The paths, with a bar that counts them on the screen."""
    form = "{n_fmt} of {total_fmt} reports |{bar}|"
    every = max(1, len(paths) // 100)
    return tqdm(paths, file=sys.stdout, mininterval=0, miniters=every, ncols=60, bar_format=form)


def drop_stale(folder, figure: str, parts) -> None:
    """Take away what an earlier run drew of `figure` in `folder` for other parts (tasks) than `parts`, and say so.

    Only whole sets are taken, with picture, drawing and table as `draw` saves them; any other file is left.
    """
    folder, kept = Path(folder), {f"{figure}-{part}" for part in parts}
    for table in sorted(folder.glob(f"{figure}-*.csv")):
        files = [folder / f"{table.stem}.{file}" for file in FILES]
        if table.stem not in kept and all(file.exists() for file in files):
            for file in files:
                file.unlink()
            print(f"{name_of(folder)}/{table.stem}.*: taken away, for no section of the report is called so any more")


def compare(
    suggested: pd.DataFrame, decided: pd.DataFrame, columns=("area", "stage", "flow", "indicator", "period")
) -> pd.DataFrame:
    """Suggested observations beside the reviewed ones, for the same quantities.

    One row a quantity and column: `column`, `prefix`, `exact`, `suggested`, `decided`, `note` (the rules).
    """
    numbered = decided[decided["bound"] != "unquantified"]
    both = suggested.merge(numbered, on="start", suffixes=("_suggested", "_decided"))
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
