"""What the data are: every table, column, unit and hash in `datapackage.json`, the pages made from it, and the workbook.

The tables of the first report are described by hand; those of every other report have the same columns and are
described after them. The words of a coded column come from the codebook. A report belongs to the package when the
package names its report.txt.
"""

import copy
import hashlib
import json
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import xlsxwriter

from report.codebook import Codebook, read_codebook
from report.files import locked, write_files
from report.paths import DATA, REPORT
from report.sheets import csv_bytes
from report.tables import read_sheet

OWN_TEXT = {"name": "report", "title": "The report", "description": "The text as it was given; never edited."}
UNUSED = {"observations": {"unread"}, "codes": {"unread"}, "quantities": {"unread", "unquantified"}}  # bounds of no row
ABOUT = """This page is made from [`datapackage.json`](datapackage.json). Each report has a folder: `report.txt` as published, `coding/` the coding, `tidy/` what the cleaning makes of both.

**Coding rules.** A row of `coding/codes.csv` quotes words that stand in the report once and hold one quantity, or none for a statement without a number; 【】 marks the quantity where the quote must reach over another. Value and bounds come from the words; unit and bound are coded too and must agree with them. Money that enterprises invested or buyers paid is a result, never an input. A number is `part_of` another where the text says 其中 or counts a result of the same people, and a `possible_overlap` where the text leaves it open. How to cut, code and relate statements stands in [`codebook/README.md`](codebook/README.md). `additive` is true for numbers that add up within one task, stage, flow, unit and scope; a total over several of these looks at `relation`. Judgements and plans stay out of the chain and of every sum.

**Bounds.** exact: lower = value = upper. 以上, 不少于, 不低于, 至少 and 余, 多, 超过, 逾: a lower end and no upper. 以下, 以内, 不超过, 至多 and 不足, 不到, 低于: an upper end and no lower. A range has both ends and no value; 约, 近, 左右 give a value and no ends.

**A report of your own.** `python notebooks/clean.py data/NAME` drafts the coding of `data/NAME/report.txt` and cleans what is reviewed: `status` reviewed (已审核) turns a row into an observation. Names in either language stand for codes, and 2023年 for 2023. Areas, kinds of money, units and indicators that the codebook lacks go into `coding/labels.csv` and `coding/indicators.csv` of that folder, with the columns of the codebook's. A quantity that is no observation goes into `coding/exclusions.csv` with the reason. `overrule` says why unit or bound is not that of the words, or gives a number that could not be read (`value 12000; the reason`). After an edit of report.txt, `--reanchor` finds the statements again. The folder joins the package once `datapackage.json` names its report.txt.

**Limits.** The numbers are the zone's own statements, unaudited. One report cannot show what other money or effort was at work, nor what would have happened without it. An empty amount is *not reported*, never zero. Text cells that a spreadsheet could run as a formula begin with an apostrophe."""


def write_tidy(ledger: pd.DataFrame, observations: pd.DataFrame, folder=REPORT, data=DATA) -> None:
    """Write the tidy tables of the report in `folder`, their workbook and the folder's page, all of them whole or none.

    Where `datapackage.json` in `data` names the report, it and the page made from it are brought up to date.
    """
    folder, data = Path(folder).resolve(), Path(data).resolve()
    with locked():
        package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
        tables = {"observations": observations, "quantities": ledger}
        files = {folder / f"tidy/{name}.csv": csv_bytes(table) for name, table in tables.items()}
        resources = describe(package, folder, data)
        files[folder / "tidy/observations.xlsx"] = workbook_bytes(
            tables, dictionary([*resources, *shared(package)])
        )
        files[folder / "README.md"] = folder_page(folder.name, resources).encode()
        if folder.name in reports_of(package) and folder.parent == data:
            package["resources"] = [
                _measured(resource, data, files) for resource in _all_resources(package, data, files)
            ]
            files[data / "README.md"] = package_page(package).encode()
            files[data / "datapackage.json"] = (
                json.dumps(package, ensure_ascii=False, indent=2) + "\n"
            ).encode()
        write_files(files)


def reports_of(package: dict) -> list[str]:
    """The folders of the reports that the package names, the first report first."""
    parts = [resource["path"].partition("/") for resource in package["resources"]]
    return [folder for folder, _, file in parts if file == "report.txt"]


def shared(package: dict) -> list[dict]:
    """The resources that belong to no report: codebook and reference series."""
    reports = reports_of(package)
    return [
        resource for resource in package["resources"] if resource["path"].partition("/")[0] not in reports
    ]


def describe(package: dict, folder: Path, data: Path) -> list[dict]:
    """The resources of the report in `folder`: its text and the tables it has, described as those of the first report."""
    first, book = reports_of(package)[0], read_codebook(data / "codebook", own=folder / "coding")
    named = {resource["path"]: resource for resource in package["resources"]}
    text = named.get(f"{folder.name}/report.txt", {**named[f"{first}/report.txt"], **OWN_TEXT})
    resources = [{**text, "path": f"{folder.name}/report.txt"}]
    for path, template in named.items():
        home, _, file = path.partition("/")
        additions = {"path": f"{folder.name}/coding/{file}", "name": f"own-{template['name']}"}
        own = {"codebook": additions, first: {"path": f"{folder.name}/{file}"}}.get(home)
        if own and "schema" in template and (file.startswith("tidy/") or (data / own["path"]).exists()):
            resources.append(_bring_words({**copy.deepcopy(template), **own}, book))
            if home == "codebook":  # some columns may be missing from a report's own additions
                head, schema = read_sheet(data / own["path"]).columns, resources[-1]["schema"]
                schema["fields"] = [column for column in schema["fields"] if column["name"] in head]
    return resources


def _bring_words(resource: dict, book: Codebook) -> dict:
    """The resource, with the words that its coded columns may hold set to those of the codebook."""
    for column in resource.get("schema", {}).get("fields", []):
        if "enum" in column.get("constraints", {}) and column["name"] in book.codes:
            unused = UNUSED.get(resource["name"], set()) if column["name"] == "bound" else set()
            column["constraints"]["enum"] = [
                code for code in book.codes[column["name"]] if code not in unused
            ]
    return resource


def _all_resources(package: dict, data: Path, files: dict) -> list[dict]:
    """The resources of every report that the package names, as far as there are files, then the shared ones."""
    first, *others = reports_of(package)
    resources = describe(package, data / first, data)
    for report in others:
        own = describe(package, data / report, data)
        there = [
            resource
            for resource in own
            if data / resource["path"] in files or (data / resource["path"]).exists()
        ]
        resources += [
            _prefixed(resource, report, {resource["name"] for resource in own}) for resource in there
        ]
    book = read_codebook(data / "codebook")
    return resources + [_bring_words(copy.deepcopy(resource), book) for resource in shared(package)]


def _prefixed(resource: dict, report: str, own: set[str]) -> dict:
    """The resource under a name of its report, and so those of its report's `own` resources that it refers to.

    Indicators that stand partly in the codebook, partly beside the coding are no key of one table.
    """
    if "schema" not in resource:
        return resource
    keys = resource["schema"].pop("foreignKeys", [])
    keys = [
        key for key in keys if key["reference"]["resource"] != "indicators" or "own-indicators" not in own
    ]
    for key in keys:
        if key["reference"]["resource"] in own:
            key["reference"]["resource"] = f"{report}-{key['reference']['resource']}"
    resource["schema"] |= {"foreignKeys": keys} if keys else {}
    return resource | {"name": f"{report}-{resource['name']}"}


def _measured(resource: dict, data: Path, files: dict) -> dict:
    path = data / resource["path"]
    content = files[path] if path in files else path.read_bytes()
    return resource | {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def dictionary(resources: list[dict]) -> pd.DataFrame:
    """The data dictionary of a report's resources: a row a column of every table."""
    rows = [
        {
            "table": resource["name"],
            "column": field["name"],
            "type": field["type"],
            "required": bool(field.get("constraints", {}).get("required")),
            "description": field.get("description", ""),
        }
        for resource in resources
        for field in resource.get("schema", {}).get("fields", [])
    ]
    return pd.DataFrame(rows)


def package_page(package: dict) -> str:
    """The page of the whole package: the rules, a link to each report's own page, and the tables that all share."""
    texts = [resource for resource in package["resources"] if "schema" not in resource]
    links = [
        f"- [{text['title']}]({text['path'].partition('/')[0]}/README.md): {text['description']}"
        for text in texts
    ]
    lines = [f"# {package['title']}", "", package["description"], "", ABOUT, "", "## Reports", "", *links, ""]
    return "\n".join([*lines, *_tables(shared(package), "")])


def folder_page(name: str, resources: list[dict]) -> str:
    """The page of one report's folder: every table with its columns, and the words of every coded column."""
    text, *tables = resources
    lines = [f"# {name}: {text['title'][0].lower()}{text['title'][1:]}", "", text["description"], ""]
    lines += ["Rules of coding, bounds and limits: [the data of all reports](../README.md).", ""]
    return "\n".join([*lines, *_tables(tables, f"{name}/")])


def _tables(resources: list[dict], root: str) -> list[str]:
    lines = []
    for resource in resources:
        path = resource["path"].removeprefix(root)
        lines += [f"## {resource['title']}: [`{path}`]({path})", "", resource["description"], ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        for column in resource["schema"]["fields"]:
            words = column.get("constraints", {}).get("enum", [])
            meaning = column["description"] + (f". One of: {', '.join(words)}" if words else "")
            lines.append(f"| `{column['name']}` | {column['type']} | {meaning} |".replace("\n", " "))
        lines.append("")
    return lines


def workbook_bytes(tables: dict, data_dictionary: pd.DataFrame) -> bytes:
    """An Excel workbook with a sheet a table and the data dictionary, each with filters and a frozen header row.

    Text stays text (nothing becomes a formula or a link); the bytes depend on the content alone.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True})
        for name, table in {**tables, "dictionary": data_dictionary}.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, table.columns, bold)
            write = {str: sheet.write_string, bool: sheet.write_boolean}  # `sheet.write` takes twice the time to choose
            for i, row in enumerate(table.itertuples(index=False), 1):
                for j, value in enumerate(row):
                    if value is not None and value == value and value != "":
                        value = value.item() if hasattr(value, "item") else value
                        write.get(type(value), sheet.write_number)(i, j, value)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
            sheet.set_column(0, len(table.columns) - 1, 16)
    return buffer.getvalue()
