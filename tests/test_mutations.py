"""Change the report or its coding anywhere: it is stopped, shown, or contradicts the second coding.

Every mutant is either *stopped* (ReportError that quotes words or names a file and row), *shown* (a sentence, a table or a
figure of a notebook says something else than of the true report), or *contradicted* (the two codings differ where no
difference is settled). A mutant that is neither survives, and fails the test. Words that nothing defines must be stopped. Only a
quote cut or widened by a character may be *equivalent*: where it still finds the same quantity, the tidy tables are the
same to the byte. So may another name for a statement that no notebook and no other sheet names: nothing else changes. The notebooks' own cells run here in one process, without drawing.
"""

import ast
import contextlib
import io
import json
import re
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

import report.figures
import report.prose
import report.readings
import report.tables
import report.text
from conftest import ROOT
from report.agreement import differences, pair, read_statements, statements_in
from report.cleaning import clean_records
from report.codebook import read_codebook
from report.coding import SHEETS, check_coding
from report.figures import marked_spans
from report.paths import REPORT
from report.quantities import find_quantities
from report.records import LedgerRow, Observation, columns
from report.tables import csv_bytes, frame, read_sheet
from report.text import Report, ReportError, split_copies

pytestmark = pytest.mark.long
ANALYSES = ["02_liupanshui", "03_shihezi", "04_jiangda", "05_wafangdian", "06_four_tasks"]
TASK_ANALYSIS = {name.partition("_")[2]: name for name in ANALYSES}
WHOLE = (ROOT / "data/dalian-hitech-2020/report.txt").read_text(encoding="utf-8")
DRAWN = ["start", "end", "text", "mark"]  # what the annotated report shows of a mark


@cache
def cells(name):
    """The sources of a notebook's code cells."""
    notebook = json.loads((ROOT / f"notebooks/{name}.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


# all that may name a statement, beside the sheets that the cleaning reads
READ = "\0".join(source for name in ANALYSES for source in cells(name)) + "\0" + read_sheet(REPORT / "coding/readings.csv").to_csv()


def program(name):
    """The code of a notebook, in which the last expression of each cell is handed to `_shown`."""
    module = ast.Module([], [])
    for source in cells(name):
        if body := ast.parse(source).body:
            if isinstance(body[-1], ast.Expr):
                body[-1].value = ast.Call(ast.Name("_shown", ast.Load()), [body[-1].value], [])
            module.body += body
    return compile(ast.fix_missing_locations(module), name, "exec")


@pytest.fixture(scope="module")
def programs():
    return {name: program(name) for name in ANALYSES}


class Differs(Exception):
    """A notebook says something else than of the true report."""


@pytest.fixture
def analyse(programs, monkeypatch):
    """A function from (text, coding, observations, notebook) to what it says of them: tables, figure data, sentences.

    With `truth`, what it says of the true report, it stops at the first difference and raises Differs.
    """
    given, said = {}, []
    read_once = cache(read_sheet)

    def say(what):
        if given["truth"] is not None and given["truth"][len(said) : len(said) + 1] != [what]:
            raise Differs
        said.append(what)

    def sheet(path):
        if path.parent.name == "coding" and path.stem in SHEETS:
            return frame(getattr(given["coding"], path.stem), SHEETS[path.stem])
        return given["sheets"].get(path.stem, read_once(path)).copy()

    def read_observations(folder=None):
        buffer = io.BytesIO(csv_bytes(given["observations"]))
        table = pd.read_csv(buffer, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        for column in report.tables.NUMERIC:
            table[column] = pd.to_numeric(table[column])
        table["additive"] = table["additive"] == "true"
        return table.set_index("observation", drop=False).rename_axis(None)

    def check_prose(notebook, text="", constants=(), **values):
        say(report.prose.computed_passages(notebook, values))

    monkeypatch.setattr(report.tables, "read_observations", read_observations)
    monkeypatch.setattr(report.tables, "read_sheet", sheet)
    monkeypatch.setattr(report.readings, "read_sheet", sheet)
    monkeypatch.setattr(report.text, "read_report", lambda path: Report("mutant", given["text"], 1))
    monkeypatch.setattr(report.figures, "draw", lambda name, table, **_: say((name, csv_bytes(table))))
    monkeypatch.setattr(report.prose, "check_prose", check_prose)
    monkeypatch.setattr(report.prose, "markdown_cells", cache(report.prose.markdown_cells))
    labels = cache(report.prose.read_labels)
    for module in (report.prose, report.tables):
        monkeypatch.setattr(module, "read_labels", labels)

    def shown(value):
        say(csv_bytes(value.reset_index()) if isinstance(value, pd.DataFrame) else repr(value))

    def run(text, coding, observations, name, sheets=None, truth=None):
        given.update(text=text, coding=coding, observations=observations, sheets=sheets or {}, truth=truth)
        said.clear()
        with contextlib.redirect_stdout(io.StringIO()):
            exec(programs[name], {"_shown": shown})
        if truth is not None and len(said) < len(truth):
            raise Differs
        return list(said)

    return run


NOTICED = (Differs, AssertionError, KeyError, IndexError, ValueError, ZeroDivisionError, ReportError)  # or the notebook stops


def as_tables(cleaned):
    """What the cleaning gives, as DataFrames."""
    return frame(cleaned[0], LedgerRow), frame(cleaned[1], Observation)


class Judge:
    """Counts mutants and keeps those that nothing noticed."""

    truth: dict = {}  # what the analyses say of the true report; the same for every judge

    def __init__(self, analyse, report, coding, true):
        self.analyse, self.text, self.coding = analyse, report.text, coding
        vars(self).update(true)
        if not self.truth:
            self.truth.update({name: analyse(report.text, coding, self.tables[1], name) for name in ANALYSES})
        self.stopped, self.shown, self.contradicted, self.equivalent, self.survivors = 0, 0, 0, [], []

    def try_mutant(self, name, text=None, coding=None, task="", must_stop=False, words="\0"):
        """Put a mutant to the cleaning, then to the second coding, the annotated report and the analyses.

        Those come first that name `words`, then that of `task`.
        """
        text, coding = text or self.text, coding or self.coding
        try:
            check_coding(coding)
            cleaned = clean_records(text, coding)
        except ReportError as error:
            assert re.search(r"'[^']+'|row \d+", str(error)), error
            self.stopped += 1
            return
        if must_stop:
            self.survivors.append(name)
        elif words not in READ and self.is_renamed(as_tables(cleaned), words):
            self.equivalent.append(name)
        elif text == self.text and self.is_contradicted(coding):
            self.contradicted += 1
        elif "quote" in name and text == self.text and self.is_all_the_same(coding, cleaned):
            self.equivalent.append(name)
        elif self.is_shown(text, coding, as_tables(cleaned), task, words):
            self.shown += 1
        else:
            self.survivors.append(name)

    def is_all_the_same(self, coding, cleaned):
        """Whether all that the analyses read is as before: the tables, and the sheets beside the codes."""
        sheets = [getattr(coding, sheet) == getattr(self.coding, sheet) for sheet in SHEETS if sheet != "codes"]
        return all(sheets) and list(map(csv_bytes, as_tables(cleaned))) == list(map(csv_bytes, self.tables))

    def is_renamed(self, tables, name):
        """Whether the tables are as before, but for another name of a statement."""
        renamed = [csv_bytes(table).replace(b"renamed.code", name.encode()) for table in tables]
        return renamed == list(map(csv_bytes, self.tables))

    def is_shown(self, text, coding, tables, task, words):
        if text == self.text and csv_bytes(marked_spans(*tables, text)[DRAWN]) != self.marks:
            return True
        return any(self.is_noticed_by(analysis, text, coding, tables[1]) for analysis in self.in_order(task, words))

    def in_order(self, task, words):
        """The analyses, those first that are likely to notice: they name the words, are of the task, or compare all tasks."""
        likely = [TASK_ANALYSIS.get(task), "06_four_tasks"]
        return sorted(ANALYSES, key=lambda name: (words not in "".join(cells(name)), name not in likely, name))

    def is_noticed_by(self, analysis, text, coding, observations, sheets=None):
        try:
            self.analyse(text, coding, observations, analysis, sheets, self.truth[analysis])
        except NOTICED:
            return True
        return False

    def is_contradicted(self, coding):
        """Whether the codings now differ where no difference is settled, or no longer where one is."""
        rows = [code._asdict() for code in coding.codes]
        differing = differences(pair(statements_in(rows, "codes.csv", self.text, self.codebook), self.second))
        return set(zip(differing["quote"], differing["field"])) != set(zip(self.settled["quote"], self.settled["field"]))

    def verdict(self, least):
        """No survivor; `least` guards against an empty test."""
        killed = self.stopped + self.shown + self.contradicted
        total = killed + len(self.survivors)
        print(
            f"{killed} of {total} killed ({self.stopped} stopped, {self.contradicted} contradicted, {self.shown} shown), {len(self.equivalent)} equivalent: {self.equivalent}"
        )
        assert killed >= least
        assert not self.survivors, self.survivors


@pytest.fixture(scope="module")
def true(report, coding):
    """What mutants are held against: the tables and marks of the true report, and its second coding."""
    tables = as_tables(clean_records(report.text, coding))
    codebook = read_codebook()
    return {
        "tables": tables,
        "marks": csv_bytes(marked_spans(*tables, report.text)[DRAWN]),
        "codebook": codebook,
        "second": read_statements(REPORT / "coding/second.csv", report.text, codebook),
        "settled": read_sheet(REPORT / "coding/settled.csv"),
    }


read_once = cache(find_quantities)  # most mutants leave the text as it is


@pytest.fixture
def judge(analyse, report, coding, true, monkeypatch):
    monkeypatch.setattr("report.cleaning.find_quantities", read_once)
    monkeypatch.setattr("report.agreement.find_quantities", read_once)
    return Judge(analyse, report, coding, true)


def number_mutants(quantity):
    """Other words for a quantity: each says something else."""
    words = quantity.text
    digits = re.search(r"\d+(\.\d+)?", words)
    if digits:
        yield words.replace(digits.group(), str(int(digits.group()[0]) % 9 + 1) + digits.group()[1:], 1)
        yield words.replace(digits.group(), digits.group() + "0", 1)
    else:
        yield {"一": "两", "三": "四", "四": "五"}[words[0]] + words[1:]
    for word in ("约", "不足", "超过", "不低于"):
        yield word + words
    yield words + "以上" if "以上" not in words else words.replace("以上", "")
    yield words.replace("余", "") if "余" in words else words + "左右"
    yield (
        words.replace("万", "", 1)
        if "万" in words
        else words.replace(quantity.measure_word, "万" + quantity.measure_word, 1)
    )
    yield words.replace(quantity.measure_word, "吨", 1)
    yield "其中" + words
    yield ""


def tasks_by_position(text, coding):
    starts = sorted((text.index(task.quote), task.task) for task in coding.tasks)
    return lambda position: ([task for start, task in starts if start <= position] or [""])[-1]


def test_every_changed_quantity_is_noticed(judge):
    text, task_at = judge.text, tasks_by_position(judge.text, judge.coding)
    for quantity in find_quantities(text):
        if quantity.kind == "quantity":
            for words in dict.fromkeys(number_mutants(quantity)):
                changed = text[: quantity.start] + words + text[quantity.end :]
                judge.try_mutant(
                    f"{quantity.text} at {quantity.start} → {words!r}", changed, task=task_at(quantity.start)
                )
    judge.verdict(least=300)


def test_a_number_changed_in_report_and_coding_alike_changes_what_is_said(judge):
    """The cleaning has nothing to object to here: only findings and figures can tell."""
    text, task_at = judge.text, tasks_by_position(judge.text, judge.coding)
    mentions = {exclusion.same_as for exclusion in judge.coding.exclusions}
    for quantity in find_quantities(text):
        if quantity.kind != "quantity":
            continue
        words = next(number_mutants(quantity))
        changed = text[: quantity.start] + words + text[quantity.end :]
        sheets = {
            sheet: [
                record._replace(quote=requote(record.quote, text, quantity, words))
                for record in getattr(judge.coding, sheet)
            ]
            for sheet in SHEETS
        }
        judge.try_mutant(
            f"{quantity.text} → {words} with its quotes",
            changed,
            replace(judge.coding, **sheets),
            task_at(quantity.start),
        )
    assert judge.stopped == 3 * len(mentions)  # the villages and their two mentions must agree
    judge.verdict(least=35)


def requote(quote, text, quantity, words):
    """The quote as the changed text has it."""
    start = text.index(quote)
    if not start <= quantity.start <= quantity.end <= start + len(quote):
        return quote
    return text[start : quantity.start] + words + text[quantity.end : start + len(quote)]


def test_every_other_numeral_turned_into_a_quantity_is_noticed(judge):
    text, task_at = judge.text, tasks_by_position(judge.text, judge.coding)
    for numeral in find_quantities(text):
        if numeral.kind != "quantity":
            changed = text[: numeral.start] + "12人" + text[numeral.end :]
            judge.try_mutant(
                f"{numeral.text} at {numeral.start} → 12人", changed, task=task_at(numeral.start)
            )
    judge.verdict(least=25)


def test_a_numeral_changed_in_one_copy_only_stops_the_reading(report):
    second = len(WHOLE) - len(report.text) if not WHOLE.endswith("\n") else WHOLE.rindex(report.text)
    for numeral in find_quantities(report.text):
        for copy_start in (0, second):
            at = copy_start + numeral.start
            for words in ("7", numeral.text + "9", ""):
                with pytest.raises(ReportError, match="differs from copy 1|stands in the file 2 times, with '(9|2020年12月18日)' beside"):
                    split_copies(WHOLE[:at] + words + WHOLE[at + len(numeral.text) :])


def other_values(column, code, coding):
    """Other values for a cell of codes.csv: another word of the same list, a wrong one, none."""
    known = coding.codebook.codes
    lists = {
        "task": [task.task for task in coding.tasks],
        "area": sorted(known["area"]),
        "scope": ["past", "plan"],
        "stage": ["input", "activity", "output", "outcome", "context", "judgement"],
        "flow": sorted(known["flow"]),
        "indicator": list(coding.codebook.units),
        "unit": sorted(known["unit"]),
        "bound": sorted(known["bound"]),
        "additive": ["true", "false"],
        "relation": ["", *sorted(known["relation"])],
        "status": ["suggested"],
    }
    if column in lists:
        words = [word for word in lists[column] if word != getattr(code, column)]
        at = sum(map(ord, code.observation)) % len(words)  # one of them, not always the same
        return [words[at], "nonsense"]
    return {
        "quote": [code.quote[:-1], code.quote + "的"],
        "period": ["2017", "last year"],
        "observation": ["renamed.code", ""],
    }[column]


UNDEFINED = ("nonsense", "nobody", "last year")  # what no sheet defines


@pytest.mark.parametrize(
    "column",
    [
        "scope",
        "observation",
        "task",
        "area",
        "stage",
        "flow",
        "indicator",
        "period",
        "unit",
        "bound",
        "quote",
        "additive",
        "relation",
        "relation_to",
        "status",
    ],
)
def test_every_changed_cell_of_the_codes_is_noticed(judge, column):
    codes = judge.coding.codes
    for at, code in enumerate(codes):
        if column == "relation_to":
            values = ["nobody", *([""] if code.relation_to else ["liupanshui.fiscal"])]
        else:
            values = other_values(column, code, judge.coding)
        for value in values:
            name = f"{code.observation}: {column} {getattr(code, column)!r} → {value!r}"
            coding = changed(judge.coding, "codes", at, column, value)
            renamed = code.observation if value == "renamed.code" else "\0"
            judge.try_mutant(name, coding=coding, task=code.task, must_stop=value in UNDEFINED, words=renamed)
    judge.verdict(least=len(codes))


def changed(coding, sheet, at, column, value):
    """The coding with one cell of a sheet changed."""
    records = list(getattr(coding, sheet))
    name = records[at]._fields[columns(SHEETS[sheet]).index(column)]
    records[at] = records[at]._replace(**{name: value})
    return replace(coding, **{sheet: records})


@pytest.mark.parametrize(
    "sheet, changing",
    [("links", ["from", "to", "quote"]), ("exclusions", ["quote", "same_as"]), ("tasks", ["task", "quote"])],
)
def test_every_changed_cell_of_the_other_sheets_is_noticed(judge, sheet, changing):
    records = getattr(judge.coding, sheet)
    for at, record in enumerate(records):
        for column in changing:
            old = dict(zip(columns(SHEETS[sheet]), record))[column]
            values = (
                ["nobody", "liupanshui.medics"] if column in ("from", "to", "same_as") else [old[:-1] + "无"]
            )
            for value in values:
                judge.try_mutant(
                    f"{sheet} {at} {column} → {value!r}",
                    coding=changed(judge.coding, sheet, at, column, value),
                )
        without = [*records[:at], *records[at + 1 :]]
        judge.try_mutant(f"{sheet} {at} deleted", coding=replace(judge.coding, **{sheet: without}))
    judge.verdict(least=len(records))


@pytest.mark.parametrize(
    "sheet, columns, every",
    [
        ("readings", ["observations", "column", "value"], 1),
        ("claims", ["quote", "claim"], 3),
        ("completeness", ["state", "words"], 5),
    ],
)
def test_every_changed_row_of_what_notebook_6_reads_is_noticed(judge, sheet, columns, every):
    """One cell of a row, the columns in turn: notebook 6 stops, or says something else."""
    table, unnoticed = read_sheet(REPORT / f"coding/{sheet}.csv"), []
    for turn, row in enumerate(range(0, len(table), every)):
        column, changed = columns[turn % len(columns)], table.copy()
        changed.loc[row, column] = {"stated": "absent", "absent": "stated"}.get(table.loc[row, column], "无此")
        if not judge.is_noticed_by("06_four_tasks", judge.text, judge.coding, judge.tables[1], {sheet: changed}):
            unnoticed.append((row + 2, column))
    assert unnoticed == []
