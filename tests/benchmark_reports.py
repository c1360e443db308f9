"""What a thousand reports cost: reading, settling and suggesting, beside the plain reading of the files.

    .venv/bin/python tests/benchmark_reports.py

Prints seconds for a thousand reports (copies of the two in data/), the floor (bytes read and decoded), and both
in characters a second.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))

from report.coding import clean, read_coding  # noqa: E402
from report.suggest import draft_coding  # noqa: E402
from report.text import read_report  # noqa: E402

ROUNDS = 20


def main() -> None:
    coding = read_coding(ROOT / "data/dalian-hitech-2020/coding")
    paths = sorted((ROOT / "data").glob("*/report.txt"))
    characters = floor = work = 0
    for path in paths * ROUNDS:
        started = time.perf_counter()
        characters += len(path.read_bytes().decode())
        read = time.perf_counter()
        report = read_report(path)
        clean(report.text, draft_coding(report, coding), suggested=True)
        floor, work = floor + read - started, work + time.perf_counter() - read
    count = len(paths) * ROUNDS
    print(f"a thousand reports: {1000 * work / count:.0f} s ({characters / work:,.0f} characters a second)")
    print(f"reading the bytes alone: {1000 * floor / count:.2f} s, {work / floor:,.0f} times faster")


if __name__ == "__main__":
    main()
