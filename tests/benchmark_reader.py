"""The reader beside its peers: how fast, where they disagree, and how many of 100,000 written amounts are read back.

The peers are no dependencies of this project. To run this, make a virtual environment of its own:

    python3 -m venv /tmp/peer
    /tmp/peer/bin/pip install cn2an jionlp recognizers-text-number 'emoji<2' hypothesis pytest
    /tmp/peer/bin/python tests/benchmark_reader.py

Prints, each on the reports in `data` and on the sentences kept aside:

- characters read in a second of processor time beside JioNLP's `extract_money` (which reads money only), as one long
  text and line by line; the best of several runs counts, taken in turn;
- every amount that JioNLP (money) or Recognizers-Text (numbers) values otherwise than the reader, with both values;
- the amounts of `amount_generator` that are misread;
- seconds for a million characters of what could make a reader hang.
"""

import csv
import gc
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "notebooks"), str(HERE)]

from report.quantities import find_quantities  # noqa: E402
from test_reader_oracle import misread  # noqa: E402
from test_reader_words import scores  # noqa: E402

ROUNDS = 15
WRITTEN = 100_000
MONEY = ("CNY", "USD", "HKD", "EUR", "JPY", "GBP", "TWD", "MOP")
NASTY = [
    "7",
    "一",
    "零",
    "万",
    "一二",
    "1,234",
    "1,",
    "12,5",
    "9-",
    "约",
    "“",
    "1.",
    "第",
    "(",
    "(含",
    "个",
    "1 234 ",
    "-5",
    "百分之",
    "3至",
    "3与",
    "负",
    "不",
    "点",
    "一点",
]


def sentences() -> list[str]:
    lines = []
    for name in ("reader_heldout.csv", "reader_forms.csv"):
        with open(HERE / name, encoding="utf-8", newline="") as file:
            lines += [row["sentence"] for row in csv.DictReader(file)]
    return lines


def reports() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((HERE.parent / "data").glob("**/*.txt"))]


# ---- speed


def seconds(read, texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - began


def compare_speed(extract_money) -> None:
    report, lines = "".join(reports()) * 10, sentences() * 5
    extract_money("1元")  # its first call loads its patterns
    gc.freeze()  # what the peers hold in memory is no work of either
    print(f"{'text':<26}{'characters':>11}{'ours/s':>12}{'JioNLP/s':>12}{'ratio':>7}")
    for name, texts in {
        "reports, one text": [report],
        "reports, line by line": report.split("\n"),
        "sentences, one text": ["".join(lines)],
        "sentences, line by line": lines,
    }.items():
        size = sum(map(len, texts))
        pairs = [(seconds(find_quantities, texts), seconds(extract_money, texts)) for _ in range(ROUNDS)]
        ours, theirs = (size / min(times) for times in zip(*pairs, strict=True))
        print(f"{name:<26}{size:>11,}{ours:>12,.0f}{theirs:>12,.0f}{ours / theirs:>7.2f}")


def time_nasty_texts() -> None:
    slowest = max((seconds(find_quantities, [piece * (1_000_000 // len(piece))]), piece) for piece in NASTY)
    print(f"a million characters of one thing: at most {slowest[0]:.1f} s ({slowest[1]!r})")


# ---- agreement


def numbers(quantity) -> list[float]:
    return [each for each in (quantity.value, quantity.lower, quantity.upper) if each is not None]


def money_of(extract_money, text: str) -> list[tuple[int, int, str, list[float]]]:
    found = []
    for each in extract_money(text, with_parsing=True):
        values = each["detail"]["num"]
        found.append(
            (
                *each["offset"],
                each["text"],
                [float(value) for value in (values if isinstance(values, list) else [values])],
            )
        )
    return found


def numbers_of(recognise, text: str) -> list[tuple[int, int, str, list[float]]]:
    return [
        (each.start, each.end + 1, each.text, [float(each.resolution["value"])])
        for each in recognise(text)
        if each.resolution["value"]
    ]


def compare(name: str, theirs_in, kept, texts: list[str]) -> None:
    """Print each amount of the peer that overlaps a quantity of ours and has another value."""
    same, differ, alone, ours_alone = 0, [], 0, 0
    for text in texts:
        ours = [
            quantity for quantity in find_quantities(text) if quantity.kind == "quantity" and kept(quantity)
        ]
        met = set()
        for start, end, words, values in theirs_in(text):
            overlapping = [quantity for quantity in ours if quantity.start < end and start < quantity.end]
            met |= {quantity.start for quantity in overlapping}
            if not overlapping:
                alone += 1
            elif all(
                any(
                    abs(value - each) <= 1e-6 * abs(each)
                    for quantity in overlapping
                    for each in numbers(quantity)
                )
                for value in values
            ):
                same += 1
            else:
                differ.append(
                    f"    {name}: {words} = {values}; reader: "
                    + ", ".join(f"{each.text} = {numbers(each) or each.bound}" for each in overlapping)
                )
        ours_alone += sum(quantity.start not in met for quantity in ours)
    print(f"{name}: {same} values agree, {len(differ)} differ, {alone} theirs alone, {ours_alone} ours alone")
    print("\n".join(differ))


def main() -> None:
    from jionlp import ner
    from recognizers_number import Culture, recognize_number

    compare_speed(ner.extract_money)
    time_nasty_texts()
    for part in ("first", "second", "third", "fourth", "fifth", "sixth"):
        print(
            f"sentences of many forms, {part} part: F1 of spans {scores(part)[0]:.3f}, of all {scores(part)[1]:.3f}"
        )
    for where, texts in (("reports in data", reports()), ("sentences", sentences())):
        print(f"-- {where}")
        compare(
            "JioNLP",
            lambda text: money_of(ner.extract_money, text),
            lambda quantity: quantity.unit in MONEY,
            texts,
        )
        compare(
            "Recognizers-Text",
            lambda text: numbers_of(lambda part: recognize_number(part, Culture.Chinese), text),
            lambda quantity: True,
            texts,
        )
    wrong = misread(WRITTEN, seed=1)
    print(f"{WRITTEN - len(wrong):,} of {WRITTEN:,} written amounts read back", *wrong[:20], sep="\n")


if __name__ == "__main__":
    main()
