"""The main job on a machine unlike any other: odd path, no home, other locale, time zone and fonts, and still the same bytes."""

import os
import shutil
import subprocess
import sys

import matplotlib
import pytest
from fontTools.ttLib import TTFont

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="imitates a machine with POSIX's paths and settings")]
NOTEBOOKS = ["01"]  # the tidy data and a figure full of glyphs: enough to see a difference


@pytest.fixture(scope="module")
def other_font(tmp_path_factory):
    """A data folder with a font that calls itself Noto Sans SC and looks otherwise."""
    folder = tmp_path_factory.mktemp("data") / "fonts"
    folder.mkdir()
    font = TTFont(os.path.join(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans.ttf"))
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Noto Sans SC"
    font.save(folder / "NotoSansSC.ttf")
    return folder.parent


@pytest.fixture(scope="module")
def run(root, tmp_path_factory, other_font):
    """The project copied to a path with spaces and Chinese characters, without what the job writes, and run there under odd settings."""
    folder = tmp_path_factory.mktemp("machine") / "项目 with spaces"
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".*", "__pycache__", "tidy"))
    for written in [*folder.glob("figures/01-*"), folder / "data/README.md", folder / "data/dalian-hitech-2020/README.md"]:
        written.unlink()
    shutil.copytree(root / "data/sample-2021/tidy", folder / "data/sample-2021/tidy")  # by notebook 7
    scratch = tmp_path_factory.mktemp("scratch")
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": "/proc/nowhere",  # nobody, not even root, can write there
        "TMPDIR": str(scratch),
        "XDG_DATA_HOME": str(other_font),
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "12345",
        "PYTHONDONTWRITEBYTECODE": "1",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    command = [sys.executable, str(folder / "notebooks/run_all.py"), *NOTEBOOKS]
    done = subprocess.run(command, env=settings, cwd="/", capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return folder, scratch, done


def files(folder):
    kept = ("data", "figures", "notebooks")
    return {
        path.relative_to(folder): path.read_bytes()
        for top in kept
        for path in (folder / top).rglob("*")
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    }


def test_every_file_keeps_its_bytes(root, run):
    here, there = files(root), files(run[0])
    assert set(here) == set(there)
    assert [str(path) for path in here if here[path] != there[path]] == []


def test_the_other_font_was_there_to_be_mistaken(other_font):
    found = (
        subprocess.run(["fc-scan", "-f", "%{family}", str(other_font)], capture_output=True, encoding="utf-8")
        if shutil.which("fc-scan")
        else None
    )
    assert found is None or "Noto Sans SC" in found.stdout


def test_nothing_is_written_outside_the_project(run):
    assert list(run[1].iterdir()) == []


def test_the_job_tells_where_it_is(run):
    assert "[1/1] 01_clean …" in run[2].stdout and "1 of 1 notebooks done" in run[2].stdout
    assert run[2].stderr == ""


# The locale zh_CN but for its order of words, which takes most of the time to compile and no figure asks for.
PARTS = "CTYPE COLLATE MONETARY NUMERIC TIME MESSAGES PAPER NAME ADDRESS TELEPHONE MEASUREMENT IDENTIFICATION".split()
CHINESE = "".join(f'LC_{part}\ncopy "{"POSIX" if part == "COLLATE" else "zh_CN"}"\nEND LC_{part}\n' for part in PARTS)
DRAWN = """
import locale, sys, matplotlib.pyplot as plt
from report.figures import read_table, render
from report.paths import FIGURES
locale.setlocale(locale.LC_ALL, "")
plt.figure().text(0, 0, "2020").figure.canvas.draw()  # a plot of the analyst's own comes first
drawn = render("05-chain", read_table(FIGURES / "05-chain.csv"))
sys.exit(", ".join(name for name, content in drawn.items() if content != (FIGURES / name).read_bytes()) or None)
"""


def test_a_figure_is_the_same_under_a_chinese_locale(root, tmp_path):
    (tmp_path / "source").write_text(CHINESE, encoding="utf-8")
    command = ["localedef", "-i", str(tmp_path / "source"), "-f", "UTF-8", str(tmp_path / "zh_CN.UTF-8")]
    if not shutil.which("localedef") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("localedef cannot make zh_CN here: Debian's package locales has its source")
    settings = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "LOCPATH": str(tmp_path), "MPLBACKEND": "agg"}
    command = [sys.executable, "-c", DRAWN]
    done = subprocess.run(command, cwd=root / "notebooks", env=settings, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
