"""Figures: each drawn from one table, in English and Chinese, by the form that the codebook's figures.csv names.

drawing      draw a figure from its table, save it, show it
sheet        titles and labels, numbers filled in
bars chain matrix pairs years marked_text overview grid readings       the forms
amounts      numbers in words
page         what a form draws on; output makes PNG and SVG of it
look         colours, sizes, the language shown
"""

from report.amounts import money, number
from report.figures.drawing import draw, picture, read_table, render, show_png
from report.figures.look import PIXELS, choose_language, chosen_language
from report.figures.marked_text import marked_spans
from report.figures.overview import overview_columns

__all__ = [
    "PIXELS",
    "choose_language",
    "chosen_language",
    "draw",
    "marked_spans",
    "money",
    "number",
    "overview_columns",
    "picture",
    "read_table",
    "render",
    "show_png",
]
