"""Draw the figures: each in English and Chinese, as PNG and SVG, with the CSV of what is drawn, the same bytes every time.

A figure is a function that draws on axes, given the words of one language; `save_figure` does the rest. The font comes
by path from the `zhplot` wheel (Noto Sans SC), so no font of the system can change a figure. A missing glyph is an error.
Colours: Okabe and Ito's palette, with shape or words beside each colour so that none is needed to read a figure.
"""

import hashlib
import locale
import re
import warnings
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from math import isinf
from pathlib import Path

import matplotlib
import pandas as pd
import PIL.Image
from IPython.display import Image, display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

from report.bounds import Interval
from report.paths import FIGURES
from report.tables import csv_bytes, write_files

WIDTH, DPI = 7.5, 144  # inches; at 144 dpi every font size here is a whole number of pixels
MARGIN = 0.25
TITLE, SUBTITLE, BODY, SMALL = 15, 10.5, 10, 8.5  # points
BLACK, GREY, NUMERAL, PALE = "#1a1a1a", "#595959", "#767676", "#d9d9d9"
RUST = "#b34700"  # vermillion dark enough for text, or behind white text
BLUE, ORANGE, GREEN, VERMILLION, PURPLE, SKY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#CC79A7",
    "#56B4E9",
)
TASK_COLOURS = {"liupanshui": BLUE, "shihezi": ORANGE, "jiangda": GREEN, "wafangdian": PURPLE}
CHAIN = ["input", "activity", "output", "outcome"]
STAGE_COLOURS = {"context": GREY, "input": BLUE, "activity": ORANGE, "output": GREEN, "outcome": VERMILLION}
SOURCE = {
    "en": "Source: work report of Dalian High-tech Zone on its assistance tasks, 18 December 2020. Coding: data/coding/.",
    "zh": "来源：大连高新区对口支援定点帮扶工作报告（2020年12月18日）。编码见 data/coding/。",
}
NOT_REPORTED = {"en": "not reported", "zh": "未报告"}

FONT = Path(find_spec("zhplot").origin).parent / "fonts" / "NotoSansSC-Regular.ttf"
FAMILY = "report"  # a name of our own: an installed font of the same family cannot take its place
fontManager.ttflist.append(
    FontEntry(
        fname=str(FONT),
        name=FAMILY,
        style="normal",
        variant="normal",
        weight=400,
        stretch="normal",
        size="scalable",
    )
)
# HarfBuzz picks glyphs by the language it finds at its first text, for good: so that is shaped here, under no language.
_LOCALE = locale.setlocale(locale.LC_CTYPE)
locale.setlocale(locale.LC_CTYPE, "C")
FT2Font(str(FONT)).set_text("1")
locale.setlocale(locale.LC_CTYPE, _LOCALE)

STYLE = {
    "font.family": FAMILY,
    "font.size": BODY,
    "text.hinting": "no_hinting",
    "text.color": BLACK,
    "axes.labelcolor": GREY,
    "axes.edgecolor": PALE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,
    "xtick.color": GREY,
    "ytick.color": BLACK,
    "ytick.major.size": 0,
    "svg.hashsalt": "report",
    "svg.fonttype": "path",
    "hatch.linewidth": 0.8,
}


def save_figure(
    name: str,
    draw,
    data: pd.DataFrame,
    words: dict,
    panels=(3.0,),
    left=2.1,
    gap=0.35,
    source=SOURCE,
    folder=FIGURES,
) -> None:
    """Draw a figure in both languages, save it with its data, and show the English PNG as saved.

    `draw(*axes, words)` draws on one axes a panel; `words[language]` holds `title`, `subtitle`, `alt`, `panels`
    (headings, where there are several) and whatever else the figure says; it reaches `draw` with `language` added. The argument
    `panels` gives their heights, `left` the room for row names, in inches. Writes NAME.en.png, NAME.zh.png, both as SVG, and NAME.csv; prints the digests of PNGs and data, so
    that a changed figure changes the notebook. Raises RuntimeError on a glyph that the font lacks and on words that run
    off the figure.
    """
    files = {f"{name}.csv": csv_bytes(data)}
    for language in ("en", "zh"):
        files |= _render(
            f"{name}.{language}",
            draw,
            {**words[language], "language": language},
            panels,
            left,
            gap,
            source[language],
        )
    write_files({Path(folder) / file: content for file, content in files.items()})
    display(Image(data=files[f"{name}.en.png"], alt=words["en"]["alt"], width=WIDTH * 100))
    for file in (f"{name}.en.png", f"{name}.zh.png", f"{name}.csv"):
        print(f"{Path(folder).name}/{file} sha256:{hashlib.sha256(files[file]).hexdigest()[:16]}")


def _render(stem: str, draw, words: dict, panels, left, gap, source) -> dict:
    with matplotlib.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        figure, axes = _canvas(words, panels, left, gap, source)
        draw(*axes, words)
        svg = BytesIO()
        try:
            png = _png(figure)
            figure.savefig(svg, format="svg", metadata={"Date": None, "Title": words["title"]})
        except UserWarning as warning:
            raise RuntimeError(f"{stem}: {warning}") from None
        _check_labels(figure, stem)
    return {f"{stem}.png": png, f"{stem}.svg": svg.getvalue()}


def _png(figure: Figure) -> bytes:
    """The figure as a PNG of 256 colours, less than half of what true colour takes; no channel is off by more than 1."""
    canvas, buffer = FigureCanvasAgg(figure), BytesIO()
    canvas.draw()
    size = tuple(int(side) for side in figure.bbox.size)
    picture = PIL.Image.frombuffer("RGBA", size, canvas.buffer_rgba()).convert("RGB")
    picture = picture.quantize(256, PIL.Image.Quantize.MAXCOVERAGE, dither=PIL.Image.Dither.NONE)
    picture.save(buffer, format="PNG", dpi=(DPI, DPI))
    return buffer.getvalue()


def _check_labels(figure: Figure, stem: str) -> None:
    """Raise RuntimeError for a text that runs off the figure."""
    for text in figure.findobj(Text):
        box = text.get_window_extent()
        if (
            text.get_text()
            and text.get_visible()
            and not (box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1)
        ):
            raise RuntimeError(f"{stem}: {text.get_text()!r} runs off the figure")


def _canvas(words: dict, panels, left, gap, source):
    """A figure with title, subtitle and source line, and one axes for each panel height."""
    room = WIDTH - 2 * MARGIN
    title, subtitle = wrap(words["title"], room, TITLE), wrap(words["subtitle"], room, SUBTITLE)
    foot = wrap(source, room, SMALL)
    heading = 0.3 if "panels" in words else 0  # room above each panel
    head = 0.2 + len(title) * 0.29 + len(subtitle) * 0.21 + 0.25
    bottom = 0.5 + len(foot) * 0.16
    height = round(head + sum(panels) + heading * len(panels) + gap * (len(panels) - 1) + bottom, 2)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    x = MARGIN / WIDTH
    figure.text(x, 1 - 0.18 / height, "\n".join(title), size=TITLE, va="top", linespacing=1.15)
    figure.text(
        x,
        1 - (0.26 + len(title) * 0.29) / height,
        "\n".join(subtitle),
        size=SUBTITLE,
        color=GREY,
        va="top",
        linespacing=1.3,
    )
    figure.text(x, 0.12 / height, "\n".join(foot), size=SMALL, color=GREY, va="bottom", linespacing=1.3)
    axes, top = [], height - head
    for i, panel in enumerate(panels):
        top -= heading
        if heading:
            figure.text(x, (top + 0.1) / height, words["panels"][i], size=BODY, color=GREY, va="bottom")
        axes.append(
            figure.add_axes(
                [left / WIDTH, (top - panel) / height, (WIDTH - left - MARGIN) / WIDTH, panel / height]
            )
        )
        top -= panel + gap
    return figure, axes


@cache
def _font() -> FT2Font:
    font = FT2Font(str(FONT))
    font.set_size(100, 72)
    return font


@cache
def _advance(character: str) -> float:
    """The width of a character as a share of the font size."""
    return _font().load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


def text_width(text: str, size: float) -> float:
    """The width of `text` in inches at a font size in points."""
    return sum(map(_advance, text)) * size / 72


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break `text` into lines no wider than `width` inches: at spaces, and anywhere between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size) > width and piece not in "，。、；：）,.;:)":
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece != " " else ""
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """What `wrap` keeps whole: a parenthesis, a Chinese character, a run of anything else, a space."""
    return re.findall(r" |\([^()]*\)|[\u2e80-\uffff]|[^ \u2e80-\uffff(]+|\(", text)


# amounts ------------------------------------------------------------------------------------------------------------


def number(value: float, digits: int = 4) -> str:
    """A number for reading: thousands separated, at most `digits` decimals, no trailing zeros."""
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(lower: float, upper: float | None = None, language: str = "en", digits: int = 4) -> str:
    """An amount of yuan, or a span of them, in the unit of the language: million yuan or 万元."""
    scale, unit = (1e6, " million yuan") if language == "en" else (1e4, "万元")
    ends = [number(end / scale, digits) for end in ((lower,) if upper in (None, lower) else (lower, upper))]
    return "–".join(ends) + unit


READING = {"at_least": "≥ ", "more_than": "> ", "about": "about ", "at_most": "≤ ", "less_than": "< "}


def verbatim(row, language: str = "en") -> str:
    """An observation's number as the report wrote it, in English after its reading: > 10,000 (1万余份)."""
    if row["bound"] == "unquantified":
        return NOT_REPORTED[language]
    if language == "zh":
        return row["exact"]
    ends = [end for end in (row["lower"], row["upper"]) if not pd.isna(end)] or [row["value"]]
    shown = money(*sorted(set(ends))) if row["unit"] == "CNY" else "–".join(map(number, sorted(set(ends))))
    return f"{READING.get(row['bound'], '')}{shown} ({row['exact']})"


def rows_axis(ax, names: list[str], left: float = 2.1) -> None:
    """A row for each name, the first on top, names wrapped beside the axis."""
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(range(len(names)), ["\n".join(wrap(name, left - 0.35, BODY)) for name in names])
    ax.set_xticks([])
    ax.spines[["left", "bottom"]].set_visible(False)


def span_bar(
    ax,
    y: float,
    lower: float,
    upper: float,
    label: str,
    colour: str,
    possible: bool = False,
    height: float = 0.55,
) -> None:
    """One bounded amount as a bar from zero.

    Exact: a filled bar. Open above: filled to the stated value, then an open arrow. A span: filled to the lower end,
    hatched to the upper. `possible`: hatched throughout, for an amount that may lie inside another row.
    """
    step = ax.get_xlim()[1] / 100
    end = lower if isinf(upper) else upper
    hatched = dict(facecolor="white", edgecolor=colour, hatch="////", linewidth=1)
    if possible:
        ax.barh(y, end, height, **hatched)
    else:
        ax.barh(y, lower, height, color=colour)
        if end > lower:
            ax.barh(y, end - lower, height, left=lower, **hatched)
    if isinf(upper):
        ax.annotate(
            "", (end + 6 * step, y), (end, y), arrowprops=dict(arrowstyle="->", color=colour, linewidth=1.6)
        )
        end += 6 * step
    ax.text(end + 1.2 * step, y, label, va="center", size=BODY)


def note_row(ax, y: float, text: str) -> None:
    """Words in place of a bar, for a row without a number."""
    ax.text(ax.get_xlim()[1] / 100, y, text, va="center", color=GREY, size=BODY)


def bare(ax) -> None:
    """No frame and no ticks."""
    ax.set_axis_off()


def amount_bar(ax, y: float, row, label: str, colour: str) -> None:
    """An observation's amount: as `span_bar` draws its bounds, or a dashed outline to a value that is only about right."""
    if row["bound"] == "about":
        ax.barh(
            y, row["value"], 0.55, facecolor="white", edgecolor=colour, linewidth=1.2, linestyle=(0, (3, 2))
        )
        ax.text(row["value"] + ax.get_xlim()[1] * 0.012, y, label, va="center", size=BODY)
    else:
        bounds = Interval.of(row)
        span_bar(ax, y, bounds.lower, bounds.upper, label, colour)


# evidence -----------------------------------------------------------------------------------------------------------


def count_evidence(observations: pd.DataFrame, tasks) -> pd.DataFrame:
    """How many statements of each task and stage carry a number (`numbered`) and how many do not (`named`)."""
    kinds = observations["bound"].eq("unquantified").map({True: "named", False: "numbered"})
    counts = observations.assign(kind=kinds).groupby(["task", "stage", "kind"]).size().unstack(fill_value=0)
    index = pd.MultiIndex.from_product([tasks, CHAIN], names=["task", "stage"])
    return counts.reindex(index, fill_value=0).reindex(columns=["numbered", "named"], fill_value=0)


def draw_evidence(ax, evidence: pd.DataFrame, names: dict, stages: dict) -> None:
    """A row a task, a column a stage, a mark a statement: filled with a number, hollow without; — where there is none."""
    bare(ax)
    ax.set(xlim=(0, 7), ylim=(len(names), -0.4))
    for i, stage in enumerate(CHAIN):
        ax.text(1.5 + i * 1.4, -0.25, stages[stage], size=BODY + 1)
    for y, (task, name) in enumerate(names.items()):
        ax.plot([0, 7], [y, y], color=PALE, linewidth=0.8)
        ax.text(0, y + 0.5, "\n".join(wrap(name, 1.4, BODY)), va="center", size=BODY)
        for i, stage in enumerate(CHAIN):
            counts = evidence.loc[(task, stage)]
            marks = [True] * counts["numbered"] + [False] * counts["named"]
            if not marks:
                ax.text(1.5 + i * 1.4, y + 0.5, "—", color=GREY, va="center")
            for j, quantified in enumerate(marks):
                x, level = (
                    1.55 + i * 1.4 + (j % 6) * 0.19,
                    y + 0.5 + 0.3 * (j // 6 - (len(marks) - 1) // 6 / 2),
                )
                face = STAGE_COLOURS[stage] if quantified else "white"
                ax.scatter(x, level, s=52, facecolor=face, edgecolor=STAGE_COLOURS[stage], linewidth=1.2)


# results chain ------------------------------------------------------------------------------------------------------


def chain_cells(observations: pd.DataFrame, labels: dict) -> pd.DataFrame:
    """What a chain figure prints: area, stage, and for each observation its indicator and number as written."""
    rows = observations[observations["stage"].isin(CHAIN)]
    columns = [
        "observation",
        "area",
        "stage",
        "indicator",
        "value",
        "lower",
        "upper",
        "bound",
        "unit",
        "exact",
    ]
    return rows[columns].assign(name=rows["indicator"].map(labels["indicator"])).reset_index(drop=True)


def chain_height(observations: pd.DataFrame, labels: dict) -> float:
    """The height in inches that `draw_chain` needs in its taller language."""
    return max(
        sum(height for _, height, _ in _chain_rows(observations, labels[language], language)) + 0.35
        for language in ("en", "zh")
    )


def draw_chain(ax, observations: pd.DataFrame, labels: dict, words: dict) -> None:
    """The results chain of a task: a row an area, a column a stage; ● with a number, ○ named without one, — silent."""
    language = words["language"]
    rows = _chain_rows(observations, labels[language], language)
    total = sum(height for _, height, _ in rows) + 0.35
    width, name_width = WIDTH - 2 * MARGIN, 1.15
    column = (width - name_width) / len(CHAIN)
    ax.set(xlim=(0, width), ylim=(-total, 0))
    bare(ax)
    for i, stage in enumerate(CHAIN):
        ax.text(name_width + i * column, -0.17, labels[language]["stage"][stage], size=BODY + 1, va="center")
    y = -0.35
    for area, height, cells in rows:
        ax.plot([0, width], [y, y], color=PALE, linewidth=0.8)
        ax.text(
            0,
            y - 0.08,
            "\n".join(wrap(labels[language]["area"][area], name_width - 0.1, BODY)),
            va="top",
            size=BODY,
        )
        for i, stage in enumerate(CHAIN):
            at = y - 0.08
            if not cells[stage]:
                ax.text(name_width + i * column, at, "—", color=GREY, va="top", size=BODY)
            for lines, quantified in cells[stage]:
                x = name_width + i * column
                face = STAGE_COLOURS[stage] if quantified else "white"
                ax.scatter(
                    x + 0.045, at - 0.075, s=22, facecolor=face, edgecolor=STAGE_COLOURS[stage], linewidth=1
                )
                ax.text(
                    x + 0.14,
                    at,
                    "\n".join(lines),
                    va="top",
                    size=SMALL + 0.5,
                    linespacing=1.25,
                    color=BLACK if quantified else GREY,
                )
                at -= _entry_height(lines)
        y -= height


def _chain_rows(observations, labels, language) -> list:
    column = (WIDTH - 2 * MARGIN - 1.15) / len(CHAIN) - 0.24
    rows = []
    for area in [area for area in labels["area"] if area in set(observations["area"])]:
        cells = {stage: [] for stage in CHAIN}
        for _, row in observations[
            (observations["area"] == area) & observations["stage"].isin(CHAIN)
        ].iterrows():
            name, quantified = labels["indicator"][row["indicator"]], row["bound"] != "unquantified"
            lines = wrap(verbatim(row, language), column, SMALL + 0.5) if quantified else []
            cells[row["stage"]].append((lines + wrap(name, column, SMALL + 0.5), quantified))
        if any(cells.values()):
            height = max(sum(_entry_height(lines) for lines, _ in entries) for entries in cells.values())
            rows.append((area, max(height, 0.3) + 0.12, cells))
    return rows


def _entry_height(lines: list[str]) -> float:
    return len(lines) * (SMALL + 0.5) * 1.45 / 72 + 0.07


# annotated text -----------------------------------------------------------------------------------------------------

TEXT_SIZE, LINE = 10, 0.245  # points; inches


def marked_spans(ledger: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Spans to mark in a report's text: `start, end, text, mark, observation` and the coding of that observation.

    `mark` is a stage for a coded number, `stage?` for a statement without one, `repeated` for a mention of a quantity that is
    coded elsewhere, and `numeral` for dates, ordinals and names.
    """
    coding = ["observation", "task", "area", "scope", "flow", "indicator", "subject", "period", "unit", "bound"]
    coding += ["additive", "relation", "relation_to"]
    coded = observations.set_index("observation")
    numerals = ledger[["start", "end", "text", "kind", "observation"]]
    numerals = numerals.assign(mark=numerals["observation"].map(coded["stage"]))
    other = numerals["kind"].eq("quantity").map({True: "repeated", False: "numeral"})
    numerals["mark"] = numerals["mark"].fillna(other)
    named = observations[observations["bound"] == "unquantified"]
    named = named.assign(text=named["exact"], mark=named["stage"] + "?")
    columns = ["start", "end", "text", "mark", "observation"]
    marks = pd.concat([numerals[columns], named[columns]]).sort_values(["start", "end"], ignore_index=True)
    return marks.merge(observations[coding], on="observation", how="left").fillna("")


def text_lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each drawn line of `text`: broken at its line ends and where the width is full, never in a number."""
    width, lines, start, used = WIDTH - 2 * MARGIN, [], 0, 0.0
    for piece in re.finditer(r"\n|[0-9A-Za-z.]+.?|.", text):
        advance = text_width(piece.group().strip("\n"), TEXT_SIZE)
        if piece.group() == "\n":
            lines.append((start, piece.start()))
            start, used = piece.end(), 0.0
        elif used + advance > width and piece.group() not in "，。、；：）”,.;:)":
            lines.append((start, piece.start()))
            start, used = piece.start(), 0.0
        used += advance
    return [*lines, (start, len(text))]


def draw_text(ax, text: str, marks: pd.DataFrame) -> None:
    """The report's text with `marks` (see `marked_spans`) on it; each stage has a shape as well as a colour."""
    lines = text_lines(text)
    ax.set(xlim=(0, WIDTH - 2 * MARGIN), ylim=(-len(lines) * LINE, 0))
    bare(ax)
    for i, (start, end) in enumerate(lines):
        y = -(i + 0.5) * LINE
        covered = marks[(marks["start"] < end) & (marks["end"] > start)]
        edges = sorted({start, end, *covered["start"].clip(start, end), *covered["end"].clip(start, end)})
        x = 0.0
        for run_start, run_end in zip(edges, edges[1:]):
            run = text[run_start:run_end]
            width = text_width(run, TEXT_SIZE)
            here = covered[(covered["start"] <= run_start) & (covered["end"] >= run_end)]["mark"]
            draw_mark(ax, x, y, run, width, list(here))
            x += width


def draw_mark(ax, x: float, y: float, text: str, width: float, marks: list[str]) -> None:
    """A run of text at (x, y) with the look of its marks: numbers in boxes, unnumbered statements underlined."""
    colour = BLACK
    for mark in marks:
        stage = mark.rstrip("?")
        line = STAGE_COLOURS.get(stage, GREY)
        if mark == "numeral":
            colour = NUMERAL
        elif mark.endswith("?"):
            ax.plot(
                [x, x + width],
                [y - 0.1, y - 0.1],
                color=line,
                linewidth=1.1,
                linestyle=(0, (1.2, 1.2)),
                solid_capstyle="butt",
            )
        else:
            look = BOXES[mark]
            box = FancyBboxPatch(
                (x - 0.005, y - 0.095),
                width + 0.01,
                0.195,
                boxstyle="round,pad=0.0,rounding_size=0.03",
                **look,
            )
            ax.add_patch(box)
            colour = "white" if mark == "outcome" else BLACK
    ax.text(x, y, text, size=TEXT_SIZE, va="center_baseline", color=colour)


KEY = ["input", "activity", "output", "outcome", "context", "repeated", "input?", "numeral"]
KEY_NAMES = {
    "en": [
        "input",
        "activity",
        "output",
        "outcome",
        "context",
        "said before",
        "without number",
        "date, ordinal, name",
    ],
    "zh": ["投入", "活动", "产出", "成效", "背景", "重复提及", "无数字", "日期、序号、名称"],
}


def draw_key(ax, language: str) -> None:
    """What the marks of `draw_text` mean."""
    bare(ax)
    ax.set(xlim=(0, WIDTH - 2 * MARGIN), ylim=(-0.15, 0.15))
    x = 0.0
    for mark, name in zip(KEY, KEY_NAMES[language]):
        width = text_width(name, TEXT_SIZE)
        draw_mark(ax, x, 0, name, width, [mark])
        x += width + 0.14


BOXES = {
    "input": dict(facecolor="#bfdff2", edgecolor="none"),
    "activity": dict(facecolor="white", edgecolor=ORANGE, linewidth=1.2, linestyle=(0, (2, 1))),
    "output": dict(facecolor="white", edgecolor=GREEN, linewidth=1.4),
    "outcome": dict(facecolor=RUST, edgecolor="none"),
    "context": dict(facecolor="#e3e3e3", edgecolor="none"),
    "repeated": dict(facecolor="white", edgecolor=GREY, linewidth=0.9, linestyle=(0, (1, 1))),
}
