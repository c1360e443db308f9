"""Colours, sizes and the language a run shows: what all figures share.

Colour means stage, and nothing else: Okabe and Ito's palette, with words or shape beside each colour so that
none is needed to read a figure. Tasks and totals are dark. Lengths are pixels of a picture that is 1080
pixels wide.
"""

import logging

from report.language import LANGUAGES, choose_language, chosen_language  # noqa: F401  shown here, chosen there

WIDTH, MARGIN = 1080, 36
DPI = 144  # 7.5 inches across
PIXELS = 750  # the width at which a page shows it
TITLE, SUBTITLE, NUMBER, BODY, SMALL = 30, 21, 25, 20, 17  # SMALL is 9.4 pixels where the picture is 600 wide
BLACK, GREY, NUMERAL, PALE = "#1a1a1a", "#595959", "#767676", "#d9d9d9"
RUST = "#b34700"  # vermillion dark enough for text, or behind white text
BLUE, ORANGE, GREEN, VERMILLION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
CHAIN = ["input", "activity", "output", "outcome"]
STAGE_COLOURS = {"context": GREY, "input": BLUE, "activity": ORANGE, "output": GREEN, "outcome": VERMILLION}
INK = {"activity": BLACK, "output": BLACK, "outcome": BLACK}  # of words on a stage's colour, where not white
# Matplotlib's list of fonts is not used: nobody need hear that it takes long to make.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


def hue(stage: str) -> str:
    """The colour of a stage; black for what belongs to none, such as a total."""
    return STAGE_COLOURS.get(stage, BLACK)
