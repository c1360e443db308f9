"""Every number drawn is an observation's or follows from observations by a rule recomputed here."""

from math import inf, isclose, nan

import pytest

from conftest import ROOT
from report.coding import clean
from report.figures import read_table, render
from report.suggest import draft_coding
from report.tables import read_sheet
from report.text import read_report

TABLES = [
    "02-chain",
    "02-money",
    "02-people",
    "02-ratios",
    "03-chain",
    "03-enterprises",
    "04-chain",
    "04-money",
    "05-chain",
    "06-money",
]


def as_number(text):
    return float(text) if text else nan


def same(a, b):
    return (a != a and b != b) or isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)


def expected_bounds(rows, derived, table_row, root):
    """Lower and upper end of a derived number, by plain arithmetic."""
    if derived == "total":
        sums = rows[~((rows["relation"] == "part_of") & rows["relation_to"].isin(rows["observation"]))]
        return max(rows["lower"].max(), sums.loc[sums["additive"], "lower"].sum()), sums["upper"].sum(
            min_count=len(sums)
        )
    if derived == "ratio":
        above, below = (
            (rows.iloc[1], rows.iloc[0]) if table_row["unit"] == "share" else (rows.iloc[0], rows.iloc[1])
        )
        return above["lower"] / below["upper"], inf if above["upper"] != above["upper"] else above[
            "upper"
        ] / below["lower"]
    if derived == "prices of 2018":
        level = 1.0
        for _, year in read_sheet(root / "data/reference/cpi.csv").iterrows():
            level *= (
                1 + float(year["change_percent"]) / 100
                if "2018" < year["year"] <= rows["period"].iloc[0]
                else 1
            )
        return rows["lower"].iloc[0] / level, rows["upper"].iloc[0] / level
    raise AssertionError(f"no rule for {derived!r}")


@pytest.mark.parametrize("name", TABLES)
def test_drawn_numbers_come_from_observations(root, observations, name):
    table = read_sheet(root / f"figures/{name}.csv")
    assert len(table)
    for _, row in table.iterrows():
        drawn = as_number(row["lower"]), as_number(row["upper"])
        derived = row.get("derived", "")
        if derived == "not reported":
            assert row["observation"] == "" and drawn[0] != drawn[0]
            money = observations[
                (observations["task"] == row["task"])
                & (observations["flow"] != "")
                & (observations["stage"] == "input")
            ]
            assert money["lower"].isna().all()
            continue
        rows = observations.loc[row["observation"].split()]
        if derived:
            expected = expected_bounds(rows, derived, row, root)
        else:
            assert len(rows) == 1 and row["exact"] == rows["exact"].iloc[0]
            expected = rows["lower"].iloc[0], rows["upper"].iloc[0]
        assert same(drawn[0], expected[0]) and same(drawn[1], expected[1]), (name, dict(row), expected)


def test_the_evidence_matrix_counts_statements(root, observations):
    table = read_sheet(root / "figures/06-evidence.csv")
    assert len(table) == 16
    for _, row in table.iterrows():
        rows = observations[(observations["task"] == row["task"]) & (observations["stage"] == row["stage"])]
        assert int(row["numbered"]) == rows["value"].notna().sum()
        assert int(row["named"]) == rows["value"].isna().sum()


def test_the_annotated_report_marks_every_numeral(root, report):
    table = read_sheet(root / "figures/01-report.csv")
    ledger = read_sheet(root / "data/dalian-hitech-2020/tidy/quantities.csv")
    marked = {(row["start"], row["end"]) for _, row in table.iterrows()}
    assert marked >= {(row["start"], row["end"]) for _, row in ledger.iterrows()}
    assert all(report.text[int(row["start"]) : int(row["end"])] == row["text"] for _, row in table.iterrows())


def test_the_sample_report_is_drawn_from_its_draft(root, coding):
    report = read_report(root / "data/sample-2021/report.txt")
    _, drafted = clean(report.text, draft_coding(report, coding), suggested=True)
    drafted = drafted.set_index("observation")
    money = read_sheet(root / "figures/07-money.csv")
    assert set(money["observation"]) == set(
        drafted[(drafted["flow"] != "") & (drafted["stage"] != "context")].index
    )
    for _, row in money.iterrows():
        source = drafted.loc[row["observation"]]
        assert row["exact"] == source["exact"]
        for end in ("value", "lower", "upper"):
            assert same(as_number(row[end]), nan if source[end] is None else source[end])
    for _, row in read_sheet(root / "figures/07-evidence.csv").iterrows():
        rows = drafted[(drafted["task"] == row["task"]) & (drafted["stage"] == row["stage"])]
        assert (int(row["numbered"]), int(row["named"])) == (len(rows), 0)
    marked = read_sheet(root / "figures/07-report.csv")
    assert set(marked["observation"]) - {""} == set(drafted.index)


@pytest.mark.parametrize("path", sorted((ROOT / "figures").glob("*.csv")), ids=lambda path: path.stem)
def test_a_figure_is_redrawn_from_its_saved_table(path):
    """The CSV holds all that is drawn: from it alone come the same PNGs, byte for byte."""
    files = render(path.stem, read_table(path))
    for file, content in files.items():
        if not file.endswith(".svg"):  # an SVG may round otherwise on another processor
            assert content == path.with_name(file).read_bytes(), file


def test_each_figure_is_there_in_both_languages_with_its_data(root):
    names = {path.stem for path in (root / "figures").glob("*.csv")}
    assert names == {
        *TABLES,
        "01-report",
        "06-evidence",
        "07-report",
        "07-evidence",
        "07-money",
        "08-explore",
    }
    wanted = {
        f"{name}{ending}" for name in names for ending in (".csv", ".en.png", ".zh.png", ".en.svg", ".zh.svg")
    }
    assert {path.name for path in (root / "figures").iterdir() if not path.name.startswith(".")} == wanted


def test_money_of_different_kinds_is_never_added(root, observations):
    for name in TABLES:
        table = read_sheet(root / f"figures/{name}.csv")
        for _, row in table.iterrows():
            if row.get("derived") == "total" and row["unit"] == "CNY":
                assert not set(observations.loc[row["observation"].split(), "flow"]) & {"investment", "sales"}
