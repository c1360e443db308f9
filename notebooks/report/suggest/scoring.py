"""Weigh the words around a quantity for each field, and say which rule decided."""

from bisect import bisect_left
from typing import NamedTuple

from report.suggest.outline import Head
from report.suggest.words import Hit, Rule

# How much a word counts by where it stands. A heading or lead outweighs a single word near the number.
NEAR, CLAUSE, AFTER_CLAUSE = 1.0, 0.55, 0.7
AREA_PLACES = {"near": 1.1, "clause": 0.8, "sentence": 0.4, "lead": 1.5, "heading": 1.35, "upper heading": 0.7, "title": 0.5}
CONTINUED = 0.8  # what the number before it in the sentence is, where no words of its own decide


class Reason(NamedTuple):
    """Why a field has its code: the words, where they stand, and the rule that names them."""

    field: str
    code: str
    words: str
    where: str
    rule: Rule

    @property
    def reliability(self) -> float:
        """How often the rule was right where it decided, 0 to 1."""
        return self.rule.reliability

    def __str__(self) -> str:
        words = f"{self.words} ({self.where})" if self.words else self.where
        return f"{self.field}: {words} → {self.code or '?'} {self.reliability:.2f}"


class Tally:
    """The weights for each code of a field, and the heaviest reason for each."""

    def __init__(self, field: str):
        self.field, self.sums, self.best = field, {}, {}

    def add(self, code: str, weight: float, words: str, where: str, rule: Rule) -> None:
        self.sums[code] = self.sums.get(code, 0.0) + weight
        if code not in self.best or weight > self.best[code][0]:
            self.best[code] = (weight, words, where, rule)

    def add_all(self, found: list[tuple], factor: float, where: str) -> None:
        """Add what `heaviest` gives."""
        for code, weight, words, rule in found:
            self.add(code, weight * factor, words, where, rule)

    def decide(self, fallback: Rule) -> Reason:
        """The heaviest code; of equals the first named. That of `fallback` where nothing speaks."""
        if not self.sums:
            return Reason(self.field, fallback.code, "", "nothing found", fallback)
        code = max(self.sums, key=self.sums.__getitem__)
        _, words, where, rule = self.best[code]
        return Reason(self.field, code, words, where, rule)


def heaviest(hits: list[Hit], places: tuple[str, ...], kinds: frozenset = frozenset()) -> list[tuple]:
    """(code, weight, words, rule) of the heaviest word for each code: a list of like words says no more than one of them.

    Rules that name units count where one is in `kinds`; rules count whose `where` is one of `places`.
    """
    found = {}
    for hit in hits:
        for rule in hit.rules:
            if rule.where not in places or rule.units and rule.units.isdisjoint(kinds):
                continue
            if rule.code not in found or rule.weight > found[rule.code][1]:
                found[rule.code] = (rule.code, rule.weight, hit.words, rule)
    return list(found.values())


def add_own(tally: Tally, hits: list[Hit], clause, near, quantity, kinds: frozenset) -> bool:
    """The words of a quantity's clause that hold for its `kinds` (unit, group, flow): its own fully, others less.

    Returns whether any stand among its own.
    """
    (clause_start, clause_end), (near_start, near_end) = clause, near
    heaviest = {}
    for place in range(bisect_left(hits, (clause_start,)), len(hits)):
        hit = hits[place]
        if hit.start >= clause_end:
            break
        inside = hit.start >= near_start and hit.end <= near_end
        factor = NEAR if inside else CLAUSE if hit.end <= quantity.start else AFTER_CLAUSE
        for rule in hit.rules:
            if (not rule.units or not rule.units.isdisjoint(kinds)) and (rule.where != "after" or hit.start == quantity.end):
                weight = rule.weight * factor
                key = (rule.code, inside)
                if key not in heaviest or weight > heaviest[key][0]:
                    heaviest[key] = (weight, hit.words, "own words" if inside else "clause", rule)
    for (code, _), reason in heaviest.items():
        tally.add(code, *reason)
    return any(inside for _, inside in heaviest)


def add_defaults(tally: Tally, rules: list[Rule], kinds: frozenset) -> None:
    """The rules without words: what a quantity of such a unit or flow most often is."""
    for rule in rules:
        if not rule.units.isdisjoint(kinds):
            tally.add(rule.code, rule.weight, "", " ".join(sorted(rule.units & kinds)), rule)


def place_of(head: Head, heads: tuple[Head, ...]) -> str:
    """What a head is to what stands under `heads`: lead, heading, or upper heading where a heading lies between."""
    if head.rank >= 5:
        return "lead"
    inner = [other for other in heads if other.rank <= 4]
    return "heading" if head is inner[-1] else "upper heading"
