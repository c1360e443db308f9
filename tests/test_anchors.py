"""Words are found where they stand once, keep their place by what stands around them, and are found again after an edit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import report.anchors
from conftest import BLANK
from report.anchors import HEAD, Located, contexts, locate_marked, places_of, reanchor
from report.cleaning import clean
from report.quantities import find_quantities
from report.records import Exclusion, Observation, read_records
from report.text import ReportError

TEXT = "一、资金\n拨付财政资金300万元，捐款50万元。\n二、培训\n全年培训致富带头人67人，帮助就业30人。\n"


def code(quote, **cells):
    return BLANK._replace(quote=quote, **cells)


@pytest.mark.parametrize(
    "quote, words",
    [
        ("培训致富带头人67人", "培训致富带头人67人"),
        ("拨付财政资金300万元，捐款【50万元】", "50万元"),
        ("【300万元】，捐款50万元", "300万元"),
    ],
)
def test_a_mark_points_inside_its_quote(quote, words):
    start, end = locate_marked(TEXT, quote)
    assert TEXT[start:end] == words


@pytest.mark.parametrize(
    "quote, words",
    [
        ("【附件】投入50万元", "【附件】投入50万元"),
        ("【附件】投入【50万元】", "50万元"),
        ("投入【50万元】", "50万元"),
        ("【【附件】投入】50", "【附件】投入"),
    ],
)
def test_brackets_of_the_report_are_no_mark(quote, words):
    text = "见【附件】投入50万元。附件投入8元。"
    start, end = locate_marked(text, quote)
    assert text[start:end] == words


@pytest.mark.parametrize(
    "quote, times", [("【300万】人", 0), ("万【元】", 2), ("", 0), ("万元", 2), ("没有", 0)]
)
def test_a_quote_must_stand_once(quote, times):
    with pytest.raises(ReportError, match=f"stands {times} times"):
        locate_marked(TEXT, quote)


@pytest.fixture(params=[0, 200], ids=["one pass", "one by one"], scope="module")
def few(request):
    """So many words are looked for one by one, more of them in one pass over the text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report.anchors, "FEW", request.param)
        yield


@pytest.mark.usefixtures("few")
@given(st.text("甲乙1【】", max_size=60), st.lists(st.text("甲乙1【】", max_size=14), max_size=6))
def test_quotes_looked_for_together_stand_where_each_stands_alone(text, quotes):
    quotes += [text[at : at + size] for at in range(0, len(text), 9) for size in (3, HEAD, HEAD + 3)]
    located = Located(text, quotes)
    for quote in quotes:
        try:
            alone = locate_marked(text, quote)
        except ReportError as error:
            with pytest.raises(ReportError) as together:
                located(quote)
            assert str(together.value) == str(error)
        else:
            assert located(quote) == alone


@pytest.mark.usefixtures("few")
def test_words_are_found_wherever_they_begin():
    assert places_of("甲甲甲乙", ["甲甲", "乙", "丙", "甲甲甲乙乙"]) == {"甲甲": [0, 1], "乙": [3], "丙": [], "甲甲甲乙乙": []}
    long = "甲" * (HEAD + 1)
    assert places_of(long + "乙" + long, [long, long + "乙"]) == {long: [0, HEAD + 2], long + "乙": [0]}


texts = st.text("甲乙丙1万元，。", min_size=1, max_size=150)


@given(texts, st.data(), st.integers(0, 15), st.integers(0, 15))
def test_every_span_stands_once_with_its_context(text, data, back, forth):
    start = data.draw(st.integers(0, len(text) - 1))
    spans = [(start, data.draw(st.integers(start + 1, len(text)))), (0, 1)]
    for (start, end), (before, after) in zip(spans, contexts(text, spans, back, forth)):
        window = text[before:after]
        assert before <= max(0, start - back) and after >= min(len(text), end + forth)
        assert [at for at in range(len(text)) if text.startswith(window, at)] == [before]
        narrow = text[max(0, start - back) : end + forth]
        if end + forth <= len(text) and sum(text.startswith(narrow, at) for at in range(len(text))) == 1:
            assert window == narrow  # no wider than need be


def test_a_context_is_doubled_as_far_as_is_allowed():
    text = "甲" * 9 + "8人" + "乙" * 9 + "丙" + "甲" * 9 + "8人" + "乙" * 9 + "丁"
    spans = [(9, 11), (30, 32)]
    assert contexts(text, spans, 2, 3) == [(1, 23), (22, 42)]
    assert contexts(text, spans, 2, 3, 12) == contexts(text, spans, 2, 3, 7) == [(1, 23), (22, 42)]
    assert contexts(text, spans, 2, 3, 6) == contexts(text, spans, 2, 3, 3) == [None, None]


def test_a_context_has_twelve_characters_or_twice_as_many_until_it_stands_once():
    letters = "".join(chr(0x4E00 + at) for at in range(100))
    assert contexts(letters, [(50, 53), (5, 6), (95, 96)]) == [(38, 65), (0, 18), (83, 100)]
    text = f"甲{letters[:60]}。{letters[:60]}乙"
    assert contexts(text, [(21, 23)]) == [(0, 47)]
    assert contexts(letters[:60] + text, [(91, 93)]) == [(91 - 48, 93 + 48)]


@pytest.mark.parametrize(
    "at, words",
    [
        (0, "一、概况\n资金3万元。\n二、概况"),  # the text after a heading tells it from the next
        (12, "二、概况"),
        (17, "资金3万元。\n二、概况\n一、概况"),  # nothing stands after it
    ],
)
def test_a_heading_is_told_by_what_follows(at, words):
    text = "一、概况\n资金3万元。\n二、概况\n一、概况"
    ((before, after),) = contexts(text, [(at, at + 4)], 0, 0)
    assert text[before:after] == words


def again(text, *codes, observations=()):
    """New quotes by code, and reasons by lost code."""
    kept, lost = reanchor(text, codes, observations)
    assert [c.observation for c in codes] == [
        c.observation
        for c in codes
        if c.observation in {k.observation for k in kept} | {x.record.observation for x in lost}
    ]
    return {c.observation: c.quote for c in kept}, {x.record.observation: x.reason for x in lost}


def test_codes_that_still_stand_stay_as_they_are():
    codes = [
        code("拨付财政资金300万元"),
        code("捐款50万元", observation="b"),
        code("二、培训", observation="c", bound="unquantified"),
    ]
    kept, lost = reanchor("前言。\n" + TEXT, codes)
    assert kept == codes and lost == []


def test_a_quote_is_mended_where_the_words_around_it_changed():
    edited = TEXT.replace("全年培训致富带头人", "培训致富带头人共")
    kept, lost = again(TEXT.replace("全年", "今年"), code("全年培训致富带头人67人"))
    assert lost == {} and kept["a"].count("【67人】") == 1
    assert again(edited, code("全年培训致富带头人67人"))[0] == {}  # nothing beside it is as it was


def test_a_quote_that_came_twice_is_told_apart_by_its_context():
    text = "甲县培训班培训8人，乙县培训班培训8人。"
    old = [
        Observation(*[""] * 16, "8人", "甲县培训班培训", "，乙县培训", 0, 0, "", "", "", "")._replace(
            observation="a"
        )
    ]
    assert again(text, code("培训8人"), observations=old)[0]["a"].startswith("甲县培训班培训【8人】")
    assert again(text, code("培训8人"))[1]["a"].startswith("the quote '培训8人' stands 2 times")


def test_two_statements_never_come_to_one_place():
    text = "甲县的培训班培训8人，乙县的培训班培训8人。"
    codes = code("甲县的培训班培训8人"), code("乙县的培训班培训8人", observation="b")
    kept, lost = again(text.replace("，乙县的培训班培训8人", ""), *codes)
    assert kept == {"a": codes[0].quote} and list(lost) == ["b"]
    kept, lost = again(text.replace("甲县的", "某县").replace("，乙县的培训班培训8人", ""), *codes)
    assert len(kept) == len(lost) == 1


def test_exclusions_are_found_again_too():
    old = Exclusion("前述5个村", "", "said before"), Exclusion("全县9个乡镇", "", "scope")
    kept, lost = reanchor("上述的5个村，全县9个乡镇。前述9个村。", old)
    assert kept == [old[1]] and [x.record for x in lost] == [old[0]]
    kept, _ = reanchor("上述全县9个乡镇，全县9个乡镇。", [Exclusion("，全县【9个】乡镇。", "", "scope")])
    assert kept[0].quote == "，全县【9个】乡镇。"


@pytest.mark.parametrize(
    "old, new, reason",
    [
        ("300万元", "400万元", "stands 0 times"),
        ("300万元", "1300万元", "stands 0 times"),
        ("300万元", "300万元以上", "cuts through '300万元以上'"),
        ("拨付财政资金300万元，", "", "stands 0 times"),
        ("拨付财政资金300万元", "财政资金已拨付300万元", "stands 0 times"),
    ],
)
def test_what_no_longer_stands_is_listed_with_its_reason(old, new, reason):
    kept, lost = again(
        TEXT.replace(old, new), code("拨付财政资金300万元"), code("捐款50万元", observation="b")
    )
    assert reason in lost["a"] and kept == {"b": "捐款50万元"}


def test_nothing_is_lost_when_the_text_is_another(coding):
    kept, lost = reanchor("别的报告，投入300万元。", coding.codes)
    assert kept == [] and [x.record for x in lost] == coding.codes


def test_an_edited_report_is_cleaned_again_after_reanchoring(root, report, coding):
    from dataclasses import replace

    observations = read_records(root / "data/dalian-hitech-2020/tidy/observations.csv", Observation)
    text = report.text.replace("提供财政资金300万元", "共提供区级财政资金300万元").replace(
        "引进大型项目2个", "先后引进大型项目2个"
    )
    text = "工作总结\n" + text
    kept, lost = reanchor(text, coding.codes, observations)
    assert lost == []
    before, after = clean(report.text, coding)[1], clean(text, replace(coding, codes=kept))[1]
    assert list(before["observation"]) == list(after["observation"]) and list(before["exact"]) == list(
        after["exact"]
    )
    assert len(find_quantities(text)) == len(find_quantities(report.text))
