"""How many statements each task makes at each stage, with a number and without."""

import pandas as pd

from report.figures.look import BODY, CHAIN, GREY, MARGIN, NUMBER, STAGE_COLOURS, WIDTH
from report.figures.page import Page, leading, shorten, text_width
from report.tables import records

NAMES, COLUMN, STEP = 216, 198, 27  # of the column of tasks, of a stage, from dot to dot
ACROSS, MOST = 6, 18  # dots in a line and in a cell; more are written as counts


def matrix(page: Page, table: pd.DataFrame, words) -> None:
    """A row a task, a column a stage, a dot a statement: filled with a number, hollow without; — for none.

    Columns: `task`, `stage`, `numbered`, `named` (how many statements with and without a number). Where a
    cell holds more than 18, each kind has one dot and its count. Rows of one cell add up.
    """
    columns = {stage: MARGIN + NAMES + i * COLUMN for i, stage in enumerate(CHAIN)}
    for stage, x in columns.items():
        page.text(x, page.y + 12, words.name("stage", stage), BODY + 2)
    page.y += 36
    counts = {}
    for row in records(table):
        numbered, named = counts.get((row["task"], row["stage"]), (0, 0))
        counts[row["task"], row["stage"]] = numbered + int(row["numbered"]), named + int(row["named"])
    for task in table["task"].unique():
        name = shorten(words.name("task", task), NAMES - 16, BODY, 4)
        tall = max(96, leading(BODY) * len(name) + 24)
        page.line(MARGIN, page.y, WIDTH - MARGIN, page.y)
        page.lines(MARGIN, page.y + tall / 2 - leading(BODY) * len(name) / 2, name, BODY)
        for stage, x in columns.items():
            _dots(page, x, page.y + tall / 2, *counts.get((task, stage), (0, 0)), STAGE_COLOURS[stage])
        page.y += tall


def _dots(page: Page, x: float, middle: float, numbered: int, named: int, colour: str) -> None:
    if not numbered + named:
        page.text(x, middle, "—", BODY, GREY)
    elif numbered + named > MOST:
        for count, filled in ((numbered, True), (named, False)):
            if count:
                page.dot(x + 10, middle, 9, colour, filled)
                page.text(x + 26, middle, str(count), NUMBER)
                x += 44 + text_width(str(count), NUMBER)
    else:
        lines = (numbered + named - 1) // ACROSS
        for i in range(numbered + named):
            level = middle + STEP * (i // ACROSS - lines / 2)
            page.dot(x + 10 + i % ACROSS * STEP, level, 8, colour, i < numbered)
