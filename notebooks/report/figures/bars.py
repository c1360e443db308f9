"""Bars with bounds: a row an amount, a panel for what shares a scale."""

from math import inf

import pandas as pd

from report.amounts import is_numbered
from report.bounds import Interval
from report.figures.look import BLACK, BODY, GREY, MARGIN, NUMBER, WIDTH, hue
from report.figures.page import Page, leading, segments_width, shorten, text_width, wrap
from report.tables import records

LEFT, MOST = 302, 40  # where bars begin; rows drawn at most
THICK, ROW, ARROW = 36, 56, 44  # of a bar, from row to row, of the arrow of an open end
SHARE = 0.6  # of the room that a label may take
LEAST = 3  # a bar shorter than this cannot be seen: a tick stands for it


def bars(page: Page, table: pd.DataFrame, words) -> None:
    """A row an amount, as a bar from zero with its number as the report wrote it.

    Columns: the key of the row first (`observation`); `lower`, `upper` (empty where open), `value`, `bound`,
    `unit`, `exact` (empty for what is reckoned), as in the tidy data. Where they are there: `panel` (rows of
    one panel share a scale; its heading is `panel.KEY` of the sheet, or `panel`; a row without a panel is not
    drawn, but may be counted in a text), `stage` (the colour; without one a bar is black), `relation` and
    `relation_to`, `unstated` (how many amounts without a number belong to this sum: then it is open above, or only named).
    How a row is called is the part `row` of the sheet, or `label.KEY`. A bound without upper end has an open
    arrow, a range a hatched end; hatched throughout is what may lie inside another row, dashed what is only
    about right; a row without a number says so, and whether its money is named all the same.
    """
    drawn = table[table["panel"] != ""] if "panel" in table else table
    if len(drawn) > MOST:
        page.notes.append(words.fill("label.first", all=len(drawn), shown=MOST))
    wholes = {key: row for key, row in zip(table.iloc[:, 0], records(table))}
    panels = {}
    for row in records(drawn.head(MOST)):
        panels.setdefault(row.get("panel", ""), []).append(row)
    for panel, rows in panels.items():
        if panel:
            part = f"panel.{panel}"
            heading = words[part] if words.has(part) else words.row_text("panel", rows[0])
            page.y = page.lines(MARGIN, page.y, wrap(heading, WIDTH - 2 * MARGIN, BODY), BODY, GREY) + 6
        _panel(page, rows, wholes, words)
        page.y += 14


def _panel(page: Page, rows: list[dict], wholes: dict, words) -> None:
    room = WIDTH - MARGIN - LEFT
    labels = [_label(row, wholes, words, room) for row in rows]
    scale = min(_scale(row, label, room) for row, label in zip(rows, labels))
    for row, label, name in zip(rows, labels, _names(rows, words)):
        lines = shorten(name, LEFT - MARGIN - 12, BODY, 4)
        tall = max(ROW, 12 + leading(BODY) * max(len(lines), len(label)))
        middle = page.y + tall / 2
        page.lines(LEFT - 12, middle - leading(BODY) * len(lines) / 2, lines, BODY, align="right")
        if 0 < _length(row, scale) < LEAST and words["label.tick"] not in page.notes:
            page.notes.append(words["label.tick"])
        x, y = LEFT + _bar(page, row, middle, scale) + 12, middle - leading(BODY) * (len(label) - 1) / 2
        for line in label:
            page.segments(x, y, line)
            y += leading(BODY)
        page.y += tall


def _names(rows: list[dict], words) -> list[str]:
    """What the rows are called; rows of one name are told apart by their period."""
    names, periods = [words.row_name(row) for row in rows], {}
    for name, row in zip(names, rows):
        periods.setdefault(name, set()).add(row.get("period", ""))
    return [f"{name} {row['period']}" if len(periods[name]) > 1 else name for name, row in zip(names, rows)]


def _label(row: dict, wholes: dict, words, room: float) -> list[list]:
    """A row's number, its words in the report, and what else must be said, as lines of (text, size,
    colour)."""
    if not is_numbered(row):
        named = row.get("unstated", 0) > 0 or row["bound"] == "unquantified" and row["unit"] == "CNY"
        return [[(words["label.named"] if named else words.shown_and_quoted(row)[0], BODY, GREY)]]
    shown, quoted = words.shown_and_quoted(row)
    further = [f"({quoted})"] if quoted else []
    if row.get("relation", "") == "part_of" and row["relation_to"] in wholes:
        further.append(
            words.fill("label.part_of", whole=words.shown_and_quoted(wholes[row["relation_to"]])[0])
        )
    if row.get("unstated", 0) > 0:
        further.append(words.fill("label.unstated", unstated=row["unstated"]))
    lines = [[(line, NUMBER, BLACK)] for line in wrap(shown, room * SHARE, NUMBER)]
    for text in further:
        beside = segments_width(lines[-1]) + text_width("  " + text, BODY - 1)
        if beside <= room * SHARE:
            lines[-1].append(("  " + text, BODY - 1, GREY))
        else:
            lines += [[(line, BODY - 1, GREY)] for line in wrap(text, room * SHARE, BODY - 1)]
    return lines


def _ends(row) -> tuple[float, float]:
    """Where a bar begins to be uncertain and where it ends; `about` has a value and no bounds."""
    if row["bound"] == "about":
        return row["value"], row["value"]
    bounds = Interval.of(row)
    return bounds.lower, bounds.upper


def _is_open(row) -> bool:
    return _ends(row)[1] == inf or row.get("unstated", 0) > 0


def _scale(row, label: list, room: float) -> float:
    """The most pixels a unit may take for this row's bar, arrow and label to have room."""
    if not is_numbered(row):
        return inf
    lower, upper = _ends(row)
    end = lower if upper == inf else upper
    beside = max(map(segments_width, label)) + 14 + ARROW * _is_open(row)
    return (room - beside) / end if end else inf


def _length(row, scale: float) -> int:
    """How long a row's bar is to its upper end, or to the stated one where it is open above."""
    if not is_numbered(row):
        return 0
    lower, upper = _ends(row)
    end = lower if upper == inf else upper
    return max(1, round(end * scale)) if end else 0


def _bar(page: Page, row, middle: float, scale: float) -> float:
    """Draw a row's bar; returns how far it reaches to the right."""
    if not is_numbered(row):
        return 0
    colour, top, long = hue(row.get("stage", "")), middle - THICK / 2, _length(row, scale)
    sure = round(_ends(row)[0] * scale) if long else 0
    if 0 < long < LEAST:
        page.bar(LEFT, top, 2, THICK, colour)
    elif row["bound"] == "about":
        page.bar(LEFT, top, long, THICK, colour, dash=(7, 5))
    elif row.get("relation", "") == "possible_overlap":
        page.bar(LEFT, top, long, THICK, colour, hatched=True)
    else:
        if long > sure:
            page.bar(LEFT + sure, top, long - sure, THICK, colour, hatched=True)
        if sure:
            page.bar(LEFT, top, sure, THICK, colour)
    if _is_open(row):
        page.arrow(LEFT + long + 3, middle, LEFT + long + ARROW - 2, middle, colour)
        long += ARROW
    return long
