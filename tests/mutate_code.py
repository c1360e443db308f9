"""Put one small fault at a time into the code: does a test fail?

    python tests/mutate_code.py MODULE … [--one-in N] [--again]     bounds, coding, suggest/names, …; or `all`

Not collected by pytest. A fault is a comparison flipped, a constant or a word changed, `not` put in or taken out, `and`
for `or`, a sign changed, None returned, a statement or an argument left out, the end of a slice moved. Each goes into a
copy of the project, and the tests that run its line are run until one fails. A fault in a function is put into a forked
process in which the tests are loaded already; one outside functions needs them loaded anew. Counts go to
`mutation_results.csv`, what nobody noticed to `mutation_survivors.csv`, where a person adds the reason why a fault changes
nothing. `--again` tries only those that are listed there, after tests were added.
"""

import ast
import csv
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import deepcopy
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS, SURVIVORS = HERE / "mutation_results.csv", HERE / "mutation_survivors.csv"
COLUMNS = ["module", "faults", "tried", "noticed", "share"]
SECONDS = 20  # a fault that keeps the tests busy for longer, or takes more memory, is noticed
MEMORY = 6 * 2**30
TESTS = {  # the test files that a module's faults are shown to
    "bounds": "bounds readings forms",
    "coding": "coding review",
    "text": "text bad_files reports",
    "cleaning": "coding reports",
    "anchors": "anchors coding",
    "prose": "prose notebooks",
    "readings": "readings",
    "agreement": "agreement",
    "sheets": "sheets tables",
    "files": "files",
    "codebook": "codebook coding",
    "records": "coding sheets codebook",
    "amounts": "amounts forms prose figures",
    "package": "data tables package",
    "tables": "tables coding",
    "drafts": "reports drafts suggest",
    "reports": "reports",
    "received": "text bad_files",
    "wrapping": "text bad_files",
    "suggest/__init__": "suggest",
    "suggest/names": "suggest",
    "suggest/outline": "suggest",
    "suggest/periods": "suggest",
    "suggest/quotes": "suggest",
    "suggest/scoring": "suggest",
    "review/items": "review",
    "review/review": "review",
    "review/store": "review",
    "review/panel": "review",
    **{
        f"figures/{name}": "forms figures sheet legible"
        for name in "bars chain drawing grid marked_text matrix output overview page pairs readings sheet years".split()
    },
}
OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
OTHER_NAME = {
    "min": "max", "max": "min", "any": "all", "all": "any", "bisect_left": "bisect_right", "bisect_right": "bisect_left",
    "startswith": "endswith", "endswith": "startswith",
}  # fmt: skip


def changes(node):
    """What could stand in place of a node: (what takes its place, or None where the node was changed itself)."""
    match node:
        case ast.Compare(left, ops, rest):
            for at, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:at], OTHER[type(op)](), *ops[at + 1 :]], rest)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(OTHER[type(op)](), values)
        case ast.BinOp(left, op, right) if type(op) in OTHER and not isinstance(left, ast.JoinedStr):
            yield ast.BinOp(left, OTHER[type(op)](), right)
        case ast.AugAssign(target, op, value) if type(op) in OTHER:
            yield ast.AugAssign(target, OTHER[type(op)](), value)
            yield ast.Pass()
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(str() as value):
            yield ast.Constant("XX" + value)
        case ast.JoinedStr(values):
            yield ast.JoinedStr([ast.Constant("XX"), *values])
        case ast.If(test) | ast.While(test) | ast.IfExp(test) if not isinstance(test, (ast.UnaryOp, ast.Compare)):
            changed = deepcopy(node)
            changed.test = ast.UnaryOp(ast.Not(), changed.test)
            yield changed
        case ast.comprehension(ifs=[_, *_]):
            changed = deepcopy(node)
            changed.ifs = []
            yield changed
        case ast.Return(value) if value and not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(ast.Call()) | ast.Delete():
            yield ast.Pass()
        case ast.Assign([ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Slice(lower, upper, step):
            if lower:
                yield ast.Slice(ast.BinOp(lower, ast.Add(), ast.Constant(1)), upper, step)
            if upper:
                yield ast.Slice(lower, None, step)
        case ast.Call(ast.Name(name), args, keywords) if name in OTHER_NAME:
            yield ast.Call(ast.Name(OTHER_NAME[name], ast.Load()), args, keywords)
        case ast.Call(ast.Attribute(value, name), args, keywords) if name in OTHER_NAME:
            yield ast.Call(ast.Attribute(value, OTHER_NAME[name], ast.Load()), args, keywords)
    if isinstance(node, ast.Call):
        if len(node.args) > 1 and not isinstance(node.args[-1], ast.Starred):
            yield ast.Call(node.func, node.args[:-1], node.keywords)
        for at in range(len(node.keywords)):
            yield ast.Call(node.func, node.args, [*node.keywords[:at], *node.keywords[at + 1 :]])


def mutants(source: str) -> list[tuple[str, int, str, str]]:
    """(function or '', line, what is changed, the changed source) for each fault that fits into a module."""
    tree, found = ast.parse(source), []

    def visit(parent, function):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "format_spec"):
                continue
            for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(child, ast.AST) or _is_docstring(parent, child):
                    continue
                inside = function
                if isinstance(parent, ast.FunctionDef) and field == "body" and not function.endswith("()"):
                    inside = f"{function}()"
                line = getattr(child, "lineno", getattr(parent, "lineno", 0))
                if isinstance(child, ast.comprehension):
                    line = child.target.lineno
                for changed in changes(child):
                    _put(parent, field, at, changed)
                    mutated = ast.unparse(ast.fix_missing_locations(tree))
                    _put(parent, field, at, child)
                    found.append((inside, line, f"{_words(child)} → {_words(changed)}", mutated))
                if isinstance(child, ast.FunctionDef | ast.ClassDef) and not inside.endswith("()"):
                    inside = f"{inside}.{child.name}".lstrip(".")
                if not isinstance(child, ast.JoinedStr | ast.Import | ast.ImportFrom):
                    visit(child, inside)
                elif isinstance(child, ast.JoinedStr):
                    for part in child.values:
                        if isinstance(part, ast.FormattedValue):
                            visit(part, inside)

    visit(tree, "")
    return found


def _is_docstring(parent, child):
    return isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)


def _put(parent, field, at, node):
    if at is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[at] = node


def _words(node) -> str:
    return " ".join(ast.unparse(node).split())[:120]


class Session:
    """A pytest run that loads the tests once, and tries each fault in a fork of itself."""

    def __init__(self, module, todo, copy, done):
        self.module, self.todo, self.copy, self.done = module, todo, copy, done

    def pytest_collection(self):
        from hypothesis import Phase, settings

        settings.register_profile("no shrinking", settings.default, phases=[Phase.explicit, Phase.generate])
        settings.load_profile("no shrinking")

    def pytest_runtestloop(self, session):
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        self.items, self.config = session.items, session.config
        tests = self.tests_by_line()
        for at, (function, line, _, source) in self.todo:
            chosen = tests.get(line, [])
            self.done(at, bool(chosen) and _noticed(partial(self.try_mutant, function, source, chosen)))
        return True

    def try_mutant(self, function, source, chosen) -> bool:
        _graft(self.module, function.removesuffix("()"), source)
        path = self.copy / f"notebooks/report/{self.module}.py"
        original = path.read_text(encoding="utf-8")
        path.write_text(source, encoding="utf-8")  # for the processes that tests start
        try:
            return any(self.fails(item) for item in chosen)
        finally:
            path.write_text(original, encoding="utf-8")

    def fails(self, item) -> bool:
        from _pytest.runner import runtestprotocol

        return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))

    def tests_by_line(self) -> dict[int, list]:
        """The tests that run each line of the module, the quickest first, as found in a fork that traces all of them."""
        import pickle

        found = self.copy / "lines.pickle"
        _forked(lambda: found.write_bytes(pickle.dumps(self.trace())) and False, seconds=600)
        seen, times, failing = pickle.loads(found.read_bytes())
        (self.copy / "failing").write_text("\n".join(failing), encoding="utf-8")  # of no use as witnesses
        lines = defaultdict(list)
        witnesses = [item for item in self.items if item.nodeid not in failing]
        for item in sorted(witnesses, key=lambda item: times[item.nodeid]):
            ran = set().union(*(seen.get(name, ()) for name in (item.nodeid, *(f"fixture {f}" for f in item.fixturenames))))
            for line in ran:
                lines[line].append(item)
        return lines

    def trace(self) -> tuple[dict, dict, list]:
        import coverage

        path = str(self.copy / f"notebooks/report/{self.module}.py")
        tracer, times = coverage.Coverage(data_file=None, include=[path], config_file=False), {}
        failing = []
        self.tracer = tracer
        tracer.start()
        for item in self.items:
            tracer.switch_context(item.nodeid)
            before = time.perf_counter()
            if self.fails(item):
                print(f"fails without a fault: {item.nodeid}", file=sys.__stderr__)
                failing.append(item.nodeid)
            times[item.nodeid] = time.perf_counter() - before
        tracer.stop()
        data = tracer.get_data()
        seen = defaultdict(set)
        for measured in data.measured_files():
            for line, names in data.contexts_by_lineno(measured).items():
                for name in names:
                    seen[name].add(line)
        return dict(seen), times, failing

    def pytest_fixture_setup(self, fixturedef):
        if hasattr(self, "tracer"):
            self.tracer.switch_context(f"fixture {fixturedef.argname}")

    def pytest_runtest_call(self, item):
        if hasattr(self, "tracer"):
            self.tracer.switch_context(item.nodeid)


def _graft(module: str, function: str, source: str) -> None:
    """Give the loaded function the code that `source` has for it: all who imported it see the fault."""
    name = "report." + module.removesuffix("/__init__").replace("/", ".")
    code = compile(source, sys.modules[name].__file__, "exec")
    old = sys.modules[name]
    for part in function.split("."):
        code = next(c for c in code.co_consts if hasattr(c, "co_name") and c.co_name == part)
        old = vars(old)[part]
    for attribute in ("fget", "__func__", "func"):
        old = getattr(old, attribute, old)
    while hasattr(old, "__wrapped__"):
        old = old.__wrapped__
    old.__code__ = code


def _noticed(run) -> bool:
    return _forked(run, SECONDS) != 0


def _forked(run, seconds) -> int:
    """The exit status of a fork that calls `run`: 0 where it is False, otherwise 1, or the signal that ended it."""
    folder = tempfile.mkdtemp()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            signal.alarm(seconds)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            sys.dont_write_bytecode = True
            os.environ.update(PYTHONDONTWRITEBYTECODE="1", TMPDIR=folder)
            tempfile.tempdir = folder
            if writing := sys.modules.get("report.files"):
                writing._lock = type(writing._lock)(writing._lock.lock_file)  # a lock does not pass to a fork
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1):
                os.dup2(nothing, stream)
            os._exit(bool(run()))
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.__stderr__)
            os._exit(2)
    try:
        return os.waitpid(child, 0)[1]
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # what a test started and left behind
        shutil.rmtree(folder, ignore_errors=True)


def pytest_run(files: list[str], *plugins, extra=()) -> int:
    import pytest

    options = ["-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:nbval", "-q", "-x", "--assert=plain", "--tb=native", *extra]
    return pytest.main([*options, *files], plugins=list(plugins))


def work(module: str, todo: list, copy: Path, done) -> None:
    """Try the faults of one module in a copy of the project; runs in a process of its own."""
    os.chdir(copy)
    files = [str(path) for name in TESTS[module].split() if (path := copy / f"tests/test_{name}.py").exists()]
    path = copy / f"notebooks/report/{module}.py"
    sys.path[:0] = [str(copy / "notebooks"), str(copy / "tests")]
    inside = [each for each in todo if each[1][0].endswith("()")]
    session = os.fork()
    if session == 0:
        try:
            pytest_run(files, Session(module, inside, copy, done), extra=["-s"])
        finally:
            os._exit(0)
    os.waitpid(session, 0)
    failing = (copy / "failing").read_text(encoding="utf-8").split("\n")
    outside = [each for each in todo if not each[1][0].endswith("()")]
    for at, (_, _, _, source) in outside:
        path.write_text(source, encoding="utf-8")
        left_out = [f"--deselect={name}" for name in failing]
        done(at, _noticed(lambda left_out=left_out: any(pytest_run([file], extra=left_out) not in (0, 5) for file in files)))


def run_module(module: str, chosen: list) -> list[tuple[int, bool]]:
    """For each of the faults that were chosen, its place among all and whether a test noticed it."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        verdicts = [verdict for part in pool.map(lambda half: _half(module, chosen[half::2], Path(folder) / str(half)), (0, 1)) for verdict in part]
    if len(verdicts) != len(chosen):
        print(f"{module}: {len(chosen) - len(verdicts)} faults could not be tried", file=sys.stderr)
    return sorted(verdicts)


def _half(module, todo, copy) -> list[tuple[int, bool]]:
    skip = shutil.ignore_patterns(".venv", ".cache", "__pycache__", ".hypothesis", ".git")
    shutil.copytree(HERE.parent, copy, ignore=skip)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            nothing = os.open(os.devnull, os.O_RDWR)
            os.dup2(nothing, 1)
            work(module, todo, copy, lambda at, noticed: os.write(writing, f"{at} {int(noticed)}\n".encode()))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        verdicts = [(int(at), noticed == "1") for at, noticed in map(str.split, lines)]
    os.waitpid(child, 0)
    return verdicts


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--one-in", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    asked = parser.parse_args()
    import hypothesis  # noqa: F401  loaded once, before the forks
    import matplotlib.pyplot  # noqa: F401
    import openpyxl  # noqa: F401
    import pandas  # noqa: F401
    import pytest  # noqa: F401

    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    results = {row["module"]: row for row in _read(RESULTS)}
    listed = _read(SURVIVORS)
    for module in TESTS if asked.modules == ["all"] else asked.modules:
        before = time.perf_counter()
        possible = mutants((HERE.parent / f"notebooks/report/{module}.py").read_text(encoding="utf-8"))
        words = [f"{function or module}: {what}" for function, _, what, _ in possible]
        reasons = {row["fault"]: row["reason"] for row in listed if row["module"] == module}
        chosen = list(enumerate(possible))[:: asked.one_in]
        if asked.again:
            chosen = [(at, fault) for at, fault in enumerate(possible) if words[at] in reasons]
        survivors = [at for at, noticed in run_module(module, chosen) if not noticed]
        tried = min(len(possible), int(results[module]["tried"])) if asked.again else len(chosen)
        noticed = tried - len(survivors)
        results[module] = dict(zip(COLUMNS, (module, len(possible), tried, noticed, f"{noticed / max(1, tried):.3f}")))
        listed = [row for row in listed if row["module"] != module]
        listed += [
            {"module": module, "line": possible[at][1], "fault": words[at], "reason": reasons.get(words[at], "")}
            for at in survivors
        ]
        print(f"{module}: {noticed} of {tried} faults noticed, of {len(possible)} that fit, in {time.perf_counter() - before:.0f} s", flush=True)
        _write(RESULTS, COLUMNS, [results[name] for name in TESTS if name in results])
        _write(SURVIVORS, ["module", "line", "fault", "reason"], listed)


def _write(path, columns, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _read(path) -> list[dict]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
