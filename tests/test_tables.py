"""Tables on disk: the same when read again, safe to open in a spreadsheet, described."""

import io
import json

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.package import describe, dictionary, folder_page, package_page, reports_of, shared, workbook_bytes
from report.tables import csv_bytes, read_sheet, show

FORMULAS = ["=1+1", "+86", "-5元", "@SUM(A1)", "\t=1", "'quoted", '=HYPERLINK("http://example.org")']


def test_formulas_are_text_in_csv(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(csv_bytes(pd.DataFrame({"words": FORMULAS})))
    lines = path.read_text(encoding="utf-8-sig").split("\n")[1:-1]
    assert all(line.lstrip('"').startswith("'") for line in lines)
    assert list(read_sheet(path)["words"]) == FORMULAS


def test_formulas_are_text_in_the_workbook():
    content = workbook_bytes(
        {"observations": pd.DataFrame({"words": FORMULAS})}, pd.DataFrame({"table": ["x"]})
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content))["observations"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == FORMULAS
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(cell, cell).filter(any), min_size=1, max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    table = pd.DataFrame(rows, columns=["a", "b"])
    path.write_bytes(csv_bytes(table))
    assert read_sheet(path).values.tolist() == table.values.tolist()


def test_the_pages_are_made_from_the_package(root):
    package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    page = (root / "data/README.md").read_text(encoding="utf-8")
    assert page == package_page(package)
    for name in reports_of(package):
        resources = describe(package, root / "data" / name, root / "data")
        own = (root / f"data/{name}/README.md").read_text(encoding="utf-8")
        assert own == folder_page(name, resources) and f"({name}/README.md)" in page
        for _, row in dictionary([*resources, *shared(package)]).iterrows():
            assert f"| `{row['column']}` | {row['type']} | {row['description']}" in page + own
        assert not [
            line for line in (page + own).split("\n") if line.startswith("|") and line.count("|") != 4
        ]


def test_a_language_is_chosen_once_for_tables_and_figures(monkeypatch, observations):
    from report import language

    monkeypatch.setattr(language, "_chosen", "en")
    row = observations.loc[["liupanshui.investment"], ["task", "stage", "flow", "lower", "unit", "exact"]]
    assert show(row).iloc[0].tolist() == ["Liupanshui", "Output", "Investment", "55,000,000", "yuan", "5500万元以上"]
    language.choose_language("zh")
    shown = show(row)
    assert list(shown.columns) == ["任务", "环节", "资金性质", "下限", "单位", "原文"]
    assert shown.iloc[0].tolist()[:4] == ["六盘水", "产出", "投资", "55,000,000"]
    with pytest.raises(ValueError, match="a language is en or zh, not 'fr'"):
        language.choose_language("fr")


def test_a_statement_is_shown_in_its_words(monkeypatch, observations):
    from report import language

    monkeypatch.setattr(language, "_chosen", "en")
    row = observations.loc[["liupanshui.large_projects", "shihezi.forum_attended"], ["prefix", "exact", "suffix", "stage"]]
    shown = show(row)
    assert list(shown.columns) == ["words", "stage"]
    assert shown["words"].iloc[0] == "作取得成果。引进大型项目【2个】,小型项目3个,实现到位"
    assert " 今年9月,【新疆八师" in shown["words"].iloc[1]  # a line break is a space
    assert list(show(row[["prefix", "exact"]]).columns) == ["prefix", "exact"]


def test_what_has_no_name_or_number_is_shown_as_it_is(monkeypatch):
    from report import language

    monkeypatch.setattr(language, "_chosen", "en")
    table = pd.DataFrame({"task": ["shihezi", "s9"], "lower": [None, 1234.5], "additive": [True, False], "note": ["", None]})
    assert show(table).values.tolist() == [["Shihezi", "", True, ""], ["s9", "1,234.5", False, ""]]
    parts = pd.DataFrame({"prefix": ["a"], "exact": ["b"], "suffix": ["c"]})
    assert show(parts).to_dict("list") == {"words": ["a【b】c"]}


def test_of_columns_in_two_languages_the_chosen_one_is_shown(monkeypatch):
    from report import language

    table = pd.DataFrame({"test_en": ["The first year"], "test_zh": ["起始年份"], "verdict": ["untested"]})
    monkeypatch.setattr(language, "_chosen", "en")
    assert list(show(table).columns) == ["test_en", "verdict"]
    language.choose_language("zh")
    assert show(table).to_dict("list") == {"如何检验": ["起始年份"], "结论": ["无法检验"]}


def test_in_chinese_units_states_fields_and_reasons_have_names_too(monkeypatch):
    from report import language

    monkeypatch.setattr(language, "_chosen", "zh")
    table = pd.DataFrame({"unit": ["person_time", "CNY"], "status": ["suggested", "reviewed"], "column": ["area", "stage"]})
    table["note"] = ["stage: 捐款 (own words) → input 0.95", "by hand"]
    assert show(table).to_dict("list") == {
        "单位": ["人次", "元"],
        "状态": ["建议", "已审核"],
        "字段": ["领域", "环节"],
        "说明": ["环节：捐款（本身词语）→投入 95%", "by hand"],
    }


def test_a_reports_own_sections_have_names(monkeypatch):
    from report import language
    from report.paths import SAMPLE

    monkeypatch.setattr(language, "_chosen", "en")
    assert show(pd.DataFrame({"task": ["s1"]}), SAMPLE)["task"][0] == "一、与云岭县东西部协作"
