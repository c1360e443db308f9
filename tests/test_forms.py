"""Forms: drawn from their table alone, the same bytes every time, no word off the edge, and readable when a report is big."""

import locale
import re
from io import BytesIO
from math import inf, nan
from unittest.mock import patch

import numpy as np
import pandas as pd
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report import amounts
from report.figures import choose_language, draw, look, overview_columns, page, picture, read_table, render
from report.figures.drawing import FORMS
from report.figures.marked_text import marked_spans, text_lines
from report.figures.matrix import _dots
from report.figures.output import png, svg
from report.figures.page import Page, text_width, wrap
from report.paths import FIGURES, name_of
from report.tables import csv_bytes
from report.text import ReportError

SHEET = """figure,form,part,en,zh
x,{form},title,A title,标题
x,,subtitle,A subtitle,副题
x,,alt,A chart.,图。
x,,row,{{indicator}},{{indicator}}
x,,label.total,All together,合计
x,,label.CNY per item,yuan per workshop,每个车间
,,label.per,{{one}} ÷ {{other}},{{one}} ÷ {{other}}
,,source,Source: a report of 2020.,来源：2020年报告。
,,label.replaced,Codes stand for characters.,代码代表字符。
,,label.suggested,suggested,建议
,,label.partly_reviewed,{{reviewed}} of {{rows}} reviewed,{{rows}}条中{{reviewed}}条已审核
,,label.first,"{{all}} rows, the first {{shown}} shown",共{{all}}行，前{{shown}}行
,,label.first_characters,The first {{shown}} of {{all}} characters,{{all}}字中前{{shown}}字
,,label.more,and {{more}} more,另有{{more}}条
,,label.part_of,part of the {{whole}},含在{{whole}}之内
,,label.unstated,and {{unstated:word}} without an amount,另有{{unstated:word}}笔无数额
,,label.tick,A line is a short bar.,细线为短条。
,,label.real,in prices of {{base}}: {{amount}},按{{base}}年价格：{{amount}}
,,label.base,as coded,现有编码
,,label.all,all combinations,各种组合
,,label.named,"named, no amount",提到，无数额
,,label.silent,not reported,未报告
,,label.stated,stated,有
,,label.unnumbered,no number,无数字
,,label.absent,not stated,未说明
x,,column.money,Money,资金
x,,column.result,Result,结果
"""
KEY = "".join(
    f",,label.mark_{mark},{mark},标记\n"
    for mark in ["input", "activity", "output", "outcome", "context", "repeated", "named_named", "judgement_named", "plan_named", "numeral"]
)


def amount(key, lower, upper=None, bound="exact", **more):
    given = dict(
        observation=key, task="a", area="funds", stage="input", indicator=key, period="2020", value=lower
    )
    given |= dict(lower=lower, upper=lower if bound == "exact" else upper, bound=bound, unit="CNY", exact="")
    return given | dict(relation="", relation_to="") | more


ROWS = pd.DataFrame(
    [
        amount("a", 3e6, exact="300万元"),
        amount("b", 5.5e7, bound="at_least", exact="5500万元以上", stage="output"),
        amount("c", nan, bound="unquantified"),
        amount("d", 9.09e6, 1.04359e7, bound="range", stage=""),
    ]
)
TABLES = {
    "bars": ROWS,
    "chain": ROWS,
    "overview": ROWS.assign(column=["money", "result", "money", ""]),
    "grid": pd.DataFrame(
        {"task": ["a"] * 2, "column": ["money", "result"], "state": ["stated", "absent"], "indicator": "a"}
    ),
    "matrix": pd.DataFrame(
        {"task": ["a"] * 2, "stage": ["input", "output"], "numbered": [7, 0], "named": [1, 30]}
    ),
    "pairs": pd.DataFrame(
        [
            {f"{side}_{column}": value for side in ("from", "to") for column, value in ROWS.iloc[0].items()}
            | {"lower": 12195.1, "upper": 12195.1, "unit": "CNY per item"}
        ]
    ).pipe(lambda table: table[["from_observation", *table.columns.drop("from_observation")]]),
    "years": pd.DataFrame(
        [amount(y, 1e6 * i, period=y, derived="") for i, y in enumerate(["2018", "2019"], 2)]
        + [amount("2019", 2.9e6, period="2019", derived="prices of 2018")]
    ),
    "readings": pd.DataFrame(
        [("money", "base", 9, 10), ("money", "other", 9, nan), ("money", "all", 8, nan)],
        columns=["headline", "reading", "lower", "upper"],
    ).assign(unit="CNY"),
    "marked_text": pd.DataFrame(
        [(0, 2, "提供", ""), (2, 7, "300万元", "input"), (7, 9, "。\n", "")],
        columns=["start", "end", "text", "mark"],
    ),
}


@pytest.fixture
def sheet(tmp_path):
    def write(form="bars", more=""):
        path = tmp_path / "figures.csv"
        path.write_text(SHEET.format(form=form) + KEY + more, encoding="utf-8")
        return path

    return write


def words_of(table, form, sheet, language="en"):
    """All words that a figure prints; the PNG, which takes most of the time, is left undrawn."""
    with patch("report.figures.drawing.png", return_value=b""):
        return svg_words(render("x", table, sheet=sheet(form))[f"x.{language}.svg"])


def svg_words(content):
    from xml.etree import ElementTree

    space = "{http://www.w3.org/2000/svg}"
    return [title.text for title in ElementTree.fromstring(content).iterfind(f"{space}g/{space}title")]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_redrawn_from_its_csv_with_the_same_bytes(form, sheet, tmp_path):
    files = render("x", TABLES[form], sheet=sheet(form))
    assert sorted(files) == ["x.csv", "x.en.png", "x.en.svg", "x.zh.png", "x.zh.svg"]
    (tmp_path / "x.csv").write_bytes(files["x.csv"])
    assert render("x", read_table(tmp_path / "x.csv"), sheet=sheet(form)) == files
    assert picture("x", TABLES[form], "zh", sheet=sheet(form)) == (files["x.zh.png"], "图。")
    other = {"en": "Another source", "zh": "另一来源"}
    sourced = picture("x", TABLES[form], "zh", source=other, sheet=sheet(form))[0]
    assert sourced == render("x", TABLES[form], source=other, sheet=sheet(form))["x.zh.png"] != files["x.zh.png"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_says_which_column_it_lacks(form, sheet):
    table = TABLES[form]
    lacking = "mark" if form == "marked_text" else "unit" if "unit" in table else table.columns[1]
    with pytest.raises(ReportError, match=lacking):
        render(
            "x",
            table.drop(columns=[column for column in table if column.endswith(lacking)]),
            sheet=sheet(form),
        )


def test_a_figure_is_the_same_under_a_chinese_locale(sheet):
    before, files = locale.setlocale(locale.LC_ALL), render("x", ROWS, sheet=sheet())
    for name in ("zh_CN.UTF-8", "C.UTF-8", "C"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        assert render("x", ROWS, sheet=sheet()) == files
    locale.setlocale(locale.LC_ALL, before)


def test_a_bar_ends_where_its_row_says(sheet):
    said = words_of(ROWS, "bars", sheet)
    for expected in ("3 million yuan", "≥ 55 million yuan", "named, no amount", "9.09–10.4359 million yuan"):
        assert expected in said
    assert "  (5500万元以上)" in said or "(5500万元以上)" in said
    said = words_of(ROWS, "bars", sheet, "zh")
    assert {"300万元", "5500万元以上", "提到，无数额", "909～1043.59万元"} <= set(said)


def test_what_belongs_to_a_sum_without_an_amount_opens_the_sum(sheet):
    table = pd.DataFrame([amount("total", 9e6, 1e7, bound="range", unstated=1)])
    assert any("and one without an amount" in words for words in words_of(table, "bars", sheet))
    closed = render("x", table.assign(unstated=0), sheet=sheet())["x.en.png"]
    assert closed != render("x", table, sheet=sheet())["x.en.png"]


def test_rows_of_one_name_are_told_apart_by_their_period(sheet):
    table = pd.DataFrame([amount("a", 1, indicator="funds", period=year) for year in ("2018", "2019")])
    assert {"funds 2018", "funds 2019"} <= set(words_of(table, "bars", sheet))


def test_a_part_names_its_whole(sheet):
    table = pd.DataFrame(
        [amount("a", 67, unit="person"), amount("b", 30, unit="person", relation="part_of", relation_to="a")]
    )
    assert any("part of the 67" in words for words in words_of(table, "bars", sheet))


@pytest.mark.parametrize(
    "form, silence, cells", [("chain", "—", 3), ("matrix", "—", 3), ("overview", "not reported", 1)]
)
def test_silence_is_said(form, silence, cells, sheet):
    table = ROWS.head(1).assign(column="money", numbered=2, named=0)
    assert " ".join(words_of(table, form, sheet)).count(silence) == cells


@pytest.mark.parametrize("form", ["bars", "overview"])
def test_the_colours_of_several_stages_are_named(form, sheet):
    place = ["money", "money", "money", ""]
    table = ROWS.assign(column=place, panel=place)
    def said(table, language="en"):
        path = sheet(form, "x,,panel.money,A panel,一组\n")
        return set(svg_words(render("x", table, sheet=path)[f"x.{language}.svg"]))

    assert {"Input", "Output"} <= said(table) and "Outcome" not in said(table)
    assert {"投入", "产出"} <= said(table, "zh")
    for one in (table.assign(stage="input"), table.assign(stage=["input", "input", "input", "output"])):
        assert not {"Input", "Output"} & said(one)  # the output is not drawn


def test_what_is_named_without_a_number_has_a_ring_for_each_stage(sheet):
    stages = ["output", "outcome", "output"]
    table = pd.DataFrame([amount(f"o{at}", nan, bound="unquantified", column="money", stage=stage) for at, stage in enumerate(stages)])
    assert {"o0; o2", "o1"} <= set(words_of(table, "overview", sheet))


def test_each_statement_has_its_column_in_the_overview():
    rows = [
        amount("a", 3e6), amount("b", 23, unit="person"), amount("c", 5, unit="organisation"),
        amount("d", 5, unit="organisation", stage="activity"), amount("e", 2, unit="item", stage="output"),
        amount("f", 299, unit="person", stage="output"), amount("g", 140, unit="household", stage="outcome"),
        amount("h", nan, stage="judgement", indicator="completion"), amount("i", nan, stage="judgement"),
        amount("j", 9e6, scope="plan"),
    ]  # fmt: skip
    columns = overview_columns(pd.DataFrame(rows).fillna({"scope": "past"}).assign(flow=["fiscal"] + [""] * 8 + ["fiscal"]))
    expected = ["money", "people_sent", "done", "done", "came_out", "people_counted", "people_counted", "target", "", "target"]
    assert columns.fillna("").tolist() == expected


def test_money_named_without_an_amount_is_not_silence(sheet):
    table = ROWS.iloc[[2]]
    assert "named, no amount" in words_of(table, "bars", sheet) and "not reported" not in words_of(table, "bars", sheet)
    assert "not reported" in words_of(table.assign(bound="range"), "bars", sheet)


@pytest.mark.parametrize("form", ["bars", "chain", "overview"])
def test_a_big_report_is_cut_in_words(form, sheet):
    table = pd.DataFrame([amount(f"o{i}", float(i), column="money") for i in range(60)])
    assert any(
        "60 rows, the first 40" in words or "and " in words and "more" in words
        for words in words_of(table, form, sheet)
    )


@pytest.mark.parametrize("count, more", [(20, []), (23, ["and 3 more"])])
def test_many_readings_are_cut_in_words(count, more, sheet):
    names = ["base", *(f"r{at}" for at in range(count)), "all"]
    table = pd.DataFrame([("money", name, 9, 10 + at, "CNY") for at, name in enumerate(names)], columns=[*TABLES["readings"]])
    said = words_of(table, "readings", sheet)
    assert [words for words in said if words.startswith("and ")] == more
    assert [words for words in said if re.fullmatch(r"r\d+", words)] == [f"r{at}" for at in range(20)]
    assert said.count("as coded") == said.count("all combinations") == 1


@pytest.mark.parametrize("length, note", [(5000, []), (5013, ["The first 5,000 of 5,013 characters"])])
def test_a_long_text_is_cut_in_words(length, note, sheet):
    table = pd.DataFrame([(0, length, "字" * length, "")], columns=[*TABLES["marked_text"]])
    said = words_of(table, "marked_text", sheet)
    assert [words for words in said if words.startswith("The first")] == note
    assert "".join(said).count("字") == 5000


def test_groups_of_rows_have_their_headings(sheet):
    table = TABLES["grid"].assign(panel="own")
    files = render("x", table, sheet=sheet("grid", "x,,panel.own,Our own,自己的\n"))
    assert "Our own" in svg_words(files["x.en.svg"])
    table = ROWS.assign(panel=["own", "CNY", "own", ""])
    files = render(
        "x", table, sheet=sheet("bars", "x,,panel.own,Our own,自己的\nx,,panel,In {unit},以{unit}计\n")
    )
    said = svg_words(files["x.en.svg"])
    assert {"Our own", "In yuan", "3 million yuan"} <= set(said) and "9.09–10.4359 million yuan" not in said


@pytest.mark.parametrize("numbered, named, discs, rings", [(3, 2, 3, 2), (2, 2, 2, 2), (0, 1, 0, 1), (48, 12, 1, 1), (48, 0, 1, 0)])
def test_numbers_are_discs_and_statements_without_one_rings(numbered, named, discs, rings):
    drawn = Page()
    _dots(drawn, 300, 200, numbered, named, "#123456")
    assert [shape.fill for shape in drawn.shapes] == ["#123456"] * discs + ["#ffffff"] * rings
    assert {shape.edge for shape in drawn.shapes} == {"#123456"}
    places = [shape.vertices[:, 0].min() for shape in drawn.shapes]
    assert min(places) >= 300 and (len(drawn.shapes) > 2 or places == sorted(set(places)))


def test_a_year_tells_how_much_more_or_less_it_has_than_the_one_before(sheet):
    years = [("2018", 2e6), ("2019", 1.5e6), ("2020", 1.8e6)]
    table = pd.DataFrame([amount(year, value, period=year, derived="") for year, value in years])
    said = words_of(table, "years", sheet)
    assert "−25.0%" in said and "+20.0%" in said


def test_a_state_that_no_cell_can_have_is_named(sheet):
    with pytest.raises(ReportError, match="x: a state is one of stated, partly, unnumbered, absent, not gone, lost"):
        render("x", TABLES["grid"].assign(state=["lost", "gone"]), sheet=sheet("grid"))


def test_more_dots_than_a_cell_holds_become_counts(sheet):
    table = pd.DataFrame({"task": ["a"], "stage": ["input"], "numbered": [48], "named": [12]})
    assert {"48", "12"} <= set(words_of(table, "matrix", sheet))


def test_a_ratio_of_units_that_the_sheet_does_not_name_is_called_by_both(sheet):
    names = {language: {"indicator": {"goods": "Goods"}} for language in ("en", "zh")}
    table = TABLES["pairs"].head(1).assign(unit="CNY per km", to_unit="km", from_unit="CNY", to_indicator="goods")
    said = svg_words(render("x", table, names, sheet=sheet("pairs"))["x.en.svg"])
    assert "yuan ÷ km" in said and any(words.startswith("Goods") for words in said)


def test_a_short_bar_is_a_tick_and_says_so(sheet):
    table = pd.DataFrame([amount("a", 3), amount("b", 3e9)])
    said = words_of(table, "bars", sheet)
    assert {"3 yuan", "3 billion yuan", "A line is a short bar."} <= set(said)


@pytest.mark.parametrize(
    "name", ["对口支援" * 10, "A name of a section that is very long indeed", "x" * 90, "a😀\tb$x^{2}$ \x0cༀ"]
)
@pytest.mark.parametrize("form", ["bars", "chain", "matrix", "overview", "grid"])
def test_long_names_and_odd_characters_stay_on_the_figure(form, name, sheet):
    table = TABLES[form].assign(indicator=name, task=name)
    files = render("x", table, sheet=sheet(form))
    if "😀" in name:
        said = " ".join(svg_words(files["x.en.svg"]))
        assert "[U+1F600]" in said and "$x^" in said and "Codes stand for characters." in said


def test_words_off_the_sides_are_an_error():
    with pytest.raises(RuntimeError, match="runs off the figure"):
        Page().text(36, 20, "长" * 80)
    with pytest.raises(RuntimeError, match="runs off the figure"):
        Page().bar(1000, 20, 100, 30, "#000000")
    drawn = Page()
    drawn.text(36, 200, "low")
    with pytest.raises(RuntimeError, match="ends at 100"):
        drawn.end(100)


def test_nothing_is_written_where_a_figure_fails(tmp_path, sheet):
    with pytest.raises(ReportError, match="nothing to draw"):
        draw("x", ROWS.head(0), folder=tmp_path / "figures", sheet=sheet())
    assert not (tmp_path / "figures").exists()


def test_a_figure_is_saved_shown_and_told(tmp_path, sheet, capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("report.figures.drawing.display", lambda data, **rest: shown.append((data, rest)))
    choose_language("zh")
    try:
        draw("x", ROWS, folder=tmp_path / "figures", sheet=sheet())
    finally:
        choose_language("en")
    assert sorted(path.name for path in (tmp_path / "figures").glob("x.*")) == sorted(
        render("x", ROWS, sheet=sheet())
    )
    folder = name_of(tmp_path / "figures")
    told = [line.split(" ")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == [f"{folder}/x.en.png", f"{folder}/x.zh.png", f"{folder}/x.csv"]
    (data, rest), *others = shown
    assert data["text/plain"] == "图。" and "image/png" in data and not others
    assert rest["metadata"]["image/png"]["width"] == 750
    with pytest.raises(ValueError, match="en or zh"):
        choose_language("fr")


def test_an_optional_figure_without_rows_is_left_out_and_what_was_drawn_before_is_taken_away(tmp_path, sheet, capsys):
    folder = tmp_path / "figures"
    draw("x", ROWS, folder=folder, sheet=sheet(), part="s1", optional=True)
    draw("x", ROWS, folder=folder, sheet=sheet(), part="s2", optional=True)
    capsys.readouterr()
    draw("x", ROWS.head(0), folder=folder, sheet=sheet(), part="s1", optional=True)
    assert {path.name[:4] for path in folder.iterdir()} == {"x-s2"} and len(list(folder.iterdir())) == 5
    assert capsys.readouterr().out == "x-s1: not drawn, for the report states nothing of it\n"


def test_the_review_counts_the_rows_that_have_a_status(sheet):
    def said(status, **more):
        return " ".join(words_of(TABLES["matrix"].head(1).assign(status=status, **more), "matrix", sheet))

    assert "suggested" in said("suggested")
    assert "reviewed" not in said("reviewed") + said("") and "suggested" not in said("reviewed") + said("")
    two = pd.concat([TABLES["matrix"].head(1).assign(status=status, numbered=3, named=1) for status in ("reviewed", "suggested")])
    assert "4 of 8 reviewed" in " ".join(words_of(two, "matrix", sheet))


def test_names_are_saved_with_the_table(sheet, tmp_path):
    names = {"en": {"task": {"s1": "First section"}}, "zh": {"task": {"s1": "第一部分"}}}
    table = pd.DataFrame({"task": ["s1", "liupanshui"], "stage": "input", "numbered": 1, "named": 0})
    files = render("x", table, names, sheet=sheet("matrix"))
    assert {"First section", "Liupanshui"} <= set(svg_words(files["x.en.svg"]))
    assert {"第一部分", "六盘水"} <= set(svg_words(files["x.zh.svg"]))
    (tmp_path / "x.csv").write_bytes(files["x.csv"])
    assert render("x", read_table(tmp_path / "x.csv"), sheet=sheet("matrix")) == files


def test_a_source_of_ones_own_takes_the_place_of_the_sheets(sheet):
    content = render("x", ROWS, source={"en": "Source: mine, 2021.", "zh": "来源：本人。"}, sheet=sheet())
    assert "Source: mine, 2021." in svg_words(content["x.en.svg"]) and "来源：本人。" in svg_words(
        content["x.zh.svg"]
    )


def test_the_status_of_the_coding_stands_in_the_subtitle(sheet):
    assert "A subtitle · suggested" in words_of(ROWS.assign(status="suggested"), "bars", sheet)
    half = ROWS.assign(status=["reviewed", "suggested", "suggested", "suggested"])
    assert "A subtitle · 1 of 4 reviewed" in words_of(half, "bars", sheet)
    assert "A subtitle" in words_of(ROWS.assign(status="reviewed"), "bars", sheet)


def test_a_picture_keeps_the_colours_of_the_page():
    drawn = Page()
    for i, colour in enumerate(look.STAGE_COLOURS.values()):
        drawn.bar(50 + 60 * i, 50, 40, 40, colour)
        drawn.text(50, 120 + 30 * i, "对口支援 1,234", 20, colour)
    drawn.end(300)
    seen = PIL.Image.open(BytesIO(png(drawn))).convert("RGB")
    assert seen.size == (look.WIDTH, 300)
    assert [seen.getpixel((70 + 60 * i, 70)) for i in range(5)] == [
        tuple(bytes.fromhex(colour[1:])) for colour in look.STAGE_COLOURS.values()
    ]
    assert np.asarray(seen)[100:, :, 0].min() < 60  # the words are there


def test_an_svg_draws_every_character_it_holds():
    drawn = Page()
    drawn.text(50, 50, "甲 a")
    drawn.dot(20, 20, 5, "#0072B2", filled=False)
    drawn.end(80)
    content = svg(drawn, "T & t", "Alt.").decode()
    assert content.count("<use ") == 2 and "T &amp; t" in content and "<desc>Alt.</desc>" in content
    assert 'stroke="#0072B2"' in content


# words on a line ----------------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.integers(60, 400))
def test_wrapping_keeps_every_word_and_no_line_is_too_wide(text, width):
    lines = wrap(text, width, 20)
    assert "".join(lines).replace(" ", "") == page.printable(text).replace(" ", "")
    closing = max((text_width(mark, 20) for mark in page.CLOSING), default=0)
    assert all(text_width(line.rstrip(page.CLOSING), 20) <= width + closing for line in lines)


@given(st.text(max_size=400))
def test_the_lines_of_a_text_hold_all_of_it(text):
    lines = text_lines(text)
    assert "".join(text[start:end] for start, end in lines) == text.replace("\n", "")


def test_the_font_comes_from_the_wheel():
    assert "zhplot" in str(page.FONT) and page.FONT.exists()
    assert page.has_glyph("帮") and not page.has_glyph("\U0001f600")


def test_marks_and_the_words_between_are_the_whole_text(report, coding):
    from report.cleaning import clean

    ledger, observations = clean(report.text, coding)
    table = read_table(csv_bytes(marked_spans(ledger, observations, report.text)))
    whole = [" "] * len(report.text)
    for _, row in table.iterrows():
        whole[row["start"] : row["end"]] = row["text"]
    assert "".join(whole) == report.text
    stages = [*look.STAGE_COLOURS, "judgement", "plan"]
    assert table["mark"].isin(["", "numeral", "repeated", *stages, *(f"{stage}?" for stage in stages)]).all()
    pd.testing.assert_frame_equal(table, read_table(FIGURES / "01-report.csv")[table.columns])


# numbers in words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lower, upper, english, chinese",
    [
        (3, None, "3 yuan", "3元"),
        (305900, None, "305,900 yuan", "30.59万元"),
        (3e9, None, "3 billion yuan", "30亿元"),
        (9.09e6, 1.04359e7, "9.09–10.4359 million yuan", "909～1043.59万元"),
        (0, 1e6, "0–1 million yuan", "0～100万元"),
        (3, 3e9, "3 yuan–3 billion yuan", "3元～30亿元"),
        (12345678.91, None, "12.34567891 million yuan", "1234.567891万元"),
        (9e5, nan, "900,000 yuan", "90万元"),
    ],
)
def test_money_is_written_in_a_unit_that_fits_it(lower, upper, english, chinese):
    assert amounts.money(lower, upper) == english
    assert amounts.money(lower, upper, "zh") == chinese


@given(st.integers(1, 10**12))
def test_money_is_exact_to_the_yuan(yuan):
    for language, units in amounts.UNITS.items():
        text = amounts.money(yuan, None, language)
        _, worth, unit = next(unit for unit in units if text.endswith(unit[2]))
        assert round(float(text.removesuffix(unit).replace(",", "")) * worth) == yuan


@pytest.mark.parametrize(
    "row, english, chinese",
    [
        (
            amount("a", 5.5e7, nan, "at_least", exact="5500万元以上"),
            "≥ 55 million yuan (5500万元以上)",
            "5500万元以上",
        ),
        (amount("a", 1e4, nan, "more_than", unit="copy", exact="1万余份"), "> 10,000 (1万余份)", "1万余份"),
        (amount("a", 305900, exact="30.59万元"), "305,900 yuan (30.59万元)", "30.59万元"),
        (amount("a", 3, 5, "range", unit="item", exact="3-5个"), "3–5 (3-5个)", "3-5个"),
        (
            amount("a", nan, nan, "about", unit="item", exact="约300个") | {"value": 300},
            "about 300 (约300个)",
            "约300个",
        ),
        (amount("a", nan, nan, "unquantified", exact="道路"), "not reported", "未报告"),
        (
            amount("a", nan, 200, "less_than", unit="person", exact="不足200人"),
            "< 200 (不足200人)",
            "不足200人",
        ),
        (amount("a", 18, unit="percent", exact="18%"), "18%", "18%"),
        (amount("a", 946, 1432, "range", unit="person"), "946–1,432 people", "946～1432人"),
        (amount("a", 8, 13, "range", unit="item"), "8–13", "8～13个"),
        (amount("a", 9.09e6, inf, "range"), "≥ 9.09 million yuan", "不少于909万元"),
        (amount("a", 0.5, unit="share"), "50.0%", "50.0%"),
    ],
)
def test_numbers_are_labelled_as_the_report_wrote_them(row, english, chinese):
    units = {"en": {"person": "people", "item": "items"}, "zh": {"person": "人", "item": "个"}}
    for language, expected in (("en", english), ("zh", chinese)):
        shown, quoted = amounts.shown_and_quoted(row, language, units[language])
        assert (f"{shown} ({quoted})" if quoted else shown) == expected


def test_counts_in_words():
    assert [amounts.word(n) for n in (0, 2, 12, 13, 4000)] == ["no", "two", "twelve", "13", "4,000"]
    assert [amounts.word(n, "zh") for n in (1, 2, 10, 4000)] == ["一", "两", "十", "4000"]
