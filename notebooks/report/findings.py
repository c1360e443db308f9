"""Hold the prose of a notebook to the numbers computed in it."""

import json

from report.paths import ROOT


def check_finding(notebook: str, sentence: str) -> None:
    """Print `sentence`, built from computed numbers, after making sure that the notebook's prose says it word for word.

    `notebook` is the file's name without ending. Raises AssertionError where no markdown cell
    holds the sentence (line breaks count as spaces).
    """
    cells = json.loads((ROOT / f"notebooks/{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = " ".join(
        " ".join("".join(cell["source"]).split()) for cell in cells if cell["cell_type"] == "markdown"
    )
    assert sentence in prose, f"{notebook}.ipynb does not say what was computed: {sentence}"
    print(sentence)
