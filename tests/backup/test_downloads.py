"""A backup as Excel and as CSV: every cell is what the database holds, and nothing runs."""

import csv
import hashlib
import io
import time
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pandas
import pytest
from openpyxl.utils.escape import unescape

from clientmanager.backup import attached
from clientmanager.backup.archive import Archive
from clientmanager.backup.cells import as_it_was, raw_cells, records, value
from clientmanager.backup.csv_download import csv_zip
from clientmanager.backup.sheet_cells import LONGEST_TEXT, column_letters, pieces, writer_for
from clientmanager.backup.workbook import workbook
from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import session_for
from clientmanager.models.client import Client
from tests.backup.conftest import look_into, operator, take
from tests.world import PracticeWorld

HOSTILE = [
    "=cmd|'/C calc'!A0", "+27821234567", "-2+3", "@SUM(1)", "'t Hooft", "0004", "1E5", "TRUE", "#N/A", "12 Mar 2026",
    "_x0041_", "_X0041_", "_x005F_", "\x01\x0b\x1f", "a\rb\r\nc\nd\te", " leading and trailing ", "<b>&amp;</b>", "]]>",
    "Tshivenḓa ḽ ṋ ṱ", "עברית", "😀", "\ufffe", "{0}", '"quoted"', "x; =1", "a,b", "http://example.co.za",
]  # fmt: skip
LONG = "".join(f"{n:06d}😀" for n in range(12_000))


@pytest.fixture
def archive(acacia: PracticeWorld) -> Iterator[Archive]:
    with session_for(operator(acacia)) as db:
        for text in HOSTILE:
            db.add(
                Client(
                    practice_id=acacia.practice_id, last_name=text, note=text, extra={"said": text},
                    id_number="0403050003082", birth_date=date(2004, 3, 5), created_at=now(), changed_at=now(),
                )
            )  # fmt: skip
        db.fetch(Client, acacia.client.id).birth_date = date(1899, 12, 31)
        db.fetch(Client, acacia.client.id).note = LONG
    with look_into(take(acacia)) as found:
        yield found


def opened_by_openpyxl(archive: Archive, **options: int) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b"".join(workbook(archive, **options))))


def held(archive: Archive, table: str) -> list[dict[str, str | None]]:
    said = archive.table(table)
    names = [column.name for column in said.columns]
    return [dict(zip(names, map(value, raw_cells(line)), strict=True)) for line in archive.records(said)]


def as_excel_shows(column: str, text: str | None) -> Any:
    """What a cell must hold for the database's value."""
    if not text:
        return None
    if column.endswith("_at"):
        return datetime.fromisoformat(text).astimezone(SOUTH_AFRICA).replace(tzinfo=None)
    if column == "birth_date" and text > "1900-03":
        return datetime.fromisoformat(text)
    return int(text) if column == "position" else text


def same(shown: Any, expected: Any) -> bool:
    if isinstance(expected, datetime) and isinstance(shown, datetime):
        return abs(shown - expected) < timedelta(milliseconds=1)
    return shown == expected and type(shown) is type(expected)


HEADS = {
    "last_name": "Last name", "note": "Note", "id_number": "ID number", "birth_date": "Birth date", "id": "Id",
    "created_at": "Created at", "adviser_id": "Adviser's Id", "extra": "Extra", "status": "Status",
}  # fmt: skip


def test_every_cell_of_the_workbook_is_what_the_database_holds(archive: Archive):
    book = opened_by_openpyxl(archive)
    sheet = book["Clients"]
    heads = [cell.value for cell in sheet[1]]
    rows = held(archive, "client")
    assert sheet.max_row == len(rows) + 1
    for line, row in zip(sheet.iter_rows(min_row=2, values_only=True), rows, strict=True):
        shown = dict(zip(heads, line, strict=True))
        for column, head in HEADS.items():
            found = unescape(shown[head]) if isinstance(shown[head], str) else shown[head]
            expected = as_excel_shows(column, row[column])
            if row[column] == LONG:
                expected = next(pieces(LONG))
            assert same(found, expected), (head, found, expected)


def test_nothing_in_the_workbook_runs(archive: Archive):
    content = b"".join(workbook(archive))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        assert all(b"<f" not in parts.read(name) for name in names if "worksheets" in name)
    assert names[0] == "[Content_Types].xml"
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
    book = opened_by_openpyxl(archive)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
        "d",
    }
    assert book["Clients"]["A2"].number_format == "@"  # so that editing =cmd… leaves it a text


@pytest.mark.parametrize("engine", ["openpyxl", "calamine"])
def test_pandas_reads_the_same(engine: Any, archive: Archive):
    frame: Any = pandas.read_excel(
        io.BytesIO(b"".join(workbook(archive))), sheet_name="Clients", keep_default_na=False, engine=engine
    )
    rows = held(archive, "client")
    assert len(frame) == len(rows)
    assert list(frame["Id"]) == [row["id"] for row in rows]
    # openpyxl leaves Excel's escapes to its caller, and calamine one of them, that of no character
    undo = unescape if engine == "openpyxl" else lambda text: text.replace("_xFFFE_", "\ufffe")
    names = [undo(text) for text in frame["Last name"]]
    assert names == [row["last_name"] or "" for row in rows]
    assert "0403050003082" in set(frame["ID number"])


def test_the_first_sheet_says_whose_it_is_and_what_must_be_there(archive: Archive):
    sheet = opened_by_openpyxl(archive)["Read me"]
    lines = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["Practice", "Acacia Wealth (Pty) Ltd"] in lines
    assert ["Clients", archive.table("client").rows, archive.table("client").sha256] in lines
    said = " ".join(str(cell) for line in lines for cell in line)
    assert "South African time" in said
    assert str(archive.manifest.practice.id) in said


def test_a_text_too_long_for_a_cell_goes_on_in_a_sheet_of_its_own(archive: Archive, acacia: PracticeWorld):
    book = opened_by_openpyxl(archive)
    [(number, start)] = [
        (row[0].row, row[0].value)
        for row in book["Clients"].iter_rows(min_row=2, min_col=column(book["Clients"], "Note"))
        if str(row[0].value).startswith("000000")
    ]
    place = f"{column_letters(column(book['Clients'], 'Note') - 1)}{number}"
    rest = [
        row[2] for row in book["Long texts"].iter_rows(min_row=2, values_only=True) if row[:2] == ("Clients", place)
    ]
    assert len(rest) > 1
    assert start + "".join(rest) == LONG
    assert all(len(piece.encode("utf-16-le")) // 2 <= LONGEST_TEXT for piece in [start, *rest])


def column(sheet: Any, head: str) -> int:
    return [cell.value for cell in sheet[1]].index(head) + 1


def test_a_table_too_long_for_a_sheet_goes_on_in_the_next(archive: Archive):
    book = opened_by_openpyxl(archive, most_rows=10)
    parts = [sheet for sheet in book.sheetnames if sheet.startswith("Clients")]
    assert parts == ["Clients", "Clients (2)", "Clients (3)", "Clients (4)"]
    ids = [
        row[column(book[name], "Id") - 1] for name in parts for row in book[name].iter_rows(min_row=2, values_only=True)
    ]
    assert ids == [row["id"] for row in held(archive, "client")]


@pytest.mark.parametrize(
    ("type_name", "raw", "markup"),
    [
        ("numeric(14,2)", "1234567.50", '<c r="A1" s="0"><v>1234567.50</v></c>'),
        ("numeric", "123456789012345.67", "inlineStr"),
        ("bigint", "9007199254740993", "inlineStr"),
        ("numeric", "NaN", "inlineStr"),
        ("integer", "-5", '<c r="A1" s="0"><v>-5</v></c>'),
        ("boolean", "t", '<c r="A1" t="b"><v>1</v></c>'),
        ("date", "1900-03-01", '<c r="A1" s="2"><v>61</v></c>'),
        ("date", "1900-02-28", "inlineStr"),
        ("date", "infinity", "inlineStr"),
        ("timestamp with time zone", "2026-03-11 23:00:00+00", '<c r="A1" s="3"><v>46093.041666666664</v></c>'),
        ("timestamp(3) with time zone", "2026-03-11 22:00:00+00", '<c r="A1" s="3"><v>46093.0</v></c>'),
        ("text", '""', ""),
    ],
)
def test_a_value_is_what_excel_can_hold_exactly_or_a_text(type_name: str, raw: str, markup: str):
    assert markup in writer_for(type_name)("A1", raw)


def test_the_csv_is_the_archives_own_once_its_marks_are_taken_off(archive: Archive):
    with zipfile.ZipFile(io.BytesIO(b"".join(csv_zip(archive)))) as parts:
        assert parts.testzip() is None
        assert "manifest.json" in parts.namelist()
        for table in attached.tabled(archive.manifest.tables):
            content = parts.read(table.file_name)
            assert content.startswith("\ufeff".encode())  # Excel needs it for accents
            digest = hashlib.sha256()
            for line in with_crlf(content.decode("utf-8-sig")):
                digest.update(f"{as_it_was(line)}\n".encode())
            assert digest.hexdigest() == table.sha256


def with_crlf(content: str) -> Iterator[str]:
    """Rows of RFC 4180: they end in CR LF, and a line break inside a cell stays what it is."""
    for line in records(io.StringIO(content, newline="\n")):
        assert line.endswith("\r")
        yield line.removesuffix("\r")


def test_any_reader_of_csv_reads_it(archive: Archive):
    with zipfile.ZipFile(io.BytesIO(b"".join(csv_zip(archive)))) as parts:
        text = io.TextIOWrapper(parts.open("client.csv"), "utf-8-sig", newline="")
        rows = list(csv.DictReader(text))
    expected = held(archive, "client")
    assert [row["id"] for row in rows] == [row["id"] for row in expected]
    assert [row["id_number"] for row in rows] == [row["id_number"] for row in expected]
    shown = {row["last_name"] for row in rows}
    assert {"'=cmd|'/C calc'!A0", "+27821234567", "0004", "Tshivenḓa ḽ ṋ ṱ"} <= shown


@pytest.mark.parametrize("text", ["x", "é" * 40_000, "💥" * 40_000, "x" + "💥" * 40_000, "a💥é" * 30_000])
def test_a_long_text_is_cut_into_pieces_that_fit_a_cell_and_are_the_text_again(text: str):
    found = list(pieces(text))
    assert "".join(found) == text
    assert max(len(piece.encode("utf-16-le")) // 2 for piece in found) <= LONGEST_TEXT


def test_a_text_as_large_as_an_imported_file_holds_nobody_up():
    started = time.process_time()
    assert sum(map(len, pieces("x" * 30_000_000))) == 30_000_000
    assert time.process_time() - started < 1.5
