"""Choose observations from menus and see them as a table, in the report's text and as a figure, without writing code.

Where widgets do not run, as on GitHub, each part shows what it held when the notebook was saved.
"""

import base64
from html import escape
from itertools import pairwise

import pandas as pd
from IPython.display import display
from IPython.utils.capture import capture_output
from ipywidgets import HTML, Box, Dropdown, Layout, VBox

from report import charts
from report.bounds import Interval
from report.tables import csv_bytes, show

FIELDS = {  # to choose by, and what an empty cell of each means
    "task": "The report as a whole",
    "area": "",
    "stage": "",
    "flow": "Not money",
    "unit": "Nothing counted",
}
LEFT, ROW = 2.6, 0.38  # inches: room for row names, height of a row
WIDGET = "application/vnd.jupyter.widget-view+json"


def fitting(observations: pd.DataFrame, choices: dict) -> pd.DataFrame:
    """The observations that have every chosen value; a field whose choice is None lets all through."""
    for field, value in choices.items():
        if value is not None:
            observations = observations[observations[field] == value]
    return observations


def name_of(field: str, code: str, labels: dict) -> str:
    """A code's name in words, with a capital; an empty code has the name that `FIELDS` gives it."""
    name = labels[field][code] if code else FIELDS[field]
    return name[:1].upper() + name[1:]


# the text -----------------------------------------------------------------------------------------------------------


def row_words(row, labels: dict) -> str:
    """An observation in one line, as shown on hovering."""
    number = "no number" if row["bound"] == "unquantified" else charts.verbatim(row)
    parts = [name_of(field, row[field], labels) for field in ("task", "area", "stage") if row[field]]
    return f"{row['observation']}: {labels['indicator'][row['indicator']]}, {number} · {' · '.join(parts)}"


def text_html(text: str, rows: pd.DataFrame, labels: dict) -> str:
    """The report's text with the words of `rows` marked: hovering shows the row, the raised number is that of the table."""
    numbers = dict(zip(rows.index, range(1, len(rows) + 1)))
    edges = sorted({0, len(text), *rows["start"], *rows["end"]})
    pieces = []
    for start, end in pairwise(edges):
        run = escape(text[start:end]).replace("\n", "<br>\n")
        here = rows[(rows["start"] <= start) & (rows["end"] >= end)]
        if len(here):
            hint = escape("; ".join(row_words(row, labels) for _, row in here.iterrows()))
            ended = ",".join(str(numbers[key]) for key in here.index[here["end"] == end])
            run = f'<mark title="{hint}">{run}</mark>' + (f"<sup>{ended}</sup>" if ended else "")
        pieces.append(run)
    return f"<p>{''.join(pieces)}</p>"


# the table ----------------------------------------------------------------------------------------------------------


def table_html(rows: pd.DataFrame, labels: dict) -> str:
    """The observations with names for codes, numbered in the order of the report."""
    named = {field: [name_of(field, code, labels) for code in rows[field]] for field in ("task", "area", "stage")}
    shown = pd.DataFrame(named).assign(
        indicator=list(rows["indicator"].map(labels["indicator"])),
        words=list(rows["exact"]),
        lower=list(rows["lower"]),
        upper=list(rows["upper"]),
        unit=[labels["unit"].get(unit, "") for unit in rows["unit"]],
    )
    shown.index = range(1, len(shown) + 1)
    return show(shown).to_html()


def summary_html(rows: pd.DataFrame) -> str:
    """How much is chosen, and a link that saves it as CSV."""
    content = base64.b64encode(csv_bytes(rows)).decode()
    return (
        f"{len(rows)} observations chosen, {numbered(rows)} of them with a number. "
        f'<a download="selection.csv" href="data:text/csv;base64,{content}">Save as CSV</a>'
    )


def numbered(rows: pd.DataFrame) -> int:
    """How many of `rows` have a number."""
    return int(rows["bound"].ne("unquantified").sum())


# the figure ---------------------------------------------------------------------------------------------------------


class ChoiceFigure:
    """The numbers of `rows` as bars, a panel for each unit: unlike units share no axis."""

    def __init__(self, rows: pd.DataFrame, choices: dict, labels: dict):
        self.rows, self.labels = rows[rows["bound"] != "unquantified"], labels
        self.units = [unit for unit in labels["en"]["unit"] if unit in set(self.rows["unit"])]
        self.layout = dict(panels=[ROW * self.rows["unit"].eq(unit).sum() for unit in self.units], left=LEFT, gap=0.2)
        self.words = {language: self._words(len(rows), choices, language) for language in ("en", "zh")}

    def _words(self, count: int, choices: dict, language: str) -> dict:
        labels, drawn = self.labels[language], len(self.rows)
        chosen = [labels[field][code] for field, code in choices.items() if code]
        title, whole, note = {
            "en": (f"Statements with a number: {drawn} of {count}", "The whole report", "hatched: may lie inside another"),
            "zh": (f"{count}条表述中{drawn}条有数字", "报告全文", "斜线：可能已含在其他数字中"),
        }[language]
        subtitle = {"en": "{}, 2020; a scale for each unit; {}", "zh": "{}，2020年；每种单位各用比例尺；{}"}[language]
        joined = {"en": ", ", "zh": "、"}[language].join(chosen) or whole
        alt = {"en": f"{title}. Bars by unit, one for each number chosen.", "zh": f"{title}。每个数字一条，按单位分组。"}[language]
        units = [name_of("unit", unit, labels) for unit in self.units]
        return dict(title=title, subtitle=subtitle.format(joined, note), alt=alt, panels=units)

    def draw(self, *axes_and_words) -> None:
        """Draw on one axes a unit, with the words of one language last."""
        *axes, words = axes_and_words
        for ax, unit in zip(axes, self.units, strict=True):
            self._panel(ax, self.rows[self.rows["unit"] == unit], words["language"])

    def _panel(self, ax, rows: pd.DataFrame, language: str) -> None:
        bars = [(*ends(row), charts.verbatim(row, language), row) for _, row in rows.iterrows()]
        charts.rows_axis(ax, [self._name(row, language) for *_, row in bars], LEFT)
        ax.set_xlim(0, max(room(lower, upper, label) for lower, upper, label, _ in bars))
        for y, (lower, upper, label, row) in enumerate(bars):
            colour = charts.TASK_COLOURS.get(row["task"], charts.GREY)
            if row["bound"] == "about":
                charts.amount_bar(ax, y, row, label, colour)
            else:
                charts.span_bar(ax, y, lower, upper, label, colour, possible=row["relation"] != "")

    def _name(self, row, language: str) -> str:
        """Task and indicator; the period too where it is not the report's own year."""
        labels = self.labels[language]
        task = {"en": "{}: ", "zh": "{}："}[language].format(labels["task"][row["task"]]) if row["task"] else ""
        year = "" if row["period"][:4] in ("", "2020") else f" {row['period']}".replace("/", "–")
        return task + labels["indicator"][row["indicator"]] + year

    def table(self) -> pd.DataFrame:
        """What is drawn."""
        return self.rows[["observation", "task", "indicator", "value", "lower", "upper", "bound", "unit", "exact"]]

    def html(self) -> str:
        """The figure as a picture, or a sentence where no number is chosen."""
        if self.rows.empty:
            return "<p>None of these statements has a number: there is nothing to draw.</p>"
        words = {**self.words["en"], "language": "en"}
        png = charts._render("choice.en", self.draw, words, source=charts.SOURCE["en"], **self.layout)["choice.en.png"]
        return f'<img width="{charts.WIDTH * 100:.0f}" alt="{escape(words["alt"])}" src="data:image/png;base64,{base64.b64encode(png).decode()}">'


def ends(row) -> tuple[float, float]:
    """Where a bar begins to be uncertain and where it ends; `about` has a value and no bounds."""
    bounds = Interval(row["value"], row["value"]) if row["bound"] == "about" else Interval.of(row)
    return bounds.lower, bounds.upper


def room(lower: float, upper: float, label: str) -> float:
    """The length of axis on which this bar, its arrow and its label have room."""
    open_above = upper == float("inf")
    beside = 0.02 + 0.06 * open_above + charts.text_width(label, charts.BODY) / (charts.WIDTH - LEFT - charts.MARGIN)
    return (lower if open_above else upper) / (1 - beside) or 1


# all together -------------------------------------------------------------------------------------------------------


class Explorer:
    """Menus for `FIELDS`; table, text and figure follow them. A menu offers only what the other choices leave."""

    def __init__(self, observations: pd.DataFrame, text: str, labels: dict):
        self.observations, self.text, self.labels = observations, text, labels
        wide = Layout(width="auto", max_width="1100px")
        self.menus = {field: Dropdown(description=field.capitalize(), options=[("any", None)], layout=Layout(width="290px")) for field in FIELDS}
        self.summary, self.marked, self.figure = (HTML(layout=wide) for _ in range(3))
        self.table = HTML(layout=Layout(width="auto", max_height="320px", overflow="auto"))
        for menu in self.menus.values():
            menu.observe(self._follow, "value")
        self._follow()

    @property
    def choices(self) -> dict:
        """The value chosen for each field, or None."""
        return {field: menu.value for field, menu in self.menus.items()}

    @property
    def rows(self) -> pd.DataFrame:
        """The observations chosen."""
        return fitting(self.observations, self.choices)

    def _follow(self, change=None) -> None:
        for field, menu in self.menus.items():
            menu.unobserve(self._follow, "value")  # new options take the choice back for a moment
            with menu.hold_sync():
                chosen, menu.options = menu.value, self._options(field)
                menu.value = chosen
            menu.observe(self._follow, "value")
        rows, labels = self.rows, self.labels["en"]
        self.summary.value = summary_html(rows)
        self.table.value = table_html(rows, labels)
        self.marked.value = text_html(self.text, rows, labels)
        self.figure.value = ChoiceFigure(rows, self.choices, self.labels).html()

    def _options(self, field: str) -> list[tuple]:
        """The values of a field that fit the other choices, each with the number of observations."""
        counts = fitting(self.observations, {**self.choices, field: None})[field].value_counts()
        codes = [code for code in [*self.labels["en"][field], ""] if code in counts]
        return [(f"any ({counts.sum()})", None)] + [(f"{name_of(field, code, self.labels['en'])} ({counts[code]})", code) for code in codes]

    def show(self, figure: str) -> None:
        """Display menus, table, text and figure; the figure of the first choice is saved under the name `figure`."""
        menus = Box(list(self.menus.values()), layout=Layout(flex_flow="row wrap"))
        counted = self.summary.value.split(" <a")[0]
        display_live(VBox([menus, self.summary]), counted, {"text/html": f"<p>{counted} The menus work in JupyterLab, after Run All.</p>"})
        display_live(self.table, "the observations chosen", {"text/html": self.table.value})
        display_live(self.marked, "the report, with them marked", {"text/html": self.marked.value})
        drawing = ChoiceFigure(self.rows, self.choices, self.labels)
        with capture_output() as saved:
            charts.save_figure(figure, drawing.draw, drawing.table(), drawing.words, **drawing.layout)
        picture = saved.outputs[0]
        display_live(self.figure, picture.data["text/plain"], picture.data, picture.metadata)
        print(saved.stdout, end="")


def display_live(widget, plain: str, otherwise: dict, metadata: dict | None = None) -> None:
    """Show `widget`, and in its place, where widgets do not run, what `otherwise` gives by MIME type."""
    view = widget._repr_mimebundle_()[WIDGET]
    display({**otherwise, "text/plain": plain, WIDGET: view}, metadata=metadata, raw=True)
