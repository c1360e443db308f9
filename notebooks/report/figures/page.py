"""A page to draw on: text, lines, bars, dots at places in pixels, x to the right, y down from the top.

A page grows downwards as a form draws on it; `output.py` makes PNG and SVG of it. Text is drawn as the
outlines of its characters, set one after another by their own widths, so that every width is known before
anything is drawn. The font comes by path from the `zhplot` wheel (Noto Sans SC): no font of the system can
change a figure.
"""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from math import fsum
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path as Outline

from report.figures.look import BLACK, BODY, PALE, WIDTH

FONT = Path(find_spec("zhplot").origin).parent / "fonts" / "NotoSansSC-Regular.ttf"
EM = 1000  # units of the font to a character's square
MIDDLE = 0.36  # how far below the middle of a line its characters stand, as a share of the font size
REPLACED = re.compile(r"\[U\+[0-9A-F]{4,6}\]")
CLOSING = "，。、；：）”’》】,.;:)%！？!?"  # never at the head of a line


class Shape(NamedTuple):
    """A path with the look of its inside and of its edge; `dash` is (drawn, left out) in pixels."""

    vertices: np.ndarray
    codes: np.ndarray
    fill: str | None = None
    edge: str | None = None
    width: float = 0
    dash: tuple | None = None


class Run(NamedTuple):
    """Words on one line: where they begin, the line they stand on, and their look."""

    x: float
    baseline: float
    text: str
    size: float
    colour: str


class Page:
    """Shapes and words placed so far; `y` is where the next part begins, `notes` what is said at the foot."""

    def __init__(self):
        self.shapes: list[Shape] = []
        self.runs: list[Run] = []
        self.notes: list[str] = []
        self.y = 0.0
        self.height = 0
        self.replaced = False  # whether a character is shown by its code

    def text(self, x: float, y: float, text: str, size=BODY, colour=BLACK, align="left") -> None:
        """Words on one line around `y`; RuntimeError where they run off, ValueError where they are too small."""
        if size * 600 / WIDTH < 8:
            raise ValueError(f"{text!r} would be smaller than 8 pixels where the picture is 600 wide")
        width = text_width(text, size)
        x -= {"left": 0, "centre": width / 2, "right": width}[align]
        if x < 0 or x + width > WIDTH or y < 0:
            raise RuntimeError(f"{text!r} runs off the figure")
        text = printable(text)
        self.replaced |= bool(REPLACED.search(text))
        self.runs.append(Run(x, y + MIDDLE * size, text, size, colour))

    def lines(self, x: float, y: float, lines, size=BODY, colour=BLACK, align="left") -> float:
        """Lines of words below the height `y`; returns the height below the last."""
        for line in lines:
            self.text(x, y + leading(size) / 2, line, size, colour, align)
            y += leading(size)
        return y

    def segments(self, x: float, y: float, segments: list) -> None:
        """Words of several looks on one line around the height `y`: a list of (text, size, colour), on one
        baseline."""
        largest = max(size for _, size, _ in segments)
        for text, size, colour in segments:
            self.text(x, y + MIDDLE * (largest - size), text, size, colour)
            x += text_width(text, size)

    def line(self, x0, y0, x1, y1, colour=PALE, width=1.5, dash=None) -> None:
        """A straight line."""
        self._add([(x0, y0), (x1, y1)], [1, 2], edge=colour, width=width, dash=dash)

    def arrow(self, x0, y0, x1, y1, colour=BLACK, width=2.5) -> None:
        """A line with an open head at its end."""
        self.line(x0, y0, x1, y1, colour, width)
        end, way = np.array((x1, y1)), np.array((x1 - x0, y1 - y0)) / np.hypot(x1 - x0, y1 - y0)
        back, across = end - 11 * way, 6 * np.array((-way[1], way[0]))
        self._add([back + across, end, back - across], [1, 2, 2], edge=colour, width=width)

    def bar(self, x, y, width, height, colour, hatched=False, dash=None) -> None:
        """A rectangle from its upper left corner: filled, or hatched or dashed on white."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        if not hatched and not dash:
            self._add(corners, [1, 2, 2, 2, 79], fill=colour)
            return
        self._add(corners, [1, 2, 2, 2, 79], fill="#ffffff", edge=colour, width=2, dash=dash)
        for start in np.arange(x - height, x + width, 10) if hatched and width > 8 else ():
            low, high = max(start, x), min(start + height, x + width)
            if high > low:
                self.line(low, y + height - (low - start), high, y + height - (high - start), colour, 1.6)

    def box(self, x, y, width, height, fill=None, edge=None, line=0, dash=None) -> None:
        """A rectangle with round corners."""
        r, right, low = 4, x + width, y + height
        curve = [(x + r, y), (right - r, y), (right, y), (right, y + r), (right, low - r), (right, low)]
        curve += [
            (right - r, low),
            (x + r, low),
            (x, low),
            (x, low - r),
            (x, y + r),
            (x, y),
            (x + r, y),
            (x + r, y),
        ]
        self._add(curve, [1, 2, 3, 3, 2, 3, 3, 2, 3, 3, 2, 3, 3, 79], fill, edge, line, dash)

    def dot(self, x, y, radius, colour, filled=True) -> None:
        """A disc, or a ring."""
        circle = Outline.circle((x, y), radius)
        self._add(circle.vertices, circle.codes, colour if filled else "#ffffff", colour, 2.2)

    def end(self, height: int) -> None:
        """Cut the page off at a height. RuntimeError where something stands below it."""
        lowest = max(
            [run.baseline for run in self.runs] + [shape.vertices[:, 1].max() for shape in self.shapes]
        )
        if lowest > height:
            raise RuntimeError(
                f"the figure ends at {height} pixels, and something runs off it at {lowest:.0f}"
            )
        self.height = height

    def _add(self, vertices, codes, fill=None, edge=None, width=0, dash=None) -> None:
        vertices = np.asarray(vertices, float)
        if vertices[:, 0].min() < 0 or vertices[:, 0].max() > WIDTH:
            raise RuntimeError(f"a shape at {vertices[0].round().tolist()} runs off the figure")
        self.shapes.append(Shape(vertices, np.asarray(codes, np.uint8), fill, edge, width, dash))


# words --------------------------------------------------------------------------------------------------------------


class Glyph(NamedTuple):
    """A character's outline, y upwards, and its width, both as shares of the font size."""

    vertices: np.ndarray
    codes: np.ndarray
    advance: float


@cache
def _font() -> FT2Font:
    font = FT2Font(str(FONT))
    font.set_size(EM, 72)
    return font


@cache
def glyph(character: str) -> Glyph:
    """How a character looks."""
    advance = _font().load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / EM
    vertices, codes = _font().get_path()
    return Glyph(vertices / EM, codes, advance)


@cache
def has_glyph(character: str) -> bool:
    """Whether the font can draw a character."""
    return character >= " " and _font().get_char_index(ord(character)) != 0


@lru_cache(10_000)
def printable(text: str) -> str:
    """`text` with each character that the font lacks as its code, such as [U+1F600]; a line end is a
    space."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if has_glyph(c) else " " if c in "\r\n" else f"[U+{ord(c):04X}]" for c in text)


@lru_cache(10_000)
def text_width(text: str, size: float) -> float:
    """The width of `text` in pixels at a font size in pixels; `fsum`, for `sum` rounds otherwise from Python 3.12 on."""
    return fsum(glyph(character).advance for character in printable(text)) * size


def segments_width(segments: list) -> float:
    """The width of words of several looks on one line."""
    return fsum(text_width(text, size) for text, size, _ in segments)


def leading(size: float) -> float:
    """The height of a line of text."""
    return round(size * 1.4)


@lru_cache(10_000)
def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """Break `text` into lines no wider than `width` pixels: at spaces, between Chinese, elsewhere at need."""
    lines, line = [], ""
    for piece in _pieces(printable(text), width, size):
        if line and text_width((line + piece).rstrip(), size) > width and piece not in CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece != " " else ""
    return (*lines, line.rstrip())


def _pieces(text: str, width: float, size: float) -> list[str]:
    """What `wrap` keeps whole: a mark with its word, an amount, a number with its unit, a short parenthesis, a Chinese character, a word."""
    pieces = re.findall(
        r" |[●○—–] [^ ,;]+|(?:[≥≤><] )?\d[\d.,–]* (?:[mb]illion )?yuan|\([^()]{1,16}\)|\d[\d.,～]*[万亿]?[元人户家个]?|[⺀-￿]|[^ ⺀-￿(]+|\(",
        text,
    )
    fitting = []
    for piece in pieces:  # what is too wide breaks at its spaces, a word at need
        words = [piece] if text_width(piece, size) <= width else re.findall(" |[^ ]+", piece)
        fitting += [part for word in words for part in ([word] if text_width(word, size) <= width else word)]
    return fitting


def shorten(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """As `wrap`, but at most `most` lines: the last one ends in … where words are left out."""
    lines = wrap(text, width, size)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(last + "…", size) > width:
        last = last[:-1]
    return (*lines[: most - 1], last + "…")
