"""Undo that outlives the kernel: what each action replaced in the sheets, kept beside them in a small file.

The file counts only for the report and the sheets that it was written with: after a change made elsewhere while no review
was open, undo begins anew, for it could not tell what to give back.
"""

import json
from typing import NamedTuple

from report.review.items import Sheets

FILE = ".undo.json"
KEPT = 200  # actions


class Step(NamedTuple):
    """What undo gives back: the place before an action, and for each sheet that it changed [from row, rows now, rows before]."""

    label: str
    at: str
    patch: dict


def step(label: str, at: str, old: Sheets, new: Sheets) -> Step:
    """The step from `old` sheets to `new` ones, as undo takes it back."""
    patch = {name: _replaced(*rows) for name, *rows in zip(Sheets._fields, old, new) if rows[0] != rows[1]}
    return Step(label, at, patch)


def _replaced(old: tuple, new: tuple) -> list:
    """Where `new` differs from `old`: from which row on, how many rows, and what stood there."""
    shorter = min(len(old), len(new))
    first = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    last = next((at for at in range(shorter - first) if old[-1 - at] != new[-1 - at]), shorter - first)
    return [first, len(new) - last - first, list(old[first : len(old) - last])]


def before(sheets: Sheets, patch: dict) -> Sheets:
    """The sheets as they were before a step."""
    given_back = {}
    for name, (first, count, rows) in patch.items():
        now = getattr(sheets, name)
        given_back[name] = now[:first] + tuple(rows) + now[first + count :]
    return sheets._replace(**given_back)


def steps_bytes(steps: list[Step], stamp: str) -> bytes:
    """The last steps as a file that holds for the sheets and the report of this `stamp`."""
    return json.dumps({"stamp": stamp, "steps": steps[-KEPT:]}, ensure_ascii=False).encode()


def steps_of(data: bytes, stamp: str) -> list[Step]:
    """The steps that a file holds for sheets and report of this `stamp`; none where it is of others, or damaged."""
    try:
        read = json.loads(data)
        return [Step(*row) for row in read["steps"]] if read["stamp"] == stamp else []
    except (ValueError, TypeError, KeyError):
        return []
