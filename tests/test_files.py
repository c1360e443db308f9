"""Files on disk: whole or not at all, whoever writes at the same time, whoever dies in between."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from report.files import locked, write_files
from report.text import ReportError


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
import sys, time
from report.files import write_files
for turn in range(10**6):
    write_files({f"{sys.argv[1]}/{name}": bytes([48 + turn % 10]) * 2_000_000 for name in "ab"})
    time.sleep(0.005)  # the lock is asked for again and again, and goes to no one in turn
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
        writer.kill()
        writer.wait()
        for name in "ab":
            content = (tmp_path / name).read_bytes()
            assert len(content) == 2_000_000 and len(set(content)) == 1
    write_files({tmp_path / name: b"done" for name in "ab"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.long
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


def test_what_a_dead_writer_left_is_taken_away(tmp_path):
    for name in (".a.part", ".other.csv.part"):
        (tmp_path / name).write_bytes(b"half")
    write_files({tmp_path / "a": b"whole"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"whole"}


def test_a_file_held_by_another_program_is_named(tmp_path, monkeypatch):
    def held(source, target):
        raise PermissionError(13, "in use")

    (tmp_path / "own").mkdir()
    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(ReportError, match="own/tidy.xlsx cannot be replaced: is it open in another program?"):
        write_files({tmp_path / "own/tidy.xlsx": b"new"})
    assert list((tmp_path / "own").iterdir()) == []


def test_who_holds_the_lock_may_write(tmp_path):
    with locked():
        write_files({tmp_path / "a": b"1"})
    assert (tmp_path / "a").read_bytes() == b"1"


def test_another_thread_waits_for_the_lock(tmp_path):
    with locked():
        writer = threading.Thread(target=write_files, args=({tmp_path / "a": b"1"},))
        writer.start()
        writer.join(0.3)
        assert writer.is_alive() and not (tmp_path / "a").exists()
    writer.join(10)
    assert (tmp_path / "a").read_bytes() == b"1"


@pytest.fixture
def own(root, tmp_path):
    """A folder with the sample report, and the command that cleans it."""
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(root / "data/sample-2021/report.txt", folder)
    return folder, [sys.executable, str(root / "notebooks/clean.py"), str(folder)]


def parts(folder):
    return [path.name for path in folder.rglob(".*")]


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")
def test_a_full_disk_ends_the_cleaning_in_one_line(own):
    """A limit on the size of files stands for it: the workbook is longer."""
    import resource

    folder, command = own
    limit = (12_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    name = "/".join(folder.parts[-3:])
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{name}: not saved: File too large\n")
    assert parts(folder) == [] and not list((folder / "tidy").iterdir())


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="folders are not made read-only so on Windows")
def test_a_folder_that_cannot_be_written_ends_the_cleaning_in_one_line(own):
    folder, command = own
    bound = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []  # nothing is read-only to root
    if bound and not shutil.which("setpriv"):
        pytest.skip("root, and no setpriv here")
    folder.chmod(0o555)
    done = subprocess.run([*bound, *command], capture_output=True, encoding="utf-8")
    folder.chmod(0o755)
    name = "/".join(folder.parts[-3:])
    coding = "/".join((folder / "coding").parts[-3:])
    assert (done.returncode, done.stderr) == (1, f"{name}: not saved: Permission denied ({coding})\n")


STOPPED = """
import os, signal, sys
import clean, filelock, report.files

folder, ending = sys.argv[1], int(sys.argv[2])
touched = 0

def count(event, arguments):
    # Be stopped just before this process touches a file of the folder for the n-th time.
    global touched
    if event in ("open", "os.rename", "os.remove", "os.mkdir") and folder in str(arguments[0]):
        touched += 1
        if touched == moment:
            os.kill(os.getpid(), ending)

sys.addaudithook(count)
for line in sys.stdin:
    moment = int(line)
    if not (child := os.fork()):
        report.files._lock = filelock.FileLock(report.files._lock.lock_file)  # none is good for a fork
        code = clean.main([folder])
        print(f"touched={touched}" if not code else "", flush=True)
        os._exit(code)
    print(f"ended={os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}", flush=True)
"""


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="no such signals on Windows")
@pytest.mark.parametrize("ending, code", [("SIGKILL", -9), ("SIGINT", 1)])
def test_a_cleaning_that_is_stopped_leaves_whole_files(own, root, ending, code):
    folder, _ = own

    def files():
        return {path.name: path.read_bytes() for path in folder.rglob("*.*") if not path.name.endswith(".part")}

    command = [sys.executable, "-c", STOPPED, str(folder), str(int(getattr(signal, ending)))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=root / "notebooks", encoding="utf-8", **pipes) as job:

        def clean_until(moment):
            print(moment, file=job.stdin, flush=True)
            return next(line for line in job.stdout if line.startswith(("touched=", "ended="))).strip()

        touched = int(clean_until(0).removeprefix("touched="))
        assert job.stdout.readline() == "ended=0\n"
        whole = files()
        for moment in range(random.randint(1, 8), touched, 8):
            shutil.rmtree(folder / "tidy", ignore_errors=True)
            (folder / "coding/codes.csv").unlink(missing_ok=True)
            assert clean_until(moment) == f"ended={code}"
            assert files().items() <= whole.items()
            assert clean_until(0).startswith("touched=") and job.stdout.readline() == "ended=0\n"
            assert files() == whole and parts(folder) == []
        job.stdin.close()
        said = set(job.stderr)
    assert said == (set() if ending == "SIGKILL" else {"Stopped; each file is as it was or whole and new.\n"})


def test_nothing_to_write_is_no_error():
    write_files({})
