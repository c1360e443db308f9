"""The whole report at a glance: a row a task, what went in, what was done, what came out, in the report's own
numbers."""

from math import ceil, fsum

import pandas as pd

from report.amounts import is_numbered
from report.figures.look import BODY, GREY, MARGIN, WIDTH, hue
from report.figures.page import Page, leading, shorten, text_width, wrap
from report.tables import records

GLOSS = 16  # pixels, 8.9 where the picture is 600 wide
GAP, INDENT = 20, 16  # between columns; of a dot
STEP, LOOSE = 20, 1.15  # by which a column is widened; how much more room lines take than their words
WIDEST_NAME = 180  # of the column of tasks
BETWEEN = {"en": "; ", "zh": "；"}
MOST, LINES = 8, 16  # numbers in a cell; lines for what is named without one, a stage


def overview(page: Page, table: pd.DataFrame, words) -> None:
    """A row a task, a column for each `column.KEY` of the sheet; in a cell each number in the report's words
    with its gloss below, then what is named without a number; where the report is silent, that is said.

    Columns: `observation`, `task`, `column` (a KEY), `stage` (the colour of the dot), `indicator`, `value`,
    `lower`, `upper`, `bound`, `unit`, `exact`, as in the tidy data; a task that has nothing has one row with
    an empty `column`. A number that is reckoned (no `exact`) is called by `label.KEY` of its key.
    """
    keys, tasks = words.columns(table["column"]), list(table["task"].unique())
    names = min(WIDEST_NAME, max(text_width(words.name("task", task), BODY) for task in tasks) + GAP)
    cells = {(task, key): _entries(rows, words) for (task, key), rows in table.groupby(["task", "column"])}
    columns = {key: [cells.get((task, key), []) for task in tasks] for key in keys}
    widths = _widths(columns, {key: _least(key, columns[key], words) for key in keys}, names)
    heads = {key: wrap(words[f"column.{key}"], widths[key] - GAP, BODY) for key in keys}
    page.y += leading(BODY) * max(map(len, heads.values()))
    x = MARGIN + names
    for key, lines in heads.items():
        page.lines(x, page.y - leading(BODY) * len(lines), lines, BODY)
        x += widths[key]
    page.y += 8
    for task in tasks:
        page.line(MARGIN, page.y, WIDTH - MARGIN, page.y)
        name = shorten(words.name("task", task), names - GAP / 2, BODY, 4)
        low, x = [page.lines(MARGIN, page.y + 8, name, BODY)], MARGIN + names
        for key in keys:
            low.append(_cell(page, x, page.y + 8, cells.get((task, key), []), widths[key] - GAP, words))
            x += widths[key]
        page.y = max(low) + 8
    page.line(MARGIN, page.y, WIDTH - MARGIN, page.y)


def overview_columns(observations: pd.DataFrame) -> pd.Series:
    """The KEY of the column in which each of the `observations` stands in an overview; empty for what stands in none.

    Money and people put in, what was done, what came of it, people counted among it, and targets: what is planned, and
    what is said to be completed.
    """
    people, put_in = observations["unit"].isin(["person", "household"]), observations["stage"].eq("input")
    column = observations["stage"].map({"input": "done", "activity": "done", "output": "came_out", "outcome": "came_out"})
    column[people & put_in], column[people & column.eq("came_out")] = "people_sent", "people_counted"
    column[put_in & observations["flow"].ne("")] = "money"
    column[observations["scope"].eq("plan") | observations["indicator"].eq("completion")] = "target"
    return column


def _entries(rows: pd.DataFrame, words) -> list[tuple]:
    """What a cell says: (stage, number, gloss), the number empty for what is named without one."""
    entries = []
    for row in records(rows):
        name = words.row_name(row)
        shown, quoted = words.shown_and_quoted(row) if is_numbered(row) else ("", "")
        gloss = f"{name}, {shown}" if quoted and row["unit"] == "CNY" else name
        entries.append((row["stage"], quoted or shown, gloss))
    return entries


def _longest(text: str, size: float = BODY) -> float:
    """The width of the longest word; Chinese breaks anywhere, so that four characters will do."""
    words = [word if word.isascii() else word[:4] for word in text.split()]
    return max((text_width(word, size) for word in words), default=0)


def _least(key: str, cells: list[list], words) -> float:
    """The width that a column needs for its longest word, of its head or of a cell."""
    heads = (words["label.silent"], words[f"column.{key}"])
    inside = [max(text_width(number, BODY), _longest(f"{gloss};", GLOSS)) for cell in cells for _, number, gloss in cell]
    return GAP + max([*map(_longest, heads), *(INDENT + min(width, WIDEST_NAME) for width in inside)])


def _widths(columns: dict, least: dict, names: float) -> dict:
    """The width of each column: what room there is goes, step by step, where it makes the table lowest."""
    widths, room = dict(least), WIDTH - 2 * MARGIN - names - fsum(least.values())

    def low(key: str) -> tuple[float, float]:
        wider = {**widths, key: widths[key] + STEP}
        tall = {key: [_tall(cell, wider[key]) for cell in cells] for key, cells in columns.items()}
        return sum(map(max, zip(*tall.values()))), sum(map(sum, tall.values()))

    while room > 0:
        widths[min(widths, key=low)] += min(STEP, room)
        room -= STEP
    return widths


def _tall(cell: list, width: float) -> float:
    """About how tall a cell is in a column of this width."""
    room, named = width - GAP - INDENT, fsum(text_width(gloss, GLOSS) for _, number, gloss in cell if not number)
    lines = [ceil(text_width(gloss, GLOSS) / room * LOOSE) for _, number, gloss in cell if number]
    return len(lines) * (leading(BODY) + 5) + (sum(lines) + ceil(named / room * LOOSE)) * leading(GLOSS)


def _cell(page: Page, x: float, y: float, entries: list, width: float, words) -> float:
    """What a cell says, below `y`; returns where it ends."""
    if not entries:
        return page.lines(x, y, wrap(words["label.silent"], width, GLOSS), GLOSS, GREY)
    numbered = [entry for entry in entries if entry[1]]
    for stage, number, gloss in numbered[:MOST]:
        page.dot(x + 5, y + leading(BODY) / 2, 5, hue(stage))
        y = page.lines(x + INDENT, y, wrap(number, width - INDENT, BODY), BODY)
        y = page.lines(x + INDENT, y - 3, wrap(gloss, width - INDENT, GLOSS), GLOSS, GREY) + 5
    if len(numbered) > MOST:
        more = words.fill("label.more", more=len(numbered) - MOST)
        y = page.lines(x + INDENT, y, wrap(more, width - INDENT, GLOSS), GLOSS, GREY) + 5
    for stage in dict.fromkeys(stage for stage, number, _ in entries if not number):
        page.dot(x + 5, y + leading(GLOSS) / 2, 5, hue(stage), filled=False)
        listed = BETWEEN[words.language].join(gloss for of, number, gloss in entries if (of, number) == (stage, ""))
        y = page.lines(x + INDENT, y, shorten(listed, width - INDENT, GLOSS, LINES), GLOSS, GREY)
    return y
