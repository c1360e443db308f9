"""A report's text with every number and statement marked by its stage."""

import re

import pandas as pd

from report.figures.look import BLACK, BODY, GREEN, GREY, MARGIN, NUMERAL, ORANGE, RUST, STAGE_COLOURS, WIDTH
from report.figures.page import CLOSING, Page, text_width

LINE, MOST = 36, 5000  # from line to line; characters drawn at most
KEY = ["input", "activity", "output", "outcome", "context", "repeated", "named?", "judgement?", "plan?", "numeral"]
LINES = {"judgement?": (BLACK, (1.4, 2.6)), "plan?": (GREY, (9, 5))}  # how what is not of a stage is underlined
BOXES = {
    "input": dict(fill="#bfdff2"),
    "activity": dict(fill="#ffffff", edge=ORANGE, line=2.4, dash=(5, 2.5)),
    "output": dict(fill="#ffffff", edge=GREEN, line=2.8),
    "outcome": dict(fill=RUST),
    "context": dict(fill="#e3e3e3"),
    "repeated": dict(fill="#ffffff", edge=GREY, line=1.8, dash=(2, 2)),
}

CODING = ["observation", "task", "area", "scope", "flow", "indicator", "subject", "period", "unit"]
CODING += ["bound", "additive", "relation", "relation_to"]


def marked_text(page: Page, table: pd.DataFrame, words) -> None:
    """The text below a key: numbers in boxes, statements without a number underlined, other numerals grey.

    Columns: `start`, `end`, `text`, `mark` as `marked_spans` gives them; rows without a mark hold the words
    between, so that the rows together are the whole text. More than 5,000 characters are not drawn: the
    figure says so.
    """
    text = _whole(table)
    if len(text) > MOST:
        page.notes.append(words.fill("label.first_characters", all=len(text), shown=MOST))
        text = text[:MOST]
    _key(page, words)
    marks = table[table["mark"] != ""]
    spans = list(zip(marks["start"].astype(int), marks["end"].astype(int), marks["mark"]))
    for start, end in text_lines(text):
        _line(page, text, start, end, [span for span in spans if span[0] < end and span[1] > start])
        page.y += LINE


def _whole(table: pd.DataFrame) -> str:
    text = [" "] * int(table["end"].max())
    for start, end, words in zip(table["start"].astype(int), table["end"].astype(int), table["text"]):
        text[start:end] = words
    return "".join(text)


def text_lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each drawn line of `text`: broken at its line ends and where the width is full, never
    in a number."""
    width, lines, start, used = WIDTH - 2 * MARGIN, [], 0, 0.0
    for piece in re.finditer(r"\n|[0-9A-Za-z.]{1,40}.?|.", text):
        if piece.group() == "\n":
            lines.append((start, piece.start()))
            start, used = piece.end(), 0.0
            continue
        advance = text_width(piece.group(), BODY)
        if used + advance > width and (piece.group() not in CLOSING or used + advance > width + MARGIN):
            lines.append((start, piece.start()))
            start, used = piece.start(), 0.0
        used += advance
    return [*lines, (start, len(text))]


def _line(page: Page, text: str, start: int, end: int, spans: list) -> None:
    """One line with its marks; neighbouring words of one colour are set in one go."""
    edges = sorted({start, end, *(min(max(edge, start), end) for span in spans for edge in span[:2])})
    x, run, run_x, run_colour = float(MARGIN), "", float(MARGIN), BLACK
    middle = page.y + LINE / 2
    for left, right in zip(edges, edges[1:]):
        here = [mark for low, high, mark in spans if low <= left and high >= right]
        words, width = text[left:right], text_width(text[left:right], BODY)
        colour = _mark(page, x, middle, width, here)
        if colour != run_colour:
            page.text(run_x, middle, run, BODY, run_colour)
            run, run_x, run_colour = "", x, colour
        run, x = run + words, x + width
    page.text(run_x, middle, run, BODY, run_colour)


def _mark(page: Page, x: float, middle: float, width: float, marks: list[str]) -> str:
    """Draw the marks of a run; returns the colour of its words."""
    colour = BLACK
    for mark in marks:
        if mark == "numeral":
            colour = NUMERAL
        elif mark.endswith("?"):
            line, dash = LINES.get(mark, (STAGE_COLOURS.get(mark.rstrip("?"), GREY), (2.6, 2.6)))
            page.line(x, middle + 14, x + width, middle + 14, line, 2.2, dash)
        else:
            page.box(x - 1, middle - 14, width + 2, 28, **BOXES[mark])
            colour = "#ffffff" if mark == "outcome" else BLACK
    return colour


def _key(page: Page, words) -> None:
    """What the marks mean."""
    x = float(MARGIN)
    for mark in KEY:
        name = words[f"label.mark_{mark.replace('?', '_named')}"]
        width = text_width(name, BODY)
        if x + width > WIDTH - MARGIN:
            x, page.y = float(MARGIN), page.y + LINE
        page.text(x, page.y + 14, name, BODY, _mark(page, x, page.y + 14, width, [mark]))
        x += width + 20
    page.y += 48


def marked_spans(ledger: pd.DataFrame, observations: pd.DataFrame, text: str) -> pd.DataFrame:
    """The table of `marked_text`: `start, end, text, mark, observation` and the coding of that observation.

    `mark` is a stage for a coded number, `stage?` for a statement without one (`plan?` for one that is planned), `repeated` for a mention of a
    quantity that is coded elsewhere, `numeral` for dates, ordinals and names, and empty for the words
    between.
    """
    coded = observations.set_index("observation")
    numerals = ledger[["start", "end", "text", "kind", "observation"]]
    numerals = numerals.assign(mark=numerals["observation"].map(coded["stage"]))
    other = numerals["kind"].eq("quantity").map({True: "repeated", False: "numeral"})
    numerals["mark"] = numerals["mark"].fillna(other)
    named = observations[observations["bound"] == "unquantified"]
    planned = named["scope"].eq("plan").map({True: "plan?", False: ""})
    named = named.assign(text=named["exact"], mark=planned.where(planned != "", named["stage"] + "?"))
    columns = ["start", "end", "text", "mark", "observation"]
    marks = pd.concat([numerals[columns], named[columns]]).merge(
        observations[CODING], on="observation", how="left"
    )
    between = pd.DataFrame(_between(text, marks), columns=columns).assign(mark="", observation="")
    return pd.concat([marks, between]).sort_values(["start", "end"], ignore_index=True).fillna("")


def _between(text: str, marks: pd.DataFrame) -> list[dict]:
    """The stretches of `text` that no mark covers."""
    stretches, position = [], 0
    spans = sorted(zip(marks["start"], marks["end"]))
    for start, end in [*spans, (len(text), len(text))]:
        if start > position:
            stretches.append({"start": position, "end": start, "text": text[position:start]})
        position = max(position, end)
    return stretches
