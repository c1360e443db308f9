"""What a headline becomes where the report's words allow another reading.

`coding/readings.csv` lists the other readings of a report, one row a change: the observations it changes (parted by
blanks), the column and the new value, with the words that allow it and the reason. Rows of one reading stand
together; its name, words and reason stand in the first. Two readings that give one cell different values exclude
each other.

    rows = as_records(observations[observations["task"] == "liupanshui"])
    people = envelope(lambda rows: total(people_helped(rows)), rows, read_readings(observations))
    people.base, people.each["startups_apart"], people.whole   # intervals
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from report.bounds import Interval
from report.codebook import read_codebook
from report.paths import CODEBOOK, REPORT
from report.records import Observation
from report.tables import NUMERIC, read_sheet, records
from report.text import ReportError

COLUMNS = ["reading", "name_en", "name_zh", "observations", "column", "value", "words", "reason"]
CODED = ["area", "stage", "scope", "flow", "bound", "unit", "relation"]
MAY_BE_EMPTY = {"flow", "unit", "relation"}
CHANGEABLE = [*CODED, *NUMERIC, "indicator", "subject", "period", "additive", "relation_to"]


class Reading(NamedTuple):
    """Another reading: its names, the words that allow it, the reason, and `{observation: {column: value}}`."""

    name_en: str
    name_zh: str
    words: str
    reason: str
    changes: dict[str, dict]


class Envelope(NamedTuple):
    """A headline under the coding as it stands (`base`), under each single reading, and under all `combinations` together."""

    base: Interval
    each: dict[str, Interval]
    whole: Interval
    combinations: int


def as_records(observations: pd.DataFrame) -> dict[str, Observation]:
    """The rows of the tidy observations by name: empty amounts as None, `additive` as bool."""
    rows = {}
    for row in records(observations[list(Observation._fields)]):
        row |= {column: None if pd.isna(row[column]) else row[column] for column in NUMERIC}
        row["additive"] = row["additive"] in (True, "true")
        rows[row["observation"]] = Observation(**row)
    return rows


def read_readings(observations: pd.DataFrame, path=REPORT / "coding/readings.csv", codebook=CODEBOOK) -> dict[str, Reading]:
    """The readings of a report by their identifier, in the sheet's order, checked against its `observations`.

    Raises ReportError, in one line with file, row and words, where a reading names no observation or an unknown
    column or code, or changes nothing.
    """
    path, known = Path(path), as_records(observations)
    sheet, book = read_sheet(path), read_codebook(codebook)
    if list(sheet.columns) != COLUMNS:
        raise ReportError(f"{path.name}: the columns must be {', '.join(COLUMNS)}")
    codes = {field: set(book.codes[field]) for field in CODED}
    codes |= {field: codes[field] | {""} for field in MAY_BE_EMPTY}
    codes["indicator"] = set(book.units)
    readings = {}
    for number, row in enumerate(records(sheet), 2):
        try:
            if row["name_en"]:
                if row["reading"] in readings:
                    raise ReportError("is there twice")
                readings[row["reading"]] = Reading(row["name_en"], row["name_zh"], row["words"], row["reason"], {})
            elif row["reading"] != next(reversed(readings), None):
                raise ReportError("its first row must give name, words and reason")
            value = _value(row["column"], row["value"], codes, known)
            changes = readings[row["reading"]].changes
            for name in row["observations"].split() or [""]:
                if name not in known:
                    raise ReportError(f"names no observation: {name!r}")
                if getattr(known[name], row["column"]) == value:
                    raise ReportError(f"leaves {row['column']} of {name} as it is: {row['value']!r}")
                changes.setdefault(name, {})[row["column"]] = value
        except ReportError as error:
            words = readings[row["reading"]].words if row["reading"] in readings else row["words"]
            raise ReportError(f"{path.name}, row {number}: {row['reading']} ({words}) {error}") from None
    return readings


def _value(column: str, text: str, codes: dict, known: dict):
    if column not in CHANGEABLE:
        raise ReportError(f"knows no column {column!r}; it may be {', '.join(CHANGEABLE)}")
    if column in codes and text not in codes[column]:
        raise ReportError(f"knows no {column} {text!r}")
    if column == "relation_to" and (unknown := set(text.split()) - known.keys()):
        raise ReportError(f"names no observation: {', '.join(sorted(unknown))!r}")
    if column == "additive":
        if text not in ("true", "false"):
            raise ReportError(f"needs true or false for additive, not {text!r}")
        return text == "true"
    if column in NUMERIC:
        try:
            return float(text) if text else None
        except ValueError:
            raise ReportError(f"needs a number for {column}, not {text!r}") from None
    return text


def exclude(one: Reading, other: Reading) -> bool:
    """Whether two readings give one cell different values, so that only one of them can be taken."""
    return any(
        other.changes[name].get(column, value) != value
        for name in one.changes.keys() & other.changes.keys()
        for column, value in one.changes[name].items()
    )


def apply(observations: dict[str, Observation], readings: Iterable[Reading]) -> dict[str, Observation]:
    """The observations as one or several readings change them; what a reading says of other rows is left out.

    Raises ReportError for two readings that exclude each other.
    """
    rows, taken = dict(observations), []
    for reading in readings:
        for earlier in taken:
            if exclude(earlier, reading):
                raise ReportError(f"{earlier.name_en!r} and {reading.name_en!r} exclude each other")
        taken.append(reading)
        _change(rows, reading)
    return rows


def _change(rows: dict[str, Observation], reading: Reading) -> None:
    for name, cells in reading.changes.items():
        if name in rows:
            rows[name] = rows[name]._replace(**cells)


def combinations(readings: dict[str, Reading]) -> Iterator[tuple[str, ...]]:
    """Every set of readings of which none excludes another, as identifiers; the empty set first."""
    yield from (taken for taken, _ in _walk({}, list(readings.items())))


def _walk(rows: dict[str, Observation], rest: list[tuple[str, Reading]], taken: tuple = ()) -> Iterator:
    """The sets of readings and what each makes of the rows: every set grows out of one that is smaller by a reading."""
    yield taken, rows
    for i, (name, reading) in enumerate(rest):
        changed = dict(rows)
        _change(changed, reading)
        later = [(other, later) for other, later in rest[i + 1 :] if not exclude(reading, later)]
        yield from _walk(changed, later, (*taken, name))


def envelope(headline: Callable[[list[Observation]], Interval], observations: dict[str, Observation], readings: dict[str, Reading]) -> Envelope:
    """A headline under the coding, under each reading, and from the least to the most that all combinations give.

    `headline` takes observations and gives an Interval. It sees `observations` alone, so give it all that it may look
    at under any reading, and no more: readings that change none of them cannot matter and are left out.
    """
    matter = {name: reading for name, reading in readings.items() if reading.changes.keys() & observations.keys()}
    found = {taken: headline(list(rows.values())) for taken, rows in _walk(observations, list(matter.items()))}
    whole = Interval(min(found.values(), key=lambda at: at.lower).lower, max(found.values(), key=lambda at: at.upper).upper)
    return Envelope(found[()], {name: found[(name,)] for name in matter}, whole, len(found))


def under_every_reading(observations: pd.DataFrame, headlines: dict, readings: dict[str, Reading]) -> pd.DataFrame:
    """What each headline becomes: `headline`, `reading`, `lower`, `upper` (infinite where open), `unit`, a row for each end pair.

    `headlines[name]` is (the query that picks the observations it may look at, its unit, the function that takes those of
    them in that unit and gives an Interval). The reading `base` is the coding as it stands, `all` the span of all combinations;
    of the others those that change the headline.
    """
    rows = []
    for name, (query, unit, reckon) in headlines.items():
        found = envelope(
            lambda seen, unit=unit, reckon=reckon: reckon([row for row in seen if row.unit == unit]),
            as_records(observations.query(query)),
            readings,
        )
        changed = {reading: at for reading, at in found.each.items() if at != found.base}
        for reading, at in {"base": found.base, **changed, "all": found.whole}.items():
            rows.append({"headline": name, "reading": reading, "lower": at.lower, "upper": at.upper, "unit": unit})
    return pd.DataFrame(rows)


def names_of(readings: dict[str, Reading]) -> dict:
    """The names of the readings by language, as figures take them."""
    return {
        "en": {"reading": {key: reading.name_en for key, reading in readings.items()}},
        "zh": {"reading": {key: reading.name_zh for key, reading in readings.items()}},
    }
