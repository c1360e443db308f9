"""The lines of a report: margins, page numbers and running heads taken out, wrapped lines joined."""

import re
from collections import Counter
from itertools import groupby
from os.path import commonprefix

from report.received import PROSE, ReportError, line_around, line_number

PAGE_MARK = re.compile(
    r"\f|[—–―─·-]+ ?\d{1,4} ?[—–―─·-]+|第 ?\d{1,4} ?页(?:[ ,，/]*共 ?\d{1,4} ?页)?|[Pp]age \d{1,4}(?: of \d{1,4})?"
)
BARE_NUMBER = re.compile(r"[ \t\u3000]*(\d{1,3})(?: ?/ ?\d{1,3})?[ \t\u3000]*")
PAGE_LINE = re.compile(rf"^(?:[ \t\u3000]*(?:{PAGE_MARK.pattern})[ \t\u3000]*|{BARE_NUMBER.pattern})$", re.M)
MARGIN = re.compile(r"[> \t\u3000]*")
CLOSED = tuple("。！？!?；;：:…")  # a line that ends so is whole
ITEM = re.compile(  # a line that begins so is a line of its own
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十]+[章节条]|\d+(?:[、)）]|[.．](?!\d))|[●■◆•*]|"
    r"[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日(?=\n|$)"
)
CUT = re.compile(rf"\n(?<=[\d.．,，]\n)[ \u3000]*(?!{ITEM.pattern})[\d.．万亿千百十元%％人户名个项家年月日]")
REST = re.compile(
    r"0[\d.．]*[万亿千百]?[元人户名个家项]|[.．]\d|[万亿]+元|元(?![旦月])"
)  # only ever the rest of a number
BROKEN_OFF = re.compile(r"[\u4e00-\u9fff]\d+[.．]$")


def join_lines(text: str) -> tuple[str, list[str]]:
    """Text without page numbers and running heads, its wrapped lines joined; ReportError where a line end cuts a number.

    Lines are taken for wrapped where most of those that end in no mark are as long as each other, and sentences end
    within them. Headings, lists, tables and signatures stay lines.
    """
    received, (text, notes) = text, _without_margin(text)
    text, pages = _without_pages(text)
    if pages:
        notes.append(f"{pages} page numbers or running heads taken out")
    lines = text.split("\n")
    if not any(map(str.strip, lines[1::2])):  # typed with double spacing
        lines = lines[::2]
    full = _full_width(lines)
    if full is not None:
        text, count = _joined(lines, *full)
        notes.append(f"{count} wrapped lines joined")
    for found in CUT.finditer(text):
        at, end = found.start(), found.end()
        line, start = line_around(text, at, at)
        prose = at - start > 15 and (full is not None or PROSE.search(line))
        cut = prose or REST.match(text, end - 1) or BROKEN_OFF.search(line)
        if cut and line.rstrip(".．,，")[-1:].isdecimal():
            place = received.find(text[max(0, at - 10) : at])
            where = f"line {line_number(received, place)}" if place >= 0 else "a line"
            raise ReportError(
                f"{where} ends within a number: {text[max(start, at - 10) : at]!r} and {text[end - 1 : end + 9]!r}; "
                "join the lines"
            )
    return text, notes


def _without_margin(text: str) -> tuple[str, list[str]]:
    """`text` without the spaces, or the marks of a quoted mail, that stand before every line."""
    lines = text.split("\n")
    margin = MARGIN.match(commonprefix([line for line in lines if line.strip("> \t\u3000")])).group()
    notes = ["the mark '>' before every line taken out"] if ">" in margin else []
    return "\n".join(line[len(margin) :] for line in lines), notes


def _without_pages(text: str) -> tuple[str, int]:
    """`text` without the lines that number its pages, and without the line before or after them that comes on every page."""
    text = text.replace("\f", "\n\f\n")
    if not PAGE_LINE.search(text):
        return text, 0
    lines = text.split("\n")
    marks = [at for at, line in enumerate(lines) if PAGE_MARK.fullmatch(line.strip(" \t\u3000"))]
    bare = [(at, int(found[1])) for at, line in enumerate(lines) if (found := BARE_NUMBER.fullmatch(line))]
    steps = [(after[0] - before[0], after[1] - before[1]) for before, after in zip(bare, bare[1:])]
    gaps = [gap for gap, _ in steps[:1] + steps[1:-1]]  # the last page may be short
    if gaps and min(gaps) > 8 and {by for _, by in steps} == {1}:  # they count the pages
        marks = sorted(marks + [at for at, _ in bare])
    drop, beside = {*marks}, {}
    between = [at for at, line in enumerate(lines) if at in drop or not line.strip()]
    for _, run in groupby(
        enumerate(between), key=lambda pair: pair[1] - pair[0]
    ):  # lines that follow each other
        gap = [at for _, at in run]
        if drop.isdisjoint(gap):
            continue
        drop.update(gap)
        for step, near in ((-1, gap[0] - 1), (1, gap[-1] + 1)):
            if 0 <= near < len(lines) and not PROSE.search(lines[near]):
                beside.setdefault((step, lines[near].strip()), []).append(near)
    heads = [at for places in beside.values() if len(places) > 1 for at in places]
    drop.update(heads)
    kept = [line for at, line in enumerate(lines) if at not in drop]
    return "\n".join(kept), len(marks) + len(heads)


def _columns(line: str) -> int:
    """The width of a line where a Chinese character takes two columns."""
    return len(line.encode("gb18030"))


def _full_width(lines: list[str]) -> tuple | None:
    """The measure (columns or characters) and width to which lines are wrapped; None for a text that is not."""
    open_lines = [line for line in lines if len(line) > 15 and not line.rstrip().endswith(CLOSED)]
    best, most = None, max(2, 0.6 * len(open_lines))
    # A mark may hang over the end, or be kept from the start of a line.
    for measure, narrow, slack in ((_columns, 36, 4), (len, 18, 2)):
        widths = [measure(line.rstrip()) for line in open_lines]
        for width, _ in Counter(widths).most_common(1):
            full = [line for line, own in zip(open_lines, widths) if abs(own - width) <= slack]
            within = sum(bool(re.search("[。；;！？]", line)) for line in full)
            if narrow <= width <= 126 and len(full) > most and 5 * within >= len(full):
                best, most = (measure, width), len(full)
    return best


def _joined(lines: list[str], measure, width: int) -> tuple[str, int]:
    """`lines` with each full line joined to the next, and how many were."""
    pieces, joined, before = [], 0, ""
    for line in map(str.rstrip, lines):
        ended = before.endswith(CLOSED) or not 0.8 < measure(before) / width < 1.2
        heading = (len(pieces) == 1 or ITEM.match(before)) and not PROSE.search(before)
        begins = line[:1] in (*" \t\u3000", "") or ITEM.match(line) or BARE_NUMBER.fullmatch(line)
        if pieces and (ended or heading or begins):
            pieces.append("\n")
        elif pieces:
            joined += 1
            if before[-1].isascii() and before[-1].isalpha() and line[0].isascii() and line[0].isalpha():
                pieces.append(" ")
        pieces.append(line)
        before = line
    return "".join(pieces), joined
