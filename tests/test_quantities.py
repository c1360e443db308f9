"""The reader of quantities: one phrase a rule, whole texts, properties of any string, and sentences kept aside."""

import csv
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.quantities import Quantity, find_quantities
from report.quantities.measure_words import MEASURE_WORDS
from report.quantities.patterns import NUMERAL_CHARACTERS

HERE = Path(__file__).parent
BOUND_SIGNS = {
    "=": "exact",
    ">": "more_than",
    ">=": "at_least",
    "~": "about",
    "<": "less_than",
    "<=": "at_most",
}


def quantities(text: str) -> list[Quantity]:
    return [found for found in find_quantities(text) if found.kind == "quantity"]


def only(text: str) -> Quantity:
    [quantity] = quantities(text)
    return quantity


def numbers_of(notation: str) -> tuple:
    """(value, lower, upper, bound) of a label such as `>=300`, `3..5`, `=?` (no single number)."""
    if ".." in notation:
        lower, upper = map(float, notation.split(".."))
        return None, lower, upper, "range"
    if notation == "?":
        return None, None, None, "unread"
    sign = re.match("[=<>~]+", notation)[0]
    bound, value = BOUND_SIGNS[sign], None if notation.endswith("?") else float(notation[len(sign) :])
    lower = None if bound in ("about", "at_most", "less_than") else value
    upper = None if bound in ("about", "at_least", "more_than") else value
    return value, lower, upper, bound


def reading(found: Quantity) -> tuple:
    numbers = (
        None if number is None else pytest.approx(number)
        for number in (found.value, found.lower, found.upper)
    )
    return (*numbers, found.bound, found.measure_word)


@pytest.mark.parametrize(
    "phrase, span, notation, measure_word, unit",
    [
        # numerals
        ("拨付1,080万元资金", "1,080万元", "=10800000", "元", "CNY"),
        ("总投资784，025.50元", "784，025.50元", "=784025.5", "元", "CNY"),
        ("余额12.1927亿元", "12.1927亿元", "=1219270000", "元", "CNY"),
        ("受益５５００人", "５５００人", "=5500", "人", "person"),
        ("修渠三千六百米", "三千六百米", "=3600", "米", "m"),
        ("捐款一万二千三百四十五元", "一万二千三百四十五元", "=12345", "元", "CNY"),
        ("单价五元三毛", "五元三毛", "=5.3", "元", "CNY"),
        ("共计人民币叁拾伍万元整", "叁拾伍万元", "=350000", "元", "CNY"),
        ("债券1亿2000万元", "1亿2000万元", "=120000000", "元", "CNY"),
        ("投资5500 万元", "5500 万元", "=55000000", "元", "CNY"),
        ("外资300万美元", "300万美元", "=3000000", "美元", "USD"),
        ("装机20万千瓦", "20万千瓦", "=200000", "千瓦", "kW"),
        # bounds before and after
        ("到位资金6200万元以上", "6200万元以上", ">=62000000", "元", "CNY"),
        ("发放手册1万余份", "1万余份", ">10000", "份", "copy"),
        ("支出2900万余元", "2900万余元", ">29000000", "元", "CNY"),
        ("支出四千余万元", "四千余万元", ">40000000", "元", "CNY"),
        ("每年不低于100万元", "不低于100万元", ">=1000000", "元", "CNY"),
        ("成本不超过3万元", "不超过3万元", "<=30000", "元", "CNY"),
        ("覆盖率不足20%", "不足20%", "<20", "%", "percent"),
        ("近1918个点", "近1918个", "~1918", "个", "item"),
        ("约8900余人次", "约8900余人次", ">8900", "人次", "person_time"),
        ("约300多万元", "约300多万元", ">3000000", "元", "CNY"),
        ("提高3个百分点左右", "3个百分点左右", "~3", "百分点", "percentage_point"),
        ("百余个团队", "百余个", ">100", "个", "item"),
        ("近百亿元产值", "近百亿元", "~10000000000", "元", "CNY"),
        ("数百名志愿者", "数百名", ">100", "名", "person"),
        ("上千户农家", "上千户", ">=1000", "户", "household"),
        ("每月至少召开一次例会", "一次", ">=1", "次", "time"),
        ("两年内完成", "两年内", "<=2", "年", "year"),
        # ranges
        ("每县200至300万元", "200至300万元", "2000000..3000000", "元", "CNY"),
        ("补助1万-5万元", "1万-5万元", "10000..50000", "元", "CNY"),
        ("每场800人至1000人", "800人至1000人", "800..1000", "人", "person"),
        ("覆盖两三个村", "两三个", "2..3", "个", "item"),
        ("年收入三至四万元", "三至四万元", "30000..40000", "元", "CNY"),
        ("增长5%—8%", "5%—8%", "5..8", "%", "percent"),
        # shares, multiples, changes
        ("占百分之二十三", "百分之二十三", "=23", "百分之", "percent"),
        ("同比-3.2%", "-3.2%", "=-3.2", "%", "percent"),
        ("逾1/5的村", "逾1/5", ">0.2", "", "ratio"),
        ("占三分之二", "三分之二", "=0.6666666667", "", "ratio"),
        ("八成以上农户", "八成以上", ">=8", "成", "tenth"),
        ("产值翻两番", "两番", "=2", "番", "doubling"),
        ("比例为2.5∶1", "2.5∶1", "=2.5", "", "ratio"),
        # measure words that hang together
        ("培训12万人（次）", "12万人（次）", "=120000", "人次", "person_time"),
        ("三年多来", "三年多", ">3", "年", "year"),
        ("工期两年半", "两年半", "=2.5", "年", "year"),
        ("跟班两个多月", "两个多月", ">2", "个月", "month"),
        ("每亩补贴500元/亩", "500元/亩", "=500", "元/亩", "CNY_per_mu"),
        ("四大任务", "四大", "=4", "大", "item"),
    ],
)
def test_reads(phrase, span, notation, measure_word, unit):
    found = only(phrase)
    assert (found.text, reading(found), found.unit) == (span, (*numbers_of(notation), measure_word), unit)


@pytest.mark.parametrize(
    "phrase, spans",
    [
        ("涉及119户381人", ["119户", "381人"]),
        ("建成32个3330万元项目", ["32个", "3330万元"]),
        ("共11389亩104.28万株", ["11389亩", "104.28万株"]),
        ("从23.30%降至0.50%", ["23.30%", "0.50%"]),
        ("从5%到8%", ["5%", "8%"]),
        ("七乡三镇", ["七乡", "三镇"]),
        ("签约5家，节约30万元", ["5家", "30万元"]),
        ("近三年投入20万元", ["三年", "20万元"]),
        ("3家电商、12家具备资质、23人均就业", ["3家", "12家", "23人"]),
        ("5支医疗队、2所在建学校、30位居民", ["5支", "2所", "30位"]),
        ("20台风电机组、5部门联合", ["20台", "5部门"]),
    ],
)
def test_separates(phrase, spans):
    assert [found.text for found in quantities(phrase)] == spans


@pytest.mark.parametrize(
    "kind, phrases",
    [
        (
            "date",
            "2018年 今年9月 截至4月底 2020年12月18日 2016—2020年 “十三五” 二〇二一年七月一日 1—9月 一季度 上午10:30 20世纪",
        ),
        (
            "ordinal",
            "第二届 第六批 居全国第三 一是要抓 （三）强化 〔2018〕129号 前三名 中央1号文件 十九届 附件2 三级医院 一等奖 二、重点",
        ),
        (
            "name",
            "六盘水 八师 百家食品 第一书记 832平台 “三支”人员 二氧化碳 一批 统一 进一步 四川 十分重视 "
            "作为一项任务 千家万户 5G基站 PM2.5 12345热线 两岸 三位一体 不漏一户 三区人才 数字政府2.0",
        ),
    ],
)
def test_is_no_quantity(kind, phrases):
    for phrase in phrases.split():
        assert {found.kind for found in find_quantities(phrase)} == {kind}, phrase


def test_set_phrases_are_names_throughout():
    for phrase in ("一户一策", "“两不愁三保障”", "一带一路", "五位一体", "千方百计", "一核两翼"):
        assert {found.kind for found in find_quantities(phrase)} == {"name"}, phrase


def test_noun():
    assert only("引导5家企业赴新疆").noun == "企业"
    assert only("建设扶贫车间2个，").noun == "扶贫车间"
    assert only("为期一个月的学习").noun == ""


def test_first_report_has_35_quantities(report):
    assert " ".join(found.text for found in quantities(report.text)) == (
        "5个 四大 6大 2个 3个 5500万元以上 79人 300万元 609万元 23名 7名 一个月 67人 30人 299人 946人 1010万元 50万元 2个 41人 "
        "30.59万元 54万元 140户 5家 8家 三年 280万元 320万元 350万元 1万余份 30余个 2家 5个 2个 5个"
    )
    kinds = {
        kind: [found.text for found in find_quantities(report.text) if found.kind == kind]
        for kind in ("date", "ordinal", "name")
    }
    assert len(kinds["ordinal"]) == 17
    assert kinds["date"] == ["2020年", "9月", "2018年", "2019年", "2021年", "2020年12月18日"]
    assert kinds["name"] == ["六盘水", "一", "六盘水", "八", "八", "百"]


# ---- any text at all

genre = st.text(
    alphabet="0123456789５〇零一二三两十百千万亿半余多几个人元年月日%成倍第约近超至到-—,.，。：/（）()“”、 \n壹佰投入",
    max_size=60,
)


@given(st.one_of(st.text(), genre))
@settings(max_examples=500, deadline=None)
def test_every_numeral_lies_in_exactly_one_span(text):
    found = find_quantities(text)
    covered = [place for each in found for place in range(each.start, each.end)]
    assert covered == sorted(set(covered))
    assert {place for place, character in enumerate(text) if character in NUMERAL_CHARACTERS} <= set(covered)
    assert all(each.text == text[each.start : each.end] and each.start < each.end for each in found)


@given(genre)
@settings(max_examples=300, deadline=None)
def test_what_a_quantity_says_holds_together(text):
    for found in find_quantities(text):
        if found.kind != "quantity":
            assert (found.value, found.lower, found.upper, found.bound, found.unit, found.measure_word) == (
                None,
                None,
                None,
                None,
                "",
                "",
            )
        elif found.bound == "range":
            assert found.value is None and found.lower < found.upper
        elif found.value is not None:
            lower = None if found.bound in ("about", "at_most", "less_than") else found.value
            upper = None if found.bound in ("about", "at_least", "more_than") else found.value
            assert (found.lower, found.upper) == (lower, upper)


plain = st.text(alphabet="山水田林湖草沙，。；\n", max_size=20)


@given(plain, genre, plain)
@settings(deadline=None)
def test_plain_text_before_or_after_changes_nothing(before, text, after):
    """Only where they stand moves; sentence ends keep the words apart."""
    moved = [
        replace(q, start=q.start + len(before), end=q.end + len(before))
        for q in find_quantities(f"。{text}。")
    ]
    assert find_quantities(f"{before}。{text}。{after}") == moved


@given(st.integers(3, 10**12))  # one and two are 一 and 两, a matter of their own
def test_chinese_and_arabic_numerals_agree(number):
    assert only(f"共{in_chinese(number)}户。").value == only(f"共{number}户。").value == number


def in_chinese(number: int) -> str:
    if number >= 10**8:
        return in_chinese(number // 10**8) + "亿" + padded(number % 10**8, 10**7)
    if number >= 10**4:
        return in_chinese(number // 10**4) + "万" + padded(number % 10**4, 10**3)
    digits, text = str(number), ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        text += "零一二三四五六七八九"[int(digit)] + ("" if digit == "0" else ("", "十", "百", "千")[place])
    return re.sub("零+", "零", text).rstrip("零")


def padded(rest: int, full: int) -> str:
    return "" if not rest else ("零" if rest < full else "") + in_chinese(rest)


@pytest.mark.parametrize(
    "piece, megabytes",
    [
        ("7", 10),
        ("零", 10),
        ("万", 10),
        ("一二", 2),
        ("1,234", 2),
        ("9-", 2),
        ("约", 2),
        ("“", 2),
        ("1.", 2),
        ("第", 2),
        ("个", 2),
        ("一", 10),
        ("1,", 0.1),
        ("12,5", 0.1),
        ("1 234 ", 0.1),
        ("(含", 0.1),
        ("3至", 0.1),
        ("百分之", 0.1),
        ("-5", 0.1),
    ],
)
@pytest.mark.long
def test_megabytes_of_one_thing_end_in_seconds(piece, megabytes):
    text = piece * int(megabytes * 1_000_000 / len(piece.encode()))
    began = time.process_time()
    find_quantities(text)
    assert time.process_time() - began < min(20, 500 * megabytes**2)  # what grows with the square takes 20 s for 0.2 MB


@pytest.mark.long
def test_time_grows_with_length(report):
    text = report.text
    assert len(find_quantities(text * 40)) == 40 * len(find_quantities(text))
    assert seconds(text * 40) < 8 * seconds(text * 10)


def seconds(text: str) -> float:
    runs = []
    for _ in range(3):
        began = time.process_time()
        find_quantities(text)
        runs.append(time.process_time() - began)
    return min(runs)


def test_each_measure_word_has_one_unit():
    words = [word for words in MEASURE_WORDS.values() for word in words.split()]
    assert len(words) == len(set(words))


# ---- sentences kept aside


def labelled(sentence: str, labels: str) -> dict:
    """{(start, end): reading} of labels such as `3座 =3 座; 5000余吨 >5000 吨`; - is no measure word."""
    readings, place = {}, 0
    for label in filter(None, labels.split("; ")):
        span, notation, measure_word = label.rsplit(" ", 2)
        start = sentence.index(span, place)
        place = start + len(span)
        readings[start, place] = (*numbers_of(notation), measure_word.replace("-", ""))
    return readings


def test_sentences_kept_aside():
    """210 sentences written and labelled before the reader saw them; F1 of spans, and of spans with all read right."""
    expected = found = spans = readings = 0
    with open(HERE / "reader_heldout.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            gold = labelled(row["sentence"], row["quantities"])
            read = {(each.start, each.end): reading(each) for each in quantities(row["sentence"])}
            expected, found = expected + len(gold), found + len(read)
            spans += len(gold.keys() & read.keys())
            readings += sum(gold[span] == read[span] for span in gold.keys() & read.keys())
    assert 2 * spans / (expected + found) >= 0.99
    assert 2 * readings / (expected + found) >= 0.985


@pytest.mark.parametrize(
    "words",
    ["2020 年 12 月 18 日", "12 月 6 日", "6 日", "21年 5 月", "2018 年 3 月—2020 年 5 月", "5月 1 日至 3 日", "1—9 月", "2020年 5月底"],
)
def test_a_date_with_spaces_is_a_date_and_no_number_of_days(words):
    found = find_quantities(f"截至{words}，培训 300 人。")
    assert {quantity.kind for quantity in found[:-1]} == {"date"}
    assert (found[-1].text, found[-1].value) == ("300 人", 300)
