"""Prose is held to what is computed: each number of a notebook comes from its code or from the report's words."""

import json

import pandas as pd
import pytest

import report.prose
from report.bounds import Interval
from report.prose import UPDATE, ProseError, Wording, check_prose, rewrite_readme

TEXT = "劳动技能培训299人,带动就业946人;提供财政资金300万元。连续三年加大投入"
SAYS = "<!-- says: Between {reached.lower} and {reached.upper} people were *trained*. -->\n"


@pytest.fixture
def check(tmp_path, monkeypatch):
    """A function from the Markdown of a notebook of one cell to what `check_prose` makes of it."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(report.prose, "ROOT", tmp_path)

    def run(markdown, constants=(), **values):
        cells = [{"cell_type": "code", "source": "x = 3"}, {"cell_type": "markdown", "source": markdown.splitlines(keepends=True)}]
        (tmp_path / "notebooks/01_test.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
        check_prose("01_test", TEXT, constants, **values)

    return run


def test_prose_that_says_what_was_computed_passes(check, capsys):
    check("# 1 · Title\n\n" + SAYS + "Between 946 and 1,432 people\nwere *trained*.\n\nMore.", reached=Interval(946, 1432))
    assert capsys.readouterr().out == "1 passages agree with what was computed\n"


@pytest.mark.parametrize("heading", ["## ", "**Finding.** ", "- "])
def test_another_number_is_shown_beside_the_computed_one(check, heading):
    with pytest.raises(ProseError) as caught:
        check(f"<!-- says: {heading}{{n}} people -->\n{heading}964 people\n", n=946)
    assert str(caught.value) == (
        f"notebooks/01_test.ipynb, cell 2\n    says:     {heading.strip()} 964 people\n    computed: {heading.strip()} 946 people\n"
        "Edit the cell, or write what is computed: python notebooks/run_all.py --update-findings 01"
    ).replace("  964", " 964")


def test_new_sentences_are_handed_over_where_asked_for(check, tmp_path, monkeypatch):
    monkeypatch.setenv(UPDATE, str(tmp_path / "new.json"))
    check("<!-- says: {n} people -->\n964 people\n", n=946)
    assert json.loads((tmp_path / "new.json").read_text()) == [["notebooks/01_test.ipynb, cell 2", "964 people", "946 people"]]


def test_every_passage_that_says_another_number_is_shown(check):
    with pytest.raises(ProseError) as caught:
        check("<!-- says: {n} people -->\n964 people\n\n<!-- says: {n} men -->\n946 men\n\n<!-- says: {n} in all -->\n1 in all\n", n=946)
    assert str(caught.value) == (
        "notebooks/01_test.ipynb, cell 2\n    says:     964 people\n    computed: 946 people\n"
        "notebooks/01_test.ipynb, cell 2\n    says:     1 in all\n    computed: 946 in all\n"
        "Edit the cell, or write what is computed: python notebooks/run_all.py --update-findings 01"
    )


@pytest.mark.parametrize(
    "prose, named, around",
    [
        ("## Between 946 people", "946", "## Between 946 people"),
        ("Two of them rose.", "Two", "Two of them rose."),
        ("共有三项成立", "三", "共有三项成立"),
        ("the 299 trained", "299", "the 299 trained"),
        ("*培训298人*", "298", "*培训298人*"),
        ("<!-- says: {n} of 12 -->\n3 of 12\n", "12", "of 12"),
        ("<!-- says: {n}5 people -->\n35 people\n", "5", "5 people"),
        ("of *带动就业946人* some 5 rose", "5", "of *带动就业946人* some 5 rose"),
        ("some 5 of *带动就业946人*", "5", "some 5 of *带动就业946人*"),
        ("`x = 3`7 rose", "7", "7 rose"),
        ("(three)7 rose", "7", "7 rose"),
        ("It has been said that, of all, 946 people and\nno more were brought into work", "946", "said that, of all, 946 people and no more"),
    ],
)  # fmt: skip
def test_a_number_from_nowhere_is_named(check, prose, named, around):
    with pytest.raises(ProseError) as caught:
        check(prose, constants=["(three)"], n=3)
    assert str(caught.value) == (
        f"notebooks/01_test.ipynb, cell 2: {named!r} in {around!r} is neither computed nor words of the report"
    )


@pytest.mark.parametrize(
    "prose",
    ["*劳动技能培训299人* is said", "*299人*、*带动就业946*", "培训299人、", "连续三年 (three)", "`x = 3`", "[2 · Next](02_next.ipynb)", "六盘水 is a city", "one more"],
)
def test_words_of_the_report_code_and_links_may_hold_numbers(check, prose):
    check(prose, constants=["(three)"])


@pytest.mark.parametrize(
    "template, why",
    [
        ("{nothing}", "KeyError('nothing')"),
        ("{n.lower}", "AttributeError(\"'int' object has no attribute 'lower'\")"),
        ("{open:wan}", "ValueError('inf is no number to write down')"),
        ("{n:dozens}", "KeyError('dozens')"),
    ],
)
def test_a_template_that_cannot_be_filled_is_named(check, template, why):
    with pytest.raises(ProseError) as caught:
        check(f"<!-- says: {template} people -->\n3 people\n", n=3, open=float("inf"))
    assert str(caught.value) == f"notebooks/01_test.ipynb, cell 2: cannot fill '{template} people': {why}"


@pytest.mark.parametrize(
    "template, expected",
    [
        ("{x}", "10,435,900"), ("{x:million}", "10.4359"), ("{x:wan}", "1043.59"), ("{x:plain}", "10435900"), ("{r:percent}", "14.3%"),
        ("{r:change}", "+14.3%"), ("{n:word} {n:Word} {n:zh}", "two Two 两"), ("{s}", "as it is"),
        ("{code:task}", "Shihezi"), ("{codes:task} {codes:任务}", "Shihezi and Jiangda 石河子、江达乡"),
    ],
)
def test_how_numbers_are_written(template, expected):
    values = {"x": 10_435_900, "r": 1 / 7, "n": 2, "s": "as it is", "code": "shihezi", "codes": ["shihezi", "jiangda"]}
    assert Wording().format(template, **values) == expected


def test_new_sentences_stand_where_the_readme_repeats_the_old(tmp_path, monkeypatch):
    monkeypatch.setattr(report.prose, "ROOT", tmp_path)
    readme = tmp_path / "README.md"
    readme.write_text("- Between 2 and 3 were sent; nobody asked. And more.", encoding="utf-8", newline="\n")
    rewrite_readme([("cell 1", "Between 2 and 3 were sent; nobody asked.", "Between 2 and 4 were sent; nobody asked.")])
    assert readme.read_text(encoding="utf-8") == "- Between 2 and 4 were sent; nobody asked. And more."
    for fewer in ("Between 2 and 5 were sent.", "Between 2 and 5 were sent; nobody asked. Nobody came."):
        rewrite_readme([("cell 1", "Between 2 and 4 were sent; nobody asked.", fewer)])
        assert readme.read_text(encoding="utf-8") == "- Between 2 and 4 were sent; nobody asked. And more."


def test_a_table_counts_as_its_rows_and_a_set_as_its_members(check, capsys):
    check("<!-- says: {table:word} of {names} -->\ntwo of 3", table=pd.DataFrame({"a": [1, 2]}), names={"a", "b", "c"})
    assert capsys.readouterr().out == "1 passages agree with what was computed\n"
