"""The explorer without a browser: what the menus offer, and what figure, text and table show of a choice."""

import base64
import json
import re
import shutil
from contextlib import nullcontext
from io import BytesIO
from types import SimpleNamespace

import PIL.Image
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from ipywidgets import HTML

from conftest import ROOT
from report.explore import (
    ANY,
    FIELDS,
    FIGURE,
    ORDER,
    WIDGET,
    Explorer,
    display_live,
    figure_table,
    fitting,
    numbered,
    row_words,
    text_html,
)
from report.figures.sheet import Words
from report.paths import DATA, REPORT, SAMPLE
from report.records import columns
from report.reports import Row
from report.sheets import read_rows
from report.tables import read_labels, read_sheet, records


@pytest.fixture
def explorer(monkeypatch):
    """One that draws nothing, which takes most of the time."""
    monkeypatch.setattr("report.explore.picture", lambda *_: (b"", "a picture"))
    return Explorer()


def page(widget):
    return BeautifulSoup(widget.value, "html.parser")


def cells(explorer):
    return [[cell.get_text() for cell in row(["th", "td"])] for row in page(explorer.table)("tr")]


def saved(explorer, tmp_path):
    """What the button saves, read again."""
    (link,) = page(explorer.summary)("a")
    (tmp_path / link["download"]).write_bytes(base64.b64decode(link["href"].partition(",")[2]))
    return tmp_path / link["download"]


# menus --------------------------------------------------------------------------------------------------------------


def test_menus_show_any_at_first(explorer):
    assert {field: explorer.menus[field].value for field in FIELDS} == dict.fromkeys(FIELDS, ANY)
    assert {explorer.menus[field].label for field in FIELDS} == {"any (84)"}
    assert [menu.description for menu in explorer.menus.values()] == ["Report", "Language", "Task", "Area", "Stage", "Money", "Unit"]
    assert explorer.menus["language"].options == (("English", "en"), ("中文", "zh"))


def test_what_is_longer_than_its_part_of_the_window_scrolls(explorer):
    for part, height in ((explorer.figure, "58vh"), (explorer.marked, "58vh"), (explorer.table, "50vh")):
        assert (part.layout.overflow, part.layout.max_height) == ("auto", height)
    assert {name: menu.layout.width for name, menu in explorer.menus.items()} == dict.fromkeys(explorer.menus, "220px") | {"report": "300px"}


def test_a_menu_offers_what_the_other_choices_leave(explorer, observations):
    explorer.menus["task"].value = "jiangda"
    explorer.menus["unit"].value = "CNY"
    offered = {code: label for label, code in explorer.menus["stage"].options}
    chosen = observations[(observations["task"] == "jiangda") & (observations["unit"] == "CNY")]
    assert set(offered) == {ANY, *chosen["stage"]}
    assert offered[ANY] == f"any ({len(chosen)})" and offered["input"] == f"Input ({len(chosen[chosen['stage'] == 'input'])})"
    whole = explorer.menus["task"].options
    assert ("Liupanshui (8)", "liupanshui") in whole and "shihezi" not in dict(map(reversed, whole))
    assert explorer.menus["task"].value == "jiangda" and explorer.menus["unit"].value == "CNY"


def test_an_empty_code_can_be_chosen(explorer, observations):
    explorer.menus["task"].value = ""
    chosen = observations[observations["task"] == ""]
    assert explorer.menus["task"].label == f"The report as a whole ({len(chosen)})"
    assert list(explorer.rows["observation"]) == list(chosen["observation"])
    explorer.menus["flow"].value = ""
    assert explorer.menus["flow"].label.startswith("Not money")


@pytest.mark.parametrize("field", FIELDS)
def test_every_value_of_a_menu_leads_to_its_rows_and_back(explorer, observations, field):
    for label, code in explorer.menus[field].options[1:]:
        explorer.menus[field].value = code
        chosen = observations[observations[field] == code]
        assert list(explorer.rows["observation"]) == list(chosen["observation"])
        assert label.endswith(f"({len(chosen)})") and explorer.menus[field].label == label
        explorer.menus[field].value = ANY
    assert len(explorer.rows) == len(observations)


def test_rows_have_every_chosen_value(observations):
    chosen = fitting(observations, {"task": "liupanshui", "stage": "output", "unit": ANY})
    assert set(chosen["task"]) == {"liupanshui"} and set(chosen["stage"]) == {"output"}
    assert set(chosen["unit"]) > {"CNY", "person"}


# table, text, CSV ---------------------------------------------------------------------------------------------------


def test_the_table_names_codes_and_sets_numbers_to_the_right(explorer):
    explorer.menus["task"].value = "jiangda"
    explorer.menus["unit"].value = "CNY"
    head, *rows = cells(explorer)
    assert head == ["", "Task", "Area", "Stage", "What", "Words", "Number", "Period"]
    assert rows[0] == ["1", "Jiangda", "Funds", "Input", "Assistance funds", "280万元", "2.8 million yuan", "2018"]
    table = page(explorer.table)
    assert table.div["class"] == ["jp-RenderedHTMLCommon", "jp-RenderedHTML"]
    for row in table("tr"):
        align = [re.search("text-align: (left|right)", cell["style"])[1] for cell in row(["th", "td"])]
        assert align[1:] == ["left"] * 5 + ["right", "left"]
    assert [row.td["style"] for row in table("tr")[1:]] == ["text-align: right"] * len(rows)
    assert "".join(table.get_text().split()) == "".join("".join(sum([head, *rows], [])).split()), "nothing stands beside the cells"


def test_a_statement_without_a_number_has_an_empty_cell(explorer):
    rows = cells(explorer)[1:]
    assert sum(row[6] == "" for row in rows) == len(explorer.rows) - numbered(explorer.rows) == 51


def test_the_text_marks_the_chosen_words_with_their_row(explorer, report):
    explorer.menus["task"].value = "jiangda"
    text = page(explorer.marked)
    assert [mark.get_text() for mark in text("mark")] == list(explorer.rows["exact"])
    assert [number.get_text() for number in text("sup")] == [str(i) for i in range(1, len(explorer.rows) + 1)]
    assert text.mark["title"].startswith(f"{explorer.rows['observation'].iloc[0]}: ")
    assert all(number.get_text() for number in text("sup"))
    for number in text("sup"):
        number.decompose()
    assert re.sub(r"\s", "", text.get_text()) == re.sub(r"\s", "", report.text)


def test_what_a_pointer_reads(explorer):
    explorer.menus["task"].value = "liupanshui"
    hints = [mark["title"] for mark in page(explorer.marked)("mark")]
    assert "liupanshui.investment: Investment in place, ≥ 55 million yuan · Liupanshui · Industry · Output" in hints
    assert any(", no number · Liupanshui · " in hint for hint in hints)


def test_markup_in_a_text_is_words(observations):
    row = observations.head(1).assign(start=3, end=6, exact="&lt", observation='a"b')
    words = Words(FIGURE, "en", row, read_labels(REPORT)["en"])
    html = text_html("<b>&lt;</b>\n<script>", row, words)
    assert BeautifulSoup(html, "html.parser").mark["title"].startswith('a"b: ')
    assert "<b>" not in html and "<script>" not in html and "<mark" in html and "&amp;lt</mark><sup>1</sup>;" in html


def test_words_that_overlap_are_marked_once_with_both_rows(observations):
    rows = observations.head(2).assign(start=[1, 2], end=[4, 4])
    words = Words(FIGURE, "en", rows, read_labels(REPORT)["en"])
    html = text_html("甲乙丙丁戊", rows, words)
    first, second = (row_words(row, words) for row in records(rows))
    runs = [(mark.get_text(), mark["title"]) for mark in BeautifulSoup(html, "html.parser")("mark")]
    assert runs == [("乙", first), ("丙丁", f"{first}; {second}")]
    assert html.endswith("丙丁</mark><sup>1,2</sup>戊</p>") and html.count("<sup>") == 1


def test_the_saved_rows_are_those_of_the_tidy_table(explorer, tmp_path):
    explorer.menus["task"].value = "jiangda"
    path = saved(explorer, tmp_path)
    assert path.name == "dalian-hitech-2020.csv" and read_rows(path, columns(Row)).notes == ()
    table, tidy = read_sheet(path), read_sheet(REPORT / "tidy/observations.csv")
    assert set(table["report"]) == {REPORT.name} and set(table["status"]) == {"reviewed"}
    assert table[tidy.columns].equals(tidy[tidy["task"] == "jiangda"].reset_index(drop=True))
    assert page(explorer.summary).button.get_text() == "Save as CSV"


# the figure ---------------------------------------------------------------------------------------------------------


def test_the_figure_follows():
    explorer = Explorer()
    first = page(explorer.figure).img
    explorer.menus["stage"].value = "input"
    then = page(explorer.figure).img
    assert first["src"] != then["src"]
    assert then["alt"].startswith("Bars for 10 of 12 statements")
    picture = PIL.Image.open(BytesIO(base64.b64decode(then["src"].partition(",")[2])))
    assert picture.width == 1080


def test_a_choice_without_numbers_that_compare_says_so(explorer):
    explorer.menus["task"].value = "wafangdian"
    assert page(explorer.figure).get_text() == "None of these numbers has another to compare with; they stand in the table."
    explorer.menus["language"].value = "zh"
    assert page(explorer.figure).get_text() == "这些数字没有可相互比较的，均列入表格。"


def test_a_panel_holds_like_numbers_and_more_than_one(observations_by_number):
    observations = observations_by_number
    table = figure_table(observations)
    assert set(table) == {*observations, "panel"} - {"prefix", "suffix", "start", "end", "note"} and len(table) == len(observations)
    assert table.groupby(["stage", "panel"]).apply(lambda rows: rows.index.is_monotonic_increasing, include_groups=False).all()
    drawn = table[table["panel"] != ""]
    for _, panel in drawn.groupby("panel"):
        assert len(panel) > 1 and not panel["bound"].eq("unquantified").any()
        assert all(panel[column].nunique() == 1 for column in ("stage", "scope", "unit"))
    assert "item" not in set(drawn["unit"])  # villages, courses and workshops are unlike
    stages = list(dict.fromkeys(drawn["stage"]))
    assert stages == [stage for stage in ORDER if stage in stages]


ROW = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["input", "output", "judgement"]),
        "unit": st.sampled_from(["CNY", "item"]),
        "indicator": st.sampled_from(["workshops", "courses", "any_item"]),
        "scope": st.sampled_from(["past", "plan"]),
        "bound": st.sampled_from(["exact", "unquantified"]),
    }
)


@given(st.lists(ROW, min_size=1, max_size=8))
def test_numbers_compare_with_their_like_alone(observations_by_number, rows):
    table = figure_table(observations_by_number.head(len(rows)).assign(**{key: [row[key] for row in rows] for key in ROW_KEYS}))

    def kind(row):
        like = row["indicator"] if row["unit"] == "item" else ""
        told = row["bound"] == "exact" and row["stage"] != "judgement" and like != "any_item"
        return (row["stage"], row["scope"], row["unit"], like) if told else None

    kinds = [kind(row) for row in rows]
    expected = sorted(i for i, one in enumerate(kinds) if one and kinds.count(one) > 1)
    assert sorted(table.index[table["panel"] != ""]) == expected


ROW_KEYS = ("stage", "unit", "indicator", "scope", "bound")


@pytest.fixture(scope="module")
def observations_by_number(observations):
    return observations.reset_index(drop=True)


# other reports, languages, errors -----------------------------------------------------------------------------------


def test_the_language_is_that_of_menus_table_figure_and_text():
    explorer = Explorer()
    explorer.menus["language"].value = "zh"
    assert explorer.menus["task"].description == "任务" and explorer.menus["task"].label == "全部 (84)"
    assert cells(explorer)[0] == ["", "任务", "领域", "环节", "内容", "原文", "数字", "时间"]
    explorer.menus["task"].value = "jiangda"
    assert cells(explorer)[1][1] == "江达乡" and explorer.menus["task"].label == "江达乡 (14)"
    assert page(explorer.figure).img["alt"].startswith("14条表述中3条的条形图")
    assert page(explorer.summary).button.get_text() == "保存为CSV"
    assert "江达乡" in page(explorer.marked).mark["title"]
    explorer.menus["language"].value = "en"
    assert explorer.menus["task"].label == "Jiangda (14)" and explorer.menus["task"].value == "jiangda"


def test_another_report_opens_with_its_suggestions_marked(explorer, tmp_path):
    explorer.menus["task"].value = "jiangda"
    explorer.menus["report"].value = SAMPLE.name
    assert explorer.choices == dict.fromkeys(FIELDS, ANY)
    head, *rows = cells(explorer)
    assert head[-1] == "Coding" and {row[-1] for row in rows} == {"suggested"} and len(rows) == len(explorer.rows) > 30
    assert set(read_sheet(saved(explorer, tmp_path))["status"]) == {"suggested"}
    explorer.menus["language"].value = "zh"
    assert {row[-1] for row in cells(explorer)[1:]} == {"建议"} and cells(explorer)[0][-1] == "编码"
    explorer.menus["language"].value = "en"
    assert "滨河区" in page(explorer.marked).get_text()
    explorer.menus["report"].value = REPORT.name
    assert cells(explorer)[0][-1] == "Period"


def test_the_figure_of_another_report_names_its_source(monkeypatch):
    seen = {}

    def picture(figure, table, language, names, source):
        seen.update(language=language, names=names, source=source, status=set(table["status"]))
        return b"", "alt"

    monkeypatch.setattr("report.explore.picture", picture)
    Explorer()
    assert seen["source"] is None
    Explorer(SAMPLE.name)
    assert seen["source"]["en"] == "Source: data/sample-2021/report.txt. Coding: data/sample-2021/coding."
    assert seen["names"]["en"]["task"]["s1"] == "一、与云岭县东西部协作" and seen["status"] == {"suggested"}


def test_every_report_of_the_folder_can_be_opened(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "own")
    shutil.rmtree(tmp_path / "own/coding")
    explorer = Explorer("own", tmp_path)
    assert explorer.menus["report"].options == ("own",) and len(explorer.rows) > 30
    assert Explorer().menus["report"].options == tuple(sorted(path.parent.name for path in DATA.glob("*/report.txt")))


def test_a_report_that_cannot_be_read_says_why_in_one_line(tmp_path):
    for name in ("good", "bad"):
        shutil.copytree(SAMPLE, tmp_path / name)
    (tmp_path / "bad/coding/codes.csv").write_text("nothing\n", encoding="utf-8")
    explorer = Explorer("good", tmp_path)
    explorer.menus["report"].value = "bad"
    assert "bad/coding/codes.csv, row 1: 'nothing' begins no header of this sheet" in page(explorer.summary).get_text()
    assert "\n" not in explorer.summary.value and explorer.rows.empty and len(cells(explorer)) == 1
    explorer.menus["report"].value = "good"
    assert len(explorer.rows) > 30 and explorer.problem == ""
    (tmp_path / "bad/report.txt").write_bytes(b"")
    explorer.menus["report"].value = "bad"
    assert "bad/report.txt: " in page(explorer.summary).get_text() and explorer.marked.value == "<p></p>"


# what is saved ------------------------------------------------------------------------------------------------------


def test_the_saved_notebook_shows_table_text_and_figure_without_widgets(observations):
    content = json.loads((ROOT / "notebooks/08_explore.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in content["cells"] for output in cell.get("outputs", [])]
    pages = [BeautifulSoup("".join(output["data"]["text/html"]), "html.parser") for output in outputs if "text/html" in output.get("data", {})]
    whole = pages[1]
    assert len(whole("tr")) == len(observations) + 1 and len(whole("mark")) >= len(observations)
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 1
    assert "The menus work in JupyterLab" in pages[0].get_text()


def test_what_is_shown_is_live_and_has_words_and_pictures_for_where_it_is_not(explorer, monkeypatch, capsys):
    drawn, shown = [], []
    picture = SimpleNamespace(data={"text/plain": "a chart", "image/png": "…"}, metadata={"image/png": {"width": 750}})
    monkeypatch.setattr("report.explore.draw", lambda *given, **named: drawn.append((given, named)))
    monkeypatch.setattr("report.explore.capture_output", lambda: nullcontext(SimpleNamespace(outputs=[picture], stdout="links\n")))
    monkeypatch.setattr("report.explore.display_live", lambda *given: shown.append(given))
    explorer.menus["task"].value = "jiangda"
    explorer.show()
    [((figure, table), named)] = drawn
    assert figure == FIGURE and len(table) == len(explorer.rows) == 14 and named == {"source": None}
    menus, figure_and_text, (table, said, words) = shown
    assert [*menus[0].children[0].children] == [*explorer.menus.values()] and menus[0].children[1] is explorer.summary
    assert menus[1] == said == explorer.counted and menus[2]["text/html"].startswith(f"<p>{explorer.counted} The menus work in JupyterLab")
    assert figure_and_text[0].children == (explorer.figure, explorer.marked)
    assert figure_and_text[0].layout.flex_flow == menus[0].children[0].layout.flex_flow == "row wrap"
    assert figure_and_text[1:] == ("a chart", picture.data, picture.metadata)
    assert table is explorer.table and words == {"text/html": explorer.table.value + explorer.marked.value}
    assert capsys.readouterr().out == "links\n"


def test_a_live_widget_stands_beside_what_takes_its_place(monkeypatch):
    shown = []
    monkeypatch.setattr("report.explore.display", lambda data, **named: shown.append((data, named)))
    widget = HTML()
    display_live(widget, "plain", {"text/html": "<p>", "text/plain": "other"}, {"a": 1})
    [(data, named)] = shown
    assert data.pop(WIDGET)["model_id"] == widget.model_id
    assert data == {"text/html": "<p>", "text/plain": "plain"} and named == {"metadata": {"a": 1}, "raw": True}
