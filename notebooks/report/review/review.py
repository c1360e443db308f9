"""The review of a report's coding, step by step: each action is checked, saved at once, and can be taken back.

A statement is `suggested` (by rules), `reviewed` (by a person), `left_out` (with a reason, in `exclusions.csv`) or `unread`
(a quantity that no sheet mentions). Rows are never changed in place: an action makes new sheets, and the old ones go on the
pile for undo.
"""

import re
from itertools import count
from pathlib import Path
from typing import NamedTuple

from report.paths import CODEBOOK
from report.records import MONEY, Code
from report.review.items import Item, Sheets, find_items, quote_of, reliability, span, without_relation
from report.review.store import NAMED_ONLY, UNIT_ALONE, Store
from report.text import ReportError, locate, read_report, stands_once

NEW_CODE = re.compile(r"\w+")
MISSED = re.compile(r"value (\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?; ?\S")  # an `overrule` that gives the number itself


class Step(NamedTuple):
    """What undo returns to: the sheets and the place before an action, and what the action was."""

    label: str
    sheets: Sheets
    at: str


class Review:
    """The review of the report in `folder` (`data/NAME`): `report.txt` and the sheets in `coding/`.

    `at` is the key of the statement at hand, `doubtful_first` the order in which `accept` and `step` go. Every action raises
    ReportError, in one line, and changes nothing where the result would not be a valid coding.
    """

    def __init__(self, folder, codebook=CODEBOOK):
        self.store = Store(Path(folder), Path(codebook))
        self.report = self.store.report
        self.text = self.report.text
        self.doubtful_first, self.steps = False, []
        self._take(self.store.read())
        self.at = self.items[0].key if self.items else ""
        self.at = self._next_open() if self.items and self.here.state in ("reviewed", "left_out") else self.at

    # what there is -----------------------------------------------------------------------------------------------

    @property
    def here(self) -> Item | None:
        """The statement at hand; None in a report without any."""
        return self._by_key.get(self.at)

    @property
    def progress(self) -> dict:
        """How many statements are in each state, and how many there are."""
        states = [item.state for item in self.items]
        return {state: states.count(state) for state in ("reviewed", "suggested", "left_out", "unread")} | {"of": len(states)}

    @property
    def order(self) -> list[Item]:
        """The statements in the order of review: that of the text, or the least reliable suggestion first."""
        if not self.doubtful_first:
            return self.items
        return sorted(self.items, key=lambda item: reliability(item.code))

    def words(self, item: Item) -> str:
        """The words of a statement."""
        return self.text[item.start : item.end]

    def _take(self, sheets: Sheets) -> None:
        """Make `sheets` the coding under review."""
        self.sheets, self.items = sheets, find_items(self.text, self.store.quantities, sheets)
        self._by_key = {item.key: item for item in self.items}

    def _next_open(self) -> str:
        """The next statement in the order that nobody has settled, from the one at hand on and round; else the one at hand."""
        order = self.order
        place = next((place for place, item in enumerate(order) if item.key == self.at), -1)
        rest = order[place + 1 :] + order[: place + 1]
        return next((item.key for item in rest if item.state in ("suggested", "unread")), self.at)

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
        if not item.code:
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

        A quantity goes to `exclusions.csv`, a statement without a number just goes. Relations to it go too.
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
        exclusions = self.sheets.exclusions
        if item.quantity:
            quote = quote_of(self.text, item.start, item.end)
            exclusions += ({"quote": quote, "same_as": same_as, "reason": reason.strip()},)
        self._keep("leave out", item, codes=codes, links=links, exclusions=exclusions)
        self.at = self._next_open() if item.quantity else self._nearest(item.start)

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
        words = self.text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start >= end:
            raise ReportError("select words of the report first")
        touched = [row for row in self.store.quantities if row["start"] < end and row["end"] > start]
        if len(touched) > 1:
            raise ReportError(f"select words with one number, not {len(touched)}: {', '.join(row['text'] for row in touched)}")
        if touched:
            item = next(item for item in self.items if item.quantity and item.start == touched[0]["start"])
            self.at = item.key
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

    def find(self, words: str) -> tuple[int, int]:
        """Where `words` stand in the report, for whoever adds them by keyboard. Raises ReportError unless they stand there once."""
        return locate(self.text, words.strip())

    def _like_neighbours(self, start: int) -> dict:
        """Task, area and period of the coded statement before `start`, or of the first."""
        coded = [item for item in self.items if item.code]
        before = [item for item in coded if item.start <= start] or coded[-1:]
        near = before[-1].code if before else dict.fromkeys(Code._fields, "") | {"area": "general"}
        return {field: near[field] for field in ("task", "area", "period")}

    # relations ---------------------------------------------------------------------------------------------------

    def relate(self, kind: str, other: str) -> None:
        """Relate the statement at hand to the observation `other`: part_of, possible_overlap, same_as (it is left out, as
        the same again) or result_of (a row of `links.csv`). The same relation again takes it away.
        """
        item = self._look()
        target = self._by_key.get(other)
        if not target or not target.code or other == item.key:
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
            start, end = min(item.start, target.start), max(item.end, target.end)
            while not stands_once(self.text, self.text[start:end]):
                start, end = max(0, start - 4), min(len(self.text), end + 4)
            names = {row["link"] for row in links}
            name = next(name for number in count(1) if (name := f"link.{number}") not in names)
            links += ({"link": name, **pair, "quote": self.text[start:end], "note": ""},)
        self._keep("link", item, links=links)

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
        sheet, row = self._definition(field, code, names, definition, rule, unit)
        kept = [old for old in getattr(self.sheets, sheet) if (old.get("field"), old.get("code")) != (field, code)]
        rows = {sheet: (*kept, row)}
        if item.code and field != "stage":
            extra = {"unit": unit} if field == "indicator" else {"overrule": reason.strip()} if field == "unit" else {}
            changed = self._in_step(item, item.code | {field: code} | extra, self.sheets._replace(**rows))
            rows["codes"] = self._replaced(changed)
        self._keep(f"define {code}", item, **rows)

    def _definition(self, field, code, names, definition, rule, unit) -> tuple[str, dict]:
        columns = self.store.columns
        if field == "task":
            row = {"task": code, "name_en": names["en"], "name_zh": names["zh"]}
            row["quote"] = quote_of(self.text, self.here.start, self.here.end)
            return "tasks", dict.fromkeys(columns["tasks"], "") | row
        if field == "indicator":
            row = {"indicator": code, "name_en": names["en"], "name_zh": names["zh"], "unit": unit, "definition": definition}
            return "indicators", dict.fromkeys(columns["indicators"], "") | row
        row = {"field": field, "code": code, **names, "definition": definition, "rule": rule}
        base = dict.fromkeys(columns["labels"], "")
        if field == "stage":
            base = self.store.labels(self.sheets)[field, code]
            row = {"rule": rule or base.get("rule", ""), "definition": definition or base["definition"]}
        return "labels", {name: text for name, text in (base | row).items() if name in columns["labels"]}

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
        if read_report(self.store.source) != self.report:
            raise ReportError(f"{self.store.source.name} was edited since it was opened: run the notebook again")
        changed = self.store.changed()
        if changed:
            sheets = self.store.read()
            self.steps.append(Step(f"changes made in {', '.join(changed)}.csv", self.sheets, self.at))
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
        step = self.steps[-1]
        self.store.write(step.sheets)
        self.steps.pop()
        self._take(step.sheets)
        self.at = step.at

    def _look(self, anywhere: bool = False) -> Item:
        """The statement at hand, after looking whether the sheets were changed."""
        self.look()
        if not self.here and not anywhere:
            raise ReportError("no statement is at hand")
        return self.here

    def _keep(self, label: str, item: Item | None, suggested=(), **rows) -> None:
        """Check and save the sheets with new `rows`, `suggested` among them; only then do they count."""
        sheets = self.store.completed(self.sheets._replace(**rows), suggested)
        self.store.check(sheets)
        items = find_items(self.text, self.store.quantities, sheets)
        self.store.write(sheets)
        self.steps.append(Step(label, self.sheets, self.at))
        self.sheets, self.items = sheets, items
        self._by_key = {found.key: found for found in items}
        if item and self.at not in self._by_key:  # left out: the same words under another key
            self.at = next((found.key for found in items if found.start == item.start), self.at)

    def _replaced(self, code: dict) -> tuple:
        return tuple(code if row["observation"] == code["observation"] else row for row in self.sheets.codes)

    def _nearest(self, start: int) -> str:
        return min(self.items, key=lambda item: abs(item.start - start)).key if self.items else ""

    def _new_name(self, prefix: str) -> str:
        taken = {row["observation"] for row in self.sheets.codes}
        return next(name for number in count(1) if (name := f"{prefix}.{number}") not in taken)
