"""Two codings of one text: what matches, how well it agrees, and what is wrong with a sheet."""

import time

import krippendorff
import numpy as np
import pandas as pd
import pytest

from report.agreement import (
    FIELDS,
    agreement,
    cutting,
    differences,
    pair,
    read_statements,
    resampled_alphas,
)
from report.codebook import read_codebook
from report.paths import REPORT
from report.records import Code
from report.tables import csv_bytes
from report.text import ReportError, read_report

TEXT = "选派3名教师、2名医生赴甲县支教,提供资金100万元,推进采购,压实责任。建设车间4个,带动就业50人。"
ROWS = [
    # quote, area, stage, flow, bound, additive, relation
    ("选派3名教师", "talent", "input", "", "exact", "true", ""),
    ("2名医生", "talent", "input", "", "exact", "true", ""),
    ("提供资金100万元", "funds", "input", "fiscal", "exact", "true", ""),
    ("推进采购", "consumption", "activity", "", "unquantified", "false", ""),
    ("压实责任", "general", "judgement", "", "unquantified", "false", ""),
    ("建设车间4个", "industry", "output", "", "exact", "true", ""),
    ("带动就业50人", "labour", "outcome", "", "exact", "true", ""),
]


def sheet(rows) -> pd.DataFrame:
    columns = ["quote", "area", "stage", "flow", "bound", "additive", "relation"]
    table = pd.DataFrame(rows, columns=columns).assign(scope="past", observation=[f"a.{i}" for i in range(len(rows))])
    return table.reindex(columns=Code._fields, fill_value="")


@pytest.fixture(scope="module")
def codebook():
    return read_codebook()


@pytest.fixture
def coded(tmp_path, codebook):
    def read(rows, name="second.csv"):
        path = tmp_path / name
        path.write_bytes(csv_bytes(rows if isinstance(rows, pd.DataFrame) else sheet(rows)))
        return read_statements(path, TEXT, codebook)

    return read


def changed(row, **codes):
    columns = ["quote", "area", "stage", "flow", "bound", "additive", "relation"]
    return tuple(codes.get(column, value) for column, value in zip(columns, row))


def test_numbers_match_by_their_place_and_words_by_their_overlap(coded):
    second = [
        changed(ROWS[1], quote="【2名】医生赴甲县"),
        changed(ROWS[0], quote="选派3名"),
        changed(ROWS[3], quote="推进采购,压"),
        changed(ROWS[5], quote="车间4个"),
        ("赴甲县支教", "talent", "activity", "", "unquantified", "false", ""),
    ]
    pairs = pair(coded(ROWS), coded(second))
    names = [tuple(statement and statement.quote for statement in both) for both in pairs]
    assert names == [
        ("选派3名教师", "选派3名"),
        ("2名医生", "【2名】医生赴甲县"),
        (None, "赴甲县支教"),
        ("提供资金100万元", None),
        ("推进采购", "推进采购,压"),
        ("压实责任", None),
        ("建设车间4个", "车间4个"),
        ("带动就业50人", None),
    ]
    found = cutting(pairs, TEXT)
    assert list(found.columns) == ["statements", "both", "first_only", "second_only", "share", "n", "agreed", "alpha", "lower", "upper"]
    found = found.set_index("statements")
    assert list(found.index) == ["numbered", "unnumbered", "all"]
    assert list(found.loc["all", ["both", "first_only", "second_only"]]) == [4, 3, 1]
    assert found.loc["all", "share"] == 0.5
    assert list(found.loc["numbered", ["both", "first_only", "second_only"]]) == [3, 2, 0]
    assert list(found.loc["unnumbered", ["both", "first_only", "second_only"]]) == [1, 1, 1]


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("推进采购", "购,压实责任", False),
        ("推进采购", "采购,压实责任", True),  # half of the shorter one
        ("推进采购,", "采购,压实责任", True),
        ("推进采购,压实", "压实责任。", False),  # 2 of 5
    ],
)
def test_words_are_the_same_statement_where_they_share_half_of_the_shorter_quote(coded, one, other, same):
    for first, second in ((one, other), (other, one)):
        pairs = pair(coded([changed(ROWS[3], quote=first)]), coded([changed(ROWS[3], quote=second)]))
        assert [None in both for both in pairs] == ([False] if same else [True, True])


def test_a_number_and_words_without_one_are_two_statements(coded):
    words = changed(ROWS[2], bound="unquantified")
    assert [None in both for both in pair(coded([ROWS[2]]), coded([words]))] == [True, True]
    assert [None in both for both in pair(coded([words]), coded([ROWS[2]]))] == [True, True]


def test_each_statement_matches_the_one_it_shares_most_with(coded):
    long = ("推进采购,压实责任", *ROWS[3][1:])
    pairs = pair(coded([long]), coded([ROWS[3], ROWS[4], changed(ROWS[4], quote="推进采购,压实")]))
    assert [both[1].quote for both in pairs if both[0]] == ["推进采购,压实"]
    other = ("选派", *ROWS[3][1:])
    for first, second in (([other, long], [other, ROWS[3], ROWS[4]]), ([other, ROWS[3], ROWS[4]], [other, long])):
        pairs = pair(coded(first), coded(second))
        assert [None in both for both in pairs] == [False, False, True]


def test_statements_stand_in_the_order_of_the_text(coded):
    assert [statement.quote for statement in coded(ROWS[::-1])] == [quote for quote, *_ in ROWS]


def test_clauses_are_compared_by_what_each_coder_found_there(coded):
    found = cutting(pair(coded(ROWS[:4]), coded(ROWS[1:3])), TEXT).set_index("statements")
    assert found[["n", "agreed"]].values.tolist() == [[6, 5], [6, 5], [6, 4]]
    nothing = cutting(pair(coded(ROWS[:3]), coded(ROWS[:3])), TEXT).set_index("statements").loc["unnumbered"]
    assert nothing["both"] == 0 and pd.isna(nothing["share"]) and pd.isna(nothing["alpha"])


def test_alike_is_one_and_every_difference_is_listed(coded):
    pairs = pair(coded(ROWS), coded(ROWS))
    table = agreement(pairs).set_index(["field", "statements"])
    assert table.loc[("stage", "all"), "alpha"] == table.loc[("stage", "all"), "lower"] == 1
    assert pd.isna(table.loc[("task", "all"), "alpha"])
    assert list(table.loc[("area", slice(None)), "n"]) == [5, 2, 7]
    assert differences(pairs).empty
    assert cutting(pairs, TEXT).set_index("statements").loc["unnumbered", "alpha"] == 1

    second = [changed(ROWS[0], stage="activity", additive="false"), *ROWS[1:6]]
    pairs = pair(coded(ROWS), coded(second))
    assert differences(pairs).to_dict("split", index=False) == {
        "columns": ["quote", "field", "first", "second"],
        "data": [
            ["选派3名教师", "stage", "input", "activity"],
            ["选派3名教师", "additive", "true", "false"],
            ["带动就业50人", "cut", "带动就业50人", ""],
        ],
    }
    later = pair(coded(ROWS), coded([changed(ROWS[1], area="health"), ("赴甲县支教", *ROWS[3][1:])]))
    assert differences(later).values.tolist() == [
        ["选派3名教师", "cut", "选派3名教师", ""],
        ["2名医生", "area", "talent", "health"],
        ["赴甲县支教", "cut", "", "赴甲县支教"],
        *([quote, "cut", quote, ""] for quote, *_ in ROWS[2:]),
    ]
    table = agreement(pairs)
    assert list(table.columns) == ["field", "statements", "n", "agreed", "alpha", "lower", "upper"]
    groups = ["numbered", "unnumbered", "all"]
    assert table[["field", "statements"]].values.tolist() == [[field, group] for field in FIELDS for group in groups]
    table = table.set_index(["field", "statements"])
    assert list(table.loc[("stage", "all"), ["n", "agreed"]]) == [6, 5]
    pairs_of_codes = [["input", "input", "input", "activity", "judgement", "output"], ["activity", "input", "input", "activity", "judgement", "output"]]
    expected = krippendorff.alpha(np.array(pairs_of_codes), level_of_measurement="nominal")
    assert table.loc[("stage", "all"), "alpha"] == pytest.approx(expected)
    assert table.loc[("stage", "all"), "lower"] < expected < table.loc[("stage", "all"), "upper"] <= 1


def test_the_bootstrap_reckons_as_the_package_does():
    generator = np.random.default_rng(7)
    units = generator.integers(0, 3, size=(12, 2))
    weights = np.random.default_rng(0).multinomial(12, np.full(12, 1 / 12), size=20)
    expected = [
        krippendorff.alpha(np.repeat(units, times, axis=0).T, level_of_measurement="nominal") for times in weights
    ]
    assert resampled_alphas(units, 3, 20) == pytest.approx(expected)
    one_value = resampled_alphas(np.array([[0, 0], [1, 1]]), 2, 50)
    assert np.isnan(one_value).any() and np.nanmin(one_value) == 1


@pytest.mark.parametrize(
    ("column", "wrong", "message"),
    [
        ("area", "farming", "unknown area 'farming' for '提供资金100万元'"),
        ("task", "elsewhere", "unknown task 'elsewhere' for '提供资金100万元'"),
        ("stage", "", "unknown stage '' for '提供资金100万元'"),
        ("scope", "future", "unknown scope 'future' for '提供资金100万元'"),
        ("flow", "gift", "unknown flow 'gift' for '提供资金100万元'"),
        ("unit", "sheep", "unknown unit 'sheep' for '提供资金100万元'"),
        ("additive", "yes", "unknown additive 'yes' for '提供资金100万元'"),
        ("relation", "same", "unknown relation 'same' for '提供资金100万元'"),
        ("bound", "", "unknown bound '' for '提供资金100万元'"),
        ("quote", "提供资金", "the quote '提供资金' must hold one quantity; it holds 0"),
        ("quote", "选派3名教师、2名医生", "the quote '选派3名教师、2名医生' must hold one quantity; it holds 2"),
        ("quote", "提供善款", "the quote '提供善款' stands 0 times in the report; it must stand there once"),
    ],
)
def test_an_error_names_file_row_and_words(coded, column, wrong, message):
    rows = sheet(ROWS)
    rows.loc[2, column] = wrong
    with pytest.raises(ReportError) as error:
        coded(rows)
    assert str(error.value) == f"second.csv, row 4: {message}"


def test_a_sheet_without_its_columns_is_named(coded):
    with pytest.raises(ReportError) as error:
        coded(sheet(ROWS).drop(columns=["area", "additive"]))
    assert str(error.value) == "second.csv lacks the columns area, additive"


@pytest.mark.long
def test_the_report_s_own_coding_agrees_with_itself_in_no_time(codebook):
    report = read_report(REPORT / "report.txt").text
    first = read_statements(REPORT / "coding/codes.csv", report, codebook)
    started = time.process_time()
    pairs = pair(first, first)
    tables = agreement(pairs), cutting(pairs, report)
    assert time.process_time() - started < 1
    assert all((table["n"] == table["agreed"]).all() for table in tables)
    assert set(tables[0]["field"]) == set(FIELDS) and (tables[0].query("statements == 'all'")["n"] == len(first)).all()
