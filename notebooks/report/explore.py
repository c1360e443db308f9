"""Choose statements of any report from menus; figure, text and table follow, without writing code.

Where widgets do not run, as on GitHub, each part shows what it held when the notebook was saved.
"""

import base64
from html import escape
from itertools import pairwise
from pathlib import Path

import pandas as pd
from IPython.display import display
from IPython.utils.capture import capture_output
from ipywidgets import HTML, Box, Dropdown, Layout, VBox

from report.codebook import read_codebook, read_labels
from report.figures import chosen_language, draw, picture
from report.figures.look import LANGUAGES
from report.figures.sheet import Words
from report.paths import CODEBOOK, DATA, REPORT
from report.records import Observation
from report.reports import Row, read_one
from report.tables import csv_bytes, frame, records
from report.text import ReportError, read_report

FIGURE = "08-explore"  # its words in the codebook's figures.csv are those of the menus and the table too
FIELDS = ("task", "area", "stage", "flow", "unit")  # to choose by
COLUMNS = ("task", "area", "stage", "indicator", "exact", "number", "period", "status")
ANY = "*"  # in a menu: no choice (a menu shows None as blank)
ALIKE = ("CNY", "person", "household", "organisation")  # what compares, whatever it is said of
ORDER = ("input", "activity", "output", "outcome", "context")
WIDGET = "application/vnd.jupyter.widget-view+json"
SAVE = (  # a button as JupyterLab draws them; the link beside it holds the table
    '<button class="jupyter-button widget-button" style="width: auto" onclick="this.nextElementSibling.click()">{label}</button>'
    '<a hidden download="{name}.csv" href="data:text/csv;base64,{content}"></a>'
)
LEFT, RIGHT = ' style="text-align: left"', ' style="text-align: right"'


def fitting(rows: pd.DataFrame, choices: dict) -> pd.DataFrame:
    """The rows that have every chosen value; a field whose choice is `ANY` lets all through."""
    for field, value in choices.items():
        if value != ANY:
            rows = rows[rows[field] == value]
    return rows


def numbered(rows: pd.DataFrame) -> int:
    """How many of `rows` have a number."""
    return int(rows["bound"].ne("unquantified").sum())


def name_of(words: Words, field: str, code: str) -> str:
    """A code's name with a capital."""
    name = words.name(field, code)
    return name[:1].upper() + name[1:]


# the text -----------------------------------------------------------------------------------------------------------


def row_words(row: dict, words: Words) -> str:
    """An observation in one line, as shown on hovering."""
    parts = [name_of(words, field, row[field]) for field in ("task", "area", "stage") if row[field]]
    indicator, number = words.name("indicator", row["indicator"]), words.shown_and_quoted(row)[0]
    if row["bound"] == "unquantified":
        number = words["label.no_number"]
    return f"{row['observation']}: {indicator}, {number} · {' · '.join(parts)}"


def text_html(text: str, rows: pd.DataFrame, words: Words) -> str:
    """The report's text with the words of `rows` marked: hovering shows the row, the raised number is that of the table."""
    chosen = list(enumerate(records(rows), 1))
    pieces = []
    for start, end in pairwise(sorted({0, len(text), *rows["start"], *rows["end"]})):
        run = escape(text[start:end]).replace("\n", "<br>\n")
        here = [(number, row) for number, row in chosen if row["start"] <= start and row["end"] >= end]
        if here:
            hint = escape("; ".join(row_words(row, words) for _, row in here))
            ended = ",".join(str(number) for number, row in here if row["end"] == end)
            run = f'<mark title="{hint}">{run}</mark>' + (f"<sup>{ended}</sup>" if ended else "")
        pieces.append(run)
    return f"<p>{''.join(pieces)}</p>"


# the table ----------------------------------------------------------------------------------------------------------


def table_html(rows: pd.DataFrame, words: Words) -> str:
    """The rows with names for codes, numbered in the order of the report, as JupyterLab shows a table; numbers to the right.

    `status` is shown where some of the coding is only suggested.
    """
    columns = [column for column in COLUMNS if column != "status" or "suggested" in set(rows["status"])]
    align = {column: RIGHT if column == "number" else LEFT for column in columns}
    lines = [_line("th", ["", *(words[f"label.{column}"] for column in columns)], [LEFT, *align.values()])]
    for number, row in enumerate(records(rows), 1):
        shown = {**row, "number": "" if row["bound"] == "unquantified" else words.amount(row)}
        shown |= {field: name_of(words, field, row[field]) for field in ("task", "area", "stage")}
        shown["indicator"] = words.name("indicator", row["indicator"])
        shown["status"] = words[f"label.is_{row['status']}"] if "status" in columns else ""
        lines.append(_line("td", [str(number), *(shown[column] for column in columns)], [RIGHT, *align.values()]))
    table = f"<table>\n<thead>\n{lines[0]}</thead>\n<tbody>\n{''.join(lines[1:])}</tbody>\n</table>"
    return f'<div class="jp-RenderedHTMLCommon jp-RenderedHTML">\n{table}\n</div>'


def _line(tag: str, cells: list[str], looks: list[str]) -> str:
    return "<tr>" + "".join(f"<{tag}{look}>{escape(cell)}</{tag}>" for cell, look in zip(cells, looks)) + "</tr>\n"


def save_button(rows: pd.DataFrame, name: str, label: str) -> str:
    """A button that saves `rows` as NAME.csv."""
    return SAVE.format(label=label, name=name, content=base64.b64encode(csv_bytes(rows, Row._fields)).decode())


# the figure ---------------------------------------------------------------------------------------------------------


def figure_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The table of the figure: all `rows`, in `panel` those numbers that compare with another.

    Numbers compare that are of one stage, one scope and one unit; in units that count unlike things, also of one indicator.
    """
    like = rows["indicator"].where(~rows["unit"].isin(ALIKE), "")
    panel = rows["stage"] + " " + rows["scope"] + " " + rows["unit"] + " " + like
    told = rows["bound"].ne("unquantified") & rows["stage"].isin(ORDER) & ~like.str.startswith("any_")
    panel = panel.where(told, "")
    panel = panel.where(panel.map(panel.value_counts()) > 1, "")
    columns = [column for column in Observation._fields if column not in ("prefix", "suffix", "start", "end", "note")]
    table = rows[[*columns, *(["status"] if "status" in rows else [])]].assign(panel=panel)
    return table.sort_values(["stage", "panel"], key=lambda column: _places(column, table))


def _places(column: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Where the values of a column come: stages in the order of the chain, panels as the report first has them."""
    order = ORDER if column.name == "stage" else dict.fromkeys(table["panel"])
    return column.map({value: place for place, value in enumerate(order)})


# all together -------------------------------------------------------------------------------------------------------


class Explorer:
    """Menus for a report of `data`, the language and `FIELDS`; figure, text and table follow them.

    A menu offers only what the other choices leave. A report that nobody coded shows what the rules suggest.
    """

    def __init__(self, report: str = REPORT.name, data=DATA):
        self.data = Path(data)
        reports = sorted(path.parent.name for path in self.data.glob("*/report.txt"))
        self.menus = {
            "report": Dropdown(options=reports, value=report),
            "language": Dropdown(options=[("English", "en"), ("中文", "zh")], value=chosen_language()),
            **{field: Dropdown(options=[("", ANY)]) for field in FIELDS},
        }
        for menu in self.menus.values():
            menu.layout, menu.style.description_width = Layout(width="220px"), "66px"
            menu.observe(self._follow, "value")
        self.menus["report"].layout.width = "300px"  # names of folders are long
        half = dict(max_height="58vh", overflow="auto")
        self.summary = HTML(layout=Layout(width="auto"))
        self.figure = HTML(layout=Layout(flex="2 1 600px", **half))
        self.marked = HTML(layout=Layout(flex="1 1 280px", **half))
        self.table = HTML(layout=Layout(width="auto", max_height="50vh", overflow="auto"))
        self._busy = False
        self._open()
        self._follow()

    @property
    def choices(self) -> dict:
        """The value chosen for each field, or `ANY`."""
        return {field: self.menus[field].value for field in FIELDS}

    @property
    def rows(self) -> pd.DataFrame:
        """The statements chosen, with the columns of the tidy observations behind `report` and `status`."""
        return fitting(self.all, self.choices)

    def _open(self) -> None:
        """Read the report that is chosen, with the coding beside it."""
        folder = self.data / self.menus["report"].value
        self.problem, self.text, found = "", "", []
        try:
            self.names = read_labels(folder)
            self.text = read_report(folder / "report.txt").text
            found = read_one(folder / "report.txt", read_codebook(CODEBOOK))
        except ReportError as error:
            self.problem = str(error)
        self.all = frame(found, Row)

    def _follow(self, change=None) -> None:
        if self._busy:  # new options take a choice back for a moment
            return
        self._busy = True
        try:
            if change and change["owner"] is self.menus["report"]:
                self._open()
                self._offer(dict.fromkeys(FIELDS, ANY))
            else:
                self._offer(self.choices)
            self._fill()
        finally:
            self._busy = False

    def _offer(self, choices: dict) -> None:
        """Fill the menus with what the other choices leave, each value with the number of its statements."""
        words = self._words(self.all)
        for field, menu in self.menus.items():
            menu.description = words[f"label.{field}"]
        for field, chosen in choices.items():
            counts = fitting(self.all, {**choices, field: ANY})[field].value_counts()
            codes = [code for code in [*words.names.get(field, ()), ""] if code in counts]
            options = [(f"{words['label.any']} ({counts.sum()})", ANY)]
            options += [(f"{name_of(words, field, code)} ({counts[code]})", code) for code in codes]
            menu = self.menus[field]
            if menu.options != tuple(options):
                with menu.hold_sync():
                    menu.options, menu.value = options, chosen

    def _fill(self) -> None:
        """Bring all that is shown up to date."""
        rows = self.rows
        words, report = self._words(rows), self.menus["report"].value
        self.counted = words.fill("label.counted", rows=len(rows), numbered=numbered(rows))
        save = save_button(rows, report, words["label.save"])
        self.summary.value = escape(self.problem) if self.problem else f"{self.counted} {save}"
        self.table.value = table_html(rows, words)
        self.marked.value = text_html(self.text, rows, words)
        self.figure.value = self._figure(figure_table(rows), words)

    def _words(self, rows: pd.DataFrame) -> Words:
        language = self.menus["language"].value
        return Words(FIGURE, language, rows, self.names[language])

    def _source(self) -> dict | None:
        """The source line of a report that is not the sheet's own."""
        report = self.menus["report"].value
        if report == REPORT.name:
            return None
        return {
            language: Words(FIGURE, language, self.all, {}).fill("label.source", report=report) for language in LANGUAGES
        }

    def _figure(self, table: pd.DataFrame, words: Words) -> str:
        """The figure as a picture, or a sentence where no two numbers compare."""
        if not table["panel"].any():
            return f"<p>{words['label.nothing']}</p>"
        png, alt = picture(FIGURE, table, words.language, {words.language: self._own_names(words)}, self._source())
        content = base64.b64encode(png).decode()
        return f'<img style="width: 100%; max-width: 750px" alt="{escape(alt)}" src="data:image/png;base64,{content}">'

    def _own_names(self, words: Words) -> dict:
        """The names that a report adds to those of the codebook."""
        return {} if self.menus["report"].value == REPORT.name else {f: words.names[f] for f in ("task", "indicator", "unit")}

    def show(self) -> None:
        """Display menus, figure, text and table; the figure of the first choice is saved."""
        row = Layout(flex_flow="row wrap")
        words = self._words(self.rows)
        menus = VBox([Box(list(self.menus.values()), layout=row), self.summary])
        display_live(menus, self.counted, {"text/html": f"<p>{self.counted} {words['label.live']}</p>"})
        with capture_output() as saved:
            draw(FIGURE, figure_table(self.rows), source=self._source())
        shown = saved.outputs[0]
        display_live(Box([self.figure, self.marked], layout=row), shown.data["text/plain"], shown.data, shown.metadata)
        display_live(self.table, self.counted, {"text/html": self.table.value + self.marked.value})
        print(saved.stdout, end="")


def display_live(widget, plain: str, otherwise: dict, metadata: dict | None = None) -> None:
    """Show `widget`, and in its place, where widgets do not run, what `otherwise` gives by MIME type."""
    view = widget._repr_mimebundle_()[WIDGET]
    display({**otherwise, "text/plain": plain, WIDGET: view}, metadata=metadata, raw=True)
