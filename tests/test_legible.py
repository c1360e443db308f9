"""Figures can be read by colour-blind readers, on a narrow page, and in print.

Dichromacy is simulated after Machado, Oliveira and Fernandes (IEEE TVCG 15, 2009), severity 1.0, in linear RGB. Contrast is
that of WCAG 2.1: at least 4.5 for text, 3 for marks. Colours that stand beside each other should differ by ΔE*ab ≥ 10
(CIE 1976), several times the 2.3 that the eye just notices (Mahy et al., Color Research & Application 19, 1994).
"""

from inspect import getsource
from itertools import combinations

import numpy as np
import pytest

from report.figures import (
    bars,
    chain,
    grid,
    look,
    marked_text,
    matrix,
    overview,
    page,
    pairs,
    readings,
    years,
)
from report.figures.page import Page

SIMULATIONS = {
    "full colour": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour):
    levels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    shares = TO_XYZ @ np.clip(rgb, 0, 1) / (TO_XYZ @ np.ones(3))
    x, y, z = np.where(shares > 216 / 24389, np.cbrt(shares), (24389 / 27 * shares + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(text, background):
    light, dark = sorted((TO_XYZ[1] @ linear(colour) for colour in (text, background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_neighbouring_colours_stay_apart(simulation):
    matrix = SIMULATIONS[simulation]
    for one, other in combinations([*(look.STAGE_COLOURS[stage] for stage in look.CHAIN), look.BLACK], 2):
        assert np.linalg.norm(lab(matrix @ linear(one)) - lab(matrix @ linear(other))) >= 10, (one, other)


@pytest.mark.parametrize(
    "text, background",
    [
        (look.BLACK, "#ffffff"),
        (look.GREY, "#ffffff"),
        (look.NUMERAL, "#ffffff"),
        ("#ffffff", marked_text.BOXES["outcome"]["fill"]),
        (look.BLACK, marked_text.BOXES["input"]["fill"]),
        (look.BLACK, marked_text.BOXES["context"]["fill"]),
        *((look.INK.get(stage, "#ffffff"), colour) for stage, colour in look.STAGE_COLOURS.items()),
        ("#ffffff", look.hue("")),
    ],
)
def test_text_stands_out(text, background):
    assert contrast(text, background) >= 4.5


@pytest.mark.parametrize("colour", sorted({look.VERMILLION, look.BLUE, look.GREEN, look.GREY}))
def test_lines_and_arrows_stand_out(colour):
    assert contrast(colour, "#ffffff") >= 3


def test_colour_means_stage_and_nothing_else():
    """No form picks a colour of its own: what has none of a stage is dark, grey or pale."""
    for form in (bars, chain, grid, matrix, overview, pairs, readings, years):
        assert not {"BLUE", "ORANGE", "GREEN", "VERMILLION", "RUST"} & set(vars(form)), form.__name__
    assert look.hue("liupanshui") == look.hue("") == look.BLACK
    for colour in (look.BLACK, look.GREY, look.NUMERAL, look.PALE):
        assert len({colour[i : i + 2] for i in (1, 3, 5)}) == 1


def test_the_smallest_text_can_be_read_on_a_narrow_page(monkeypatch):
    """At 600 pixels across, no text is below 8 pixels: whatever a form draws, it draws through `Page.text`."""
    sizes = [
        size for name, size in vars(look).items() if name in ("TITLE", "SUBTITLE", "NUMBER", "BODY", "SMALL")
    ]
    sizes += [chain.LARGE, chain.SIZE, overview.GLOSS, look.SMALL - 1]
    assert len(sizes) == 9 and min(sizes) * 600 / look.WIDTH >= 8
    with pytest.raises(ValueError, match="8 pixels"):
        Page().text(50, 50, "small", size=14)


def test_text_is_drawn_as_text():
    """Nothing is taken for a formula: what a report writes is what stands there."""
    assert page.printable("a_b $x^{2}$ {y}") == "a_b $x^{2}$ {y}"
    assert "mathtext" not in getsource(page)
