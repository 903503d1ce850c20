"""Workbooks: what Excel does to numbers and dates, several sheets, and files that are traps."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime

import openpyxl
import pytest

from clientmanager.errors import Invalid
from clientmanager.imports import Draft, Labelled, read

HEADINGS = ["First name", "Surname", "ID Number", "Date of Birth", "Cell", "Postal Code", "Policy"]


def workbook(sheets: dict[str, Iterable[Iterable[object]]], hidden: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(content: bytes, part: str, text: str) -> bytes:
    """The same workbook with one part replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return file.getvalue()


def drafts(content: bytes) -> list[Draft]:
    return [one for one in read(content, "clients.xlsx").rows if isinstance(one, Draft)]


def test_numbers_that_are_no_numbers_come_out_as_text_with_their_zeros():
    row = ["Sipho", "Dlamini", 403050003082, datetime(2004, 3, 5), 821234567, 157, 12.5]
    [sipho] = drafts(workbook({"Clients": [HEADINGS, row]}))
    assert sipho.id_number == "0403050003082"
    assert sipho.birth_date == date(2004, 3, 5)
    assert sipho.phones == (Labelled("Mobile", "0821234567"),)
    assert sipho.addresses[0].postal_code == "0157"
    assert sipho.extra == (("Policy", "12.5"),)
    assert sipho.warnings == (
        "The ID number had lost the zeros in front; they are put back.",
        "Cell: the number had lost the zero in front; it is put back.",
        "Postal Code: the postal code had lost the zeros in front; they are put back.",
    )


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    rows = [["Client list"], [], HEADINGS, ["Sipho", "Dlamini"], [], ["Thandi", "Mokoena"]]
    assert [one.row for one in drafts(workbook({"Clients": rows}))] == [4, 6]


def test_every_sheet_with_headings_is_read_and_the_others_are_named():
    reading = read(
        workbook(
            {
                "Lookups": [["Active"], ["Lapsed"]],
                "People": [HEADINGS, ["Sipho", "Dlamini"]],
                "Trusts": [["Trust name", "Reg no"], ["Mokoena Family Trust", "IT1/2010"]],
                "Old": [HEADINGS, ["Sipho", "Dlamini"]],
            },
            hidden=("Old",),
        ),
        "clients.xlsx",
    )
    assert [(one.sheet, one.row) for one in reading.rows] == [("People", 2), ("Trusts", 2)]
    assert reading.warnings == (
        "The sheet “Lookups” has no row of headings; its 2 rows were not read.",
        "The sheet “Old” is hidden; its 2 rows were not read.",
    )


def test_a_formula_without_a_value_and_an_error_are_nothing():
    rows = [HEADINGS, ["=1+1", "Dlamini", "#REF!", None, "0821234567", None, "#N/A"]]
    [dlamini] = drafts(workbook({"Clients": rows}))
    assert (dlamini.first_names, dlamini.last_name, dlamini.id_number) == ("", "Dlamini", "")


def test_dates_written_month_first_are_all_read_so():
    rows = [HEADINGS, ["A", "B", None, "03/25/1975"], ["C", "D", None, "03/12/1975"]]
    reading = read(workbook({"Clients": rows}), "clients.xlsx")
    assert [one.birth_date for one in reading.rows if isinstance(one, Draft)] == [date(1975, 3, 25), date(1975, 3, 12)]
    assert reading.warnings == ("The dates in this file are written month first and were read so.",)


def test_a_workbook_that_claims_seventeen_thousand_million_cells_is_refused():
    sparse = openpyxl.Workbook()
    sheet = sparse.worksheets[0]
    sheet["A1"], sheet["XFD1048576"] = "First name", "x"
    file = io.BytesIO()
    sparse.save(file)
    with pytest.raises(Invalid, match="cannot be opened"):
        read(file.getvalue(), "clients.xlsx")


def test_a_workbook_that_unpacks_to_more_than_a_gigabyte_is_refused_unread(monkeypatch):
    monkeypatch.setattr("clientmanager.imports.workbook.LARGEST_UNPACKED", 1_000_000)
    bomb = packed(workbook({"Clients": [HEADINGS]}), "xl/worksheets/sheet1.xml", "<row/>" * 200_000)
    assert len(bomb) < 10_000
    with pytest.raises(Invalid, match="unpacks to more"):
        read(bomb, "clients.xlsx")


def test_other_archives_and_protected_or_damaged_workbooks_are_refused_in_a_sentence():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("contacts.vcf", "BEGIN:VCARD")
    with pytest.raises(Invalid, match="archive or a document"):
        read(file.getvalue(), "contacts.zip")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    with pytest.raises(Invalid, match="password protects"):
        read(old + "EncryptedPackage".encode("utf-16-le"), "clients.xlsx")
    with pytest.raises(Invalid, match="cannot be opened"):
        read(old + b"nothing", "clients.xls")
    with pytest.raises(Invalid, match="cannot be opened"):
        read(workbook({"Clients": [HEADINGS]})[:1000], "clients.xlsx")
    with pytest.raises(Invalid, match="empty"):
        read(workbook({"Clients": []}), "clients.xlsx")
