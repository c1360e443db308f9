"""Quotes that stand in a text once, for all quantities of a report in one pass."""

import re
from bisect import bisect_left, bisect_right

from report.anchors import contexts
from report.text import ReportError

NUMERAL = re.compile("[0-9０-９〇零一二两三四五六七八九十百千万亿廿卅卌半壹贰叁肆伍陆柒捌玖拾]")
CONTEXT = 48  # characters compared to tell two numerals apart; where they are alike for longer, `contexts` does
LONGEST = 3000  # characters of a quote on either side, at least, before it is given up


class Quotes:
    """Finds, for a quantity, words around it that the text holds once.

    A quote that holds a numeral can only stand elsewhere where another numeral stands. All numerals are sorted by what
    follows them, and by what precedes them: how far a neighbour in the order agrees is how far a quote must reach.
    """

    def __init__(self, text: str, counted: list):
        self.text = text
        self.starts = [quantity.start for quantity in counted]
        self.ends = [quantity.end for quantity in counted]
        places = [match.start() for match in NUMERAL.finditer(text)]
        self._after = _agreements({at: text[at : at + CONTEXT] for at in places})
        self._before = _agreements({at: text[max(0, at - CONTEXT + 1) : at + 1][::-1] for at in places})
        alike = [span for span in zip(self.starts, self.ends) if not self._is_unique(*span, 0, len(text))]
        self._wide = dict(zip(alike, contexts(text, alike, CONTEXT, CONTEXT, LONGEST)))

    def quote(self, number: int, near: tuple[int, int]) -> str:
        """Words of the text around quantity `number`, at least `near`; 【】 marks it where they reach over another number."""
        start, end = self.starts[number], self.ends[number]
        for before, after in self._spans(start, end, *near):
            first, last = bisect_right(self.ends, before), bisect_left(self.starts, after)
            before, after = min(before, self.starts[first]), max(after, self.ends[last - 1])
            if (start, end) in self._wide or self._is_unique(start, end, before, after):
                if last - first == 1:
                    return self.text[before:after]
                return f"{self.text[before:start]}【{self.text[start:end]}】{self.text[end:after]}"
        raise ReportError(
            f"{self.text[start:end]!r} in {self.text[max(0, start - 20) : end + 20]!r} stands in lines that come again for "
            f"more than {LONGEST} characters; number them, to tell one from the other"
        )

    def _spans(self, start: int, end: int, before: int, after: int) -> list[tuple[int, int]]:
        """Ever wider spans: the words near; back as far as need be, or forth. Where the words come again, one far both ways, if any."""
        if (start, end) in self._wide:
            return list(filter(None, [self._wide[start, end]]))
        first, last = self._numerals(start, end)
        back, forth = max(0, last + 1 - self._before[last]), min(len(self.text), first + self._after[first])
        one_sided = [(min(before, back), after), (before, max(after, forth))]
        return [(before, after), *sorted(one_sided, key=lambda span: span[1] - span[0])]

    def _numerals(self, start: int, end: int) -> tuple[int | None, int | None]:
        places = [at for at in range(start, end) if at in self._after]
        return (places[0], places[-1]) if places else (None, None)

    def _is_unique(self, start: int, end: int, before: int, after: int) -> bool:
        first, last = self._numerals(start, end)
        if first is None:
            return False
        return (self._after[first] < CONTEXT and first + self._after[first] <= after) or (
            self._before[last] < CONTEXT and last + 1 - self._before[last] >= before
        )


def _agreements(contexts: dict[int, str]) -> dict[int, int]:
    """For each place, one more than the number of characters its context shares with any other: what tells it apart."""
    order = sorted(contexts, key=contexts.__getitem__)
    shared = [_common(contexts[one], contexts[other]) for one, other in zip(order, order[1:])]
    return {at: 1 + max(pair) for at, *pair in zip(order, [0, *shared], [*shared, 0])}


def _common(one: str, other: str) -> int:
    """How many characters agree from the first on: found by halving, which compares whole stretches at once."""
    if one == other:
        return len(one)
    least, most = 0, min(len(one), len(other))
    while least < most:
        half = (least + most + 1) // 2
        least, most = (half, most) if one[:half] == other[:half] else (least, half - 1)
    return least
