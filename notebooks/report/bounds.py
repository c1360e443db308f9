"""Reckon with lower and upper bounds: what a report leaves open stays open in every sum and ratio.

A bound that the words do not close is infinite above and zero below, for all that is counted here (money, people,
things) cannot be negative. Rules: interval arithmetic for sums and ratios; max ≤ union ≤ sum (Boole–Fréchet) where two
numbers may share money or people.
"""

from dataclasses import dataclass
from math import inf

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
        """The interval of an observation (anything with `lower` and `upper`, empty where open)."""
        lower, upper = row["lower"], row["upper"]
        return cls(0 if pd.isna(lower) else lower, inf if pd.isna(upper) else upper)

    @property
    def is_exact(self) -> bool:
        return self.lower == self.upper

    def __contains__(self, value) -> bool:
        return self.lower <= value <= self.upper

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.lower + other.lower, self.upper + other.upper)

    def __sub__(self, other: "Interval") -> "Interval":
        """By how much this amount exceeds another, zero where it does not."""
        least = 0 if other.upper == inf else max(0, self.lower - other.upper)
        return Interval(least, max(0, self.upper - other.lower))

    def __mul__(self, other: "Interval") -> "Interval":
        """The product of two amounts, as in people × months. Zero times an open bound counts as zero."""
        upper = 0 if 0 in (self.upper, other.upper) else self.upper * other.upper
        return Interval(self.lower * other.lower, upper)

    def __truediv__(self, other: "Interval") -> "Interval":
        """The ratio of two independent amounts: [lower / upper, upper / lower]; no upper end over a zero."""
        if other.upper == 0:
            raise ZeroDivisionError("a ratio to nothing")
        lower = 0 if other.upper == inf else self.lower / other.upper
        upper = inf if other.lower == 0 or self.upper == inf else self.upper / other.lower
        return Interval(lower, upper)

    def change_to(self, later: "Interval") -> tuple[float, float]:
        """The relative change from this amount to a later one, lowest and highest (0.1 is +10 %)."""
        ratio = later / self
        return ratio.lower - 1, ratio.upper - 1


def total(rows: pd.DataFrame) -> Interval:
    """What the amounts of `rows` (observations in one unit) come to together, whatever they share.

    Rows with `additive` true are disjoint and add up. A row that is `part_of` another of the rows adds nothing. Any
    other row may lie wholly inside the rest or come wholly on top: it widens the interval upwards only. The lower end
    is the sum of the additive rows, or the largest single row if that is more. A row without a number leaves the upper
    end open. Raises ValueError on mixed units.
    """
    if rows["unit"].nunique() > 1:
        raise ValueError(
            f"amounts in different units do not add up: {', '.join(sorted(rows['unit'].unique()))}"
        )
    inside = (rows["relation"] == "part_of") & rows["relation_to"].isin(rows["observation"])
    parts = [(Interval.of(row), row["additive"]) for _, row in rows[~inside].iterrows()]
    certain = sum(part.lower for part, additive in parts if additive)
    largest = max((Interval.of(row).lower for _, row in rows.iterrows()), default=0)
    return Interval(max(certain, largest), sum(part.upper for part, _ in parts))
