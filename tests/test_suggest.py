"""Suggestions for a report of one's own: a draft that is never taken for a coding, and the one path it goes through."""

import pytest

from report.coding import clean, list_quantities
from report.suggest import compare, draft_codes, draft_coding, keep_draft, list_sections, read_folder
from report.tables import csv_bytes, read_sheet
from report.text import Report, ReportError, read_report


def report_of(text):
    return Report("own", text, 1)


@pytest.fixture(scope="module")
def sample(root):
    return read_report(root / "data/sample-2021/report.txt")


def draft_of(text):
    report = report_of(text)
    return draft_codes(report, list_quantities(text))


def test_suggestions_stay_out_until_reviewed(sample, coding):
    own = draft_coding(sample, coding)
    ledger, observations = clean(sample.text, own)
    assert observations.empty
    assert ledger.loc[ledger["kind"] == "quantity", "reason"].str.startswith("only suggested").all()
    own.codes.loc[[0, 3], "status"] = "reviewed"
    _, observations = clean(sample.text, own)
    assert len(observations) == 2
    _, observations = clean(sample.text, own, suggested=True)
    assert len(observations) == len(own.codes)


def test_every_quantity_of_any_report_gets_a_row_that_the_cleaning_accepts(sample, report, coding):
    for text in (
        sample.text,
        report.text,
        "全年培训8人。\n全年培训8人。\n其中8人就业。",
        "没有标题，投入资金约3万元，其中捐款1万元",
    ):
        own = draft_coding(report_of(text), coding)
        _, observations = clean(text, own, suggested=True)
        assert len(observations) == (list_quantities(text)["kind"] == "quantity").sum() > 0


def test_a_reviewed_draft_is_checked_like_any_coding(sample, coding):
    own = draft_coding(sample, coding)
    own.codes.loc[2, ["status", "bound"]] = ["reviewed", "exact"]
    with pytest.raises(
        ReportError,
        match="data/sample-2021/coding/codes.csv, row 4: bound 'exact' disagrees with the words '不低于700万元'",
    ):
        clean(sample.text, own)


def test_a_draft_that_is_there_is_never_overwritten(tmp_path, sample):
    path = tmp_path / "drafts/own.csv"
    draft = keep_draft(sample, path)
    assert (draft["status"] == "suggested").all()
    draft.loc[0, "status"] = "reviewed"
    path.write_bytes(csv_bytes(draft))
    assert keep_draft(sample, path).equals(draft)


def test_the_committed_draft_is_what_the_rules_suggest(root, sample):
    draft = read_sheet(root / "data/sample-2021/coding/codes.csv")
    assert draft.equals(draft_codes(sample, list_quantities(sample.text)))


def test_agreement_with_what_people_decided(report, coding):
    _, suggested = clean(report.text, draft_coding(report, coding), suggested=True)
    _, decided = clean(report.text, coding)
    compared = compare(suggested, decided)
    compared = compared[(compared["column"] != "flow") | (compared["decided"] + compared["suggested"] != "")]
    agree = (compared["suggested"] == compared["decided"]).groupby(compared["column"]).mean()
    assert agree["stage"] >= 0.9 and agree["area"] >= 0.9 and agree["flow"] >= 0.95


@pytest.mark.parametrize(
    "text, column, expected",
    [
        ("拨付财政资金300万元", "flow", "fiscal"),
        ("社会各界捐款80万元", "flow", "donation"),
        ("完成消费扶贫2000万元", "flow", "sales"),
        ("实际到位资金1.2亿元", "flow", "investment"),
        ("实际到位资金1.2亿元", "stage", "output"),
        ("拨付财政资金300万元", "stage", "input"),
        ("选派医生12名", "stage", "input"),
        ("举办培训班6期", "stage", "activity"),
        ("培训致富带头人40人", "stage", "output"),
        ("带动脱贫户就业90人", "stage", "outcome"),
        ("新建扶贫车间3个", "indicator", "workshops"),
    ],
)
def test_words_around_a_number_suggest_its_coding(text, column, expected):
    draft = draft_of(f"一、工作情况\n今年{text}。\n")
    assert list(draft[column]) == [expected]
    assert all(f"{name}:" in draft["note"].iloc[0] for name in ("area", "stage", "indicator"))


def test_plans_are_context_not_results():
    draft = draft_of("一、工作情况\n拨付资金3万元。\n二、下步打算\n拨付资金5万元。")
    assert list(draft["stage"]) == ["input", "context"]


def test_a_part_is_suggested_where_the_text_says_so():
    draft = draft_of("一、情况\n帮助就业230人，其中来连就业20人。另有5人返乡。")
    assert list(draft["relation"]) == ["", "part_of", ""]
    assert draft["relation_to"].iloc[1] == draft["observation"].iloc[0]


@pytest.mark.parametrize(
    "text, headings",
    [
        ("一、甲县\n（一）资金支持\n甲\n（二）产业合作\n乙\n二、乙县\n丙", ["一、甲县", "二、乙县"]),
        (
            "一、情况\n(一)甲县协作\n甲\n(二)乙县支援\n乙\n二、计划\n丙",
            ["(一)甲县协作", "(二)乙县支援", "二、计划"],
        ),
        ("没有标题的报告。", ["没有标题的报告。"]),
    ],
)
def test_sections_are_the_tasks(text, headings):
    sections = list_sections(text)
    assert list(sections["heading"]) == headings
    assert list(sections["task"]) == [f"s{number}" for number in range(1, len(headings) + 1)]


def test_a_folder_gives_one_table_and_names_what_it_skips(tmp_path, sample, coding, capsys):
    (tmp_path / "a.txt").write_text(sample.text, encoding="gb18030")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text(
        sample.text + "\n" + sample.text.replace("260万元", "270万元"), encoding="utf-8"
    )
    table, skipped = read_folder(tmp_path, coding)
    assert set(table["report"]) == {"a"} and len(table) == 35
    assert list(skipped["report"]) == ["b.txt", "c.txt"]
    assert "empty" in skipped["reason"][0] and "260万元" in skipped["reason"][1]
    assert "3 of 3 reports" in capsys.readouterr().out
