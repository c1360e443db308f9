"""Join what people decided (`coding/` in a report's folder) to the numerals of a report.

Each row of `codes.csv` quotes the words of one statement. The quote must stand in the report once; the quantity inside
it gives the value, bounds and unit, which must agree with what the row says. A quantity without a row, or a row without
its words, is an error that names the words and the file: nothing is dropped in silence.
"""

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pandas as pd

from report.quantities import find_quantities
from report.paths import CODEBOOK, REPORT, ROOT
from report.records import Code, Observation
from report.tables import NUMERIC, read_sheet, records
from report.text import ReportError, locate, selector, sentences

COLUMNS = {
    "tasks": ["task", "name_zh", "name_en", "partner_zh", "partner_en", "region_zh", "region_en", "quote"],
    "indicators": ["indicator", "name_zh", "name_en", "unit", "definition"],
    "labels": ["field", "code", "en", "zh", "definition", "rule", "yes", "no"],
    "codes": list(Code._fields),
    "exclusions": ["quote", "same_as", "reason"],
    "typos": ["quote", "as_written", "should_be", "reason"],
    "links": ["link", "from", "to", "quote", "note"],
}
SHARED = ("labels", "indicators")  # sheets of the codebook, the same for every report
OBSERVATION_COLUMNS = list(Observation._fields)
PERIOD = re.compile(r"\d{4}(-\d\d)?(/\d{4}(-\d\d)?)?")


@dataclass(frozen=True)
class Coding:
    """The coding sheets of one report, each a DataFrame of text; `folder` and `codebook` are named in errors."""

    folder: str
    codebook: str
    tasks: pd.DataFrame
    indicators: pd.DataFrame
    labels: pd.DataFrame
    codes: pd.DataFrame
    exclusions: pd.DataFrame
    typos: pd.DataFrame
    links: pd.DataFrame

    def path(self, sheet: str) -> str:
        """The file of a sheet, as errors name it."""
        return f"{self.codebook if sheet in SHARED else self.folder}/{sheet}.csv"

    def known(self, field: str) -> set[str]:
        """The codes that `labels.csv` lists for a field (area, stage, flow, …)."""
        return {code for name, code in zip(self.labels["field"], self.labels["code"]) if name == field}

    def error(self, sheet: str, row: int, message: str) -> ReportError:
        """An error that names the sheet and the row as a spreadsheet numbers it."""
        return ReportError(f"{self.path(sheet)}, row {row + 2}: {message}")


def read_coding(folder=REPORT / "coding", codebook=CODEBOOK) -> Coding:
    """Read and check the coding sheets in `folder`, and those that all reports share in `codebook`.

    Raises ReportError naming the file and row of what is wrong.
    """
    folder, codebook = Path(folder), Path(codebook)
    sheets = {}
    for sheet, columns in COLUMNS.items():
        path = (codebook if sheet in SHARED else folder) / f"{sheet}.csv"
        if not path.exists():
            raise ReportError(f"{name_of(path)} is missing")
        sheets[sheet] = read_sheet(path)
        if list(sheets[sheet].columns) != columns:
            raise ReportError(f"{name_of(path)}: the columns must be {', '.join(columns)}")
    coding = Coding(folder=name_of(folder), codebook=name_of(codebook), **sheets)
    check_coding(coding)
    return coding


def name_of(path: Path) -> str:
    """A file or folder as errors name it: from the project's root, where it lies inside."""
    path = path.resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])


def check_coding(coding: Coding) -> None:
    """Raise ReportError for a word in the sheets that nothing defines, or an identifier given twice."""
    _check_unique(coding)
    indicator_units = dict(zip(coding.indicators["indicator"], coding.indicators["unit"]))
    observations = set(coding.codes["observation"])
    allowed = {field: coding.known(field) for field in ("area", "stage", "scope", "bound")}
    allowed |= {field: coding.known(field) | {""} for field in ("flow", "unit", "relation")}
    allowed |= {
        "task": set(coding.tasks["task"]) | {""},
        "indicator": set(indicator_units),
        "additive": {"true", "false"},
        "status": {"reviewed", "suggested"},
    }
    for row, code in enumerate(records(coding.codes)):
        for field, words in allowed.items():
            if code[field] not in words:
                raise coding.error("codes", row, f"unknown {field} {code[field]!r} for {code['quote']!r}")
        if unknown := set(code["relation_to"].split()) - observations:
            raise coding.error(
                "codes", row, f"relation_to names no observation: {', '.join(sorted(unknown))}"
            )
        if bool(code["relation"]) != bool(code["relation_to"]):
            raise coding.error("codes", row, f"relation and relation_to go together ({code['quote']!r})")
        if (code["unit"] == "CNY") != bool(code["flow"]):
            raise coding.error("codes", row, f"money, and only money, has a flow ({code['quote']!r})")
        if code["unit"] != indicator_units[code["indicator"]]:
            raise coding.error(
                "codes",
                row,
                f"{code['indicator']} is counted in {indicator_units[code['indicator']]!r}, not {code['unit']!r}",
            )
        if code["period"] and not PERIOD.fullmatch(code["period"]):
            raise coding.error(
                "codes", row, f"period {code['period']!r} is not a year, a month or a span of them"
            )
    for sheet, columns in (("exclusions", ["same_as"]), ("links", ["from", "to"])):
        for row, record in enumerate(records(getattr(coding, sheet))):
            for column in columns:
                if record[column] not in observations:
                    raise coding.error(sheet, row, f"{column} names no observation: {record[column]!r}")


def _check_unique(coding: Coding) -> None:
    keys = {
        "tasks": ["task"],
        "indicators": ["indicator"],
        "labels": ["field", "code"],
        "codes": ["observation"],
        "links": ["link"],
    }
    for sheet, key in keys.items():
        table, seen = getattr(coding, sheet), set()
        for row, words in enumerate(zip(*(table[column] for column in key))):
            if "" in words:
                raise coding.error(sheet, row, f"{key[0]} is empty")
            if words in seen:
                raise coding.error(sheet, row, f"{' '.join(words)!r} is there twice")
            seen.add(words)


def list_quantities(text: str) -> pd.DataFrame:
    """Every numeral of `text` in order, one row each: the fields of `Quantity` and the `sentence` it stands in."""
    spans = sentences(text)
    rows, at = [], 0
    for quantity in find_quantities(text):
        while spans[at][1] <= quantity.start:
            at += 1
        row = {name.name: getattr(quantity, name.name) for name in fields(quantity)}
        rows.append(row | {"sentence": text[slice(*spans[at])].strip()})
    columns = ["start", "end", "text", "kind", *NUMERIC, "bound", "unit", "measure_word", "noun", "sentence"]
    table = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(NUMERIC, object))
    table[NUMERIC] = table[NUMERIC].where(table[NUMERIC].notna(), None)
    table["bound"] = table["bound"].fillna("")
    return table


def code_observations(text: str, quantities: pd.DataFrame, coding: Coding) -> pd.DataFrame:
    """The observations of `text`: each row of `codes.csv` joined to its words, reviewed or not.

    Raises ReportError where a quote is not in the report once, holds another number of quantities than it should, or
    where unit, bound or relation disagree with the words.
    """
    counted = records(quantities[quantities["kind"] == "quantity"])
    rows, claimed = [], {}
    for row, code in enumerate(records(coding.codes)):
        try:
            start, end = locate_marked(text, code["quote"])
            quantity = _quantity_in(counted, start, end, code)
            if quantity:
                _check_agreement(text, counted, quantity, code)
                if quantity["start"] in claimed:
                    raise ReportError(
                        f"{quantity['text']!r} is coded already, as {claimed[quantity['start']]}"
                    )
                claimed[quantity["start"]] = code["observation"]
        except ReportError as error:
            raise coding.error("codes", row, str(error)) from None
        rows.append(_observation(text, code, quantity, start, end))
    observations = pd.DataFrame(rows, columns=OBSERVATION_COLUMNS).astype(dict.fromkeys(NUMERIC, object))
    return observations.sort_values(["start", "end"], kind="stable", ignore_index=True)


def locate_marked(text: str, quote: str) -> tuple[int, int]:
    """Start and end of `quote` in `text`, or of its part in 【】 where it must reach over other numbers to stand there once."""
    before, mark, rest = quote.partition("【")
    part, _, after = rest.partition("】")
    start, end = locate(text, before + part + after)
    return (start + len(before), start + len(before) + len(part)) if mark else (start, end)


def _quantity_in(counted: list[dict], start: int, end: int, code: dict) -> dict | None:
    """The one quantity in text[start:end], or None where the code says the words hold no number."""
    touched = [quantity for quantity in counted if quantity["start"] < end and quantity["end"] > start]
    for quantity in touched:
        if quantity["start"] < start or quantity["end"] > end:
            raise ReportError(f"the quote {code['quote']!r} cuts through {quantity['text']!r}")
    expected = 0 if code["bound"] == "unquantified" else 1
    if len(touched) != expected:
        found = ", ".join(quantity["text"] for quantity in touched) or "none"
        raise ReportError(
            f"the quote {code['quote']!r} must hold {expected} quantities (bound {code['bound']}); it holds: {found}"
        )
    return touched[0] if touched else None


def _check_agreement(text: str, counted: list[dict], quantity: dict, code: dict) -> None:
    """Raise ReportError where unit or bound disagree with the words, or the words call the number a part (其中, of which)."""
    for field in ("unit", "bound"):
        if code[field] != quantity[field] and not code["overrule"]:
            raise ReportError(
                f"{field} {code[field]!r} disagrees with the words {quantity['text']!r}: {quantity[field]!r}"
            )
    start = quantity["start"]
    clause = re.split("[，,。；;：:！!？?\n]", text[max(0, start - 60) : start])[-1]
    if "其中" in clause and code["relation"] != "part_of" and counted[0]["start"] < start:
        raise ReportError(
            f"the words {clause + quantity['text']!r} say part_of (其中), the code says {code['relation']!r}"
        )


def _observation(text: str, code: dict, quantity: dict | None, start: int, end: int) -> dict:
    row = {column: code[column] for column in OBSERVATION_COLUMNS if column in code}
    row |= {"value": None, "lower": None, "upper": None, "text_value": "", "text_unit": ""}
    if quantity is not None:
        start, end = quantity["start"], quantity["end"]
        row |= {column: quantity[column] for column in NUMERIC}
        row["text_value"], row["text_unit"] = as_written(quantity["text"], quantity["measure_word"])
    return row | selector(text, start, end)


def as_written(text: str, measure_word: str) -> tuple[str, str]:
    """Number and unit as written, bound words left out: 5500万元以上 → ("5500", "万元"), 一个月 → ("一", "个月")."""
    arabic = re.search(r"[\d.,，．／/%％至到~～—\-－–]*\d", text)
    if not arabic:
        number = re.search("[〇零一二三四五六七八九十百千万亿两]+", text)
        return (number.group() if number else "", measure_word)
    scale = re.match("[十百千万亿]*", text[arabic.end() :]).group()
    return arabic.group(), scale + measure_word


def settle(text: str, quantities: pd.DataFrame, observations: pd.DataFrame, coding: Coding) -> pd.DataFrame:
    """The ledger: `quantities` with the `observation` each became, or the `reason` it became none.

    `observations` are all that `code_observations` gives; what no person has reviewed is a reason, not an observation.
    Raises ReportError that lists every quantity neither coded nor excluded, and where an excluded mention gives another
    value than the observation it repeats.
    """
    ledger = quantities.copy()
    coded = observations[observations["bound"] != "unquantified"].set_index("start")["observation"]
    kinds = coding.labels[coding.labels["field"] == "kind"].set_index("code")["definition"]
    is_quantity = ledger["kind"] == "quantity"
    ledger["observation"] = ledger["start"].map(coded).where(is_quantity, "").fillna("").astype(object)
    ledger["reason"] = ledger["kind"].map(kinds).where(~is_quantity, "")
    unreviewed = ledger["observation"].isin(suggested_only(coding))
    ledger.loc[unreviewed, "reason"] = "only suggested: " + ledger.loc[unreviewed, "observation"]
    ledger.loc[unreviewed, "observation"] = ""
    for row, exclusion in enumerate(records(coding.exclusions)):
        try:
            start, end = locate(text, exclusion["quote"])
        except ReportError as error:
            raise coding.error("exclusions", row, str(error)) from None
        inside = (
            is_quantity
            & (ledger["start"] >= start)
            & (ledger["end"] <= end)
            & (ledger["observation"] == "")
            & (ledger["reason"] == "")
        )
        if inside.sum() != 1:
            raise coding.error(
                "exclusions", row, f"the quote {exclusion['quote']!r} must hold one uncoded quantity"
            )
        _check_same(ledger[inside].iloc[0], observations, exclusion, coding, row)
        ledger.loc[inside, "reason"] = f"{exclusion['reason']} = {exclusion['same_as']}"
    left = ledger[is_quantity & (ledger["observation"] == "") & (ledger["reason"] == "")]
    if len(left):
        words = "; ".join(f"{row['text']!r} in {row['sentence']!r}" for _, row in left.iterrows())
        raise ReportError(
            f"neither coded nor excluded: {words}. Add a row to {coding.path('codes')}, "
            f"or to {coding.path('exclusions')} with the reason"
        )
    return ledger


def _check_same(
    mention: pd.Series, observations: pd.DataFrame, exclusion: dict, coding: Coding, row: int
) -> None:
    same = observations[observations["observation"] == exclusion["same_as"]]
    if same.empty:
        raise coding.error(
            "exclusions", row, f"same_as names no reviewed observation: {exclusion['same_as']!r}"
        )
    compared = ["lower", "upper", "unit"]
    if list(mention[compared]) != list(same.iloc[0][compared]):
        raise coding.error(
            "exclusions",
            row,
            f"{mention['text']!r} is not the same as {same.iloc[0]['exact']!r} ({exclusion['same_as']})",
        )


def check_quotes(text: str, observations: pd.DataFrame, coding: Coding) -> None:
    """Raise ReportError unless every task heading, typo and link stands in the report, and a link holds both its ends."""
    for sheet in ("tasks", "typos", "links"):
        for row, record in enumerate(records(getattr(coding, sheet))):
            try:
                start, end = locate(text, record["quote"])
            except ReportError as error:
                raise coding.error(sheet, row, str(error)) from None
            if sheet == "typos" and record["as_written"] not in record["quote"]:
                raise coding.error(
                    sheet, row, f"{record['as_written']!r} is not in the quote {record['quote']!r}"
                )
            if sheet == "links":
                ends = observations[observations["observation"].isin([record["from"], record["to"]])]
                if len(ends) != 2 or (ends["start"] < start).any() or (ends["end"] > end).any():
                    raise coding.error(
                        sheet,
                        row,
                        f"the quote {record['quote']!r} does not hold both {record['from']} and {record['to']}",
                    )


def suggested_only(coding: Coding) -> set[str]:
    """The observations that no person has reviewed."""
    return set(coding.codes.loc[coding.codes["status"] != "reviewed", "observation"])


def clean(text: str, coding: Coding, suggested: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All of the cleaning: `text` and its coding to (ledger of quantities, observations).

    Rows of `codes.csv` that are only suggested stay out of the observations, unless `suggested` asks for them.
    """
    if suggested:
        coding = replace(coding, codes=coding.codes.assign(status="reviewed"))
    quantities = list_quantities(text)
    observations = code_observations(text, quantities, coding)
    ledger = settle(text, quantities, observations, coding)
    observations = observations[~observations["observation"].isin(suggested_only(coding))].reset_index(
        drop=True
    )
    check_quotes(text, observations, coding)
    return ledger, observations
