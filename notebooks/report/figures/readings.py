"""What hangs on each reading: every headline as coded, under each other reading, and under all together."""

from math import isinf

import pandas as pd

from report.bounds import Interval
from report.figures.look import BLACK, BODY, GREY, MARGIN, NUMBER, SMALL, WIDTH
from report.figures.page import Page, leading, shorten, text_width, wrap
from report.tables import records

LEFT, ROW, ARROW = 400, 38, 60  # where ranges begin; from row to row; least length of an arrow
BASE, ALL = "base", "all"  # the readings as coded; any combination of the others
MOST = 20  # readings drawn for a headline


def readings(page: Page, table: pd.DataFrame, words) -> None:
    """For each headline: its value as coded, under each reading that changes it, and under all combinations.

    Columns: `headline`, `reading` (`base`, `all`, or the code of a reading), `lower`, `upper` (empty or
    infinite where open), `unit`. Headlines and readings are called by `label.KEY` of the sheet, or by the
    names given for `headline` and `reading`. A reading without a row leaves the headline as it is. Each
    headline has a scale of its own, from the lowest to the highest end; a dot is a single value, a line a
    range, an arrow an open end.
    """
    for headline in table["headline"].unique():
        rows = table[table["headline"] == headline]
        _headline(page, headline, rows, words)
        page.y += 20


def _headline(page: Page, headline: str, rows: pd.DataFrame, words) -> None:
    others = records(rows[~rows["reading"].isin([BASE, ALL])])
    base, whole = (records(rows[rows["reading"] == reading])[0] for reading in (BASE, ALL))
    page.line(MARGIN, page.y, WIDTH - MARGIN, page.y)
    title = wrap(_name("headline", headline, words), WIDTH - 2 * MARGIN, BODY + 2)
    page.y = page.lines(MARGIN, page.y + 10, title, BODY + 2) + 4
    shown = [base, *others[:MOST], whole]
    labels = [words.amount(row) for row in shown]
    sizes = [NUMBER, *[BODY] * (len(shown) - 2), NUMBER]
    right = WIDTH - MARGIN - max(map(text_width, labels, sizes)) - 30
    place = _scale([Interval.of(row) for row in shown], right)
    lines = [shorten(_name("reading", row["reading"], words), LEFT - MARGIN - 24, BODY, 3) for row in shown]
    heights = [max(ROW, leading(BODY) * len(name) + 8) for name in lines]
    for row, label, size, name, tall in zip(shown, labels, sizes, lines, heights):
        middle, colour = page.y + tall / 2, GREY if size == BODY else BLACK
        page.lines(MARGIN, middle - leading(BODY) * len(name) / 2, name, BODY, colour)
        _range(page, Interval.of(row), middle, place, colour)
        page.text(WIDTH - MARGIN, middle, label, size, colour, "right")
        page.y += tall
    if len(others) > MOST:
        page.y = page.lines(MARGIN, page.y, [words.fill("label.more", more=len(others) - MOST)], SMALL, GREY)


def _scale(ranges: list[Interval], right: float):
    """Where on the page an amount stands; an open end stands at the right edge."""
    ends = [end for bounds in ranges for end in (bounds.lower, bounds.upper) if not isinf(end)]
    open_room = ARROW if any(isinf(bounds.upper) for bounds in ranges) else 0
    unit = (right - open_room - LEFT) / ((max(ends) - min(ends)) or 1)
    return lambda amount: right if isinf(amount) else LEFT + (amount - min(ends)) * unit


def _name(field: str, code: str, words) -> str:
    return words[f"label.{code}"] if words.has(f"label.{code}") else words.name(field, code)


def _range(page: Page, bounds: Interval, middle: float, place, colour: str) -> None:
    """A dot for a single value, a line between two dots for a range, an arrow for an open end."""
    left, right = place(bounds.lower), place(bounds.upper)
    page.dot(left, middle, 6, colour)
    if isinf(bounds.upper):
        page.arrow(left + 6, middle, right, middle, colour)
    elif right > left:
        page.line(left, middle, right, middle, colour, 4)
        page.dot(right, middle, 6, colour)
