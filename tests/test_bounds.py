"""Bounds: sums, ratios and totals are as narrow as the words allow, and no narrower, tried on every small case.

What an interval must be is found by plain enumeration: all numbers, or all sets of people, that fit the words.
"""

from itertools import combinations, product
from math import inf
from types import SimpleNamespace

import pandas as pd
import pytest

from report.bounds import Interval, linked_ratios, total, with_row
from report.records import Link

ENDS = (0, 1, 2, 3, inf)
INTERVALS = [Interval(lower, upper) for lower, upper in product(ENDS[:-1], ENDS) if lower <= upper]
PAIRS = list(product(INTERVALS, repeat=2))


def truths(interval, most):
    """The whole numbers that an interval allows, up to `most` where it is open."""
    return range(interval.lower, (most if interval.upper == inf else interval.upper) + 1)


def reached(operation, one, other):
    """The least and the most that `operation` gives over all numbers that two intervals allow; inf where it has no end."""

    def ends(most):
        found = [operation(x, y) for x in truths(one, most) for y in truths(other, most)]
        return min(found), max(found)

    (low, high), (_, higher) = ends(20), ends(40)
    return Interval(low, inf if higher > high else high)


@pytest.mark.parametrize("one, other", PAIRS, ids=lambda interval: str(interval))
def test_sums_differences_and_products_are_what_all_numbers_reach(one, other):
    assert one + other == reached(lambda x, y: x + y, one, other)
    assert one - other == reached(lambda x, y: max(0, x - y), one, other)
    assert one * other == reached(lambda x, y: x * y, one, other)


def test_ratios_and_changes_are_what_all_numbers_reach():
    for one, other in PAIRS:
        if other.upper == 0:
            with pytest.raises(ZeroDivisionError, match="^a ratio to nothing$"):
                one / other
            continue
        least = 0 if other.upper == inf else one.lower / other.upper
        most = inf if other.lower == 0 or one.upper == inf else one.upper / other.lower
        assert one / other == Interval(least, most)
        assert other.change_to(one) == (least - 1, most - 1)
        if most < inf and other.upper < inf:
            ratios = [x / y for x in truths(one, 0) for y in truths(other, 0)]
            assert (min(ratios), max(ratios)) == (least, most)


def test_what_lies_within():
    for interval, value in product(INTERVALS, range(5)):
        assert (value in interval) == (value in truths(interval, 5))


@pytest.mark.parametrize("lower, upper", [(2, 1), (-1, 1), (float("nan"), 1), (0, float("nan"))])
def test_what_is_no_interval_is_refused(lower, upper):
    with pytest.raises(ValueError, match=f"^not an interval of amounts: {lower} to {upper}$"):
        Interval(lower, upper)


@pytest.mark.parametrize(
    "interval, words",
    [
        (Interval(8, 13), "8–13"),
        (Interval(9_090_000), "≥ 9,090,000"),
        (Interval(1432, 1432), "1,432"),
        (Interval(0, 1500.5), "0–1,500.5"),
        (Interval(), "≥ 0"),
    ],
)
def test_an_interval_is_written_with_the_ends_it_has(interval, words):
    assert str(interval) == words and interval.is_exact == (interval.lower == interval.upper)


def test_the_interval_of_a_row_is_open_where_its_cells_are_empty():
    for lower, upper in ((None, None), (float("nan"), None), (3, None), (None, 3), (2, 5)):
        expected = Interval(lower if lower in (2, 3) else 0, upper or inf)
        assert Interval.of({"lower": lower, "upper": upper}) == expected
        assert Interval.of(SimpleNamespace(lower=lower, upper=upper)) == expected


def row(name, lower, upper=None, additive=True, relation="", relation_to="", unit="person"):
    """A row of `total`; exact where only one end is given."""
    upper = lower if upper is None else upper
    return SimpleNamespace(
        observation=name, lower=lower, upper=upper, unit=unit, additive=additive, relation=relation, relation_to=relation_to
    )


def table(rows):
    return pd.DataFrame([vars(each) for each in rows])


def worlds(rows):
    """Every way in which groups of people can have the sizes and relations of `rows`: the first group is fixed."""
    everybody = range(int(sum(each.lower for each in rows)))
    first, *rest = rows
    for others in product(*(combinations(everybody, each.lower) for each in rest)):
        groups = dict(zip("abc", [set(range(first.lower)), *map(set, others)]))
        if all(_fits(one, other, groups) for one, other in combinations(rows, 2)):
            yield groups


def _fits(one, other, groups):
    earlier, later = groups[one.observation], groups[other.observation]
    if one.observation in other.relation_to.split():
        return {"part_of": later <= earlier, "same_as": later == earlier}.get(other.relation, True)
    return not (one.additive and other.additive and earlier & later)


RELATIONS = ["", "possible_overlap", "part_of", "same_as"]


def test_a_total_is_what_all_groups_that_fit_the_words_come_to():
    """Three groups of one or two people, apart, overlapping, part of each other, or the same."""
    tried = 0
    for sizes in product((1, 2), repeat=3):
        for apart in product((True, False), repeat=3):
            for to_a, (relation, to) in product(RELATIONS, [("", ""), *product(RELATIONS[1:], ("a", "b", "a b"))]):
                b = row("b", sizes[1], additive=apart[1] and to_a not in RELATIONS[2:], relation=to_a, relation_to="a" if to_a else "")
                c = row("c", sizes[2], additive=apart[2] and relation not in RELATIONS[2:], relation=relation, relation_to=to)
                rows = [row("a", sizes[0], additive=apart[0]), b, c]
                if relation in RELATIONS[2:] and (to == "a b" or to_a):
                    continue  # a part of two, or of what is itself a part
                unions = [len(set().union(*groups.values())) for groups in worlds(rows)]
                if unions:
                    tried += 1
                    assert total(rows) == Interval(min(unions), max(unions)), rows
    assert tried > 500


def test_the_lower_end_is_the_most_that_rows_apart_come_to():
    """Four rows, tied in every way: every choice of rows that are not tied to each other is tried."""
    pairs = list(combinations(range(4), 2))
    for tied in (chosen for size in range(7) for chosen in combinations(pairs, size)):
        for sizes in ((1, 2, 3, 4), (4, 3, 2, 1), (2, 2, 3, 2)):
            rows = [
                row(str(at), size, relation="possible_overlap" if to else "", relation_to=to)
                for at, size in enumerate(sizes)
                for to in [" ".join(str(one) for one, other in tied if other == at)]
            ]
            apart = [
                sum(sizes[at] for at in chosen)
                for number in range(5)
                for chosen in combinations(range(4), number)
                if not any(pair in tied for pair in combinations(chosen, 2))
            ]
            assert total(rows) == Interval(max(apart), sum(sizes)), tied


def test_a_total_of_ranges_has_the_total_of_their_ends():
    for ends in product([(0, 0), (1, 3), (2, inf)], repeat=3):
        for additive, relation in product((True, False), RELATIONS):
            rows, lows, highs = (
                [
                    row("a", *of(ends[0]), additive),
                    row("b", *of(ends[1]), additive, relation, "a" if relation else ""),
                    row("c", *of(ends[2])),
                ]
                for of in (lambda both: both, lambda both: (both[0], inf), lambda both: (both[1],) * 2)
            )
            counted = [each for each in highs if each.relation not in RELATIONS[2:]]
            if max(each.lower for each in rows) > sum(each.upper for each in counted):
                with pytest.raises(ValueError, match="^more than what it is part of or the same as: b$"):
                    total(rows)
                continue
            assert total(rows) == Interval(total(lows).lower, sum(each.upper for each in counted))


def test_a_table_adds_up_as_its_rows_do():
    rows = [row("a", 5), row("b", 3, 4, False), row("c", 2, None, True, "part_of", "a")]
    assert total(table(rows)) == total(rows) == Interval(5, 9)
    assert total(table(rows).assign(additive=["true", "false", "true"])) == Interval(5, 9)
    assert total([row("a", 5, additive="true"), row("b", 3, additive="true")]) == Interval(8, 8)
    assert total([row("a", 5, additive="false"), row("b", 3, additive="false")]) == Interval(5, 8)


def test_a_total_is_rounded_once_whatever_the_order():
    """As written: ten times 0.1 is 1, which adding one by one misses, on Python 3.11 at least."""
    assert total([row(name, 0.1) for name in "abcdefghij"]) == Interval(1, 1)


def test_a_part_adds_nothing_but_only_beside_its_whole():
    whole, part = row("a", 67, additive=False), row("b", 30, None, False, "part_of", "a")
    assert total([whole, part]) == Interval(67, 67)
    assert total([part]) == Interval(30, 30)
    assert total([whole, row("c", 30, None, False, "part_of", "z a")]) == Interval(67, 67)


def test_a_part_larger_than_its_whole_is_the_least():
    """The words may bound the whole from below only: what is counted of it is certain."""
    assert total([row("a", 20, inf), row("b", 30, None, True, "part_of", "a")]) == Interval(30, inf)
    parts = [row("b", 30, None, True, "part_of", "a"), row("c", 20, None, True, "same_as", "a"), row("d", 21, None, False, "part_of", "a")]
    with pytest.raises(ValueError, match="^more than what it is part of or the same as: b, d$"):
        total([row("a", 20), *parts])


def test_a_row_without_a_number_leaves_the_total_open():
    assert total([row("a", 5), row("b", float("nan"))]) == Interval(5, inf)


def test_liupanshui_money_is_an_interval(observations):
    direct = observations.query("task == 'liupanshui' and stage == 'input' and flow != ''")
    assert total(direct.query("bound != 'unquantified'")) == Interval(9_090_000, 10_435_900)
    assert total(direct) == Interval(9_090_000, inf)


def test_mixed_units_do_not_add_up():
    with pytest.raises(ValueError, match="^amounts in different units do not add up: household, person$"):
        total([row("a", 1), row("b", 1, unit="household")])
    with pytest.raises(ValueError, match="^amounts in different units do not add up: CNY, USD$"):
        total(table([row("a", 1, unit="USD"), row("b", 1, unit="CNY")]))


def test_nothing_comes_to_nothing():
    assert total([]) == total(table([row("a", 1)]).head(0)) == Interval(0, 0)


def test_what_was_reckoned_becomes_a_row_of_the_table():
    stated = pd.DataFrame([{"task": "s1", "value": 2.0, "lower": 2.0, "upper": 2.0, "bound": "exact", "unit": "person"}], index=[7])
    closed = with_row(stated, "all", Interval(3, 5), unit="person", note="sum")
    assert list(closed.columns) == [*stated.columns, "note"] and list(closed.index) == [0, 1]
    last = closed.iloc[-1].to_dict()
    assert pd.isna(last.pop("value"))
    assert last == {"task": "all", "lower": 3, "upper": 5, "bound": "range", "unit": "person", "note": "sum"}
    opened = with_row(stated, "all", Interval(3)).iloc[-1]
    assert opened["lower"] == 3 and pd.isna(opened["upper"]) and opened["unit"] == "" and list(opened.index) == list(stated.columns)
    missing = with_row(stated, "all", None, bound="unquantified").iloc[-1]
    assert pd.isna(missing["lower"]) and pd.isna(missing["upper"]) and missing["bound"] == "unquantified"
    nothing = with_row(stated, "all", Interval(0, 0)).iloc[-1]
    assert (nothing["lower"], nothing["upper"]) == (0, 0)


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
    assert ratios[["from_observation", "to_observation"]].values.tolist() == [["money", "shops"], ["trained", "hired"]]
    assert ratios["from_bound"].tolist() == ["at_least", "exact"] and ratios["to_value"].tolist() == [2, 30]
    assert list(linked_ratios([], observations).columns) == list(ratios.columns)
