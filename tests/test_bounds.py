"""Bounds: every sum and ratio contains the truth of any case that the words allow."""

from math import inf

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.bounds import Interval, linked_ratios, total
from report.records import Link

amounts = st.integers(0, 10**6)
intervals = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), amounts, amounts | st.just(inf))


def inside(data, interval):
    """A true value that the interval allows."""
    return data.draw(
        st.integers(interval.lower, interval.lower + 10**6 if interval.upper == inf else interval.upper)
    )


@given(intervals, intervals, st.data())
def test_sums_differences_products_and_ratios_contain_the_truth(a, b, data):
    x, y = inside(data, a), inside(data, b)
    assert x + y in a + b
    assert max(0, x - y) in a - b
    assert x * y in a * b
    if y:
        ratio = a / b
        assert ratio.lower <= x / y * (1 + 1e-12) and x / y <= ratio.upper * (1 + 1e-12)
        low, high = b.change_to(a)
        assert low - 1e-9 <= x / y - 1 <= high * (1 + 1e-9) + 1e-9


def test_at_least_over_at_least_is_bounded_by_nothing():
    assert Interval(5500, inf) / Interval(79, inf) == Interval(0, inf)
    assert Interval(5500, inf) / Interval(79, 79) == Interval(5500 / 79, inf)


@pytest.mark.parametrize("lower, upper", [(2, 1), (-1, 1), (float("nan"), 1)])
def test_what_is_no_interval_is_refused(lower, upper):
    with pytest.raises(ValueError):
        Interval(lower, upper)


def rows(*records):
    columns = ["observation", "lower", "upper", "unit", "additive", "relation", "relation_to"]
    return pd.DataFrame([dict(zip(columns, record, strict=True)) for record in records], columns=columns)


def test_liupanshui_money_is_an_interval(observations):
    direct = observations.query(
        "task == 'liupanshui' and stage == 'input' and flow != '' and bound != 'unquantified'"
    )
    assert total(direct) == Interval(9_090_000, 10_435_900)


def test_a_sum_without_amount_leaves_the_upper_end_open(observations):
    direct = observations.query("task == 'liupanshui' and stage == 'input' and flow != ''")
    assert total(direct) == Interval(9_090_000, inf)


def test_a_part_adds_nothing_but_only_beside_its_whole():
    whole, part = ("a", 67, 67, "person", False, "", ""), ("b", 30, 30, "person", False, "part_of", "a")
    assert total(rows(whole, part)) == Interval(67, 67)
    assert total(rows(part)) == Interval(30, 30)


def test_mixed_units_do_not_add_up():
    with pytest.raises(ValueError, match="different units"):
        total(rows(("a", 1, 1, "person", True, "", ""), ("b", 1, 1, "household", True, "", "")))


def test_nothing_comes_to_nothing():
    assert total(rows()) == Interval(0, 0)


people = st.frozensets(st.integers(0, 40), max_size=25)


@given(st.lists(people, min_size=1, max_size=5), st.data())
def test_the_union_of_groups_lies_within_the_total(groups, data):
    """Real groups of people, however they overlap; disjoint ones may be called additive, subsets part of another."""
    records = [
        (f"g{i}", len(group), len(group), "person", False, "possible_overlap", "g0")
        for i, group in enumerate(groups)
    ]
    subset = (
        data.draw(st.frozensets(st.sampled_from(sorted(groups[0])), max_size=25))
        if groups[0]
        else frozenset()
    )
    records.append(("part", len(subset), len(subset), "person", False, "part_of", "g0"))
    others = data.draw(st.integers(0, 50))
    apart = ("apart", others, others, "person", True, "", "")
    alone = ("first", len(groups[0]), len(groups[0]), "person", True, "", "")
    assert len(frozenset().union(*groups)) in total(rows(*records))
    assert len(groups[0]) + others in total(rows(apart, alone))
    assert len(frozenset().union(*groups)) + others in total(rows(*records, apart))


def test_linked_numbers_give_ratios_as_far_as_their_bounds_allow():
    columns = ["observation", "value", "lower", "upper", "bound", "unit"]
    rows = [
        ("money", None, 500_000, None, "at_least", "CNY"),
        ("shops", 2, 2, 2, "exact", "item"),
        ("trained", 60, 60, 60, "exact", "person"),
        ("hired", 30, None, None, "about", "person"),
        ("named", None, None, None, "unquantified", "person"),
        ("none", 0, 0, 0, "exact", "item"),
    ]
    observations = pd.DataFrame(rows, columns=columns)
    ends = [("money", "shops"), ("trained", "hired"), ("trained", "named"), ("named", "shops"), ("money", "none")]
    links = [Link(f"{start}-{end}", start, end, "", "") for start, end in ends]
    ratios = linked_ratios(links, observations)
    assert ratios[["link", "unit", "lower", "upper"]].values.tolist() == [
        ["money-shops", "CNY per item", 250_000, inf],
        ["trained-hired", "share", 0.5, 0.5],
    ]
    assert ratios["from_bound"].tolist() == ["at_least", "exact"] and ratios["to_value"].tolist() == [2, 30]
    assert list(linked_ratios([], observations).columns) == list(ratios.columns)
