"""When a statement holds: the year, month or span that its clause, sentence, line, heading or report names."""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from report.suggest.outline import Head
from report.suggest.words import Hit

_FORMS = str.maketrans("０１２３４５６７８９〇○－—–~～至到", "012345678900-------")
_HAN_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
YEARS = re.compile(r"((?:19|20)\d\d)年?-{1,2}((?:19|20)\d\d)")
YEAR = re.compile(r"((?:19|20)\d\d)(?:[年./-](\d{1,2})?)?(?:月?-{1,2}(\d{1,2})月)?(?:月|[./-]\d{1,2})?")
MONTHS = re.compile(r"(\d{1,2})(?:-{1,2}(\d{1,2}))?个?月")
QUARTER = re.compile("(?:第?([1-4])|前([23]))个?季度")
PLANS = {"十二五": "2011/2015", "十三五": "2016/2020", "十四五": "2021/2025"}
COMPARED_BEFORE = re.compile("(?:比|较|同|是|相比|相较于?|高于|低于|超过|好于|优于|恢复[到至]|相当于)“?$")
WITHIN = frozenset("年内 当年 年末 年底".split())  # within the year that the sentence has named
COMPARED_AFTER = re.compile("年?”?(?:末|底|初)?(?:同期|相比|相同)|年?的?[0-9.]+倍")
BASE_BEFORE = re.compile("[从由自]$")
SINCE_AFTER = re.compile("(?:起|开始|至今|至目前|到目前)|[^，,。；;\n]{0,20}以来")
UP_TO = re.compile("截[至止]到?$|[至到]$")
SPAN = re.compile("(?:过去|近|最近|这)的?([两二三四五六七八九十]|1\\d)年|(?<!\\d)([两二三四五六七八九十]|1\\d)年(?:来|以来|间|累计)")
COUNTS = {"两": 2, "二": 2, "十": 10} | {digit: value for value, digit in enumerate("三四五六七八九", 3)}
REVIEW = re.compile(r"((?:19|20)\d\d)\s*年度?[^\n。；;]{0,20}(?:回顾|总结|小结|完成情况|主要工作|取得)")
TITLED = re.compile(r"[（(]((?:19|20)\d\d)年?度?[）)]")
PLANNED = re.compile("年?度?(?:[，,]?将|[^。\n]{0,12}?(?:力争|计划(?!完成|执行)|拟|预期|打算|思路|重点工作|工作重点|工作安排|目标(?!任务|完成)))")
ABOUT = re.compile(r"((?:19|20)\d\d)\s*年(?!\d{1,2}月)")
MEETING = re.compile(r"((?:19|20)\d\d)年([1-9]|1[0-2])月\d{1,2}日")
SIGNED = re.compile(r"\n[ \u3000]*((?:19|20)\d\d)年(\d{1,2})月(?:\d{1,2}日)?\s*$")
AHEAD = re.compile(r"^[^\n。；;：:]{0,24}?((?:19|20)\d\d)年[^\n。；;：:]{0,12}(?:重点工作|工作重点|安排|计划|打算|思路|目标|任务|展望)[^\n。；;]{0,8}$", re.M)
PRIOR = re.compile("[比较](?:上一?年|去年)(?:同期)?的?$")
LONG, MANY = 400, 50  # characters of a sentence, and times named before a number, beyond which nothing is looked for
OPENING = 400  # characters in which a report says what year it is about


class Mark(NamedTuple):
    """Words that name a time. `reach`: own (the next number only), sentence, line (it opens one), none (only compared with)."""

    start: int
    end: int
    period: str
    reach: str
    words: str


def report_years(text: str, first_head: int) -> tuple[int | None, int | None]:
    """The year that a report is about, and the year it is given in: the next, where it opens with the date of a meeting then."""
    plain = text.translate(_FORMS)
    year = _report_year(plain, first_head)
    meeting = MEETING.search(plain, 0, max(first_head, 0) + OPENING)
    return year, year + 1 if meeting and year and int(meeting[1]) == year + 1 else year


def _report_year(plain: str, first_head: int) -> int | None:
    """Of a heading that looks back, else of the title, the opening, or the date; None without any."""
    opening = plain[: max(first_head, 0) + OPENING]
    title = plain[: plain.find("\n")] if "\n" in plain else ""
    names_itself = "" if "政府工作报告" in title else title
    body = plain[len(title) : len(title) + OPENING]
    for pattern, where in ((REVIEW, opening), (ABOUT, names_itself), (TITLED, names_itself), (ABOUT, body)):
        for match in pattern.finditer(where):
            before = where[max(0, match.start() - 4) : match.start()]
            is_planned = pattern is not REVIEW and PLANNED.match(where, match.end(1))
            if not (COMPARED_BEFORE.search(before) or BASE_BEFORE.search(before) or is_planned):
                return int(match[1])
    if match := MEETING.search(opening):
        return int(match[1]) - (int(match[2]) <= 3)
    if match := SIGNED.search(plain):
        return int(match[1]) - (int(match[2]) <= 3)
    ahead = None
    for match in re.finditer(r"((?:19|20)\d\d)年", plain):
        if not PLANNED.match(plain, match.end(1)):
            return int(match[1])
        ahead = ahead or int(match[1]) - 1
    return ahead


def list_marks(text: str, dates: list, hits: list[Hit], year: int | None, given: int | None) -> list[Mark]:
    """The times that `text` names, in order: `dates` of the reader, words of the sheet (今年, 上半年), spans (五年来)."""
    found = [(date.start, date.end, date.text) for date in dates]
    found += [(hit.start, hit.end, hit.rules[0].code) for hit in hits]
    found += [(match.start(), match.end(), match) for match in SPAN.finditer(text)]
    marks, base, base_end = [], year, 0
    reached, ahead = 0, _ahead(text, year)
    for start, end, words in sorted(found, key=lambda item: (item[0], -item[1])):
        if end <= reached:  # 三季度 within 前三季度
            continue
        reached = end
        if start > ahead:
            year, ahead = year + 1, len(text)
            base = given = year
        if any(mark in text[max(base_end, start - LONG) : start] for mark in "。\n"):
            base = year
        own = base if text[start:end] in WITHIN else year
        period = _period(words, base, own, given, UP_TO.search(text, max(0, start - 3), start))
        if not period:
            continue
        reach = _reach(text, start, end)
        if SINCE_AFTER.match(text, end) and year and BASE_BEFORE.search(text, max(0, start - 1), start) and int(period[:4]) < year:
            period, reach = f"{period[:4]}/{year}", "sentence"
        marks.append(Mark(start, end, period, reach, text[start:end]))
        if reach != "none":
            base, base_end = int(period[:4]), end
    return marks


def _ahead(text: str, year: int | None) -> int:
    """Where a heading of plans for the next year ends: 今年 and 全年 are that year from there on. The end of the text without one."""
    ends = (match.end() for match in AHEAD.finditer(text.translate(_FORMS)) if year and int(match[1]) == year + 1)
    return next(ends, len(text))


def _period(words, base: int | None, year: int | None, given: int | None, up_to) -> str:
    """What the words stand for; '' where they name no time, or one that needs a year when none is known."""
    if isinstance(words, re.Match):
        count = words[1] or words[2]
        count = COUNTS.get(count) or int(count)
        return f"{year - count + 1}/{year}" if year else ""
    if words in PLANS:
        return PLANS[words]
    if words[0] in "yn" or re.fullmatch(r"\d{4}/\w+", words):
        return _relative(words, given if words[0] == "n" else base if len(words) > 3 else year)
    plain = words.translate(_FORMS)
    if match := YEARS.match(plain):
        return f"{match[1]}/{match[2]}"
    if match := YEAR.match(plain):
        return _months(match[1], match[2], match[3], up_to)
    if base and (match := QUARTER.fullmatch(plain.translate(_HAN_DIGITS))):
        last = 3 * int(match[1] or match[2])
        return f"{base}-{last - 2 if match[1] else 1:02}/{base}-{last:02}"
    if base and (match := MONTHS.match(plain)):
        first, last = (match[1], match[2]) if "个" not in plain else ("1", match[1])
        return _months(str(base), first, last, up_to)
    return ""


def _months(year: str, first: str | None, last: str | None, up_to) -> str:
    if not first or up_to or not 1 <= int(first) <= 12:
        return year
    return f"{year}-{int(first):02}" + (f"/{year}-{int(last):02}" if last and 1 <= int(last) <= 12 else "")


def _relative(code: str, year: int | None) -> str:
    if not year:
        return ""
    if shift := re.fullmatch(r"[yn]([+-]\d)", code):
        return str(year + int(shift[1]))
    return re.sub("[yn]", str(year), code)


def _reach(text: str, start: int, end: int) -> str:
    if COMPARED_BEFORE.search(text, max(0, start - 4), start) or COMPARED_AFTER.match(text, end):
        return "none"
    if BASE_BEFORE.search(text, max(0, start - 1), start):
        return "own"
    return "line" if start == 0 or text[start - 1] in "。\n 　—“" else "sentence"


def period_of(text, quantity, before, marks, starts, sentence, line, heads: tuple[Head, ...], year) -> tuple[str, str, Mark | None]:
    """(period, where it was found, the mark) of a quantity; `before` is the end of the number before it, '' where none is known."""
    at = bisect_left(starts, quantity.start)
    if year and PRIOR.search(text, max(0, quantity.start - 8), quantity.start):
        return str(year - 1), "base of comparison", None
    if quantity.unit == "year" and year and text.endswith("连续", 0, quantity.start) and quantity.value:
        return f"{int(year - quantity.value + 1)}/{year}", "count of years", None
    for place in range(at - 1, max(-1, at - 1 - MANY), -1):
        mark = marks[place]
        if mark.start < sentence:
            break
        if mark.reach == "none" or mark.reach == "own" and before > mark.end:
            continue
        return _apart(text, quantity, marks, place).period, "sentence", mark
    for place in range(at - 1, max(-1, at - 1 - MANY), -1):
        mark = marks[place]
        if mark.start < line:
            break
        if mark.reach == "line" and "-" not in mark.period:
            return mark.period, "line", mark
    for head in reversed(heads):
        for mark in marks[bisect_left(starts, head.start) : bisect_right(starts, head.end)]:
            if mark.reach != "none":
                return mark.period, "heading", mark
    return (str(year) if year else ""), "report", None


def _apart(text: str, quantity, marks: list[Mark], place: int) -> Mark:
    """The mark that is meant where several are named 分别: 2018年、2019年分别…280万元、320万元."""
    apart = text.find("分别", marks[place].end, quantity.start)
    if apart < 0:
        return marks[place]
    first = place
    while first and text[marks[first - 1].end : marks[first].start] in ("、", "和", "与"):
        first -= 1
    number = len(re.findall(r"\d[\d.,]*", text[apart : quantity.start]))
    return marks[min(first + number, place)]
