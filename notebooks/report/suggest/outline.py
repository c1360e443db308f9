"""What a passage stands under: headings, leads and title; and the sections of a report."""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from report.records import Section

_HAN = "[一二三四五六七八九十]{1,3}"
MARKERS = (  # in order of rank; a heading closes those of its rank and below
    f"(?P<one>{_HAN}、(?![一二三四五六七八九十]{{1,2}}[、产]))",  # 一、二、三产业 is no heading
    f"(?P<two>[（(]{_HAN}[)）])",
    r"(?P<three>\d{1,2}(?:[.．](?!\d)|、))",
    r"(?P<four>[（(]\d{1,2}[)）]|[①-⑳])",
)
HEADING = re.compile(rf"(?:^|(?<=[。！!]))[ \u3000]*(?:{'|'.join(MARKERS)})(?P<words>[^\n。！!；;：:]{{2,48}})", re.M)
OPENING = re.compile(  # 下一步打算：, 2023年工作思路: at the start of a line, without a marker
    r"^[ \u3000]*(?P<words>(?=[^\n。；;，,：:]*(?:(?:19|20)\d\d年|下一?步|下一?阶段|今后|明年|来年))[^\n。；;，,：:]{2,24}"
    r"(?:思路|打算|计划|安排|目标|工作|任务|措施|情况|重点))[ \u3000]*(?:[：:]|\n)", re.M
)
LEAD = re.compile(
    rf"(?:(?<=[。；;：:，,\n])|^)[ \u3000]*(?:{_HAN}(?:是|要)|第{_HAN}[，,、：:]|(?:——|--|[●■◆★]))(?P<words>[^。；;\n]{{2,40}})", re.M
)
TOPIC = re.compile(r"(?:(?<=[。！!])|^)[ \u3000]*(?P<words>[^。；;：:！!\n\d０-９]{4,36})[。：:]", re.M)
COUNTED = re.compile(r"[\d０-９](?![\d０-９]*年)")  # a digit that is not of a year
LONGEST_HEADING = 40


class Head(NamedTuple):
    """Words that say what follows is about: a heading of a rank (0 a line of its own such as 下一步打算, 1 一、 2 （一） 3 1. 4 （1）), or a lead (5 一是, 6 a topic sentence)."""

    start: int
    end: int
    rank: int
    until: int  # leads, and 1. run in with its text, hold to the end of their line; other headings till the next of their rank


def list_heads(text: str) -> list[Head]:
    """The headings and leads of `text`, in order."""
    heads = []
    lines = [match.start() for match in re.finditer("\n|$", text)]

    def line_end(at: int) -> int:
        return lines[bisect_left(lines, at)]

    for match in HEADING.finditer(text):
        rank = 1 + next(place for place, name in enumerate(("one", "two", "three", "four")) if match[name])
        start, end = match.span("words")
        runs_in = text[end : end + 1] not in ("\n", "")
        if runs_in:
            start, end = _cut(text, start, end)
        heads.append(Head(start, end, rank, line_end(end) if rank >= 3 and runs_in else len(text)))
    marked = [head.start for head in heads]
    for match in OPENING.finditer(text):
        place = bisect_right(marked, match.start())
        if match.start() and not (place < len(marked) and marked[place] < match.end("words")):
            heads.append(Head(*match.span("words"), 0, len(text)))
    for pattern, rank in ((LEAD, 5), (TOPIC, 6)):
        for match in pattern.finditer(text):
            if not _stands_in(heads, marked, match.start("words")):
                heads.append(Head(*_cut(text, *match.span("words")), rank, line_end(match.end())))
    return sorted(heads)


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """A run-in heading ends where its sentence begins to count things: at the comma before the first such number."""
    if number := COUNTED.search(text, start, end):
        end = max(text.rfind(mark, start, number.start()) for mark in "，,")
    return start, max(start, end)


def _stands_in(heads: list[Head], starts: list[int], at: int) -> bool:
    """Whether one of the marked headings covers `at`."""
    place = bisect_right(starts, at) - 1
    return place >= 0 and at < heads[place].end


def heads_above(heads: list[Head], starts: list[int]):
    """For each of `starts` (in order) the heads that it stands under, outermost first."""
    open_heads, at = [], 0
    for start in starts:
        while at < len(heads) and heads[at].end <= start:
            head = heads[at]
            open_heads = [above for above in open_heads if above.rank < head.rank and above.until >= head.start] + [head]
            at += 1
        open_heads = [head for head in open_heads if head.until >= start]
        yield tuple(open_heads)


def sections_of(text: str, heads: list[Head], names_area) -> list[Section]:
    """The sections under `heads`; `names_area` says of a head whether it names an area of work."""
    heads = [head for head in heads if 1 <= head.rank <= 4 and head.start < head.end]
    ranks = sorted({head.rank for head in heads})[:2]
    both = [head for head in heads if head.rank in ranks]
    upper = [head for head in both if head.rank == ranks[0]]
    inner = [head for head in both if head.rank != ranks[0]]
    if 2 * sum(map(names_area, inner)) > len(inner):
        tasks = upper
    else:
        tasks = [head for head, after in zip(both, both[1:] + upper[:1]) if head.rank != ranks[0] or after.rank == ranks[0]]
    starts = [_line_start(text, head) for head in tasks]
    borders = sorted({_line_start(text, head) for head in upper} | set(starts) | {len(text)})
    ends = dict(zip(borders, borders[1:]))
    sections = [
        Section(f"s{number}", text[start : head.end].strip(), start, ends[start])
        for number, (head, start) in enumerate(zip(tasks, starts), 1)
    ]
    return sections or [Section("s1", _title(text), 0, len(text))]


def _title(text: str) -> str:
    """What a report without headings is called: its first line, or that line's first clause, but no address (各位领导：) or greeting."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    first = next((line for line in lines if not line.endswith(("：", ":"))), text.strip())
    clauses = [clause for clause in re.split("[，,。；;：:！!]", first) if clause and not clause.endswith("好")]
    return first if len(first) <= LONGEST_HEADING else (clauses or [first])[0][:LONGEST_HEADING]


def _line_start(text: str, head: Head) -> int:
    """Where the marker of a heading stands, spaces before it included."""
    line = text.rfind("\n", 0, head.start) + 1
    return max(line, *(text.rfind(mark, line, head.start) + 1 for mark in "。！!"))
