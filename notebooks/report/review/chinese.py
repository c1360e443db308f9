"""What the panel says in Chinese: messages and reasons by the sheets beside this module, codes by their names."""

import csv
import re
from functools import cache
from pathlib import Path

from report.drafts import unit_names
from report.quantities.measure_words import MEASURE_WORDS
from report.records import Code

HERE = Path(__file__).parent
SLOT = re.compile(r"\{([a-z]+)(\d?)\}")
SLOTS = {  # what a slot of a message holds: words in quotation marks, a number, something translated in turn, anything
    "words": r"'[^']*'|\"[^\"]*\"",
    "n": r"[\d,]+",
    "m": r"[\d,]+",
    "file": r"\S+",
    "field": r"\w+",
    "fields": r"[\w, ]+",
    "code": r"'[^']*'|\w+",
    "codes": r".+",
    "files": r".+",
    "where": r"[^()]+",
    "rest": r".+",
    "any": r".+?",
}


def sheet(name: str) -> list[dict]:
    """The rows of a sheet beside this module."""
    with open(HERE / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _patterns() -> list[tuple[re.Pattern, str]]:
    patterns = []
    for row in sheet("messages"):
        parts = SLOT.split(row["en"])
        pattern = re.escape(parts[0])
        for kind, number, rest in zip(parts[1::3], parts[2::3], parts[3::3]):
            pattern += f"(?P<{kind}{number}>{SLOTS[kind]}){re.escape(rest)}"
        patterns.append((re.compile(pattern), row["zh"]))
    return patterns


def in_chinese(message: str, names: dict) -> str:
    """A message, a label of undo or a reason in Chinese; `names` gives a code's name by field. What no pattern fits stays."""
    if where := _where(message, names):
        return where
    for pattern, zh in _patterns():
        if match := pattern.fullmatch(message):
            said = {slot: _said(SLOT.fullmatch(f"{{{slot}}}")[1], words, names) for slot, words in match.groupdict().items()}
            return zh.format(**said)
    return message


def _said(kind: str, words: str, names: dict) -> str:
    """What stands in a slot, in Chinese."""
    if kind == "words":
        return f"“{words[1:-1]}”"
    if kind in ("code", "codes"):
        codes = re.split(", | or ", words.replace("'", ""))
        return "、".join(next((named[code] for named in names.values() if code in named), code) for code in codes)
    if kind == "files":
        return words.replace(" or ", "或")
    if kind in ("field", "fields"):
        fields = names["field"]
        return "、".join(fields.get(field, field) for field in words.split(", "))
    return in_chinese(words, names) if kind in ("rest", "where") else words


def _where(words: str, names: dict) -> str:
    """Where the words of a reason stand, or the kinds of unit that it holds for; '' for anything else."""
    known = _places()
    if words in known:
        return known[words]
    if match := re.fullmatch(r"after (\d{4})", words):
        return f"晚于{match[1]}年"
    kinds = units() | names.get("unit", {}) | names.get("flow", {}) | known
    parts = words.split()
    return "、".join(kinds[part] for part in parts) if parts and all(part in kinds for part in parts) else ""


@cache
def units() -> dict[str, str]:
    """The Chinese name of every unit that the reader knows."""
    return {unit: unit_names(unit)[1] for unit in MEASURE_WORDS}


@cache
def _places() -> dict[str, str]:
    return {row["en"]: row["zh"] for row in sheet("reasons")}


def names_of(labels: dict) -> dict:
    """Names for `in_chinese`, from `read_labels(…)["zh"]`: those of codes by field, and those of the fields themselves."""
    words = {row["key"]: row["zh"] for row in sheet("words")}
    return labels | {"field": {field: words[field] for field in Code._fields if field in words}}


def note_in_chinese(note: str, names: dict) -> str:
    """The reasons of a suggestion, as `note` holds them, in Chinese."""
    from report.review.items import reasons

    found = reasons({"note": note})
    if not found:
        return note
    said = [
        f"{names['field'][field]}：{in_chinese(reason['why'], names)}→{names.get(field, {}).get(reason['code'], reason['code'])}"
        + (f" {reason['rate']:.0%}" if reason["rate"] is not None else "")
        for field, reason in found.items()
    ]
    return "；".join(said)


@cache
def guide() -> dict:
    """Definition, rule, yes and no in Chinese, by field and code."""
    return {(row["field"], row["code"]): row for row in sheet("guide")}
