"""The review panel: a widget for JupyterLab around a `Review`. What it shows comes from `view`, what it asks from `act`."""

import csv
from functools import cached_property
from html import escape
from pathlib import Path

import anywidget
import traitlets
from ipywidgets import VBox

from report.explore import display_live
from report.figures import chosen_language
from report.paths import CODEBOOK
from report.review.chinese import guide, in_chinese, names_of
from report.review.items import Item, reasons
from report.review.review import Review
from report.text import ReportError

HERE = Path(__file__).parent
FIELDS = ("task", "area", "stage", "scope", "flow", "indicator", "unit", "bound")  # chosen from menus; the rest is typed
GUIDE = ("definition", "rule", "yes", "no")  # columns of the codebook's sheets that help to decide, as far as they are there
MANY = 500  # marks that are sent one by one
PAGE = 8000  # characters that a saved notebook shows
ABOUT = {
    "en": "Review panel: {} It opens in JupyterLab after Run All. Without it, edit {} in a spreadsheet: mend the row, set "
    "status to reviewed, and run this notebook again; a quantity that does not count goes to exclusions.csv with a reason.",
    "zh": "审核面板：{} 在JupyterLab中运行全部单元后打开。不用面板时，可用电子表格编辑{}：改正该行，将status改为reviewed，再运行本笔记本；"
    "不计入的数量写入exclusions.csv并注明理由。",
}
PROGRESS = {
    "en": "{reviewed} of {of} statements reviewed, {left_out} left out, {suggested} only suggested, {unread} without a row{lost}.",
    "zh": "共{of}条表述：已审核{reviewed}，不计入{left_out}，仅为建议{suggested}，无编码{unread}{lost}。",
}
LOST = {"en": ", {} whose words are no longer in the report", "zh": "，词语已失{}"}


class Panel(anywidget.AnyWidget):
    """The face of a `Review` in the notebook."""

    _esm = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("parts.js", "text.js", "panel.js"))
    _css = HERE / "panel.css"
    text = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    menus = traitlets.Dict().tag(sync=True)
    marks = traitlets.List().tag(sync=True)  # every statement, as `mark` gives it
    changed = traitlets.Dict().tag(sync=True)  # those that look otherwise since, by their place in `marks`: all would be megabytes
    order = traitlets.List().tag(sync=True)  # their keys in the order of review, where that is not the text's
    view = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode("en").tag(sync=True)

    def __init__(self, review: Review, language: str = "en"):
        super().__init__(text=review.text, words=interface_words(), language=language)
        self.review = review
        self.on_msg(lambda _, message, __: self.act(message))
        self.refresh(news=review.news)

    @cached_property
    def actions(self) -> dict:
        """What the panel may ask for, by name."""
        review = self.review
        names = ("accept", "change", "leave_out", "code", "add", "relate", "define", "undo", "look", "step", "place", "place_at")
        return {name: getattr(review, name) for name in names} | {
            "go": lambda: None,
            "place_words": lambda words: review.place(*review.find(words)),
            "find": lambda words, **rest: review.add(*review.find(words), **rest),
            "sort": lambda doubtful_first: setattr(review, "doubtful_first", doubtful_first),
        }

    def act(self, message: dict) -> None:
        """Do what the panel asks, with the statement it shows at hand, and show what came of it, or the one line that says why not."""
        error = ""
        try:
            self.review.go(message.get("at", ""))
            self.actions[message["do"]](**message.get("with", {}))
        except ReportError as problem:
            error = str(problem)
        self.refresh(error, message.get("number", 0))

    def refresh(self, error: str = "", number: int = 0, news: str = "") -> None:
        """Show the review as it stands, with an `error` or `news`; `number` tells the panel which of its messages this answers."""
        self.menus = menus(self.review)
        self._mark()
        self.order = [item.key for item in self.review.order] if self.review.doubtful_first else []
        said = {"error": error, "news": news, "undo": self.review.steps[-1].label if self.review.steps else ""}
        names = names_of({field: {entry["code"]: entry["zh"] for entry in entries} for field, entries in self.menus.items()})
        said |= {f"{name}_zh": in_chinese(words, names) for name, words in said.items()}
        self.view = view(self.review, names) | said | {"number": number}

    def _mark(self) -> None:
        marks = [mark(self.review, item) for item in self.review.items]
        same_places = len(marks) == len(self.marks) and all(new[:3] == old[:3] for new, old in zip(marks, self.marks))
        changed = {str(at): new for at, (new, old) in enumerate(zip(marks, self.marks)) if new != old}
        if same_places and len(changed) <= MANY:
            self.changed = changed
        else:
            self.changed, self.marks = {}, marks


def show_panel(folder, codebook=CODEBOOK, language: str | None = None) -> Review:
    """Open the report in `folder` for review and show its panel; where widgets do not run, its text and how to do without.

    Returns the `Review`, which the panel and its caller share. Without a `language` it is that of the run.
    """
    language = language or chosen_language()
    review = Review(folder, codebook)
    lost = LOST[language].format(review.progress["lost"]) if review.progress["lost"] else ""
    progress = PROGRESS[language].format(**review.progress | {"lost": lost})
    about = ABOUT[language].format(progress, review.store.name)
    display_live(VBox([Panel(review, language)]), about, {"text/html": f"<p>{escape(about)}</p>{text_html(review, language)}"})
    return review


def interface_words() -> dict:
    """The words of the panel by language and key, from `words.csv`."""
    with open(HERE / "words.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {language: {row["key"]: row[language] for row in rows} for language in ("en", "zh")}


def menus(review: Review) -> dict:
    """For each field its codes in order: code, English and Chinese name, what helps to decide, and an indicator's unit."""
    shared = {**review.store.book.codes, "indicator": review.store.book.units}
    return {
        field: [menu_entry(field, code, row, code in shared.get(field, ())) for code, row in review.known(field).items()]
        for field in (*FIELDS, "relation")
    }


def menu_entry(field: str, code: str, row: dict, is_shared: bool) -> dict:
    """A code as its menu shows it; a code of the codebook has its help in both languages, one of the report's own as it was typed."""
    names = {language: row.get(language) or row.get(f"name_{language}") or code for language in ("en", "zh")}
    helps = {part: row.get(part, "") for part in GUIDE}
    chinese = guide().get((field, code), {}) if is_shared else helps
    helps |= {f"{part}_zh": chinese.get(part, "") for part in GUIDE}
    return {"code": code, **names, **helps} | ({"unit": row["unit"]} if field == "indicator" else {})


def view(review: Review, names: dict) -> dict:
    """All that changes from one action to the next: progress, the marks in the text, and the statement at hand."""
    here = review.here
    return {
        "progress": review.progress,
        "doubtful_first": review.doubtful_first,
        "at": review.at,
        "here": statement(review, here, names) if here else None,
        "file": review.store.name,
    }


def mark(review: Review, item: Item) -> list:
    """A statement as the text and the list show it: key, start, end, state, stage, indicator, task, and its words if they are lost."""
    code = item.code or {"stage": "", "indicator": "", "task": ""}
    lost = review.words(item) if item.state == "lost" else ""
    return [item.key, item.start, item.end, item.state, code["stage"], code["indicator"], code["task"], lost]


def statement(review: Review, item: Item, names: dict) -> dict:
    """The statement at hand: its words and what stands around them, its row, the reasons of the rules, and its relations."""
    name = item.key
    why = {field: reason | {"why_zh": in_chinese(reason["why"], names)} for field, reason in reasons(item.code).items()}
    links = [row for row in review.sheets.links if name in (row["from"], row["to"])]
    return {
        "state": item.state,
        "words": review.words(item),
        "before": "" if item.state == "lost" else review.text[max(0, item.start - 30) : item.start].rpartition("\n")[2],
        "after": "" if item.state == "lost" else review.text[item.end : item.end + 20].partition("\n")[0],
        "code": item.code,
        "exclusion": item.exclusion,
        "read": {field: item.quantity[field] for field in ("value", "lower", "upper", "unit", "bound")} if item.quantity else None,
        "reasons": why,
        "links": links,
    }


def text_html(review: Review, language: str) -> str:
    """The first page of the report's text with its statements marked, for where widgets do not run."""
    page, pieces, at, words = review.text[:PAGE], [], 0, interface_words()[language]
    for item in review.items:
        if item.state != "lost" and at <= item.start and item.end <= len(page):  # not inside words that are marked already
            pieces += [escape(page[at : item.start]), f'<mark title="{words[item.state]}">{escape(review.words(item))}</mark>']
            at = item.end
    return "<p>" + "".join([*pieces, escape(page[at:])]).replace("\n", "<br>\n") + "</p>"
