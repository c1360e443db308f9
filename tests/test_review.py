"""The review of a coding without its face: each action saves, what is not valid changes nothing, undo gives back what was."""

import re
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from report.paths import SAMPLE
from report.quantities import find_quantities
from report.review import Review
from report.review.items import reasons, reliability
from report.tables import read_sheet, records
from report.text import ReportError


@pytest.fixture
def folder(tmp_path):
    """A copy of the sample report with its draft, and no links yet."""
    return shutil.copytree(SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("links.csv"))


@pytest.fixture
def review(folder):
    return Review(folder)


def at_words(review, words):
    """`review` with the first statement of these words at hand."""
    review.at = next(item.key for item in review.items if review.words(item) == words)
    return review


def select(review, words, **rest):
    start = review.text.index(words)
    review.add(start, start + len(words), **rest)


def on_disk(folder):
    return {path.name: path.read_bytes() for path in (folder / "coding").iterdir()}


def edit(folder, sheet, old, new):
    """Change a sheet as a spreadsheet would."""
    path = folder / f"coding/{sheet}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8-sig", newline="\n")


# settling -----------------------------------------------------------------------------------------------------------


def test_accepting_all_needs_one_action_a_statement(review, folder):
    for _ in range(35):
        review.accept()
    assert review.progress == {"reviewed": 35, "suggested": 0, "left_out": 0, "unread": 0, "lost": 0, "of": 35}
    assert set(read_sheet(folder / "coding/codes.csv")["status"]) == {"reviewed"}


def test_accept_goes_on_to_what_is_not_settled(review):
    order = [item.key for item in review.items]
    review.go(order[1])
    review.accept()
    review.go(order[0])
    review.accept()
    assert review.at == order[2]
    review.go(order[-1])
    review.accept()
    assert review.at == order[2], "after the last comes the first that is left"


def test_a_report_without_a_draft_gets_one(folder):
    shutil.rmtree(folder / "coding")
    review = Review(folder)
    assert review.progress["suggested"] == 35
    assert {path.name for path in (folder / "coding").iterdir()} >= {"codes.csv", "tasks.csv"}
    assert Review(folder).sheets == review.sheets


def test_a_report_without_quantities_can_be_reviewed_too(tmp_path):
    (tmp_path / "report.txt").write_text("柳沟镇工作报告\n\n一、帮扶\n提供就业岗位，帮助群众增收。\n", encoding="utf-8")
    review = Review(tmp_path)
    assert (review.items, review.here) == ([], None)
    review.step(1)
    with pytest.raises(ReportError, match="no statement is at hand"):
        review.accept()
    select(review, "提供就业岗位")
    review.accept()
    assert review.progress["reviewed"] == 1


def test_review_opens_where_it_was_left(review, folder):
    for _ in range(4):
        review.accept()
    again = Review(folder)
    assert (again.at, again.progress) == (review.at, review.progress)


def test_change_keeps_what_depends_on_it_in_step(review):
    at_words(review, "约86.5万元").change(unit="person", overrule="people, not money")
    code = review.here.code
    assert (code["flow"], code["indicator"], code["overrule"]) == ("", "any_person", "people, not money")
    review.change(unit="CNY")
    assert (review.here.code["flow"], review.here.code["indicator"]) == ("unspecified", "any_CNY")
    assert review.here.code["overrule"] == "", "nothing is left to overrule"
    assert "any_person" in {row["indicator"] for row in review.sheets.indicators}


def test_leaving_out_takes_the_relations_along(review, folder):
    part, whole = "不低于700万元", "１２００万元"
    at_words(review, "约86.5万元").relate("possible_overlap", "n.2")
    review.relate("result_of", "n.2")
    assert at_words(review, part).here.code["relation_to"] == "n.2"
    with pytest.raises(ReportError, match="其中"):
        at_words(review, whole).leave_out("Not ours")  # 其中 says that the other is part of something
    at_words(review, part).leave_out("Not ours")
    at_words(review, whole).leave_out("Not ours")
    assert review.progress["left_out"] == 2
    assert at_words(review, "约86.5万元").here.code["relation"] == "" and not review.sheets.links
    rows = records(read_sheet(folder / "coding/exclusions.csv"))
    assert [row["reason"] for row in rows] == ["Not ours"] * 2 and not any(row["same_as"] for row in rows)


def test_a_quantity_left_out_can_be_counted_again(review):
    at_words(review, "12期").leave_out("Not ours")
    assert review.at == "n.12"
    with pytest.raises(ReportError, match="left out already"):
        at_words(review, "12期").leave_out("Not ours")
    review.code()
    assert review.here.state == "suggested" and not review.sheets.exclusions
    assert review.here.code["stage"] == "activity"


def test_a_row_deleted_elsewhere_leaves_its_quantity_without_a_row(review, folder):
    path = folder / "coding/codes.csv"
    path.write_text(re.sub(r"n\.35,.*\n", "", path.read_text(encoding="utf-8-sig")), encoding="utf-8-sig")
    review.at = "n.35"
    review.look()
    assert review.progress["unread"] == 1 and review.words(review.here) == "3至5个"
    with pytest.raises(ReportError, match="code this statement first"):
        review.relate("part_of", "n.1")
    with pytest.raises(ReportError, match="code this statement first"):
        review.change(area="talent")
    review.accept()
    assert review.here.code["observation"] == "n.35" and review.progress["unread"] == 0


# adding -------------------------------------------------------------------------------------------------------------


def test_words_without_a_number_become_a_statement(review, folder):
    select(review, "开展义诊")
    code = review.here.code
    assert (review.words(review.here), code["bound"], code["unit"], code["task"]) == ("开展义诊", "unquantified", "", "s2")
    assert (code["quote"], code["status"]) == ("开展义诊", "suggested")
    assert Review(folder).progress["of"] == 36
    review.leave_out("A heading")
    assert review.progress["of"] == 35 and not review.sheets.exclusions


def test_words_that_come_again_are_quoted_with_what_stands_around_them(review):
    select(review, "云岭县")
    assert review.words(review.here) == "云岭县" and "【云岭县】" in review.here.code["quote"]
    assert review.here.start == review.text.index("云岭县")


def test_a_quantity_that_the_reader_missed(review):
    select(review, "村集体经济收入", number="3-5", unit="village", reason="counted in the annex")
    code = review.here.code
    assert (code["unit"], code["bound"], code["overrule"]) == ("village", "range", "value 3-5; counted in the annex")
    for number, reason in (("some", "so"), ("3", "")):
        with pytest.raises(ReportError, match="number or a range|reason"):
            select(review, "义诊", number=number, reason=reason)


def test_a_number_that_cannot_be_read_is_given_before_it_is_accepted(folder, monkeypatch):
    def unsure(text):
        doubt = dict(bound="unread", value=None, lower=None, upper=None)
        return [replace(row, **doubt) if row.text == "6家" else row for row in find_quantities(text)]

    monkeypatch.setattr("report.review.store.find_quantities", unsure)
    edit(folder, "codes", "organisation,exact,引导6家", "organisation,unread,引导6家")
    review = at_words(Review(folder), "6家")
    with pytest.raises(ReportError, match="'6家' cannot be read for certain"):
        review.accept()
    with pytest.raises(ReportError, match="give its number"):
        review.change(bound="exact", overrule="six")
    review.change(bound="exact", overrule="value 6; 6家")
    review.accept()
    assert at_words(review, "6家").here.state == "reviewed"


def test_selecting_a_quantity_takes_it_in_hand(review):
    select(review, "举办技能培训班12期")
    assert review.at == "n.11" and review.progress["of"] == 35
    with pytest.raises(ReportError, match="one number, not 2"):
        select(review, "举办技能培训班12期，培训农村劳动力近900人次")
    with pytest.raises(ReportError, match="select words"):
        review.add(5, 5)


def test_words_typed_are_found(review):
    start, end = review.find(" 开展义诊 ")
    assert review.text[start:end] == "开展义诊"
    with pytest.raises(ReportError, match="stands 0 times"):
        review.find("no such words")


# relations and codes of one's own -----------------------------------------------------------------------------------


def test_relations(review, folder):
    at_words(review, "18%").relate("possible_overlap", "n.6")
    review.relate("possible_overlap", "n.5")
    assert review.here.code["relation_to"] == "n.6 n.5"
    review.relate("possible_overlap", "n.6")
    review.relate("possible_overlap", "n.5")
    assert (review.here.code["relation"], review.here.code["relation_to"]) == ("", "")
    review.relate("result_of", "n.6")
    link = records(read_sheet(folder / "coding/links.csv"))[0]
    assert (link["from"], link["to"], link["quote"]) == ("n.6", "n.7", "1.35亿元，较上年增长18%")
    review.relate("result_of", "n.6")
    assert not review.sheets.links


def test_the_same_again_must_be_the_same(review):
    at_words(review, "18%")
    with pytest.raises(ReportError, match="'18%' is not the same as '1.35亿元'"):
        review.relate("same_as", "n.6")
    last = [item for item in review.items if review.words(item) == "3个"][-1]
    review.at = last.key
    review.relate("same_as", "n.1")
    assert review.sheets.exclusions[0]["same_as"] == "n.1"


@pytest.mark.parametrize(
    "field, values, sheet",
    [
        ("area", dict(en="Tea", zh="茶业", rule="Tea gardens alone"), "labels"),
        ("indicator", dict(en="Tea gardens", zh="茶园", definition="By number", unit="item"), "indicators"),
        ("task", dict(en="Tea", zh="茶业"), "tasks"),
    ],
)
def test_a_code_of_ones_own(review, folder, field, values, sheet):
    review.define(field, "tea", **values)
    assert review.here.code[field] == "tea"
    row = next(row for row in records(read_sheet(folder / f"coding/{sheet}.csv")) if "tea" in row.values())
    assert set(row.values()) >= {value for name, value in values.items() if name != "rule"}
    assert Review(folder).known(field)["tea"] == row
    with pytest.raises(ReportError, match="there already"):
        review.define(field, "tea", **values)
    review.undo()
    assert "tea" not in review.known(field) and review.here.code[field] != "tea", "one step"


def test_a_unit_of_ones_own_needs_its_reason(review):
    with pytest.raises(ReportError, match="unit 'basket' disagrees with the words '3个'"):
        review.define("unit", "basket", en="baskets", zh="筐")
    assert "basket" not in review.known("unit")
    review.define("unit", "basket", en="baskets", zh="筐", reason="the annex counts baskets")
    assert (review.here.code["unit"], review.here.code["indicator"]) == ("basket", "any_basket")


def test_a_stage_gets_a_rule_of_the_reports_own(review, folder):
    review.define("stage", "output", en="", zh="", rule="Courses count as outputs here")
    stages = [row for row in records(read_sheet(folder / "coding/labels.csv")) if row["field"] == "stage"]
    assert [(row["code"], row["en"]) for row in stages] == [("output", "Output")]
    with pytest.raises(ReportError, match="those of the codebook"):
        review.define("stage", "effect", en="Effect", zh="效果")


# what is not valid --------------------------------------------------------------------------------------------------

REFUSED = {
    "unit without reason": (lambda review: review.change(unit="km"), "unit 'km' disagrees with the words"),
    "unknown area": (lambda review: review.change(area="tea"), "unknown area 'tea'"),
    "period": (lambda review: review.change(period="last year"), "period 'last year'"),
    "no reason": (lambda review: review.leave_out(" "), "for a reason"),
    "itself": (lambda review: review.relate("part_of", review.at), "another statement"),
    "nobody": (lambda review: review.relate("part_of", "n.99"), "another statement"),
    "relation": (lambda review: review.relate("near", "n.2"), "unknown relation"),
    "code": (lambda review: review.define("area", "tea garden", en="Tea", zh="茶"), "one word"),
    "name": (lambda review: review.define("area", "tea", en="", zh=" "), "needs a name"),
    "nothing done": (lambda review: review.undo(), "nothing to undo"),
}


@pytest.mark.parametrize("action, message", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(review, folder, action, message):
    files, before = on_disk(folder), (review.sheets, review.at, list(review.steps))
    with pytest.raises(ReportError, match=re.escape(message)) as refusal:
        action(review)
    assert "\n" not in str(refusal.value)
    assert on_disk(folder) == files and (review.sheets, review.at, review.steps) == before


def test_changes_made_in_a_spreadsheet_are_read_back(review, folder):
    review.accept()
    edit(folder, "codes", "n.3,s1,funds,input", "n.3,s1,funds,output")
    review.accept()
    assert at_words(review, "不低于700万元").here.code["stage"] == "output"
    assert review.progress["reviewed"] == 2
    edit(folder, "codes", "n.4,s1,funds,input", "n.4,s1,funds,output")
    with pytest.raises(ReportError, match="changed elsewhere"):
        review.undo()
    assert at_words(review, "约86.5万元").here.code["stage"] == "output"
    review.undo()
    assert at_words(review, "约86.5万元").here.code["stage"] == "input" and review.progress["reviewed"] == 2


@pytest.mark.parametrize(
    "sheet, old, new, message",
    [
        ("codes", "n.3,s1,funds,input", "n.3,s1,funds,effort", "codes.csv, row 4: unknown stage 'effort'"),
        ("codes", "不低于700万元", "不低于7百万元", "codes.csv, row 4: the quote"),
        ("codes", "\n", ",more\n", "columns"),
    ],
)
def test_a_bad_edit_is_named_and_nothing_is_lost(review, folder, sheet, old, new, message):
    review.accept()
    edit(folder, sheet, old, new)
    files, before = on_disk(folder), review.sheets
    for action in (review.accept, review.look, review.undo):
        with pytest.raises(ReportError, match=message):
            action()
    assert on_disk(folder) == files and review.sheets == before
    edit(folder, sheet, new, old)
    review.accept()
    assert review.progress["reviewed"] == 2


def test_a_text_that_was_edited_must_be_opened_again(review, folder):
    path = folder / "report.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("举办", "开办"), encoding="utf-8")
    with pytest.raises(ReportError, match="report.txt was edited"):
        review.accept()
    assert review.progress["reviewed"] == 0


def test_a_report_that_is_opened_with_a_bad_sheet_names_it(folder):
    edit(folder, "codes", "n.3,s1", "n.2,s1")
    with pytest.raises(ReportError, match="'n.2' is there twice"):
        Review(folder)


# undo and interruption ----------------------------------------------------------------------------------------------

ACTIONS = [
    lambda review: review.accept(),
    lambda review: review.step(3),
    lambda review: review.change(stage="outcome", area="talent"),
    lambda review: review.change(unit="village", overrule="villages"),
    lambda review: review.leave_out("Not ours"),
    lambda review: review.code(),
    lambda review: select(review, "开展义诊"),
    lambda review: select(review, "以区级财政为主", number="2", reason="so"),
    lambda review: review.relate("possible_overlap", "n.9"),
    lambda review: review.relate("result_of", "n.5"),
    lambda review: review.define("area", f"own_{len(review.sheets.labels)}", en="Own", zh="自有"),
    lambda review: review.undo(),
]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(ACTIONS), max_size=8))
def test_any_actions_are_saved_and_can_all_be_taken_back(tmp_path_factory, actions):
    folder = shutil.copytree(SAMPLE, tmp_path_factory.mktemp("any") / "sample")
    review = Review(folder)
    first = review.sheets
    for action in actions:
        with suppress(ReportError):
            action(review)
        assert Review(folder).items == review.items and review.at in {item.key for item in review.items}
    while review.steps:
        review.undo()
    assert (review.sheets, Review(folder).items) == (first, review.items)


def test_undo_goes_back_to_where_the_action_was(review):
    at_words(review, "18%").accept()
    review.step(5)
    review.undo()
    assert review.words(review.here) == "18%" and review.here.state == "suggested"


def test_killing_the_process_loses_nothing(folder):
    code = (
        "import sys; from report.review import Review\nreview = Review(sys.argv[1])\n"
        "while True:\n    review.accept(); print(review.progress['reviewed'], flush=True); review.undo(); review.accept()"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code, folder], stdout=subprocess.PIPE, cwd=ROOT / "notebooks", text=True
    )
    seen = next(int(line) for line in worker.stdout if int(line) >= 20)
    worker.kill()
    worker.wait()
    assert Review(folder).progress["reviewed"] >= seen - 1


# order --------------------------------------------------------------------------------------------------------------


def test_doubtful_suggestions_come_first_when_asked(review):
    review.doubtful_first = True
    rates = [reliability(item.code) for item in review.order]
    assert rates == sorted(rates) and rates[0] < rates[-1]
    review.at = review.order[0].key
    second = review.order[1].key
    review.accept()
    assert review.at == second, "what is reviewed keeps its place in the order"
    review.step(-1)
    assert review.at == review.order[0].key
    review.step(-1)
    assert review.at == review.order[0].key


def test_reasons_say_what_was_suggested_and_how_often_such_a_reason_is_right():
    note = "area: 资金支持 (heading) → funds 0.90; stage: 捐款 → input 0.50; indicator: no word found → any_CNY; by hand"
    assert reasons({"note": note}) == {
        "area": {"why": "资金支持 (heading)", "code": "funds", "rate": 0.9},
        "stage": {"why": "捐款", "code": "input", "rate": 0.5},
        "indicator": {"why": "no word found", "code": "any_CNY", "rate": 0.5},
    }
    assert reliability({"note": note}) == pytest.approx(0.225)
    assert reliability({"note": ""}) == 1 and reliability(None) == 0


# the panel ----------------------------------------------------------------------------------------------------------


def ask(panel, action, **values):
    """What the panel shows after it was asked for an action on the statement it shows."""
    panel.act({"do": action, "with": values, "at": panel.view["at"], "number": panel.view["number"] + 1})
    return panel.view


@pytest.fixture
def panel(review):
    from report.review.panel import Panel

    return Panel(review)


def test_the_panel_answers_each_message(panel):
    view = ask(panel, "accept")
    assert (view["number"], view["error"], view["progress"]["reviewed"], view["at"]) == (1, "", 1, "n.2")
    assert view["here"]["read"]["value"] == 12_000_000 and view["here"]["reasons"]["flow"]["why"] == "拨付 (own words)"
    view = ask(panel, "change", area="tea")
    assert "unknown area 'tea'" in view["error"] and view["here"]["code"]["area"] == "funds"
    view = ask(panel, "find", words="开展义诊")
    assert (view["here"]["words"], view["error"], view["progress"]["of"]) == ("开展义诊", "", 36)
    assert ask(panel, "sort", doubtful_first=True)["doubtful_first"] and panel.order[0] != "n.1"
    assert ask(panel, "undo")["progress"]["of"] == 35
    assert [mark[0] for mark in panel.marks] == [f"n.{number}" for number in range(1, 36)]


def test_a_second_stroke_before_the_answer_accepts_nothing_unseen(panel):
    seen = panel.view["at"]
    for _ in range(2):
        panel.act({"do": "accept", "with": {}, "at": seen, "number": 1})
    assert panel.view["progress"]["reviewed"] == 1


def test_menus_hold_what_helps_to_decide(panel):
    stage = {entry["code"]: entry for entry in panel.menus["stage"]}
    assert stage["outcome"]["definition"] and stage["outcome"]["zh"] == "成效"
    assert {entry["unit"] for entry in panel.menus["indicator"]} >= {"", "CNY", "item"}


def test_every_word_of_the_panel_is_there_in_both_languages():
    from report.review.panel import HERE, interface_words

    words = interface_words()
    assert all(all(named.values()) for named in words.values())
    script = (HERE / "panel.js").read_text(encoding="utf-8") + (HERE / "parts.js").read_text(encoding="utf-8")
    used = set(re.findall(r"\bwords\.(\w+)", script)) - {"trim"}
    assert used <= set(words["en"]), used - set(words["en"])


def test_a_panel_goes_by_the_codebook_that_it_is_given(folder, tmp_path):
    from report.review.panel import show_panel

    with pytest.raises(ReportError, match="labels.csv is missing"):
        show_panel(folder, tmp_path / "elsewhere")


def test_without_widgets_a_sentence_and_the_text_stand_there_the_same_each_time(folder, monkeypatch):
    from report import explore
    from report.review.panel import show_panel

    shown = []
    monkeypatch.setattr(explore, "display", lambda data, **_: shown.append(data))
    for _ in range(2):
        show_panel(folder)
        assert shown[-1].pop(explore.WIDGET)["model_id"]
    assert shown[0] == shown[1] and set(shown[0]) == {"text/plain", "text/html"}
    assert shown[0]["text/plain"].startswith("Review panel: 0 of 35 statements reviewed")
    assert "coding/codes.csv in a spreadsheet" in shown[0]["text/plain"]
    html = shown[0]["text/html"]
    assert html.count("<mark") == 35 and html.count("<br>\n") == Review(folder).text.count("\n")
    text = unescape(re.sub("<[^>]*>", "", html.partition("</p>")[2]))
    assert text == Review(folder).text, "nothing is left out and nothing said twice"
