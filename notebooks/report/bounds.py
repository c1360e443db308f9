"""Reckon with lower and upper bounds: what a report leaves open stays open in every sum and ratio.

A bound that the words do not close is infinite above and zero below, for all that is counted here (money, people,
things) cannot be negative. Rules: interval arithmetic for sums and ratios; max ≤ union ≤ sum (Boole–Fréchet) where two
numbers may share money or people.
"""

from dataclasses import dataclass
from math import fsum, inf

import pandas as pd


@dataclass(frozen=True)
class Interval:
    """All values from `lower` to `upper`; `upper` is infinite where nothing closes it."""

    lower: float = 0
    upper: float = inf

    def __post_init__(self):
        if not 0 <= self.lower <= self.upper:
            raise ValueError(f"not an interval of amounts: {self.lower} to {self.upper}")

    @classmethod
    def of(cls, row) -> "Interval":
        """The interval of an observation: a record, a row of a table or a dict with `lower` and `upper`, empty where open."""
        lower, upper = (row["lower"], row["upper"]) if isinstance(row, dict) else (row.lower, row.upper)
        return cls(0 if _is_empty(lower) else lower, inf if _is_empty(upper) else upper)

    @property
    def is_exact(self) -> bool:
        return self.lower == self.upper

    def __str__(self) -> str:
        """The ends, or the one that is closed: 8–13, ≥ 9,090,000."""
        if self.upper == inf:
            return f"≥ {self.lower:,.10g}"
        return f"{self.lower:,.10g}" if self.is_exact else f"{self.lower:,.10g}–{self.upper:,.10g}"

    def __contains__(self, value) -> bool:
        return self.lower <= value <= self.upper

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.lower + other.lower, self.upper + other.upper)

    def __sub__(self, other: "Interval") -> "Interval":
        """By how much this amount exceeds another, zero where it does not."""
        return Interval(max(0, self.lower - other.upper), max(0, self.upper - other.lower))

    def __mul__(self, other: "Interval") -> "Interval":
        """The product of two amounts, as in people × months. Zero times an open bound counts as zero."""
        upper = 0 if 0 in (self.upper, other.upper) else self.upper * other.upper
        return Interval(self.lower * other.lower, upper)

    def __truediv__(self, other: "Interval") -> "Interval":
        """The ratio of two independent amounts: [lower / upper, upper / lower]; no upper end over a zero."""
        if other.upper == 0:
            raise ZeroDivisionError("a ratio to nothing")
        return Interval(self.lower / other.upper, self.upper / other.lower if other.lower else inf)

    def change_to(self, later: "Interval") -> tuple[float, float]:
        """The relative change from this amount to a later one, lowest and highest (0.1 is +10 %)."""
        ratio = later / self
        return ratio.lower - 1, ratio.upper - 1


def _is_empty(value) -> bool:
    return value is None or value != value  # None or NaN; `pd.isna` takes ten times as long


def total(rows) -> Interval:
    """What the amounts of `rows` (observations in one unit, as a DataFrame or as records) come to together, whatever they share.

    A row that is `part_of` or `same_as` another of the rows adds nothing. Additive rows add up, save where a relation says that one may lie
    inside another; any other row may lie wholly inside the rest or come wholly on top. So the lower end is the most that
    rows certain to be apart come to, or the largest single row if that is more; the upper end is the sum of all. A row
    without a number leaves it open: the total of stated amounts is that of the rows that have one. Raises ValueError on mixed units, and for
    a part that is more than all.
    """
    rows = list(rows.itertuples()) if isinstance(rows, pd.DataFrame) else list(rows)
    if len(units := {row.unit for row in rows}) > 1:
        raise ValueError(f"amounts in different units do not add up: {', '.join(sorted(units))}")
    names = {row.observation for row in rows}
    stated = [(row, Interval.of(row)) for row in rows]
    counted = [
        (row, ends)
        for row, ends in stated
        if not (row.relation in ("part_of", "same_as") and names & set(row.relation_to.split()))
    ]
    largest = max((ends.lower for _, ends in stated), default=0)
    certain = _most_apart([(row, ends.lower) for row, ends in counted if row.additive in (True, "true")])
    most = fsum(ends.upper for _, ends in counted)
    if largest > most:
        parts = ", ".join(row.observation for row, ends in stated if ends.lower > most)
        raise ValueError(f"more than what it is part of or the same as: {parts}")
    return Interval(max(certain, largest), most)


def _most_apart(rows: list) -> float:
    """The most that those of `rows`, each with its lower end, come to which no relation ties to each other."""
    tied = {row.observation: {other.observation for other, _ in rows if _tied(row, other)} for row, _ in rows}
    hub = max(rows, key=lambda one: len(tied[one[0].observation]), default=None)
    if hub is None or not tied[hub[0].observation]:
        return fsum(lower for _, lower in rows)
    others = [one for one in rows if one is not hub]
    beside = [one for one in others if one[0].observation not in tied[hub[0].observation]]
    return max(_most_apart(others), hub[1] + _most_apart(beside))


def _tied(one, other) -> bool:
    return other.observation in one.relation_to.split() or one.observation in other.relation_to.split()


def with_row(table: pd.DataFrame, key: str, interval: Interval | None, **cells) -> pd.DataFrame:
    """`table` with a row for what was reckoned: its first column is `key`, its ends are those of the interval.

    `cells` gives other columns; the rest is empty. An open end stays empty, and both where the interval is None: not reported.
    """
    lower, upper = (interval.lower, None if interval.upper == inf else interval.upper) if interval else (None, None)
    row = {table.columns[0]: key, "lower": lower, "upper": upper, "bound": "range", **cells}
    blank = {column: "" for column in table.columns if column != "value"}
    return pd.concat([table, pd.DataFrame([blank | row])], ignore_index=True)[[*table.columns, *(cells.keys() - set(table.columns))]]


def linked_ratios(links: list, observations: pd.DataFrame) -> pd.DataFrame:
    """What each of the `links` of a coding comes to: the later number over the first where both count the same, else the first for each of the later.

    `observations` has the columns of the tidy table. A row a link: `link`, the columns of both ends behind from_ and to_, and `unit`
    (share, CNY per person), `lower`, `upper`. A link to a zero, or to what has no number, has no ratio and no row.
    """
    rows, by_name = [], observations.set_index("observation", drop=False)
    for link in links:
        start, end = by_name.loc[link.from_], by_name.loc[link.to]
        first, later = _stated(start), _stated(end)
        alike = start["unit"] == end["unit"]
        over, under, unit = (later, first, "share") if alike else (first, later, f"{start['unit']} per {end['unit']}")
        if "unquantified" not in (start["bound"], end["bound"]) and under.upper:
            ends = {**start.add_prefix("from_"), **end.add_prefix("to_")}
            ratio = over / under
            rows.append({"link": link.link, **ends, "unit": unit, "lower": ratio.lower, "upper": ratio.upper})
    columns = ["link", *(side + column for side in ("from_", "to_") for column in observations), "unit", "lower", "upper"]
    return pd.DataFrame(rows, columns=columns)


def _stated(row) -> Interval:
    """The interval of an observation; what is only about right counts as its value."""
    return Interval(row["value"], row["value"]) if row["bound"] == "about" else Interval.of(row)
