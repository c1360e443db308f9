"""Tables on disk: whole or not at all, the same when read again, safe to open in a spreadsheet."""

import io
import json
import os
import signal
import subprocess
import sys
import time

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.files import locked, write_files
from report.package import dictionary, folder_page, package_page, workbook_bytes
from report.tables import csv_bytes, read_sheet

FORMULAS = ["=1+1", "+86", "-5元", "@SUM(A1)", "\t=1", "'quoted", '=HYPERLINK("http://example.org")']


def test_formulas_are_text_in_csv(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(csv_bytes(pd.DataFrame({"words": FORMULAS})))
    lines = path.read_text(encoding="utf-8-sig").split("\n")[1:-1]
    assert all(line.lstrip('"').startswith("'") for line in lines)
    assert list(read_sheet(path)["words"]) == FORMULAS


def test_formulas_are_text_in_the_workbook():
    content = workbook_bytes(
        {"observations": pd.DataFrame({"words": FORMULAS})}, pd.DataFrame({"table": ["x"]})
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content))["observations"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == FORMULAS
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(cell, cell), min_size=1, max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    table = pd.DataFrame(rows, columns=["a", "b"])
    path.write_bytes(csv_bytes(table))
    assert read_sheet(path).values.tolist() == table.values.tolist()


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_write_that_fails_leaves_whole_files(tmp_path, monkeypatch, failing):
    paths = [tmp_path / name for name in "abc"]
    write_files({path: b"old" for path in paths})
    replace, calls = os.replace, []

    def broken(source, target):
        if len(calls) == failing:
            raise OSError("the disk is full")
        calls.append(target)
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", broken)
        with pytest.raises(OSError, match="full"):
            write_files({path: b"new" for path in paths})
    assert [path.read_bytes() for path in paths] == [b"new"] * failing + [b"old"] * (3 - failing)
    assert sorted(tmp_path.iterdir()) == paths
    write_files({path: b"new" for path in paths})
    assert [path.read_bytes() for path in paths] == [b"new"] * 3


WRITER = """
import sys
from report.files import write_files
for turn in range(10**6):
    write_files({f"{sys.argv[1]}/{name}": bytes([48 + turn % 10]) * 2_000_000 for name in "ab"})
"""


def test_a_killed_writer_leaves_whole_files_and_the_next_one_tidies_up(root, tmp_path):
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(root / "notebooks")},
        )
        while not (tmp_path / "b").exists():
            time.sleep(0.01)
        time.sleep(0.05)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        for name in "ab":
            content = (tmp_path / name).read_bytes()
            assert len(content) == 2_000_000 and len(set(content)) == 1
    write_files({tmp_path / name: b"done" for name in "ab"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_two_writers_do_not_mix_their_sets(root, tmp_path):
    """Each turn writes one digit to both files; whenever the lock is free, both hold the same digit."""
    write_files({tmp_path / name: b"0" for name in "ab"})
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(root / "notebooks")},
        )
        for _ in range(2)
    ]
    try:
        while (tmp_path / "a").stat().st_size == 1:
            time.sleep(0.01)
        for _ in range(20):
            with locked():
                assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
            time.sleep(0.005)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def test_only_one_main_job_runs_at_a_time(root):
    import fcntl

    from run_all import CACHE

    with open(CACHE / "run_all.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pytest.skip("a main job is at work here")
        done = subprocess.run(
            [sys.executable, str(root / "notebooks/run_all.py"), "05"], capture_output=True, encoding="utf-8"
        )
    assert done.returncode == 1 and "Another run is at work" in done.stderr


def test_the_data_readme_is_made_from_the_package(root):
    package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    page = (root / "data/README.md").read_text(encoding="utf-8")
    assert page == dictionary_markdown(package)
    for _, row in dictionary(package).iterrows():
        assert f"| `{row['column']}` | {row['type']} | {row['description']}" in page
    assert not [line for line in page.split("\n") if line.startswith("|") and line.count("|") != 4]
