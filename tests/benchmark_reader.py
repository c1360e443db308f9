"""How fast the reader is, beside JioNLP's `extract_money` (which reads money only), in one run on the same text.

JioNLP is no dependency of this project. To run this, make a virtual environment of its own:

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install jionlp
    /tmp/peer/bin/python tests/benchmark_reader.py

Prints characters a second of both and their ratio, for the report and for sentences dense with numerals. The best of
several runs counts, taken in turn, so that other work on the machine weighs on both alike.
"""

import csv
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "notebooks"))

from report.quantities import find_quantities  # noqa: E402

ROUNDS = 15


def seconds(read, text: str) -> float:
    began = time.perf_counter()
    read(text)
    return time.perf_counter() - began


def texts() -> dict[str, str]:
    report = (HERE.parent / "data/dalian-hitech-2020/report.txt").read_text(encoding="utf-8")
    with open(HERE / "reader_heldout.csv", encoding="utf-8", newline="") as file:
        sentences = "".join(row["sentence"] for row in csv.DictReader(file))
    return {"report": report * 10, "sentences": sentences * 5}


def main() -> None:
    from jionlp import ner

    extract_money = ner.extract_money
    extract_money("1元")                     # its first call loads its patterns
    print(f"{'text':<10}{'characters':>11}{'ours/s':>12}{'JioNLP/s':>12}{'ratio':>7}")
    for name, text in texts().items():
        pairs = [(seconds(find_quantities, text), seconds(extract_money, text)) for _ in range(ROUNDS)]
        ours, theirs = (len(text) / min(times) for times in zip(*pairs, strict=True))
        print(f"{name:<10}{len(text):>11,}{ours:>12,.0f}{theirs:>12,.0f}{ours / theirs:>7.2f}")


if __name__ == "__main__":
    main()
