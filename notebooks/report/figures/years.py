"""An amount year by year, as it is and in prices of the first year."""

import pandas as pd

from report.amounts import is_numbered, percent
from report.figures.look import BODY, GREY, INK, MARGIN, NUMBER, PALE, WIDTH, hue
from report.figures.page import Page, leading, wrap
from report.tables import records

TALL, FACE = 380, 0.56  # of the highest column; a column's share of its place
MOST = 8  # years


def years(page: Page, table: pd.DataFrame, words) -> None:
    """A column a year with its amount as the report wrote it, arrows with the change from year to year.

    Columns: `observation`, `period` (a year), `value`, `lower`, `upper`, `bound`, `unit`, `exact`, `derived`
    (empty, or words such as `prices of 2018`: then the row is a dashed line across the column of its year,
    and is called by `label.real` of the sheet); `stage` for the colour.
    """
    given, derived = (table[table["derived"].eq("") == plain] for plain in (True, False))
    given, real_of = records(given.tail(MOST)), {row["period"]: row for row in records(derived)}
    place = (WIDTH - 2 * MARGIN) / len(given)
    wide, tallest = place * FACE, max(row["lower"] for row in given if is_numbered(row))
    ground = page.y + TALL + leading(BODY) + leading(NUMBER)
    before = None
    for i, row in enumerate(given):
        x = MARGIN + i * place
        top = ground - TALL * row["lower"] / tallest if is_numbered(row) else ground
        page.bar(x + (place - wide) / 2, top, wide, ground - top, hue(row.get("stage", "")))
        shown, quoted = words.shown_and_quoted(row)
        page.lines(x + place / 2, top - 4 - leading(BODY), [quoted], BODY - 1, GREY, "centre")
        lift = leading(BODY) if quoted else 0
        page.lines(x + place / 2, top - 4 - lift - leading(NUMBER), [shown], NUMBER, align="centre")
        if row["period"] in real_of and before is not None:
            ink = INK.get(row.get("stage", ""), "#ffffff")
            real = real_of[row["period"]]
            level = ground - TALL * real["lower"] / tallest
            page.line(x + (place - wide) / 2, level, x + (place + wide) / 2, level, ink, 2.5, (9, 6))
            said = words.fill("label.real", amount=words.amount(real, 2 if words.language == "en" else 0), base=given[0]["period"])
            page.lines(x + place / 2, level + 8, wrap(said, wide - 12, BODY), BODY, ink, "centre")
        if before is not None and is_numbered(row) and is_numbered(before[1]):
            left = x - (place - wide) / 2
            page.arrow(left + 12, before[0], left + (place - wide) - 12, top, GREY, 2)
            change = row["lower"] / before[1]["lower"] - 1
            page.text(
                x,
                max(before[0], top) + 26,
                f"{'+' if change >= 0 else '−'}{percent(abs(change))}",
                BODY,
                GREY,
                "centre",
            )
        page.text(x + place / 2, ground + 22, row["period"], BODY, GREY, "centre")
        before = (top, row)
    page.line(MARGIN, ground, WIDTH - MARGIN, ground, PALE)
    page.y = ground + 40
