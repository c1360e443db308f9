"""How far two people who code one text, each for himself, come to the same statements and the same codes.

    first = read_statements(REPORT / "coding/codes.csv", text, codebook)
    second = read_statements(REPORT / "coding/second.csv", text, codebook)
    pairs = pair(first, second)
    cutting(pairs, text), agreement(pairs), differences(pairs)

Alpha is Krippendorff's, for nominal data (Content Analysis, 4th ed., ch. 12); its interval comes from a bootstrap over
statements.
"""

import re
from pathlib import Path
from typing import NamedTuple

import krippendorff
import numpy as np
import pandas as pd

from report.anchors import locate_marked
from report.codebook import Codebook
from report.quantities import find_quantities
from report.records import Code
from report.tables import read_sheet, records
from report.text import ReportError

FIELDS = ["task", "area", "stage", "scope", "flow", "period", "unit", "bound", "additive", "relation"]
MAY_BE_EMPTY = {"task", "flow", "unit", "relation"}
CLAUSE = re.compile("[^，,。；;：:\n]+")
RESAMPLES = 2000


class Statement(NamedTuple):
    """A coded statement: its words, their place, or the place of its number, and its codes by field."""

    quote: str
    start: int
    end: int
    numbered: bool
    codes: dict[str, str]


Pair = tuple[Statement | None, Statement | None]


def read_statements(path, text: str, codebook: Codebook) -> list[Statement]:
    """The statements of a coding sheet (columns of `codes.csv`), in the order of the text.

    Raises ReportError, in one line with file, row and words, for a code that the codebook does not list, and
    for a quote that is not in the text once or does not hold the one number its bound asks for.
    """
    sheet = read_sheet(path)
    if missing := [column for column in Code._fields if column not in sheet.columns]:
        raise ReportError(f"{Path(path).name} lacks the columns {', '.join(missing)}")
    return statements_in(records(sheet), Path(path).name, text, codebook)


def statements_in(rows: list[dict], name: str, text: str, codebook: Codebook) -> list[Statement]:
    """The statements of a coding sheet's `rows`; `name` is the file that errors name."""
    known = {field: set(codebook.codes[field]) for field in FIELDS if field != "period"}
    known |= {field: known[field] | {""} for field in MAY_BE_EMPTY}
    numbers = [quantity for quantity in find_quantities(text) if quantity.kind == "quantity"]
    statements = []
    for row, code in enumerate(rows, 2):
        try:
            for field, words in known.items():
                if code[field] not in words:
                    raise ReportError(f"unknown {field} {code[field]!r} for {code['quote']!r}")
            start, end = locate_marked(text, code["quote"])
            numbered = code["bound"] != "unquantified"
            inside = [quantity for quantity in numbers if start <= quantity.start and quantity.end <= end]
            if numbered and len(inside) != 1:
                raise ReportError(f"the quote {code['quote']!r} must hold one quantity; it holds {len(inside)}")
        except ReportError as error:
            raise ReportError(f"{name}, row {row}: {error}") from None
        place = (inside[0].start, inside[0].end) if numbered else (start, end)
        codes = {field: code[field] for field in FIELDS}
        statements.append(Statement(code["quote"], *place, numbered, codes))
    return sorted(statements, key=lambda statement: (statement.start, statement.end))


def pair(first: list[Statement], second: list[Statement]) -> list[Pair]:
    """Who found what: the statements of two coders side by side, None where one found nothing, in the order of the text.

    Numbered statements match by the place of their number; others by their words, the largest overlap first, if it is
    at least half of the shorter quote. Each statement matches once.
    """
    matches = _matches(first, second)
    pairs = [(first[i], second[j]) for i, j in matches.items()]
    pairs += [(statement, None) for i, statement in enumerate(first) if i not in matches]
    pairs += [(None, statement) for j, statement in enumerate(second) if j not in matches.values()]
    return sorted(pairs, key=lambda both: (both[0] or both[1]).start)


def _matches(first: list[Statement], second: list[Statement]) -> dict[int, int]:
    shared = [
        (_overlap(one, other), -i, -j)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
        if one.start < other.end and other.start < one.end
    ]
    matches = {}
    for overlap, i, j in sorted(shared, reverse=True):
        if overlap and -i not in matches and -j not in matches.values():
            matches[-i] = -j
    return matches


def _overlap(one: Statement, other: Statement) -> int:
    """How many characters two statements share; 0 where they cannot be the same one."""
    if one.numbered != other.numbered:
        return 0
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return shared if 2 * shared >= shorter else 0


def agreement(pairs: list[Pair]) -> pd.DataFrame:
    """Alpha for each field, on the numbered, the unnumbered and all statements that both found.

    Returns `field, statements, n, agreed, alpha, lower, upper`: the number of statements and of those coded alike,
    alpha and the ends of its 95 % interval. Alpha is empty where both gave all statements one code: without
    variation there is nothing to agree on.
    """
    both = [(one, other) for one, other in pairs if one and other]
    groups = {
        "numbered": [both for both in both if both[0].numbered],
        "unnumbered": [both for both in both if not both[0].numbered],
        "all": both,
    }
    rows = []
    for field in FIELDS:
        for name, group in groups.items():
            codes = [[one.codes[field], other.codes[field]] for one, other in group]
            rows.append({"field": field, "statements": name} | _alpha_row(codes))
    return pd.DataFrame(rows)


def cutting(pairs: list[Pair], text: str) -> pd.DataFrame:
    """Whether both cut the same statements out of the text.

    Returns a row for the numbered, the unnumbered and all: `statements, both, first_only, second_only`, the `share` of
    all statements found that both found, and, over the clauses of the text, alpha with its interval for how many
    statements each coder found in a clause (`n`, `agreed`, `alpha`, `lower`, `upper`).
    """
    clauses = [match.span() for match in CLAUSE.finditer(text)]
    rows = []
    for name, kinds in {"numbered": {True}, "unnumbered": {False}, "all": {True, False}}.items():
        group = [both for both in pairs if (both[0] or both[1]).numbered in kinds]
        found = [sum(both[coder] is not None for both in group) for coder in (0, 1)]
        shared = sum(None not in both for both in group)
        counts = [[_begun(group, coder, span) for coder in (0, 1)] for span in clauses]
        rows.append(
            {"statements": name, "both": shared, "first_only": found[0] - shared, "second_only": found[1] - shared}
            | {"share": shared / len(group) if group else None}
            | _alpha_row(counts)
        )
    return pd.DataFrame(rows)


def _begun(pairs: list[Pair], coder: int, span: tuple[int, int]) -> int:
    """How many statements a coder found in a clause; words that both found count where the first coder has them begin."""
    places = [(both[0] or both[1]).start for both in pairs if both[coder]]
    return sum(span[0] <= place < span[1] for place in places)


def differences(pairs: list[Pair]) -> pd.DataFrame:
    """What two coders did not do alike: a row a field and statement, and a row a statement that one of them did not find.

    Returns `quote, field, first, second`; the field `cut` for a statement that only one found.
    """
    rows = []
    for one, other in pairs:
        if one is None or other is None:
            found = ["" if statement is None else statement.quote for statement in (one, other)]
            rows.append([(one or other).quote, "cut", *found])
            continue
        rows += [
            [one.quote, field, one.codes[field], other.codes[field]]
            for field in FIELDS
            if one.codes[field] != other.codes[field]
        ]
    return pd.DataFrame(rows, columns=["quote", "field", "first", "second"])


def _alpha_row(codes: list[list]) -> dict:
    """Number of units and of those coded alike, alpha, and the ends of its interval, for [first, second] a unit."""
    row = {"n": len(codes), "agreed": sum(one == other for one, other in codes)}
    values = sorted({value for both in codes for value in both})
    if len(values) < 2:
        return row | dict.fromkeys(["alpha", "lower", "upper"])
    units = np.array([[values.index(value) for value in both] for both in codes])
    alpha = krippendorff.alpha(units.T, level_of_measurement="nominal")
    lower, upper = np.nanquantile(resampled_alphas(units, len(values)), [0.025, 0.975])
    return row | {"alpha": float(alpha), "lower": float(lower), "upper": float(upper)}


def resampled_alphas(units: np.ndarray, values: int, resamples: int = RESAMPLES) -> np.ndarray:
    """Alpha of `resamples` draws from `units` (n × 2, codes 0 … values − 1) with replacement; NaN where a draw has one value.

    Drawn with a fixed seed. Two coders and no gaps: alpha = 1 − (2n − 1) Σ d / (n (2n − 1) − Σ c (c − 1) / 2) with d the
    units coded apart and c how often a value was given.
    """
    n = len(units)
    weights = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=resamples)
    apart = weights @ (units[:, 0] != units[:, 1])
    given = weights @ np.stack([(units == value).sum(axis=1) for value in range(values)], axis=1)
    possible = n * (2 * n - 1) - (given * (given - 1)).sum(axis=1) / 2
    return 1 - (2 * n - 1) * np.divide(apart, possible, out=np.full(resamples, np.nan), where=possible > 0)
