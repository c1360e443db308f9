"""Read a report: its text, its copies, its sentences, and the place of a quotation."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from os.path import commonprefix
from pathlib import Path

from report.received import (
    AS_TEXT,
    ReportError,
    join_groups,
    line_number,
    one_line,
    plain_characters,
    received_text,
)
from report.wrapping import ITEM, join_lines

SENTENCE = re.compile("[^。！？!?;；\n]*[。！？!?;；\n]?")
CLAUSE = re.compile("[^.,;:!?]{6,}")  # in a text whose marks are folded
HEADING = re.compile(r"^[ \u3000]*([一二])、", re.M)
MARKS = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)} | dict(
    zip("。｡､“”「」『』｢｣‘’—–―", '..、""""""""\'\'---')
)
MARK = re.compile(f"[{''.join(map(re.escape, MARKS))}]")
WORD = re.compile(r"\w")
INK = re.compile(r"\S")
NUMBER_OR_DATE = re.compile(r"[\d年月日./:-]+")
REPORT_LENGTH = 200  # folded characters: what is longer and comes again whole is a copy, not a row
CONTEXT = 12  # characters of prefix and suffix that accompany a quotation
ALIKE = (
    "copies alike but for marks and spaces, or with lines around them: the first is kept, with those lines"
)
BESIDE = "the text stands in the file {count} times, with {words!r} beside one copy. Keep the right one in the file."
SHOWN = 8  # lines that a note lists
LONGEST_NAME = 200  # bytes: names of files made from it must fit into 255


@dataclass(frozen=True)
class Report:
    """A report's text without its further copies; positions everywhere count code points into `text`."""

    name: str
    text: str
    copies: int
    notes: tuple[str, ...] = ()


def read_report(path) -> Report:
    """Read the report at `path` and keep one copy of its text; it is named after its file, or the folder of `report.txt`.

    UTF-8, UTF-16 with a byte order mark, GB18030, and web pages are read. `notes` say what was put right: see
    `report.received` and `report.wrapping`. Raises ReportError, in one line that names the file, for anything that is
    not a readable Chinese text, for numbers whose value is in doubt, and for copies that differ.
    """
    path = Path(path)
    in_folder = path.name == "report.txt"
    name = path.absolute().parent.name if in_folder else path.stem
    try:
        if not name.isprintable() or len(name.encode()) > LONGEST_NAME:
            raise ReportError("rename it: the name is too long or holds characters that cannot be shown")
        text, notes = plain_text(_bytes(path))
        copies = split_copies(text)
        if len(copies) > 1:
            notes += (
                ALIKE if len(set(copies)) > 1 else f"{len(copies)} copies of the text: the first is kept",
            )
        notes += _begun_again(copies[0]) + _twice_in_a_row(copies[0])
    except ReportError as error:
        raise ReportError(f"{one_line(f'{name}/report.txt' if in_folder else path.name)}: {error}") from None
    return Report(name, copies[0], len(copies), notes)


def _begun_again(text: str) -> tuple[str, ...]:
    """A note where the headings 一、二、 begin again, as in a file that holds two reports."""
    heads = list(HEADING.finditer(text))
    begins = [one.start() for one, two in zip(heads, heads[1:]) if (one[1], two[1]) == ("一", "二")]
    if len(begins) < 2:
        return ()
    lines = ", ".join(str(line_number(text, at)) for at in begins[:SHOWN]) + ", …" * (len(begins) > SHOWN)
    return (
        f"the headings begin at 一、 in lines {lines}: if these are several reports, give each a folder of its own",
    )


def _twice_in_a_row(text: str) -> tuple[str, ...]:
    """A note where three lines or more stand twice in a row: a copy too short to be known as one, or rows that are alike."""
    lines = [(number, line) for number, line in enumerate(_packed_lines(text), 1) if line]
    last_seen, distance, run = {}, 0, 0  # how many lines in a row stood at the same distance before
    for at, (_, line) in enumerate(lines):
        far = at - last_seen.get(line, at)
        distance, run = far, run + 1 if far == distance else 1
        last_seen[line] = at
        if run >= far >= 3:
            first, last = lines[at - 2 * far + 1][0], lines[at - far][0]
            return (f"lines {first} to {last} stand twice in a row: if that is a copy, take one of them away",)
    return ()


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ReportError("this is a folder, not a file")
    if path.exists() and not path.is_file():
        raise ReportError("this is a pipe or a device, not a file")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        beside = [other.name for other in sorted(path.parent.glob(f"{path.stem}.*")) if other.is_file()]
        instead = f", but {one_line(beside[0])}: {AS_TEXT} as {path.name}" if beside else ""
        raise ReportError(f"there is no such file{instead}") from None
    except OSError as error:
        raise ReportError(error.strerror) from None


def plain_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a report's bytes as it is read, all copies, and notes on what was put right.

    Raises ReportError for what is no Chinese text, and for characters, spaces or line ends within a number that leave
    its value in doubt.
    """
    text, notes = received_text(data)
    for step in (plain_characters, join_groups, join_lines):
        text, said = step(text)
        notes += said
    if not text.strip():
        raise ReportError("the file holds no text")
    return text, tuple(notes)


def split_copies(text: str) -> list[str]:
    """The copies of itself that `text` holds end to end: a list of one for an ordinary text.

    Copies are the same but for full-width marks and digits, spaces and line ends. A copy is a whole report: rows and
    short blocks of lines that come again within one are none. What stands before the first copy and after the last (the
    head and foot of a web page) is kept with the first. Raises ReportError where copies differ in words or numbers.
    """
    _refuse_doubled_lines([line for line in map(str.strip, text.split("\n")) if line])
    folded = _Folded(text)
    for first, length in folded.repetitions():
        while first > 0 and folded.text[first - 1] == folded.text[first + length - 1]:
            first -= 1
        copy, count = folded.text[first : first + length], 1
        while folded.text.startswith(copy, first + count * length):
            count += 1
        end = first + count * length
        in_lines, long = folded.lines(first, first + length) > 2, length >= REPORT_LENGTH
        outside = len(folded.text) - count * length
        share = folded.share(first, first + length, end)
        alike = share > 2 / 3 and first == 0 or share > 0.8 and long
        if alike and in_lines and outside > length / 4 and not folded.are_headed(first, first + length):
            raise ReportError(folded.difference(first, length))
        if count > 1 and in_lines + long + (not outside) >= 2:
            if loose := folded.loose(first, end):
                raise ReportError(BESIDE.format(count=count, words=loose[:20]))
            cuts = [folded.place(first + number * length) for number in range(count + 1)]
            copies = [text[start:stop].strip("\n") for start, stop in zip(cuts, cuts[1:])]
            return [(text[: cuts[1]] + text[cuts[-1] :]).strip("\n"), *copies[1:]]
    return [text.strip("\n")]


def _refuse_doubled_lines(lines: list[str]) -> None:
    if len(set(lines)) > 2 and lines[::2] == lines[1::2]:
        raise ReportError(f"every line stands twice in a row, as {lines[0][:20]!r}; keep one of each")


def _packed_lines(text: str) -> list[str]:
    """Each line without spaces, full-width marks and digits made ASCII; '' for a line without a word."""
    folded = MARK.sub(lambda mark: MARKS[mark.group()], text)
    return ["".join(line.split()) if WORD.search(line) else "" for line in folded.split("\n")]


class _Folded:
    """A text without spaces and line ends, full-width marks and digits made ASCII, and where its characters stand."""

    def __init__(self, original: str):
        self.original, lines, packed = original, original.split("\n"), _packed_lines(original)
        self.text = "".join(packed)
        self.offsets = list(accumulate(map(len, packed), initial=0))  # of each line in `text`
        self.starts = list(accumulate((len(line) + 1 for line in lines), initial=0))  # and in `original`
        self.clauses = [
            (offset + clause.start(), clause.group())
            for offset, line in zip(self.offsets, packed)
            for clause in CLAUSE.finditer(line)
        ]

    def repetitions(self) -> list[tuple[int, int]]:
        """For the distances at which most clauses come again: where the first of them stands, and the distance."""
        last_seen, weights, first_at = {}, Counter(), {}
        for at, clause in self.clauses:
            if clause in last_seen:
                distance = at - last_seen[clause]
                weights[distance] += len(clause)
                first_at.setdefault(distance, last_seen[clause])
            last_seen[clause] = at
        return [(first_at[distance], distance) for distance, _ in weights.most_common(5)]

    def lines(self, start: int, end: int) -> int:
        """How many lines text[start:end] reaches over."""
        return len(set(self.offsets[bisect_right(self.offsets, start) : bisect_left(self.offsets, end)])) + 1

    def loose(self, start: int, end: int) -> str:
        """The words before or after text[start:end] that are no lines of their own, or only a number or date; '' for none."""
        for at, around in ((start, self.text[:start]), (end, self.text[end:])):
            if self.offsets[bisect_left(self.offsets, at)] != at or NUMBER_OR_DATE.fullmatch(around):
                return around
        return ""

    def are_headed(self, first: int, other: int) -> bool:
        """Whether the passages that begin at `first` and `other` stand under headings of their own, as those of two villages."""
        if first == 0:
            return False
        at = [bisect_right(self.offsets, start - 1) - 1 for start in (first, other)]
        one, two = (self.text[self.offsets[line] : self.offsets[line + 1]] for line in at)
        short = max(len(one), len(two)) <= 12 and not re.search(r"\d", one + two)
        return one != two and bool(
            ITEM.match(one) and ITEM.match(two) or short and one[-1] == two[-1] and first > len(one)
        )

    def share(self, start: int, stop: int, end: int) -> float:
        """The share of what stands before `start` and from `end` on that stands in text[start:stop] too, by clauses."""
        copy = {clause for at, clause in self.clauses if start <= at < stop}
        outside = [clause for at, clause in self.clauses if at < start or at >= end]
        return sum(len(clause) for clause in outside if clause in copy) / max(1, sum(map(len, outside)))

    def place(self, at: int) -> int:
        """Where the character text[at] stands in the original; for the first of a line, where the line begins."""
        line = bisect_right(self.offsets, at) - 1
        if at == len(self.text):
            return len(self.original)
        if at == self.offsets[line]:
            return self.starts[line]
        seen = INK.finditer(self.original, self.starts[line])
        return next(islice(seen, at - self.offsets[line], None)).start()

    def difference(self, first: int, length: int) -> str:
        """What to say of copies of about `length`, one of which begins at `first`: where they differ, in the original's words."""
        times = Counter(clause for _, clause in self.clauses)
        at, title = next((at, clause) for at, clause in self.clauses if at >= first and times[clause] > 1)
        starts = []
        for place, clause in self.clauses:
            if clause == title and (not starts or place - starts[-1] > length / 2):
                starts.append(place)
        starts = [max(0, place - (at - first)) for place in starts]
        copies = [self.text[start:stop] for start, stop in pairwise([*starts, len(self.text)])]
        other = next((number for number, copy in enumerate(copies) if copy != copies[0]), None)
        if other is None:
            return BESIDE.format(count=len(copies), words=self.text[:20])
        same = len(commonprefix([copies[0], copies[other]]))
        ends = [
            self.place(start + same - 1) + 1 if same else self.place(start)
            for start in (starts[0], starts[other])
        ]
        around = [self.original[max(0, at - 10) : at + 10] for at in ends]
        return (
            f"the text stands in the file more than once, but copy {other + 1} differs from copy 1 at character "
            f"{ends[0] - self.place(starts[0])}: {around[0]!r} against {around[1]!r}. Keep the right one in the file."
        )


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence or line of `text`; together they cover it without a gap."""
    return [match.span() for match in SENTENCE.finditer(text) if match.group()]


def stands_once(text: str, words: str) -> bool:
    """Whether `words` stand in `text` at one place; repeated rows may overlap themselves, which counting does not see."""
    at = text.find(words)
    return at >= 0 and text.find(words, at + 1) < 0


def locate(text: str, quote: str) -> tuple[int, int]:
    """Start and end of `quote` in `text`. Raises ReportError unless it stands there exactly once."""
    if not quote or not stands_once(text, quote):
        times = len(re.findall(f"(?={re.escape(quote)})", text)) if quote else 0
        raise ReportError(f"the quote {quote!r} stands {times} times in the report; it must stand there once")
    start = text.index(quote)
    return start, start + len(quote)
