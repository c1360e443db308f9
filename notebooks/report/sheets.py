"""Read a CSV into plain rows that know their row number."""

import csv
from pathlib import Path


def read_rows(path) -> list[tuple[int, list[str]]]:
    """Each row of the CSV at `path` that holds anything, the header first: (its number in a spreadsheet, its cells)."""
    with open(Path(path), encoding="utf-8-sig", newline="") as file:
        rows = list(enumerate(csv.reader(file), 1))
    return [(number, [cell.removeprefix("'") for cell in cells]) for number, cells in rows if any(cells)]
