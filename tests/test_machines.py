"""On machines unlike this one: without the modules that only POSIX has, with other default encodings, other paths."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from conftest import ROOT
from report.paths import short_name

pytestmark = pytest.mark.long
STRANGE = """
import builtins, io, os, sys, warnings

for name in ("report", "run_all", "clean", "__main__"):  # not what they are built on
    warnings.filterwarnings("error", category=EncodingWarning, module=rf"{name}($|\\.)")

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "pwd", "grp", "resource", "termios"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
for name in ("fcntl", "pwd", "grp", "resource", "termios"):
    sys.modules.pop(name, None)
encoding, plain = os.environ["DEFAULT_ENCODING"], io.open

def opened(file, mode="r", buffering=-1, encoding_=None, errors=None, newline=None, *rest, encoding=None, **more):
    '''As `open`, with another default encoding, and CR LF for line ends that are left to the system.'''
    given = encoding_ or encoding
    if "b" not in mode:
        io.text_encoding(given)
    if "b" not in mode and given in (None, "locale"):
        given = os.environ["DEFAULT_ENCODING"]
    if "b" not in mode and newline is None and set(mode) & set("wax+"):
        newline = "\\r\\n"
    return plain(file, mode, buffering, given, errors, newline, *rest, **more)

builtins.open = io.open = opened
"""
EVERYTHING = """
import importlib, pkgutil, shutil, sys, warnings
import report, clean
for module in pkgutil.walk_packages(report.__path__, "report."):
    importlib.import_module(module.name)
assert not {"fcntl", "pwd", "resource"} & set(sys.modules)
with warnings.catch_warnings(action="ignore"), open(clean.__file__) as file:
    assert file.encoding == sys.argv[1], file.encoding
for name in ("dalian-hitech-2020", "sample-2021", sys.argv[2]):
    assert clean.main([f"../data/{name}"]) == 0
"""


@pytest.fixture
def strange(request, tmp_path):
    """The environment of a machine where text is of another encoding, and modules of POSIX are missing.

    Text that the project opens without naming its encoding stops it there: Python itself warns of it.
    """
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(STRANGE, encoding="utf-8")
    return {
        **{name: value for name, value in os.environ.items() if name not in ("PYTHONUTF8", "LC_ALL", "LANG")},
        "PYTHONPATH": str(tmp_path / "site"),
        "PYTHONUTF8": "0",
        "PYTHONWARNDEFAULTENCODING": "1",
        "PYTHONWARNINGS": "ignore:only soft file lock",  # of filelock, which finds no fcntl and no Windows
        "PYTHONIOENCODING": request.param,
        "DEFAULT_ENCODING": request.param,
    }


@pytest.fixture
def project(tmp_path):
    copy = tmp_path / "项目 copy"
    for folder in ("data", "figures", "notebooks"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return copy


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


def run(project, environment, *command):
    done = subprocess.run([sys.executable, "-B", *command], cwd=project / "notebooks", env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


def draft(project, environment, name):
    """Import all modules, clean what is there and draft a coding for a report that has none; the tables written for it."""
    (project / f"data/{name}").mkdir()
    shutil.copy(ROOT / "data/sample-2021/report.txt", project / f"data/{name}")
    run(project, environment, "-c", EVERYTHING, environment["DEFAULT_ENCODING"], name)
    return {file: content for file, content in files(project / f"data/{name}").items() if file.endswith(".csv")}


@pytest.mark.parametrize("strange", ["cp936", "cp1252"], indirect=True)
def test_reports_are_cleaned_and_drafted_there_as_here(project, strange):
    before = files(project / "data")
    there = draft(project, strange, "there")
    after = files(project / "data")
    assert [name for name, content in before.items() if after[name] != content] == []
    clean = {name: content for name, content in files(ROOT / "data/sample-2021").items() if name.startswith("tidy/")}
    assert len(there) >= 4 and there["tidy/quantities.csv"] == clean["tidy/quantities.csv"]


@pytest.mark.skipif(os.name == "nt", reason="imitates Windows, where other packages open files without an encoding too")
@pytest.mark.parametrize("strange", ["cp1252"], indirect=True)
def test_a_notebook_runs_there_to_the_same_bytes(project, strange):
    before = files(project)
    run(project, strange, "run_all.py", "08")
    after = {name: content for name, content in files(project).items() if not name.startswith(".cache/")}
    assert [name for name, content in after.items() if before.get(name) != content] == []


@pytest.mark.parametrize("strange", ["cp1252"], indirect=True)
@pytest.mark.parametrize("opening", ["open('clean.py')", "open('clean.py', 'r', -1)", "import pathlib; pathlib.Path('clean.py').read_text()"])
def test_text_opened_without_its_encoding_would_be_noticed(project, strange, opening):
    with pytest.raises(AssertionError, match="EncodingWarning"):
        run(project, strange, "-c", opening)
    run(project, strange, "-c", "open('clean.py', encoding='utf-8'); open('clean.py', 'rb')")


# paths --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path, name",
    [
        (PureWindowsPath(r"C:\项目\data\own\report.txt"), "data/own/report.txt"),
        (PureWindowsPath(r"D:\reports\own\coding\codes.csv"), "own/coding/codes.csv"),
        (PureWindowsPath(r"D:\codes.csv"), "codes.csv"),
        (PureWindowsPath(r"\\server\share\own\codes.csv"), "own/codes.csv"),
        (PureWindowsPath(r"c:\项目\data"), "data"),
        (PurePosixPath("/elsewhere/report.txt"), "elsewhere/report.txt"),
        (PurePosixPath("/report.txt"), "report.txt"),
    ],
)
def test_files_are_named_alike_on_every_system(path, name):
    root = PureWindowsPath("C:/项目") if isinstance(path, PureWindowsPath) else PurePosixPath("/项目")
    assert short_name(path, root) == name


def test_paths_in_what_is_written_have_no_backslash():
    """A path joined as text would carry this system's mark into files and messages."""
    written = [*(ROOT / "notebooks").glob("*.py"), *(ROOT / "notebooks/report").rglob("*.py")]
    for path in written:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"os\.sep|os\.path\.join|\.venv/bin", source.replace("    .venv/bin", "")), path.name


def test_git_changes_no_line_ends():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8") if shutil.which("git") else None
    if not listed or listed.returncode:
        pytest.skip("no git here, or no clone")
    checked = subprocess.run(["git", "check-attr", "text", "--stdin"], cwd=ROOT, input=listed.stdout, capture_output=True, encoding="utf-8")
    assert {line.rpartition(": ")[2] for line in checked.stdout.splitlines()} == {"unset"}
