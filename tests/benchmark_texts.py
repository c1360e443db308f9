"""What a text costs as it grows: prose, one line, wrapped lines, rows of a table, a web page, two copies.

    .venv/bin/python tests/benchmark_texts.py

Prints seconds of CPU for 200 KB, 2 MB and 20 MB of each, read; then of the lines of a report that come again and again,
with all that `clean.py` does: drafted, checked and written (some minutes).
"""

import contextlib
import io
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))

import clean  # noqa: E402
from report.text import read_report  # noqa: E402

SIZES = (200_000, 2_000_000, 20_000_000)


def prose(size: int) -> str:
    line = "第{0}村投入资金{0}万元，带动{0}户，建成车间 1 200 平方米，位于新华路。\n"
    return "".join(line.format(number) for number in range(1000, 1000 + size // 105))


def one_line(size: int) -> str:
    return prose(size).replace("\n", "")


def wrapped(size: int) -> str:
    text = one_line(size).replace("1 200", "1200")
    return "\n".join(text[at : at + 40] for at in range(0, len(text), 40))


def rows(size: int) -> str:
    return "水城县\t投入资金\t12\t300\n" * (size // 33)


def page(size: int) -> str:
    return "<html><body>" + prose(size).replace("\n", "<br>") + "</body></html>"


def copies(size: int) -> str:
    return prose(size // 2) * 2


def come_again(size: int) -> str:
    """The lines of a report in ever other orders, with other numbers of three digits and more."""
    lines = (ROOT / "data/sample-2021/report.txt").read_text(encoding="utf-8").splitlines()
    chance, text = random.Random(0), ""
    while 3 * len(text) < size:
        chance.shuffle(lines)
        text += re.sub(r"\d{3,}(?!年)", lambda number: str(chance.randrange(100, 10 ** len(number[0]))), "\n".join([*lines, ""]))
    return text


def table(work, makes) -> None:
    """Print what `work` costs for each kind of text and size; it is given a folder with the text as report.txt."""
    for make in makes:
        seconds = []
        for size in SIZES:
            folder = Path(tempfile.mkdtemp())
            (folder / "report.txt").write_text(make(size), encoding="utf-8")
            started = time.process_time()
            with contextlib.redirect_stdout(io.StringIO()):
                work(folder)
            seconds.append(f"{time.process_time() - started:.2f} s")
            shutil.rmtree(folder)
        print(f"{make.__name__:12}{' '.join(seconds)}", flush=True)


def main() -> None:
    print("read")
    table(lambda folder: read_report(folder / "report.txt"), (prose, one_line, wrapped, rows, page, copies))
    print("drafted, checked and written")
    table(clean.clean_folder, (come_again,))


if __name__ == "__main__":
    main()
