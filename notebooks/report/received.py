"""From the bytes of a report as it was received to plain text: encodings, web pages, characters, marks within numbers.

What is certain is put right, with a note for people; what is not is a ReportError of one line.
"""

import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser

AS_TEXT = "open it and save it as plain text (.txt, UTF-8)"
FILE_KINDS = {  # the first bytes of files that hold no plain text
    b"PK\x03\x04": f"this is a Word, Excel or other zip file; {AS_TEXT}",
    b"\xd0\xcf\x11\xe0": f"this is an old Word, Excel or WPS file; {AS_TEXT}",
    b"%PDF": "this is a PDF; copy its text into a plain text file (.txt, UTF-8). Scanned pages need character recognition",
    b"{\\rtf": f"this is RTF (rich text); {AS_TEXT}",
    b"\x89PNG": "this is a picture; it needs character recognition first",
    b"\xff\xd8\xff": "this is a picture; it needs character recognition first",
}
MIME = re.compile(rb"^MIME-Version:", re.M | re.I)  # a page saved as one file (MHTML), or an e-mail
PAGE = re.compile(r"<!doctype html|<(?:html|head|body|div|p|br|span|table)\b[^<>]*>", re.I)
CHINESE = re.compile("[\u4e00-\u9fff]")
CHINESE = re.compile("[\u4e00-\u9fff]")
HIDDEN = {"script", "style", "head", "template", "noscript", "svg"}
INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|del|em|font|i|ins|label|mark|q|s|small|span|strong|sub|sup|time|tt|u"
)

LINE_ENDS = re.compile("[\r\x0b\x85\u2028\u2029]")
INVISIBLE = "\x00-\x08\x0e-\x1f\x7f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f"
FOREIGN_DIGIT = re.compile(r"[^\D0-9０-９]")  # Arabic-Indic, mathematical bold and the like
ODD = (  # numerals with a meaning of their own: superscript, fractions, Roman, enclosed, Suzhou
    "\xb2\xb3\xb9\xbc-\xbe\u2070-\u2079\u2080-\u2089\u2150-\u2189\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
    "\u3021-\u3029\u3038-\u303a\u3220-\u3229\u3248-\u325f\u3280-\u3289\u32b1-\u32bf\U0001f100-\U0001f10c"
)
# Odd numerals as part of a number; as the mark of a list, a note or a class (①, Ⅲ类, km²) they may stand.
ODD_NUMBER = re.compile(
    rf"\d[.．]?[{ODD}\u0300-\u036f\u20d0-\u20ff]|[{ODD}][.．]?\d|[\u4e00-\u9fff][{ODD}][十百千万亿元户名]"
    "|[\xbc-\xbe\u2150-\u215e][\u4e00-\u9fff]"
)
UNUSUAL = re.compile(rf"[{INVISIBLE}{SPACES}{ODD}\u0300-\u036f\u20d0-\u20ff]")

NARROW = re.compile(r"(?<=\d)(?<!\d\d\d\d)[\u2007-\u200a\u202f](?=\d\d\d(?!\d))")
SEPARATOR = re.compile(r"[ \u3000'’＇,](?<=\d.)(?=\d)")
GROUPED = re.compile(r"(?<![\d.．,:：/-])\d+(?:([ \u3000'’＇,])\d+)+(?![\d:：])")
THOUSANDS = re.compile(r"[1-9１-９]\d{0,2}(?:\D\d{3})+")
PROSE = re.compile(r"[，。；！？;]|(?<!\d),")  # marks that prose has, and rows of a table have not


class ReportError(ValueError):
    """A report, or what people coded of it, holds something that a person must settle."""


def one_line(name: str) -> str:
    """`name` fit for a message: on one line, printable, at most 60 characters."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    return shown if len(shown) <= 60 else f"{shown[:40]}…{shown[-19:]}"


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` and its encoding: UTF-8, UTF-16 with a byte order mark, or GB18030. Raises ReportError."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if data.startswith(b"\xff\xfe\0\0") or b"\0" in data and not marked:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise ReportError(
            f"line {line} holds NUL bytes: a damaged file, or UTF-16 without its mark; save it as UTF-8"
        )
    for encoding in ["UTF-16"] if marked else ["UTF-8", "GB18030"]:
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if encoding == "GB18030" and not _looks_chinese(text):
            break
        return text, encoding
    repaired = data.decode("utf-8", "replace")
    if 20 * repaired.count("\ufffd") < len(CHINESE.findall(repaired)):
        at = repaired.index("\ufffd")
        raise ReportError(
            f"line {line_number(repaired, at)}: the UTF-8 is broken after {repaired[max(0, at - 10) : at]!r}"
        )
    raise ReportError("neither UTF-8 nor Chinese text in GB18030; save the file as UTF-8 first")


def _looks_chinese(text: str) -> bool:
    """Whether most characters beyond ASCII are everyday ones: GB 2312 punctuation or level 1 (lead bytes A1–D7).

    Big5 read as GB18030 gives private-use characters, which no report holds.
    """
    beyond = {character: count for character, count in Counter(text).items() if character > "\x7f"}
    if any("\ue000" <= character <= "\uf8ff" for character in beyond):
        return False
    everyday = sum(count for c, count in beyond.items() if 0xA1 <= c.encode("gb18030")[0] <= 0xD7)
    return bool(beyond) and everyday >= 0.9 * sum(beyond.values())


def line_number(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def line_around(text: str, start: int, end: int) -> tuple[str, int]:
    """The line that text[start:end] stands in, at most 200 characters to each side, and where it begins."""
    first = max(text.rfind("\n", max(0, start - 200), start) + 1, start - 200, 0)
    last = text.find("\n", end, end + 200)
    return text[first : last if last >= 0 else end + 200], first


def received_text(data: bytes) -> tuple[str, list[str]]:
    """The text that a report's bytes hold, with LF line ends, and notes. Raises ReportError for what is no Chinese text."""
    if not data.strip():
        raise ReportError("the file is empty")
    for start, what in FILE_KINDS.items():
        if data.startswith(start):
            raise ReportError(what)
    if MIME.search(data[:2000]):
        raise ReportError(f"this is a web archive or an e-mail; {AS_TEXT}")
    text, encoding = decode(data)
    notes = ["UTF-16"] if encoding == "UTF-16" else []
    _refuse_mojibake(text)
    text = LINE_ENDS.sub("\n", text.replace("\r\n", "\n"))
    if PAGE.search(text):
        text = _text_of_page(text)
        notes.append("a web page: its text was taken without the tags")
    return text, notes


def _refuse_mojibake(text: str) -> None:
    """Raise ReportError for a text that was read in a wrong encoding and saved so: written back and read rightly it is Chinese."""
    start = text[:2000]
    beyond = len(start) - len(start.encode("ascii", "ignore"))
    for read_as, written in (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030")):
        again = start.encode(read_as, "ignore").decode(written, "ignore")
        if len(CHINESE.findall(again)) > max(8, beyond / 6):
            raise ReportError(
                f"the characters are garbled ({text.strip()[:8]!r}): {written.upper()} was read as {read_as.upper()}; "
                "take the text from its source again"
            )
    if (at := text.find("\ufffd")) >= 0 or (at := text.find("锟斤拷")) >= 0:
        raise ReportError(
            f"line {line_number(text, at)}: characters are lost at {text[max(0, at - 10) : at + 3]!r}"
        )


class _Page(HTMLParser):
    """Collects a web page's text: a line a block, cells parted by tabs."""

    def __init__(self):
        super().__init__()
        self.parts, self.hidden = [], []

    def handle_starttag(self, tag, attrs):
        if tag in HIDDEN:
            self.hidden.append(tag)
        elif not INLINE.fullmatch(tag):
            self.parts.append("\t" if tag in ("td", "th") else "\n")

    def handle_endtag(self, tag):
        if tag in self.hidden:
            del self.hidden[self.hidden.index(tag) :]
        elif not INLINE.fullmatch(tag) and tag not in ("td", "th"):
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(re.sub(r"[ \t\n]+", " ", data))


def _text_of_page(page: str) -> str:
    parser = _Page()
    try:
        parser.feed(page)
        parser.close()
    except AssertionError:  # what the parser of Python 3.11 and 3.12 raises for a mark that is broken
        raise ReportError(f"the tags of this web page are broken; {AS_TEXT}") from None
    lines = (line.strip() for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def plain_characters(text: str) -> tuple[str, list[str]]:
    """Invisible characters out, odd spaces and foreign digits plain; ReportError for an odd numeral within a number."""
    if not UNUSUAL.search(text) and not FOREIGN_DIGIT.search(text):
        return text, []
    notes = []
    text, count = re.subn(f"[{INVISIBLE}]", "", text)
    if count:
        notes.append(f"{count} invisible characters taken out")
    text, count = NARROW.subn("", text)
    if count:
        notes.append(f"{count} narrow spaces between thousands taken out")
    text, count = re.subn(f"[{SPACES}]", " ", text)
    if count:
        notes.append(f"{count} non-breaking or odd spaces made plain")
    text, count = FOREIGN_DIGIT.subn(lambda digit: str(unicodedata.digit(digit.group())), text)
    if count:
        notes.append(f"{count} digits of other scripts written as 0 to 9")
    if found := ODD_NUMBER.search(text):
        line, start = line_around(text, found.start(), found.end())
        around = line[max(0, found.start() - start - 8) : found.end() - start + 8]
        raise ReportError(
            f"line {line_number(text, found.start())}: {found.group()!r} in {around!r} is no plain number; write it with 0 to 9"
        )
    return text, notes


def join_groups(text: str) -> tuple[str, list[str]]:
    """Thousands parted by a space or an apostrophe written whole; ReportError where they may be several numbers."""
    if not SEPARATOR.search(text):
        return text, []
    joined = 0

    def whole(found: re.Match) -> str:
        nonlocal joined
        words, mark, parts = found.group(), found.group(1), re.split(r"\D", found.group())
        line, start = line_around(text, found.start(), found.end())
        at = found.start() - start
        opens = not line[:at].strip() and text[max(0, start - 2) : max(0, start - 1)] in (
            "",
            *"\n。！？；：!?;:",
        )  # as a list's mark does
        thousands = THOUSANDS.fullmatch(words) and len(set(re.findall(r"\D", words))) == 1
        if mark == "," and (thousands or _is_list(parts)):
            return words
        if thousands and (mark not in " \u3000" or PROSE.search(line) and not opens):
            joined += 1
            return "".join(parts)
        if mark in " \u3000" and (_is_code(parts) or not thousands and not PROSE.search(line)):
            return words
        raise ReportError(
            f"line {line_number(text, start)}: {words!r} in {line[max(0, at - 8) : at + len(words) + 8]!r} "
            f"may be one number or several; write one without {mark!r}, several with 、 between them"
        )

    text = GROUPED.sub(whole, text)
    return text, [f"{joined} numbers with a mark between their thousands written whole"] if joined else []


def _is_list(parts: list[str]) -> bool:
    """Whether numbers parted by commas are a list: years, or three and more short numbers."""
    return all(re.fullmatch(r"(19|20)\d\d", part) for part in parts) or (
        len(parts) > 2 and all(len(part) < 3 for part in parts)
    )


def _is_code(parts: list[str]) -> bool:
    """Whether digits parted by spaces are a telephone or account number."""
    return parts[0].startswith(("0", "０")) or any(len(part) > 5 for part in parts)
