"""What a thousand reports cost: read, suggested, coded to one table, beside the reader alone.

    .venv/bin/python tests/benchmark_reports.py

Writes copies of the texts in data/ into a folder, reads it as notebook 7 does, and prints CPU time (of this process, which
uses one core) for a thousand reports and characters a second: of all of it, of `find_quantities` alone, and of each step.
"""

import contextlib
import io
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))

from report.cleaning import clean_records  # noqa: E402
from report.codebook import read_codebook  # noqa: E402
from report.drafts import draft_coding  # noqa: E402
from report.quantities import find_quantities  # noqa: E402
from report.reports import read_folder  # noqa: E402
from report.suggest import list_sections, suggest_codes  # noqa: E402
from report.text import read_report  # noqa: E402

COPIES = 100


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for source in sorted((ROOT / "data").glob("*/report.txt")):
            for number in range(COPIES):
                paths.append(Path(folder) / f"{source.parent.name}-{number}.txt")
                paths[-1].write_bytes(source.read_bytes())
        characters = sum(len(path.read_text(encoding="utf-8")) for path in paths)
        with contextlib.redirect_stdout(io.StringIO()):
            whole, (table, skipped) = timed(lambda: read_folder(folder))
        assert table["report"].nunique() == len(paths) and skipped.empty
        steps = {"all, to one table": whole} | time_steps(paths)
    for name, seconds in steps.items():
        print(
            f"{name:<28}{1000 * seconds / len(paths):>8.1f} s a thousand{characters / seconds:>14,.0f} characters a second"
        )


def time_steps(paths: list[Path]) -> dict[str, float]:
    """CPU seconds of each step for all reports, one step after the other."""
    book = read_codebook()
    reading, reports = timed(lambda: [read_report(path) for path in paths])
    finding, found = timed(lambda: [find_quantities(report.text) for report in reports])
    pairs = list(zip([report.text for report in reports], found))
    suggesting, _ = timed(lambda: [(suggest_codes(*pair), list_sections(pair[0])) for pair in pairs])
    drafting, drafts = timed(
        lambda: [draft_coding(text, book, quantities=quantities) for text, quantities in pairs]
    )
    places = [
        [(quantity.start, quantity.end) for quantity in quantities if quantity.kind == "quantity"]
        for quantities in found
    ]
    coding, _ = timed(
        lambda: [
            clean_records(text, draft, True, quantities, at)
            for (text, quantities), draft, at in zip(pairs, drafts, places)
        ]
    )
    return {
        "find_quantities alone": finding,
        "read_report": reading,
        "suggest": suggesting,
        "suggest and draft": drafting,
        "clean": coding,
    }


def timed(work):
    """CPU seconds of `work`, and what it gives."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


if __name__ == "__main__":
    main()
