"""A review that is taken up again: after the kernel ended, after the report was edited, while someone else saves, in Chinese."""

import csv
import json
import re
import shutil

import pytest

from clean import main
from conftest import ROOT
from report.paths import SAMPLE
from report.review import Review, store
from report.review.chinese import in_chinese, names_of, note_in_chinese, sheet
from report.review.history import FILE, KEPT, before, step
from report.review.items import Sheets
from report.review.panel import FIELDS, Panel, show_panel, text_html
from report.tables import read_labels, read_sheet, records
from report.text import ReportError
from test_review import REFUSED, at_words, edit, select


@pytest.fixture
def folder(tmp_path):
    """A copy of the sample report with its draft and its links."""
    return shutil.copytree(SAMPLE, tmp_path / "sample")


def rewrite_report(folder, *changes):
    path = folder / "report.txt"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")


# undo ---------------------------------------------------------------------------------------------------------------


def test_undo_outlives_the_kernel(folder):
    first = Review(folder)
    at_words(first, "12期").leave_out("Not ours")
    at_words(first, "18%").change(stage="output")
    select(first, "开展义诊")
    first.define("area", "tea", en="Tea", zh="茶业")
    again = Review(folder)
    assert [step.label for step in again.steps] == ["leave out", "change stage", "add", "define tea"]
    while again.steps:
        again.undo()
    assert again.words(again.here) == "12期" and again.items == Review(SAMPLE).items
    assert Review(folder).steps == []


def test_undo_begins_anew_where_the_sheets_or_the_report_were_changed_meanwhile(folder):
    Review(folder).accept()
    assert len(Review(folder).steps) == 1
    edit(folder, "codes", "n.3,s1,funds,input", "n.3,s1,funds,output")
    assert Review(folder).steps == []
    edit(folder, "codes", "n.3,s1,funds,output", "n.3,s1,funds,input")
    assert len(Review(folder).steps) == 1
    rewrite_report(folder, ("柳沟镇驻村帮扶", "柳沟镇的驻村帮扶"))
    assert Review(folder).steps == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"stamp": 1}', b"\xff"])
def test_a_damaged_file_of_undo_is_no_hindrance(folder, content):
    Review(folder).accept()
    (folder / "coding" / FILE).write_bytes(content)
    assert Review(folder).steps == []


def test_undo_keeps_what_was_replaced_and_no_more(folder):
    review = Review(folder)
    for _ in range(3):
        review.accept()
    kept = json.loads((folder / "coding" / FILE).read_text(encoding="utf-8"))
    assert [len(step[2]["codes"][2]) for step in kept["steps"]] == [1, 1, 1]
    review.steps = review.steps * KEPT
    review.accept()
    assert len(json.loads((folder / "coding" / FILE).read_text(encoding="utf-8"))["steps"]) == KEPT


def test_what_a_step_replaced_is_given_back_exactly():
    def sheets(*codes):
        return Sheets(tuple({"observation": code} for code in codes), (), (), (), (), ())

    for old, new in (("abc", "axc"), ("abc", "ac"), ("ac", "abc"), ("aa", "aaa"), ("aaa", "aa"), ("", "a"), ("ab", "xy"), ("a", "a")):
        taken = step("change", "", sheets(*old), sheets(*new))
        assert before(sheets(*new), taken.patch) == sheets(*old), (old, new)
        assert bool(taken.patch) == (old != new)


def test_a_change_in_a_spreadsheet_can_be_taken_back_after_a_restart(folder):
    review = Review(folder)
    edit(folder, "codes", "n.3,s1,funds,input", "n.3,s1,funds,output")
    review.look()
    again = Review(folder)
    assert [step.label for step in again.steps] == ["changes made in codes.csv"]
    again.undo()
    assert at_words(again, "不低于700万元").here.code["stage"] == "input"


# someone else saves in the same moment ------------------------------------------------------------------------------


def test_a_sheet_saved_in_the_same_moment_is_left_as_it_is(folder, monkeypatch):
    review = Review(folder)
    whole = store.Store.check

    def slow(self, *rest):
        edit(folder, "codes", "n.3,s1,funds,input", "n.3,s1,funds,output")
        return whole(self, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(store.Store, "check", slow)
        with pytest.raises(ReportError, match="sample/coding/codes.csv was changed in the same moment, and is left as it is: do this once more"):
            review.accept()
    assert "n.3,s1,funds,output" in (folder / "coding/codes.csv").read_text(encoding="utf-8-sig")
    assert review.progress["reviewed"] == 0 and review.steps == []
    review.accept()
    assert review.progress["reviewed"] == 1 and at_words(review, "不低于700万元").here.code["stage"] == "output"


def test_a_sheet_that_appears_in_the_same_moment_is_not_overwritten(folder):
    review = Review(folder)
    head = (folder / "coding/codes.csv").read_bytes()
    (folder / "coding/exclusions.csv").write_text("quote,same_as,reason\n引导6家,,写于此刻\n", encoding="utf-8")
    with pytest.raises(ReportError, match="coded|changed"):
        at_words(review, "12期").leave_out("Not ours")
    assert "写于此刻" in (folder / "coding/exclusions.csv").read_text(encoding="utf-8")
    assert (folder / "coding/codes.csv").read_bytes() == head


# a report that was edited -------------------------------------------------------------------------------------------


def test_an_edited_report_opens_with_what_stands_and_lists_the_rest(folder, monkeypatch):
    old = (folder / "coding/codes.csv").read_bytes()
    rewrite_report(folder, ("全年向云岭县", "今年共向云岭县"), ("举办技能培训班12期", "办班15期"))
    review = Review(folder)
    assert review.progress["lost"] == 1 and review.progress["of"] == 36, "35 statements and the new 15期"
    assert (review.here.state, review.words(review.here)) == ("lost", "举办技能培训班12期")
    assert text_html(review, "en").count("<mark") == 35, "what is lost stands nowhere"
    told = []
    monkeypatch.setattr("report.review.panel.display_live", lambda widget, about, otherwise: told.append(about))
    show_panel(folder)
    assert "0 of 36 statements reviewed" in told[0] and ", 1 whose words are no longer in the report" in told[0]
    assert review.news.endswith("report.txt was edited after coding: 1 statements found again with other words around them, 1 lost; those come first")
    assert at_words(review, "１２００万元").here.state == "suggested"
    assert (folder / "coding/codes.csv.bak").read_bytes() == old
    assert "举办技能培训班12期" in (folder / "coding/codes.csv").read_text(encoding="utf-8-sig"), "a lost row stays"
    at_words(review, "5场").accept()
    assert Review(folder).progress == review.progress


def lost_at_hand(folder, *changes):
    rewrite_report(folder, *changes)
    review = Review(folder)
    assert review.here.state == "lost"
    return review


def test_a_lost_statement_is_given_new_words(folder):
    review = lost_at_hand(folder, ("举办技能培训班12期", "办班15场以上"))
    with pytest.raises(ReportError, match="code this statement first"):
        review.change(area="talent")
    with pytest.raises(ReportError, match="the words '举办技能培训班12期' are gone from the report"):
        review.accept()
    for words, message in (("引导6家", "'6家' has a row already"), ("引导", "with the number that is meant"), ("引导6家企业落户云岭县，实际完成投资1.35亿元", "one number, not 2")):
        start = review.text.index(words)
        with pytest.raises(ReportError, match=message):
            review.place(start, start + len(words))
    with pytest.raises(ReportError, match="select words"):
        review.place_at("@0")
    review.place_at(next(item.key for item in review.items if item.state == "unread"))
    code = review.here.code
    assert (review.words(review.here), code["unit"], code["bound"], code["status"]) == ("15场以上", "event", "at_least", "suggested")
    assert code["observation"] == "n.11" and review.progress["lost"] == review.progress["unread"] == 0
    review.undo()
    assert review.here.state == "lost" and review.progress["unread"] == 1
    review.place_at(next(item.key for item in review.items if item.state == "unread"))
    review.accept()
    assert Review(folder).news == "" and main([str(folder)]) == 0


def test_a_lost_statement_without_a_number_gets_words_without_one(folder):
    select(Review(folder), "开展义诊")
    review = lost_at_hand(folder, ("开展义诊", "送医下乡"))
    review.go("a.1")
    with pytest.raises(ReportError, match="without a number"):
        review.place(*review.find("两次"))
    review.place(*review.find("送医下乡"))
    assert (review.words(review.here), review.here.code["quote"]) == ("送医下乡", "送医下乡")
    with pytest.raises(ReportError, match="only a statement whose words are lost"):
        review.place(*review.find("服务群众"))


def test_a_lost_statement_is_left_out_with_what_hangs_on_it(folder):
    review = Review(folder)
    at_words(review, "18%").relate("possible_overlap", "n.6")
    review.relate("result_of", "n.6")
    last = [item for item in review.items if review.words(item) == "3个"][-1]
    review.at = last.key
    review.relate("same_as", "n.1")
    review = lost_at_hand(folder, ("，实际完成投资1.35亿元", ""), ("本市柳沟镇3个村", "本市柳沟镇三村"))
    assert {review.words(item) for item in review.items if item.state == "lost"} >= {"实际完成投资1.35亿元"}
    while review.here.state == "lost":
        review.leave_out("words lost")
    assert review.progress["lost"] == 0 and not any("n.6" in (row["from"], row["to"]) for row in review.sheets.links)
    assert not any(row["same_as"] == "n.1" for row in review.sheets.exclusions)
    assert at_words(review, "18%").here.code["relation"] == ""
    assert main([str(folder)]) == 0


def test_a_lost_exclusion_is_pointed_or_left_out(folder):
    for words in ("12期", "5场"):
        at_words(Review(folder), words).leave_out("Not ours")
    review = lost_at_hand(folder, ("举办技能培训班12期", "办班15期"), ("组织展销活动5场，", ""))
    assert review.progress["lost"] == 2
    review.at = next(item.key for item in review.items if item.state == "lost" and "12期" in review.words(item))
    review.place(*review.find("15期"))
    assert {row["quote"]: row["reason"] for row in review.sheets.exclusions}["15期"] == "Not ours"
    review.at = next(item.key for item in review.items if item.state == "lost")
    review.leave_out("words lost")
    assert len(review.sheets.exclusions) == 1 and main([str(folder)]) == 0


def test_links_and_headings_follow_the_edited_text(folder):
    links = len(Review(folder).sheets.links)
    rewrite_report(folder, ("一、与云岭县东西部协作", "一、同云岭县的东西部协作"), ("，惠及脱贫户", "，共惠及脱贫户"), ("三、柳沟镇驻村帮扶", "三、驻村"))
    review = Review(folder)
    assert review.progress["lost"] == 0 and len(review.sheets.links) == links > 0
    quotes = [row["quote"] for row in review.sheets.tasks]
    assert quotes[0] == "一、同云岭县的东西部协作" and review.text.count(quotes[2]) == 1
    assert main([str(folder)]) == 0


def test_a_mistake_in_a_sheet_still_stops_the_panel(folder):
    edit(folder, "codes", "n.3,s1,funds,input", "n.3,s1,funds,effort")
    with pytest.raises(ReportError, match="codes.csv, row 4: unknown stage 'effort'"):
        Review(folder)


# Chinese ------------------------------------------------------------------------------------------------------------

ALLOWED = {"CSV", "GDP", "csv", "new_area"}


def english(words):
    """The English words in a Chinese message, but for files, identifiers and what the reviewer typed."""
    plain = re.sub(r"“[^”]*”|\S+\.(csv|txt)|\b[nas]\.\d+\b|new_\w+", "", words)
    return set(re.findall(r"[A-Za-z]{2,}", plain)) - ALLOWED


@pytest.mark.parametrize("action, message", REFUSED.values(), ids=REFUSED)
def test_refusals_are_said_in_chinese(folder, action, message):
    review = Review(folder)
    panel = Panel(review, "zh")
    with pytest.raises(ReportError) as refusal:
        action(review)
    panel.refresh(str(refusal.value))
    assert panel.view["error"] == str(refusal.value) and not english(panel.view["error_zh"]), panel.view["error_zh"]


def test_reasons_definitions_and_undo_are_said_in_chinese(folder):
    panel = Panel(Review(folder), "zh")
    for key in [item.key for item in panel.review.items]:
        panel.act({"do": "go", "at": key})
        for reason in panel.view["here"]["reasons"].values():
            assert not english(reason["why_zh"]), reason
    for field in (*FIELDS, "relation"):
        for entry in panel.menus[field]:
            if field != "task" and field != "indicator":
                assert not english(entry["zh"]) or entry["code"] in ("GB", "kWh"), entry
            assert not english(" ".join(entry[f"{part}_zh"] for part in ("definition", "rule", "yes", "no"))), entry
    for action, values in (("accept", {}), ("change", {"area": "talent"}), ("leave_out", {"reason": "x"}), ("undo", {})):
        panel.act({"do": action, "with": values, "at": panel.view["at"]})
        assert panel.view["undo_zh"] and not english(panel.view["undo_zh"])


def test_every_code_of_the_codebook_is_explained_in_chinese():
    explained = {(row["field"], row["code"]) for row in sheet("guide")}
    known = {(row["field"], row["code"]) for row in records(read_sheet(ROOT / "data/codebook/labels.csv"))}
    shown = {field for field in (*FIELDS, "relation") if field not in ("task", "indicator")}
    assert {pair for pair in known if pair[0] in shown} == explained


def test_a_message_is_put_into_chinese_word_by_word():
    names = names_of(read_labels()["zh"])
    said = {
        "a/codes.csv, row 4: unknown area 'tea' for '茶园3个'; known: funds; a new one goes into a/labels.csv": "a/codes.csv第4行：“茶园3个”的领域“tea”不在编码之列；可用：资金；新编码写入a/labels.csv",
        "unit 'person' disagrees with the words '３户': 'household'; correct it, or give the reason in the column overrule": "单位“人”与原文“３户”的“户”不符：请改正，或说明理由",
        "捐款 (own words)": "捐款（本身词语）",
        "percent share": "%、比率",
        "after 2021": "晚于2021年",
        "change area, stage": "修改领域、环节",
        "something new": "something new",
    }
    assert {message: in_chinese(message, names) for message in said} == said
    note = "area: 资金支持 (heading) → funds 0.90; stage: nothing found → activity 0.61"
    assert note_in_chinese(note, names) == "领域：资金支持（标题）→资金 90%；环节：无依据词语→活动 61%"
    assert note_in_chinese("by hand", names) == "by hand"
    assert note_in_chinese(note.replace("funds", "own_area"), names).startswith("领域：资金支持（标题）→own_area 90%")


def test_sheets_of_chinese_words_are_whole():
    for name in ("messages", "reasons", "guide", "words"):
        with open(ROOT / f"notebooks/report/review/{name}.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert {len(row) for row in rows} == {len(rows[0])} and len({row[0] + row[1] for row in rows}) == len(rows), name
