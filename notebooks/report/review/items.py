"""The statements of a report under review, as its sheets and its text together give them."""

import re
from bisect import bisect_left
from contextlib import suppress
from functools import cache
from math import prod
from operator import itemgetter
from typing import NamedTuple

from report.anchors import FEW, Located, locate_marked
from report.text import ReportError, stands_once

REASON = re.compile(r"(\w+): (.*) → (\S*)(?: (\d\.\d\d))?")  # a part of a `note`


class Sheets(NamedTuple):
    """The sheets of one report's `coding/`: tuples of rows, each a dict of text. Never changed, only replaced."""

    codes: tuple
    exclusions: tuple
    tasks: tuple
    links: tuple
    labels: tuple
    indicators: tuple


class Item(NamedTuple):
    """A statement of the report under review: where its words stand, and the row that settles it.

    Of one whose words are lost, `start` and `end` are where the statement before it ends.
    """

    key: str
    start: int
    end: int
    state: str
    code: dict | None = None  # its row of codes.csv
    exclusion: dict | None = None  # its row of exclusions.csv
    quantity: dict | None = None  # what the reader found there

    @property
    def row(self) -> dict | None:
        """The row of `codes.csv` or `exclusions.csv` that settles it."""
        return self.code or self.exclusion


_places: dict[tuple[str, str], tuple[int, int]] = {}  # of text and quote: what was looked for once


def span(text: str, row: dict) -> tuple[int, int]:
    """Where the words of a row of `codes.csv` or `exclusions.csv` stand. Raises ReportError unless they stand there once."""
    key = (text, row["quote"])
    if key not in _places:
        _places[key] = locate_marked(*key)
    return _places[key]


def _find_all(text: str, rows) -> None:
    """Look for the words of many rows together."""
    quotes = [row["quote"] for row in rows if (text, row["quote"]) not in _places]
    if len(quotes) <= FEW:
        return
    located = Located(text, quotes)
    for quote in quotes:
        with suppress(ReportError):  # `span` raises it again
            _places[text, quote] = located(quote)


def find_items(text: str, quantities: list[dict], sheets: Sheets, lost=(), known=()) -> list[Item]:
    """Every statement of the report in its order: coded, left out, lost, or a quantity that no sheet mentions.

    `lost` are the quotes whose words are gone, as (sheet, quote); `known` items of the same text, whose rows are not looked
    for again. Raises ReportError for another quote that does not stand.
    """
    found = {id(item.code): item for item in known if item.code}
    items, settled, end = [], set(), 0
    _find_all(text, sheets.codes)
    for row in sheets.codes:
        if ("codes", row["quote"]) in lost:
            items.append(Item(row["observation"], end, end, "lost", code=row))
            continue
        item = found.get(id(row)) or _coded(text, quantities, row)
        end = item.end
        if item.quantity:
            settled.add(item.start)
        items.append(item)
    for row in sheets.exclusions:
        if ("exclusions", row["quote"]) in lost:
            items.append(Item(f"@{row['quote']}", 0, 0, "lost", exclusion=row))
            continue
        quantity = inside(quantities, *span(text, row), but=settled)
        if not quantity:
            raise ReportError(f"exclusions.csv: the quote {row['quote']!r} must hold one uncoded quantity")
        settled.add(quantity["start"])
        place = (quantity["start"], quantity["end"])
        items.append(Item(f"@{place[0]}", *place, "left_out", exclusion=row, quantity=quantity))
    for row in quantities:
        if row["start"] not in settled:
            items.append(Item(f"@{row['start']}", row["start"], row["end"], "unread", quantity=row))
    return sorted(items, key=itemgetter(1, 2))


def _coded(text: str, quantities: list[dict], row: dict) -> Item:
    start, end = span(text, row)
    quantity = None if row["bound"] == "unquantified" else inside(quantities, start, end)
    if quantity:
        start, end = quantity["start"], quantity["end"]
    return Item(row["observation"], start, end, row["status"], code=row, quantity=quantity)


def inside(quantities: list[dict], start: int, end: int, but=()) -> dict | None:
    """The one quantity between `start` and `end` that is not among those that start at `but`."""
    found, at = [], bisect_left(quantities, start, key=itemgetter("start"))
    while at < len(quantities) and quantities[at]["end"] <= end:
        found += [quantities[at]] if quantities[at]["start"] not in but else []
        at += 1
    return found[0] if len(found) == 1 else None


def without_relation(code: dict, other: str) -> dict:
    """A row of `codes.csv` that is no longer related to `other`."""
    if other not in code["relation_to"].split():
        return code
    names = [name for name in code["relation_to"].split() if name != other]
    return code | {"relation": code["relation"] if names else "", "relation_to": " ".join(names)}


def quote_of(text: str, start: int, end: int) -> str:
    """text[start:end] with as much around it as makes it stand in the text once; then 【】 marks the words themselves."""
    before, after = start, end
    while not stands_once(text, text[before:after]):
        before, after = max(0, before - 4), min(len(text), after + 4)
    words = text[start:end]
    return words if (before, after) == (start, end) else f"{text[before:start]}【{words}】{text[end:after]}"


def reasons(code: dict | None) -> dict:
    """Why each field was suggested, from a `note` like "area: 资金 → funds 0.83": `why`, `code`, and `rate`, how often such a
    reason was right (None: not measured, 0.5: no word was found).
    """
    return _reasons(code["note"]) if code else {}


@cache
def _reasons(note: str) -> dict:
    found = {}
    for part in note.split("; "):
        if match := REASON.fullmatch(part):
            field, why, suggested, rate = match.groups()
            rate = float(rate) if rate else 0.5 if why == "no word found" else None
            found[field] = {"why": why, "code": suggested, "rate": rate}
    return found


def reliability(code: dict | None) -> float:
    """How likely a suggested row is right in every field, were its reasons independent, from 0 to 1."""
    return _reliability(code["note"]) if code else 0.0


@cache
def _reliability(note: str) -> float:
    return prod(reason["rate"] for reason in _reasons(note).values() if reason["rate"] is not None)
