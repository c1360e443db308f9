"""Reports as they come: each gives a result that is right or an error of one line that says what to do."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.cleaning import clean
from report.drafts import draft_coding
from report.quantities import find_quantities
from report.text import ReportError, read_report


def write(folder, data):
    path = folder / "own.txt"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize("where", ["nowhere.txt", "."])
def test_a_path_that_is_no_file_is_named(tmp_path, where):
    with pytest.raises(ReportError, match="there is no such file|this is a folder"):
        read_report(tmp_path / where)


@pytest.mark.parametrize(
    "text, amount",
    [
        ("投入资金300萬元", 3_000_000),
        ("幫扶12戶貧困戶", 12),
        ("引進企業兩個", 2),
        ("拨付資金兩億六千萬元", 260_000_000),
    ],
)
def test_traditional_characters_are_read_for_what_they_are(tmp_path, text, amount):
    quantities = find_quantities(read_report(write(tmp_path, text)).text)
    assert [quantity.value for quantity in quantities if quantity.kind == "quantity"] == [amount]


@pytest.mark.parametrize(
    "broken",
    [
        "5500\u200b万元",
        "55\u200d00万元",
        "5500万\ufeff元",
        "5500\u00a0万元",
        "５５００万元",
        "5500\u2009万元",
        "5500\u00ad万元",
    ],
)
def test_invisible_and_odd_characters_leave_the_number_whole(tmp_path, broken):
    report = read_report(write(tmp_path, f"实现到位资金{broken}以上。"))
    values = [quantity.lower for quantity in find_quantities(report.text) if quantity.kind == "quantity"]
    assert values == [55_000_000]


def said(folder, text):
    """What is read of a text: the report's text, or the error."""
    try:
        return read_report(write(folder, text)).text
    except ReportError as error:
        return str(error)


@pytest.mark.parametrize(
    "words, read",
    [
        ("5 000 万", "5000 万"),
        ("１ ２００万", "１２００万"),
        ("1\u3000200万", "1200万"),
        ("1 234 500", "1234500"),
        ("5 000.5万", "5000.5万"),
        ("5\u2009000万", "5000万"),
        ("5\u202f000\u202f000", "5000000"),
        ("5\xa0000万", "5000万"),
        ("5'000万", "5000万"),
        ("5’000万", "5000万"),
        ("5,000万", "5,000万"),
        ("5，000万", "5，000万"),
        ("1,234,500", "1,234,500"),
        ("٥٠٠万", "500万"),
        ("𝟓𝟎𝟎万", "500万"),
        ("5\u206600\u2069\u061c万", "500万"),
        ("5\ufe0f00万", "500万"),
    ],
)
def test_marks_and_scripts_of_which_the_value_is_certain_are_read_whole(tmp_path, words, read):
    assert said(tmp_path, f"全年引进项目2个，到位资金{words}元。") == f"全年引进项目2个，到位资金{read}元。"
    values = [quantity.text for quantity in find_quantities(f"全年引进项目2个，到位资金{read}元。")]
    assert values == ["2个", f"{read}元"]


@pytest.mark.parametrize(
    "words", ["86,5", "5 5 00", "55 00", "5 00", "2020 100", "1,2000", "5'00", "12,34,567", "1,200 300"]
)
def test_digits_that_may_be_one_number_or_several_are_refused(tmp_path, words):
    mark = re.findall(r"\D", words)[-1]
    assert said(tmp_path, f"情况\n引进项目，资金{words}万元。") == (
        f"own.txt: line 2: {words!r} in {f'引进项目，资金{words}万元。'!r} may be one number or several; "
        f"write one without {mark!r}, several with 、 between them"
    )


@pytest.mark.parametrize("before", ["", "一、情况。\n", "\n"])
def test_at_the_start_of_a_line_a_number_may_be_the_mark_of_a_list(tmp_path, before):
    assert "may be one number or several" in said(tmp_path, f"{before}1 200人参加培训，其中脱贫户50人。")
    assert (
        said(tmp_path, "全年共有\n1 200人参加培训，其中脱贫户50人。")
        == "全年共有\n1200人参加培训，其中脱贫户50人。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "涉及1,2,3号楼，2018,2019年两次。",
        "水城县 12 30 5\n六枝 5 6 7",
        "水城县  12  300\n六枝\t5\t600",
        "联系电话：0411 84792222，0411 8479。",
        "账号6222 0000 11112222，开户行。",
        "发布时间：2021-12-06 10:30，来源：本站。",
        "2021年12月6日 10:30，会议召开。",
        "平均成绩达到86.5。",
        "①产业合作到位500万元；②人才支援5人。",
        "达到Ⅲ类水质，面积5km²，蓄水10m³，见注①。",
    ],
)
def test_marks_that_part_no_number_stand(tmp_path, text):
    assert said(tmp_path, text) == text


@pytest.mark.parametrize(
    "words, odd",
    [
        ("投入⑤00万元", "⑤0"),
        ("投入5⑤万元", "5⑤"),
        ("投入5.⑤万元", "5.⑤"),
        ("投入⑤万元", "入⑤万"),
        ("投入Ⅲ万元", "入Ⅲ万"),
        ("投入10²万元", "0²"),
        ("历时1½年", "1½"),
        ("建成½万亩", "成½万"),
        ("占⅓", "⅓"),
        ("投入⑤⓪⓪万元", "入⑤⓪⓪万"),
        ("新建⑤⓪个", "⑤⓪个"),
        ("½亩", "½"),
        ("带动〣户", "动〣户"),
        ("带动5\u20e3户", "5\u20e3"),
    ],
)
def test_odd_numerals_within_a_number_are_refused(tmp_path, words, odd):
    text = f"情况\n全年稳步推进，{words}，并按时完成各项任务。"
    at = text.index(odd)
    assert said(tmp_path, text) == (
        f"own.txt: line 2: {odd!r} in {text[max(3, at - 8) : at + len(odd) + 8]!r} is no plain number; write it with 0 to 9"
    )


TRICKY = "5０①½\u20e3 ,'\u3000\u2009\u200b\n\f\t。，一万元人页—第<p>/!["
PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>2021年</title><style>p {width: 300px}</style></head><body>
<script>var limit = 500;</script><p>到位资金<b>5</b>5<span>00</span>万元，
  带动&#55;9人。<br>另有3户。</p><table><tr><td>甲村</td><td>30户</td></tr><tr><td>乙村</td><td>4户</td></tr></table></body></html>"""


def test_of_a_web_page_the_text_is_taken(tmp_path):
    for page in (PAGE, PAGE.split("<body>")[1]):
        read = read_report(write(tmp_path, page))
        assert read.text == "到位资金5500万元，带动79人。\n另有3户。\n甲村\t30户\n乙村\t4户"
        assert read.notes == ("a web page: its text was taken without the tags",)


@pytest.mark.parametrize(
    "text, read",
    [
        ("一、情况\n拨付<b>财政资金</b>300万元。\n惠及&#20116;户。", "一、情况\n拨付财政资金300万元。\n惠及五户。"),
        ("一、情况\n到位资金50万元。\n<p><a href='#'>打印</a></p>", "一、情况\n到位资金50万元。\n打印"),
        ("<p>到位资金5\n00万元</p>", "own.txt: line 1: '5 00' in '到位资金5 00万元' may be one number or several; "
         "write one without ' ', several with 、 between them"),
        ("<body>新建大棚十\n  二座，Web\nPython", "新建大棚十二座，Web Python"),
        ("每期<50人，<技能>培训", "每期<50人，<技能>培训"),
    ],
)  # fmt: skip
def test_tags_in_a_text_are_taken_out_and_its_lines_stay(tmp_path, text, read):
    assert said(tmp_path, text) == read


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display: none'><div>9人</div>8人</div>",
        "<p hidden>9人<br>8人</p>",
        "<i style='DISPLAY:NONE'>9人</i>",
        "<div style='display: none'><span>9人</span>8人</div>",
    ],
)
def test_what_a_page_does_not_show_is_no_text(tmp_path, hidden):
    assert said(tmp_path, f"<head><title>5人</title><body>{hidden}<p style='color: red'>7人</p>") == "7人"


def test_a_page_that_cannot_be_parsed_is_named_or_read(tmp_path):
    told = said(tmp_path, "<html><body><p>到位资金50万元。<![，</p></body></html>")
    assert told.startswith("到位资金50万元。") or told == (
        "own.txt: the tags of this web page are broken; open it and save it as plain text (.txt, UTF-8)"
    )


@pytest.mark.parametrize("end", ["", "</span>", "</i>"])
def test_words_hidden_in_a_page_are_no_text(tmp_path, end):
    page = f"<html><head><title>5人</title></head><body><noscript>6人{end}</noscript><b>7</b>人<svg>8人</svg></body>"
    assert said(tmp_path, page) == "7人"


@given(
    st.binary(max_size=60)
    | st.text(max_size=40).map(str.encode)
    | st.text(TRICKY, max_size=40).map(str.encode)
)
def test_whatever_the_bytes_a_report_or_one_line_comes_out(tmp_path_factory, data):
    told = said(tmp_path_factory.getbasetemp(), data)
    assert not told.startswith("own.txt: ") or "\n" not in told


def wrapped_by_characters(text, width):
    return "\n".join(line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width))


def wrapped_by_columns(text, width):
    lines = []
    for line in text.split("\n"):
        taken = ""
        for character in line:
            if len((taken + character).encode("gb18030")) > width:
                lines.append(taken)
                taken = ""
            taken += character
        lines.append(taken)
    return "\n".join(lines)


def words_of(text):
    return [quantity.text for quantity in find_quantities(text) if quantity.kind == "quantity"]


@pytest.mark.parametrize("width", range(40, 121, 8))
@pytest.mark.parametrize("wrap", [wrapped_by_columns, wrapped_by_characters])
def test_numbers_cut_by_the_end_of_a_wrapped_line_are_read_whole(tmp_path, report, wrap, width):
    lines = wrap(report.text, width)
    read = read_report(write(tmp_path, lines))
    assert words_of(read.text) == words_of(report.text) and "wrapped lines joined" in read.notes[-1]
    assert [line for line in report.text.split("\n") if len(line) < 18] == [
        line for line in read.text.split("\n") if len(line) < 18 and line in report.text.split("\n")
    ]
    paged = [
        part
        for at, line in enumerate(lines.split("\n"), 1)
        for part in ([line] if at % 10 else [line, "", f"— {at // 10} —", "", "高新区帮扶工作总结"])
    ]
    assert read_report(write(tmp_path, "\n".join(paged))).text == read.text
    assert read_report(write(tmp_path, f"{lines}\n{lines}")).copies == 2


@pytest.mark.parametrize(
    "mark", ["— 3 —", "-3-", "· 3 ·", "第3页", "第 3 页 共 12 页", "第3页/共12页", "Page 3 of 12", "\f"]
)
def test_page_numbers_between_lines_are_taken_out_and_noted(tmp_path, mark):
    read = read_report(write(tmp_path, f"全年引进项目2个。\n\n{mark}\n\n到位资金50万元。"))
    assert read.text == "全年引进项目2个。\n到位资金50万元。"
    assert read.notes == ("1 page numbers or running heads taken out",)


def test_pages_are_numbered_from_the_first_line_to_the_last(tmp_path):
    assert said(tmp_path, "\n— 1 —\n一、情况。\n— 2 —\n\n") == "一、情况。"
    read = read_report(write(tmp_path, "高新区\n— 1 —\n一、情况。\n高新区\n— 2 —\n高新区"))
    assert read.text == "一、情况。\n高新区" and read.notes == ("4 page numbers or running heads taken out",)


def test_a_form_feed_ends_a_page_wherever_it_stands(tmp_path):
    assert said(tmp_path, "全年引进项目2个。\f二、计划") == "全年引进项目2个。\n二、计划"


WRAPPED = """关于帮扶工作的情况汇报
全年共引进大型项目两个，小型项目三个。到位资金稳步增
长，其中用于产业。带动脱贫人口就业并组织开展 Python
Web 技术培训，全部及格。继续安排财政资金，用于基础设
施和人居环境的改善工作。
办公室"""


def test_wrapped_lines_are_counted_and_words_of_letters_kept_apart(tmp_path):
    read = read_report(write(tmp_path, WRAPPED))
    assert read.text == (
        "关于帮扶工作的情况汇报\n全年共引进大型项目两个，小型项目三个。到位资金稳步增长，其中用于产业。带动脱贫人口就业并组织开展 "
        "Python Web 技术培训，全部及格。继续安排财政资金，用于基础设施和人居环境的改善工作。\n办公室"
    )
    assert read.notes == ("3 wrapped lines joined",)


def test_a_line_far_longer_than_the_others_is_no_wrapped_one(tmp_path):
    longer = "长，其中用于各个乡镇的各类产业项目和配套设施。带动脱贫人口就业并组织开展"
    read = read_report(write(tmp_path, WRAPPED.replace("\n长，其中用", f"\n{longer}\n长，其中用")))
    assert f"{longer}\n长，其中用于产业" in read.text and read.notes == ("3 wrapped lines joined",)


@pytest.mark.parametrize("second", ["B", "B2"])
def test_single_letters_at_the_ends_of_wrapped_lines_stay_apart(tmp_path, second):
    text = WRAPPED.replace("组织开展 Python\nWeb 技术", f"组织开展类别为A\n{second}的技术")
    assert f"类别为A {second}的技术培训" in said(tmp_path, text)


def test_a_title_as_wide_as_the_lines_stays_on_its_own(tmp_path):
    title = "关于高新区本年度各项对口帮扶工作开展情况的汇报"
    assert said(tmp_path, WRAPPED.replace("关于帮扶工作的情况汇报", title)).startswith(f"{title}\n全年共引进")


def test_long_digits_parted_by_a_space_are_refused_beside_words_that_count(tmp_path):
    assert said(tmp_path, "投入资金12345 678元。") == (
        "own.txt: line 1: '12345 678' in '投入资金12345 678元。' may be one number or several; "
        "write one without ' ', several with 、 between them"
    )
    assert said(tmp_path, "账号123456 678。") == "账号123456 678。"


def test_a_heading_of_wrapped_text_that_ends_within_a_number_is_refused(tmp_path):
    heading = "一、全年引进大型项目两个和实际到位资金55\n00万元以上的情况。"
    assert said(tmp_path, f"{WRAPPED}\n{heading}") == (
        "own.txt: line 7 ends within a number: '个和实际到位资金55' and '00万元以上的情况。'; join the lines"
    )


@pytest.mark.parametrize(
    "before, after, refused",
    [
        ("全年引进项目，实际到位资金共55", "2户", True),
        ("全年引进项目，实际到位资金55", "2户", False),
        ("资金55", "00万元", True),
        ("资金55", "00人", True),
        ("资金55", "0411", False),
        ("资金55", "万元", True),
        ("资金55", "亿元", True),
        ("资金55", "元以上", True),
        ("得分55", "元旦慰问", False),
        ("资金55", ".5万元", True),
        ("资金55.", "5万元", True),
        ("55.", "5万元", False),
        ("资金55", "万户", False),
    ],
)
def test_a_short_line_ends_within_a_number_where_the_next_can_only_be_its_rest(
    tmp_path, before, after, refused
):
    text = f"{before}\n{after}"
    assert said(tmp_path, text) == (
        f"own.txt: line 1 ends within a number: {before[-10:]!r} and {after!r}; join the lines"
        if refused
        else text
    )


@pytest.mark.parametrize(
    "words, odd",
    [
        (f"投入资金{words}，惠及群众。", odd or words[: -len(re.search("[^0-9]*$", words).group())])
        for words, odd in (
            ("5_234万元", "5_234"), ("5·234万元", ""), ("5•000人", ""), ("5\t000万元", ""), ("5|00人", ""),
            ("5\u066b5万元", ""), ("5.0.0.0万元", "0.0.0"), ("1.200,50万元", ""), ("1.200，50元", ""),
            ("86. 5万元", ""), ("86 .5万元", ""), ("86 . 5户", ""), ("86.万元", "86."), (".5万元", ""), ("5000[1]万元", "0[1]"),
            ("5000（注2）人", "0（注2）"), ("5e4人", ""), ("10^4户", "0^4"),
        )
    ],
)  # fmt: skip
def test_marks_that_would_leave_half_a_number_are_refused(tmp_path, words, odd):
    assert f"own.txt: line 2: {odd!r} in " in (told := said(tmp_path, f"情况\n{words}"))
    assert told.endswith("is no plain number; write it with 0 to 9")


@pytest.mark.parametrize(
    "text",
    [
        "1. 5家企业落户。",
        "情况。2. 5家企业落户",
        "截至2021. 12. 6共有",
        "国办发〔2021〕15号投入5万元",
        "见www.a.cn/art_123_456.html",
        "“3·15”晚会和5·12地震",
        "名称\t资金\n甲村30\t500万元",
        "| 30|500人|",
        "完成任务.3个村",
        "完成……等...5万元",
        "第1.2.3条个人",
        "No.5万元",
        "1.万元增收工程",
    ],
)
def test_points_and_marks_that_are_no_part_of_a_number_stand(tmp_path, text):
    assert said(tmp_path, text) == text


def test_marks_that_nobody_sees_or_that_turn_the_text_round(tmp_path):
    assert said(tmp_path, "资金\x1b[31m50万元\x1b[0m。") == "资金50万元。"
    assert said(tmp_path, "情况\n资金\u202e05\u202c万元。\n以\u202e上。") == (
        "own.txt: line 2: a mark after '情况\\n资金' turns the characters round; type them as they are shown"
    )


@pytest.mark.parametrize("blank", "\u2800\u3164\uffa0")
def test_a_blank_character_is_a_space(tmp_path, blank):
    assert (
        said(tmp_path, f"全年引进项目2个，到位资金5{blank}000万元。") == "全年引进项目2个，到位资金5000万元。"
    )


@pytest.mark.parametrize("mark", "‘ʼ′´`\u066c")
def test_what_is_typed_for_an_apostrophe_parts_thousands(tmp_path, mark):
    assert said(tmp_path, f"到位资金5{mark}000万元。") == "到位资金5000万元。"
    assert "may be one number or several" in said(tmp_path, f"到位资金5{mark}00万元。")


@pytest.mark.parametrize("apart, pages", [(8, True), (7, False)])
def test_bare_numbers_near_each_other_are_those_of_rows(tmp_path, apart, pages):
    text = "".join(
        f"{number}\n" + "".join(f"第{'一二三四五六七八'[at]}行{number}号\n" for at in range(apart))
        for number in (1, 2)
    )
    kept = [line for line in text.strip().split("\n") if len(line) > 1 or not pages]
    assert said(tmp_path, text) == "\n".join(kept)


def test_lines_beside_page_numbers_that_differ_are_no_running_heads(tmp_path):
    assert (
        said(tmp_path, "一、情况\n— 1 —\n引进项目2个\n— 2 —\n二、计划") == "一、情况\n引进项目2个\n二、计划"
    )


def test_a_running_head_is_taken_out_where_it_stands_beside_every_page_number(tmp_path):
    read = read_report(
        write(tmp_path, "高新区\n一、情况\n— 1 —\n高新区\n引进项目2个\n— 2 —\n\n高新区\n二、计划")
    )
    assert read.text == "高新区\n一、情况\n引进项目2个\n二、计划"
    assert read.notes == ("4 page numbers or running heads taken out",)


def test_bare_numbers_are_those_of_pages_where_they_count_far_apart(tmp_path, report):
    lines = wrapped_by_columns(report.text, 60).split("\n")
    for first, expected in ((1, words_of(report.text)), (None, None)):
        paged = lines.copy()
        for number, at in enumerate((40, 28, 15)):
            paged.insert(at, str(first + 2 - number) if first else "7")
        read = read_report(write(tmp_path, "\n".join(paged)))
        assert (words_of(read.text) == expected) is bool(first)
        assert ("3 page numbers or running heads taken out" in read.notes) is bool(first)
        assert [line for line in read.text.split("\n") if line.isdecimal()] == ([] if first else ["7"] * 3)


def test_a_bare_number_between_wrapped_lines_is_joined_to_neither(tmp_path, report):
    lines = wrapped_by_columns(report.text, 41).split("\n")
    cut = next(at for at, line in enumerate(lines[:-1]) if line[-1].isdecimal() and lines[at + 1][0] == "万")
    lines.insert(cut + 1, "2")
    assert "ends within a number" in said(tmp_path, "\n".join(lines))


@pytest.mark.parametrize("start", ["00万元", "万元", "元", "年底", "，5人"])
def test_a_number_cut_by_a_single_line_end_is_refused(tmp_path, start):
    text = f"一、基本情况\n全年引进大型项目两个，实际到位资金55\n{start}以上。"
    if start[0] == "，":
        assert said(tmp_path, text) == text
    else:
        assert said(tmp_path, text) == (
            f"own.txt: line 2 ends within a number: '个，实际到位资金55' and {f'{start}以上。'[:10]!r}; join the lines"
        )


@pytest.mark.parametrize(
    "text",
    [
        "项目\n金额\n大型项目\n5500\n300\n小型项目",
        "一、全年引进大型项目两个，实际到位资金共计55\n2. 下一步计划",
        "各村名单如下\n"
        + "\n".join(f"第{n}村：投入帮扶资金{n}万元，带动就业{n}人，建成车间{n}个" for n in range(10, 40)),
        "大连高新区\n对口支援定点帮扶工作领导小组办公室\n2020年12月18日",
    ],
)
def test_short_lines_lists_and_signatures_stay_lines(tmp_path, text):
    assert said(tmp_path, text) == text


def test_mixed_line_ends_do_not_hide_the_second_copy(tmp_path):
    text = "一、情况\n帮助就业230人，投入资金50万元。\n二、计划\n继续加强对当地的援助工作。\n"
    report = read_report(write(tmp_path, text.replace("\n", "\r\n") + text.replace("\n", "\r")))
    assert report.copies == 2 and report.text == text.strip()


def test_a_report_without_headings_is_one_section(tmp_path, coding):
    report = read_report(write(tmp_path, "投入资金50万元，建成车间2个，带动脱贫人口41人。"))
    _, observations = clean(report.text, draft_coding(report.text, coding.codebook), suggested=True)
    assert list(observations["value"]) == [500_000, 2, 41] and set(observations["task"]) == {"s1"}


def test_a_text_without_numerals_gives_empty_tables(tmp_path, coding):
    report = read_report(write(tmp_path, "继续加强对当地的援助。"))
    ledger, observations = clean(report.text, draft_coding(report.text, coding.codebook), suggested=True)
    assert ledger.empty and observations.empty


@pytest.mark.long
@pytest.mark.parametrize("filling", ["\n", " ", "　", "5", "5 ", "一", "&", "<", "-", ".5", "\f", "5\n", ">\n"])
def test_a_long_run_of_one_mark_is_read_in_no_time(tmp_path, filling):
    """What takes the square of the length would take minutes here."""
    started = time.process_time()
    said(tmp_path, f"一、情况{filling * 100_000}到位资金50万元。")
    assert time.process_time() - started < 10


def test_three_copies_count_once(tmp_path, report):
    assert read_report(write(tmp_path, "\n".join([report.text] * 3))).text == report.text


@pytest.mark.long
def test_five_megabytes_are_read_whole(tmp_path):
    without = "继续加强对当地的援助。\n" * 15
    text = "".join(f"第{number}村投入资金{number}万元，带动{number + 1}户。\n{without}" for number in range(9200))
    assert len(text.encode()) > 5_000_000
    report = read_report(write(tmp_path, text))
    values = [quantity.value for quantity in find_quantities(report.text) if quantity.kind == "quantity"]
    assert values == [value for number in range(9200) for value in (number * 10_000, number + 1)]


def test_words_that_look_like_code_stay_words(tmp_path, coding):
    report = read_report(write(tmp_path, "<script>alert(1)</script>投入资金50万元。=1+1人数3人"))
    ledger, _ = clean(report.text, draft_coding(report.text, coding.codebook), suggested=True)
    assert "<script>" not in ledger._repr_html_() and "&lt;script&gt;" in ledger._repr_html_()
