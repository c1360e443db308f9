"""The README says what the notebooks found, and its links lead somewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from report.amounts import WORDS
from report.prose import markdown_cells

SAYS_PROSE = re.compile(r"<!-- says: .+? -->\n(.+?)(?=\n\n|\n<!--|\Z)", re.S)
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.long
def test_the_data_dictionary_command_works():
    """And so every table is what the package says of it."""
    (command,) = re.findall(r"`(\.venv/bin/frictionless [^`]+)`", README)
    program = Path(sys.executable).with_name("frictionless")
    done = subprocess.run([program, *command.split()[1:]], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


SETUP = "python3 -m venv .venv && .venv/bin/pip install --quiet --require-hashes -r requirements.txt"


def test_every_command_is_run_somewhere():
    """The two long commands by .ci/run, which takes them from here; JupyterLab by test_browser.py."""
    blocks = re.findall(r"(?:<!-- command: (\w+) -->\n)?```sh\n(.+?)\n```", README, re.S)
    assert blocks == [
        ("main", f"{SETUP} && .venv/bin/python notebooks/run_all.py"),
        ("tests", f"{SETUP} && .venv/bin/pytest"),
        ("", ".venv/bin/jupyter lab"),
    ]
    assert README.count("`.venv/bin/jupyter lab`") == 1  # in Chinese


def test_facts_stand_as_the_project_has_them():
    """What is no finding and has a number all the same: notebooks by theirs, versions, dates of the sources."""
    package = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
    oldest = re.search(r"py3(\d+)", (ROOT / ".ruff.toml").read_text(encoding="utf-8"))
    facts = [
        f"Version {package['version']}.",
        f"Python 3.{oldest[1]} or later",
        *SOURCES,
        "notebooks 1 to 6 |",
        "stops notebook 1 with the file",
        "Assistance by Dalian High-tech Zone to four partners, 2020:",
        "大连高新区发布了一份2020年对口支援",
        "把每项任务的投入与产出放在一起",
        "运行与测试各用上面一条命令",
        "笔记本1说明清洗过程和两次编码的一致程度，2至5逐项分析各项任务，6并列比较、检验报告自身的说法并列出不同理解的影响，7处理自己的报告，8无需代码",
    ]
    assert [fact for fact in facts if fact not in README] == []
    named = re.findall(r"^\| \[(\d) · [^\]]+\]\(notebooks/0(\d)_\w+\.ipynb\)", README, re.M)
    assert named == [(str(number),) * 2 for number in range(1, 9)]


SOURCES = [
    "(https://www.dlhitech.gov.cn/news/view_66092.html) | 大连高新技术产业园区对口支援定点帮扶工作领导小组办公室 | 2020-12-18 |",
    "Consumer price changes of 2019 and 2020, [statistical communiqués](https://www.stats.gov.cn/) | National Bureau of Statistics (国家统计局) | 2020-02-28, 2021-02-28 |",
]


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_findings_in_both_languages_are_the_notebooks_own():
    blocks = re.findall(r"<!-- findings -->\n(.*?)<!-- end -->", README, re.S)
    assert len(blocks) == 2
    bullets = [re.findall(r"^- (.+?) \[(?:notebook |笔记本)(\d)\]\(notebooks/(\w+)\.ipynb\)$", block, re.M) for block in blocks]
    assert [len(found) for found in bullets] == [block.count("\n") for block in blocks] and len(bullets[0]) >= 4
    assert [place for _, *place in bullets[0]] == [place for _, *place in bullets[1]], "the languages say different things"
    for sentence, number, name in [bullet for found in bullets for bullet in found]:
        says = " ".join(prose for _, source in markdown_cells(name) for prose in SAYS_PROSE.findall(source))
        assert name.startswith(f"0{number}") and sentence in " ".join(says.split()), sentence


def test_other_numbers_are_names_dates_and_versions():
    """What the README says outside the findings holds no number that the notebooks compute."""
    rest = re.sub(r"<!-- findings -->.*?<!-- end -->|```.*?```|`[^`]*`|\]\([^)]*\)|<details>.*?</details>", " ", README, flags=re.S)
    allowed = r"2020-\d\d-\d\d|2021-\d\d-\d\d|\b20(17|18|19|20)\b|Python 3\.\d+(, 3\.\d+)*( to 3\.\d+)?|x86-64|arm64|Debian 12|CC BY 4\.0|OFL 1\.1|Version \d\.\d\.\d|v2"
    rest = re.sub(allowed + r"|\[\d · |notebooks? \d( to \d)?|笔记本1|2至5|，6并列|，7处理|，8无需|2020年", " ", rest)
    assert re.findall(r"\d+", rest) == []
    tasks = (ROOT / "data/dalian-hitech-2020/coding/tasks.csv").read_text(encoding="utf-8").strip().count("\n")
    assert README.startswith(f"# {WORDS['en'][tasks].capitalize()} tasks, one report")
