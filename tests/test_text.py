"""Reading a report: encodings, copies, quotations."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.received import line_around
from report.text import (
    LONGEST_NAME,
    MARKS,
    ReportError,
    _Folded,
    locate,
    read_report,
    sentences,
    split_copies,
)

TEXT = "一、任务完成情况\n引进大型项目2个，到位资金5500万元以上。带动贫困人口79人；提供财政资金300万元。\n二、下一步计划\n继续加强对定点帮扶地区的援助。\n"


AS_TEXT = "open it and save it as plain text (.txt, UTF-8)"
LONG = TEXT.strip().replace("任务", "全面落实各项部署要求，" * 15 + "任务")
NO_TEXT = "neither UTF-8 nor Chinese text in GB18030; save the file as UTF-8 first"


def write(folder, data):
    path = folder / "own.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_read_alike(tmp_path, encoding, line_end):
    path = write(tmp_path, TEXT.replace("\n", line_end).encode(encoding))
    assert read_report(path).text == TEXT.strip("\n")


GARBLED = "line 1: the characters are garbled ({!r}): {} was read as {}; take the text from its source again"


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "the file is empty"),
        (b" \r\n\t", "the file is empty"),
        ("\u200b\ufeff\f".encode(), "the file holds no text"),
        (
            b"PK\x03\x04rest of a docx",
            "this is a Word, Excel or other zip file; open it and save it as plain text (.txt, UTF-8)",
        ),
        (
            b"\xd0\xcf\x11\xe0rest of a doc",
            "this is an old Word, Excel or WPS file; open it and save it as plain text (.txt, UTF-8)",
        ),
        (
            b"%PDF-1.7",
            "this is a PDF; copy its text into a plain text file (.txt, UTF-8). Scanned pages need character recognition",
        ),
        (b"{\\rtf1\\ansi", "this is RTF (rich text); open it and save it as plain text (.txt, UTF-8)"),
        (b"\x89PNG\r\n", "this is a picture; it needs character recognition first"),
        (b"\xff\xd8\xff\xe0", "this is a picture; it needs character recognition first"),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n",
            "this is a web archive or an e-mail; open it and save it as plain text (.txt, UTF-8)",
        ),
        *(
            (
                data,
                f"line {line} holds NUL bytes: a damaged file, or UTF-16 without its mark; save it as UTF-8",
            )
            for data, line in (
                (TEXT.encode("utf-16-le"), 1),
                (TEXT.encode("utf-32"), 1),
                (bytes(range(256)) * 4, 1),
                (TEXT.replace("提", "\0").encode(), 2),
            )
        ),
        (b"\xff\xfe\x00", NO_TEXT),
        ("對口支援工作總結，財政資金三百萬元，貧困人口".encode("big5"), NO_TEXT),
        ("対口支援の事業報告書、財政資金".encode("euc-jp") + b"\xff", NO_TEXT),
        ("Rapport d'activité à présenter".encode("latin-1"), NO_TEXT),
        (TEXT.encode()[:-2], "line 4: the UTF-8 is broken after '对定点帮扶地区的援助'"),
        (
            TEXT.encode().decode("gb18030", "replace").encode(),
            GARBLED.format("涓�銆佷换鍔″畬", "UTF-8", "GB18030"),
        ),
        (TEXT.encode().decode("cp1252", "ignore").encode(), GARBLED.format("ä¸€ã€ä»»", "UTF-8", "CP1252")),
        (TEXT.encode("gbk").decode("latin-1").encode(), GARBLED.format("Ò»¡¢ÈÎÎñ", "GB18030", "LATIN-1")),
        (TEXT.encode().decode("latin-1").encode(), GARBLED.format("ä¸\x80ã\x80\x81ä»", "UTF-8", "LATIN-1")),
        (
            (TEXT * 60 + TEXT.encode().decode("cp1252", "ignore")).encode(),
            GARBLED.format("ä¸€ã€ä»»", "UTF-8", "CP1252").replace("line 1", "line 241"),
        ),
        (
            "共投入5000000 yuan".encode("ascii", "replace"),
            "the file holds no Chinese text: '???5000000 yuan'",
        ),
        (b"6L+R5bm05p2l\n", "the file holds no Chinese text: '6L+R5bm05p2l'"),
        (b"<?xml version='1.0'?><w:t>" + TEXT.encode() + b"</w:t>", f"this is an XML file; {AS_TEXT}"),
        (b"\xef\xbb\xbf \n{\\rtf1 x}", f"this is RTF (rich text); {AS_TEXT}"),
        (
            TEXT.replace("大型", "\ufffd\ufffd").encode(),
            "line 2: characters are lost at '、任务完成情况\\n引进\ufffd\ufffd项'; take the text from its source again",
        ),
        (
            TEXT.replace("大型", "锟斤拷").encode(),
            "line 2: characters are lost at '、任务完成情况\\n引进锟斤拷'; take the text from its source again",
        ),
    ],
)
def test_what_is_no_chinese_text_is_named_in_one_line(tmp_path, data, says):
    with pytest.raises(ReportError) as caught:
        read_report(write(tmp_path, data))
    assert str(caught.value) == f"own.txt: {says}"


def test_utf_16_with_its_mark_is_read_and_noted(tmp_path):
    for data in (TEXT.encode("utf-16"), b"\xfe\xff" + TEXT.encode("utf-16-be")):
        read = read_report(write(tmp_path, data))
        assert read.text == TEXT.strip("\n") and read.notes == ("UTF-16",)


def test_a_report_is_named_after_its_file_or_its_folder(tmp_path):
    (tmp_path / "bay-2021").mkdir()
    path = tmp_path / "bay-2021/report.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read_report(str(path)).name == "bay-2021"
    assert read_report(write(tmp_path, TEXT.encode())).name == "own"
    path.write_bytes(b"")
    with pytest.raises(ReportError, match="^bay-2021/report.txt: the file is empty$"):
        read_report(path)


@pytest.mark.parametrize(
    "name, says",
    [
        (
            "两\n行.txt",
            "两\ufffd行.txt: rename it: the name is too long or holds characters that cannot be shown",
        ),
        (
            "长" * 67 + ".txt",
            "长" * 40
            + "…"
            + "长" * 15
            + ".txt: rename it: the name is too long or holds characters that cannot be shown",
        ),
        (
            "\udcff.txt",
            "\ufffd.txt: rename it: the name is too long or holds characters that cannot be shown",
        ),
    ],
)
def test_a_name_that_breaks_what_is_made_from_it_gets_one_line(tmp_path, name, says):
    with pytest.raises(ReportError) as caught:
        read_report(tmp_path / name)
    assert str(caught.value) == says
    assert read_report(write(tmp_path, TEXT.encode()).rename(tmp_path / f"{'长' * 66}.txt")).copies == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has none")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "own.txt")
    with pytest.raises(ReportError, match="^own.txt: this is a pipe or a device, not a file$"):
        read_report(tmp_path / "own.txt")


def test_the_longest_name_is_read(tmp_path):
    path = tmp_path / ("长" * 66 + "ab.txt")
    path.write_text(TEXT, encoding="utf-8")
    assert len(path.stem.encode()) == LONGEST_NAME and read_report(path).name == path.stem


def test_what_the_system_says_of_a_file_is_passed_on(tmp_path, monkeypatch):
    def refused(path):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "own.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(ReportError, match="^own.txt: Permission denied$"):
        read_report(path)


def test_copies_are_noted_beside_what_was_put_right(tmp_path, report):
    read = read_report(write(tmp_path, f"{report.text}\n{report.text}\u200b".encode()))
    assert read.notes == ("1 invisible characters taken out", "2 copies of the text: the first is kept")


def test_a_path_without_a_file_gets_one_line(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    for name, says in (("none.txt", "there is no such file"), ("folder.txt", "this is a folder, not a file")):
        with pytest.raises(ReportError) as caught:
            read_report(tmp_path / name)
        assert str(caught.value) == f"{name}: {says}"


def test_invisible_characters_do_not_break_numbers_and_are_noted(tmp_path):
    read = read_report(write(tmp_path, "提供55\u200b00万元，\u00a0带动79人。".encode()))
    assert read.text == "提供5500万元， 带动79人。"
    assert read.notes == ("1 invisible characters taken out", "1 non-breaking or odd spaces made plain")


def test_narrow_spaces_between_thousands_are_noted(tmp_path):
    read = read_report(write(tmp_path, "提供1\u202f200元，带动2\u2009500人。".encode()))
    assert (read.text, read.notes) == ("提供1200元，带动2500人。", ("2 narrow spaces between thousands taken out",))


@pytest.mark.parametrize(
    "before, after, first, last",
    [
        (300, 300, 101, 502),  # no line ends near: 200 characters to each side
        (200, 200, 1, 402),  # the line is as long as that
        (201, 201, 2, 403),  # and longer by one
        (3, 4, 1, 9),
        (0, 0, 1, 2),
    ],
)
def test_the_line_around_a_place(before, after, first, last):
    text = "\n" + "前" * before + "5" + "后" * after + "\n其他"
    assert line_around(text, before + 1, before + 2) == (text[first:last], first)


def test_report_as_received_holds_two_equal_copies(root, report):
    raw = (root / "data/dalian-hitech-2020/report.txt").read_text(encoding="utf-8")
    assert report.copies == 2
    assert raw.count(report.text) == 2
    assert raw.replace(report.text, "").strip() == ""


@pytest.mark.parametrize("copies", [1, 2, 3, 4])
def test_copies_are_counted(copies):
    assert split_copies("\n".join([TEXT] * copies)) == [TEXT.strip("\n")] * copies


@pytest.mark.parametrize(
    "old, new", [("5500", "5600"), ("300万元", "30万元"), ("以上", ""), ("79人", "179人"), ("援助。", "援助")]
)
@pytest.mark.parametrize("changed", [0, 1, 2])
def test_copies_that_differ_are_an_error_that_quotes_the_place(old, new, changed):
    copies = [TEXT] * 3
    copies[changed] = TEXT.replace(old, new)
    with pytest.raises(
        ReportError, match=f"differs from copy 1 at character {TEXT.index(old) + shared(old, new)}: "
    ):
        split_copies("".join(copies))


def shared(old, new):
    """How many characters the two begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(old + "\0", new + "\1")) if a != b), 0)


@pytest.mark.parametrize(
    "whole, number, old, new",
    [
        (TEXT + TEXT.replace("5500", "5600"), 2, "500万元以上", "600万元以上"),
        (TEXT * 2 + TEXT.replace("5500", "5600"), 3, "500万元以上", "600万元以上"),
        (TEXT + TEXT.replace("援助", "支援"), 2, "援助", "支援"),
        (TEXT + TEXT[:60], 2, TEXT[60:], None),
        (TEXT + TEXT.replace("引进大型", "引进小型"), 2, "大型项目", "小型项目"),
    ],
)
def test_the_place_where_copies_differ_is_quoted_word_for_word(whole, number, old, new):
    at = whole.index(old)
    other = len(TEXT) * (number - 1) + at if new else len(whole)
    one, two = whole[at - 10 : at + 10], whole[other - 10 : other + 10]
    with pytest.raises(ReportError) as caught:
        split_copies(whole)
    assert str(caught.value) == (
        f"the text stands in the file more than once, but copy {number} differs from copy 1 at character {at}: "
        f"{one!r} against {two!r}. Keep the right one in the file."
    )


@pytest.mark.parametrize(
    "text, lines",
    [
        ("网站首页\n甲村3户\n\n乙村5户\n丙村8户\n甲村３户\n乙 村5户\n丙村8户\n版权所有", "2 to 5"),
        ("首页\n甲\n乙\n丙\n丁\n甲\n乙\n丙\n丁", "2 to 5"),
        ("甲\n乙\n丙\n甲\n乙\n丙\n尾", "1 to 3"),
        ("首页\n甲\n乙\n甲\n乙\n尾", None),
        ("首页\n甲\n乙\n丙\n丁\n甲\n乙\n丙\n戊", None),
        ("首页\n甲\n乙\n丙\n丁\n戊\n甲\n乙\n丙", None),
    ],
)
def test_lines_that_stand_twice_in_a_row_are_noted(tmp_path, text, lines):
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    note = f"lines {lines} stand twice in a row: if that is a copy, take one of them away"
    assert read_report(path).notes == ((note,) if lines else ())


def test_copies_whose_titles_are_broken_into_lines_otherwise_are_told_apart():
    rows = "".join(f"{name}村投入帮扶资金{at + 2}0万元，培训农村劳动力15人。\n" for at, name in enumerate("一二三四五六七八"))
    with pytest.raises(ReportError, match="copy 2 differs from copy 1 at character .*: .*90万.* against .*95万"):
        split_copies(f"区县对口帮扶工作\n全年度总结报告\n{rows}区县对口帮扶工作全年度总结报告\n{rows.replace('90万', '95万')}")


def test_a_title_that_comes_again_in_the_middle_begins_no_copy():
    rows = [f"{name}村投入帮扶资金{at + 2}0万元，培训农村劳动力15人，修建乡村道路{at + 1}公里。" for at, name in enumerate("一二三四五六七八")]
    halves = ["\n".join(["帮扶工作总结", *rows[:4]]), "\n".join(["帮扶工作总结", *rows[4:]])]
    assert len(halves[0]) == len(halves[1])
    copy = "\n".join(halves)
    with pytest.raises(ReportError, match=f"copy 2 differs from copy 1 at character {copy.index('8公里')}"):
        split_copies(copy + "\n" + copy.replace("8公里", "9公里"))


HEAD = "首页 > 政务公开 > 工作总结与汇报\n"


@pytest.mark.parametrize(
    "whole, copy, at, one, two",
    [
        # a short line before the first clause, and a head before the first copy
        (HEAD + f"甲区\n{LONG}\n甲区\n{LONG.replace('79人', '179人')}", 2, 3 + LONG.index("79人"),
         "元以上。带动贫困人口79人；提供财政资金", "元以上。带动贫困人口179人；提供财政资"),
        # the third copy has another first character
        (f"甲区\n{LONG}\n甲区\n{LONG}\n乙区\n{LONG}", 3, 0, "甲区\n一、全面落实各", "点帮扶地区的援助。\n乙区\n一、全面落实各"),
        # the first clause comes again within a copy, at less than half of it
        *(
            (f"{again}\n{again.replace('79人', '80人')}", 2, again.index("79人"), again[again.index("79人") - 10 :][:20], "")
            for again in (LONG[: len(LONG) * part // 20] + "\n一、全面落实各项部署要求，" + LONG[len(LONG) * part // 20 :] for part in (7, 8, 9))
        ),
    ],
)  # fmt: skip
def test_the_copies_are_found_from_their_first_words_on(whole, copy, at, one, two):
    with pytest.raises(ReportError) as caught:
        split_copies(whole)
    two = two or one.replace("79人", "80人")
    assert str(caught.value) == (
        f"the text stands in the file more than once, but copy {copy} differs from copy 1 at character {at}: "
        f"{one!r} against {two!r}. Keep the right one in the file."
    )


def test_an_extract_before_two_copies_is_quoted():
    extract = "，".join(f"落实{name}镇帮扶项目{at}个" for at, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑", 11))
    whole = f"一、全年基本情况\n{extract}\n二、下一步工作打算\n继续加强对定点帮扶地区的援助{LONG[9:99]}"
    with pytest.raises(ReportError) as caught:
        split_copies(f"{extract}\n{whole}\n{whole}")
    assert str(caught.value) == (
        "the text stands in the file 2 times, with '落实甲镇帮扶项目11个,落实乙镇帮扶项目' beside one copy. "
        "Keep the right one in the file."
    )


def test_what_stands_before_the_first_long_line_belongs_to_the_copy():
    text = "XX县总结\n" + TEXT + "XX"
    assert split_copies(f"{text}\n{text}") == [text, text]
    assert split_copies(f"\n{text}\n") == [text]


def test_a_folded_text_knows_its_lines_and_clauses():
    folded = _Folded("甲乙丙丁戊己，庚辛 壬癸子丑寅\n（首页）\n甲乙丙丁戊己\n")
    assert folded.text == "甲乙丙丁戊己,庚辛壬癸子丑寅(首页)甲乙丙丁戊己"
    assert folded.clauses == [(0, "甲乙丙丁戊己"), (7, "庚辛壬癸子丑寅"), (18, "甲乙丙丁戊己")]
    assert folded.repetitions() == [(0, 18)]
    reach = {
        (0, 14): 1,
        (0, 15): 2,
        (0, 18): 2,
        (0, 19): 3,
        (14, 18): 1,
        (13, 18): 2,
        (13, 19): 3,
        (14, 24): 2,
    }
    assert {span: folded.lines(*span) for span in reach} == reach
    assert [folded.original[folded.place(at)] for at in (0, 6, 9, 14, 23)] == list("甲，壬（己")
    assert folded.place(24) == len(folded.original)


def test_the_share_of_what_stands_outside_a_copy_too():
    one, two, three = "甲乙丙丁戊己", "庚辛壬癸子丑寅", "天地玄黄宇宙洪荒"
    folded = _Folded("\n".join((one, two, one, three, two)))
    starts = [0, 6, 13, 19, 27]
    assert [at for at, _ in folded.clauses] == starts
    assert folded.share(0, 13, 13) == (6 + 7) / (6 + 8 + 7)
    assert folded.share(0, 13, 19) == 7 / (8 + 7)
    assert folded.share(0, 6, 6) == 6 / (7 + 6 + 8 + 7)
    assert folded.share(13, 19, 19) == 6 / (6 + 7 + 8 + 7)
    assert folded.share(6, 13, 34) == 0
    assert folded.share(0, 34, 34) == 0


def test_what_is_loose_around_a_passage():
    folded = _Folded("首页\n甲乙丙丁\n2020年\n戊己")
    assert folded.text == "首页甲乙丙丁2020年戊己"
    loose = {
        (2, 6): "",
        (2, 11): "",
        (1, 6): "首",
        (2, 5): "丁2020年戊己",
        (0, 13): "",
        (0, 6): "",
        (0, 11): "",
    }
    assert {span: folded.loose(*span) for span in loose} == loose
    dates = _Folded("2020年\n甲乙丙丁\n12月18日\n")
    spans = [(5, 9), (0, 9), (5, 15), (0, 15)]
    assert [dates.loose(*span) for span in spans] == ["2020年", "12月18日", "2020年", ""]
    assert _Folded("甲乙丙丁\n户5").loose(0, 4) == ""


@pytest.mark.parametrize("words", ["9", "完", "\n2021年12月", "\n5"])
def test_words_beside_one_copy_stop_and_are_quoted(words):
    for text, loose in ((f"{LONG}\n{LONG}{words}", words), (f"{words}{LONG}\n{LONG}", words)):
        if text.startswith("\n"):
            text = f"{words[1:]}\n{LONG}\n{LONG}"
        with pytest.raises(ReportError) as caught:
            split_copies(text)
        assert str(caught.value) == (
            f"the text stands in the file 2 times, with {loose.strip()!r} beside one copy. Keep the right one in the file."
        )


def test_of_many_words_beside_a_copy_twenty_characters_are_quoted():
    with pytest.raises(ReportError, match=f"with '{'补' * 20}' beside"):
        split_copies(f"{LONG}\n{LONG}{'补' * 25}")


def test_short_lines_before_the_first_long_one_belong_to_the_copy_also_under_a_head():
    text = f"甲\n乙\n{LONG}"
    assert split_copies(f"首页 > 正文\n{text}\n{text}")[1:] == [text]


@pytest.mark.parametrize(
    "text, copies",
    [
        ("甲" * 199 + "，" + "\n", 2),
        ("甲" * 198 + "，" + "\n", 1),
        ("全面完成了各项任务。\n引进大型项目2个\n", 1),
        ("全面完成了各项任务。\n引进大型项目2个\n继续加强援助\n", 2),
    ],
)
def test_a_copy_is_long_or_of_three_lines(text, copies):
    assert len(split_copies(text * 2)) == copies


@pytest.mark.parametrize(
    "share, head, stops",
    [(2 / 3, "", False), (0.7, "", True), (0.8, "首页\n", False), (0.81, "首页\n", True), (0.7, "首页\n", False)],
)
def test_what_stands_outside_stops_the_reading_where_most_of_it_is_of_the_copy(monkeypatch, share, head, stops):
    monkeypatch.setattr(_Folded, "share", lambda *_: share)
    whole = f"{head}{LONG}\n{LONG.replace('79人', '80人')}\n"
    if stops:
        with pytest.raises(ReportError, match="copy 2 differs from copy 1"):
            split_copies(whole)
    else:
        assert split_copies(whole) == [whole.strip()]


@pytest.mark.parametrize("length, stops", [(50, False), (51, True)])
def test_what_stands_outside_counts_from_a_quarter_of_a_copy(monkeypatch, length, stops):
    monkeypatch.setattr(_Folded, "share", lambda *_: 1)
    copy = "甲" * 100 + "\n" + "乙" * 60 + "\n" + "丙" * 40
    whole = f"{copy}\n{copy}\n" + "丁" * length
    if stops:
        with pytest.raises(ReportError, match="differs from copy 1"):
            split_copies(whole)
    else:
        assert len(split_copies(whole)) == 2


@pytest.mark.parametrize(
    "one, other, headed",
    [
        ("甲村", "乙村", True),
        ("甲村", "甲村", False),
        ("甲村", "乙镇", False),
        ("甲村3", "乙村3", False),
        ("（一）甲村5户", "（二）乙镇8户", True),
        ("（一）甲村", "乙村", True),
        ("甲" * 11 + "村", "乙村", True),
        ("乙村", "甲" * 12 + "村", False),
    ],
)
def test_headings_of_two_passages(one, other, headed):
    folded = _Folded(f"各村帮扶情况\n{one}\n同样的话\n{other}\n同样的话")
    first, second = (at for at in range(len(folded.text)) if folded.text.startswith("同样的话", at))
    assert folded.are_headed(first, second) is headed


def test_the_title_of_all_is_no_heading_of_a_passage():
    folded = _Folded("甲村\n同样的话\n乙村\n同样的话")
    assert not folded.are_headed(2, 8)


def test_what_begins_the_text_stands_under_no_heading():
    folded = _Folded("（一）同样的话\n（二）甲村\n（一）同样的话")
    assert folded.are_headed(0, 12) is False


def test_full_width_forms_are_marks_and_no_more():
    assert {chr(code) for code in range(0xFF01, 0xFF5F)} <= set(MARKS) and "\uff5f" not in MARKS


def test_a_line_that_comes_again_is_no_copy():
    assert len(split_copies(TEXT + "另有其他工作若干，详见附件。\n" * 1 + "一、任务完成情况\n")) == 1


FULL_WIDTH = str.maketrans("0123456789,()", "０１２３４５６７８９，（）")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.translate(FULL_WIDTH),
        lambda text: re.sub(r"(\d+)", r" \1 ", text),
        lambda text: text.replace("。", "。\n\n\u3000\u3000"),
        lambda text: text.replace("，", ",").replace("；", ";").replace("“", '"'),
        lambda text: text.replace("、", "､").replace("“", "「").replace("”", "｣"),
    ],
)
def test_copies_that_differ_in_marks_and_spaces_alone_are_one(tmp_path, report, change):
    for text in (TEXT.strip("\n"), report.text):
        for twice in (f"{text}\n{change(text)}\n", f"{text}{change(text)}"):
            read = read_report(write(tmp_path, twice.encode()))
            assert (read.text, read.copies) == (text, 2)
            assert read.notes == (
                "copies alike but for marks and spaces, or with lines around them: the first is kept, with those lines",
            )


@pytest.mark.parametrize("times, line", [(2, ""), (3, "\n"), (2, "\n\ufeff")])
def test_equal_copies_are_noted(tmp_path, report, times, line):
    read = read_report(write(tmp_path, f"\n{line}".join([report.text] * times).encode()))
    assert (read.text, read.copies, read.notes[-1]) == (
        report.text, times, f"{times} copies of the text: the first is kept",
    )  # fmt: skip


def test_a_line_drawn_between_copies_is_kept_with_the_first(report):
    rule = "\n—————————\n"
    copies = split_copies(f"{report.text}{rule}{report.text}")
    assert copies == [f"{report.text}{rule}".strip("\n"), report.text]


def test_lines_that_all_stand_twice_in_a_row_are_named():
    lines = TEXT.strip().split("\n")
    doubled = "\n\n".join(line for line in lines for _ in range(2))
    with pytest.raises(ReportError) as caught:
        split_copies(doubled)
    assert str(caught.value) == "every line stands twice in a row, as '一、任务完成情况'; keep one of each"
    with pytest.raises(ReportError, match=f"'{'甲' * 20}'; keep"):
        split_copies("\n".join(line for line in ("甲" * 21, "乙", "丙") for _ in range(2)))
    for text in (
        doubled + "\n完",
        "\n".join(lines[1:2] * 4),
        "\n".join([lines[0], lines[0], lines[1], lines[1]]),
    ):
        assert split_copies(text) == [text]


def test_words_that_stand_twice_within_lines_are_none():
    text = "甲 甲\n乙 乙\n丙 丙"
    assert split_copies(text) == [text]


def test_spaces_at_the_ends_of_a_text_and_its_copies_stay():
    text = "\u3000" + TEXT.strip() + "\u3000"
    assert split_copies(f"\n{text}\n") == [text]
    assert split_copies(f"{text}\n{text}\n") == [text, text]


def test_of_many_distances_five_are_looked_at():
    clauses = [f"{name}村建成帮扶车间" for name in "甲乙丙丁戊己庚"]
    folded = _Folded("，".join(clause + "，短" * at + "，" + clause for at, clause in enumerate(clauses)))
    assert len(folded.repetitions()) == 5


def test_lines_of_a_page_around_the_copies_are_kept_with_the_first(report):
    head, foot = "首页 > 政务公开 > 正文\n", "版权所有：高新区管委会办公室"
    copies = split_copies(f"{head}{report.text}\n{report.text}\n{foot}")
    assert copies == [f"{head}{report.text}\n{foot}", report.text]


@pytest.mark.parametrize("around", [("首页 > 政务公开 > 正文\n", ""), ("", "版权所有：高新区管委会办公室")])
def test_copies_that_differ_stop_with_the_lines_of_a_page_around_them(report, around):
    for old, new in (("5500", "5600"), ("2020年12月18日", "2020年12月19日"), ("按照市委", "根据市委")):
        for first, second in ((old, new), (new, old)):
            twice = "\n".join(report.text.replace(old, word) for word in (first, second))
            with pytest.raises(ReportError, match="differs from copy 1"):
                split_copies(f"{around[0]}{twice}\n{around[1]}")


def test_a_copy_that_breaks_off_is_no_copy_of_the_whole(report):
    with pytest.raises(ReportError, match="copy 2 differs from copy 1"):
        split_copies(report.text + "\n" + report.text[: len(report.text) // 2])


ROW = "投入帮扶资金5万元，带动脱贫户3户，建成扶贫车间2个"
MONTHS = "一二三四五六七八九十"


@pytest.mark.parametrize(
    "text",
    [
        f"帮扶工作汇总表\n甲村\n{ROW}\n乙村\n{ROW}\n丙村\n{ROW}\n填表人：王某",
        f"帮扶工作汇总表\n{ROW}\n{ROW}\n{ROW}\n填表人：王某",
        f"{ROW}\n{ROW}\n{ROW}",
        "全年拨付情况\n" + "".join(f"{month}月份，按计划拨付帮扶资金5万元，均已到位。\n" for month in MONTHS),
        "".join(f"{month}月份，按计划拨付帮扶资金{at}万元，均已到位。\n" for at, month in enumerate(MONTHS)),
        "帮扶项目表\n" + "项目名称：通村道路\n投入资金：五十万元整\n带动人数：脱贫户三十户\n" * 3,
        "\n".join(
            f"（{n}）{name}村\n{ROW}。\n{ROW.replace('5', '8')}。\n继续加强对当地的援助工作。"
            for n, name in zip("一二", "甲乙")
        ),
    ],
)
def test_a_report_that_rightly_repeats_itself_stays_whole(text):
    assert split_copies(text) == [text.strip("\n")]


@pytest.mark.parametrize("one, two", [("（一）甲村", "（二）乙村"), ("甲村", "乙村"), ("一月份", "二月份")])
def test_long_passages_alike_under_headings_of_their_own_are_no_copies(report, one, two):
    passage = "\n".join(report.text.split("\n")[-6:-3])
    assert len(passage) > 200
    text = f"各村帮扶情况\n{one}\n{passage}\n{two}\n{passage}\n特此报告。"
    assert split_copies(text) == [text]
    with pytest.raises(ReportError, match="differs from copy 1"):
        split_copies(f"{report.text}\n{report.text.replace('(一)东', '(二)东')}")


def test_rows_within_a_copy_do_not_hide_the_copies():
    text = TEXT + f"{ROW}\n" * 12 + "特此报告。"
    assert split_copies(f"{text}\n{text}") == [text, text]


def test_copies_are_looked_for_in_linear_time(monkeypatch):
    """Counted, not timed: ten times the text takes ten times the characters searched and compared."""
    import report.text as module

    def work(rows):
        counted = 0

        class Clauses:
            def finditer(self, text):
                nonlocal counted
                counted += len(text)
                return re.finditer("[^.,;:!?]{6,}", text)

        monkeypatch.setattr(module, "CLAUSE", Clauses())
        split_copies(
            "".join(
                f"第{row}村投入资金{row}万元，带动{row}户就业和增收。\n" for row in range(1000, 1000 + rows)
            )
        )
        return counted

    assert work(2000) == pytest.approx(10 * work(200), rel=0.01)


def test_locate_wants_exactly_one():
    assert TEXT[slice(*locate(TEXT, "大型项目2个"))] == "大型项目2个"
    for quote, times in (("小型项目", 0), ("万元", 2), ("", 0)):
        with pytest.raises(ReportError, match=f"stands {times} times"):
            locate(TEXT, quote)
    with pytest.raises(ReportError, match="stands 2 times"):
        locate("甲乙甲乙甲", "甲乙甲")


def test_sentences_end_at_their_marks_and_none_is_empty():
    assert sentences("甲。乙\n\n丙") == [(0, 2), (2, 4), (4, 5), (5, 6)]
    assert sentences("甲。") == [(0, 2)] and sentences("") == []


@given(st.text(alphabet="甲乙。；\n!", max_size=80))
def test_sentences_cover_the_text_without_a_gap(text):
    assert "".join(text[start:end] for start, end in sentences(text)) == text


def test_a_note_on_headings_that_begin_again_lists_the_first_lines(tmp_path):
    path = tmp_path / "own.txt"
    for times, lines in ((8, "1, 4, 7, 10, 13, 16, 19, 22:"), (9, "1, 4, 7, 10, 13, 16, 19, 22, …:")):
        parts = [f"一、第{n}镇\n修路{n}公里，惠及{n}户。\n二、第{n}村\n" for n in range(1, times + 1)]
        path.write_text("".join(parts), encoding="utf-8")
        assert f"the headings begin at 一、 in lines {lines}" in read_report(path).notes[0]
