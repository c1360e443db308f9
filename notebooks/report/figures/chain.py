"""The results chain of a task: what the report states at each stage, area by area."""

import pandas as pd

from report.amounts import is_numbered
from report.figures.look import BLACK, BODY, CHAIN, GREY, MARGIN, STAGE_COLOURS, WIDTH
from report.figures.page import Page, leading, wrap
from report.tables import records

NAMES, GAP = 140, 12  # width of the column of areas, between columns
LARGE, SIZE = 22, BODY - 1  # of numbers, of other words
MOST = 12  # statements in a cell


def chain(page: Page, table: pd.DataFrame, words) -> None:
    """A row an area, a column a stage; ● with its number, ○ named without one, — where the report is silent.

    Columns: `observation`, `period`, `area`, `stage`, `indicator`, `value`, `lower`, `upper`, `bound`, `unit`, `exact`.
    Rows of other stages than input, activity, output, outcome are left out.
    """
    column = (WIDTH - 2 * MARGIN - NAMES) / len(CHAIN)
    columns = {stage: MARGIN + NAMES + i * column for i, stage in enumerate(CHAIN)}
    for stage, x in columns.items():
        page.text(x, page.y + 12, words.name("stage", stage), BODY + 2)
    page.y += 36
    rows = table[table["stage"].isin(CHAIN)]
    known = [area for area in words.names["area"] if area in set(rows["area"])]
    for area in [*known, *dict.fromkeys(area for area in rows["area"] if area not in known)]:
        page.line(MARGIN, page.y, WIDTH - MARGIN, page.y)
        top = page.y + 10
        name = wrap(words.name("area", area), NAMES - 10, BODY)
        low = [page.lines(MARGIN, top, name, BODY) + 6]
        for stage, x in columns.items():
            cell = rows[(rows["area"] == area) & (rows["stage"] == stage)]
            low.append(_cell(page, x, top, cell, column - GAP, stage, words))
        page.y = max(low)


def _cell(page: Page, x: float, y: float, cell: pd.DataFrame, width: float, stage: str, words) -> float:
    """The statements of a cell below `y`; returns where they end."""
    if cell.empty:
        return page.lines(x, y, ["—"], BODY, GREY) + 8
    for row in records(cell.head(MOST)):
        numbered = is_numbered(row)
        page.dot(x + 6, y + leading(LARGE if numbered else SIZE) / 2, 6, STAGE_COLOURS[stage], numbered)
        name = words.name("indicator", row["indicator"])
        if numbered:
            shown, quoted = words.shown_and_quoted(row)
            y = page.lines(x + 20, y, wrap(shown, width - 20, LARGE), LARGE)
            if (cell["indicator"] == row["indicator"]).sum() > 1:  # several of one name are told apart by their year
                name += f" {row['period']}"
            name += f" ({quoted})" if quoted else ""
        y = page.lines(x + 20, y, wrap(name, width - 20, SIZE), SIZE, BLACK if numbered else GREY) + 10
    if len(cell) > MOST:
        more = words.fill("label.more", more=len(cell) - MOST)
        y = page.lines(x + 20, y, wrap(more, width - 20, SIZE), SIZE, GREY) + 10
    return y
