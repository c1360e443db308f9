"""How pytest runs under `mutate_code.py`: once with all tests, to record which functions each runs, then in a fork a fault."""

import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import pytest
from mutmut.mutation.trampoline import get_mutant_under_test
from mutmut.state import state

OTHERWISE_NAMED = {"quantities": "reader", "figures": "forms"}  # folders of the package in the names of test files
OURS = re.compile(r"report\b|(test_|conftest$|clean$|run_all$)")  # modules of the project
re._MAXCACHE = 10_000  # patterns that a fork, which imports the package anew, finds compiled
_failing = set()  # tests that fail without a fault, as one may that looks at the clock: they notice nothing
_ran_by = defaultdict(set)  # the functions that each fixture, and the import of the tests, ran in mutmut's own run


def _is_fork() -> bool:
    return "__mutmut" in get_mutant_under_test()


def _is_run_by_import() -> bool:
    return get_mutant_under_test().partition("__mutmut")[0] in _ran_by["import"]


def pytest_load_initial_conftests():
    """In a fork nothing is left of the run before it: no module whose import runs the fault, and no cache."""
    if _is_run_by_import():
        for name in [name for name in sys.modules if OURS.match(name)]:
            del sys.modules[name]
    if not _is_fork():
        os.environ.pop("MUTANT_UNDER_TEST", None)  # processes that tests start have nothing to record
    _forget()


def _forget():
    modules = [module for name, module in sys.modules.items() if name.startswith("report.")]
    for cached in [value for module in modules for value in vars(module).values() if hasattr(value, "cache_clear")]:
        cached.cache_clear()


def pytest_runtest_setup(item):
    if not _is_fork():
        _forget()  # each test runs all that it needs
        return
    limit = time.process_time() + 5 + 10 * state().duration_by_test[item.nodeid]  # what takes longer has no end
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit), resource.getrlimit(resource.RLIMIT_CPU)[1]))


def pytest_configure(config):
    """Each process has a folder of its own, which no other clears away, and no more memory than the machine can spare."""
    resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
    if _is_run_by_import():  # the fault may change the tests' names: take whole files
        config.args = sorted({name.partition("::")[0] for name in config.args})
    if _is_fork() and (near := [name for name in config.args if _is_near(name)]) and len(near) < len(config.args):
        _try_first(config, near)
    config.option.basetemp = f"{tempfile.gettempdir()}/{os.getpid()}"


def _is_near(test):
    """Whether a test stands in a file named for the module or the folder of the fault."""
    names = get_mutant_under_test().split(".")[1:-1]
    return any(word in Path(test.partition("::")[0]).stem for name in names for word in (name, OTHERWISE_NAMED.get(name, name)))


def _try_first(config, near):
    """Run the tests `near` in a process of their own; where they notice the fault, the others need not be collected."""
    if child := os.fork():
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            os._exit(code if code > 0 else 128 - code)  # as a shell tells of a signal
        config.args = [name for name in config.args if name not in near]
    else:
        config.args = near


def pytest_unconfigure(config):
    shutil.rmtree(config.option.basetemp, ignore_errors=True)


def pytest_sessionstart():
    from hypothesis import Phase, settings

    settings.register_profile("no shrinking", settings.default, phases=[Phase.explicit, Phase.generate])
    settings.load_profile("no shrinking")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(exitstatus):
    if _is_fork() and exitstatus == pytest.ExitCode.USAGE_ERROR:
        os._exit(35)  # a test was not found: that notices no fault


def pytest_make_parametrize_id(val):
    return repr(val) if isinstance(val, bytes) else None  # names that pytest escapes change when it collects once more


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The quickest tests first, once those that take long are left out."""
    if _is_fork():
        items[:] = [item for item in items if item.nodeid not in _failing]
        items.sort(key=lambda item: state().duration_by_test[item.nodeid])
    elif get_mutant_under_test() == "":
        del items[1:]  # a second run of all tests, before the first fault, would show nothing new


def pytest_collection_finish():
    if _is_fork():
        _call_directly(get_mutant_under_test().rpartition(".")[0])
    else:
        _ran_by["import"] |= state()._stats


def _call_directly(faulty):
    """Take away what mutmut puts around each function, in all modules but the `faulty` one: half the time goes there."""
    modules = [module for name, module in sys.modules.items() if OURS.match(name)]
    classes = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    for holder in [*modules, *(value for value in classes if value.__module__.startswith("report."))]:
        for name, value in list(vars(holder).items()):
            code = getattr(value, "__code__", None)
            if code and code.co_name == "_trampoline_wrapper" and value.__module__ != faulty:
                setattr(holder, name, value.__wrapped__)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed and get_mutant_under_test() == "stats":
        print(f"fails without a fault: {item.nodeid}", file=sys.__stderr__)
        _failing.add(item.nodeid)
        report.outcome = "passed"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    before = set(state()._stats)
    state()._stats.clear()
    try:
        return (yield)
    finally:
        _ran_by[fixturedef.argname] |= state()._stats
        state()._stats.update(before)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """A test runs what its fixtures ran, though for an earlier test, and what was imported."""
    state()._stats.update(*(_ran_by[name] for name in ("import", *item.fixturenames)))
