"""The notebooks as committed: one clean run, pictures as saved, links that lead somewhere. (nbval re-runs them.)"""

import base64
import json
import re
from statistics import median

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
            r"(\S+/figures/\S+\.en\.png|figures/\S+\.en\.png) sha256",
            "".join("".join(output.get("text", "")) for output in cell["outputs"]),
        )
        pictures = [output for output in cell["outputs"] if "image/png" in output.get("data", {})]
        assert len(names) == len(pictures)
        for name, picture in zip(names, pictures, strict=True):
            assert (
                base64.b64decode("".join(picture["data"]["image/png"]))
                == (ROOT / name).read_bytes()
            )
            assert len(picture["metadata"]["image/png"]["alt"]) > 20


def test_links_lead_somewhere(notebook):
    path, content = notebook
    for target in re.findall(r"\]\(([^)#]+)\)", prose(content)):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_the_finding_comes_first_in_both_languages_and_is_computed(notebook):
    _, content = notebook
    first = "".join(content["cells"][0]["source"])
    assert first.startswith("# ")
    for label in ("**Finding.**", "**结论。**"):
        assert re.search(rf"<!-- says: {re.escape(label)} [^\n]*\{{[^\n]* -->\n{re.escape(label)}", first), label
    assert "check_prose(" in "".join(code_cells(content)[-1]["source"])


def test_notebooks_read_as_prose(notebook):
    """Short cells that each do one thing; drawing is a line."""
    path, content = notebook
    lengths = [len("".join(cell["source"]).splitlines()) for cell in code_cells(content)]
    assert sum(lengths) <= 80 and median(lengths) <= 4 and max(lengths) <= 15, (sum(lengths), sorted(lengths))


def test_each_figure_has_links_to_its_chinese_version_and_its_files(notebook):
    path, content = notebook
    cells = content["cells"]
    for cell, after in zip(cells, cells[1:]):
        for name in re.findall(r'^draw\("([^"]+)"', "".join(cell["source"]), re.M):
            for ending in (".zh.png", ".en.svg", ".csv"):
                assert f"/figures/{name}{ending})" in "".join(after["source"]), (path.name, name, ending)


def test_prose_about_an_output_links_to_the_codebook(notebook):
    path, content = notebook
    if path.name[:2] in ("02", "03", "05"):
        assert "../data/codebook/README.md#" in prose(content)
