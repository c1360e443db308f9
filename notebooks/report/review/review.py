"""The review of a report's coding, step by step: each action is checked, saved at once, and can be taken back.

A statement is `suggested` (by rules), `reviewed` (by a person), `left_out` (with a reason, in `exclusions.csv`), `unread`
(a quantity that no sheet mentions) or `lost` (its words are gone from a report edited since). Rows are never changed in
place: an action makes new sheets, and what it replaced goes on the pile for undo, which outlives the kernel.
"""

import re
from itertools import count
from pathlib import Path

from report.paths import CODEBOOK, name_of
from report.records import MONEY, Code
from report.review import history
from report.review.items import Item, Sheets, find_items, quote_of, reliability, span, without_relation
from report.review.lost import links_again
from report.review.relations import Relations
from report.review.store import NAMED_ONLY, UNIT_ALONE, Store
from report.text import ReportError, locate

NEW_CODE = re.compile(r"\w+")
OPEN = ("lost", "suggested", "unread")  # states that nobody has settled
MISSED = re.compile(r"value (\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?; ?\S")  # an `overrule` that gives the number itself


class Review(Relations):
    """The review of the report in `folder` (`data/NAME`): `report.txt` and the sheets in `coding/`.

    `at` is the key of the statement at hand, `doubtful_first` the order in which `accept` and `step` go. Every action raises
    ReportError, in one line, and changes nothing where the result would not be a valid coding.
    """

    def __init__(self, folder, codebook=CODEBOOK):
        self.store = Store(Path(folder), Path(codebook))
        self.report = self.store.report
        self.text = self.report.text
        self.doubtful_first, self.items = False, []
        sheets, self.steps = self.store.open()
        self._take(sheets)
        self.at = self.items[0].key if self.items else ""
        self.at = self._next_open() if self.store.lost or self.items and self.here.state not in OPEN else self.at

    # what there is -----------------------------------------------------------------------------------------------

    @property
    def here(self) -> Item | None:
        """The statement at hand; None in a report without any."""
        return self._by_key.get(self.at)

    @property
    def progress(self) -> dict:
        """How many statements are in each state, and how many there are."""
        states = [item.state for item in self.items]
        return {state: states.count(state) for state in ("reviewed", "suggested", "left_out", "unread", "lost")} | {"of": len(states)}

    @property
    def order(self) -> list[Item]:
        """The statements in the order of review: that of the text, or the least reliable suggestion first."""
        if not self.doubtful_first:
            return self.items
        return sorted(self.items, key=lambda item: reliability(item.code))

    def words(self, item: Item) -> str:
        """The words of a statement; of a lost one, those that it had."""
        return item.row["quote"] if item.state == "lost" else self.text[item.start : item.end]

    def _take(self, sheets: Sheets) -> None:
        """Make `sheets` the coding under review."""
        self._hold(sheets, find_items(self.text, self.store.quantities, sheets, self.store.lost, self.items))

    def _hold(self, sheets: Sheets, items: list[Item]) -> None:
        self.sheets, self.items = sheets, items
        self._by_key = {item.key: item for item in self.items}

    def _next_open(self) -> str:
        """The next statement in the order that nobody has settled, lost ones first, from the one at hand on and round; else that."""
        order = self.order
        place = next((place for place, item in enumerate(order) if item.key == self.at), -1)
        rest = order[place + 1 :] + order[: place + 1]
        left = [item for item in rest if item.state in OPEN]
        return min(left, key=lambda item: item.state != "lost").key if left else self.at

    @property
    def news(self) -> str:
        """What a reviewer should know of a report that was edited after its coding; '' of any other."""
        lost, again = len(self.store.lost), self.store.found_again
        if not lost and not again:
            return ""
        return (
            f"{name_of(self.store.source)} was edited after coding: {again} statements found again with other words around them, "
            f"{lost} lost; those come first"
        )

    # moving ------------------------------------------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Take the statement `key` in hand."""
        if key in self._by_key:
            self.at = key

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) statement, settled or not."""
        keys = [item.key for item in self.order]
        if keys:
            self.at = keys[min(max((keys.index(self.at) if self.at in keys else 0) + by, 0), len(keys) - 1)]

    # settling ----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Set the statement at hand to reviewed and go to the next that nobody has settled; an unread one gets suggestions first."""
        item = self._look()
        if item.state == "unread":
            return self.code()
        if item.state == "lost":
            raise ReportError(f"the words {self.words(item)!r} are gone from the report: point at new ones, or leave this out")
        if item.state == "suggested":
            if item.code["bound"] == "unread":
                raise ReportError(f"{self.words(item)!r} cannot be read for certain: choose its bound and give its number")
            self._keep("accept", item, codes=self._replaced(item.code | {"status": "reviewed"}))
        self.at = self._next_open()

    def change(self, **fields) -> None:
        """Change fields of the statement at hand.

        What depends on them follows: money, and only money, has a flow; an indicator is counted in the unit; a reason to
        overrule goes when unit and bound are again what the words say.
        """
        item = self._look()
        if not item.code or item.state == "lost":
            raise ReportError("code this statement first, then change it")
        code = self._in_step(item, item.code | fields, self.sheets)
        if code != item.code:
            self._keep(f"change {', '.join(fields)}", item, codes=self._replaced(code))

    def _in_step(self, item: Item, code: dict, sheets: Sheets) -> dict:
        """A changed row of `codes.csv` with the cells that follow from the others."""
        if code["unit"] not in MONEY:
            code["flow"] = ""
        elif not code["flow"]:
            code["flow"] = "unspecified"
        indicator = self.store.indicators(sheets).get(code["indicator"])
        if indicator and indicator["unit"] != code["unit"]:
            code["indicator"] = UNIT_ALONE.format(code["unit"]) if code["unit"] else NAMED_ONLY
        if item.quantity and all(code[field] == item.quantity[field] for field in ("unit", "bound")):
            code["overrule"] = ""
        return code

    def leave_out(self, reason: str, same_as: str = "") -> None:
        """Leave the statement at hand out, for a reason, and go on; `same_as` names the observation that it only repeats.

        A quantity goes to `exclusions.csv`, a statement without a number or without its words just goes. Relations to it go too.
        """
        item = self._look()
        if not reason.strip():
            raise ReportError("a statement is left out for a reason: give one")
        if item.state == "left_out":
            raise ReportError("this statement is left out already")
        codes = tuple(row for row in self.sheets.codes if row != item.code)
        links = self.sheets.links
        if item.code:
            name = item.code["observation"]
            codes = tuple(without_relation(row, name) for row in codes)
            links = tuple(row for row in links if name not in (row["from"], row["to"]))
        exclusions = tuple(row for row in self.sheets.exclusions if row != item.exclusion)
        if item.code and item.state == "lost":
            name = item.code["observation"]
            exclusions = tuple(row | {"same_as": ""} if row["same_as"] == name else row for row in exclusions)
        if item.quantity:
            quote = quote_of(self.text, item.start, item.end)
            exclusions += ({"quote": quote, "same_as": same_as, "reason": reason.strip()},)
        self._keep("leave out", item, codes=codes, links=links, exclusions=exclusions)
        self.at = self._next_open() if item.quantity or item.state == "lost" else self._nearest(item.start)

    def code(self) -> None:
        """Give the quantity at hand, unread or left out, a suggested row of `codes.csv`."""
        item = self._look()
        if item.code:
            return
        suggested = {span(self.text, row): row for row in self.store.suggest()}
        fresh = next(row for (start, end), row in suggested.items() if start <= item.start and item.end <= end)
        taken = {row["observation"] for row in self.sheets.codes}
        fresh |= {"relation_to": " ".join(name for name in fresh["relation_to"].split() if name in taken)}
        fresh |= {"observation": self._new_name("n"), "relation": fresh["relation"] if fresh["relation_to"] else ""}
        exclusions = tuple(row for row in self.sheets.exclusions if row != item.exclusion)
        self._keep("code", item, (fresh,), codes=self.sheets.codes + (fresh,), exclusions=exclusions)
        self.at = fresh["observation"]

    def add(self, start: int, end: int, number: str = "", unit: str = "", bound: str = "exact", reason: str = "") -> None:
        """Add the words text[start:end]: as the quantity in them, as a statement without a number, or, with `number`, as a
        quantity that the reader missed (`number` in `unit`: 12, or 3-5; `reason` says how the words give it).
        """
        self._look(anywhere=True)
        start, end, touched = self._selected(start, end)
        if touched:
            self.at = touched.key
            return self.code()
        code = dict.fromkeys(Code._fields, "") | self._like_neighbours(start)
        code |= {"observation": self._new_name("a"), "quote": quote_of(self.text, start, end), "status": "suggested"}
        code |= {"bound": "unquantified", "indicator": NAMED_ONLY, "additive": "false", "stage": "activity", "scope": "past"}
        if number:
            unit, bound = unit or "item", "range" if "-" in number else bound
            code |= {"bound": bound, "unit": unit, "indicator": UNIT_ALONE.format(unit), "stage": "output"}
            code |= {"flow": "unspecified" if unit in MONEY else "", "overrule": f"value {number}; {reason.strip()}"}
            if not MISSED.fullmatch(code["overrule"][: len(f"value {number}; ") + 1]):
                raise ReportError(f"{number!r} is not a number or a range like 3-5, or the reason is missing")
        self._keep("add", None, codes=self.sheets.codes + (code,))
        self.at = code["observation"]

    def _selected(self, start: int, end: int) -> tuple[int, int, Item | None]:
        """Words selected, without the blanks around them, and the quantity in them. Raises ReportError for none or several."""
        words = self.text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start >= end:
            raise ReportError("select words of the report first")
        touched = [item for item in self.items if item.quantity and item.start < end and item.end > start]
        if len(touched) > 1:
            raise ReportError(f"select words with one number, not {len(touched)}: {', '.join(map(self.words, touched))}")
        return start, end, touched[0] if touched else None

    def place(self, start: int, end: int) -> None:
        """Give the lost statement at hand the words text[start:end], and the number in them if it has one. It is to be reviewed
        again, for the words are others.
        """
        item = self._look()
        if item.state != "lost":
            raise ReportError("only a statement whose words are lost is given others")
        start, end, quantity = self._selected(start, end)
        numbered = not item.code or item.code["bound"] != "unquantified" and not MISSED.match(item.code["overrule"])
        if numbered != bool(quantity):
            raise ReportError("select words with the number that is meant" if numbered else "select words without a number")
        if quantity and quantity.state != "unread":
            raise ReportError(f"{self.words(quantity)!r} has a row already: leave that one out first")
        if quantity:
            start, end = quantity.start, quantity.end
        row = item.row | {"quote": quote_of(self.text, start, end)}
        if not item.code:
            exclusions = tuple(row if old == item.exclusion else old for old in self.sheets.exclusions)
            return self._keep("place", None, exclusions=exclusions)
        if quantity and not row["overrule"]:
            row |= {field: quantity.quantity[field] for field in ("unit", "bound")}
        row = self._in_step(item._replace(quantity=quantity and quantity.quantity), row | {"status": "suggested"}, self.sheets)
        sheets = links_again(self.text, self.sheets._replace(codes=self._replaced(row)), self.store.lost)
        self._keep("place", item, **sheets._asdict())

    def place_at(self, other: str) -> None:
        """Give the lost statement at hand the words of the quantity `other`, which has no row yet."""
        target = self._by_key.get(other)
        self.place(*(target.start, target.end) if target else (0, 0))

    def find(self, words: str) -> tuple[int, int]:
        """Where `words` stand in the report, for whoever adds them by keyboard. Raises ReportError unless they stand there once."""
        return locate(self.text, words.strip())

    def _like_neighbours(self, start: int) -> dict:
        """Task, area and period of the coded statement before `start`, or of the first."""
        coded = [item for item in self.items if item.code]
        before = [item for item in coded if item.start <= start] or coded[-1:]
        near = before[-1].code if before else dict.fromkeys(Code._fields, "") | {"area": "general"}
        return {field: near[field] for field in ("task", "area", "period")}

    # the codebook ------------------------------------------------------------------------------------------------

    def define(
        self, field: str, code: str, en: str, zh: str, definition: str = "", rule: str = "", unit: str = "", reason: str = ""
    ) -> None:
        """Add a code of this report's own to `field` (area, indicator, unit, task) and give it to the statement at hand; for
        a stage, give one of the codebook's a rule of this report's own. A `unit` other than the words' needs a `reason`.
        """
        item = self._look()
        names = {"en": en.strip() or zh.strip(), "zh": zh.strip() or en.strip()}
        known = self.known(field)
        if field == "stage":
            if code not in known:
                raise ReportError("the stages are those of the codebook; give one of them a rule")
        elif not NEW_CODE.fullmatch(code):
            raise ReportError(f"a code is one word of letters, digits and _, as in new_area, not {code!r}")
        elif code in known:
            raise ReportError(f"{field} {code!r} is there already")
        elif not all(names.values()):
            raise ReportError(f"the {field} {code!r} needs a name")
        here = quote_of(self.text, item.start, item.end)
        sheet, row = self.store.definition(self.sheets, field, code, names, definition, rule, unit, here)
        kept = [old for old in getattr(self.sheets, sheet) if (old.get("field"), old.get("code")) != (field, code)]
        rows = {sheet: (*kept, row)}
        if item.code and field != "stage":
            extra = {"unit": unit} if field == "indicator" else {"overrule": reason.strip()} if field == "unit" else {}
            changed = self._in_step(item, item.code | {field: code} | extra, self.sheets._replace(**rows))
            rows["codes"] = self._replaced(changed)
        self._keep(f"define {code}", item, **rows)

    def known(self, field: str) -> dict:
        """The codes of a field, each with its row of the sheet that defines it."""
        if field == "task":
            return {row["task"]: row for row in self.sheets.tasks}
        if field == "indicator":
            return self.store.indicators(self.sheets)
        return {code: row for (name, code), row in self.store.labels(self.sheets).items() if name == field}

    # keeping -----------------------------------------------------------------------------------------------------

    def look(self) -> list[str]:
        """Take over what someone else has changed in the sheets, and name those; raises ReportError where it is no valid coding."""
        if not self.store.is_as_read():
            raise ReportError(f"{self.store.source.name} was edited since it was opened: run the notebook again")
        changed = self.store.changed()
        if changed:
            sheets = self.store.read()
            self.steps.append(history.step(f"changes made in {', '.join(changed)}.csv", self.at, self.sheets, sheets))
            self.store.write_steps(self.steps)
            start = self.here.start if self.here else 0
            self._take(sheets)
            if self.at not in self._by_key:
                self.at = self._nearest(start)
        return changed

    def undo(self) -> None:
        """Take the last action back; changes made in a spreadsheet count as one, but are never taken back unseen."""
        if changed := self.look():
            raise ReportError(f"{', '.join(changed)}.csv was changed elsewhere and is read again; undo once more takes that back")
        if not self.steps:
            raise ReportError("nothing to undo")
        *steps, last = self.steps
        sheets = history.before(self.sheets, last.patch)
        self.store.write(sheets, steps)
        self.steps = steps
        self._take(sheets)
        self.at = last.at

    def _look(self, anywhere: bool = False) -> Item:
        """The statement at hand, after looking whether the sheets were changed."""
        self.look()
        if not self.here and not anywhere:
            raise ReportError("no statement is at hand")
        return self.here

    def _keep(self, label: str, item: Item | None, suggested=(), **rows) -> None:
        """Check and save the sheets with new `rows`, `suggested` among them; only then do they count."""
        sheets = self.store.completed(self.sheets._replace(**rows), suggested)
        items = find_items(self.text, self.store.quantities, sheets, self.store.lost, self.items)
        self.store.check(sheets, self.sheets, items)
        steps = [*self.steps, history.step(label, self.at, self.sheets, sheets)]
        self.store.write(sheets, steps)
        self.steps = steps
        self._hold(sheets, items)
        if item and self.at not in self._by_key:  # left out: the same words under another key
            self.at = next((found.key for found in items if found.start == item.start), self.at)

    def _replaced(self, code: dict) -> tuple:
        return tuple(code if row["observation"] == code["observation"] else row for row in self.sheets.codes)

    def _nearest(self, start: int) -> str:
        return min(self.items, key=lambda item: abs(item.start - start)).key if self.items else ""

    def _new_name(self, prefix: str) -> str:
        taken = {row["observation"] for row in self.sheets.codes}
        return next(name for number in count(1) if (name := f"{prefix}.{number}") not in taken)
