"""Figures can be read by colour-blind readers, on a narrow page, and in print.

Dichromacy is simulated after Machado, Oliveira and Fernandes (IEEE TVCG 15, 2009), severity 1.0, in linear RGB. Contrast is
that of WCAG 2.1: at least 4.5 for text, 3 for marks. Colours that stand beside each other should differ by ΔE*ab ≥ 10
(CIE 1976), several times the 2.3 that the eye just notices (Mahy et al., Color Research & Application 19, 1994).
"""

import re
from itertools import combinations

import numpy as np
import PIL.Image
import pytest

from conftest import ROOT
from report import charts

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


NEIGHBOURS = [
    *combinations(charts.TASK_COLOURS.values(), 2),
    *combinations((charts.STAGE_COLOURS[stage] for stage in charts.CHAIN), 2),
    *((charts.VERMILLION, colour) for colour in (charts.BLUE, charts.ORANGE, charts.PURPLE)),
    (charts.BLUE, charts.GREEN),
]


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_neighbouring_colours_stay_apart(simulation):
    matrix = SIMULATIONS[simulation]
    for one, other in NEIGHBOURS:
        assert np.linalg.norm(lab(matrix @ linear(one)) - lab(matrix @ linear(other))) >= 10, (one, other)


@pytest.mark.parametrize(
    "text, background",
    [
        (charts.BLACK, "#ffffff"),
        (charts.GREY, "#ffffff"),
        (charts.NUMERAL, "#ffffff"),
        ("#ffffff", charts.BOXES["outcome"]["facecolor"]),
        (charts.BLACK, charts.BOXES["input"]["facecolor"]),
        (charts.BLACK, charts.BOXES["context"]["facecolor"]),
        (charts.RUST, "#ffffff"),
        (charts.BLACK, charts.GREEN),
    ],
)
def test_text_stands_out(text, background):
    assert contrast(text, background) >= 4.5


@pytest.mark.parametrize("colour", sorted({charts.VERMILLION, charts.BLUE, charts.GREEN, charts.GREY}))
def test_lines_and_arrows_stand_out(colour):
    assert contrast(colour, "#ffffff") >= 3


def test_saved_pictures_keep_the_colours():
    for name, colours in (
        ("02-chain.en", [charts.STAGE_COLOURS[stage] for stage in charts.CHAIN]),
        ("06-money.zh", [charts.BLUE, charts.GREEN]),
    ):
        picture = PIL.Image.open(ROOT / f"figures/{name}.png").convert("RGB")
        seen = {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in picture.getcolors(2**24)}
        assert {colour.lower() for colour in colours} <= seen, name


def test_the_smallest_text_can_be_read_on_a_narrow_page():
    """At 600 pixels across, a Chinese character needs 9 pixels or more: below, its strokes run together."""
    assert charts.SMALL / 72 * 600 / charts.WIDTH >= 9


def test_every_picture_says_in_words_what_it_shows():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for alt in re.findall(r'alt=f?\\"([^"\\]+)\\"', path.read_text(encoding="utf-8")):
            assert len(alt) >= 10 and alt[-1] in ".。", (path.name, alt)
