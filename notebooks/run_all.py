"""Run the notebooks: 01 first, for it writes the tidy data, then the others two at a time.

    python notebooks/run_all.py                        all of them
    python notebooks/run_all.py 04                     those whose names begin so
    python notebooks/run_all.py --update-findings 04   and write new numbers into their prose, saying which
    python notebooks/run_all.py --language zh          show figures and tables in Chinese

Each notebook is executed from top to bottom in its own folder and saved in place with its outputs, in one step, so that
a run broken off leaves whole files and no process. Nothing of the machine is saved: no timings, no Python version, no
names of live widgets. Exit code 1, with one line that names the cell and the reason, when a notebook stops.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import re
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / ".cache"
SETTINGS = {  # what Jupyter, IPython and Matplotlib keep for themselves stays inside the project
    "JUPYTER_RUNTIME_DIR": str(CACHE / "jupyter"),
    "JUPYTER_CONFIG_DIR": str(CACHE / "jupyter"),
    "IPYTHONDIR": str(CACHE / "ipython"),
    "MPLCONFIGDIR": str(CACHE / "matplotlib"),
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
FIRST = "01"  # writes what the others read
INDEPENDENT = "07"  # reads nothing of it
METADATA = {  # all that a notebook says of what runs it
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main(arguments: list[str]) -> int:
    from filelock import FileLock, Timeout

    options = parse(arguments)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(errors="replace")  # a terminal that cannot show … shows ?
    paths = select(options.notebooks)
    if not paths:
        return stop(f"No notebook begins with {' or '.join(options.notebooks)}.")
    os.environ.update(SETTINGS, REPORT_LANGUAGE=options.language)
    try:
        CACHE.mkdir(exist_ok=True)
        with FileLock(CACHE / "run_all.lock", timeout=0), asyncio.Runner(loop_factory=Loop) as runner:
            return runner.run(run(paths, options.update_findings))
    except Timeout:
        return stop("Another run is at work in this folder; wait until it is done.")
    except KeyboardInterrupt:
        return stop("Stopped; notebooks that were done are saved, the others are as they were.")
    except OSError as error:
        return stop(f"Stopped: {reason(error)}.")
    finally:
        for kernel in multiprocessing.active_children():
            kernel.kill()


class Loop(asyncio.SelectorEventLoop):
    """What talks to the kernels needs this kind of loop on Windows too; Ctrl-C is left to `main` on every system."""

    def add_signal_handler(self, *_):
        raise NotImplementedError


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run the notebooks and save them with their outputs.")
    parser.add_argument("notebooks", nargs="*", help="how their names begin; all without it")
    parser.add_argument("--update-findings", action="store_true", help="write new numbers into the prose")
    parser.add_argument("--language", choices=["en", "zh"], default=os.environ.get("REPORT_LANGUAGE", "en"))
    return parser.parse_args(arguments)


def stop(why: str) -> int:
    say(why, sys.stderr)
    return 1


def say(line: str, stream=None) -> None:
    """Print a line at once; where it cannot be written (a closed pipe, a full disk), this and all that follows is lost."""
    stream = stream or sys.stdout
    try:
        print(line, file=stream, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def reason(error: OSError) -> str:
    """What the system says, and of which file."""
    file = f" ({Path(error.filename).name})" if isinstance(error.filename, str) else ""
    return f"{error.strerror or error}{file}"


def select(prefixes: list[str]) -> list[Path]:
    """The notebooks in order; with prefixes, only those whose names begin with one of them."""
    notebooks = sorted(HERE.glob("[0-9]*.ipynb"))
    return [path for path in notebooks if not prefixes or path.name.startswith(tuple(prefixes))]


async def run(paths: list[Path], update: bool) -> int:
    """Execute the notebooks and tell of each as it starts and ends. Returns the exit code."""
    progress, places, started = Progress(len(paths)), asyncio.Semaphore(2), time.monotonic()
    first = next((path for path in paths if path.name.startswith(FIRST)), None)
    written = asyncio.Event()  # what notebook 01 writes is there, or was before
    if not first:
        written.set()
    failed = []

    async def one(path: Path) -> bool:
        if not path.name.startswith((FIRST, INDEPENDENT)):
            await written.wait()
        async with places:
            done = not failed and await execute(path, progress, update)
        if path == first:
            written.set()
            if not done:
                failed.append(path)
        return done

    order = sorted(paths, key=lambda path: not path.name.startswith((FIRST, INDEPENDENT)))
    done = await asyncio.gather(*(one(path) for path in order))
    say(f"{sum(done)} of {len(paths)} notebooks done in {time.monotonic() - started:.0f} s")
    return 0 if all(done) else 1


class Progress:
    """Counts notebooks as they start, for lines such as [2/6]."""

    def __init__(self, count: int):
        self.count, self.begun = count, 0

    def begin(self, name: str) -> str:
        self.begun += 1
        mark = f"[{self.begun}/{self.count}] {name}"
        say(f"{mark} …")
        return mark


async def execute(path: Path, progress: Progress, update: bool) -> bool:
    """Execute one notebook and save it; False, with the reason on stderr, when it stops."""
    from report.text import ReportError

    mark, started = progress.begin(path.stem), time.monotonic()
    sentences = CACHE / f"{path.stem}.json"  # new ones, where they are asked for
    try:
        changed = await execute_and_save(path, sentences, update)
    except ReportError as error:
        stop(f"{mark} {error}")
    except RuntimeError:
        if asyncio.current_task().cancelling():  # by Ctrl-C
            raise asyncio.CancelledError from None
        stop(f"{mark} stopped: its kernel died; is there enough memory?")
    except OSError as error:
        stop(f"{mark} not saved: {reason(error)}")
    else:
        say(f"{mark} done, {time.monotonic() - started:.1f} s")
        for place, old, new in changed:
            say(f"  {place}\n    was: {old}\n    is:  {new}")
        return True
    return False


async def execute_and_save(path: Path, sentences: Path, update: bool) -> list[tuple[str, str, str]]:
    """Execute one notebook in a kernel of its own and save it. Returns what was rewritten in its prose.

    Raises ReportError where a cell fails or the file is no notebook, RuntimeError where the kernel dies.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    from report.files import write_files
    from report.kernels import running_kernel
    from report.text import ReportError

    sentences.unlink(missing_ok=True)
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except Exception as error:  # whatever a damaged file makes the library raise
        if isinstance(error, OSError):
            raise
        raise ReportError(f"stopped: {path.name} is no notebook; was it edited or merged as text?") from None
    kernel, channels = await running_kernel(str(HERE), {"REPORT_UPDATE_FINDINGS": str(sentences)} if update else {})
    client = NotebookClient(notebook, km=kernel, record_timing=False, store_widget_state=False)
    client.kc = channels
    try:
        await client.async_execute()
        changed = rewrite(notebook, sentences) if sentences.exists() else []
        without_traces(notebook)
        write_files({path: (nbformat.writes(notebook) + "\n").encode()})
        return changed
    except CellExecutionError as error:
        why = error.evalue or failing(error)
        raise ReportError(f"stopped at [{client.code_cells_executed}]: {error.ename}: {why}") from None
    finally:
        channels.stop_channels()
        await kernel.shutdown_kernel(now=True)


def failing(error) -> str:
    """The line of code that failed, for an error that says nothing more."""
    lines = re.findall(r"^-+> *\d+ +(.+)$", re.sub(r"\x1b\[[\d;]*m", "", error.traceback), re.M)
    return lines[-1] if lines else "no reason given"


def rewrite(notebook, sentences: Path) -> list[tuple[str, str, str]]:
    """Put the new sentences in the place of the old, in the notebook and, where it repeats them, in README.md."""
    from report.prose import rewrite_readme

    changes = json.loads(sentences.read_text(encoding="utf-8"))
    for place, old, new in changes:
        cell = notebook.cells[int(place.rpartition(" ")[2]) - 1]
        cell.source = cell.source.replace(f"-->\n{old}", f"-->\n{new}", 1)
    rewrite_readme(changes)
    return changes


def without_traces(notebook) -> None:
    """Take out what another run would not repeat, or an editor has put in: versions, times, the random names of widgets."""
    for key in set(notebook.metadata) - set(METADATA):
        del notebook.metadata[key]
    notebook.metadata.update(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)


def joined(outputs: list) -> list:
    """Outputs in which a stream that follows itself is one: how long a kernel took between two lines leaves no trace."""
    whole = []
    for output in outputs:
        if whole and output.output_type == whole[-1].output_type == "stream" and output.name == whole[-1].name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
