"""The review panel in JupyterLab, by keyboard and by mouse, as `.ci/run` runs it; see `test_browser.py`."""

import re
import shutil

import nbformat
import pytest

from conftest import ROOT
from report.tables import read_sheet, records
from test_browser import CHROMIUM, SECONDS, WANTED, browser, lab, open_and_run, playwright  # noqa: F401  fixtures

pytestmark = [pytest.mark.long, pytest.mark.skipif(not CHROMIUM, reason=WANTED)]

CELL = """from report.paths import SAMPLE
from report.review.panel import show_panel

review = show_panel(SAMPLE)"""
CODES = "data/sample-2021/coding/codes.csv"
SELECT = """([page, words]) => {
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words)
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(walker.currentNode, at)
        range.setEnd(walker.currentNode, at + words.length)
        page.scrollTop += range.getBoundingClientRect().top - page.getBoundingClientRect().top - 100
        const box = range.getClientRects()[0], last = [...range.getClientRects()].at(-1)
        return [box.left + 1, box.top + box.height / 2, last.right - 1, last.top + last.height / 2]
    }
}"""
NAMELESS = """panel => [...panel.querySelectorAll('button, input, select, a')].filter(element => {
    const label = element.closest('label')
    return !(element.getAttribute('aria-label') || element.textContent.trim() || label?.textContent.trim())
}).map(element => element.outerHTML)"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of what a review reads and writes, with a notebook that opens the panel."""
    copy = tmp_path_factory.mktemp("project")
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.ipynb"))
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel}, cells=[nbformat.v4.new_code_cell(CELL)])
    nbformat.write(notebook, copy / "notebooks/review.ipynb")
    return copy


@pytest.fixture
def fresh(project):
    """The sample's coding as it was before any review."""
    shutil.rmtree(project / "data/sample-2021/coding")
    shutil.copytree(ROOT / "data/sample-2021/coding", project / "data/sample-2021/coding")
    return project


class Hands:
    """A reviewer at the panel: presses keys, counts them, and waits for what the panel answers."""

    def __init__(self, page):
        self.page, self.strokes = page, 0
        self.panel = page.locator(".rv")
        self.here = self.panel.locator(".rv-words b")
        self.count = self.panel.locator(".rv-count")
        self.message = self.panel.locator(".rv-message")
        self.panel.wait_for(timeout=20 * SECONDS)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def write(self, words):
        self.page.keyboard.type(words)
        self.strokes += len(words)

    def begin(self):
        """Put the hands on the panel: one click on its empty foot."""
        self.panel.locator(".rv-keys").click()
        return self

    def expect_count(self, words):
        playwright.expect(self.count).to_contain_text(words, timeout=10 * SECONDS)

    def select(self, words):
        """Draw the mouse over words of the report."""
        page = self.panel.locator(".rv-page")
        left, top, right, bottom = self.page.evaluate(SELECT, [page.element_handle(), words])
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=4)
        self.page.mouse.up()

    def field(self, name):
        """The menu of a field."""
        return self.panel.get_by_role("combobox", name=name, exact=True)

    def mark(self, words):
        """A statement as it is marked in the text."""
        return self.panel.locator(".rv-page .rv-mark", has_text=re.compile(f"^{re.escape(words)}$")).first


@pytest.fixture
def hands(fresh, open_and_run):  # noqa: F811
    return Hands(open_and_run("review.ipynb")).begin()


def codes(project):
    """The rows of codes.csv by observation."""
    return {row["observation"]: row for row in records(read_sheet(project / CODES))}


def test_35_right_suggestions_take_at_most_40_strokes(hands, fresh):
    hands.expect_count("0 of 35")
    for done in range(1, 36):
        hands.press("Enter")
        hands.expect_count(f"{done} of 35")
    assert hands.strokes <= 40
    assert {row["status"] for row in codes(fresh).values()} == {"reviewed"}
    playwright.expect(hands.panel.locator(".rv-done")).to_contain_text("All 35 statements are settled")


def test_corrections_an_addition_an_undo_and_a_reload(hands, fresh):
    hands.press("Enter")
    hands.expect_count("1 of 35")
    playwright.expect(hands.here).to_have_text("１２００万元")
    hands.press("3")  # stage
    hands.write("outc")
    hands.press("Enter")
    playwright.expect(hands.field("Stage")).to_have_value("Outcome")
    hands.press("Enter")
    hands.expect_count("2 of 35")
    assert (codes(fresh)["n.2"]["stage"], codes(fresh)["n.2"]["status"]) == ("outcome", "reviewed")

    hands.select("开展义诊")
    hands.press("Enter")
    playwright.expect(hands.here).to_have_text("开展义诊")
    added = codes(fresh)["a.1"]
    assert (added["quote"], added["bound"], added["status"]) == ("开展义诊", "unquantified", "suggested")
    hands.press("Enter")
    hands.expect_count("3 of 36")

    hands.press("x")
    hands.write("Not ours")
    hands.press("Enter")
    hands.expect_count("1 left out")
    hands.press("u")
    playwright.expect(hands.count).not_to_contain_text("left out")
    hands.press("u")
    hands.expect_count("2 of 36")

    hands.page.on("dialog", lambda dialog: dialog.accept())
    hands.page.reload(timeout=60 * SECONDS)
    again = hands.page
    again.get_by_text(re.compile(r"^Python 3 \(ipykernel\) \| Idle$")).wait_for(timeout=60 * SECONDS)
    again.locator(".lm-MenuBar-item", has_text=re.compile("^Run$")).click()
    again.locator(".lm-Menu-item", has_text=re.compile("^Run All Cells")).click()
    back = Hands(again).begin()
    back.expect_count("2 of 36")
    back.press("Enter")
    back.expect_count("3 of 36")


def test_everything_by_mouse(hands, fresh):
    hands.mark("18%").click()
    playwright.expect(hands.here).to_have_text("18%")
    hands.panel.get_by_role("button", name="Overlaps").click()
    playwright.expect(hands.message).to_contain_text("click the other statement")
    hands.mark("1.35亿元").click()
    playwright.expect(hands.panel.locator(".rv-chip")).to_contain_text("Overlaps 1.35亿元")
    assert codes(fresh)["n.7"]["relation_to"] == "n.6"
    hands.panel.get_by_role("button", name="Leave out").click()
    hands.panel.get_by_role("button", name="Only repeats what is said").click()
    hands.expect_count("1 left out")
    playwright.expect(hands.mark("18%")).to_have_class(re.compile("rv-left_out"))
    hands.panel.get_by_role("button", name="List").click()
    hands.panel.locator(".rv-row", has_text="5场").click()
    playwright.expect(hands.here).to_have_text("5场")
    hands.field("Area").click()
    hands.panel.get_by_role("option", name="Talent").click()
    playwright.expect(hands.field("Area")).to_have_value("Talent")
    hands.panel.get_by_role("button", name="Accept").click()
    hands.expect_count("1 of 35")
    assert (codes(fresh)["n.15"]["area"], codes(fresh)["n.15"]["status"]) == ("talent", "reviewed")
    hands.panel.get_by_role("button", name="Undo").click()
    hands.expect_count("0 of 35")


def test_an_overruled_unit_and_a_code_of_ones_own(hands, fresh):
    hands.press("7")
    hands.write("house")
    hands.press("Enter")
    playwright.expect(hands.panel.get_by_text("The words say items")).to_be_visible()
    hands.write("each stands for a household")
    hands.press("Enter")
    playwright.expect(hands.field("Unit")).to_have_value("households")
    assert codes(fresh)["n.1"]["overrule"] == "each stands for a household"
    hands.press("2")
    hands.write("Tea")  # no area is called so: what is offered is a new one
    hands.press("Enter")
    for words in ("茶业", "Tea gardens", "Only what grows"):
        hands.write(words)
        hands.press("Tab")
    hands.press("Enter")
    playwright.expect(hands.field("Area")).to_have_value("Tea")
    playwright.expect(hands.panel.locator(".rv-guide")).to_contain_text("Area: Tea. Tea gardens")
    own = records(read_sheet(fresh / "data/sample-2021/coding/labels.csv"))
    assert {row["code"]: row["zh"] for row in own if row["field"] == "area"} == {"tea": "茶业"}


def test_a_bad_edit_in_a_spreadsheet_shows_its_line_and_loses_nothing(hands, fresh):
    path = fresh / CODES
    good = path.read_bytes()
    path.write_bytes(good.replace(b"n.3,s1,funds,input", b"n.3,s1,funds,effort"))
    hands.press("Enter")
    playwright.expect(hands.message).to_contain_text("codes.csv, row 4: unknown stage 'effort'")
    playwright.expect(hands.message).to_have_attribute("role", "alert")
    hands.expect_count("0 of 35")
    path.write_bytes(good.replace(b"n.3,s1,funds,input", b"n.3,s1,funds,output"))
    hands.press("Enter")
    hands.expect_count("1 of 35")
    assert codes(fresh)["n.3"]["stage"] == "output"


def test_a_restarted_kernel_is_named_and_loses_nothing(hands, fresh):
    hands.press("Enter")
    hands.expect_count("1 of 35")
    hands.page.locator(".lm-MenuBar-item", has_text=re.compile("^Kernel$")).click()
    hands.page.locator(".lm-Menu-item", has_text=re.compile("^Restart Kernel…")).click()
    hands.page.locator(".jp-Dialog .jp-mod-accept").click()
    playwright.expect(hands.page.locator(".jupyter-widgets-disconnected").first).to_be_visible(timeout=20 * SECONDS)
    hands.begin().press("Enter")
    playwright.expect(hands.message).to_contain_text("The kernel does not answer")
    assert [row["status"] for row in codes(fresh).values()].count("reviewed") == 1


def test_the_panel_speaks_chinese_fits_a_window_and_stays_at_home(hands):
    asked = []
    hands.page.on("request", lambda request: asked.append(request.url))
    assert hands.panel.bounding_box()["height"] <= 760
    assert hands.panel.evaluate("panel => panel.scrollHeight <= panel.clientHeight + 1")
    hands.panel.get_by_role("button", name="中文").click()
    playwright.expect(hands.panel.get_by_role("button", name="接受")).to_be_visible()
    hands.expect_count("0 / 35 已审核")
    assert hands.panel.evaluate(NAMELESS) == []
    hands.press("Enter")
    hands.expect_count("1 / 35")
    assert all("//127.0.0.1:" in url or url.startswith(("data:", "blob:")) for url in asked), asked


def test_notebook_keys_stay_out_of_the_panel(hands):
    """In JupyterLab `x` cuts a cell, `a` adds one and `Enter` edits."""
    hands.begin().press("a", "Escape", "x", "Escape", "b", "d", "d", "l", "l", "r", "Escape")
    playwright.expect(hands.page.locator(".jp-Cell")).to_have_count(1)
    playwright.expect(hands.panel).to_be_focused()


def test_an_edited_report_asks_for_new_words_by_keyboard_and_by_mouse(fresh, open_and_run):  # noqa: F811
    path = fresh / "data/sample-2021/report.txt"
    text = path.read_text(encoding="utf-8")
    edited = text.replace("组织展销活动5场", "办展销会8场以上").replace("举办技能培训班12期，", "办班多期，").replace("硬化通村道路4.2公里，", "")
    path.write_text(edited, encoding="utf-8")
    try:
        hands = Hands(open_and_run("review.ipynb")).begin()
        hands.expect_count("1 no row yet · 3 words lost")
        playwright.expect(hands.message).to_contain_text("report.txt was edited after coding")
        playwright.expect(hands.here).to_have_text("举办技能培训班12期")
        hands.press("x")
        hands.expect_count("2 words lost")
        playwright.expect(hands.here).to_have_text("组织展销活动5场")
        hands.press("Enter")
        playwright.expect(hands.message).to_contain_text("click the number without a row that takes its place")
        hands.press("Enter")
        playwright.expect(hands.here).to_have_text("8场以上")
        hands.press("Enter")
        hands.expect_count("1 of 34 reviewed · 1 words lost")
        assert (codes(fresh)["n.15"]["quote"], codes(fresh)["n.15"]["bound"]) == ("8场以上", "at_least")
        hands.press("u", "u", "u")
        hands.expect_count("1 no row yet · 3 words lost")
        hands.page.get_by_text("中文", exact=True).click()
        hands.expect_count("词语已失")
        playwright.expect(hands.panel.get_by_role("button", name="新词语")).to_be_visible()
    finally:
        path.write_text(text, encoding="utf-8")
