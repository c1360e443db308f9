"""Suggest a coding for a report that nobody has coded yet: a record of `codes.csv` for each quantity, with the reasons for it.

The words that suggest a code stand in `data/codebook/words.csv`: whoever finds one missing adds it there. Each word has a
weight; it counts fully in a quantity's own words, less in the rest of its clause, and for the area most in the heading or
lead above. The heaviest code is suggested, and the note says which words decided and how often their rule was right on
passages labelled by hand. A suggestion is a place to start reviewing, never a coding: it carries `status=suggested`.

Scope stands apart from stage: a planned road is a planned output (`scope=plan`), and what draws or adds results leaves plans out.
"""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from report.quantities import Quantity, find_quantities
from report.records import Code, Section
from report.suggest import names, scoring
from report.suggest.outline import Head, heads_above, list_heads, sections_of
from report.suggest.periods import PRIOR, list_marks, period_of, report_years
from report.suggest.quotes import Quotes
from report.suggest.scoring import Reason, Tally, heaviest
from report.suggest.words import GROUP_OF, GROUPS, WordList, default_words, hits_within

__all__ = ["Reason", "Section", "Suggestion", "list_sections", "suggest", "suggest_codes", "suggest_coding"]

MONEY, MONEY_ALONE = frozenset(GROUPS["money"].split()), frozenset(("money",))
CLAUSE_END, SENTENCE_END = "。；;，,：:！!？?\n", "。！!？?\n"
SIDE = re.compile("[、（]")
CLAUSE_MARK = re.compile(f"[{CLAUSE_END}]")
STRONG = 3.0  # weight of words that by themselves name an area: 产业合作, not 扶贫
SHORT_HEADING = 16  # characters
LAST_WORDS = 4  # words for an area in the earlier clauses of the sentence: the last ones, for a sentence may change its matter
LEVEL = re.compile("(?:达|达到|突破|跃上|迈上|[加高至升降少长]到|增至|降至|升至|稳定在|保持在)(?:约|近)?$")  # of a span its end is meant
LONG_SENTENCE = 400  # characters that a word of planning reaches within its sentence
REACH = 60  # characters before a number that its clause may begin


class Suggestion(NamedTuple):
    """A suggested code, the reasons for its area, stage, flow, scope and period, and the least reliability among them."""

    code: Code
    reasons: tuple[Reason, ...]
    reliability: float


def suggest_codes(text: str, quantities: list[Quantity] | None = None) -> list[Code]:
    """A suggested record of `codes.csv` for each quantity of `text`, in order, `status` = suggested.

    `quantities` are what `find_quantities(text)` gives, read here when left out; dates among them tell periods, and only
    those of kind "quantity" get a record. `note` holds the reasons, each with its reliability (0 to 1). Raises
    ReportError for a mistake in `words.csv`.
    """
    return [suggestion.code for suggestion in suggest(text, quantities)]


def suggest(text: str, quantities: list[Quantity] | None = None, words: WordList | None = None) -> list[Suggestion]:
    """As `suggest_codes`, each record with its reasons as records; `words` replaces the sheet."""
    quantities = find_quantities(text) if quantities is None else quantities
    return Suggester(text, quantities, words or default_words()).suggestions()


def suggest_coding(text: str, quantities: list[Quantity]) -> tuple[list[Code], list[Section]]:
    """The suggested codes and the sections of `text`, as `suggest_codes` and `list_sections` give them, in one go."""
    suggester = Suggester(text, quantities, default_words())
    return [suggestion.code for suggestion in suggester.suggestions()], suggester.sections


def list_sections(text: str) -> list[Section]:
    """The report's sections, one a task (s1, s2, …), in order. A report without headings is one section.

    Of the two outermost ranks of heading that the report has (一、 （一） 1. （1）), the inner ones are the tasks, together with
    outer ones that hold none; but where most inner ones name an area of work, the outer ones are.
    """
    hits = default_words().find(text)["area"]
    return sections_of(text, list_heads(text), lambda head: _names_area(heaviest(hits_within(hits, head.start, head.end), ("", "heading"))))


def _names_area(said: list[tuple]) -> bool:
    return any(code != "general" and weight >= STRONG for code, weight, *_ in said)


class Suggester:
    """One report, its words found and its passages marked off once."""

    def __init__(self, text: str, quantities: list[Quantity], words: WordList):
        self.text, self.words = text, words
        self.counted = [quantity for quantity in quantities if quantity.kind == "quantity"]
        self.hits = words.find(text)
        self.clause_ends = [match.start() for match in CLAUSE_MARK.finditer(text)]
        self.sentence_ends = [at for at in self.clause_ends if text[at] in SENTENCE_END]
        self.line_ends = [at for at in self.sentence_ends if text[at] == "\n"]
        self.heads = list_heads(text)
        self.title = (0, self.line_ends[0]) if self.line_ends and not self._counts_before(self.line_ends[0]) else (0, 0)
        self.year, given = report_years(text, next((head.start for head in self.heads if head.rank <= 4), 0))
        dates = [quantity for quantity in quantities if quantity.kind == "date"]
        self.marks = list_marks(text, dates, self.hits["period"], self.year, given)
        self.period_rules = {hit.start: hit.rules[0] for hit in self.hits["period"]}
        self.mark_starts = [mark.start for mark in self.marks]
        self.quotes = Quotes(text, self.counted)
        self.starts = [quantity.start for quantity in self.counted]
        self._said = {}
        self.sections = sections_of(text, self.heads, lambda head: _names_area(self._said_by(head, "area")))
        self.section_starts = [section.start for section in self.sections]

    def _counts_before(self, at: int) -> bool:
        return bool(self.counted) and self.counted[0].start < at

    def suggestions(self) -> list[Suggestion]:
        found = []
        above = heads_above(self.heads, [quantity.start for quantity in self.counted])
        for number, heads in enumerate(above):
            found.append(self._suggest(number, heads, found))
        for number in range(len(found) - 2, -1, -1):
            found[number] = self._as_level_reached(number, found)
        return found

    def _suggest(self, number: int, heads: tuple, earlier: list[Suggestion]) -> Suggestion:
        quantity = self.counted[number]
        clause, near, sentence = self._around(number)
        last = self._before(number)
        before = earlier[last] if last is not None and self.counted[last].start >= sentence else None
        whole = self._whole(number, sentence)
        like = earlier[whole] if whole is not None else before
        base = self._is_base(number)
        named = self._continued(earlier, sentence, base or number > 0 and self._is_base(number - 1)) if before else None
        kinds = frozenset((quantity.unit, GROUP_OF.get(quantity.unit, "other")))
        area = self._area(heads, clause, near, sentence, quantity, kinds, before)
        flow = self._flow(clause, near, sentence, quantity, kinds, like, heads) if quantity.unit in MONEY else None
        stage = self._stage(clause, near, quantity, kinds | {flow.code} if flow else kinds, like, whole)
        if base and named and named.code.unit == quantity.unit:
            stage = named.reasons[1]._replace(where="as the number compared")
        line = self.line_ends[at - 1] + 1 if (at := bisect_left(self.line_ends, quantity.start)) else 0
        end_before = self.counted[number - 1].end if number else 0
        period, where, mark = period_of(
            self.text, quantity, end_before, self.marks, self.mark_starts, sentence, line, heads, self.year
        )
        if where != "count of years" and LEVEL.search(self.text, near[0], quantity.start):
            period = period.rpartition("/")[2] if len(period) == 9 else period
        when = self._period_reason(period, where, mark)
        scope = self._scope(heads, sentence, clause, quantity, when)
        reasons = tuple(reason for reason in (area, stage, flow, scope, when) if reason)
        code = Code(
            observation=f"n.{number + 1}",
            task=self._task(quantity.start),
            area=area.code,
            stage=stage.code,
            scope=scope.code,
            flow=flow.code if flow else "",
            indicator=names.indicator_of(
                self.text[near[0] : quantity.start],
                self.text[quantity.end : near[1]],
                quantity.unit,
                quantity.noun,
                named.code.indicator if named else "",
            ),
            subject=quantity.noun,
            period=period,
            unit=quantity.unit,
            bound=quantity.bound or "",
            quote=self.quotes.quote(number, near),
            additive="false",
            relation="" if whole is None else "part_of",
            relation_to="" if whole is None else f"n.{whole + 1}",
            overrule="",
            note="; ".join(map(str, reasons)),
            status="suggested",
        )
        return Suggestion(code, reasons, min(reason.reliability for reason in reasons))

    # ---- where a quantity stands

    def _around(self, number: int) -> tuple[tuple[int, int], tuple[int, int], int]:
        """Its clause, its own words (bounded by the numbers beside it and by 、 too), and where its sentence begins."""
        quantity, text = self.counted[number], self.text
        at = bisect_left(self.clause_ends, quantity.start)
        start = self.clause_ends[at - 1] + 1 if at else 0
        at = bisect_left(self.clause_ends, quantity.end)
        end = self.clause_ends[at] if at < len(self.clause_ends) else len(text)
        start, end = max(start, quantity.start - REACH), min(end, quantity.end + REACH)
        left = max(start, text.rfind("、", start, quantity.start) + 1)
        if number:
            left = max(left, self.counted[number - 1].end)
        left = max(left, text.rfind("（", left, quantity.start) + 1)  # what a bracket adds is no word of the number before it
        side = SIDE.search(text, quantity.end, end)
        right = side.start() if side else end
        end = right if side and side[0] == "（" else end
        if number + 1 < len(self.counted):
            right = min(right, self.counted[number + 1].start)
        at = bisect_left(self.sentence_ends, quantity.start)
        return (start, end), (left, right), self.sentence_ends[at - 1] + 1 if at else 0

    def _task(self, at: int) -> str:
        place = bisect_right(self.section_starts, at) - 1
        return self.sections[place].task if place >= 0 and at < self.sections[place].end else ""

    def _before(self, number: int) -> int | None:
        """The number that this one may continue: the one before it, but none in a bracket that has closed."""
        start = self.counted[number].start
        for place in range(number - 1, max(-1, number - 4), -1):
            end = self.counted[place].end
            closed = self.text.find("）", end, min(start, end + REACH))
            if closed < 0 or self.text.rfind("（", end, closed) >= 0:
                return place
        return number - 1 if number else None

    def _is_base(self, number: int) -> bool:
        """Whether the number is one that another is compared with: 较上年的305万元."""
        start = self.counted[number].start
        return bool(PRIOR.search(self.text, max(0, start - 8), start))

    def _continued(self, earlier: list[Suggestion], sentence: int, compares: bool) -> Suggestion:
        """What a number without a name of its own continues: the number before it, or, where it `compares` the whole with
        another year, the last one in the sentence that is no part of another.
        """
        near = [place for place in range(max(0, len(earlier) - 8), len(earlier)) if self.counted[place].start >= sentence]
        wholes = [place for place in near if not earlier[place].code.relation and not self._is_base(place)]
        return earlier[wholes[-1]] if compares and wholes else earlier[-1]

    def _whole(self, number: int, sentence: int) -> int | None:
        """The number that this one is part of, where 其中 stands before it: the last of its unit before that word, or the last."""
        quantity = self.counted[number]
        here = self.text.rfind("其中", max(sentence, quantity.start - REACH), quantity.start)
        if here < 0 or not number or any(mark in self.text[here : quantity.start] for mark in "。；;\n"):
            return None
        before = [place for place in range(max(0, number - 8), number) if self.counted[place].end <= here]
        same = [place for place in before if self.counted[place].unit == quantity.unit]
        if CLAUSE_MARK.search(self.text, here, quantity.start):  # a later clause: 其中脱贫户29人，人均月工资2600元
            left = max(self.text.rfind(mark, sentence, here - 1) for mark in "；;")
            if not same or self.counted[same[-1]].start < left or self._is_other(number, here):
                return None
        return (same or before or [number - 1])[-1]

    def _is_other(self, number: int, here: int) -> bool:
        """Whether a number in a later clause than 其中 is compared with, or stands behind one that is: no part of the whole."""
        near = range(max(0, number - 8), number + 1)
        return any(self._is_base(place) for place in near if self.counted[place].start > here)

    # ---- the fields

    def _area(self, heads, clause, near, sentence, quantity, kinds, before) -> Reason:
        tally, places = Tally("area"), scoring.AREA_PLACES
        hits, left = self.hits["area"], max(sentence, quantity.start - 2 * REACH)
        own, rest, earlier = [], [], []
        for hit in hits_within(hits, left, clause[1]):
            if hit.start < clause[0]:
                earlier.append(hit)
            else:
                (own if hit.start >= near[0] and hit.end <= near[1] else rest).append(hit)
        tally.add_all(heaviest(own, ("", "own"), kinds), places["near"], "own words")
        tally.add_all(heaviest(rest, ("", "own"), kinds), places["clause"], "clause")
        tally.add_all(heaviest(earlier[-LAST_WORDS:], ("",)), places["sentence"], "sentence")
        for head in heads:
            where = scoring.place_of(head, heads)
            tally.add_all(self._said_by(head, "area"), places[where] * self._sharpness(head), where)
        tally.add_all(self._said_by(self.title, "area"), places["title"], "title")
        if before:
            is_bare_change = not own and GROUP_OF.get(quantity.unit) == "share"
            weight = scoring.CONTINUED * (3 if is_bare_change else 1)
            tally.add(before.code.area, weight, "", "as the number before", before.reasons[0].rule)
        return tally.decide(self.words.fallback["area"])

    def _said_by(self, span, field: str) -> list[tuple]:
        """What the words of a heading, lead or title say of a field; reckoned once."""
        key = (span[0], span[1], field)
        if key not in self._said:
            hits = hits_within(self.hits[field], span[0], span[1])
            places, kinds = (("", "own"), MONEY_ALONE) if field == "flow" else (("", "heading"), frozenset())
            self._said[key] = heaviest(hits, places, kinds)
        return self._said[key]

    def _sharpness(self, head: Head) -> float:
        """How much a heading says: less where it is long, and where it names several areas."""
        named = len(self._said_by(head, "area"))
        return (1.0, 1.0, 0.75, 0.5)[min(named, 3)] * (1.0 if head.end - head.start <= SHORT_HEADING else 0.8)

    def _flow(self, clause, near, sentence, quantity, kinds, like, heads) -> Reason:
        tally = Tally("flow")
        speaks = scoring.add_own(tally, self.hits["flow"], clause, near, quantity, kinds)
        if like and like.code.flow and not speaks:
            tally.add(like.code.flow, scoring.CONTINUED, "", "as the number before", like.reasons[2].rule)
        if not tally.sums:
            last = hits_within(self.hits["flow"], max(sentence, quantity.start - 2 * REACH), clause[0])[-1:]
            tally.add_all(heaviest(last, ("", "own"), kinds), scoring.AREA_PLACES["sentence"], "sentence")
        if not tally.sums and heads:
            tally.add_all(self._said_by(heads[-1], "flow"), 1, "heading")
        return tally.decide(self.words.fallback["flow"])

    def _stage(self, clause, near, quantity, kinds, like, whole) -> Reason:
        tally = Tally("stage")
        speaks = scoring.add_own(tally, self.hits["stage"], clause, near, quantity, kinds)
        scoring.add_defaults(tally, self.words.defaults["stage"], kinds)
        if like and (whole is not None or not speaks and self._counts_alike(like, quantity)):
            weight = scoring.CONTINUED * (2 if whole is not None else 1)
            tally.add(like.code.stage, weight, "", "as the number before", like.reasons[1].rule)
        if not speaks and quantity.unit not in MONEY and self._covers(quantity, near):
            for rule in self.words.covers:
                tally.add(rule.code, rule.weight, "", "covers the number behind it", rule)
        return tally.decide(self.words.fallback["stage"])

    def _covers(self, quantity: Quantity, near) -> bool:
        """Whether words lead from this number straight to the next: 232个断面优良比例93.5%, 3个村共派驻第一书记3名."""
        at = bisect_left(self.starts, near[1])
        return at < len(self.starts) and self.starts[at] == near[1] and near[1] - quantity.end > 1

    @staticmethod
    def _counts_alike(other: Suggestion, quantity: Quantity) -> bool:
        groups = GROUP_OF.get(other.code.unit, "other"), GROUP_OF.get(quantity.unit, "other")
        is_setting = other.code.stage == "context" and groups[0] not in ("time", "money")  # a village's people, households and fields
        return groups[0] == groups[1] or is_setting

    def _scope(self, heads, sentence, clause, quantity, when: Reason) -> Reason:
        tally = Tally("scope")
        if self.year and when.code[:4].isdigit() and int(when.code[:4]) > self.year:
            tally.add("plan", 3.0, when.words, f"after {self.year}", when.rule)
        for head in heads:
            tally.add_all(self._said_by(head, "scope"), 1, "heading")
        said = hits_within(self.hits["scope"], max(sentence, clause[0] - LONG_SENTENCE), clause[1])
        tally.add_all(heaviest(said, ("", "sentence")), 1, "sentence")
        tally.add_all(heaviest(hits_within(said, *clause), ("own",)), 1, "clause")
        return tally.decide(self.words.fallback["scope"])

    def _period_reason(self, period: str, where: str, mark) -> Reason:
        rule = self.period_rules.get(mark.start) if mark else None
        return Reason("period", period, mark.words if mark else "", where, rule or self.words.fallback["period"])

    def _as_level_reached(self, number: int, found: list[Suggestion]) -> Suggestion:
        """A baseline (从26.7%) takes the stage of the level reached: the next number of its unit in the clause."""
        quantity, after, own = self.counted[number], self.counted[number + 1], found[number]
        near = self.text[max(0, quantity.start - 8) : quantity.start]
        starts = max(near.rfind("从"), near.rfind("由"))
        if starts < 0 or after.unit != quantity.unit or any(mark in near[starts:] for mark in CLAUSE_END):
            return own
        if after.start - quantity.end > REACH // 2 or own.code.stage == found[number + 1].code.stage:
            return own
        stage = found[number + 1].reasons[1]._replace(where="as the level reached")
        reasons = (own.reasons[0], stage, *own.reasons[2:])
        code = own.code._replace(stage=stage.code, note="; ".join(map(str, reasons)))
        return Suggestion(code, reasons, min(reason.reliability for reason in reasons))
