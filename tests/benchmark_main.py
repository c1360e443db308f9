"""How long the main job takes beside its floor: the same cells run one after another in a single process.

    .venv/bin/python tests/benchmark_main.py            this state
    .venv/bin/python tests/benchmark_main.py COMMIT     and the floor of an earlier one, in turn with this one's

The floor starts one Python and imports each package once; the main job starts a kernel a notebook, two at a time.
Prints seconds of both, CPU seconds of the floors, and the ratios; the best of three rounds counts. Rewrites the same outputs as the main job.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
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


def measure(command: list[str], notebooks: Path) -> tuple[float, float]:
    """Seconds on the clock and of the CPU that a command takes in a folder of notebooks."""
    before, began = os.times(), time.monotonic()
    subprocess.run(command, cwd=notebooks, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - began, cpu


def best(commands: dict[str, tuple[list[str], Path]]) -> dict[str, tuple[float, float]]:
    """The least of `ROUNDS` for each command, taken in turn, so that other work on the machine weighs on all alike."""
    rounds = [{name: measure(*command) for name, command in commands.items()} for _ in range(ROUNDS)]
    return {name: tuple(min(each[name][i] for each in rounds) for i in (0, 1)) for name in commands}


def main(commits: list[str]) -> None:
    notebooks, floor = ROOT / "notebooks", [sys.executable, "-c", FLOOR]
    commands = {"floor": (floor, notebooks), "main job": ([sys.executable, "run_all.py"], notebooks)}
    with tempfile.TemporaryDirectory() as folder:
        for commit in commits:
            subprocess.run(["git", "worktree", "add", "--quiet", "--detach", f"{folder}/old", commit], cwd=ROOT, check=True)
            commands["earlier floor"] = floor, Path(folder) / "old/notebooks"
        try:
            found = best(commands)
        finally:
            if commits:
                subprocess.run(["git", "worktree", "remove", "--force", f"{folder}/old"], cwd=ROOT, check=True)
    cells = [cell for path in notebooks.glob("[0-9]*.ipynb") for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    print(f"{sum(cell['cell_type'] == 'code' for cell in cells)} code cells")
    for name, (seconds, cpu) in found.items():
        print(f"{name:<14}{seconds:6.1f} s {cpu:6.1f} s of CPU")
    print(f"main job / floor {found['main job'][0] / found['floor'][0]:.2f}")
    for name in found.keys() & {"earlier floor"}:
        print(f"floor / {name} {found['floor'][1] / found[name][1]:.2f} (CPU)")


if __name__ == "__main__":
    main(sys.argv[1:])
