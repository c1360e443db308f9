"""Pairs of numbers that the report ties together, and the ratio each pair implies."""

import pandas as pd

from report.amounts import amount, number
from report.figures.look import BLACK, GREY, MARGIN, NUMBER, SMALL, WIDTH
from report.figures.page import Page, leading, wrap
from report.tables import records

FIRST, SECOND, THIRD = MARGIN, 428, 800  # where the three columns begin


def pairs(page: Page, table: pd.DataFrame, words) -> None:
    """A row a link: the number it starts from, an arrow, the number it leads to, and the ratio between them.

    Columns: `link`; for each side, `from` and `to`: `…_indicator`, `…_value`, `…_lower`, `…_upper`,
    `…_bound`, `…_unit`, `…_exact`, as in the tidy data; `lower`, `upper` (of the ratio), `unit` (of the
    ratio: `share`, `CNY per person` …, named by `label.UNIT` of the sheet, or `label.per`). A ratio is rounded to two
    figures, with ≈ before it.
    """
    for row in records(table):
        top, low = page.y, []
        for x, side, width in ((FIRST, "from_", SECOND - FIRST - 90), (SECOND, "to_", THIRD - SECOND - 24)):
            end = {
                column.removeprefix(side): value for column, value in row.items() if column.startswith(side)
            }
            shown, quoted = words.shown_and_quoted(end)
            y = page.lines(x, top, wrap(shown, width, NUMBER), NUMBER)
            name = words.name("indicator", end["indicator"]) + (f" ({quoted})" if quoted else "")
            low.append(page.lines(x, y, wrap(name, width, SMALL + 1), SMALL + 1, GREY))
        middle = top + leading(NUMBER) / 2
        page.arrow(SECOND - 78, middle, SECOND - 18, middle, GREY, 2)
        y = page.lines(
            THIRD, top, wrap(_ratio(row, words), WIDTH - MARGIN - THIRD, NUMBER + 4), NUMBER + 4, BLACK
        )
        unit = _unit(row, words)
        low.append(page.lines(THIRD, y, wrap(unit, WIDTH - MARGIN - THIRD, SMALL + 1), SMALL + 1, GREY))
        page.y = max(low) + 24


def _unit(row, words) -> str:
    """What the ratio is counted in, by the sheet's `label.UNIT`, or else its `label.per`."""
    if words.has(f"label.{row['unit']}"):
        return words[f"label.{row['unit']}"]
    one, other = (words.name("unit", row[f"{end}_unit"]) for end in ("from", "to"))
    return words.fill("label.per", one=one, other=other)


def _ratio(row, words) -> str:
    """The ratio, rounded to two figures: ≈ 12,000; ≥ 690,000 where it is open above, rounded down so that it
    still holds."""
    rounded = {**row, "lower": _two_figures(row["lower"], down=row["lower"] != row["upper"])}
    rounded["upper"] = rounded["lower"] if row["lower"] == row["upper"] else row["upper"]
    unit = (
        "share"
        if row["unit"] == "share"
        else "CNY"
        if words.language == "zh" and row["unit"].startswith("CNY")
        else ""
    )
    shown = amount(
        {**rounded, "unit": unit, "bound": ""}, words.language, {}, digits=None if unit == "CNY" else 0
    )
    exact = rounded["lower"] == row["lower"] == row["upper"]
    return shown if exact or rounded["upper"] != rounded["lower"] else f"≈ {shown}"


def _two_figures(value: float, down: bool) -> float:
    step = 10 ** (len(number(value, digits=0).replace(",", "")) - 2) if value >= 1 else 0.01
    return (value // step if down else round(value / step)) * step
