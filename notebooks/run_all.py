"""Run the notebooks: 01 first, for it writes the tidy data, then the others two at a time.

    python notebooks/run_all.py            all of them
    python notebooks/run_all.py 04         those whose names begin so

Each notebook is executed from top to bottom in its own folder and saved in place with its outputs, in one step, so that
a run broken off leaves whole files. Nothing of the machine is saved: no timings, no Python version, no names of live
widgets. Exit code 1, with the cell and the message, when a notebook stops.
"""

import asyncio
import fcntl
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache"
SETTINGS = {  # what Jupyter, IPython and Matplotlib keep for themselves stays inside the project
    "JUPYTER_RUNTIME_DIR": str(CACHE / "jupyter"),
    "JUPYTER_CONFIG_DIR": str(CACHE / "jupyter"),
    "IPYTHONDIR": str(CACHE / "ipython"),
    "MPLCONFIGDIR": str(CACHE / "matplotlib"),
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def main(prefixes: list[str]) -> int:
    CACHE.mkdir(exist_ok=True)
    os.environ.update(SETTINGS)
    with open(CACHE / "run_all.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another run is at work in this folder; wait until it is done.", file=sys.stderr)
            return 1
        paths = select(prefixes)
        if not paths:
            print(f"No notebook begins with {' or '.join(prefixes)}.", file=sys.stderr)
            return 1
        return asyncio.run(run(paths))


def select(prefixes: list[str]) -> list[Path]:
    """The notebooks in order; with prefixes, only those whose names begin with one of them."""
    return [
        path
        for path in sorted(HERE.glob("[0-9]*.ipynb"))
        if not prefixes or path.name.startswith(tuple(prefixes))
    ]


async def run(paths: list[Path]) -> int:
    """Execute the notebooks and tell of each as it starts and ends; 01 before any other. Returns the exit code."""
    progress, places, started = Progress(len(paths)), asyncio.Semaphore(2), time.monotonic()

    async def one(path: Path) -> bool:
        async with places:
            return await execute(path, progress)

    first = [path for path in paths if path.name.startswith("01")]
    if not all([await one(path) for path in first]):
        return 1
    done = await asyncio.gather(*(one(path) for path in paths if path not in first))
    print(f"{sum(done) + len(first)} of {len(paths)} notebooks done in {time.monotonic() - started:.0f} s")
    return 0 if all(done) else 1


class Progress:
    """Counts notebooks as they start, for lines such as [2/6]."""

    def __init__(self, count: int):
        self.count, self.begun = count, 0

    def begin(self, name: str) -> str:
        self.begun += 1
        mark = f"[{self.begun}/{self.count}] {name}"
        print(f"{mark} …", flush=True)
        return mark


async def execute(path: Path, progress: Progress) -> bool:
    """Execute one notebook and save it; False, with the reason on stderr, when a cell fails."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    from report.tables import write_files

    mark, started = progress.begin(path.stem), time.monotonic()
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(HERE)}},
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        await client.async_execute()
    except CellExecutionError as error:
        print(f"{mark} stopped: {error.ename}: {error.evalue}\n{error}", file=sys.stderr)
        return False
    notebook.metadata["language_info"] = {"name": "python"}  # without the version of the Python that ran it
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        output.get("data", {}).pop(
            "application/vnd.jupyter.widget-view+json", None
        )  # a random name, of no use without a kernel
    write_files({path: (nbformat.writes(notebook) + "\n").encode()})
    print(f"{mark} done, {time.monotonic() - started:.1f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
