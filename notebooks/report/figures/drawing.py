"""Draw a figure from its table, in English and Chinese, as PNG and SVG, the same bytes every time.

In a notebook one line does it: `draw("02-money", money)`. The sheet data/codebook/figures.csv says which form
a figure has and what it says; a form is a function of the table. The picture is drawn from the CSV as saved,
so what is drawn and what is saved cannot differ.
"""

import csv
import hashlib
from functools import lru_cache
from io import StringIO
from pathlib import Path

import pandas as pd
from IPython.display import Image, display

from report.figures.bars import bars
from report.figures.chain import chain
from report.figures.grid import grid
from report.figures.look import (
    CHAIN,
    GREY,
    LANGUAGES,
    MARGIN,
    PIXELS,
    SMALL,
    SUBTITLE,
    TITLE,
    WIDTH,
    chosen_language,
    hue,
)
from report.figures.marked_text import marked_text
from report.figures.matrix import matrix
from report.figures.output import png, svg
from report.figures.overview import overview
from report.figures.page import Page, leading, text_width, wrap
from report.figures.pairs import pairs
from report.figures.readings import readings
from report.figures.sheet import SHEET, Words
from report.figures.years import years
from report.paths import CODEBOOK, FIGURES, name_of
from report.tables import csv_bytes, read_labels, write_files
from report.text import ReportError

FORMS = {
    form.__name__: form for form in (bars, chain, grid, marked_text, matrix, overview, pairs, readings, years)
}
NUMBERS = {"value", "lower", "upper", "start", "end", "numbered", "named", "unstated", "statements"}
UNLABELLED = {"bars": "panel", "overview": "column"}  # forms whose places do not say which stage a colour means; a row without place is not drawn
LONGEST = 15  # words of an English title
FILES = [*(f"{language}.{kind}" for language in LANGUAGES for kind in ("png", "svg")), "csv"]


def draw(
    figure: str, table: pd.DataFrame, names: dict | None = None, source=None, folder=FIGURES, sheet=SHEET, part="", optional=False
) -> None:
    """Draw a figure, save it with its table, and show it as saved.

    `figure` is its name in the sheet, with `part` behind it in the names of its files where it is drawn more than once; `table` has the columns that the figure's form asks for.
    `names[language][field][code]` adds names to those of the codebook: they are saved with the table, as
    FIELD_en and FIELD_zh. `source[language]` takes the place of the sheet's source line. Writes
    FIGURE.en.png, FIGURE.zh.png, both as SVG, and FIGURE.csv into `folder`, all or none; shows the PNG of the
    chosen language, with the alt text as its plain text, and prints the digests of PNGs and table, so that a
    changed figure changes the notebook. A table without rows is an error; where the figure is `optional`, one line
    says that nothing is drawn, and what an earlier run drew is taken away. Raises ReportError for a text that the
    table does not fill, RuntimeError for words that run off the figure.
    """
    stem = f"{figure}-{part}" if part else figure
    if optional and table.empty:
        for file in FILES:
            (Path(folder) / f"{stem}.{file}").unlink(missing_ok=True)
        print(f"{stem}: not drawn, for the report states nothing of it")
        return
    files = {file.replace(figure, stem, 1): content for file, content in render(figure, table, names, source, sheet).items()}
    write_files({Path(folder) / file: content for file, content in files.items()})
    language = chosen_language()
    alt = _words(figure, read_table(files[f"{stem}.csv"]), language, sheet)["alt"]
    show_png(files[f"{stem}.{language}.png"], alt)
    for file in (f"{stem}.en.png", f"{stem}.zh.png", f"{stem}.csv"):
        print(f"{name_of(folder)}/{file} sha256:{hashlib.sha256(files[file]).hexdigest()[:16]}")


def show_png(content: bytes, alt: str) -> None:
    """Show a picture; its plain text is the alt text, for readers that drop the alt of images."""
    data, metadata = Image(data=content, alt=alt, width=PIXELS)._repr_mimebundle_()
    display({**data, "text/plain": alt}, metadata=metadata, raw=True)


def render(figure: str, table: pd.DataFrame, names=None, source=None, sheet=SHEET) -> dict[str, bytes]:
    """The files of a figure by name, as `draw` saves them."""
    files = {f"{figure}.csv": csv_bytes(_named(table, names))}
    saved = read_table(files[f"{figure}.csv"])
    for language in LANGUAGES:
        words = _words(figure, saved, language, sheet)
        page = _page(saved, words, source)
        files[f"{figure}.{language}.png"] = png(page)
        files[f"{figure}.{language}.svg"] = svg(page, words["title"], words["alt"])
    return files


def picture(
    figure: str, table: pd.DataFrame, language="en", names=None, source=None, sheet=SHEET
) -> tuple[bytes, str]:
    """One PNG of a figure and its alt text, without saving: the short way, for a figure that follows a
    choice."""
    saved = read_table(csv_bytes(_named(table, names)))
    words = _words(figure, saved, language, sheet)
    return png(_page(saved, words, source)), words["alt"]


def read_table(saved) -> pd.DataFrame:
    """A figure's table as saved, from its path or its bytes: the columns of `NUMBERS`, also behind from_ or to_, as numbers."""
    content = saved if isinstance(saved, bytes) else Path(saved).read_bytes()
    head, *rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    table = pd.DataFrame([[cell.removeprefix("'") for cell in row] for row in rows], columns=head, dtype=object)
    for column in table.columns:
        if _field(column) in NUMBERS:
            table[column] = pd.to_numeric(table[column])
    return table


def _field(column: str) -> str:
    """What a column holds, whichever end of a link it describes."""
    return column.removeprefix("from_").removeprefix("to_")


def _named(table: pd.DataFrame, names: dict | None) -> pd.DataFrame:
    """The table with a column for the names of each field that `names` knows, also behind from_ or to_."""
    columns = {
        f"{column}_{language}": table[column].map(fields[_field(column)]).fillna("")
        for language, fields in (names or {}).items()
        for column in table
        if _field(column) in fields
    }
    return table.assign(**columns)


def _words(figure: str, table: pd.DataFrame, language: str, sheet) -> Words:
    """The figure's words: names are those of the codebook and of the table's own columns FIELD_en and
    FIELD_zh."""
    names = dict(_codebook(_stamps())[language])
    for field in table.columns:
        if f"{field}_{language}" in table:
            own = {code: name for code, name in zip(table[field], table[f"{field}_{language}"]) if name}
            names[_field(field)] = {**names.get(_field(field), {}), **own}
    return Words(figure, language, table, names, sheet)


@lru_cache(1)
def _codebook(stamps: tuple) -> dict:
    return read_labels()


def _stamps() -> tuple:
    return tuple((CODEBOOK / f"{name}.csv").stat().st_mtime_ns for name in ("labels", "indicators"))


def _page(table: pd.DataFrame, words: Words, source) -> Page:
    """Title, subtitle, the form's drawing, notes and source."""
    form = FORMS.get(words.form)
    if form is None:
        raise ReportError(
            f"{words.path.name}: figure {words.figure} has the form {words.form!r}; a form is one of {', '.join(FORMS)}"
        )
    if table.empty:
        raise ReportError(f"{words.figure}: there is nothing to draw, the table has no rows")
    page, room, title = Page(), WIDTH - 2 * MARGIN, words["title"]
    if words.language == "en" and len(title.split()) > LONGEST:
        raise ReportError(
            f"{words.path.name}: the title of {words.figure} has more than {LONGEST} words: {title!r}"
        )
    page.y = page.lines(MARGIN, 20, wrap(title, room, TITLE), TITLE)
    page.y = page.lines(
        MARGIN, page.y + 6, wrap(words["subtitle"] + _status(table, words), room, SUBTITLE), SUBTITLE, GREY
    )
    if words.form in UNLABELLED:
        _stage_key(page, table, words)
    page.y += 26
    try:
        form(page, table, words)
    except KeyError as missing:
        raise ReportError(
            f"{words.figure}: the table lacks {missing.args[0]!r}, which the form {words.form!r} needs"
        ) from None
    if page.replaced:
        page.notes.append(words["label.replaced"])
    own = [words["note"]] if words.has("note") else []
    foot = [*page.notes, *own, source[words.language] if source else words["source"]]
    page.y += 22
    for line in foot:
        page.y = page.lines(MARGIN, page.y, wrap(line, room, SMALL), SMALL, GREY)
    page.end(int(page.y) + 16)
    return page


def _stage_key(page: Page, table: pd.DataFrame, words: Words) -> None:
    """A line that names the colours of the stages, where the table has more than one of the chain."""
    place = UNLABELLED[words.form]
    drawn = table[table[place] != ""] if place in table else table
    stages = [stage for stage in CHAIN if stage in set(drawn.get("stage", ()))]
    if len(stages) < 2:
        return
    x, middle = MARGIN, page.y + 8 + leading(SMALL) / 2
    for stage in stages:
        page.dot(x + 5, middle, 5, hue(stage))
        name = words.name("stage", stage)
        page.text(x + 16, middle, name, SMALL, GREY)
        x += 16 + text_width(name, SMALL) + 24
    page.y += 8 + leading(SMALL)


def _status(table: pd.DataFrame, words: Words) -> str:
    """How far the coding is reviewed, where the table has a column `status`: nothing where all rows that have one are.

    A row counts as many statements as `numbered` and `named` say, or one.
    """
    if "status" not in table:
        return ""
    counts = table["numbered"] + table["named"] if "numbered" in table else pd.Series(1, table.index)
    reviewed, rows = (int(counts[table["status"].isin(some)].sum()) for some in (["reviewed"], ["reviewed", "suggested"]))
    if reviewed == rows:
        return ""
    return " · " + words.fill("label.partly_reviewed" if reviewed else "label.suggested", reviewed=reviewed, rows=rows)
