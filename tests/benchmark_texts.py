"""What reading a text costs as it grows: prose, one line, wrapped lines, rows of a table, a web page, two copies.

    .venv/bin/python tests/benchmark_texts.py

Prints seconds of CPU for 200 KB, 2 MB and 20 MB of each.
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))

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


def main() -> None:
    path = Path(tempfile.mkdtemp()) / "own.txt"
    for make in (prose, one_line, wrapped, rows, page, copies):
        seconds = []
        for size in SIZES:
            path.write_text(make(size), encoding="utf-8")
            started = time.process_time()
            read_report(path)
            seconds.append(f"{time.process_time() - started:.2f} s")
        print(f"{make.__name__:9}{' '.join(seconds)}")
    path.unlink()


if __name__ == "__main__":
    main()
