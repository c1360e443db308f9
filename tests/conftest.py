"""Settings and fixtures: what Jupyter and Matplotlib keep for themselves stays inside the project, as in `run_all.py`.

Random tests draw the same examples on every run, so that a run can be repeated and a green one stays green. With
REPORT_EXAMPLES=1000 they draw so many new ones, and what fails is kept in `.hypothesis` and tried first from then on.
"""

import os
import signal
import sys
from pathlib import Path

import nbval.kernel
import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))

from report.records import Code  # noqa: E402
from run_all import CACHE, SETTINGS  # noqa: E402

BLANK = Code(*[""] * len(Code._fields))._replace(  # a row of codes.csv that says no more than it must
    observation="a",
    area="industry",
    stage="output",
    scope="past",
    indicator="people",
    unit="person",
    bound="exact",
    additive="true",
    status="reviewed",
)

HEAVY = """
test_run_all test_mutations test_machines 07_another_report test_fresh_machine test_review test_files test_suggest test_reports
test_quantities test_explore test_bad_files test_forms
""".split()
settings.register_profile("same examples every time", deadline=None, derandomize=True)
settings.register_profile("new examples", deadline=None, max_examples=int(os.environ.get("REPORT_EXAMPLES", 100)))
settings.load_profile("new examples" if "REPORT_EXAMPLES" in os.environ else "same examples every time")
CACHE.mkdir(exist_ok=True)
os.environ.update(SETTINGS)
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores Ctrl-C, and so would all that tests start
start_kernel = nbval.kernel.start_new_kernel


def start_kernel_twice(*arguments, **options):
    """As `running_kernel` of the main job does: a port may be taken before the kernel opens it."""
    try:
        return start_kernel(*arguments, **options)
    except RuntimeError:
        return start_kernel(*arguments, **options)


nbval.kernel.start_new_kernel = start_kernel_twice


def pytest_collection_modifyitems(items):
    """The files that take longest begin first, so that the workers, to which whole files are given, end together."""
    items.sort(key=lambda item: HEAVY.index(item.path.stem) if item.path.stem in HEAVY else len(HEAVY))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def report(root):
    from report.text import read_report

    return read_report(root / "data/dalian-hitech-2020/report.txt")


@pytest.fixture(scope="session")
def coding(root):
    from report.coding import read_coding

    return read_coding(root / "data/dalian-hitech-2020/coding")


@pytest.fixture(scope="session")
def observations(root):
    from report.tables import read_observations

    return read_observations(root / "data/dalian-hitech-2020/tidy")
