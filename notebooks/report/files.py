"""Write files whole or not at all, on any system: under another name first, and one writer of the project at a time."""

import os
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from report.paths import CACHE, name_of
from report.received import ReportError

_lock = FileLock(CACHE / "writing.lock")


@contextmanager
def locked():
    """Hold the lock of all who write here; a second process waits, and a holder that dies lets go."""
    CACHE.mkdir(exist_ok=True)
    with _lock:
        yield


def write_files(contents: dict, read: dict | None = None) -> None:
    """Write each path's bytes; all are on disk under other names before the first takes its place.

    A reader, or a run broken off, finds the old file or the new one. Two writers do not mix their sets. What a broken
    run left in these folders is taken away: who holds the lock knows that its writer is dead.
    `read` holds what was read from some of the paths (b"" where there was no file) and led to what is written: where
    another program has saved other content since, nothing is written.
    Raises ReportError for that, and where another program (on Windows, a spreadsheet) keeps a file from being replaced.
    """
    waiting = {Path(path): Path(path).with_name(f".{Path(path).name}.part") for path in contents}
    with locked():
        try:
            for folder in {path.parent for path in waiting}:
                folder.mkdir(parents=True, exist_ok=True)
                _remove_parts(folder)
            for data, part in zip(contents.values(), waiting.values()):
                part.write_bytes(data)
            check_unchanged(read or {})
            for path, part in waiting.items():
                _replace(part, path)
        finally:
            for part in waiting.values():
                part.unlink(missing_ok=True)


def check_unchanged(read: dict) -> None:
    """Raise ReportError unless each path still holds the bytes that were read from it, b"" where there was no file."""
    for path, content in read.items():
        if (path.read_bytes() if path.exists() else b"") != content:
            raise ReportError(f"{name_of(path)} was changed in the same moment, and is left as it is: do this once more")


def _remove_parts(folder: Path) -> None:
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)


def _replace(part: Path, path: Path) -> None:
    try:
        os.replace(part, path)
    except PermissionError:
        raise ReportError(f"{name_of(path)} cannot be replaced: is it open in another program?") from None
