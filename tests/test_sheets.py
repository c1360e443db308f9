"""Sheets as spreadsheets save them: read where the meaning is certain, else one line with file, row and what to do."""

import csv
import os
from io import BytesIO, StringIO
from typing import NamedTuple

import pandas as pd
import pytest
from filelock import FileLock, Timeout
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from report.paths import CACHE
from report.sheets import csv_bytes, read_rows, rewrite, sheet_name
from report.text import ReportError

COLUMNS = ["link", "from", "quote"]
ROWS = [
    {"link": "a", "from": "funds", "quote": "投入50万元,带动30户"},
    {"link": "b", "from": "work", "quote": '他说"好"；其中5人'},
]
PLAIN = 'link,from,quote\na,funds,"投入50万元,带动30户"\nb,work,"他说""好""；其中5人"\n'


def saved(folder, data):
    (folder / "coding").mkdir(exist_ok=True)
    path = folder / "coding/links.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def parted_by(mark):
    buffer = StringIO()
    csv.writer(buffer, delimiter=mark, lineterminator="\n").writerows(
        [COLUMNS, *(row.values() for row in ROWS)]
    )
    return buffer.getvalue()


def workbook(rows):
    book, buffer = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.create_sheet("notes").append(["not read"])
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data, numbers, notes",
    [
        (PLAIN, [2, 3], ()),
        (PLAIN.encode("utf-8-sig"), [2, 3], ()),
        (PLAIN.replace("\n", "\r\n"), [2, 3], ()),
        (PLAIN.encode("utf-16"), [2, 3], ("UTF-16",)),
        (PLAIN.encode("gb18030"), [2, 3], ("GB18030",)),
        (parted_by(";").encode("gbk"), [2, 3], ("GB18030", "semicolons")),
        (parted_by("\t").encode("utf-16"), [2, 3], ("UTF-16", "tabs")),
        ("sep=;\r\n" + parted_by(";"), [2, 3], ("a line sep=", "semicolons")),
        ('"sep=|"\n' + parted_by("|"), [2, 3], ("a line sep=", "parted by '|'")),
        ("sep=\\t\n" + parted_by("\t"), [2, 3], ("a line sep=", "tabs")),
        (PLAIN.replace("\n", "\r"), [2, 3], ("old Mac line ends",)),
        (b"\xef\xbb\xbf" + PLAIN.encode("utf-8-sig"), [2, 3], ()),
        (PLAIN.replace("link,from", "Link\u200b, FROM"), [2, 3], ()),
        (PLAIN.replace("a,funds", "\u200ea\u2060,funds\ufeff"), [2, 3], ()),
        (PLAIN.replace(',"', ', "'), [2, 3], ()),
        ("".join(f",{line}\n" for line in PLAIN.splitlines()), [2, 3], ()),
        ("link,,from,quote\na,,funds," + PLAIN.split("funds,")[1].replace("b,", "b,,"), [2, 3], ()),
        (PLAIN + "\n,,\n , \n", [2, 3], ()),
        (PLAIN.replace("\n", ",,\n"), [2, 3], ()),
        (PLAIN.replace("\nb", "\n,,\n\nb"), [2, 5], ()),
        ("\n" + PLAIN, [3, 4], ()),
        (PLAIN.replace("a,funds", " a\u3000,\tfunds\xa0").replace("link,", "link ,"), [2, 3], ()),
        (PLAIN.replace("\nb", "\nlink,from,quote\nb"), [2, 4], ("row 3: the header again",)),
        (
            'quote,link,from\n"投入50万元,带动30户",a,funds\n"他说""好""；其中5人",b,work\n',
            [2, 3],
            ("columns in another order",),
        ),
        (
            workbook([COLUMNS, *(list(row.values()) for row in ROWS), [None, " "]]),
            [2, 3],
            ("an Excel workbook",),
        ),
    ],
)
def test_what_spreadsheets_make_of_a_sheet_is_read_alike(tmp_path, data, numbers, notes):
    assert read_rows(saved(tmp_path, data), COLUMNS) == (ROWS, numbers, notes)


def test_a_workbook_gives_numbers_dates_and_truth_as_the_sheets_write_them(tmp_path):
    from datetime import datetime

    path = saved(tmp_path, workbook([COLUMNS, [5.0, 30.59, True], [2020, datetime(2020, 3, 1), None]]))
    assert [list(row.values()) for row in read_rows(path, COLUMNS).rows] == [
        ["5", "30.59", "true"],
        ["2020", "2020-03-01", ""],
    ]


def test_truth_values_that_a_spreadsheet_wrote_are_read_as_ours(tmp_path):
    path = saved(tmp_path, "link,from,quote\na,TRUE,FALSE\nb,真,'TRUE\n")
    assert [list(row.values()) for row in read_rows(path, COLUMNS).rows] == [
        ["a", "true", "false"],
        ["b", "真", "TRUE"],
    ]


def test_a_row_cut_short_is_named_where_the_last_column_is_always_filled(tmp_path):
    short = PLAIN + "c,work\n"
    with pytest.raises(ReportError) as caught:
        read_rows(saved(tmp_path, short), COLUMNS)
    assert str(caught.value) == (
        "coding/links.csv, row 4: only 2 cells for 3 columns; was a line broken, or a mark between cells lost?"
    )
    assert len(read_rows(saved(tmp_path, short + "d,work,\n"), COLUMNS).rows) == 4


def test_a_workbook_whose_cells_say_less_than_they_show_is_refused(tmp_path):
    for change, says in (
        (lambda sheet: sheet.merge_cells("A2:A3"), ": the cells A2:A3 are merged; split them, and fill each"),
        (
            lambda sheet: sheet.cell(3, 2, '=A2&"x"'),
            ", row 3: the formula '=A2&\"x\"' has no value; write what it should give",
        ),
    ):
        book, buffer = Workbook(), BytesIO()
        for row in [COLUMNS, *(list(row.values()) for row in ROWS)]:
            book.active.append(row)
        change(book.active)
        book.save(buffer)
        with pytest.raises(ReportError) as caught:
            read_rows(saved(tmp_path, buffer.getvalue()), COLUMNS)
        assert str(caught.value) == f"coding/links.csv{says}"


def test_a_short_row_is_filled_with_empty_cells(tmp_path):
    assert read_rows(saved(tmp_path, "link,from,quote\na\n"), COLUMNS).rows == [
        {"link": "a", "from": "", "quote": ""}
    ]


@pytest.mark.parametrize(
    "data, says",
    [
        ("", ": the sheet is empty"),
        (",,\n", ": the sheet is empty"),
        (b"\xd0\xcf\x11\xe0rest", ": this is an old Excel file (.xls); save it as CSV (UTF-8)"),
        (b"PK\x03\x04rest", ": this is no CSV and no Excel workbook; save it as CSV (UTF-8)"),
        (
            b"link,from,quote\n\xff\xff\n",
            ": neither UTF-8 nor Chinese text in GB18030; save the file as UTF-8 first",
        ),
        (
            PLAIN.replace("work", "wo\0rk"),
            ": line 3 holds NUL bytes: a damaged file, or UTF-16 without its mark; save it as UTF-8",
        ),
        (
            "link,from\na,b\n",
            ", row 1: no column quote; the columns must be link, from, quote",
        ),
        ("\n\na,b\n", ", row 3: 'a' begins no header of this sheet; the columns must be link, from, quote"),
        (
            PLAIN.replace("quote", "quote,notes", 1),
            ", row 1: unknown column 'notes'; the columns must be link, from, quote",
        ),
        (
            PLAIN.replace("quote", "quote,,link", 1),
            ", row 1: a column stands there twice; the columns must be link, from, quote",
        ),
        (
            PLAIN.replace("quote", "quote,link", 1),
            ", row 1: a column stands there twice; the columns must be link, from, quote",
        ),
        (
            PLAIN.replace("好", "好,").replace('"', ""),
            ", row 2: more cells than columns ('带动30户'); quote a cell that holds the mark between cells",
        ),
        (
            PLAIN.replace('户"', "户"),
            ', row 2: a quotation mark " is open or stands alone; close it, or write "" for one in a cell',
        ),
        (
            PLAIN.replace('5人"', "5人"),
            ', row 3: a quotation mark " is open or stands alone; close it, or write "" for one in a cell',
        ),
    ],
)
def test_what_is_not_certain_is_one_line_with_file_and_row(tmp_path, data, says):
    with pytest.raises(ReportError) as caught:
        read_rows(saved(tmp_path, data), COLUMNS)
    assert str(caught.value) == f"coding/links.csv{says}"


def test_a_cell_may_be_long(tmp_path):
    row = {"link": "a", "from": "b", "quote": "长" * 200_000}
    assert read_rows(saved(tmp_path, csv_bytes([row])), COLUMNS).rows == [row]


def test_errors_name_the_file_as_the_caller_does_or_from_the_project_on(root, tmp_path):
    with pytest.raises(ReportError, match="^the draft is missing$"):
        read_rows(tmp_path / "draft.csv", COLUMNS, name="the draft")
    with pytest.raises(ReportError, match="^data/nowhere/codes.csv is missing$"):
        read_rows(root / "notebooks/../data/nowhere/codes.csv", COLUMNS)
    with pytest.raises(ReportError, match="/coding: this is a folder, not a file$"):
        read_rows(saved(tmp_path, "").parent, COLUMNS)
    assert (
        sheet_name(tmp_path / ("长" * 70) / "两\n行.csv") == "长" * 40 + "…" + "长" * 19 + "/两\ufffd行.csv"
    )


class Link(NamedTuple):
    link: str
    row: int
    from_: str
    quote: str


class Bare(NamedTuple):
    link: str
    quote: str
    from_: str


def test_rows_of_a_type_know_their_number_and_are_written_back(tmp_path):
    path = saved(tmp_path, PLAIN)
    rows = read_rows(path, Link).rows
    assert rows == [Link("a", 2, "funds", ROWS[0]["quote"]), Link("b", 3, "work", ROWS[1]["quote"])]
    assert csv_bytes(rows, COLUMNS) == PLAIN.encode("utf-8-sig")
    assert read_rows(path, Bare).rows[0] == Bare("a", ROWS[0]["quote"], "funds")
    assert csv_bytes(read_rows(path, Bare).rows).startswith("\ufefflink,quote,from\na,".encode())


def test_no_rows_still_have_their_columns(tmp_path):
    path = saved(tmp_path, csv_bytes([], COLUMNS))
    assert read_rows(path, COLUMNS) == ([], [], ())


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
CELLS = WORDS | st.sampled_from(
    ["=1+1", "＝A1", "\n", "\r", "'", " a", "a ", "TRUE", "\u3000", '"', ",;\t", "-5", "sep=;"]
)


@given(st.lists(st.tuples(CELLS, CELLS, st.just("x")) | st.tuples(st.just("x"), CELLS, CELLS), max_size=4))
def test_what_is_written_is_read_again_whatever_the_words(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    rows = [dict(zip(COLUMNS, row)) for row in rows]
    for table in (rows, pd.DataFrame(rows, columns=COLUMNS)):
        path.write_bytes(csv_bytes(table, COLUMNS))
        assert read_rows(path, COLUMNS) == (rows, [*range(2, len(rows) + 2)], ())


@pytest.mark.parametrize("start", [*"=+-@＝＋－＠\t\r\n'"])
def test_a_cell_that_a_spreadsheet_would_run_is_marked(start):
    assert csv_bytes([{"a": f"{start}SUM(A1)"}]).decode("utf-8-sig").lstrip('a\n"').startswith(f"'{start}")


def test_numbers_and_truth_are_written_plain_and_nothing_is_an_empty_cell():
    row = {
        "a": 55_000_000.0,
        "b": 30.59,
        "c": 0.1 + 0.2,
        "d": True,
        "e": None,
        "f": float("nan"),
        "g": -5,
        "h": "-5",
    }
    assert csv_bytes([row]).decode("utf-8-sig").split("\n")[1] == "55000000,30.59,0.3,true,,,-5,'-5"
    assert csv_bytes(pd.DataFrame([row], dtype=object)) == csv_bytes([row])


def test_the_sheets_of_the_project_are_read_and_written_to_the_byte(root):
    paths = [
        path for path in sorted((root / "data").rglob("*.csv")) if ".ipynb_checkpoints" not in path.parts
    ]
    for path in paths:
        header = path.read_text(encoding="utf-8-sig").split("\n")[0].split(",")
        rows, numbers, notes = read_rows(path, header)
        assert csv_bytes(rows, header) == path.read_bytes() and notes == () and len(numbers) == len(rows)
    assert len(paths) > 8


def test_a_persons_edit_is_kept_beside_what_replaces_it(tmp_path):
    path = tmp_path / "codes.csv"
    assert rewrite(path, b"first") is None and path.read_bytes() == b"first"
    assert rewrite(path, b"first") is None
    assert rewrite(str(path), b"second") == tmp_path / "codes.csv.bak"
    assert rewrite(path, b"third") == tmp_path / "codes.csv.bak2"
    path.write_bytes(b"first")
    assert rewrite(path, b"fourth") == tmp_path / "codes.csv.bak"
    kept = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert kept == {"codes.csv": b"fourth", "codes.csv.bak": b"first", "codes.csv.bak2": b"second"}


def test_what_was_saved_since_it_was_read_is_not_replaced(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_bytes(b"by a person")
    with pytest.raises(ReportError, match="codes.csv was changed in the same moment, and is left as it is: do this once more"):
        rewrite(path, b"made from what was read", b"what was read")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"codes.csv": b"by a person"}
    assert rewrite(path, b"made from it", b"by a person") == tmp_path / "codes.csv.bak"
    assert rewrite(tmp_path / "new.csv", b"first", b"") is None and (tmp_path / "new.csv").read_bytes() == b"first"


def test_a_sheet_is_rewritten_while_no_other_writer_can(tmp_path, monkeypatch):
    path, tried = tmp_path / "codes.csv", []

    def another_writer(*_):
        with pytest.raises(Timeout):
            FileLock(CACHE / "writing.lock", is_singleton=False).acquire(timeout=0)
        tried.append(path.read_bytes())
        return tmp_path / "codes.csv.bak"

    monkeypatch.setattr("report.sheets._copy_of", another_writer)
    path.write_bytes(b"first")
    rewrite(path, b"second")
    assert tried == [b"first"] and path.read_bytes() == b"second"


def test_a_write_that_fails_leaves_the_sheet_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "codes.csv"
    path.write_bytes(b"first")

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        rewrite(path, b"second")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"codes.csv": b"first"}
