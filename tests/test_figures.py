"""Every number drawn is an observation's, or follows from observations by arithmetic repeated here without the package."""

import builtins
import operator
from functools import reduce
from math import fsum, isclose, nan

import pytest

from conftest import ROOT
from report.figures import read_table, render
from report.tables import read_sheet

STATEMENTS = ["02-chain", "02-money", "02-people", "03-chain", "04-chain", "04-money", "05-chain", "06-overview"]
OTHERS = ["01-report", "02-split", "02-ratios", "06-money", "06-completeness", "06-readings", "08-explore"]
FOLDERS = [ROOT / "figures", ROOT / "data/sample-2021/figures"]
FIRST = {  # the sums of the report that may share money, in yuan: by hand, from its words
    "fiscal": 3_000_000,
    "donations": 6_090_000,
    "either": 500_000 + 540_000,
    "donated": 305_900,
}


def table_of(name):
    return read_table(ROOT / f"figures/{name}.csv")


def same(a, b):
    return (a != a and b != b) or isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)


def test_figures_do_not_hang_on_how_python_adds(monkeypatch):
    """From Python 3.12 on `sum` keeps what 3.11 rounds away, here all of it; places of words have two decimals."""
    monkeypatch.setattr(builtins, "sum", lambda numbers, start=0: exact(list(numbers), start))
    for name in ("02-money", "06-overview", "06-readings"):
        for file, content in render(name, table_of(name)).items():
            assert (ROOT / "figures" / file).read_bytes() == content, file


def exact(numbers, start):
    is_float = any(isinstance(number, float) for number in numbers)
    return fsum([*numbers, start]) if is_float else reduce(operator.add, numbers, start)


@pytest.mark.parametrize("name", STATEMENTS)
def test_drawn_numbers_are_those_of_the_observations(observations, name):
    table = table_of(name)
    known = table[table["observation"].isin(observations.index) & (table.get("derived", "") == "")]
    assert len(known) >= len(table) - 2 or name == "04-money"
    for _, row in known.iterrows():
        source = observations.loc[row["observation"]]
        assert row["exact"] == source["exact"]
        assert all(same(row[end], source[end]) for end in ("value", "lower", "upper")), row["observation"]


@pytest.mark.parametrize("name", ["02-money", "02-people"])
def test_a_total_runs_from_what_is_certain_to_the_sum_of_all(observations, name):
    table = table_of(name).set_index("observation")
    total = table.loc["total"]
    if name == "02-money":
        own = table[(table["panel"] == "own") & (table.index != "total")]
        assert total["lower"] == FIRST["fiscal"] + FIRST["donations"]
        assert total["upper"] == sum(FIRST.values()) == own["value"].sum()
    else:
        groups = table.drop(["total", "liupanshui.startups"])["value"]  # those are among the entrepreneurs
        assert (total["lower"], total["upper"]) == (groups.max(), groups.sum()) == (946, 1432)


def test_the_open_part_splits_between_its_sources():
    table = table_of("02-split").set_index("observation")
    ends = {key: (row["lower"], row["upper"]) for key, row in table.iterrows()}
    fiscal, donations = FIRST["fiscal"], FIRST["donations"]
    assert ends == {
        "fiscal": (fiscal, fiscal + FIRST["either"]),
        "donations": (donations, donations + FIRST["either"] + FIRST["donated"]),
        "together": (fiscal + donations, sum(FIRST.values())),
    }


def test_ratios_divide_what_one_sentence_ties(observations):
    links = read_sheet(ROOT / "data/dalian-hitech-2020/coding/links.csv").set_index("link")
    table = table_of("02-ratios")
    assert list(table["link"]) == list(links.index)
    for _, row in table.iterrows():
        start, end = (observations.loc[links.loc[row["link"], column]] for column in ("from", "to"))
        above, below = (end, start) if row["unit"] == "share" else (start, end)
        assert same(row["lower"], above["lower"] / below["upper"])
        assert same(row["upper"], nan if above["upper"] != above["upper"] else above["upper"] / below["lower"]) or (
            row["upper"] == float("inf") and above["upper"] != above["upper"]
        )


def test_constant_prices_divide_by_the_index(root):
    table, level = table_of("04-money"), 1.0
    cpi = read_sheet(root / "data/reference/cpi.csv").set_index("year")["change_percent"].astype(float)
    given = table[table["derived"] == ""].set_index("period")["value"]
    real = table[table["derived"] != ""].set_index("period")["value"]
    for year in sorted(given.index):
        level *= 1 + cpi.get(year, 0) / 100
        assert same(real[year], given[year] / level)


def test_money_by_task_says_what_is_not_reported(observations):
    table = table_of("06-money").set_index("task")
    total = table_of("02-money").set_index("observation").loc["total"]
    assert (table.loc["liupanshui", "lower"], table.loc["liupanshui", "upper"]) == (total["lower"], total["upper"])
    assert table.loc["jiangda", "lower"] == table.loc["jiangda", "upper"] == 3_500_000
    for task in ("shihezi", "wafangdian"):
        assert table.loc[task, ["lower", "upper"]].isna().all()
        money = observations[(observations["task"] == task) & (observations["flow"] != "")]
        assert money["value"].isna().all()
    open_sums = observations[(observations["flow"] != "") & (observations["stage"] == "input") & observations["value"].isna()]
    assert table["unstated"].to_dict() == {task: (open_sums["task"] == task).sum() for task in table.index}


def test_money_of_other_people_is_in_no_total(observations):
    rows = table_of("02-money")
    others = rows[rows["panel"] == "others"]
    assert set(others["flow"]) == {"investment", "sales"} and set(others["stage"]) == {"output"}


def test_no_plan_mention_or_judgement_is_drawn_as_done(observations):
    for name in STATEMENTS:
        drawn = observations.loc[[key for key in table_of(name)["observation"] if key in observations.index]]
        assert set(drawn["scope"]) == {"past"}
        if name == "06-overview":
            assert set(drawn.loc[drawn["stage"] == "judgement", "indicator"]) <= {"completion"}
            assert "same_as" not in set(drawn["relation"])


def test_each_mark_of_completeness_rests_on_words(report):
    table = table_of("06-completeness")
    assert not table.duplicated(["row", "column"]).any()
    for _, row in table.iterrows():
        assert report.text.count(row["words"]) == 1 if row["state"] != "absent" else row["words"] == ""


def test_headlines_begin_with_the_coding_and_end_with_all_readings():
    table = table_of("06-readings")
    base = table[table["reading"] == "base"].set_index("headline")
    assert (base.loc["stated_money", "lower"], base.loc["stated_money", "upper"]) == (9_090_000, 10_435_900)
    assert base.loc["true_money", "lower"] == 9_090_000 and base.loc["true_money", "upper"] in (float("inf"),)
    assert (base.loc["people", "lower"], base.loc["people", "upper"]) == (946, 1432)
    assert (base.loc["enterprises", "lower"], base.loc["enterprises", "upper"]) == (8, 13)
    for headline, rows in table.groupby("headline"):
        whole = rows[rows["reading"] == "all"].iloc[0]
        assert whole["lower"] <= rows["lower"].min() and whole["upper"] >= rows["upper"].max(), headline


def test_the_annotated_report_marks_every_numeral(root, report):
    table = read_sheet(root / "figures/01-report.csv")
    ledger = read_sheet(root / "data/dalian-hitech-2020/tidy/quantities.csv")
    marked = {(row["start"], row["end"]) for _, row in table.iterrows()}
    assert marked >= {(row["start"], row["end"]) for _, row in ledger.iterrows()}
    assert all(report.text[int(row["start"]) : int(row["end"])] == row["text"] for _, row in table.iterrows())


@pytest.mark.parametrize("path", sorted(path for folder in FOLDERS for path in folder.glob("*.csv")), ids=lambda path: path.stem)
def test_a_figure_is_redrawn_from_its_saved_table(path):
    """The CSV holds all that is drawn: from it alone come the same PNGs, byte for byte."""
    figure = path.stem if "-chain-" not in path.stem else path.stem.rpartition("-")[0]  # a chain for each section
    for file, content in render(figure, read_table(path)).items():
        if not file.endswith(".svg"):  # an SVG may round otherwise on another processor
            assert content == path.with_name(file.replace(figure, path.stem)).read_bytes(), file


def test_each_figure_is_there_in_both_languages_with_its_data(root):
    names = {path.stem for path in (root / "figures").glob("*.csv")}
    assert names == {*STATEMENTS, *OTHERS}
    wanted = {f"{name}{ending}" for name in names for ending in (".csv", ".en.png", ".zh.png", ".en.svg", ".zh.svg")}
    assert {path.name for path in (root / "figures").iterdir() if not path.name.startswith(".")} == wanted
