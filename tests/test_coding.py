"""The cleaning stops where words and coding disagree, and says where."""

from dataclasses import replace

import pytest

from report.cleaning import as_written, clean
from report.coding import read_coding
from report.quantities import find_quantities
from report.tables import csv_bytes, read_sheet
from report.text import ReportError


def test_every_numeral_is_settled(report, coding):
    ledger, observations = clean(report.text, coding)
    assert (ledger["kind"] == "quantity").sum() == 35
    assert ((ledger["observation"] != "") | (ledger["reason"] != "")).all()
    numbered = observations[observations["bound"] != "unquantified"]
    assert sorted(ledger.loc[ledger["observation"] != "", "observation"]) == sorted(numbered["observation"])


def test_committed_tables_are_what_the_cleaning_gives(root, report, coding):
    ledger, observations = clean(report.text, coding)
    assert (root / "data/dalian-hitech-2020/tidy/quantities.csv").read_bytes() == csv_bytes(ledger)
    assert (root / "data/dalian-hitech-2020/tidy/observations.csv").read_bytes() == csv_bytes(observations)


def test_the_traps_are_names():
    for phrase, trap in (
        ("东西部扶贫协作六盘水", "六"),
        ("新疆八师石河子市", "八"),
        ("大连百家食品有限公司", "百"),
        ("作为一项政治任务", "一"),
    ):
        kinds = [q.kind for q in find_quantities(phrase) if trap in q.text]
        assert kinds == ["name"], phrase


@pytest.mark.parametrize(
    "old, new, says",
    [
        ("小型项目3个", "小型项目3个、示范园1个", "'1个'"),
        ("小型项目3个", "小型项目三个以上", "'小型项目3个'"),
        ("提供财政资金300万元", "提供财政资金约300万元", "'提供财政资金300万元'"),
        ("5500万元以上", "5500万元", "5500万元以上"),
        ("共5个低收入村", "共6个低收入村", "'共5个低收入村'"),
        ("瓦房店市5个低收村", "瓦房店市4个低收村", "瓦房店市5个低收村"),
        ("带动脱贫人口41人", "帮助脱贫人口41人", "'带动脱贫人口41人'"),
    ],
)
def test_a_changed_word_stops_the_cleaning_and_is_named(report, coding, old, new, says):
    with pytest.raises(ReportError, match=says) as caught:
        clean(report.text.replace(old, new), coding)
    assert "data/dalian-hitech-2020/coding/" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "column, value, says",
    [
        ("task", "liupanshiu", "unknown task 'liupanshiu'"),
        ("indicator", "fiscal", "unknown indicator 'fiscal'"),
        ("stage", "inputs", "unknown stage"),
        ("flow", "", "has a flow"),
        ("unit", "person", "flow|counted in"),
        ("bound", "at_least", "disagrees with the words '300万元'"),
        ("bound", "unquantified", "must hold 0 quantities"),
        ("quote", "提供财政资金400万元", "stands 0 times"),
        ("quote", "万元", "stands 9 times|stands \\d+ times"),
        ("quote", "提供财政资金30", "cuts through '300万元'"),
        ("quote", "提供财政资金300万元,完成社会募捐任务609万元", "300万元, 609万元"),
        ("quote", "完成社会募捐任务609万元", "coded already"),
        ("observation", "liupanshui.donations", "there twice"),
        ("relation", "part_of", "go together"),
        ("relation_to", "liupanshui.nobody", "names no observation"),
        ("period", "last year", "not a year"),
        ("additive", "maybe", "unknown additive"),
    ],
)
def test_a_wrong_code_stops_the_cleaning_and_is_named(root, tmp_path, report, column, value, says):
    for sheet in (root / "data/dalian-hitech-2020/coding").glob("*.csv"):
        (tmp_path / sheet.name).write_bytes(sheet.read_bytes())
    codes = read_sheet(tmp_path / "codes.csv")
    row = codes.index[codes["observation"] == "liupanshui.fiscal"][0]
    codes.loc[row, column] = value
    (tmp_path / "codes.csv").write_bytes(csv_bytes(codes))
    with pytest.raises(ReportError, match=says) as caught:
        clean(report.text, read_coding(tmp_path))
    assert "codes.csv, row" in str(caught.value)


def test_a_link_must_hold_both_its_ends(report, coding):
    links = coding.links.copy()
    links.loc[0, "quote"] = "开展创业致富带头人培训67人"
    with pytest.raises(ReportError, match="links.csv, row 2.*does not hold both"):
        clean(report.text, replace(coding, links=links))


def test_a_missing_sheet_or_column_is_named(root, tmp_path):
    with pytest.raises(ReportError, match="tasks.csv is missing"):
        read_coding(tmp_path)
    for sheet in (root / "data/dalian-hitech-2020/coding").glob("*.csv"):
        (tmp_path / sheet.name).write_bytes(sheet.read_bytes())
    (tmp_path / "links.csv").write_text("link,from\n")
    with pytest.raises(ReportError, match="links.csv: the columns must be"):
        read_coding(tmp_path)


@pytest.mark.parametrize(
    "text, measure_word, expected",
    [
        ("5500万元以上", "元", ("5500", "万元")),
        ("1万余份", "份", ("1", "万份")),
        ("30余个", "个", ("30", "个")),
        ("一个月", "个月", ("一", "个月")),
        ("四大", "大", ("四", "大")),
        ("30.59万元", "元", ("30.59", "万元")),
    ],
)
def test_numbers_are_kept_as_written(text, measure_word, expected):
    assert as_written(text, measure_word) == expected
