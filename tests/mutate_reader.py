"""Drop each word of the reader's tables and each of its patterns: how many of these faults do the quick tests notice?

    python tests/mutate_reader.py [TABLE …]        names.NAMES, rules.RULES, …; default all

Not collected by pytest: it loads the reader anew for each fault (about a third of a second). A fault is noticed where a
phrase of `reader_words.csv`, a sentence of `reader_forms.csv` or `reader_heldout.csv`, or a report in `data` is read
otherwise, or the reader fails. Counts go to `reader_mutation_results.csv`, what nothing noticed to
`reader_mutation_survivors.csv`, where a person adds the reason why a fault changes no reading.
"""

import csv
import importlib
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS, SURVIVORS = HERE / "reader_mutation_results.csv", HERE / "reader_mutation_survivors.csv"
COLUMNS = {RESULTS: ["table", "faults", "noticed"], SURVIVORS: ["table", "fault", "reason"]}
sys.path.insert(0, str(HERE.parent / "notebooks"))

ORDER = [
    "measure_words",
    "bound_words",
    "names",
    "characters",
    "numerals",
    "patterns",
    "rules",
    "amounts",
    "bounds",
    "units",
    "ranges",
    "enumerations",
    "plain",
    "counts",
    "quantity",
    "reader",
]
TABLES = {
    "measure_words": "MEASURE_WORDS UNIT_BY_CONTEXT UNIT_ELSE CHANGES NOT_BEFORE ARABIC_ONLY AREAS COUNTED_BY_ER OPEN_ENDED POINTED_AT POSTPOSED COUNTED_AFTER "
    "NEVER_COUNTS_AFTER WHOLE_ONLY SIGNED_UNITS TIME_UNITS",
    "bound_words": "BOUNDS_BEFORE NEGATIONS NEGATED NEGATIVE NOT_NEGATIVE BOUNDS_BEFORE_SCALE BOUNDS_AFTER BOUNDS_APART HIGHEST_APART GIVING BOUNDS_WITHIN NOT_AFTER PASSED_AFTER RECENT CURRENCIES_BEFORE "
    "CURRENCY_SIGNS SIGNS NOT_BEFORE_NEGATIVE JOINED_BY_DASH",
    "names": "NUMBERED CALLS_FOR_NUMBER REACHES COUNTING CODES CODED NOUN_QUALIFIERS UNIT_OF_NOUN NAMES NAME_PATTERNS VERBS",
    "characters": "FORMS",
    "rules": "RULES MARKS_BEFORE MARKS_AFTER",
}
NEVER = re.compile("(?!)")
KINDS = ("date", "ordinal", "name", "unread")


def words_less_one(spaced: str) -> list[tuple[str, str]]:
    return [(word, " ".join(each for each in spaced.split() if each != word)) for word in spaced.split()]


def less_one(table) -> list[tuple[str, object]]:
    """(what is dropped, the table without it) for each word of a table of any shape."""
    if isinstance(table, str):
        if " " not in table.strip() and "\n" not in table.strip():
            return [(character, table.replace(character, "", 1)) for character in table]
        return words_less_one(table)
    if isinstance(table, dict):
        within = [
            (f"{key}: {what}", table | {key: rest})
            for key, value in table.items()
            if isinstance(value, (str, tuple)) and len(value) > 1 and not _is_code(value)
            for what, rest in less_one(value)
        ]
        keys = [key for key in table if not "\uff01" <= key <= "\uff5e"]  # full-width characters are one rule
        return within or [
            (str(key), {other: value for other, value in table.items() if other != key}) for key in keys
        ]
    if isinstance(table, frozenset):
        return [
            (str(word), table - {word})
            for word in sorted(table)
            if not re.fullmatch("[A-Za-z]", word) or len(table) < 60
        ]
    if all(isinstance(entry, str) for entry in table) and isinstance(table, tuple):
        return [(entry, table[:at] + table[at + 1 :]) for at, entry in enumerate(table)]
    inner = [
        (what, table[:at] + ((entry[0], *entry[1:column], rest, *entry[column + 1 :]),) + table[at + 1 :])
        for at, entry in enumerate(table)
        if entry[0] not in KINDS  # a rule is dropped whole
        for column in range(1, len(entry))
        for what, rest in words_less_one(entry[column])
    ]
    return inner or [(str(entry), table[:at] + table[at + 1 :]) for at, entry in enumerate(table)]


def _is_code(value):
    return isinstance(value, str) and (value.isascii() and value.replace("_", "").isalnum())


def load(module="", name="", replacement=None):
    """A fresh reader, with one global of one module replaced before the modules after it are loaded."""
    for loaded in [each for each in sys.modules if each.startswith("report.quantities")]:
        del sys.modules[loaded]
    package = type(sys)("report.quantities")
    package.__path__ = [str(HERE.parent / "notebooks/report/quantities")]
    sys.modules["report.quantities"] = package
    for each in ORDER:
        current = importlib.import_module(f"report.quantities.{each}")
        if each == module:
            setattr(current, name, replacement)
            if name == "RULES":
                current.ARABIC_RULE, current.HAN_RULE = current._compile("9"), current._compile("一")
            if name == "FORMS":
                current._TO_CHANGE = re.compile(f"[{re.escape(''.join(replacement))}]")
    return current.find_quantities


def faults() -> list[tuple[str, str, int, str]]:
    """(module, global, place, what is dropped); place is -1 for a pattern."""
    load()
    listed = []
    for module in ORDER:
        loaded = sys.modules[f"report.quantities.{module}"]
        for name in TABLES.get(module, "").split():
            listed += [
                (module, name, place, what) for place, (what, _) in enumerate(less_one(getattr(loaded, name)))
            ]
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern) and not _imported(module, name):
                listed.append((module, name, -1, "matches nothing"))
    return listed


def _imported(module, name):
    return any(
        getattr(sys.modules[f"report.quantities.{before}"], name, None) is not None
        for before in ORDER[: ORDER.index(module)]
    )


@cache
def texts() -> list[str]:
    read = [path.read_text(encoding="utf-8") for path in sorted((HERE.parent / "data").glob("**/*.txt"))]
    for sheet, column in (
        ("reader_words.csv", "phrase"),
        ("reader_forms.csv", "sentence"),
        ("reader_heldout.csv", "sentence"),
    ):
        with open(HERE / sheet, encoding="utf-8", newline="") as file:
            read += [row[column] for row in csv.DictReader(file)]
    return read


def readings(find_quantities) -> list[str]:
    return [repr(find_quantities(text)) for text in texts()]


@cache
def original(module, name):
    load()
    return getattr(sys.modules[f"report.quantities.{module}"], name)


@cache
def right() -> list[str]:
    return readings(load())


def noticed(fault) -> bool:
    module, name, place, what = fault
    word, table = what.rpartition(": ")[2], original(module, name)
    # first the texts that hold the word: there it is most likely noticed
    read = sorted(zip(texts(), right()), key=lambda pair: word not in pair[0])
    try:
        find_quantities = load(module, name, NEVER if place < 0 else less_one(table)[place][1])
        return any(repr(find_quantities(text)) != reading for text, reading in read)
    except Exception:
        return True


def main() -> None:
    by_table = {}
    for fault in faults():
        by_table.setdefault(f"{fault[0]}.{fault[1]}", []).append(fault)
    results = {row["table"]: row for row in listed(RESULTS)}
    survivors = listed(SURVIVORS)
    with ProcessPoolExecutor(2) as pool:
        for table in sys.argv[1:] or by_table:
            seen = list(pool.map(noticed, by_table[table], chunksize=5))
            missed = [fault[3] for fault, was_seen in zip(by_table[table], seen) if not was_seen]
            reasons = {row["fault"]: row["reason"] for row in survivors if row["table"] == table}
            results[table] = {"table": table, "faults": len(seen), "noticed": sum(seen)}
            survivors = [row for row in survivors if row["table"] != table]
            survivors += [{"table": table, "fault": what, "reason": reasons.get(what, "")} for what in missed]
            print(f"{table}: {sum(seen)} of {len(seen)} faults noticed", *missed, sep="\n    ", flush=True)
            write(RESULTS, [results[name] for name in by_table if name in results])
            write(SURVIVORS, sorted(survivors, key=lambda row: list(by_table).index(row["table"])))


def listed(path: Path) -> list[dict]:
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[path], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
