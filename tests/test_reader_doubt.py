"""Numbers in doubt are returned without a value; no malformed numeral has one."""

import re
from itertools import product

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.quantities import find_quantities
from report.quantities.numerals import value

DOUBTFUL = """
三千万亿千元 二十百万元 百八十户 三四五户 〇五户 三百二百人 3万5元 1千5元 1亿2000元 1亿2千户 三亿二千元 3万20000元 5亿5
12,5000元 3,5亿元 1,00,000元 1,2345,6789元 3。5亿元 2.5.3万元 1.5×10⁴亩 3兆元 1500至2亿元 三至五百户 零下5至10℃ 正负5%
不足300余人 不超过5万元以上 不低于8%以内 未曾超过5人 ±5% ±20人 l20万元 O.5亿元 1000O元 .5亿元
"""


@pytest.mark.parametrize("phrase", DOUBTFUL.split())
def test_a_number_in_doubt_has_no_value(phrase):
    [found] = find_quantities(f"共{phrase}。")
    assert (found.kind, found.bound) == ("quantity", "unread")
    assert (found.value, found.lower, found.upper) == (None, None, None)


@pytest.mark.parametrize(
    "phrase", ["十三五规划", "百千万工程", "一二三产业", "五四奖章", "三三两两", "七一勋章", "第三产业", "832平台"]
)
def test_what_is_surely_no_quantity_stays_out(phrase):
    assert {found.kind for found in find_quantities(phrase)} <= {"name", "ordinal", "date"}


def plainly(written: str) -> str:
    """A numeral without what writers put in two ways: 零, 两, 一 before a leading 十."""
    return written.replace("零", "").replace("两", "二").replace("一十", "十")


def written_again(number: int, spoken: str) -> str:
    """By another library; 三百五 leaves out its last scale (三百五十), 三亿五 the last two (三亿五千万)."""
    again = cn2an.an2cn(number, "low")
    return plainly(again[: -2 if spoken == "亿" else -1] if spoken else again)


@pytest.mark.parametrize("length", range(1, 7))
def test_only_well_formed_numerals_have_a_value(length):
    """Of all strings of these characters, whatever has a value is what another library writes for that value."""
    malformed = []
    for characters in product("零五十百千万亿", repeat=length):
        written = "".join(characters)
        number = value(written)
        spoken = written[-2:-1] if re.search("[百千万亿]五$", written) else ""
        if number and plainly(written) != written_again(int(number), spoken):
            malformed.append((written, number))
    assert malformed == []


@given(
    st.text("零一二三五九十百千万亿１5,. 点负多余几元户%至-（含）以上", max_size=12),
    st.sampled_from(["元", "户", "%", ""]),
)
@settings(max_examples=1000, deadline=None)
def test_every_quantity_holds_together(text, unit):
    for found in find_quantities(f"共{text}{unit}。"):
        if found.bound == "unread":
            assert (found.kind, found.value, found.lower, found.upper) == ("quantity", None, None, None)
        if found.bound == "range":
            assert found.value is None and found.lower < found.upper
