"""How often the suggestions are right, on passages written and labelled by hand after reports of 2016 to 2024.

    python tests/benchmark_suggest.py            # the half that the rules were made with, and their errors
    python tests/benchmark_suggest.py --heldout  # the other half: to be looked at once, when the rules are done
    python tests/benchmark_suggest.py --write    # fill in, in words.csv, how often each rule was right on the first half

A passage is a short report. Behind each quantity stands its label in braces: area, stage, flow (of money) and, where they
differ from the passage's, period and scope; `|` parts labels that can both be defended, and either counts as right.
"""

import argparse
import csv
import re
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "notebooks"))

from report.quantities import find_quantities  # noqa: E402
from report.suggest import suggest  # noqa: E402
from report.suggest.words import COLUMNS, SHEET, default_words  # noqa: E402

FIELDS = ("area", "stage", "flow", "period", "scope")
SCOPES = {"past", "plan", "past|plan"}


def read_passages(half: str) -> list[tuple[str, str, str, dict[int, dict]]]:
    """(name, kind, text without labels, label by the position it stands behind) of each passage of `half`."""
    passages = []
    with open(HERE / f"suggest_labelled_{half}.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text, labels = "", {}
            for words, label in re.findall(r"([^{]*)(?:\{([^}]*)\})?", row["text"]):
                text += words
                if label:
                    labels[len(text)] = read_label(label, row["period"])
            passages.append((row["passage"], row["kind"], text, labels))
    return passages


def read_label(label: str, period: str) -> dict[str, set[str]]:
    """The codes of each field that a label allows; no flow where no money is."""
    area, stage, *rest = label.split()
    read = {"area": area, "stage": stage, "flow": "", "period": period, "scope": "past"}
    for word in rest:
        read["scope" if word in SCOPES else "period" if word[0].isdigit() else "flow"] = word
    return {field: set(codes.split("|")) for field, codes in read.items()}


def compare(half: str):
    """(passage, kind, words, field, codes allowed, code suggested, reason or None) for each quantity and field of `half`."""
    for name, kind, text, labels in read_passages(half):
        suggestions = suggest(text, quantities := find_quantities(text))
        counted = [quantity for quantity in quantities if quantity.kind == "quantity"]
        for quantity, suggestion in zip(counted, suggestions, strict=True):
            at = next((at for at in labels if quantity.start < at <= quantity.end), None)
            if at is None:
                continue
            words = text[max(0, quantity.start - 24) : quantity.end + 8].replace("\n", "⏎")
            reasons = {reason.field: reason for reason in suggestion.reasons}
            for field in FIELDS:
                if field != "flow" or labels[at]["flow"] != {""}:
                    yield name, kind, words, field, labels[at][field], getattr(suggestion.code, field), reasons.get(field)


def print_scores(half: str, compared: list) -> None:
    right, tried = Counter(), Counter()
    for _, kind, _, field, allowed, code, _ in compared:
        for group in (kind, "all"):
            tried[group, field] += 1
            right[group, field] += code in allowed
    print(f"{half:<12}" + "".join(f"{field:>16}" for field in FIELDS))
    for group in ("assistance", "government", "all"):
        cells = [(right[group, field], tried[group, field]) for field in FIELDS]
        print(f"{group:<12}" + "".join(f"{f'{r}/{t} {r / t:.3f}':>16}" for r, t in cells))


def rule_trials(compared: list) -> dict[int, tuple[int, int]]:
    """Row of words.csv -> (right, tried): how often a rule decided, and was right."""
    right, tried = Counter(), Counter()
    for *_, allowed, code, reason in compared:
        if reason and reason.rule:
            tried[reason.rule.row] += 1
            right[reason.rule.row] += code in allowed
    return {row: (right[row], tried[row]) for row in tried}


def write_trials(trials: dict[int, tuple[int, int]]) -> None:
    with open(SHEET, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    for number, line in enumerate(lines[1:], 2):
        line[COLUMNS.index("right") :] = map(str, trials.get(number, (0, 0)))
    with open(SHEET, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def print_speed() -> None:
    report = (HERE.parent / "data/dalian-hitech-2020/report.txt").read_text(encoding="utf-8")
    text = report[: report.index("2020年12月18日") + 11]
    quantities = find_quantities(text)
    times = []
    for _ in range(50):
        began = time.process_time()
        suggest(text, quantities)
        times.append(time.process_time() - began)
    print(f"\n{len(text):,} characters: {1000 * min(times):.2f} ms of CPU, the best of {len(times)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--heldout", action="store_true", help="the half set aside")
    parser.add_argument("--write", action="store_true", help="fill in words.csv from the other half")
    arguments = parser.parse_args()
    half = "heldout" if arguments.heldout else "dev"
    default_words()
    compared = list(compare(half))
    if not arguments.heldout:
        for name, _, words, field, allowed, code, reason in compared:
            if code not in allowed:
                print(f"{name} {field}: {code} not {'|'.join(sorted(allowed))}  {words}  [{reason}]")
        trials = rule_trials(compared)
        rules = {rule.row: rule for rule in default_words().rules}
        print("\nrow  field  code  right/tried of the rules that decided")
        for row, (right, tried) in sorted(trials.items()):
            print(f"{row:>4} {rules[row].field:<6} {rules[row].code:<16}{right}/{tried}")
        if arguments.write:
            write_trials(trials)
    print()
    print_scores(half, compared)
    print_speed()


if __name__ == "__main__":
    main()
