"""Other readings of the words: each changes something, those that contradict exclude each other, and an envelope holds them all."""

import time
from itertools import combinations as subsets
from math import inf

import pytest

from report.bounds import Interval, total
from report.cleaning import clean
from report.coding import read_coding
from report.paths import REPORT
from report.readings import (
    COLUMNS,
    apply,
    as_records,
    combinations,
    envelope,
    exclude,
    names_of,
    read_readings,
    under_every_reading,
)
from report.tables import csv_bytes, read_sheet
from report.text import ReportError, locate, read_report

TEXT = read_report(REPORT / "report.txt").text


@pytest.fixture(scope="module")
def observations():
    return clean(TEXT, read_coding())[1]


@pytest.fixture(scope="module")
def readings(observations):
    return read_readings(observations)


@pytest.fixture(scope="module")
def rows(observations):
    return as_records(observations)


def people(rows) -> Interval:
    return total([row for row in rows if row.unit == "person" and row.stage in ("output", "outcome")])


def test_every_reading_quotes_the_report_and_gives_a_reason(readings):
    assert len(readings) >= 12
    for reading in readings.values():
        locate(TEXT, reading.words)
        assert reading.reason and reading.name_en and reading.name_zh and reading.changes


def test_a_reading_changes_its_cells_and_nothing_else(rows, readings):
    changed = apply(rows, [readings["donations_at_least"]])
    different = {name for name in rows if rows[name] != changed[name]}
    assert different == {"liupanshui.donations"}
    donations = changed["liupanshui.donations"]
    assert (donations.lower, donations.upper, donations.bound) == (6_090_000, None, "at_least")
    assert rows["liupanshui.donations"].upper == 6_090_000


def test_readings_that_give_one_cell_two_values_exclude_each_other(rows, readings):
    inside, on_top = readings["tea_inside"], readings["tea_on_top"]
    assert exclude(inside, on_top) and exclude(on_top, inside)
    assert not exclude(inside, readings["donations_at_least"]) and not exclude(inside, inside)
    with pytest.raises(ReportError) as error:
        apply(rows, [inside, readings["startups_apart"], on_top])
    assert str(error.value) == f"{inside.name_en!r} and {on_top.name_en!r} exclude each other"


def test_combinations_are_all_sets_without_a_contradiction(readings):
    some = {name: readings[name] for name in ("tea_inside", "tea_on_top", "startups_apart", "leaders_inside")}
    expected = {
        chosen
        for size in range(5)
        for chosen in subsets(some, size)
        if not {"tea_inside", "tea_on_top"} <= set(chosen)
    }
    found = list(combinations(some))
    assert found[0] == () and len(found) == len(set(found)) and set(found) == expected


def test_the_envelope_of_the_people_helped(rows, readings):
    task = {name: row for name, row in rows.items() if row.task == "liupanshui"}
    found = envelope(people, task, readings)
    assert found.base == Interval(946, 1432)
    assert found.each["startups_apart"] == Interval(946, 1462)
    assert found.each["leaders_inside"] == Interval(946, 1365)
    assert found.each["workers_inside"] == Interval(946, 1312)
    assert found.each["trained_inside"] == Interval(946, 1066)
    assert found.each["work_in_cases"] == Interval(299, 1432)
    assert found.each["households_as_people"] == Interval(946, inf)
    assert found.whole == Interval(299, inf)
    assert found.each["tea_inside"] == found.base
    assert "sent_apart" not in found.each


def test_a_headline_has_a_row_for_the_coding_each_reading_that_changes_it_and_all(observations, readings):
    some = {name: readings[name] for name in ("work_in_cases", "tea_inside", "startups_apart", "donations_at_least")}
    headlines = {
        "helped": ("task == 'liupanshui'", "person", people),
        "given": ("indicator == 'donations'", "CNY", total),
        "teachers": ("indicator == 'donations'", "person", total),
    }
    table = under_every_reading(observations, headlines, some)
    assert list(table.columns) == ["headline", "reading", "lower", "upper", "unit"]
    assert table.values.tolist() == [
        ["helped", "base", 946, 1432, "person"],
        ["helped", "work_in_cases", 299, 1432, "person"],
        ["helped", "startups_apart", 946, 1462, "person"],
        ["helped", "all", 299, 1462, "person"],
        ["given", "base", 6_090_000, 6_090_000, "CNY"],
        ["given", "donations_at_least", 6_090_000, inf, "CNY"],
        ["given", "all", 6_090_000, inf, "CNY"],
        ["teachers", "base", 0, 0, "person"],
        ["teachers", "all", 0, 0, "person"],
    ]


def test_figures_take_the_names_of_the_readings(readings):
    some = {name: readings[name] for name in ("tea_inside", "startups_apart")}
    assert names_of(some) == {
        "en": {"reading": {name: reading.name_en for name, reading in some.items()}},
        "zh": {"reading": {name: reading.name_zh for name, reading in some.items()}},
    }


def test_the_envelope_is_what_applying_every_combination_gives(rows, readings):
    task = {name: row for name, row in rows.items() if row.unit == "person" and row.task == "liupanshui"}
    matter = {name: reading for name, reading in readings.items() if set(reading.changes) & set(task)}
    every = [people(apply(task, [matter[name] for name in taken]).values()) for taken in combinations(matter)]
    found = envelope(people, task, readings)
    assert found.whole == Interval(min(at.lower for at in every), max(at.upper for at in every))
    assert found.combinations == len(every) == 2**4 * 3  # of two on who was trained only one can hold


@pytest.mark.long
def test_four_thousand_combinations_of_six_headlines_take_no_time(rows, readings):
    names = [name for name in readings if not any(exclude(readings[name], other) for other in readings.values())][:12]
    free = {name: readings[name] for name in names}
    assert len(free) == 12
    started = time.process_time()
    found = [envelope(people, rows, free) for _ in range(6)]
    assert time.process_time() - started < 2
    assert found[0].combinations == 4096


@pytest.mark.parametrize(
    ("cell", "wrong", "message"),
    [
        ("observations", "liupanshui.money", "names no observation: 'liupanshui.money'"),
        ("observations", "", "names no observation: ''"),
        ("column", "colour", "knows no column 'colour'; it may be area, stage, scope, flow, bound, unit, relation, value, lower, upper, indicator, subject, period, additive, relation_to"),
        ("column", "observation", "knows no column 'observation'; it may be area, stage, scope, flow, bound, unit, relation, value, lower, upper, indicator, subject, period, additive, relation_to"),
        ("value", "exact", "leaves bound of liupanshui.donations as it is: 'exact'"),
        ("value", "roughly", "knows no bound 'roughly'"),
        ("name_en", "", "its first row must give name, words and reason"),
    ],
)
def test_a_wrong_reading_is_named_with_file_row_and_words(observations, tmp_path, cell, wrong, message):
    sheet = read_sheet(REPORT / "coding/readings.csv")
    sheet.loc[0, cell] = wrong
    path = tmp_path / "readings.csv"
    path.write_bytes(csv_bytes(sheet))
    with pytest.raises(ReportError) as error:
        read_readings(observations, path)
    assert str(error.value) == f"readings.csv, row 2: donations_at_least (完成社会募捐任务609万元) {message}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"column": "upper", "value": "much"}, "needs a number for upper, not 'much'"),
        ({"column": "additive", "value": "yes"}, "needs true or false for additive, not 'yes'"),
        ({"column": "additive", "value": "true"}, "leaves additive of liupanshui.donations as it is: 'true'"),
        ({"column": "relation_to", "value": "liupanshui.money"}, "names no observation: 'liupanshui.money'"),
        ({"column": "relation_to", "value": "b liupanshui.fiscal a"}, "names no observation: 'a, b'"),
        ({"column": "flow", "value": "gift"}, "knows no flow 'gift'"),
        ({"column": "indicator", "value": "gifts"}, "knows no indicator 'gifts'"),
        ({"column": "area", "value": ""}, "knows no area ''"),
    ],
)
def test_a_value_that_its_column_does_not_know_is_an_error(observations, tmp_path, change, message):
    sheet = read_sheet(REPORT / "coding/readings.csv").head(1).assign(**change)
    path = tmp_path / "readings.csv"
    path.write_bytes(csv_bytes(sheet))
    with pytest.raises(ReportError) as error:
        read_readings(observations, path)
    assert str(error.value) == f"readings.csv, row 2: donations_at_least (完成社会募捐任务609万元) {message}"


def test_a_reading_given_twice_or_other_columns_are_errors(observations, tmp_path):
    sheet = read_sheet(REPORT / "coding/readings.csv")
    path = tmp_path / "readings.csv"
    path.write_bytes(csv_bytes(sheet.loc[[0, 1, 0]]))
    with pytest.raises(ReportError) as error:
        read_readings(observations, path)
    assert str(error.value) == "readings.csv, row 4: donations_at_least (完成社会募捐任务609万元) is there twice"
    path.write_bytes(csv_bytes(sheet[COLUMNS[:-1]]))
    with pytest.raises(ReportError) as error:
        read_readings(observations, path)
    assert str(error.value) == "readings.csv: the columns must be reading, name_en, name_zh, observations, column, value, words, reason"
