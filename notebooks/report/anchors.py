"""Where the words of a coding stand in a report: found by quote, kept by selectors, found again after an edit."""

import re
from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

from report.quantities import Quantity, find_quantities
from report.received import ReportError
from report.records import Code, Exclusion
from report.text import CONTEXT, locate, stands_once

GIVEN = re.compile(
    r"value (\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?; ?\S"
)  # an `overrule` that gives the number itself
FEW = 200  # words that are sooner found one by one
HEAD = 8  # characters by which words are first looked for
AGREEING = (
    4  # so many characters around a quantity must be as they were, for it to be the same one after an edit
)


def locate_marked(text: str, quote: str) -> tuple[int, int]:
    """Start and end of `quote` in `text`, or of its part in 【】 where it must reach over other numbers to stand there once.

    Raises ReportError unless the quote, without the mark, stands there exactly once.
    """
    return _marked_place(text, quote, lambda words: text.find(words) if words and stands_once(text, words) else None)


class Located:
    """Where the `quotes` of a coding stand in `text`: looked for together, for a text of megabytes is long to search for each."""

    def __init__(self, text: str, quotes):
        self.text = text
        quotes = {quote for quote in quotes if quote}
        words = quotes | {words for quote in quotes for words, _, _ in _unmarked(quote)}
        self._places = places_of(text, words)

    def __call__(self, quote: str) -> tuple[int, int]:
        """As `locate_marked`, for one of the quotes."""
        return _marked_place(self.text, quote, self._one_place)

    def _one_place(self, words: str) -> int | None:
        places = self._places.get(words, ())
        return places[0] if len(places) == 1 else None


def _marked_place(text: str, quote: str, one_place) -> tuple[int, int]:
    """Where a quote stands; `one_place` gives where words begin that stand in `text` once, and None for others."""
    for words, start, end in [(quote, 0, len(quote)), *_unmarked(quote)]:
        if (at := one_place(words)) is not None:
            return at + start, at + end
    return locate(text, quote.replace("【", "").replace("】", "") if "【" in quote else quote)


def places_of(text: str, words) -> dict[str, list[int]]:
    """Where each of the `words` begins in `text`, however often: many in one pass over the text (one more for each length below HEAD)."""
    places = {word: [] for word in words}
    if len(places) <= FEW:
        return {word: list(_starts(text, word)) for word in places}
    lengths = {}  # of the words that begin so
    for word in places:
        lengths.setdefault(word[:HEAD], set()).add(len(word))
    for size in {len(head) for head in lengths}:
        for at in range(len(text) - size + 1):
            for length in lengths.get(text[at : at + size], ()):
                if (word := text[at : at + length]) in places and len(word) == length:
                    places[word].append(at)
    return places


def _starts(text: str, word: str):
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _unmarked(quote: str):
    """The quote without one pair of 【】, which may be a mark or the report's own, and where the words inside stand."""
    for opening in _starts(quote, "【"):
        for closing in (at for at in _starts(quote, "】") if at > opening):
            inside = quote[opening + 1 : closing]
            yield quote[:opening] + inside + quote[closing + 1 :], opening, opening + len(inside)


class Counted:
    """The quantities of a text in order, to be asked which of them a stretch of it holds."""

    def __init__(self, quantities: list[Quantity]):
        self.quantities = [quantity for quantity in quantities if quantity.kind == "quantity"]
        self._ends = [quantity.end for quantity in self.quantities]

    def touched(self, start: int, end: int) -> list[Quantity]:
        """Those that stand in text[start:end], whole or in part."""
        first = last = bisect_right(self._ends, start)
        while last < len(self.quantities) and self.quantities[last].start < end:
            last += 1
        return self.quantities[first:last]

    def one_in(self, start: int, end: int, code: Code) -> Quantity | None:
        """The one quantity in text[start:end], or None where the words hold no number, or one that only the coder could read.

        Raises ReportError where the quote of `code` cuts through a quantity or holds more or fewer than it should.
        """
        touched = self.touched(start, end)
        for quantity in touched:
            if quantity.start < start or quantity.end > end:
                raise ReportError(f"the quote {code.quote!r} cuts through {quantity.text!r}")
        expected = 0 if code.bound == "unquantified" or not touched and GIVEN.match(code.overrule) else 1
        if len(touched) != expected:
            found = ", ".join(quantity.text for quantity in touched) or "none"
            raise ReportError(
                f"the quote {code.quote!r} must hold {expected} quantities (bound {code.bound}); it holds: {found}"
            )
        return touched[0] if touched else None


def contexts(
    text: str, spans: list[tuple[int, int]], back: int = CONTEXT, forth: int = CONTEXT, most: int | None = None
) -> list[tuple[int, int] | None]:
    """How far the context of each span reaches on both sides, for the words in it to stand in `text` once.

    With what stands in it, that is a W3C Web Annotation selector. At least `back` and `forth` characters, both doubled as
    long as the words come again (none behind becomes CONTEXT; with `back` 0, what the end of the text cuts off is taken
    before). None where `most` characters behind are not enough. At each width all the windows that may be alike are counted
    together, for a text of megabytes is long to search for each.
    """
    words = {(start, end): text[max(0, start - back) : end] for start, end in spans}
    again, reach, before, after = places_of(text, set(words.values())), {}, back, forth
    while len(reach) < len(words) and not (most and after >= 2 * most):
        for first, places in again.items():
            again[first] = _alike({at: (max(0, at + back - before), at + len(first) + after) for at in places}, text)
        for (start, end), first in words.items():
            if (start, end) in reach:
                continue
            lacking = max(0, end + after - len(text))
            window = max(0, start - (before or lacking)), end + after - lacking
            is_cut = lacking or start < before  # shorter than the windows that were counted
            if stands_once(text, text[slice(*window)]) if is_cut else start - back not in again[first]:
                reach[start, end] = window
        before, after = 2 * before, 2 * after or CONTEXT
    return [reach.get(span) for span in spans]


def _alike(windows: dict[int, tuple[int, int]], text: str) -> set[int]:
    """The places whose windows hold the same words as another's, told by hash: a chance match only widens a context."""
    words = {at: hash(text[start:end]) for at, (start, end) in windows.items()} if len(windows) > 1 else {}
    times = Counter(words.values())
    return {at for at, found in words.items() if times[found] > 1}


class Lost(NamedTuple):
    """A code or exclusion whose words no longer stand in the report as they did, and why."""

    record: Code | Exclusion
    reason: str


def reanchor(
    text: str, records: list, observations=(), quantities: list[Quantity] | None = None
) -> tuple[list, list[Lost]]:
    """The codes (or exclusions) that still stand in an edited `text`, with new quotes where need be, and those that do not.

    Every record comes out in one of the two lists, in order. A quote that stands once, with its quantity whole, is kept.
    Otherwise the statement is looked for by its words and what stood around them: in its quote and, if `observations`
    hold it (records with observation, exact, prefix, suffix), in its prefix and suffix. Two never share one place.
    `quantities` spares reading them again.
    """
    counted = Counted(find_quantities(text) if quantities is None else quantities)
    selectors = {row.observation: (row.prefix, row.exact, row.suffix) for row in observations}
    located = Located(text, [record.quote for record in records])
    standing, reasons = {}, {}
    for at, record in enumerate(records):
        try:
            standing[at] = _stand(counted, *located(record.quote), record)
        except ReportError as error:
            reasons[at] = str(error)
    kept, lost, taken = [], [], set(standing.values())
    for at, record in enumerate(records):
        if at in standing:
            kept.append(record)
            continue
        selector = selectors.get(getattr(record, "observation", "")) or _selector_of(record.quote)
        if found := _found_again(text, counted, record, selector, taken):
            taken.add(found)
            (start, end), ((before, after),) = found, contexts(text, [found])
            kept.append(record._replace(quote=f"{text[before:start]}【{text[start:end]}】{text[end:after]}"))
        else:
            lost.append(Lost(record, reasons[at]))
    return kept, lost


def _stand(counted: Counted, start: int, end: int, record: Code | Exclusion) -> tuple[int, int]:
    """Where a record's quantity, or its words without one, stand in text[start:end]. Raises ReportError as `one_in` does."""
    quantity = counted.one_in(start, end, record) if isinstance(record, Code) else None
    return (quantity.start, quantity.end) if quantity else (start, end)


def _selector_of(quote: str) -> tuple[str, str, str]:
    """What stands before the statement in its quote, its own words (the part in 【】, or the one quantity), and what follows."""
    before, mark, rest = quote.partition("【")
    if mark:
        exact, _, after = rest.partition("】")
        return before, exact, after
    inside = Counted(find_quantities(quote)).quantities
    start, end = (inside[0].start, inside[0].end) if len(inside) == 1 else (0, len(quote))
    return quote[:start], quote[start:end], quote[end:]


def _found_again(
    text: str, counted: Counted, record, selector: tuple[str, str, str], taken: set
) -> tuple[int, int] | None:
    """The one place where the statement's own words stand among the characters that stood around them before."""
    prefix, exact, suffix = selector
    best = []
    start = text.find(exact) if exact else -1
    while start >= 0:
        end = start + len(exact)
        agreeing = _common(prefix[::-1], text[max(0, start - len(prefix)) : start][::-1]) + _common(suffix, text[end:])
        best.append((agreeing, start, end))
        start = text.find(exact, start + 1)
    best.sort(reverse=True)
    if not best or best[0][0] < AGREEING or best[0][0] == (best[1:] or [(0,)])[0][0]:
        return None
    try:
        found = _stand(counted, *best[0][1:], record)
    except ReportError:
        return None
    return None if found in taken else found


def _common(expected: str, found: str) -> int:
    """How many characters agree from the first on."""
    return next(
        (at for at, (one, other) in enumerate(zip(expected, found)) if one != other),
        min(len(expected), len(found)),
    )
