"""Reports as they come: each gives a result that is right or an error of one line that says what to do."""

import pytest

from report.cleaning import clean
from report.quantities import find_quantities
from report.drafts import draft_coding
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
    "text", ["投入资金300萬元", "幫扶12戶貧困戶", "引進企業兩個", "拨付１亿元，余款3億元"]
)
def test_traditional_characters_are_refused_not_misread(tmp_path, text):
    with pytest.raises(ReportError, match="traditional characters.*simplified"):
        read_report(write(tmp_path, text))


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


def test_three_copies_count_once(tmp_path, report):
    assert read_report(write(tmp_path, "\n".join([report.text] * 3))).text == report.text


def test_five_megabytes_are_read_whole(tmp_path):
    text = "".join(f"第{number}村投入资金{number}万元，带动{number + 1}户。\n" for number in range(92_000))
    assert len(text.encode()) > 5_000_000
    report = read_report(write(tmp_path, text))
    quantities = [quantity for quantity in find_quantities(report.text) if quantity.kind == "quantity"]
    assert [quantity.value for quantity in quantities[:4]] == [0, 1, 10_000, 2]
    assert len(quantities) == 184_000 and quantities[-1].value == 92_000


def test_words_that_look_like_code_stay_words(tmp_path, coding):
    report = read_report(write(tmp_path, "<script>alert(1)</script>投入资金50万元。=1+1人数3人"))
    ledger, _ = clean(report.text, draft_coding(report.text, coding.codebook), suggested=True)
    assert "<script>" not in ledger._repr_html_() and "&lt;script&gt;" in ledger._repr_html_()
