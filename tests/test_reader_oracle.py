"""Amounts written by a library of its own and read back: see `amount_generator` for the forms covered."""

import random

import pytest

from amount_generator import amount
from report.quantities import find_quantities

EXAMPLES = 8000


def misread(examples: int, seed: int) -> list[str]:
    """Sentences that hold one amount and were not read as that amount, with both readings."""
    choose, wrong = random.Random(seed), []
    for _ in range(examples):
        sentence, value, lower, upper, bound, unit = amount(choose)
        found = [quantity for quantity in find_quantities(sentence) if quantity.kind == "quantity"]
        got = [(each.value, each.lower, each.upper, each.bound, each.unit) for each in found]
        numbers = (
            None if number is None else pytest.approx(float(number)) for number in (value, lower, upper)
        )
        if got != [(*numbers, bound, unit)]:
            wrong.append(f"{sentence!r}: written {value, lower, upper, bound, unit}, read {got}")
    return wrong


def test_amounts_are_read_as_they_were_written():
    assert misread(EXAMPLES, seed=2024) == []
