"""Each notebook as GitHub shows it: HTML without scripts and styles. Nothing an analyst needs may depend on them."""

import json
import re
from functools import cache

import pytest
from bs4 import BeautifulSoup

from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
pytestmark = pytest.mark.long
KEPT = {"href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "border", "start"}
SHOWN = {"text/plain", "text/html", "image/png", "application/vnd.jupyter.widget-view+json"}  # the last beside one of the others


@cache
def exporter():
    from nbconvert import HTMLExporter  # only here: not every process that collects the tests needs it

    return HTMLExporter(template_name="basic")


def github_page(path):
    """The notebook as a page without scripts, styles, embedded documents and all attributes that GitHub takes out."""
    html, _ = exporter().from_filename(str(path))
    page = BeautifulSoup(html, "html.parser")
    for element in page(["script", "style", "iframe", "object", "embed", "svg", "form", "input", "button"]):
        element.decompose()
    for element in page(True):
        element.attrs = {name: value for name, value in element.attrs.items() if name in KEPT}
    return page


def words(text):
    """`text` without regard to white space and the signs that end a heading."""
    return re.sub(r"[\s¶]+", "", text)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem, scope="module")
def view(request):
    path = request.param
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return path, outputs, github_page(path)


def test_every_output_is_there_without_widgets(view):
    _, outputs, page = view
    shown = words(page.get_text())
    for output in outputs:
        data = output.get("data", {})
        assert "text/plain" in data or not data
        assert set(data) <= SHOWN, f"GitHub does not show {set(data) - SHOWN}"
        if "image/png" in data:
            assert page.find("img", src="data:image/png;base64," + "".join(data["image/png"]).replace("\n", "")), "a picture is lost"
            continue
        html, plain = "".join(data.get("text/html", "")), "".join(data.get("text/plain", "") or output.get("text", ""))
        assert words(BeautifulSoup(html, "html.parser").get_text() if html else plain) in shown
        assert html or not re.match(r"<|\w+\(children=|Output\(", plain), f"only a program can read {plain[:60]}"


def test_tables_are_tables_with_headings(view):
    _, outputs, page = view
    written = "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs)
    tables = page("table")
    assert len(tables) == written.count("<table")
    for table in tables:
        assert table.find("th") and table.find("td")
        width = {sum(int(cell.get("colspan", 1)) for cell in row(["th", "td"])) for row in table("tr")}
        spanned = table.find(attrs={"rowspan": True})
        assert len(width) == 1 or spanned, f"rows of different lengths: {width}"


def test_no_cell_of_a_table_is_cut_off(view):
    """Pandas ends what it cuts off, cells as well as rows and columns, in three dots."""
    _, _, page = view
    assert not [cell.get_text() for cell in page(["td", "th"]) if cell.get_text().endswith("...")]


def test_pictures_have_words(view):
    _, _, page = view
    assert all(len(picture.get("alt", "")) > 20 and not picture["alt"].startswith("No description") for picture in page("img"))


def test_text_holds_no_markup_left_over(view):
    """What Markdown did not understand stays in the text as signs."""
    _, _, page = view
    for element in page(["h1", "h2", "h3", "p", "li"]):
        prose = "".join(part for part in element.find_all(string=True) if not part.find_parent("code"))
        assert not re.search(r"\*\*|\]\(|(?<!\S)#{1,6} |</?\w+>|\$\$", prose), prose


def test_headings_step_down_one_at_a_time(view):
    _, _, page = view
    levels = [int(heading.name[1]) for heading in page(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


def test_links_lead_somewhere(view):
    path, _, page = view
    targets = [link["href"] for link in page("a", href=True) if not link["href"].startswith("#")]
    assert targets
    for target in targets:
        assert target.startswith("https://") or (path.parent / target.split("#")[0]).exists(), target


def test_each_notebook_links_to_its_neighbours(view):
    path, _, page = view
    targets, place = {link["href"] for link in page("a", href=True)}, NOTEBOOKS.index(path)
    for neighbour in NOTEBOOKS[max(0, place - 1) : place] + NOTEBOOKS[place + 1 : place + 2]:
        assert neighbour.name in targets, f"{path.name} has no link to {neighbour.name}"
