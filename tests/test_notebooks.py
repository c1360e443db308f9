"""The notebooks as committed: one clean run, pictures as saved, links that lead somewhere. (nbval re-runs them.)"""

import base64
import json
import re

import pytest

from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param, json.loads(request.param.read_text(encoding="utf-8"))


def code_cells(content):
    return [cell for cell in content["cells"] if cell["cell_type"] == "code"]


def prose(content):
    return "\n".join("".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "markdown")


def traces(content):
    """What an editor leaves in a notebook that it saved: its version of Python, its widgets, its counts and times."""
    cells = code_cells(content)
    kinds = {kind for cell in cells for output in cell["outputs"] for kind in output.get("data", {})}
    clean = [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    clean = clean and set(content["metadata"]) == {"kernelspec", "language_info"}
    clean = clean and content["metadata"]["language_info"] == {"name": "python"}
    clean = clean and content["metadata"]["kernelspec"]["display_name"] == "Python 3"
    return not clean or any("widget" in kind for kind in kinds) or any("execution" in cell["metadata"] for cell in cells)


def test_committed_from_one_clean_run(notebook):
    path, content = notebook
    if traces(content):
        pytest.fail(f"{path.name} was saved in an editor; run: python notebooks/run_all.py {path.name[:2]}", pytrace=False)
    cells = code_cells(content)
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert not [
        output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"
    ]
    assert not any("nbval" in json.dumps([cell["source"], cell["metadata"]]).lower() for cell in cells)
    assert path.stat().st_size < 1_000_000


def test_each_picture_is_the_saved_file_and_has_alt_text(notebook):
    _, content = notebook
    for cell in code_cells(content):
        names = re.findall(
            r"figures/(\S+\.en\.png) sha256",
            "".join("".join(output.get("text", "")) for output in cell["outputs"]),
        )
        pictures = [output for output in cell["outputs"] if "image/png" in output.get("data", {})]
        assert len(names) == len(pictures)
        for name, picture in zip(names, pictures, strict=True):
            assert (
                base64.b64decode("".join(picture["data"]["image/png"]))
                == (ROOT / "figures" / name).read_bytes()
            )
            assert len(picture["metadata"]["image/png"]["alt"]) > 20


def test_links_lead_somewhere(notebook):
    path, content = notebook
    for target in re.findall(r"\]\(([^)#]+)\)", prose(content)):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_the_finding_comes_first_and_is_checked(notebook):
    _, content = notebook
    assert content["cells"][0]["cell_type"] == "markdown"
    first = "".join(content["cells"][0]["source"])
    assert first.startswith("# ") and "**Finding.**" in first
    assert "check_finding(" in "".join(code_cells(content)[-1]["source"])


def test_titles_are_short(notebook):
    _, content = notebook
    for title in re.findall(
        r'"en": dict\(\s*title="([^"]+)"', "\n".join("".join(cell["source"]) for cell in code_cells(content))
    ):
        assert len(title.split()) <= 15 and not title.endswith("."), title
