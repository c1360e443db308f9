"""The tables are what the data package says, and every number leads back to its words."""

import hashlib
import json
import subprocess

import openpyxl
import pytest

from report.codebook import read_codebook
from report.tables import csv_bytes, read_sheet


@pytest.fixture(scope="module")
def package(root):
    return json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))


def test_every_data_file_is_described_with_its_hash(root, package):
    described = {resource["path"]: resource for resource in package["resources"]}
    listed = subprocess.run(
        ["git", "ls-files", "-z", "data"], cwd=root, capture_output=True, encoding="utf-8", check=True
    )
    files = {path.removeprefix("data/") for path in listed.stdout.split("\0")}
    assert {path for path in files if path.endswith((".csv", ".txt")) and "/figures/" not in path} == set(described)
    for path, resource in described.items():
        content = (root / "data" / path).read_bytes()
        assert resource["bytes"] == len(content), path
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", path


def test_every_column_is_described(root, package):
    for resource in package["resources"]:
        if resource["path"].endswith(".csv"):
            assert [field["name"] for field in resource["schema"]["fields"]] == list(
                read_sheet(root / "data" / resource["path"]).columns
            )
            assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]


def test_coded_columns_hold_the_words_of_the_codebook(root, package):
    columns = 0
    for resource in package["resources"]:
        folder = root / "data" / resource["path"].partition("/")[0]
        book = read_codebook(own=folder / "coding" if (folder / "coding").exists() else None)
        for field in resource.get("schema", {}).get("fields", []):
            if field["name"] in book.codes and "enum" in field.get("constraints", {}):
                columns += 1
                left_out = {"unread", "unquantified"} if field["name"] == "bound" else set()
                assert set(book.codes[field["name"]]) - set(field["constraints"]["enum"]) <= left_out, (
                    resource["name"],
                    field,
                )
                assert set(field["constraints"]["enum"]) <= set(book.codes[field["name"]])
    assert columns > 20


def test_the_report_is_as_received(root):
    digest = hashlib.sha256((root / "data/dalian-hitech-2020/report.txt").read_bytes()).hexdigest()
    assert digest == "7d85673e84bc02cea8c16abc806253237fc9b0917dfc76d63adc04f9d67e0ecd"


def test_every_observation_leads_back_to_its_words(report, observations):
    text = report.text
    for _, row in observations.iterrows():
        assert text[row["start"] : row["end"]] == row["exact"]
        assert text.count(row["prefix"] + row["exact"] + row["suffix"]) == 1


def test_bounds_close_what_the_words_close(observations):
    for _, row in observations.iterrows():
        value, lower, upper = row["value"], row["lower"], row["upper"]
        match row["bound"]:
            case "exact":
                assert value == lower == upper
            case "at_least" | "more_than":
                assert value == lower and upper != upper
            case "unquantified":
                assert value != value and lower != lower and upper != upper
            case other:
                pytest.fail(f"no such bound in this report: {other}")


def test_unreported_money_is_never_zero(observations):
    money = observations[observations["flow"] != ""]
    assert money[money["task"] == "shihezi"].empty
    assert money[money["task"] == "wafangdian"]["value"].isna().all()
    assert (money["value"].dropna() > 0).all()


def test_the_workbook_holds_the_tables_and_the_dictionary(root, package):
    book = openpyxl.load_workbook(root / "data/dalian-hitech-2020/tidy/observations.xlsx")
    assert book.sheetnames == ["observations", "quantities", "dictionary"]
    for name in ("observations", "quantities"):
        sheet, table = book[name], read_sheet(root / f"data/dalian-hitech-2020/tidy/{name}.csv")
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
        rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert rows[0] == list(table.columns)
        written = [
            [str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in row] for row in rows[1:]
        ]
        assert written == table.values.tolist()
    columns = [
        (resource["name"], field["name"])
        for resource in package["resources"]
        if not resource["path"].startswith("sample-2021/")
        for field in resource.get("schema", {}).get("fields", [])
    ]
    rows = book["dictionary"].iter_rows(min_row=2, max_col=2, values_only=True)
    assert sorted(rows) == sorted(columns)


def test_csv_files_open_in_spreadsheets(root):
    for folder in ("data", "figures"):
        for path in (root / folder).rglob("*.csv"):
            if ".ipynb_checkpoints" in path.parts:  # JupyterLab's
                continue
            content = path.read_bytes()
            assert content.startswith(b"\xef\xbb\xbf") and b"\r" not in content, path
            assert csv_bytes(read_sheet(path)) == content, path
