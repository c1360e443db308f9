"""The README says what the notebooks found, and its links lead somewhere."""

import json
import re

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


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
