"""How a `Review` relates statements: part of, overlap, the same again, and what came of what."""

from itertools import count

from report.review.items import Item
from report.review.lost import joining_quote
from report.text import ReportError


class Relations:
    """The actions of a `Review` that relate the statement at hand to another."""

    def relate(self, kind: str, other: str) -> None:
        """Relate the statement at hand to the observation `other`: part_of, possible_overlap, same_as (it is left out, as
        the same again) or result_of (a row of `links.csv`). The same relation again takes it away.
        """
        item = self._look()
        target = self._by_key.get(other)
        if not target or not target.code or target.state == "lost" or other == item.key:
            raise ReportError("point at another statement that is coded")
        if kind == "same_as":
            return self._same_again(item, target)
        if not item.code:
            raise ReportError("code this statement first, then relate it")
        if kind == "result_of":
            return self._link(item, target)
        others = item.code["relation_to"].split() if item.code["relation"] == kind else []
        others = [name for name in others if name != other] if other in others else [*others, other]
        code = item.code | {"relation": kind if others else "", "relation_to": " ".join(others)}
        self._keep("relate", item, codes=self._replaced(code))

    def _same_again(self, item: Item, target: Item) -> None:
        amounts = [item.quantity, target.quantity]
        if not all(amounts) or amounts[0]["bound"] == "unread" or any(amounts[0][field] != amounts[1][field] for field in ("lower", "upper", "unit")):
            raise ReportError(f"{self.words(item)!r} is not the same as {self.words(target)!r}")
        self.leave_out("The same again", same_as=target.key)

    def _link(self, item: Item, target: Item) -> None:
        pair = {"from": target.key, "to": item.key}
        links = tuple(row for row in self.sheets.links if pair.items() - row.items())
        if links == self.sheets.links:
            quote = joining_quote(self.text, min(item.start, target.start), max(item.end, target.end))
            names = {row["link"] for row in links}
            name = next(name for number in count(1) if (name := f"link.{number}") not in names)
            links += ({"link": name, **pair, "quote": quote, "note": ""},)
        self._keep("link", item, links=links)
