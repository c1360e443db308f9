"""The README says what the notebooks found, and its links lead somewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

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
    assert blocks[2][1] == ".venv/bin/jupyter lab notebooks"


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_findings_are_the_notebooks_own():
    prose = ""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose += " ".join(
            " ".join("".join(cell["source"]).split()) for cell in cells if cell["cell_type"] == "markdown"
        )
    findings = re.search(r"<!-- findings -->\n(.*?)<!-- end -->", README, re.S)[1]
    bullets = re.findall(r"^- (.+)$", findings, re.M)
    assert len(bullets) >= 4
    for bullet in bullets:
        assert re.sub(r" \[\d\]\([^)]*\)$", "", bullet) in prose, bullet
