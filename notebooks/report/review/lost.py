"""A report that was edited after its coding: what still stands is found again, what does not is kept and listed as lost."""

from difflib import SequenceMatcher
from pathlib import Path

from report.anchors import reanchor
from report.quantities import Quantity
from report.records import Code, Exclusion, Observation, read_records
from report.review.items import Sheets, span
from report.suggest import list_sections
from report.text import ReportError, stands_once

ALIKE = 0.6  # of 1: how like its old words a heading must be to be taken for the same


def find_again(text: str, quantities: list[Quantity], sheets: Sheets, tidy: Path) -> tuple[Sheets, dict]:
    """The sheets with new quotes for what stands in an edited text with other words around it, and the reason why each other
    quote is lost, by (sheet, quote). `tidy` is the table of observations, which remembers what stood around them.
    """
    observations = read_records(tidy, Observation) if tidy.exists() else []
    rows, lost = {}, {}
    for sheet, kind in (("codes", Code), ("exclusions", Exclusion)):
        old = getattr(sheets, sheet)
        records = [kind(*row.values()) for row in old]
        kept, gone = reanchor(text, records, observations, quantities)
        reasons = {id(record): reason for record, reason in gone}
        found = iter(kept)
        rows[sheet] = tuple(
            row if id(record) in reasons or (quote := next(found).quote) == row["quote"] else row | {"quote": quote}
            for row, record in zip(old, records)
        )
        lost |= {(sheet, row["quote"]): reasons[id(record)] for row, record in zip(old, records) if id(record) in reasons}
    found = sheets._replace(**rows)
    headings, lost_headings = _headings_again(text, found, lost)
    found = found._replace(tasks=headings)
    return links_again(text, found, lost), lost | lost_headings


def _headings_again(text: str, sheets: Sheets, lost: dict) -> tuple[tuple, dict]:
    """The tasks, a heading that was reworded quoted as it stands now, or else a statement under it; and those that are lost."""
    free = [section.heading for section in list_sections(text) if stands_once(text, section.heading)]
    tasks, gone = [], {}
    for row in sheets.tasks:
        if not stands_once(text, row["quote"]):
            alike = {heading: SequenceMatcher(None, row["quote"], heading).ratio() for heading in free}
            best = max(alike, key=alike.get, default="")
            under = (code["quote"] for code in sheets.codes if code["task"] == row["task"] and ("codes", code["quote"]) not in lost)
            quote = best if best and alike[best] >= ALIKE else next(under, "")
            if not quote:
                gone["tasks", row["quote"]] = f"the heading {row['quote']!r} is lost"
            row = row | {"quote": quote or row["quote"]}
        free = [heading for heading in free if heading != row["quote"]]
        tasks.append(row)
    return tuple(tasks), gone


def links_again(text: str, sheets: Sheets, lost) -> Sheets:
    """The sheets, each link quoting the words from one of its ends to the other, where both stand in the text."""
    ends = {row["observation"]: row for row in sheets.codes if ("codes", row["quote"]) not in lost}
    return sheets._replace(links=tuple(_link_again(text, row, ends) for row in sheets.links))


def _link_again(text: str, link: dict, ends: dict) -> dict:
    try:
        places = [span(text, ends[link[end]]) for end in ("from", "to")]
        start, end = span(text, link)
        if start <= min(places)[0] and max(place[1] for place in places) <= end:
            return link
    except KeyError:  # an end is lost
        return link
    except ReportError:  # its own words are
        pass
    return link | {"quote": joining_quote(text, min(places)[0], max(place[1] for place in places))}


def joining_quote(text: str, start: int, end: int) -> str:
    """text[start:end] with as much around it as makes it stand in the text once."""
    while not stands_once(text, text[start:end]):
        start, end = max(0, start - 4), min(len(text), end + 4)
    return text[start:end]
