"""The words of the figures, from data/codebook/figures.csv: texts in both languages, numbers filled in.

A row of the sheet is one text: `figure` (empty: for every figure of the form), `form` (empty: for every
form), `part`, `en`, `zh`. Parts: `title`, `subtitle`, `alt`, `source`, `row` (how a row is named), `panel` or
`panel.KEY`, `label.KEY`, `note`. The row of a figure's title names its form. Numbers are never typed but
filled from the figure's table, in braces:

    {total:money}  {KEY.COLUMN:FORMAT}        the row whose first column is KEY: its amount, or one of its columns
    {rows}  {rows stage=outcome lower!=}      how many rows there are, or meet all conditions; a|b allows either
    {distinct task}  {names task lower=}      how many different values a column has; their names, joined
    {sum numbered stage=outcome}  {period}    a sum; the year or years, from the column `period`

Formats: `number` (as it is without one), `word` (two, 两), `Word`, `money`, `money.2` (rounded), `percent`,
`amount` (with unit and bound), `s` and `y` (the ending of a noun, plural but for one). A digit or a number word typed into a text, a placeholder that the table does
not fill, and an unknown figure or column are errors that name the sheet, the row and the words.
"""

import re
from functools import cache
from pathlib import Path

import pandas as pd

from report import amounts
from report.figures.look import LANGUAGES
from report.paths import CODEBOOK
from report.tables import read_sheet, records
from report.text import ReportError

SHEET = CODEBOOK / "figures.csv"
COLUMNS = ["figure", "form", "part", "en", "zh"]
PLACE = re.compile(r"\{([^{}]*)\}")
TYPED = {  # a number typed where it should be filled in
    "en": re.compile(
        r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
        r"eighty|ninety|hundreds?|thousands?|dozens?|both)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"\d|(?<!第)[两二三四五六七八九十百千]+(?=[个项家人户名年月笔类处条组次者大万亿元种份])"
    ),
}
JOINED = {"en": (", ", " and "), "zh": ("、", "和")}


class Words:
    """The texts of one figure in one language, filled from its table; codes are called `names[field][code]`."""

    def __init__(self, figure: str, language: str, table: pd.DataFrame, names: dict, path: Path = SHEET):
        self.figure, self.language, self.table, self.path = figure, language, table, Path(path)
        self.names = names
        self._texts = read_texts(self.path)
        self.form = form_of(figure, self.path)

    def has(self, part: str) -> bool:
        """Whether the sheet has a text for this part."""
        return any(key in self._texts for key in self._keys(part))

    def __getitem__(self, part: str) -> str:
        return self.fill(part)

    def fill(self, part: str, **values) -> str:
        """The text of a part; `values` fill the placeholders of their names, the table all others."""
        text = next((self._texts[key] for key in self._keys(part) if key in self._texts), None)
        if text is None:
            raise ReportError(f"{self.path.name}: the figure {self.figure} has no row {part!r}")
        return PLACE.sub(lambda match: self._value(match.group(1), part, values), text[self.language])

    def name(self, field: str, code: str) -> str:
        """A code's name; the code itself where no sheet names it, `label.no_FIELD` for an empty one."""
        if code == "" and self.has(f"label.no_{field}"):
            return self[f"label.no_{field}"]
        return self.names.get(field, {}).get(code, code)

    def row_name(self, row: dict) -> str:
        """How a row is named: by `label.KEY` of its key, or as the part `row` says from its columns."""
        key = f"label.{next(iter(row.values()))}"
        return self.row_text(key if self.has(key) else "row", row)

    def row_text(self, part: str, row: dict) -> str:
        """The text of a part, with the names of a row's codes."""
        return self.fill(part, **{column: self.name(column, value) for column, value in row.items()})

    def columns(self, used: pd.Series) -> list[str]:
        """The figure's columns (`column.KEY`), or else its form's, in order; ReportError where `used` has others."""
        columns = [(owner, part[7:]) for owner, part in self._texts if part.startswith("column.")]
        own, shared = (
            [key for owner, key in columns if owner == one] for one in (self.figure, f"form {self.form}")
        )
        known = own or shared
        unknown = set(used) - {"", *known}
        if unknown:
            raise ReportError(f"{self.path.name}: figure {self.figure} has no row 'column.{min(unknown)}'")
        return known

    def shown_and_quoted(self, row) -> tuple[str, str]:
        """A row's number for reading and the report's words for it; see `amounts.shown_and_quoted`."""
        return amounts.shown_and_quoted(row, self.language, self.names.get("unit", {}))

    def amount(self, row, digits: int | None = None) -> str:
        """A row's number with its unit and bound."""
        return amounts.amount(row, self.language, self.names.get("unit", {}), digits)

    def _keys(self, part: str) -> list[tuple]:
        return [(self.figure, part), (f"form {self.form}", part), ("", part)]

    # filling ----------------------------------------------------------------------------------------------------------

    def _value(self, place: str, part: str, values: dict) -> str:
        expression, _, form = place.partition(":")
        try:
            value = values[expression] if expression in values else self._look_up(expression, form)
            return self._formatted(value, form)
        except (KeyError, ValueError, TypeError, IndexError) as problem:
            reason = problem.args[0] if problem.args else type(problem).__name__
            raise ReportError(
                f"{self.path.name}, figure {self.figure}, {part}: the table does not fill {{{place}}} ({reason})"
            ) from None

    def _look_up(self, expression: str, form: str):
        command, *rest = expression.split(" ")
        if command == "rows":
            return len(self._where(rest))
        if command == "period":
            return self._period(self._where(rest))
        if command in ("distinct", "names", "sum"):
            column, rows = rest[0], self._where(rest[1:])
            if command == "sum":
                return rows[column].sum()
            codes = list(dict.fromkeys(code for code in rows[column] if code != ""))
            return (
                len(codes)
                if command == "distinct"
                else self.joined([self.name(column, code) for code in codes])
            )
        key, _, column = (
            (expression, "", "") if expression in set(self.table.iloc[:, 0]) else expression.rpartition(".")
        )
        found = self.table[self.table.iloc[:, 0] == key]
        if len(found) != 1:
            raise ValueError(f"{len(found)} rows are called {key!r}")
        row = records(found)[0]
        return row[column] if column else row

    def _where(self, conditions: list[str]) -> pd.DataFrame:
        rows = self.table
        for condition in conditions:
            parts = re.fullmatch(r"(\w+)(!?)=(.*)", condition)
            if parts is None:
                raise ValueError(f"{condition!r} is no condition")
            column, unequal, listed = parts.groups()
            codes = listed.split("|")
            unknown = set(codes) - {"", *self.names.get(column, codes)}
            if unknown:
                raise ValueError(f"{min(unknown)!r} is no {column} of the codebook")
            meets = rows[column].map(_as_text).isin(codes)
            rows = rows[~meets if unequal else meets]
        return rows

    def joined(self, words: list[str]) -> str:
        """A list in words: a, b and c; 甲、乙和丙."""
        comma, final = JOINED[self.language]
        return final.join([comma.join(words[:-1]), words[-1]] if len(words) > 1 else words)

    def _period(self, rows: pd.DataFrame) -> str:
        years = sorted({year for period in rows["period"] for year in re.findall(r"\d{4}", str(period))})
        if not years and self.has("label.no_period"):
            return self["label.no_period"]
        if not years:
            raise ValueError("no period is given")
        return amounts.RANGE[self.language].join(years[:1] + years[-1:] if len(years) > 1 else years)

    def _formatted(self, value, form: str) -> str:
        form, _, digits = form.partition(".")
        digits = int(digits) if digits else None
        if isinstance(value, dict):
            if not amounts.is_numbered(value):
                raise ValueError("no number")
            if form == "money" and value["unit"] != "CNY":
                raise ValueError(f"{value['unit']} is no money")
            return self.amount(value, digits)
        if isinstance(value, str):
            if not value:
                raise ValueError("nothing there")
            return value
        if value != value:
            raise ValueError("no number")
        return {
            "": lambda: amounts.number(value, self.language, 4 if digits is None else digits),
            "number": lambda: amounts.number(value, self.language, 4 if digits is None else digits),
            "word": lambda: amounts.word(value, self.language),
            "Word": lambda: amounts.word(value, self.language).capitalize(),
            "money": lambda: amounts.money(value, None, self.language, digits),
            "percent": lambda: amounts.percent(value, 1 if digits is None else digits),
            "s": lambda: "" if value == 1 else "s",
            "y": lambda: "y" if value == 1 else "ies",
        }[form]()


def _as_text(value) -> str:
    """A cell as a condition writes it: whole numbers without a point, nothing where there is no number."""
    return "" if value != value else f"{value:g}" if isinstance(value, float) else str(value)


# reading ------------------------------------------------------------------------------------------------------------


@cache
def _read_texts(path: Path, stamp: tuple) -> dict:
    texts, sheet = {}, read_sheet(path)
    if list(sheet.columns) != COLUMNS:
        raise ReportError(
            f"{path.name}: the columns must be {', '.join(COLUMNS)}, not {', '.join(sheet.columns)}"
        )
    for line, row in enumerate(records(sheet), 2):
        where = row["figure"] or (f"form {row['form']}" if row["form"] else "")
        if (where, row["part"]) in texts:
            raise ReportError(f"{path.name}, row {line}: {where} has {row['part']!r} already")
        texts[where, row["part"]] = {language: row[language] for language in LANGUAGES}
        if row["figure"] and row["part"] == "title":
            texts[row["figure"], "form"] = row["form"]
        if row["part"] != "source":
            _check_row(row, f"{path.name}, row {line} ({where} {row['part']})")
    return texts


def _check_row(row: dict, where: str) -> None:
    """Raise ReportError for a text that types a number, or that one language lacks."""
    for language in LANGUAGES:
        plain = PLACE.sub("", row[language])
        typed = TYPED[language].search(plain)
        if typed:
            raise ReportError(
                f"{where}: the number {typed.group()!r} is typed into {row[language]!r}; fill it from the table, as {{rows:word}}"
            )
        if "{" in plain or "}" in plain:
            raise ReportError(f"{where}: a brace stands alone in {row[language]!r}")
        if not row[language]:
            raise ReportError(f"{where}: the text in {language} is missing")


def read_texts(path: Path = SHEET) -> dict:
    """The checked texts of a sheet, by figure (or form) and part; read again only when the file has
    changed."""
    state = Path(path).stat()
    return _read_texts(Path(path), (state.st_mtime_ns, state.st_size))


def form_of(figure: str, path: Path = SHEET) -> str:
    """The form that the sheet gives a figure."""
    form = read_texts(path).get((figure, "form"))
    if not form:
        raise ReportError(f"{Path(path).name}: there is no figure {figure!r} with a title and a form")
    return form
