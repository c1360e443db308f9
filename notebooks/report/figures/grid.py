"""What would have to be stated, and whether it is: a row a task or area, a column for each thing to know."""

import pandas as pd

from report.figures.look import BLACK, BODY, GREY, MARGIN, SMALL, WIDTH
from report.figures.page import Page, leading, shorten, text_width, wrap
from report.tables import records
from report.text import ReportError

NAMES, GAP, LEAST = 190, 8, 78  # width of the column of names, between columns; height of a row
STATES = ("stated", "partly", "unnumbered", "absent")


def grid(page: Page, table: pd.DataFrame, words) -> None:
    """A cell for each row and column: ● stated, ○ without a number, – not stated; each mark with its word.

    Columns: the key of the row first (a task or area; called as the part `row` of the sheet says, or
    `label.KEY`), `column` (a KEY of the sheet's `column.KEY`), `state` (`stated`, `partly`, `unnumbered`, `absent`),
    `words` (of the report, for the CSV; empty where it is silent); `panel` where rows fall into groups,
    headed by `panel.KEY`. A row has each column once.
    """
    wrong = set(table["state"]) - set(STATES)
    if wrong:
        raise ReportError(
            f"{words.figure}: a state is one of {', '.join(STATES)}, not {', '.join(sorted(wrong))}"
        )
    keys = words.columns(table["column"])
    room = (WIDTH - 2 * MARGIN - NAMES) / len(keys)
    places = {key: MARGIN + NAMES + i * room for i, key in enumerate(keys)}
    heads = {key: wrap(words[f"column.{key}"], room - GAP, SMALL + 1) for key in keys}
    page.y += leading(SMALL + 1) * max(map(len, heads.values())) + 4
    for key, lines in heads.items():
        page.lines(places[key], page.y - 4 - leading(SMALL + 1) * len(lines), lines, SMALL + 1)
    panels = table["panel"] if "panel" in table else pd.Series("", index=table.index)
    for panel in panels.unique():
        if panel:
            page.y += 12
            page.y = (
                page.lines(
                    MARGIN, page.y, wrap(words[f"panel.{panel}"], WIDTH - 2 * MARGIN, BODY), BODY, GREY
                )
                + 4
            )
        rows = table[panels == panel]
        for key in rows.iloc[:, 0].unique():
            _row(page, rows[rows.iloc[:, 0] == key], places, room, words)
    page.line(MARGIN, page.y, WIDTH - MARGIN, page.y)


def _row(page: Page, row: pd.DataFrame, places: dict, room: float, words) -> None:
    name = shorten(words.row_name(records(row)[0]), NAMES - 12, BODY, 4)
    tall = max(LEAST, 16 + leading(BODY) * len(name))
    page.line(MARGIN, page.y, WIDTH - MARGIN, page.y)
    middle = page.y + tall / 2
    page.lines(MARGIN, middle - leading(BODY) * len(name) / 2, name, BODY)
    states = dict(zip(row["column"], row["state"]))
    for key, x in places.items():
        state = states[key]
        word = words[f"label.{state}"]
        if state == "absent":
            page.line(x + 1, middle - 14, x + 17, middle - 14, GREY, 2)
        else:
            page.dot(x + 9, middle - 14, 8, BLACK, filled=state == "stated")
        size = SMALL if text_width(word, SMALL) <= room - GAP else SMALL - 1
        page.text(x, middle + 15, word, size, BLACK if state == "stated" else GREY)
    page.y += tall
