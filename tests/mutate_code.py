"""Put one small fault at a time into the package's code, with mutmut: does a test fail?

    .venv/bin/pip install --require-hashes -r tests/mutation-requirements.txt
    .venv/bin/python tests/mutate_code.py [MODULE …] [--folder FOLDER]    bounds, suggest/names, …; without one: all
    .venv/bin/python tests/mutate_code.py --ending 27     a fifth of all faults: whose number in a function ends so

Not collected by pytest. Faults go into a copy of the project; mutmut leaves out decorated functions and what is written
outside functions. Counts go to `mutation_results.csv` (`tried` is less than `mutants` where only a part was), faults that
nobody noticed to `mutation_survivors.csv`, where a person adds the reason why a fault changes nothing. With a folder of
one's own the copy stays there, and a second run, once the first has ended, tries only what was changed or not noticed.
`mutation_plugin.py` tells pytest how to run there.
"""

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "notebooks/report"
RESULTS, SURVIVORS = ROOT / "tests/mutation_results.csv", ROOT / "tests/mutation_survivors.csv"
DIGITS = "0123456789"
SETTINGS = """[tool:pytest]
filterwarnings = error::EncodingWarning:report
disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true
markers = long

[mutmut]
source_paths = src
only_mutate ={modules}
also_copy =
    .ci
    .github
    .gitignore
    README.md
    data
    figures
    notebooks
    requirements.txt
pytest_add_cli_args =
    -pmutation_plugin
    -pno:cacheprovider
    -pno:unraisableexception
    -pno:threadexception
    --assert=plain
    --tb=no
    -mnot long
pytest_add_cli_args_test_selection ={tests}
timeout_multiplier = 40.0
track_dependencies = false
use_git_change_detection = false
"""


def lay_out(folder: Path, modules: list[str]) -> None:
    """A copy with the package under `src/`, where mutmut gives each module the name that it is imported by."""
    skip = shutil.ignore_patterns(".venv", ".git", ".cache", "__pycache__", ".hypothesis", ".pytest.ini", "report")
    shutil.copytree(ROOT, folder, ignore=skip, dirs_exist_ok=True)
    shutil.copytree(PACKAGE, folder / "src/report", ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    tests = folder.glob("tests/test_*.py")
    settings = SETTINGS.format(
        modules="".join(f"\n    src/report/{name}.py" for name in modules),
        tests="".join(f"\n    {path.relative_to(folder)}" for path in sorted(tests)),
    )
    (folder / "setup.cfg").write_text(settings, encoding="utf-8")
    (folder / "temporary").mkdir(exist_ok=True)
    package = folder / "mutants/notebooks/report"  # where the package stands tells it where the data are
    package.parent.mkdir(parents=True, exist_ok=True)
    if not package.is_symlink():
        package.symlink_to("../src/report")


def run(folder: Path, ending: str) -> None:
    """Let mutmut try all faults that were not noticed before, or those whose number has the `ending`."""
    (folder / "mutants/mutmut-stats.json").unlink(missing_ok=True)  # which test runs which function
    again = []
    for tried in each_module():
        for name, code in tried.exit_code_by_key.items():
            if name.endswith(tuple(ending)) and status_by_exit_code[code] != "killed":
                tried.exit_code_by_key[name] = None
                again.append(name)
        if tried.exit_code_by_key:
            tried.save()
    surroundings = {
        "PYTHONPATH": str(folder / "tests"),
        "PYTHONDONTWRITEBYTECODE": "",  # a fork that imports the package anew need not compile it anew
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONWARNDEFAULTENCODING": "1",  # a text opened without its encoding is a fault
        "PYTHONWARNINGS": "ignore::EncodingWarning",  # save in mutmut itself
        "TMPDIR": str(folder / "temporary"),
    }
    mutmut = ["nice", "-n", "5", Path(sys.executable).with_name("mutmut"), "run", "--max-children", "2"]
    if len(ending) < len(DIGITS):
        mutmut += again or [f"*__mutmut_*[{ending}]"]
    subprocess.run(mutmut, env=os.environ | surroundings, check=True)


def each_module():
    """What mutmut knows of each module that it was asked to change."""
    for path in sorted(walk_mutatable_files()):
        tried = SourceFileMutationData(path=path)
        tried.load()
        yield tried


def results() -> tuple[list[dict], list[dict]]:
    """Rows of the two tables, for the modules that mutmut has just tried."""
    counts, survivors = [], []
    for tried in each_module():
        module = str(tried.path.relative_to("src/report").with_suffix(""))
        codes = tried.exit_code_by_key
        statuses = {name: status_by_exit_code[code] for name, code in codes.items() if code is not None}
        unnoticed = [name for name, status in statuses.items() if status in ("survived", "no tests", "suspicious")]
        found = {
            "module": module,
            "mutants": len(codes),
            "tried": len(statuses),
            "killed": len(statuses) - len(unnoticed),
            "of these by timeout": list(statuses.values()).count("timeout"),
            "share": f"{1 - len(unnoticed) / max(1, len(statuses)):.3f}",
        }
        counts.append(found)
        for name in unnoticed:
            function, of_class = orig_function_and_class_names_from_key(name)
            function = f"{of_class}.{function}" if of_class else function
            diff = get_diff_for_mutant(name, path=tried.path).split("\n")[2:]
            removed, added = (" ".join(line[1:].strip() for line in diff if line[0] == sign) for sign in "-+")
            survivors.append({"module": module, "function": function, "change": f"{removed} → {added}", "reason": ""})
    return [row for row in counts if row["tried"]], survivors


def merge(path: Path, rows: list[dict], columns: list[str], tried: set[str]) -> None:
    """Put `rows` in the place of what the table had on the modules tried; a reason stays with the change it is for."""
    former = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            former = list(csv.DictReader(file))
    reasons = {tuple(row.values())[:3]: row["reason"] for row in former if "reason" in row}
    for row in rows:
        if "reason" in row:
            row["reason"] = reasons.get(tuple(row.values())[:3], "")
    rows = sorted([*rows, *(row for row in former if row["module"] not in tried)], key=lambda row: row["module"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("modules", nargs="*", default=["*"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--ending", default=DIGITS, metavar="DIGITS")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (asked.folder or Path(temporary)).resolve()
        lay_out(folder, asked.modules)
        os.chdir(folder)
        run(folder, asked.ending)
        counts, survivors = results()
        os.chdir(ROOT)
    tried = {row["module"] for row in counts}
    merge(RESULTS, counts, ["module", "mutants", "tried", "killed", "of these by timeout", "share"], tried)
    merge(SURVIVORS, survivors, ["module", "function", "change", "reason"], tried)


if __name__ == "__main__":
    main()
