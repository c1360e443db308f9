"""Read a report: its encoding, its copies, its sentences, and the place of a quotation."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f]")
SENTENCE = re.compile("[^。！？!?;；\n]*[。！？!?;；\n]?")
TRADITIONAL = re.compile("[萬億兩個戶餘項畝噸間條場輛臺]")  # characters of numbers and measure words
CONTEXT = 12  # characters of prefix and suffix that accompany a quotation


class ReportError(ValueError):
    """A report, or what people coded of it, holds something that a person must settle."""


@dataclass(frozen=True)
class Report:
    """A report's text without its further copies; positions everywhere count code points into `text`."""

    name: str
    text: str
    copies: int
    notes: tuple[str, ...] = ()


def read_report(path) -> Report:
    """Read the report at `path` (UTF-8 with or without BOM, or GB18030) and keep one copy of its text.

    Line ends become LF; invisible characters are taken out and odd spaces made plain, each with a note.
    Raises ReportError, in one line that names the file, for anything that is not a readable Chinese text, and for
    copies that differ.
    """
    path = Path(path)
    if not path.is_file():
        raise ReportError(f"{path.name}: " + ("this is a folder, not a file" if path.is_dir() else "there is no such file"))
    try:
        decoded = _decode(path.read_bytes())
        text, notes = _plain(decoded)
        copies = split_copies(text)
    except ReportError as error:
        raise ReportError(f"{path.name}: {error}") from None
    name = path.parent.name if path.name == "report.txt" else path.stem  # data/NAME/report.txt
    return Report(name, copies[0], len(copies), notes)


def _decode(data: bytes) -> str:
    if not data.strip():
        raise ReportError("the file is empty")
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise ReportError("this is a Word, Excel or PDF file; save it as plain text (UTF-8) first")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReportError("this is UTF-16; save it as UTF-8 first")
    if b"\0" in data:
        raise ReportError("this is not a text file: it holds NUL bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise ReportError("neither UTF-8 nor GB18030; save it as UTF-8 first") from None
    if not _looks_chinese(text):
        raise ReportError("read as GB18030 it is no Chinese text; save it as UTF-8 first")
    return text


def _looks_chinese(text: str) -> bool:
    """Whether most characters beyond ASCII are everyday ones: GB 2312 punctuation or level 1 (lead bytes A1–D7).

    Big5 read as GB18030 gives private-use characters, which no report holds.
    """
    beyond = [character for character in text if character > "\x7f"]
    if any("\ue000" <= character <= "\uf8ff" for character in beyond):
        return False
    everyday = sum(0xA1 <= character.encode("gb18030")[0] <= 0xD7 for character in beyond)
    return bool(beyond) and everyday >= 0.9 * len(beyond)


def _plain(text: str) -> tuple[str, tuple[str, ...]]:
    """LF line ends, no invisible characters, plain spaces; the notes say how many were changed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, invisible = INVISIBLE.subn("", text)
    text, spaces = SPACES.subn(" ", text)
    if not text.strip():
        raise ReportError("the file holds no text")
    if found := TRADITIONAL.search(text):
        raise ReportError(
            f"the text holds traditional characters ({found.group()}); convert it to simplified ones first"
        )
    notes = []
    if invisible:
        notes.append(f"{invisible} invisible characters taken out")
    if spaces:
        notes.append(f"{spaces} non-breaking or odd spaces made plain")
    return text, tuple(notes)


def split_copies(text: str) -> list[str]:
    """The copies of itself that `text` holds end to end: a list of one for an ordinary text.

    The text is compared with itself: if the distance at which sentences come again is one and the same for at least
    half of the text that follows it, that distance is the length of a copy. Raises ReportError where copies differ.
    """
    shift = _repeat_distance(text)
    if shift is None:
        return [text.strip("\n")]
    copies = [text[start : start + shift].strip("\n") for start in range(0, len(text), shift)]
    copies = [copy for copy in copies if copy.strip()]
    for number, copy in enumerate(copies[1:], 2):
        if copy != copies[0]:
            raise ReportError(_first_difference(copies[0], copy, number))
    return copies


def _repeat_distance(text: str) -> int | None:
    """The length of a copy with its line end, as far as its first sentences tell; None for an ordinary text."""
    last_seen, repeats = {}, []
    for start, end in sentences(text):
        sentence = text[start:end].strip()
        if sentence in last_seen:
            repeats.append((start - last_seen[sentence], end - start))
        if len(sentence) >= 8:
            last_seen[sentence] = start
    weights = Counter()
    for distance, length in repeats:
        weights[distance] += length
    if not weights:
        return None
    usual = weights.most_common(1)[0][0]
    # a character more or less in one copy moves the distance of what follows: count those nearby too
    near = [(distance, length) for distance, length in repeats if abs(distance - usual) <= 8 + 0.02 * usual]
    repeated = sum(length for _, length in near)
    return near[0][0] if repeated >= 0.5 * (len(text) - usual) and repeated >= 0.2 * len(text) else None


def _first_difference(first: str, other: str, number: int) -> str:
    at = next((i for i, (a, b) in enumerate(zip(first, other)) if a != b), min(len(first), len(other)))
    around = slice(max(0, at - 10), at + 10)
    return (
        f"the text stands in the file more than once, but copy {number} differs from copy 1 at character {at}: "
        f"{first[around]!r} against {other[around]!r}. Keep the right one in the file."
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence or line of `text`; together they cover it without a gap."""
    return [match.span() for match in SENTENCE.finditer(text) if match.group()]


def locate(text: str, quote: str) -> tuple[int, int]:
    """Start and end of `quote` in `text`. Raises ReportError unless it stands there exactly once."""
    times = text.count(quote) if quote else 0
    if times != 1:
        raise ReportError(f"the quote {quote!r} stands {times} times in the report; it must stand there once")
    start = text.index(quote)
    return start, start + len(quote)


def selector(text: str, start: int, end: int) -> dict:
    """The W3C Web Annotation text-quote and text-position selectors of `text[start:end]`.

    Returns `exact`, `prefix`, `suffix`, `start`, `end`; the context grows until the three together stand once.
    """
    width = CONTEXT
    while True:
        before, after = max(0, start - width), min(len(text), end + width)
        if text.count(text[before:after]) == 1:
            break
        width *= 2
    return {
        "exact": text[start:end],
        "prefix": text[before:start],
        "suffix": text[end:after],
        "start": start,
        "end": end,
    }
