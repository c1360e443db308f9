"""Clean one report: check its coding, and write its tidy tables, workbook and data dictionary.

    python notebooks/clean.py data/NAME
    python notebooks/clean.py data/NAME --reanchor      after report.txt was edited

`data/NAME/` holds report.txt; where it has no coding/ yet, a draft is written there for review. Exit code 1, with one
line that says what to settle where, when something is wrong.
"""

import argparse
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from report.anchors import reanchor
from report.cleaning import clean_records
from report.coding import SHEETS, read_coding
from report.drafts import keep_draft
from report.files import write_files
from report.package import write_tidy
from report.paths import name_of
from report.records import (
    Code,
    Exclusion,
    Indicator,
    Label,
    LedgerRow,
    Observation,
    Sheet,
    columns,
    read_records,
)
from report.sheets import csv_bytes, rewrite
from report.tables import frame
from report.text import ReportError, read_report

LONG = 900_000  # bytes, from which on each step is told: several seconds and more
STEPS = 4
PAUSE = 10  # seconds between two signs that the work goes on
MEND = "mend its quote, or delete the row, and its number comes up for review again"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the folder of one report, such as data/NAME")
    parser.add_argument(
        "--reanchor", action="store_true", help="find the quotes again after report.txt was edited"
    )
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal that cannot show Chinese shows ?
    try:
        (mend if options.reanchor else clean_folder)(options.folder.resolve())
        return 0
    except ReportError as error:
        reason = str(error)
    except OSError as error:
        file = f" ({name_of(error.filename)})" if error.filename else ""
        reason = f"{name_of(options.folder)}: not saved: {error.strerror}{file}"
    except KeyboardInterrupt:
        reason = "Stopped; each file is as it was or whole and new."
    print(reason, file=sys.stderr)
    return 1


def clean_folder(folder: Path) -> None:
    """Clean the report in `folder` and say what came of it."""
    path = folder / "report.txt"
    with told_steps(path.stat().st_size if path.exists() else 0) as step:
        step("reading")
        report = read_report(path)
        for note in report.notes:
            print(f"{name_of(path)}: {note}")
        resave(folder / "coding")
        drafted = not (folder / "coding/codes.csv").exists()
        step("drafting" if drafted else "reading the coding")
        coding = keep_draft(folder)
        step("cleaning")
        ledger, observations = clean_records(report.text, coding)
        step("writing tables and workbook")
        write_tidy(frame(ledger, LedgerRow), frame(observations, Observation), folder)
    suggested = sum(code.status == "suggested" for code in coding.codes)
    quantities = sum(row.kind == "quantity" for row in ledger)
    if drafted:
        print(f"{coding.path('codes')} is a draft: review it, and set status to reviewed row by row")
    print(
        f"{name_of(folder)}: {quantities} quantities, {len(observations)} statements reviewed, {suggested} only suggested"
    )


@contextmanager
def told_steps(size: int):
    """A function that says which of the STEPS begins now, for a text of so many bytes that it takes its time; every ten
    seconds a line tells that the work goes on."""
    if size <= LONG:
        yield lambda what: None
        return
    began, ended, numbers = time.monotonic(), threading.Event(), iter(range(1, STEPS + 1))

    def say(what: str) -> None:
        print(f"[{next(numbers)}/{STEPS}] {what} ({size / 1e6:.1f} MB) …", flush=True)

    def go_on() -> None:
        while not ended.wait(PAUSE):
            print(f"… {time.monotonic() - began:.0f} s", flush=True)

    teller = threading.Thread(target=go_on, daemon=True)
    teller.start()
    try:
        yield say
    finally:
        ended.set()
        teller.join()  # it may be about to tell


def resave(folder: Path) -> None:
    """Write the sheets of `folder` that were saved oddly (GB18030, semicolons …) as UTF-8 CSV, with the old file beside each."""
    for name, kind in {**SHEETS, "labels": Label, "indicators": Indicator}.items():
        path = folder / f"{name}.csv"
        read = path.read_bytes() if path.exists() else b""
        sheet = read_records(path, kind) if read else Sheet()
        if sheet.notes and (copy := rewrite(path, csv_bytes(sheet, columns(kind)), read)):
            print(f"{name_of(path)}: {'; '.join(sheet.notes)}; saved as UTF-8 CSV, the old file is {copy.name}")


def mend(folder: Path) -> None:
    """Give codes and exclusions of `folder` quotes that stand in its text as it is now, and list those that no longer do."""
    read = {path: path.read_bytes() for path in (folder / "coding").glob("*.csv")}
    coding, text = read_coding(folder / "coding"), read_report(folder / "report.txt").text
    tidy = folder / "tidy/observations.csv"
    observations = read_records(tidy, Observation) if tidy.exists() else []
    files = {}
    for sheet, kind in (("codes", Code), ("exclusions", Exclusion)):
        records = getattr(coding, sheet)
        kept, lost = reanchor(text, records, observations)
        gone = {record for record, _ in lost}
        left = iter(kept)
        mended = [record if record in gone else next(left) for record in records]
        changed = sum(new != old for new, old in zip(mended, records))
        files |= {folder / f"coding/{sheet}.csv": csv_bytes(mended, columns(kind))} if changed else {}
        print(
            f"{coding.path(sheet)}: {len(kept)} of {len(records)} stand, {changed} of them with a new quote"
        )
        for record, reason in lost:
            print(f"{coding.path(sheet)}, row {coding.row(sheet, records.index(record))}: {reason}; {MEND}")
    write_files(files, {path: read[path] for path in files})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
