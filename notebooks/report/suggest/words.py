"""The words that suggest a code (`data/codebook/words.csv`): the sheet, its checks, and where its words stand in a text.

Columns: `field` and `code` that the words speak for; `words`, parted by spaces, where 飞碟…练习 is 飞碟 and then 练习 in one clause;
`where` they must stand (PLACES); `for` the units, groups of units or flows of the quantities that they hold for, empty for
all; `weight`, 1 where empty; `right` of `tried`: how often the rule was right where it decided, on the first half of the
labelled passages (`tests/benchmark_suggest.py --write` fills them in). A longer word hides a shorter one of its field that
it holds: 社会组织, of little weight, is how 组织 is kept from being a verb there.
"""

import csv
import re
from bisect import bisect_left
from functools import cache
from itertools import chain
from operator import add
from pathlib import Path
from typing import NamedTuple

from report.paths import CODEBOOK, ROOT
from report.records import MONEY
from report.text import ReportError

SHEET = CODEBOOK / "words.csv"
COLUMNS = ["field", "code", "words", "where", "for", "weight", "right", "tried"]
FIELDS = ("area", "stage", "flow", "scope", "period")
PLACES = {  # own: in the clause; after: right behind the number; covers: no words, a number that another one measures
    "area": ("", "own", "heading"),
    "stage": ("", "own", "after", "covers"),
    "flow": ("", "own", "after"),
    "scope": ("", "own", "sentence", "heading"),
    "period": ("",),
}
# y: the year that the report is about; n: the year in which it is given, by a speaker who says 今年
PERIOD = re.compile(r"[yn]([+-]\d)?|y-\d\d(/y-\d\d)?|\d{4}/(\d{4}|y)")
WORD = re.compile("[^…]+(…[^…]+)?")
GAP = 24  # characters that … in a word may stand for

# Units that behave alike; a rule may name a unit, a group ("other": none of these) or, for the stage of money, a flow.
GROUPS = {
    "money": " ".join(sorted(MONEY)),
    "people": "person person_time household household_time job",
    "share": "percent per_mille percentage_point tenth times doubling ratio",
    "time": "year quarter season month week day hour minute term",
    "event": "time event session batch class_hour person_day",
    "bodies": "organisation organisation_time team shop",
    "places": "village town county city province district prefecture country",
    "things": "item machine vehicle building copy head plant piece seat kind case deal place job ride point",
    "length": "km m li",
    "size": "mu hectare km2 m2 m3 kW MW GW kWh litre",
    "weight": "tonne kg jin g teu",
}
GROUP_OF = {unit: group for group, units in GROUPS.items() for unit in units.split()}


class Rule(NamedTuple):
    """A row of the sheet: these words, standing there, near such a quantity, speak for this code with this weight."""

    field: str
    code: str
    where: str
    units: frozenset[str]
    weight: float
    right: int
    tried: int
    row: int

    @property
    def reliability(self) -> float:
        """How often the rule was right where it decided, of the labelled half; with no trial, one half (Laplace)."""
        return (self.right + 1) / (self.tried + 2)


class Hit(NamedTuple):
    """A word of the sheet as it stands in a text, with the rules of one field that name it."""

    start: int
    end: int
    words: str
    rules: tuple[Rule, ...]


class WordList:
    """The sheet, ready to look up.

    Rules without words: `defaults` hold for their units everywhere, `covers` for a number that another one measures, and
    `fallback` is what a field has where nothing speaks for another code.
    """

    def __init__(self, rows: list[tuple[Rule, list[str]]]):
        self.rules = [rule for rule, _ in rows]
        silent = [rule for rule, words in rows if not words]
        self.defaults = {field: [rule for rule in silent if rule.field == field and rule.units] for field in FIELDS}
        self.covers = [rule for rule in silent if rule.where == "covers"]
        self.fallback = {rule.field: rule for rule in silent if not rule.units and not rule.where}
        rules_of: dict[str, dict[str, list[Rule]]] = {}
        for rule, words in rows:
            for word in words:
                rules_of.setdefault(word, {}).setdefault(rule.field, []).append(rule)
        self._index: dict[str, list] = {}
        for word in sorted(rules_of, key=len, reverse=True):
            head, _, tail = word.partition("…")
            entry = (word, head, tail, [(field, tuple(rules)) for field, rules in rules_of[word].items()])
            self._index.setdefault(head[:2], []).append(entry)
        singles = "".join(key for key in self._index if len(key) == 1)
        self._singles = re.compile(f"[{re.escape(singles)}]") if singles else None

    def find(self, text: str) -> dict[str, list[Hit]]:
        """The words of the sheet in `text`, by field, in order. A word inside a longer one of its field is no hit."""
        hits = {field: [] for field in FIELDS}
        reached = dict.fromkeys(FIELDS, 0)
        index = self._index
        places = [at for at, pair in enumerate(map(add, text, text[1:])) if pair in index]
        places += [match.start() for match in self._singles.finditer(text)] if self._singles else []
        for at in sorted(set(places)):
            for word, head, tail, fields in chain(index.get(text[at : at + 2], ()), index.get(text[at], ())):
                if not text.startswith(head, at):
                    continue
                end = at + len(head)
                if tail and not (end := _tail_end(text, tail, end)):
                    continue
                for field, rules in fields:
                    if end > reached[field]:
                        reached[field] = reached[field] if tail else end  # what … spans is not hidden
                        hits[field].append(Hit(at, end, word, rules))
        return hits


def _tail_end(text: str, tail: str, at: int) -> int:
    """The end of `tail` within the same clause and GAP characters of `at`; 0 where it is not there."""
    found = text.find(tail, at, at + GAP + len(tail))
    return found + len(tail) if found >= 0 and not any(mark in text[at:found] for mark in "。；;，,：:\n") else 0


def hits_within(hits: list[Hit], start: int, end: int) -> list[Hit]:
    """The hits that stand in text[start:end]."""
    first = bisect_left(hits, (start,))
    last = first
    while last < len(hits) and hits[last][0] < end:
        last += 1
    return [hit for hit in hits[first:last] if hit[1] <= end]


def read_words(path=SHEET) -> WordList:
    """Read and check the sheet. Raises ReportError that names file and row for what it cannot mean."""
    path = Path(path)
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    if not lines or lines[0] != COLUMNS:
        raise ReportError(f"{name}: the columns must be {', '.join(COLUMNS)}")
    known = _known_codes()
    rows = []
    for number, line in enumerate(lines[1:], 2):
        try:
            rows.append(_read_row(line, number, known))
        except ReportError as error:
            raise ReportError(f"{name}, row {number}: {error}") from None
    words = WordList(rows)
    for field in FIELDS:
        if field not in words.fallback:
            raise ReportError(f"{name}: no row says which {field} to suggest where no words are found (words, where, for empty)")
    return words


@cache
def default_words() -> WordList:
    """The committed sheet, read once."""
    return read_words()


def _known_codes() -> dict[str, set[str]]:
    known = {field: set() for field in FIELDS}
    with open(CODEBOOK / "labels.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["field"] in known:
                known[row["field"]].add(row["code"])
    return known


def _read_row(line: list[str], number: int, known: dict[str, set[str]]) -> tuple[Rule, list[str]]:
    if len(line) != len(COLUMNS):
        raise ReportError(f"{len(line)} cells instead of {len(COLUMNS)}")
    field, code, words, where, units, weight, right, tried = (cell.strip() for cell in line)
    if field not in FIELDS:
        raise ReportError(f"unknown field {field!r} (one of {', '.join(FIELDS)})")
    if not (PERIOD.fullmatch(code) if field == "period" else code in known[field]):
        raise ReportError(f"unknown {field} {code!r}; labels.csv lists the codes")
    if where not in PLACES[field]:
        raise ReportError(f"{where!r} is no place for {field} (one of {', '.join(PLACES[field][1:])}, or empty for all)")
    kinds = {*GROUPS, *GROUP_OF, "other", *known["flow"]}
    if unknown := sorted(set(units.split()) - kinds):
        raise ReportError(f"unknown unit, group of units or flow {unknown[0]!r} in 'for'")
    for word in words.split():
        if not WORD.fullmatch(word):
            raise ReportError(f"cannot read the words {word!r}: … may stand once, between two words")
    try:
        weight, right, tried = float(weight or 1), int(right or 0), int(tried or 0)
    except ValueError:
        raise ReportError("weight, right and tried are numbers") from None
    if not (weight > 0 and 0 <= right <= tried):
        raise ReportError("weight is more than 0, and right is not more than tried")
    return Rule(field, code, where, frozenset(units.split()), weight, right, tried, number), words.split()
