"""The tables are what the data package says, and every number leads back to its words."""

import hashlib
import json
import shutil
import subprocess

import openpyxl
import pytest

from conftest import ROOT
from report.cleaning import clean
from report.codebook import read_codebook
from report.coding import read_coding
from report.package import write_tidy
from report.tables import csv_bytes, read_sheet
from report.text import read_report


@pytest.fixture(scope="module")
def package(root):
    return json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(not shutil.which("git") or not (ROOT / ".git").exists(), reason="asks git which files there are")
def test_every_data_file_is_described(root, package):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "data"], cwd=root, capture_output=True, encoding="utf-8", check=True
    )
    files = {path.removeprefix("data/") for path in listed.stdout.split("\0")}
    assert {path for path in files if path.endswith((".csv", ".txt")) and "/figures/" not in path} == {resource["path"] for resource in package["resources"]}


def test_a_data_file_is_described_with_its_hash(root, package):
    for resource in package["resources"]:
        path = resource["path"]
        content = (root / "data" / path).read_bytes()
        assert resource["bytes"] == len(content), path
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", path


@pytest.fixture
def data(root, tmp_path):
    """A copy of the data, whose package lacks what is only measured or made: hashes, sizes, the second report's tables."""
    shutil.copytree(root / "data", tmp_path / "data")
    path = tmp_path / "data/datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    made = [each for each in package["resources"] if each["path"].startswith("sample-2021/") and "schema" in each]
    package["resources"] = [each | {"bytes": 0, "hash": ""} for each in package["resources"] if each not in made]
    assert len(made) > 5
    path.write_text(json.dumps(package), encoding="utf-8")
    return tmp_path / "data"


def cleaned(folder, **options):
    return clean(read_report(folder / "report.txt").text, read_coding(folder / "coding", folder.parent / "codebook"), **options)


@pytest.mark.parametrize("name", ["dalian-hitech-2020", "sample-2021"])
def test_the_package_and_its_pages_are_made_again_with_the_tidy_tables(root, data, name):
    made = ["datapackage.json", "README.md", f"{name}/README.md"]
    made += [f"{name}/tidy/{table}" for table in ("observations.csv", "quantities.csv", "observations.xlsx")]
    shutil.rmtree(data / name / "tidy")
    for page in made[1:3]:
        (data / page).write_text("old", encoding="utf-8")
    write_tidy(*cleaned(data / name), data / name, data)
    for path in made:
        assert (data / path).read_bytes() == (root / "data" / path).read_bytes(), path


def test_a_report_that_the_package_does_not_name_gets_its_tables_and_page_alone(root, data):
    own, before = data.parent / "elsewhere/own", (data / "datapackage.json").read_bytes()
    shutil.copytree(data / "sample-2021", own)
    write_tidy(*cleaned(data / "sample-2021"), own, data)
    assert (own / "tidy/observations.csv").read_bytes() == (root / "data/sample-2021/tidy/observations.csv").read_bytes()
    assert (own / "README.md").read_text(encoding="utf-8").startswith("# own: the report\n\nThe text as it was given; never edited.\n")
    assert (data / "datapackage.json").read_bytes() == before
    assert (data / "README.md").read_bytes() == (root / "data/README.md").read_bytes()


def test_a_report_of_the_package_s_name_elsewhere_is_no_part_of_it(data):
    before = (data / "datapackage.json").read_bytes()
    shutil.copytree(data / "sample-2021", data.parent / "elsewhere/sample-2021")
    write_tidy(*cleaned(data / "sample-2021"), data.parent / "elsewhere/sample-2021", data)
    assert (data / "datapackage.json").read_bytes() == before


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
