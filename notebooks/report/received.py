"""From the bytes of a report as it was received to plain text: encodings, web pages, characters, marks within numbers.

What is certain is put right, with a note for people; what is not is a ReportError of one line.
"""

import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser

AGAIN = "take the text from its source again"
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
CHINESE = re.compile("[\u4e00-\u9fff]")
WESTERN_READINGS = (("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"))
WESTERN_RUN = re.compile(
    r"(?:[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122][\x00-\x7f]{0,3}){9,}"
)
PIECE = 2000  # characters that are looked at together for a wrong reading

INLINE = "a|abbr|b|bdi|bdo|cite|code|del|em|font|i|ins|label|mark|q|s|small|span|strong|sub|sup|time|tt|u"
WHOLE_PAGE = re.compile(r"<!doctype html|<(?:html|head|body)\b", re.I)
BLOCK = "p|div|br|h[1-6]|hr|img|ul|ol|li|table|tr|td|th|section|center"
TAG = re.compile(
    rf"</?(?:(?P<block>{BLOCK})|{INLINE})(?:\s[^<>]*)?/?>|&(?:nbsp|#\d{{2,6}}|#x[\da-f]{{2,5}});", re.I
)
HIDDEN = {"script", "style", "head", "template", "noscript", "svg"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SOURCE_LINE_END = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n[ \t]*(?=[^\x00-\x7f])")

LINE_ENDS = re.compile("[\r\x0b\x85\u2028\u2029]")
INVISIBLE = "\x00-\x08\x0e-\x1f\x7f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0"
COLOUR = re.compile(r"\x1b\[[\d;]*[A-Za-z]")  # of a terminal
TURNED = "\u202e"  # shows what follows from right to left
FOREIGN_DIGIT = re.compile(r"[^\D0-9０-９]")  # Arabic-Indic, mathematical bold and the like
ODD = (  # numerals with a meaning of their own: superscript, fractions, Roman, enclosed, Suzhou
    "\xb2\xb3\xb9\xbc-\xbe\u2070-\u2079\u2080-\u2089\u2150-\u2189\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
    "\u3021-\u3029\u3038-\u303a\u3220-\u3229\u3248-\u325f\u3280-\u3289\u32b1-\u32bf\U0001f100-\U0001f10c"
)
# Odd numerals as part of a number; as the mark of a list, a note or a class (①, Ⅲ类, km²) they may stand.
ODD_NUMBER = re.compile(
    rf"\d[.．]?[{ODD}\u0300-\u036f\u20d0-\u20ff]|[{ODD}][.．]?\d|[\u4e00-\u9fff][{ODD}]+[十百千万亿元户名]|[{ODD}]{{2,}}[人个家项次期]"
    "|[\xbc-\xbe\u2150-\u215e]"
)
UNUSUAL = re.compile(rf"[{INVISIBLE}{SPACES}{ODD}\u0300-\u036f\u20d0-\u20ff]")

OF_MONEY, COUNTED = "(?=[万亿千百]*元|[万亿])", "(?=[万亿千百]*[元人户名个家项次亩吨公场期])"
OPENS = "[^\\d\\s.．。；：！？;:!?(（]"  # not before what may be the mark of a list
DOUBTFUL = re.compile(
    rf"\d[_·•‧∙⋅]\d\d\d{COUNTED}|\d[\t|]0\d+{COUNTED}|\d\u066b\d"  # marks that may part thousands or decimals
    rf"|\d[.．]\d+[.．]\d+{OF_MONEY}|\d[.．]\d\d\d[,，]\d+{OF_MONEY}"
    rf"|(?<={OPENS})\d{{1,12}}(?: +[.．] *|[.．] +)\d+{COUNTED}|(?<={OPENS})\d{{1,12}}[.．](?=[万亿]+元)"
    rf"|(?<=[^A-Za-z\d.．\s])[ \t]*[.．]\d+{OF_MONEY}"
    rf"|\d[\[［【〔(（](?:注|\d)[^\]］】〕)）\n]{{0,4}}[\]］】〕)）]{COUNTED}"  # the mark of a note
    rf"|\d[eE^]\d+{COUNTED}"
)

NARROW = re.compile(r"(?<=\d)(?<!\d\d\d\d)[\u2007-\u200a\u202f](?=\d\d\d(?!\d))")
PARTING = " \u3000'’‘＇ʼ′´`\u066c,"
SEPARATOR = re.compile(rf"[{PARTING}](?<=\d.)(?=\d)")
GROUPED = re.compile(rf"(?<![\d.．,:：/-])\d+(?:([{PARTING}])\d+)+(?![\d:：])")
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
    first = max(text.rfind("\n", max(0, start - 200), start) + 1, start - 200)
    last = text.find("\n", end, end + 200)
    return text[first : last if last >= 0 else end + 200], first


def received_text(data: bytes) -> tuple[str, list[str]]:
    """The text that a report's bytes hold, with LF line ends, and notes. Raises ReportError for what is no Chinese text."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data.strip():
        raise ReportError("the file is empty")
    for first, what in FILE_KINDS.items():
        if start.startswith(first):
            raise ReportError(what)
    if MIME.search(data[:2000]):
        raise ReportError(f"this is a web archive or an e-mail; {AS_TEXT}")
    text, encoding = decode(data)
    notes = ["UTF-16"] if encoding == "UTF-16" else []
    _refuse_mojibake(text)
    text = LINE_ENDS.sub("\n", text.replace("\r\n", "\n"))
    tags = [bool(found["block"]) for found in TAG.finditer(text)]
    whole = bool(WHOLE_PAGE.search(text)) or sum(tags) > text.count(
        "\n"
    )  # its lines say nothing, the tags do
    if start.startswith(b"<?xml") and not whole:
        raise ReportError(f"this is an XML file; {AS_TEXT}")
    if whole or tags:
        text = _text_of_page(text, whole)
        notes.append("a web page: its text was taken without the tags")
    if re.search(r"\w", text) and not CHINESE.search(text):
        raise ReportError(f"the file holds no Chinese text: {text.strip()[:20]!r}")
    return text, notes


def _refuse_mojibake(text: str) -> None:
    """Raise ReportError for a text that was read in a wrong encoding and saved so: written back and read rightly it is Chinese."""
    pieces = [(text[at : at + PIECE], ("gb18030", "utf-8")) for at in range(0, len(text), PIECE)]
    for run in WESTERN_RUN.finditer(text):
        if len({*run.group()}) > 4:  # ×××× stands for names left out
            pieces += [(run.group(), reading) for reading in WESTERN_READINGS]
    for piece, (read_as, written) in pieces:
        again = piece.encode(read_as, "ignore").decode(written, "ignore")
        beyond = len(piece) - len(piece.encode("ascii", "ignore"))
        if len(CHINESE.findall(again)) > max(3, beyond / 6):
            garbled = piece.lstrip("\n")[:8]
            raise ReportError(
                f"line {line_number(text, text.index(garbled))}: the characters are garbled ({garbled!r}): "
                f"{written.upper()} was read as {read_as.upper()}; {AGAIN}"
            )
    if (at := text.find("\ufffd")) >= 0 or (at := text.find("锟斤拷")) >= 0:
        raise ReportError(
            f"line {line_number(text, at)}: characters are lost at {text[max(0, at - 10) : at + 3]!r}; {AGAIN}"
        )


class _Page(HTMLParser):
    """Collects a web page's text: a line a block, cells parted by tabs; where it is no `whole` page, its own lines too."""

    def __init__(self, whole: bool):
        super().__init__()
        self.whole, self.parts, self.hidden = whole, [], []

    def handle_starttag(self, tag, attrs):
        if tag == "body":
            self.hidden.clear()
        if self.hidden or tag in HIDDEN or _is_hidden(dict(attrs)):
            self.hidden += [tag] * (tag not in VOID)
        elif not re.fullmatch(INLINE, tag):
            self.parts.append("\t" if tag in ("td", "th") else "\n")

    def handle_endtag(self, tag):
        if tag in self.hidden:
            del self.hidden[len(self.hidden) - 1 - self.hidden[::-1].index(tag) :]
        elif not re.fullmatch(INLINE, tag) and tag not in ("td", "th"):
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(re.sub(r"[ \t\n]+", " ", SOURCE_LINE_END.sub("", data)) if self.whole else data)


def _is_hidden(attributes: dict) -> bool:
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style


def _text_of_page(page: str, whole: bool) -> str:
    parser = _Page(whole)
    try:
        parser.feed(page)
        parser.close()
    except AssertionError:  # what the parser of Python 3.11 and 3.12 raises for a mark that is broken
        raise ReportError(f"the tags of this web page are broken; {AS_TEXT}") from None
    lines = (line.strip() for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def plain_characters(text: str) -> tuple[str, list[str]]:
    """Invisible characters out, odd spaces and foreign digits plain; ReportError for odd numerals or marks within a number."""
    notes = []
    if UNUSUAL.search(text) or FOREIGN_DIGIT.search(text):
        text, notes = _made_plain(text)
    if found := ODD_NUMBER.search(text) or DOUBTFUL.search(text):
        line, start = line_around(text, found.start(), found.end())
        around = line[max(0, found.start() - start - 8) : found.end() - start + 8]
        raise ReportError(
            f"line {line_number(text, found.start())}: {found.group()!r} in {around!r} is no plain number; write it with 0 to 9"
        )
    return text, notes


def _made_plain(text: str) -> tuple[str, list[str]]:
    if (at := text.find(TURNED)) >= 0:
        raise ReportError(
            f"line {line_number(text, at)}: a mark after {text[max(0, at - 10) : at]!r} turns the characters round; "
            "type them as they are shown"
        )
    notes = []
    text, count = re.subn(f"[{INVISIBLE}]", "", COLOUR.sub("", text))
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
        rest = parts[-1][0] in "0０" and re.match(COUNTED, text[found.end() : found.end() + 5])
        if mark in " \u3000" and (_is_code(parts) or not thousands and not rest and not PROSE.search(line)):
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
