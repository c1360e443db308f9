"""The lock: every line pinned by hashes, and the lines that apply to a system found without regard to this one."""

import re

import pytest

from conftest import ROOT
from resolve_lock import LINUX, LOCK, MACOS, PYTHONS, SYSTEMS, WINDOWS, applicable, pins

TEXT = LOCK.read_text(encoding="utf-8")


def test_every_line_has_a_version_and_hashes():
    lines = [line for line in TEXT.splitlines() if line and not line.startswith(("#", " "))]
    assert len(pins(TEXT)) == len(lines) > 100
    for requirement, hashes in pins(TEXT):
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert re.fullmatch(r"(\\\n    --hash=sha256:[0-9a-f]{64} ?)+", hashes), requirement


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_each_name_applies_once(system, python):
    names = [(one.name, *one.extras) for one, _ in pins(applicable(TEXT, SYSTEMS[system][0], python))]
    assert len(names) == len(set(names)) and {("pandas",), ("filelock",), ("numpy",), ("contourpy",)} <= set(names)


def names(system, python):
    return {requirement.name for requirement, _ in pins(applicable(TEXT, system, python))}


def test_markers_are_those_of_the_system_in_question():
    assert "pywinpty" in names(WINDOWS, "3.12.0") and "pexpect" not in names(WINDOWS, "3.12.0")
    assert "appnope" in names(MACOS, "3.12.0") and "appnope" not in names(LINUX, "3.12.0")
    assert "pexpect" in names(LINUX, "3.11.2") and "pywinpty" not in names(LINUX, "3.11.2")


def test_versions_are_those_of_the_python_in_question():
    def version(python, name):
        return next(str(one.specifier) for one, _ in pins(applicable(TEXT, LINUX, python)) if one.name == name)

    assert version("3.11.2", "numpy") != version("3.12.0", "numpy")
    assert version("3.11.2", "soupsieve") != version("3.11.9", "soupsieve")


def test_the_lock_names_no_index():
    assert "://" not in TEXT and "--index" not in TEXT and "--find-links" not in TEXT


@pytest.mark.parametrize("name", ["browser", "lint", "mutation", "workflow"])
def test_requirements_of_single_tools_are_pinned_alike(name):
    content = (ROOT / f"tests/{name}-requirements.txt").read_text(encoding="utf-8")
    assert len(pins(content)) == len(re.findall("^[a-z]", content, re.M)) > 0 and "://" not in content


@pytest.mark.parametrize("name", ["browser", "lint", "workflow"])
def test_what_single_tools_need_replaces_nothing_of_the_lock(name):
    content = (ROOT / f"tests/{name}-requirements.txt").read_text(encoding="utf-8")
    pinned, own = ({pin[0].name: str(pin[0].specifier) for pin in pins(text)} for text in (TEXT, content))
    assert all(own[package] == pinned[package] for package in own.keys() & pinned.keys())
