"""Sheets (CSV) as people and spreadsheets save them: read by rows, written so that spreadsheets open them as they are.

What is certain is read, with a note; the rest is a ReportError of one line that names file and row. Rows have the
numbers that a spreadsheet shows.
"""

import csv
import re
from io import BytesIO, StringIO
from itertools import count
from pathlib import Path
from typing import NamedTuple

from report.files import check_unchanged, locked, write_files
from report.received import ReportError, decode, one_line

PROJECT = Path(__file__).resolve().parents[2]
# What is stripped from around a cell: spaces, and characters that nobody sees.
BLANK = " \t\u3000\xa0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
# What a spreadsheet may take for a formula, or strip, at the start of a cell; and the mark against it.
GUARDED = frozenset(f"=+-@＝＋－＠'\r\n{BLANK}")
QUOTED = re.compile('[",\r\n]')
SEPARATOR_LINE = re.compile(r'"?sep=(\\t|.)"?(?:\r\n|\r|\n)', re.I)
TRUTH = {"TRUE": "true", "FALSE": "false"}
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
csv.field_size_limit(2**31 - 1)


class Rows(NamedTuple):
    """The rows of a sheet, the number of each as a spreadsheet shows it, and notes on how the file was saved."""

    rows: list
    numbers: list[int]
    notes: tuple[str, ...]


def sheet_name(path) -> str:
    """The file as errors name it: from the project's folder on, or folder/name elsewhere."""
    path = Path(path).resolve()
    inside = path.is_relative_to(PROJECT)
    return "/".join(map(one_line, path.relative_to(PROJECT).parts if inside else path.parts[-2:]))


def read_rows(path, columns, name: str | None = None) -> Rows:
    """The rows of the sheet at `path`, all cells text, without the marks that `csv_bytes` puts before cells.

    `columns` are the names the header must hold, in any order: the rows are dicts. A NamedTuple type gives rows of that
    type instead; a field `from_` is the column `from`, and a field `row` takes the row's number. Read are UTF-8, UTF-16
    with its mark and GB18030; commas, semicolons and tabs; an Excel workbook. `notes` says what was unusual: a sheet with
    notes is worth rewriting. Raises ReportError, in one line with the file (`name`, or as `sheet_name` gives it) and row.
    """
    fields = getattr(columns, "_fields", None)
    wanted = [field.rstrip("_") for field in fields if field != "row"] if fields else list(columns)
    try:
        records, notes = _records(Path(path), wanted)
        return _rows(records, wanted, columns if fields else None, notes)
    except ReportError as error:
        raise ReportError(f"{name or sheet_name(path)}{error}") from None


def _records(path: Path, wanted: list[str]) -> tuple[list[list[str]], list[str]]:
    """The file's cells row by row, as they stand in it; errors begin with the row, or with a colon."""
    if path.is_dir():
        raise ReportError(": this is a folder, not a file")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReportError(" is missing") from None
    except OSError as error:
        raise ReportError(f": {error.strerror}") from None
    if data.startswith(b"PK\x03\x04"):
        return _workbook_records(data), ["an Excel workbook"]
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReportError(": this is an old Excel file (.xls); save it as CSV (UTF-8)")
    try:
        text, encoding = decode(data)
    except ReportError as error:
        raise ReportError(f": {error}") from None
    notes = [] if encoding == "UTF-8" else [encoding]
    if first := SEPARATOR_LINE.match(text):
        delimiter, text = first.group(1).replace("\\t", "\t"), text[first.end() :]
        notes.append("a line sep=")
    else:
        header = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
        delimiter = max(
            DELIMITERS,
            key=lambda mark: len(
                {_cell(word.strip('" ')).lower() for word in header.split(mark)} & {*wanted}
            ),
        )
    if delimiter != ",":
        notes.append(DELIMITERS.get(delimiter, f"parted by {delimiter!r}"))
    if "\r" in text and "\n" not in text:
        notes.append("old Mac line ends")
    records = []
    try:
        for record in csv.reader(
            StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
        ):
            records.append(record)
    except csv.Error:
        raise ReportError(
            f', row {len(records) + 1}: a quotation mark " is open or stands alone; close it, or write "" for one in a cell'
        ) from None
    return records, notes


def _workbook_records(data: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # only here: it takes a fifth of a second to import

    try:
        sheet, formulas = (
            load_workbook(BytesIO(data), data_only=values).worksheets[0] for values in (True, False)
        )
        rows = list(sheet.iter_rows(values_only=True))
        written = list(formulas.iter_rows(values_only=True))
        merged = [str(cells) for cells in sheet.merged_cells.ranges]
    except Exception:  # whatever a damaged file makes the library raise
        raise ReportError(": this is no CSV and no Excel workbook; save it as CSV (UTF-8)") from None
    if merged:
        raise ReportError(f": the cells {merged[0]} are merged; split them, and fill each")
    for number, (values, formula) in enumerate(zip(rows, written), 1):
        if lost := [word for value, word in zip(values, formula) if value is None and word is not None]:
            raise ReportError(
                f", row {number}: the formula {lost[0]!r} has no value; write what it should give"
            )
    return [[_from_workbook(value) for value in row] for row in rows]


def _from_workbook(value) -> str:
    """A cell's text; a date as year-month-day."""
    return str(value.date()) if hasattr(value, "date") else _written(value)


def _rows(records: list[list[str]], wanted: list[str], record_type, notes: list[str]) -> Rows:
    numbered = [(number, [_cell(word) for word in record]) for number, record in enumerate(records, 1)]
    numbered = [(number, cells) for number, cells in numbered if any(cells)]
    if not numbered:
        raise ReportError(": the sheet is empty")
    (top, header), *numbered = numbered
    header = [word.lower() for word in header]
    _check_header(header, wanted, f", row {top}")
    width = max(at for at, word in enumerate(header) if word) + 1
    order = [header.index(column) for column in wanted]
    notes = notes + ["columns in another order"] * (order != sorted(order))
    rows, numbers, short = [], [], []
    for number, cells in numbered:
        for at, extra in enumerate(cells):
            if extra and not any(header[at : at + 1]):
                raise ReportError(
                    f", row {number}: more cells than columns ({extra!r}); quote a cell that holds the mark between cells"
                )
        if [cell.lower() for cell in cells[:width]] == header[:width]:
            notes.append(f"row {number}: the header again")
            continue
        if len(cells) < width:
            short.append(f", row {number}: only {len(cells)} cells for {width} columns")
        cells += [""] * (width - len(cells))
        rows.append(cells)
        numbers.append(number)
    if short and sum(bool(cells[width - 1]) for cells in rows) == len(rows) - len(short) > 0:
        raise ReportError(f"{short[0]}; was a line broken, or a mark between cells lost?")
    rows = [[cells[at] for at in order] for cells in rows]
    return Rows(_typed(rows, numbers, wanted, record_type), numbers, tuple(notes))


def _check_header(header: list[str], wanted: list[str], where: str) -> None:
    named = [word for word in header if word]
    columns = f"the columns must be {', '.join(wanted)}"
    if not {*named} & {*wanted}:
        raise ReportError(f"{where}: {named[0][:40]!r} begins no header of this sheet; {columns}")
    if missing := [column for column in wanted if column not in named]:
        raise ReportError(f"{where}: no column {', '.join(missing)}; {columns}")
    if unknown := [word for word in named if word not in wanted]:
        raise ReportError(f"{where}: unknown column {', '.join(unknown)!r}; {columns}")
    if len({*named}) < len(named):
        raise ReportError(f"{where}: a column stands there twice; {columns}")


def _typed(rows: list[list[str]], numbers: list[int], wanted: list[str], record_type) -> list:
    if record_type is None:
        return [dict(zip(wanted, row)) for row in rows]
    if "row" not in record_type._fields:
        return [record_type(*row) for row in rows]
    at = record_type._fields.index("row")
    return [record_type(*row[:at], number, *row[at:]) for row, number in zip(rows, numbers)]


def _cell(word: str) -> str:
    """A cell's text: the guard off, or what stands around it; a spreadsheet's TRUE and FALSE in small letters."""
    if word.startswith("'"):
        return word[1:]
    word = word.strip(BLANK)
    return TRUTH.get(word, word)


def csv_bytes(table, columns=None) -> bytes:
    """`table` as UTF-8 CSV with a BOM (so that spreadsheets keep the Chinese), LF line ends, numbers as plain digits.

    `table` is a DataFrame or rows: dicts, or tuples of one NamedTuple type. `columns` names what is written, by default
    all that the first row has; with no rows it must be given. Text that a spreadsheet would run as a formula or change gets an
    apostrophe in front, and so does text that begins with one; `read_rows` takes it off.
    """
    if hasattr(table, "itertuples"):
        names, rows = list(table.columns), table.to_numpy(dtype=object).tolist()
    else:
        rows = list(table)
        names = _columns_of(rows[0]) if rows else list(columns)
    columns = list(columns or names)
    if rows and isinstance(rows[0], dict):
        rows = ([row[column] for column in columns] for row in rows)
    elif columns != names:
        order = [names.index(column) for column in columns]
        rows = ([row[at] for at in order] for row in rows)
    lines = [",".join(map(_quoted, columns))]
    lines += [",".join([_quoted(_guarded(value)) for value in row]) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def _columns_of(record) -> list[str]:
    """The columns a row stands for; `row`, and what follows an underscore at the end, as `read_rows` has it."""
    return [field.rstrip("_") if field != "row" else field for field in getattr(record, "_fields", record)]


def _written(value) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return repr(round(value, 6)).removesuffix(".0")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _guarded(value) -> str:
    if isinstance(value, str):
        changed = value and (value[0] in GUARDED or value[-1] in BLANK or value in TRUTH)
        return f"'{value}" if changed else value
    return _written(value)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"' if QUOTED.search(word) else word


def rewrite(path, data: bytes, read: bytes | None = None) -> Path | None:
    """Write `data` to `path` in one step, and return the copy beside it in which its former content is kept, if there was another.

    `read` is the content that `data` was made from: raises ReportError, and writes nothing, where someone has saved another
    since. The copies are NAME.bak, NAME.bak2, …; none is ever overwritten, and content that one of them holds is not kept twice.
    """
    path = Path(path)
    with locked():
        before = path.read_bytes() if path.exists() else None
        if before == data:
            return None
        check_unchanged({path: read or b""} if read is not None else {})
        copy = None if before is None else _copy_of(path, before)
        write_files({copy: before, path: data} if copy else {path: data}, {path: before or b""})
    return copy


def _copy_of(path: Path, content: bytes) -> Path:
    """The first name beside `path` that is free, or holds `content` already."""
    for number in count(1):
        copy = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not copy.exists() or copy.read_bytes() == content:
            return copy
