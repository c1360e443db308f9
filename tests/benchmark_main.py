"""How long the main job takes beside its floor: the same cells run one after another in a single process.

    .venv/bin/python tests/benchmark_main.py

The floor starts one Python and imports each package once; the main job starts a kernel a notebook, two at a time.
Prints both times and their ratio. Rewrites the same outputs as the main job.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
FLOOR = """
import json
from pathlib import Path
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
for path in sorted(Path(".").glob("[0-9]*.ipynb")):
    shell.reset(new_session=False)
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            shell.run_cell("".join(cell["source"])).raise_error()
"""


def seconds(command: list[str]) -> float:
    started = time.monotonic()
    subprocess.run(command, cwd=NOTEBOOKS, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def main() -> None:
    cells = sum(
        cell["cell_type"] == "code"
        for path in NOTEBOOKS.glob("[0-9]*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    )
    floor = seconds([sys.executable, "-c", FLOOR])
    job = seconds([sys.executable, "run_all.py"])
    print(f"{cells} code cells: floor {floor:.1f} s, main job {job:.1f} s, ratio {job / floor:.2f}")


if __name__ == "__main__":
    main()
