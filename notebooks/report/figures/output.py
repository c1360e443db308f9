"""Make a picture of a page: PNG by Matplotlib's Agg, SVG as plain paths; the same bytes for the same page,
everywhere."""

from functools import cache
from html import escape
from io import BytesIO
from itertools import groupby

import numpy as np
import PIL.Image
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.path import Path as Outline
from matplotlib.transforms import IdentityTransform

from report.figures.look import DPI, WIDTH
from report.figures.page import Page, glyph

GRID = 64  # places are rounded to a 64th of a pixel, on which all processors reckon alike


def png(page: Page) -> bytes:
    """The page as a PNG of 256 colours, less than half of what true colour takes."""
    renderer = RendererAgg(WIDTH, page.height, 72)  # at 72 dpi a point is a pixel
    _paint(renderer, _square(page), "#ffffff")
    for shape in page.shapes:
        path = Outline(_snap(shape.vertices, page), shape.codes)
        _paint(renderer, path, shape.fill, shape.edge, shape.width, shape.dash)
    for colour, runs in groupby(sorted(page.runs, key=lambda run: run.colour), key=lambda run: run.colour):
        _paint(renderer, _outlines(list(runs), page), colour)
    buffer = BytesIO()
    _few_colours(np.asarray(renderer.buffer_rgba())).save(buffer, format="PNG", dpi=(DPI, DPI))
    return buffer.getvalue()


def _few_colours(pixels: np.ndarray) -> PIL.Image.Image:
    """The pixels in white and 255 other colours, chosen among those that are not white: most of a page is."""
    inked = pixels.view(np.uint32)[..., 0] != 0xFFFFFFFF
    ink = np.ascontiguousarray(pixels[inked][:, :3])
    strip = PIL.Image.frombuffer("RGB", (len(ink), 1), ink)
    strip = strip.quantize(255, PIL.Image.Quantize.MAXCOVERAGE, dither=PIL.Image.Dither.NONE)
    indices = np.zeros(inked.shape, np.uint8)
    indices[inked] = np.asarray(strip)[0] + 1
    picture = PIL.Image.fromarray(indices, "P")
    picture.putpalette(bytes([255, 255, 255]) + bytes(strip.getpalette()))
    return picture


def _paint(renderer, path: Outline, fill=None, edge=None, width=0, dash=None) -> None:
    look = renderer.new_gc()
    look.set_snap(False)
    look.set_linewidth(width if edge else 0)
    look.set_foreground(edge or "#ffffff")
    look.set_dashes(0, dash)
    renderer.draw_path(look, path, IdentityTransform(), to_rgb(fill) if fill else None)
    look.restore()


def _square(page: Page) -> Outline:
    return Outline([(0, 0), (WIDTH, 0), (WIDTH, page.height), (0, page.height), (0, 0)], closed=True)


def _snap(vertices: np.ndarray, page: Page) -> np.ndarray:
    """Places on the page as places of the renderer, which counts upwards."""
    return np.round(vertices * (1, -1) * GRID + (0, page.height * GRID)) / GRID


def _outlines(runs: list, page: Page) -> Outline:
    """All characters of `runs` as one path."""
    vertices, codes = [], []
    for run in runs:
        x, low = run.x, page.height - run.baseline
        for character in run.text:
            shape = glyph(character)
            if len(shape.codes):
                vertices.append(shape.vertices * run.size + (x, low))
                codes.append(shape.codes)
            x += shape.advance * run.size
    if not vertices:
        return Outline(np.empty((0, 2)))
    return Outline(np.round(np.concatenate(vertices) * GRID) / GRID, np.concatenate(codes))


# SVG ----------------------------------------------------------------------------------------------------------------


def svg(page: Page, title: str, alt: str) -> bytes:
    """The page as an SVG that needs no font: each character's outline once, used wherever the character
    stands."""
    characters = sorted({character for run in page.runs for character in run.text})
    names = {character: f"c{ord(character):x}" for character in characters if len(glyph(character).codes)}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{page.height}"'
        f' viewBox="0 0 {WIDTH} {page.height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(alt)}</desc>",
        "<defs>",
        *(f'<path id="{name}" d="{_outline_data(character)}"/>' for character, name in names.items()),
        "</defs>",
        f'<rect width="{WIDTH}" height="{page.height}" fill="#ffffff"/>',
        *(_shape_element(shape) for shape in page.shapes),
        *(_run_element(run, names) for run in page.runs),
        "</svg>\n",
    ]
    return "\n".join(lines).encode()


@cache
def _outline_data(character: str) -> str:
    shape = glyph(character)
    return _path_data(shape.vertices * (1000, -1000), shape.codes, 0)


def _path_data(vertices, codes, digits: int) -> str:
    """An outline in the words of SVG: M, L, Q and C with their points, Z to close."""
    parts, curve = [], 0
    for (x, y), code in zip(np.round(vertices, digits).tolist(), codes.tolist()):
        if code == 79:
            parts.append("Z")
            continue
        command = "" if curve else {1: "M", 2: "L", 3: "Q", 4: "C"}[code]
        curve = curve - 1 if curve else {3: 1, 4: 2}.get(code, 0)
        parts.append(f"{command}{x:g} {y:g}")
    return " ".join(parts)


def _shape_element(shape) -> str:
    look = f' fill="{shape.fill or "none"}"'
    if shape.edge:
        look += f' stroke="{shape.edge}" stroke-width="{shape.width:g}"'
    if shape.dash:
        look += ' stroke-dasharray="{:g} {:g}"'.format(*shape.dash)
    return f'<path d="{_path_data(shape.vertices, shape.codes, 2)}"{look}/>'


def _run_element(run, names: dict) -> str:
    scale, x, uses = run.size / 1000, 0.0, []
    for character in run.text:
        if character in names:
            uses.append(f'<use href="#{names[character]}" x="{x:g}"/>')
        x += round(glyph(character).advance * 1000)
    place = f"translate({run.x:.2f} {run.baseline:.2f}) scale({scale:g})"
    return f'<g transform="{place}" fill="{run.colour}"><title>{escape(run.text)}</title>{"".join(uses)}</g>'
