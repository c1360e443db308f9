"""The words of the figures: numbers are filled from the table, never typed; what cannot be filled stops with the row and the words."""

import pandas as pd
import pytest

from conftest import ROOT
from report.figures.drawing import FORMS, LONGEST
from report.figures.sheet import PLACE, Words, read_texts
from report.tables import read_labels, read_sheet
from report.text import ReportError

TABLE = pd.DataFrame(
    [
        dict(
            observation="a",
            task="jiangda",
            stage="input",
            period="2018",
            value=2.8e6,
            lower=2.8e6,
            upper=2.8e6,
            numbered=3,
        ),
        dict(
            observation="b.c",
            task="jiangda",
            stage="outcome",
            period="2019",
            value=None,
            lower=9e5,
            upper=None,
            numbered=0,
        ),
        dict(
            observation="total",
            task="",
            stage="",
            period="2018/2020",
            value=None,
            lower=9.09e6,
            upper=1.04359e7,
            numbered=2,
        ),
        dict(
            observation="none",
            task="shihezi",
            stage="input",
            period="",
            value=None,
            lower=None,
            upper=None,
            numbered=1,
        ),
    ]
).assign(unit="CNY", bound=["exact", "at_least", "range", "unquantified"], exact="")


def fill(tmp_path, en, zh="字", part="title", table=TABLE, **values):
    """What the sheet's text becomes in both languages."""
    path = tmp_path / "figures.csv"
    rows = (
        [("x", "bars", "title", "T", "题"), ("x", "", part, en, zh)]
        if part != "title"
        else [("x", "bars", part, en, zh)]
    )
    pd.DataFrame(rows, columns=["figure", "form", "part", "en", "zh"]).to_csv(path, index=False)
    return [
        Words("x", language, table, read_labels()[language], path).fill(part, **values)
        for language in ("en", "zh")
    ]


@pytest.mark.parametrize(
    "text, english, chinese",
    [
        ("{total:money}", "9.09–10.4359 million yuan", "909～1043.59万元"),
        ("{total:money.1}", "9.1–10.4 million yuan", "909～1043.6万元"),
        ("{total.lower:money}", "9.09 million yuan", "909万元"),
        ("{total.upper}", "10,435,900", "10435900"),
        ("{b.c:amount}", "≥ 900,000 yuan", "不少于90万元"),
        ("{b.c.period}", "2019", "2019"),
        ("{rows}", "4", "4"),
        ("{rows:Word}", "Four", "四"),
        ("{rows stage=input lower!=:word}", "one", "一"),
        ("{rows stage=input|outcome}", "3", "3"),
        ("{rows numbered=0}", "1", "1"),
        ("{rows numbered!=0 task!=:word}", "two", "两"),
        ("{distinct task:word}", "two", "两"),
        ("{names task}", "Jiangda and Shihezi", "江达乡和石河子"),
        ("{names task lower=}", "Shihezi", "石河子"),
        ("{names observation}", "a, b.c, total and none", "a、b.c、total和none"),
        ("{sum numbered}", "6", "6"),
        ("{sum numbered stage=outcome:word}", "no", "零"),
        ("{period}", "2018–2020", "2018～2020"),
        ("{period task=jiangda}", "2018–2019", "2018～2019"),
        ("{period observation=a}", "2018", "2018"),
        ("{rows stage=input} input{rows stage=input:s}", "2 inputs", "2 inputs"),
        ("{rows stage=outcome} activit{rows stage=outcome:y}", "1 activity", "1 activity"),
        ("{rows stage=input} activit{rows stage=input:y}", "2 activities", "2 activities"),
        ("{rows stage=outcome} outcome{rows stage=outcome:s}", "1 outcome", "1 outcome"),
        ("{share:percent}", "14.3%", "14.3%"),
        ("{share:percent.0}", "14%", "14%"),
    ],
)
def test_placeholders_are_filled_from_the_table(tmp_path, text, english, chinese):
    assert fill(tmp_path, text, text, share=1 / 7) == [english, chinese]


@pytest.mark.parametrize(
    "text, reason",
    [
        ("{missing:money}", "0 rows are called"),
        ("{missing.lower:money}", "called 'missing'"),
        ("{a.height}", "height"),
        ("{none:money}", "no number"),
        ("{none.lower}", "no number"),
        ("{total.exact}", "nothing there"),
        ("{rows colour=red}", "colour"),
        ("{rows stage=outcom}", "'outcom' is no stage of the codebook"),
        ("{rows stage}", "'stage' is no condition"),
        ("{distinct colour}", "colour"),
        ("{period observation=none}", "no period"),
        ("{rows:furlongs}", "furlongs"),
        ("{}", "fill {}"),
    ],
)
def test_what_the_table_does_not_fill_is_an_error(tmp_path, text, reason):
    with pytest.raises(ReportError, match=reason) as error:
        fill(tmp_path, f"Money: {text}")
    assert "figures.csv, figure x, title" in str(error.value)


def test_two_rows_of_one_key_fill_nothing(tmp_path):
    with pytest.raises(ReportError, match="2 rows are called 'a'"):
        fill(tmp_path, "{a.lower}", table=pd.concat([TABLE, TABLE]))


def test_a_sum_that_is_no_money_is_not_written_as_money(tmp_path):
    with pytest.raises(ReportError, match="person is no money"):
        fill(tmp_path, "{total:money}", table=TABLE.assign(unit="person"))


@pytest.mark.parametrize("part", ["title", "subtitle", "alt", "panel.own", "label.total", "note"])
@pytest.mark.parametrize(
    "en, zh, typed",
    [
        ("Between 946 and more", "字", "9"),
        ("Two of all tasks", "字", "Two"),
        ("All four tasks", "字", "four"),
        ("A dozen", "字", "dozen"),
        ("Words", "共5项", "5"),
        ("Words", "两项任务", "两"),
        ("Words", "共十二个村", "十二"),
    ],
)
def test_a_typed_number_is_an_error_that_names_row_and_words(tmp_path, part, en, zh, typed):
    with pytest.raises(ReportError, match=f"row [23].*{part}.*{typed!r}"):
        fill(tmp_path, en, zh, part)


@pytest.mark.parametrize(
    "en, zh",
    [
        ("Not one number, by less the second time", "六盘水：第二次增幅较小，不是一个数"),
        ("Attention to hundredweight", "十分务实"),
    ],
)
def test_words_that_count_nothing_may_be_typed(tmp_path, en, zh):
    assert fill(tmp_path, en, zh) == [en, zh]


@pytest.mark.parametrize(
    "en, zh, reason",
    [
        ("A {brace", "字", "brace"),
        ("Brace}", "字", "brace"),
        ("Words", "", "zh is missing"),
        ("", "字", "en is missing"),
    ],
)
def test_broken_texts_are_named(tmp_path, en, zh, reason):
    with pytest.raises(ReportError, match=f"row 2.*{reason}"):
        fill(tmp_path, en, zh)


def test_an_unknown_figure_part_and_column_are_named(tmp_path):
    fill(tmp_path, "T", "题")
    path = tmp_path / "figures.csv"
    with pytest.raises(ReportError, match="no figure 'y'"):
        Words("y", "en", TABLE, read_labels()["en"], path)
    with pytest.raises(ReportError, match="figure x has no row 'subtitle'"):
        Words("x", "en", TABLE, read_labels()["en"], path)["subtitle"]
    with pytest.raises(ReportError, match="no row 'column.money'"):
        Words("x", "en", TABLE, read_labels()["en"], path).columns(pd.Series(["", "money"]))
    path.write_text(path.read_text(encoding="utf-8") + "x,bars,title,T,题\n", encoding="utf-8")
    with pytest.raises(ReportError, match="row 3: x has 'title' already"):
        read_texts(path)
    path.write_text("figure,part,en,zh\n", encoding="utf-8")
    with pytest.raises(ReportError, match="columns must be figure, form, part, en, zh"):
        read_texts(path)


def test_a_changed_sheet_is_read_again(tmp_path):
    assert fill(tmp_path, "Before", "前") == ["Before", "前"]
    assert fill(tmp_path, "Afterwards", "后") == ["Afterwards", "后"]


SHEET = read_sheet(ROOT / "data/codebook/figures.csv")


def test_the_sheet_is_complete():
    texts = read_texts()
    figures = [figure for figure in SHEET["figure"].unique() if figure]
    for figure in figures:
        assert {(figure, part) for part in ("title", "subtitle", "alt")} <= set(texts), figure
        assert texts[figure, "form"] in FORMS
        assert len(PLACE.sub("x", texts[figure, "title"]["en"]).split()) <= LONGEST
        for language, ends in (("en", "."), ("zh", "。")):
            assert texts[figure, "alt"][language].endswith(ends) and len(texts[figure, "alt"][language]) >= 10
    assert set(SHEET.loc[SHEET["figure"].eq(""), "form"]) - {""} <= set(FORMS)


def test_a_title_too_long_is_an_error(tmp_path):
    from report.figures import render

    path = tmp_path / "figures.csv"
    sheet = SHEET[SHEET["figure"].eq("")].to_csv(index=False)
    path.write_text(
        sheet + f"x,bars,title,{'word ' * 16},题\nx,,subtitle,S,副\nx,,alt,A.,图。\n", encoding="utf-8"
    )
    with pytest.raises(ReportError, match="more than 15 words"):
        render("x", TABLE, sheet=path)


def test_where_no_year_is_given_the_sheet_says_so(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(
        "figure,form,part,en,zh\nx,bars,title,T,题\nx,,subtitle,\"Money, {period}\",资金，{period}\n"
        "x,,label.no_period,year not stated,年份不详\nx,,label.total,\"All, {period}\",合计，{period}\n",
        encoding="utf-8",
    )
    dated, undated = TABLE.iloc[:1], TABLE.iloc[3:]
    assert Words("x", "en", undated, {}, path)["subtitle"] == "Money, year not stated"
    assert Words("x", "zh", dated, {}, path)["subtitle"] == "资金，2018"
    names = [Words("x", "en", TABLE, {}, path).row_name({"observation": "total", "period": period}) for period in ("2019", "")]
    assert names == ["All, 2019", "All, year not stated"]
