"""The cleaning: join a report's coding to its numerals, statement by statement.

Each code quotes words that stand in the report once; the quantity inside them gives value, bounds and unit, which must
agree with what the code says. A quantity without a code, or a code without its words, is an error that names the words
and the file: nothing is dropped in silence. Below `clean` everything travels as records.
"""

import re

import pandas as pd

from report.anchors import GIVEN, Counted, Located, contexts
from report.coding import Coding
from report.quantities import Quantity, find_quantities
from report.records import Code, LedgerRow, Observation
from report.tables import frame
from report.text import ReportError, sentences

CLAUSE_END = re.compile("[，,。；;：:！!？?\n]")
GIVE = "give its number in the column overrule, with the reason (value 12000; why)"
SHOWN = 8  # rows that a message lists
CLAUSE = 60  # characters before a quantity in which its clause begins
ARABIC = re.compile(r"[\d.,，．／/%％至到~～—\-－–]*\d")
SCALE = re.compile("[十百千万亿]*")
NUMERAL = re.compile("[〇零一二三四五六七八九十百千万亿两]+")


def clean(text: str, coding: Coding, suggested: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All of the cleaning: `text` and its coding to (ledger of quantities, observations), as DataFrames.

    Columns are the fields of LedgerRow and Observation. Codes that are only suggested stay out of the observations,
    unless `suggested` asks for them. Raises ReportError as `clean_records` does.
    """
    ledger, observations = clean_records(text, coding, suggested)
    return frame(ledger, LedgerRow), frame(observations, Observation)


def clean_records(
    text: str,
    coding: Coding,
    suggested: bool = False,
    quantities: list[Quantity] | None = None,
    places: list[tuple[int, int]] | None = None,
) -> tuple[list[LedgerRow], list[Observation]]:
    """The ledger and the observations of `text`, both in the order of the text.

    `quantities` spares reading them again; `places`, where each code's words are known to stand, spares looking for the
    quotes. Raises ReportError, naming file, row and words, where a quote does not stand in the report once or holds
    other quantities than it should; where unit, bound or relation disagree with the words; for a quantity neither coded
    nor excluded, or that the reader could not read for certain; for a heading, slip or link that does not stand.
    """
    quantities = find_quantities(text) if quantities is None else quantities
    coded = code_observations(text, quantities, coding, places)
    reviewed = {code.observation for code in coding.codes if suggested or code.status == "reviewed"}
    ledger = _settle(text, quantities, coded, reviewed, coding)
    _check_quotes(text, coded, coding)
    return ledger, [row for row in coded if row.observation in reviewed]


def list_quantities(text: str) -> pd.DataFrame:
    """Every numeral of `text` in order, one row each: the fields of `Quantity` and the `sentence` it stands in."""
    table = frame(_ledger(text, find_quantities(text)), LedgerRow)
    return table.drop(columns=["observation", "reason"])


def _ledger(text: str, quantities: list[Quantity]) -> list[LedgerRow]:
    spans, rows, at = sentences(text), [], 0
    for q in quantities:
        while spans[at][1] <= q.start:
            at += 1
        numbers = q.value, q.lower, q.upper
        sentence = text[slice(*spans[at])].strip()
        rows.append(
            LedgerRow(
                q.start,
                q.end,
                q.text,
                q.kind,
                *numbers,
                q.bound or "",
                q.unit,
                q.measure_word,
                q.noun,
                sentence,
            )
        )
    return rows


def code_observations(
    text: str, quantities: list[Quantity], coding: Coding, places: list[tuple[int, int]] | None = None
) -> list[Observation]:
    """An observation for every code, reviewed or not, in the order of the text; quantities without a code are no error here.

    Takes and raises what `clean_records` does.
    """
    counted, claimed = Counted(quantities), {}
    located = None if places else Located(text, [code.quote for code in coding.codes])
    joined = []
    for at, code in enumerate(coding.codes):
        try:
            start, end = places[at] if places else located(code.quote)
            if text[start:end] not in code.quote:
                raise ReportError(f"the quote {code.quote!r} does not stand at {text[start:end]!r}")
            quantity = counted.one_in(start, end, code)
            if quantity:
                start, end = quantity.start, quantity.end
                _check_agreement(text, counted, quantity, code)
                if start in claimed:
                    raise ReportError(f"{quantity.text!r} is coded already, as {claimed[start]}")
                claimed[start] = code.observation
            joined.append((start, end, code, _amount(quantity, code, text[start:end])))
        except ReportError as error:
            raise coding.error("codes", at, f"{error}{_others_lost(text, coding, at)}") from None
    joined.sort(key=lambda row: row[:2])
    reach = contexts(text, [(start, end) for start, end, *_ in joined])
    return [
        _observation(text, code, amount, before, start, end, after)
        for (start, end, code, amount), (before, after) in zip(joined, reach)
    ]


def _others_lost(text: str, coding: Coding, first: int) -> str:
    """The other rows whose quotes do not stand, where there are any: the text was edited, or the coding is of another."""
    located, rows = Located(text, [code.quote for code in coding.codes]), []
    for at, code in enumerate(coding.codes):
        try:
            located(code.quote)
        except ReportError:
            rows.append(str(coding.row("codes", at)))
    if str(coding.row("codes", first)) not in rows:
        return ""
    listed = f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(rows[:SHOWN])}{', …' * (len(rows) > SHOWN)}"
    other = f"; is {coding.path('codes')} of another report?" if 2 * len(rows) > len(coding.codes) else ""
    command = f"`python notebooks/clean.py {coding.report.removesuffix('/report.txt')} --reanchor`"
    return (
        f" ({len(rows)} of {len(coding.codes)} quotes do not stand, {listed}: if {coding.report} was edited "
        f"after coding, {command} finds again what is still there{other})"
    )


def _check_agreement(text: str, counted: Counted, quantity: Quantity, code: Code) -> None:
    """Raise ReportError where unit or bound disagree with the words without a reason, or the words say part (其中, of which)."""
    if quantity.bound == "unread" and not GIVEN.match(code.overrule):
        raise ReportError(f"{quantity.text!r} cannot be read for certain; {GIVE}")
    differing = [name for name in ("unit", "bound") if getattr(code, name) != getattr(quantity, name)]
    if differing and not code.overrule:
        name = differing[0]
        raise ReportError(
            f"{name} {getattr(code, name)!r} disagrees with the words {quantity.text!r}: {getattr(quantity, name)!r}; "
            "correct it, or give the reason in the column overrule"
        )
    if code.overrule and not differing:
        raise ReportError(f"nothing to overrule: unit and bound are those of the words {quantity.text!r}")
    start = quantity.start
    if "其中" in (before := text[max(0, start - CLAUSE) : start]):
        clause = CLAUSE_END.split(before)[-1]
        if "其中" in clause and code.relation != "part_of" and counted.quantities[0].start < start:
            raise ReportError(
                f"the words {clause + quantity.text!r} say part_of (其中), the code says {code.relation!r}"
            )


def _amount(quantity: Quantity | None, code: Code, words: str) -> tuple:
    """Value, lower, upper, and the number and unit as written; None and '' for a statement without a number.

    They are those of the words. Where the coder overruled the bound, the number as read is kept and the coded bound
    decides what it closes. Where the reader found no number, or none for certain, the coder gives it.
    """
    given = GIVEN.match(code.overrule)
    if quantity is None and not given:
        if code.overrule:
            raise ReportError(f"nothing to overrule: the quote {code.quote!r} holds no number")
        return None, None, None, "", ""
    written = as_written(words, quantity.measure_word if quantity else "")
    if given and quantity and quantity.bound != "unread":
        raise ReportError(f"the number of {words!r} is read from the words; overrule cannot give another")
    if given:
        return *_closed(*(end and float(end) for end in given.groups()), code.bound, words), *written
    if code.bound == quantity.bound:
        return quantity.value, quantity.lower, quantity.upper, *written
    ends = (quantity.lower, quantity.upper) if quantity.bound == "range" else (quantity.value, None)
    return *_closed(*ends, code.bound, words), *written


def _closed(low: float | None, high: float | None, bound: str, words: str) -> tuple:
    """Value, lower and upper of a number, or of a range with both its ends, under a `bound`.

    exact closes both sides at the number, at_least and more_than the lower, at_most and less_than the upper, about none.
    Of a range, a lower bound closes its lower end and an upper bound its upper end; it is neither exact nor about.
    """
    top = low if high is None else high
    closed = {
        "at_least": (low, low, None),
        "more_than": (low, low, None),
        "at_most": (top, None, top),
        "less_than": (top, None, top),
    }
    closed |= (
        {"exact": (low, low, low), "about": (low, None, None)}
        if high is None
        else {"range": (None, low, high)}
    )
    if low is None or bound not in closed:
        raise ReportError(f"the words {words!r} hold no number for the bound {bound!r}")
    return closed[bound]


def _observation(
    text: str, code: Code, amount: tuple, before: int, start: int, end: int, after: int
) -> Observation:
    value, lower, upper, text_value, text_unit = amount
    note = "; ".join(filter(None, (code.note, code.overrule and f"overruled: {code.overrule}")))
    return Observation(
        *code[: Code._fields.index("unit")],
        value, lower, upper, code.bound, code.unit, text_value, text_unit,
        text[start:end], text[before:start], text[end:after], start, end,
        code.additive, code.relation, code.relation_to, note,
    )  # fmt: skip


def as_written(text: str, measure_word: str) -> tuple[str, str]:
    """Number and unit as written, bound words left out: 5500万元以上 → ("5500", "万元"), 一个月 → ("一", "个月")."""
    arabic = ARABIC.search(text)
    if not arabic:
        number = NUMERAL.search(text)
        return (number.group() if number else "", measure_word)
    return arabic.group(), SCALE.match(text, arabic.end()).group() + measure_word


def _settle(
    text: str, quantities: list[Quantity], coded: list[Observation], reviewed: set[str], coding: Coding
) -> list[LedgerRow]:
    """The ledger: what became of every numeral. Raises ReportError that lists every quantity neither coded nor excluded."""
    kinds = coding.codebook.codes.get("kind", {})
    observation_at = {row.start: row.observation for row in coded if row.bound != "unquantified"}
    excluded = _excluded(text, quantities, observation_at, coded, coding)
    ledger, left = [], []
    for row in _ledger(text, quantities):
        observation, reason = "", ""
        if row.kind != "quantity":
            reason = kinds[row.kind].definition
        elif name := observation_at.get(row.start):
            observation, reason = (name, "") if name in reviewed else ("", f"only suggested: {name}")
        elif row.start in excluded:
            reason = excluded[row.start]
        else:
            unread = " (cannot be read for certain)" if row.bound == "unread" else ""
            left.append(f"{row.text!r}{unread} in {row.sentence!r}")
        ledger.append(row._replace(observation=observation, reason=reason))
    if left:
        raise ReportError(
            f"neither coded nor excluded: {'; '.join(left)}. Add a row to {coding.path('codes')}, "
            f"or to {coding.path('exclusions')} with the reason"
        )
    return ledger


def _excluded(
    text: str, quantities: list[Quantity], taken, coded: list[Observation], coding: Coding
) -> dict[int, str]:
    """Why the quantities that `exclusions.csv` names became no observation, by where they start."""
    counted, by_name, reasons = Counted(quantities), {row.observation: row for row in coded}, {}
    located = Located(text, [exclusion.quote for exclusion in coding.exclusions])
    for at, exclusion in enumerate(coding.exclusions):
        try:
            start, end = located(exclusion.quote)
            mentions = [
                q for q in counted.touched(start, end)
                if q.start >= start and q.end <= end and q.start not in taken and q.start not in reasons
            ]  # fmt: skip
            if len(mentions) != 1:
                raise ReportError(f"the quote {exclusion.quote!r} must hold one uncoded quantity")
            mention, reason = mentions[0], exclusion.reason
            if exclusion.same_as:
                _check_same(mention, by_name[exclusion.same_as])
                reason = f"{reason} = {exclusion.same_as}"
        except ReportError as error:
            raise coding.error("exclusions", at, str(error)) from None
        reasons[mention.start] = reason
    return reasons


def _check_same(mention: Quantity, same: Observation) -> None:
    if (mention.lower, mention.upper, mention.unit) != (same.lower, same.upper, same.unit):
        raise ReportError(f"{mention.text!r} is not the same as {same.exact!r} ({same.observation})")


def _check_quotes(text: str, coded: list[Observation], coding: Coding) -> None:
    """Raise ReportError unless every task heading, slip and link stands in the report, and a link holds both its ends."""
    places = {row.observation: (row.start, row.end) for row in coded}
    for sheet in ("tasks", "typos", "links"):
        located = Located(text, [record.quote for record in getattr(coding, sheet)])
        for at, record in enumerate(getattr(coding, sheet)):
            try:
                start, end = located(record.quote)
                if sheet == "typos" and record.as_written not in record.quote:
                    raise ReportError(f"{record.as_written!r} is not in the quote {record.quote!r}")
                if sheet == "links" and not all(
                    start <= places[name][0] and places[name][1] <= end for name in (record.from_, record.to)
                ):
                    raise ReportError(
                        f"the quote {record.quote!r} does not hold both {record.from_} and {record.to}"
                    )
            except ReportError as error:
                raise coding.error(sheet, at, str(error)) from None
