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

from report.figures import PIXELS, chosen_language, draw, picture, verbatim
from report.tables import csv_bytes, show

FIELDS = {  # to choose by, and what an empty cell of each means
    "task": "The report as a whole",
    "area": "",
    "stage": "",
    "flow": "Not money",
    "unit": "Nothing counted",
}
FIGURE = "08-explore"
DRAWN = ["observation", "task", "stage", "indicator", "period", "value", "lower", "upper", "bound", "unit", "exact"]
DRAWN += ["relation", "relation_to"]
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
    number = "no number" if row["bound"] == "unquantified" else verbatim(row)
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


def figure_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The table of the figure: all observations chosen, those with a number in a panel for each unit."""
    panels = rows["unit"].where(rows["bound"] != "unquantified", "")
    order = {unit: i for i, unit in enumerate(dict.fromkeys(panels))}
    return rows[DRAWN].assign(panel=panels).sort_values("panel", key=lambda units: units.map(order), kind="stable")


def figure_html(rows: pd.DataFrame) -> str:
    """The figure as a picture, or a sentence where no number is chosen."""
    if not numbered(rows):
        return "<p>None of these statements has a number: there is nothing to draw.</p>"
    png, alt = picture(FIGURE, figure_table(rows), chosen_language())
    return f'<img width="{PIXELS}" alt="{escape(alt)}" src="data:image/png;base64,{base64.b64encode(png).decode()}">'


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
        self.figure.value = figure_html(rows)

    def _options(self, field: str) -> list[tuple]:
        """The values of a field that fit the other choices, each with the number of observations."""
        counts = fitting(self.observations, {**self.choices, field: None})[field].value_counts()
        codes = [code for code in [*self.labels["en"][field], ""] if code in counts]
        return [(f"any ({counts.sum()})", None)] + [(f"{name_of(field, code, self.labels['en'])} ({counts[code]})", code) for code in codes]

    def show(self) -> None:
        """Display menus, table, text and figure; the figure of the first choice is saved."""
        menus = Box(list(self.menus.values()), layout=Layout(flex_flow="row wrap"))
        counted = self.summary.value.split(" <a")[0]
        display_live(VBox([menus, self.summary]), counted, {"text/html": f"<p>{counted} The menus work in JupyterLab, after Run All.</p>"})
        display_live(self.table, "the observations chosen", {"text/html": self.table.value})
        display_live(self.marked, "the report, with them marked", {"text/html": self.marked.value})
        with capture_output() as saved:
            draw(FIGURE, figure_table(self.rows))
        shown = saved.outputs[0]
        display_live(self.figure, shown.data["text/plain"], shown.data, shown.metadata)
        print(saved.stdout, end="")


def display_live(widget, plain: str, otherwise: dict, metadata: dict | None = None) -> None:
    """Show `widget`, and in its place, where widgets do not run, what `otherwise` gives by MIME type."""
    view = widget._repr_mimebundle_()[WIDGET]
    display({**otherwise, "text/plain": plain, WIDGET: view}, metadata=metadata, raw=True)
