"""The codebook holds what a coder needs, and the coding follows the rules that leave no choice."""

import re

import pytest

from report.cleaning import clean
from report.coding import read_coding
from report.paths import CODEBOOK, REPORT
from report.records import Code
from report.tables import read_sheet, records
from report.text import read_report

LABELS = records(read_sheet(CODEBOOK / "labels.csv"))
CELL = ["task", "stage", "flow", "unit", "scope"]


@pytest.fixture(scope="module")
def coding():
    return read_coding()


@pytest.fixture(scope="module")
def observations(coding):
    return clean(read_report(REPORT / "report.txt").text, coding)[1]


def test_every_code_has_a_rule_and_an_example():
    lacking = [
        (row["field"], row["code"], column)
        for row in LABELS
        for column in ("en", "zh", "rule", "yes")
        if not row[column].strip()
    ]
    assert lacking == []


def test_every_decision_says_what_is_not_meant():
    fields = {"area", "stage", "scope", "flow", "relation", "kind", "claim"}
    assert [row["code"] for row in LABELS if row["field"] in fields and not row["no"]] == []


def test_the_page_names_only_codes_columns_and_words_that_exist():
    page = (CODEBOOK / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page))
    codes, columns = {row["code"] for row in LABELS}, set(Code._fields)
    known = codes | columns | {"true", "false", "reviewed"}
    assert named <= known, named - known
    assert columns <= named
    assert {row["code"] for row in LABELS if row["field"] in ("stage", "relation", "scope")} <= named


def test_additive_follows_from_the_rest(observations):
    rows = {row["observation"]: row for row in records(observations)}

    def counted_twice(row):
        others = [rows[name] for name in row["relation_to"].split()]
        return any(all(row[field] == other[field] for field in CELL) for other in others)

    for row in rows.values():
        expected = (
            row["bound"] != "unquantified"
            and row["stage"] != "context"
            and row["relation"] not in ("part_of", "same_as")
            and not counted_twice(row)
        )
        assert row["additive"] == str(expected).lower(), row["observation"]


def test_a_plan_is_never_an_input_or_a_result(observations):
    plan = observations[observations["scope"] == "plan"]
    assert len(plan) == 5 and set(plan["stage"]) <= {"context", "activity", "judgement"}
    assert set(plan["period"]) == {"2021"}


def test_what_rests_on_many_years_carries_none(observations):
    assert set(observations.loc[observations["task"] == "wafangdian", "period"]) == {""}


def test_groups_of_people_helped_may_overlap_each_other(observations):
    people = observations[(observations["unit"] == "person") & observations["stage"].isin(["output", "outcome"])]
    groups = people[people["relation"] == "possible_overlap"]
    for row in records(groups):
        assert set(row["relation_to"].split()) == set(groups["observation"]) - {row["observation"]}
    assert list(people.loc[people["relation"] == "part_of", "observation"]) == ["liupanshui.startups"]
