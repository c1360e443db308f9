"""Write files whole or not at all, on any system: under another name first, and one writer of the project at a time."""

import os
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from report.paths import CACHE, name_of
from report.text import ReportError

_lock = FileLock(CACHE / "writing.lock")


@contextmanager
def locked():
    """Hold the lock of all who write here; a second process waits, and a holder that dies lets go."""
    CACHE.mkdir(exist_ok=True)
    with _lock:
        yield


def write_files(contents: dict) -> None:
    """Write each path's bytes; all are on disk under other names before the first takes its place.

    A reader, or a run broken off, finds the old file or the new one. Two writers do not mix their sets. What a broken
    run left in these folders is taken away: who holds the lock knows that its writer is dead.
    Raises ReportError where another program (on Windows, a spreadsheet) keeps a file from being replaced.
    """
    waiting = {Path(path): Path(path).with_name(f".{Path(path).name}.part") for path in contents}
    with locked():
        try:
            for folder in {path.parent for path in waiting}:
                folder.mkdir(parents=True, exist_ok=True)
                _remove_parts(folder)
            for data, part in zip(contents.values(), waiting.values()):
                part.write_bytes(data)
            for path, part in waiting.items():
                _replace(part, path)
        finally:
            for part in waiting.values():
                part.unlink(missing_ok=True)


def _remove_parts(folder: Path) -> None:
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)


def _replace(part: Path, path: Path) -> None:
    try:
        os.replace(part, path)
    except PermissionError:
        raise ReportError(f"{name_of(path)} cannot be replaced: is it open in another program?") from None
