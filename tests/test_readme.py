"""The README says what the notebooks found, and its links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT
from report.amounts import WORDS
from report.prose import markdown_cells

SAYS_PROSE = re.compile(r"<!-- says: .+? -->\n(.+?)(?=\n\n|\n<!--|\Z)", re.S)
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_data_dictionary_command_works():
    (command,) = re.findall(r"`(\.venv/bin/frictionless [^`]+)`", README)
    program = Path(sys.executable).with_name("frictionless")
    done = subprocess.run([program, *command.split()[1:]], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


def test_every_command_is_run_somewhere():
    """The two long commands by .ci/run, which takes them from here; JupyterLab by test_browser.py."""
    blocks = re.findall(r"(?:<!-- command: (\w+) -->\n)?```sh\n(.+?)\n```", README, re.S)
    assert [name for name, _ in blocks] == ["main", "tests", ""]
    assert blocks[2][1] == ".venv/bin/jupyter lab"


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_findings_in_both_languages_are_the_notebooks_own():
    blocks = re.findall(r"<!-- findings -->\n(.*?)<!-- end -->", README, re.S)
    assert len(blocks) == 2
    bullets = [re.findall(r"^- (.+?) \[(?:notebook |笔记本)(\d)\]\(notebooks/(\w+)\.ipynb\)$", block, re.M) for block in blocks]
    assert [len(found) for found in bullets] == [block.count("\n") for block in blocks] and len(bullets[0]) >= 4
    assert [place for _, *place in bullets[0]] == [place for _, *place in bullets[1]], "the languages say different things"
    for sentence, number, name in [bullet for found in bullets for bullet in found]:
        says = " ".join(prose for _, source in markdown_cells(name) for prose in SAYS_PROSE.findall(source))
        assert name.startswith(f"0{number}") and sentence in " ".join(says.split()), sentence


def test_other_numbers_are_names_dates_and_versions():
    """What the README says outside the findings holds no number that the notebooks compute."""
    rest = re.sub(r"<!-- findings -->.*?<!-- end -->|```.*?```|`[^`]*`|\]\([^)]*\)|<details>.*?</details>", " ", README, flags=re.S)
    allowed = r"2020-\d\d-\d\d|2021-\d\d-\d\d|\b20(17|18|19|20)\b|Python 3\.\d+|Debian 12|CC BY 4\.0|OFL 1\.1|Version \d\.\d\.\d|v2"
    rest = re.sub(allowed + r"|\[\d · |notebooks? \d( to \d)?|笔记本1|2至5|，6并列|，7处理|，8无需|2020年", " ", rest)
    assert re.findall(r"\d+", rest) == []
    tasks = (ROOT / "data/dalian-hitech-2020/coding/tasks.csv").read_text(encoding="utf-8").strip().count("\n")
    assert README.startswith(f"# {WORDS['en'][tasks].capitalize()} tasks, one report")
