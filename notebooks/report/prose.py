"""Hold the prose of a notebook to the numbers computed in it.

A sentence with numbers stands in a Markdown cell below its template, which no renderer shows:

    <!-- says: Between {reached.lower} and {reached.upper} people were reached. -->
    Between 946 and 1,432 people were reached.

`check_prose` fills each template with what was computed and compares; any other number must be words of the report.
"""

import json
import os
import re
from collections.abc import Sized
from math import isfinite
from pathlib import Path
from string import Formatter

from report.amounts import WORDS, number, percent, word
from report.codebook import read_labels
from report.paths import ROOT

SAYS = re.compile(r"<!-- says: (?P<template>.+?) -->\n(?P<prose>.+?)(?=\n\n|\n<!--|\Z)", re.S)
NO_PROSE = re.compile(r"<!--.*?-->|`[^`]*`|\[(?:\d ·|notebook \d)[^\]]*(?=\])|\]\([^)]*\)|^# \d · ", re.S | re.M)
COUNT = re.compile(
    rf"(?<![A-Za-z\d])\d[\d,.]*|\b(?:{'|'.join(WORDS['en'][2:])})\b|(?:{'|'.join(WORDS['zh'][:1:-1])})(?=[个项类笔年次人户家种处条组步份段])", re.I
)
WORDS_OF_A_REPORT = re.compile("[0-9.]*[\u4e00-\u9fff][\u4e00-\u9fff0-9.%“”、]*")
SENTENCE = re.compile(r".+?(?:[.;](?= )|[。；]|$)")
FIELD = re.compile(r"\{[^}]*\}")
UPDATE = "REPORT_UPDATE_FINDINGS"  # the file that collects new sentences where a person asked for them


class ProseError(AssertionError):
    """The prose of a notebook says something else than was computed."""


class Wording(Formatter):
    """`str.format` whose fields say how a number is written: {x:million}, {x:wan}, {x:percent}, {x:word}, {x:zh}.

    A table or a set counts as the number of its rows or members. Without a format a number has its thousands separated, which `plain` leaves out. `million` and `wan` leave out the unit, so
    that a range names it once; `change` is a percentage with its sign. `task` and `任务` give the name of a task, or of
    several, by their codes. Raises ValueError for what is no number, LookupError for an unknown name or format.
    """

    FORMATS = {
        "": number,
        "plain": lambda value: number(value, "zh"),
        "million": lambda value: number(value / 1e6),
        "wan": lambda value: number(value / 1e4, "zh"),
        "percent": percent,
        "two": lambda value: f"{value:.2f}",
        "change": lambda value: f"{value:+.1%}",
        "word": word,
        "Word": lambda value: word(value).capitalize(),
        "zh": lambda value: word(value, "zh"),
    }
    NAMES = {"task": ("en", " and "), "任务": ("zh", "、")}

    def format_field(self, value, form):
        if form in self.NAMES:
            language, joint = self.NAMES[form]
            return joint.join(read_labels()[language]["task"][code] for code in ([value] if isinstance(value, str) else value))
        if isinstance(value, str):
            return value
        if isinstance(value, Sized):
            value = len(value)
        if not isfinite(value):
            raise ValueError(f"{value} is no number to write down")
        return self.FORMATS[form](value)


def check_prose(notebook: str, text: str = "", constants: tuple[str, ...] = (), **values) -> None:
    """Compare the prose of `notebook` (the file's name without ending) with the computed `values`, by name.

    `text` is the report, whose words may be quoted; `constants` are numbers of other sources, as the prose writes them.
    Prints how many passages agree. Raises ProseError for a passage that says something else, with both side by side,
    for a template that cannot be filled, and for a number that is neither computed nor quoted.
    """
    passages = computed_passages(notebook, values)
    changes = [(place, says, computed) for place, says, computed in passages if computed != one_line(says)]
    for place, source in markdown_cells(notebook):
        check_rest(source, text, constants, place)
    if changes and UPDATE in os.environ:
        Path(os.environ[UPDATE]).write_text(json.dumps(changes), encoding="utf-8")
    elif changes:
        raise ProseError("\n".join(both_sides(*change) for change in changes) + how_to(notebook))
    print(f"{len(passages)} passages agree with what was computed")


def markdown_cells(notebook: str) -> list[tuple[str, str]]:
    """Where each Markdown cell of a notebook stands, and its source."""
    path = ROOT / f"notebooks/{notebook}.ipynb"
    cells = enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], 1)
    named = [(f"notebooks/{path.name}, cell {number}", cell) for number, cell in cells]
    return [(place, "".join(cell["source"])) for place, cell in named if cell["cell_type"] == "markdown"]


def computed_passages(notebook: str, values: dict) -> list[tuple[str, str, str]]:
    """Each passage that has a template: where it stands, what it says, what was computed."""
    return [
        (place, says["prose"].strip(), filled(says["template"], values, place))
        for place, source in markdown_cells(notebook)
        for says in SAYS.finditer(source)
    ]


def filled(template: str, values: dict, place: str) -> str:
    """The template with its fields filled. Raises ProseError naming what cannot be filled."""
    try:
        return one_line(Wording().format(template, **values))
    except (LookupError, AttributeError, ValueError, TypeError) as error:
        raise ProseError(f"{place}: cannot fill {template!r}: {error!r}") from None


def one_line(prose: str) -> str:
    """Line breaks count as spaces."""
    return " ".join(prose.split())


def check_rest(source: str, text: str, constants, place: str) -> None:
    """Raise ProseError for a number outside the fields of the templates that is not words of the report."""
    rest = NO_PROSE.sub(" ", SAYS.sub(lambda says: FIELD.sub(" ", says["template"]), source))
    for constant in constants:
        rest = rest.replace(constant, " ")
    quoted = [run.span() for run in WORDS_OF_A_REPORT.finditer(rest) if run[0].strip(".、") in text]
    for count in COUNT.finditer(rest):
        if not any(start <= count.start() and count.end() <= end for start, end in quoted):
            around = one_line(rest[max(0, count.start() - 20) : count.end() + 20])
            raise ProseError(f"{place}: {count[0]!r} in {around!r} is neither computed nor words of the report")


def rewrite_readme(changes: list) -> None:
    """Put new sentences, as `check_prose` hands them over, where README.md repeats the old ones.

    A passage that has more or fewer sentences than before is left: which of them the README wants is for a person to say.
    """
    path = ROOT / "README.md"
    readme = path.read_text(encoding="utf-8")
    for _, old, new in changes:
        before, after = SENTENCE.findall(one_line(old)), SENTENCE.findall(new)
        for was, now in zip(before, after) if len(before) == len(after) else []:
            readme = readme.replace(was.strip(), now.strip())
    path.write_text(readme, encoding="utf-8", newline="\n")


def both_sides(place: str, old: str, new: str) -> str:
    return f"{place}\n    says:     {one_line(old)}\n    computed: {new}"


def how_to(notebook: str) -> str:
    return f"\nEdit the cell, or write what is computed: python notebooks/run_all.py --update-findings {notebook[:2]}"
