"""Clients as a spreadsheet: exactly those on the list, in its order, every cell as the database holds it."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pandas
import pytest
import python_calamine
from openpyxl.utils.escape import unescape

from clientmanager.backup.one_sheet import GOES_ON, Column, as_workbook
from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.errors import Invalid, NotAllowed, Unavailable
from clientmanager.imports import reading
from clientmanager.imports.draft import Draft
from clientmanager.models.client import Client, ClientEmail, ClientPhone, ClientTag
from clientmanager.services import audit_list, client_export, client_list, exports
from clientmanager.services.client_choice import Choice, read_choice
from clientmanager.services.client_columns import COLUMNS
from clientmanager.services.client_filter import read_filter
from tests.backup.test_downloads import HOSTILE
from tests.world import PracticeWorld

HEADINGS = [column.heading for column in COLUMNS]
EVERYONE = read_choice([], "")


def exported(world: PracticeWorld, form: str, choice: Choice = EVERYONE) -> bytes:
    with world.as_(world.adviser) as db:
        return b"".join(client_export.export(db, choice, form).pieces)


def of_excel(content: bytes) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(io.BytesIO(content))["Clients"].iter_rows(values_only=True)
    heads = list(map(str, next(rows)))
    return [dict(zip(heads, map(_plain, row), strict=True)) for row in rows]


def _plain(cell: Any) -> Any:
    return unescape(cell) if isinstance(cell, str) else cell


def of_csv(content: bytes) -> list[dict[str, str]]:
    table = pandas.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


@pytest.fixture
def hostile(acacia: PracticeWorld) -> list[Client]:
    clients = [
        Client(
            practice_id=acacia.practice_id, last_name=words, category=words[:40], note=words, created_at=now(),
            id_number="0403050003082", birth_date=date(2004, 3, 5), last_contact_on=today(), changed_at=now(),
        )
        for words in HOSTILE
    ]  # fmt: skip
    with acacia.as_(acacia.owner) as db:
        for client in clients:
            client.sort()
            db.add(client)
            db.flush()
            of_client: Any = {"practice_id": client.practice_id, "client_id": client.id}
            db.add(ClientTag(**of_client, tag="=1+1", folded="1+1"))
            db.add(ClientPhone(**of_client, number="+27821234567"))
            db.add(ClientPhone(**of_client, position=1, number="+442079460958"))
            db.add(ClientEmail(**of_client, address="-a@example.co.za"))
    return clients


def test_every_cell_of_the_workbook_is_what_was_kept(acacia: PracticeWorld, hostile: list[Client]):
    content = exported(acacia, "xlsx")
    rows = {row["Note"]: row for row in of_excel(content)}
    for client in hostile:
        row = rows[client.note]
        assert row["Surname"] == client.last_name
        assert row["Category"] == client.category
        assert row["ID number"] == "0403050003082"
        assert row["Date of birth"] == datetime(2004, 3, 5)
        assert row["Last contact"].date() == today()
        assert row["Phone"] == "082 123 4567; +442079460958"
        assert (row["E-mail"], row["Tags"], row["Status"]) == ("-a@example.co.za", "=1+1", "Active")
        assert row["Changed"] == client.changed_at.astimezone(SOUTH_AFRICA).replace(tzinfo=None, microsecond=0)
        assert row["Archived"] is None
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {cell.data_type for line in book["Clients"].iter_rows() for cell in line} <= {"s", "inlineStr", "d", "n"}
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Clients").to_python()
    assert [row[HEADINGS.index("ID number")] for row in read[1:]].count("0403050003082") == len(hostile)
    assert len(read) == 1 + len(hostile) + len(acacia.clients)


def test_every_cell_of_the_csv_is_what_was_kept_and_nothing_of_it_runs(acacia: PracticeWorld, hostile: list[Client]):
    content = exported(acacia, "csv")
    assert content.startswith("\ufeffTitle,".encode())
    rows = {row["Note"]: row for row in of_csv(content)}
    for client in hostile:
        words = client.note
        guarded = {words, f"'{words}", words.replace("=1", "'=1")}
        row = next(rows[said] for said in guarded if said in rows)
        assert not row["Note"].startswith(("=", "@", "-2+3"))
        assert (row["ID number"], row["Date of birth"]) == ("0403050003082", "2004-03-05")
        assert (row["Phone"], row["Tags"]) == ("082 123 4567; +442079460958", "'=1+1")
    assert "Renée" in {row["First names"] for row in rows.values()}


@pytest.mark.parametrize("query", ["", "sort=-change", "q=o&sort=-name", "sort=adviser", "archived=1", "status=former"])
def test_those_on_the_list_and_nobody_else_in_its_order(query: str, acacia: PracticeWorld, baobab: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        listed = [row.name for row in client_list.listed(db, read_filter(query)).rows]
    rows = of_excel(exported(acacia, "xlsx", read_choice([], query)))
    assert [
        row["Registered name"] or ", ".join(filter(None, (row["Surname"], row["First names"]))) for row in rows
    ] == listed


def test_the_ticked_or_all_but_the_unticked(acacia: PracticeWorld, baobab: PracticeWorld):
    ids = [str(acacia.client.id), str(baobab.client.id)]
    assert [row["First names"] for row in of_csv(exported(acacia, "csv", read_choice(ids)))] == ["Renée"]
    others = of_csv(exported(acacia, "csv", read_choice(ids, "")))
    assert len(others) == len(acacia.clients) - 1
    assert "Renée" not in {row["First names"] for row in others}
    assert exported(acacia, "csv", read_choice([])).count(b"\n") == 1


def test_the_import_understands_every_heading(acacia: PracticeWorld):
    content = exported(acacia, "csv", read_choice([str(acacia.client.id)]))
    (renee,) = reading.read(content, "clients.csv").rows
    assert isinstance(renee, Draft)
    assert (renee.first_names, renee.last_name, renee.id_number) == ("Renée", "O'Brien", acacia.client.id_number)
    assert (renee.adviser, renee.status, renee.birth_date) == (acacia.adviser.name, "Active", acacia.client.birth_date)
    assert ([one.value for one in renee.phones], renee.emails != ()) == (["082 123 4567", "012 555 0142"], True)
    assert {heading for heading, _ in renee.extra} <= {"Changed", "Archived"}


def test_a_text_that_is_too_long_for_a_cell_says_so():
    long = "😀" * 20_000
    content = b"".join(as_workbook("Clients", [Column("Note", "text")], 1, [long]))
    (row,) = of_excel(content)
    assert row["Note"].startswith("😀" * 9_000)
    assert row["Note"].endswith(GOES_ON)


def test_more_rows_than_a_sheet_holds_go_on_in_the_next():
    content = b"".join(as_workbook("Clients", [Column("Note", "text")], 5, list("abcde"), most_rows=2))
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in sheets] == [
        ["Note", "a", "b"], ["Note", "c", "d"], ["Note", "e"]
    ]  # fmt: skip


def test_each_export_is_written_down_with_how_many_and_by_which_filter(acacia: PracticeWorld):
    exported(acacia, "xlsx", read_choice([], f"q=renee&adviser={acacia.adviser.id}"))
    with acacia.as_(acacia.owner) as db:
        (row,) = audit_list.listed(db, action="exports").rows
    assert (row.who, row.what) == (acacia.adviser.name, "exported 1 client")
    assert row.detail == f"as Excel, Search “renee”, Adviser “{acacia.adviser.name}”"


def test_who_may_not_export_gets_nothing(acacia: PracticeWorld):
    for user in (acacia.assistant, acacia.compliance):
        with acacia.as_(user) as db, pytest.raises(NotAllowed):
            client_export.export(db, EVERYONE, "csv")


@pytest.mark.parametrize("form", [None, "", "pdf", ["csv"], "CSV"])
def test_another_format_is_refused(form: object, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid):
        client_export.export(db, EVERYONE, form)


def test_a_few_are_sent_at_once_and_one_that_is_broken_off_makes_room(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        sent = [client_export.export(db, EVERYONE, "xlsx") for _ in range(exports.MOST_AT_ONCE)]
        with pytest.raises(Unavailable):
            client_export.export(db, EVERYONE, "csv")
        sent.pop()
        assert client_export.export(db, EVERYONE, "csv").file_name == f"acacia-clients-{today()}.csv"
