"""A coding for a report that nobody has coded yet: suggestions, written once as sheets that a person reviews."""

from pathlib import Path

from report.anchors import contexts
from report.codebook import Codebook, read_codebook
from report.coding import Coding, check_coding, read_coding
from report.files import write_files
from report.paths import CODEBOOK, name_of
from report.quantities import Quantity, find_quantities
from report.quantities.measure_words import MEASURE_WORDS
from report.records import Code, Indicator, Label, Task, columns, read_records
from report.sheets import csv_bytes
from report.suggest import suggest_coding
from report.text import ReportError, read_report

DRAFTED = ("tasks", "codes")


def draft_coding(
    text: str, codebook: Codebook, folder: str = "coding", quantities: list[Quantity] | None = None
) -> Coding:
    """The coding that the rules suggest for `text`, every code with status `suggested`; its sections are the tasks.

    Units and indicators that the codebook lacks are added to it; `folder` is where errors say that the sheets are.
    """
    codes, sections = suggest_coding(text, find_quantities(text) if quantities is None else quantities)
    headings = [(section.start, section.start + max(1, len(section.heading))) for section in sections]
    places = contexts(text, headings, 0, 0)
    tasks = [
        Task(section.task, section.heading, section.heading, "", "", "", "", text[slice(*place)])
        for section, place in zip(sections, places)
    ]
    labels, indicators = _additions(codes, codebook)
    book = codebook.extended(labels, indicators, folder) if labels or indicators else codebook
    coding = Coding(folder, book, tasks, codes)
    check_coding(coding)
    return coding


def _additions(codes: list[Code], codebook: Codebook) -> tuple[list[Label], list[Indicator]]:
    """What the codes use and the codebook lacks: units, and indicators (NAME:UNIT, or any_UNIT) counted in them."""
    known = codebook.codes.get("unit", {})
    units = dict.fromkeys(code.unit for code in codes if code.unit and code.unit not in known)
    new = {code.indicator: code.unit for code in codes if code.indicator not in codebook.units}
    labels = [Label("unit", unit, *unit_names(unit), "") for unit in units]
    indicators = []
    for code, unit in new.items():
        name = code.partition(":")[0]
        en, zh = unit_names(unit) if unit and code == f"any_{unit}" else (name, name)
        indicators.append(Indicator(code, zh, en, unit, ""))
    return labels, indicators


def unit_names(unit: str) -> tuple[str, str]:
    """English and Chinese name of a unit that the codebook does not list: its code, and the first word that counts in it."""
    words = [MEASURE_WORDS.get(part, part).partition(" ")[0] for part in unit.split("/")]
    return unit.replace("_", " "), "/".join(words)


def keep_draft(folder, codebook=CODEBOOK) -> Coding:
    """The coding in `folder`/coding as a person may have changed it; where there is none, a draft, written there first.

    `folder` holds report.txt. Only sheets that are missing are written. Raises ReportError as `read_coding` does.
    """
    coding = Path(folder) / "coding"
    if not all((coding / f"{sheet}.csv").exists() for sheet in DRAFTED):
        text = read_report(Path(folder) / "report.txt").text
        draft = draft_coding(text, read_codebook(codebook, own=coding), name_of(coding))
        _check_lone_tasks(draft, coding)
        write_draft(draft, coding, read_codebook(codebook))
    return read_coding(coding, codebook)


def _check_lone_tasks(draft: Coding, folder: Path) -> None:
    """Raise ReportError where `folder` holds tasks that a person made, and the codes that go with them are gone."""
    path = folder / "tasks.csv"
    tasks = {task.task for task in read_records(path, Task)} if path.exists() else None
    if tasks is not None and not {code.task for code in draft.codes if code.task} <= tasks:
        beside = [other.name for other in sorted(folder.iterdir()) if other.name.lower().startswith("codes.")]
        found = f" ({beside[0]} is there: save it as codes.csv)" if beside else ""
        raise ReportError(
            f"{name_of(folder)}/codes.csv is missing, and tasks.csv is not of a draft: put codes.csv back{found}, "
            "or take tasks.csv away to draft both anew"
        )


def write_draft(draft: Coding, folder: Path, shared: Codebook) -> None:
    """Write the sheets of `draft` that `folder` lacks: codes, tasks, and what the draft adds to the `shared` codebook."""
    labels, indicators = (
        draft.codebook.labels[len(shared.labels) :],
        draft.codebook.indicators[len(shared.indicators) :],
    )
    sheets = [("tasks", draft.tasks, Task), ("codes", draft.codes, Code)]
    sheets += [
        (name, rows, kind)
        for name, rows, kind in (("labels", labels, Label), ("indicators", indicators, Indicator))
        if rows
    ]
    files = {folder / f"{name}.csv": csv_bytes(rows, columns(kind)) for name, rows, kind in sheets}
    missing = {path: content for path, content in files.items() if not path.exists()}
    write_files(missing, dict.fromkeys(missing, b""))
