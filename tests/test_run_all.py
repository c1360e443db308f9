"""The main job when things go wrong: one line that says why, whole files, exit code 1, and no process left behind."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pytest
from filelock import FileLock

from conftest import ROOT
from run_all import METADATA

pytestmark = pytest.mark.long
COMMAND = [sys.executable, "notebooks/run_all.py"]
ALTERED = """\
import sys
sys.path.insert(0, "notebooks")
import report.kernels, run_all
report.kernels.{} = {!r}
sys.exit(run_all.main(sys.argv[1:]))"""
# Most notebooks here need neither pandas nor Matplotlib, which take longer to import than all else that such a run does.
RUN = [sys.executable, "-c", ALTERED.format("PRELOADED", ["ipykernel.kernelapp"])]


@pytest.fixture
def project(tmp_path):
    """The package and its data with no notebooks but those that a test writes."""
    ignored = shutil.ignore_patterns(".*", "__pycache__", "*.ipynb")
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    return tmp_path


@pytest.fixture
def notebook(project):
    """A function that writes a notebook of one cell and returns its path and bytes."""

    def write(source, name="05_test"):
        path = project / f"notebooks/{name}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="a")]), path)
        return path, path.read_bytes()

    return write


def run(project, *arguments, command=RUN, **options):
    """Run the main job; its process, exit code, stdout and stderr."""
    options = {"env": {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, **options}
    return subprocess.run([*command, *arguments], cwd=project, capture_output=True, encoding="utf-8", errors="replace", timeout=60, **options)


def processes_of(project):
    """All processes that stand in the project's folder, or were started from it."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(project) in process.cwd():
                found.append(process)
        except psutil.Error:
            continue
    return found


def assert_none_left(project):
    deadline = time.monotonic() + 10
    while (left := processes_of(project)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


STOPPING = {  # what a notebook holds, and the line that says why it stops
    "1 / 0": "stopped at [1]: ZeroDivisionError: division by zero",
    "assert 1 > 2": "stopped at [1]: AssertionError: assert 1 > 2",
    "import os; os.kill(os.getpid(), 9)": "stopped: its kernel died; is there enough memory?",
    "import os; os._exit(0)": "stopped: its kernel died; is there enough memory?",
}
DAMAGED = [b"<<<<<<< HEAD\n{}", b'{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', b"\xff\xfe"]


def test_a_notebook_that_stops_says_where_and_why_and_the_others_are_saved(project, notebook):
    good, _ = notebook("1 + 1", "02_good")
    bad = [notebook(source, f"03_{number}") for number, source in enumerate(STOPPING)]
    for number, content in enumerate(DAMAGED):
        (project / f"notebooks/04_{number}.ipynb").write_bytes(content)
    done = run(project, command=COMMAND)
    marks = {line.split(" ")[1]: line.split(" ", 2)[2] for line in done.stderr.splitlines()}
    why = "stopped: 04_{0}.ipynb is no notebook; was it edited or merged as text?"
    assert marks == {
        **{f"03_{number}": line for number, line in enumerate(STOPPING.values())},
        **{f"04_{number}": why.format(number) for number in range(len(DAMAGED))},
    }
    assert done.returncode == 1 and "1 of 8 notebooks done in" in done.stdout and "02_good done, " in done.stdout
    assert [path.read_bytes() for path, _ in bad] == [before for _, before in bad]
    saved = nbformat.read(good, as_version=4)
    assert saved.cells[0].outputs[0].data == {"text/plain": "2"} and saved.metadata == METADATA
    assert_none_left(project)


SLOW = """\
import sys, time
from IPython.display import display
for number in range(3):
    print(number)
    time.sleep(0.3)  # longer than a kernel gathers what is printed
display(3)
print(4)
print(5, file=sys.stderr)"""


def test_a_slow_machine_saves_the_same_outputs(project, notebook):
    path, _ = notebook(SLOW)
    assert run(project).returncode == 0
    outputs = nbformat.read(path, as_version=4).cells[0].outputs
    kinds = [(output.output_type, output.get("name"), output.get("text")) for output in outputs]
    assert kinds[:2] == [("stream", "stdout", "0\n1\n2\n"), ("display_data", None, None)]
    assert sorted(kinds[2:]) == [("stream", "stderr", "5\n"), ("stream", "stdout", "4\n")]


def test_no_notebook_of_that_name(project):
    done = run(project, "9", "x")
    assert (done.returncode, done.stderr) == (1, "No notebook begins with 9 or x.\n")


def start(project, command=RUN, **options):
    """Begin the main job and wait until what it runs has made the file `begun`."""
    started = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **options)
    deadline = time.monotonic() + 30
    while not (project / "begun").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return started


WAITS = "import pathlib, time\npathlib.Path('../begun').touch()\ntime.sleep(60)"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_control_c_stops_in_one_line(project, notebook):
    path, before = notebook(WAITS)
    job = start(project, start_new_session=True)
    os.killpg(job.pid, signal.SIGINT)  # as a terminal sends it: to all processes of the job
    _, errors = job.communicate(timeout=20)
    assert errors == "Stopped; notebooks that were done are saved, the others are as they were.\n"
    assert job.returncode == 1 and path.read_bytes() == before
    assert_none_left(project)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_control_c_stops_in_one_line_while_packages_are_imported(project, notebook):
    """By the fork server, which the terminal's Ctrl-C reaches too."""
    path, before = notebook("1 + 1")
    (project / "notebooks/slow.py").write_text("import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(0.5)", encoding="utf-8")
    command = [sys.executable, "-c", ALTERED.format("PRELOADED", ["slow"])]
    job = start(project, command, start_new_session=True, env={**os.environ, "PYTHONPATH": "notebooks"})
    os.killpg(job.pid, signal.SIGINT)
    assert job.communicate(timeout=20)[1] == "Stopped; notebooks that were done are saved, the others are as they were.\n"
    assert job.returncode == 1 and path.read_bytes() == before
    assert_none_left(project)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_killed_job_leaves_whole_files_and_no_process(project, notebook):
    path, before = notebook(WAITS)
    job = start(project)
    job.kill()
    job.communicate(timeout=20)
    assert path.read_bytes() == before
    assert_none_left(project)
    notebook("1 + 1")
    assert run(project).returncode == 0  # what it left does not stop the next


def test_two_jobs_at_once(project, notebook):
    path, before = notebook("1 + 1")
    (project / ".cache").mkdir()
    with FileLock(project / ".cache/run_all.lock"):
        done = run(project)
    assert done.stderr == "Another run is at work in this folder; wait until it is done.\n"
    assert (done.returncode, done.stdout) == (1, "") and path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")
def test_a_full_disk(project, notebook):
    """A limit on the size of files stands for it: the notebook is too long to be saved."""
    import resource

    path, before = notebook("print('x' * 300_000)")
    limit = (200_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    done = run(project, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    assert done.stderr == "[1/1] 05_test not saved: File too large\n" and done.returncode == 1
    assert path.read_bytes() == before and [one.name for one in path.parent.glob(".*")] == []


@pytest.mark.skipif(os.name == "nt", reason="folders are not made read-only so on Windows")
def test_a_folder_that_cannot_be_written(project, notebook):
    path, before = notebook("1 + 1")
    bound = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []  # nothing is read-only to root
    if bound and not shutil.which("setpriv"):
        pytest.skip("root, and no setpriv here")
    project.chmod(0o555)
    done = subprocess.run([*bound, *RUN], cwd=project, capture_output=True, encoding="utf-8")
    project.chmod(0o755)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "Stopped: Permission denied (.cache).\n")
    assert path.read_bytes() == before
    (project / "notebooks").chmod(0o555)
    done = subprocess.run([*bound, *RUN], cwd=project, capture_output=True, encoding="utf-8")
    (project / "notebooks").chmod(0o755)
    assert (done.returncode, done.stderr) == (1, "[1/1] 05_test not saved: Permission denied (.05_test.ipynb.part)\n")
    assert path.read_bytes() == before


@pytest.mark.parametrize("encoding, shown", [("ascii", "?"), ("cp1252", "…"), ("gbk", "…")])
def test_a_stream_that_is_not_utf_8(project, notebook, encoding, shown):
    (project / "notebooks/05_六盘水.ipynb").write_bytes(b"{}")
    done = subprocess.run(RUN, cwd=project, capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert done.returncode == 1
    assert done.stdout.decode(encoding).rstrip().startswith("[1/1] 05_")
    assert shown in done.stdout.decode(encoding).splitlines()[0]
    assert done.stderr.decode(encoding, "replace").count("\n") == 1 and b"is no notebook" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("ending", ["2>&1 | true", "2>&- >&-", "> /dev/full"])
def test_output_that_nobody_reads_stops_nothing(project, notebook, ending):
    if "/dev/full" in ending and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    path, _ = notebook("1 + 1")
    path.with_name("04_bad.ipynb").write_bytes(b"{}")
    done = subprocess.run(f"{shlex.join(RUN)} {ending}", shell=True, cwd=project, stderr=subprocess.PIPE, encoding="utf-8")
    assert "Error" not in done.stderr and json.loads(path.read_text(encoding="utf-8"))["cells"][0]["outputs"]


@pytest.fixture
def startup(project):
    """What a kernel runs while it starts, to be written."""
    folder = project / ".cache/ipython/profile_default/startup"
    folder.mkdir(parents=True)
    return folder / "00.py"


def test_a_kernel_that_dies_while_it_starts_is_started_once_more(project, notebook, startup):
    """As one does whose port another program has taken."""
    path, _ = notebook("1 + 1")
    startup.write_text("import os, pathlib\npathlib.Path('../begun').exists() or pathlib.Path('../begun').touch() or os._exit(7)", encoding="utf-8")
    assert run(project).returncode == 0 and nbformat.read(path, as_version=4).cells[0].outputs
    assert_none_left(project)


def test_a_kernel_that_never_answers(project, notebook, startup):
    notebook("1 + 1")
    startup.write_text("import os; os._exit(7)", encoding="utf-8")
    done = run(project)
    assert done.stderr == "[1/1] 05_test stopped: its kernel died; is there enough memory?\n" and done.returncode == 1
    assert_none_left(project)


def test_kernels_start_without_a_fork_server(project, notebook):
    """As on Windows and macOS; where there is one, the other tests use it."""
    path, _ = notebook("import sys, os, pandas as pd\nprint(sys.path[0] == '', os.getcwd().endswith('notebooks'), pd.DataFrame({'a': [1]}))")
    done = run(project, command=[sys.executable, "-c", ALTERED.format("METHOD", "spawn")])
    assert done.returncode == 0, done.stderr
    assert json.loads(path.read_text(encoding="utf-8"))["cells"][0]["outputs"][0]["text"] == ["True True    a\n", "0  1\n"]
    assert_none_left(project)


def test_new_findings_take_the_place_of_the_old(project):
    from run_all import rewrite

    cell = nbformat.v4.new_markdown_cell("<!-- says: {n} people -->\n{n} people\n\nMore.")
    changes = project / "changes.json"
    changes.write_text(json.dumps([["notebooks/05_test.ipynb, cell 1", "{n} people", "946 people"]]), encoding="utf-8")
    (project / "README.md").write_text("{n} people", encoding="utf-8")
    rewrite(nbformat.v4.new_notebook(cells=[cell]), changes)
    assert cell.source == "<!-- says: {n} people -->\n946 people\n\nMore."
