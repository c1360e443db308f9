"""The workflow runs the README's commands, word for word, on every system and Python that the lock is resolved for."""

import re
import subprocess
import sys
from importlib.util import find_spec

import pytest
import yaml

from conftest import ROOT
from resolve_lock import PYTHONS, SYSTEMS

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"<!-- command: ([\w-]+) -->\n```\w+\n(.+?)\n```", README, re.S))
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))
JOB = WORKFLOW["jobs"]["check"]


def on_windows(command: str) -> str:
    """A command of the README as cmd takes it."""
    command = command.replace("python3 -m venv", "py -m venv").replace(".venv/bin/", ".venv\\Scripts\\")
    return command.replace("notebooks/run_all.py", "notebooks\\run_all.py")


@pytest.mark.parametrize("name", ["main", "tests"])
def test_the_commands_are_those_of_the_readme(name):
    steps = {step["name"]: step for step in JOB["steps"] if "name" in step}
    posix, windows = steps[name], steps[f"{name}-windows"]
    assert posix["run"] == BLOCKS[name] and posix["if"] == "runner.os != 'Windows'" and "shell" not in posix
    assert windows["run"] == on_windows(BLOCKS[name]) and windows["if"] == "runner.os == 'Windows'" and windows["shell"] == "cmd"
    assert BLOCKS[f"{name}-windows"] == windows["run"]


@pytest.mark.skipif(not find_spec("check_jsonschema"), reason="check-jsonschema is not here: see .ci/run")
def test_it_is_a_workflow_by_githubs_schema():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, ROOT / ".github/workflows/check.yml"], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok -- validation done\n", "")
    wrong = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8").replace("runs-on", "run-on")
    assert subprocess.run([*command, "-"], input=wrong, capture_output=True, encoding="utf-8").returncode == 1


def test_no_step_may_fail_unnoticed():
    assert not any("continue-on-error" in step for step in [JOB, *JOB["steps"]])
    assert [step["name"] for step in JOB["steps"][2:]] == ["main", "main-windows", "tests", "tests-windows", "As committed"]


def test_it_runs_on_each_system_and_python():
    matrix = JOB["strategy"]["matrix"]
    assert matrix == {
        "system": ["ubuntu-latest", "macos-latest", "windows-latest"],
        "python": sorted({python.rpartition(".")[0] for python in PYTHONS}),
    }
    assert {name.split(" ")[0] for name in SYSTEMS} == {"Linux", "macOS", "Windows"}
