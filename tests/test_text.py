"""Reading a report: encodings, copies, quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.text import ReportError, locate, read_report, selector, sentences, split_copies

TEXT = "一、任务完成情况\n引进大型项目2个，到位资金5500万元以上。带动贫困人口79人；提供财政资金300万元。\n二、下一步计划\n继续加强对定点帮扶地区的援助。\n"


def write(folder, data):
    path = folder / "report.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_read_alike(tmp_path, encoding, line_end):
    path = write(tmp_path, TEXT.replace("\n", line_end).encode(encoding))
    assert read_report(path).text == TEXT.strip("\n")


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\u200b\ufeff".encode(), "no text"),
        (b"PK\x03\x04rest of a docx", "Word, Excel or PDF"),
        (b"%PDF-1.7", "Word, Excel or PDF"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "NUL"),
        (bytes(range(256)) * 4, "NUL"),
        ("對口支援工作總結，財政資金三百萬元，貧困人口".encode("big5"), "GB18030"),
        ("対口支援の事業報告書、財政資金".encode("euc-jp") + b"\xff", "GB18030"),
        ("Rapport d'activité à présenter".encode("latin-1"), "GB18030"),
    ],
)
def test_what_is_no_chinese_text_is_named_in_one_line(tmp_path, data, says):
    with pytest.raises(ReportError, match=says) as caught:
        read_report(write(tmp_path, data))
    assert str(caught.value).startswith("report.txt: ") and "\n" not in str(caught.value)


def test_invisible_characters_do_not_break_numbers_and_are_noted(tmp_path):
    read = read_report(write(tmp_path, "提供55\u200b00万元，\u00a0带动79人。".encode()))
    assert read.text == "提供5500万元， 带动79人。"
    assert len(read.notes) == 2


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


def test_a_line_that_comes_again_is_no_copy():
    assert len(split_copies(TEXT + "另有其他工作若干，详见附件。\n" * 1 + "一、任务完成情况\n")) == 1


def test_locate_wants_exactly_one():
    assert TEXT[slice(*locate(TEXT, "大型项目2个"))] == "大型项目2个"
    for quote, times in (("小型项目", 0), ("万元", 2), ("", 0)):
        with pytest.raises(ReportError, match=f"stands {times} times"):
            locate(TEXT, quote)


@given(st.text(alphabet="万元人，。2", min_size=1, max_size=60), st.data())
def test_a_selector_finds_its_place_again(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = selector(text, start, end)
    whole = found["prefix"] + found["exact"] + found["suffix"]
    assert text.count(whole) == 1
    assert text.index(whole) + len(found["prefix"]) == start
    assert text[found["start"] : found["end"]] == found["exact"]


@given(st.text(alphabet="甲乙。；\n!", max_size=80))
def test_sentences_cover_the_text_without_a_gap(text):
    assert "".join(text[start:end] for start, end in sentences(text)) == text
