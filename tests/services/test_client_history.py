"""What changed of a client, as whoever may see the client reads it."""

import pytest
from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import Viewer, session_for
from clientmanager.errors import NotFound
from clientmanager.imports.reading import read
from clientmanager.models.user import User
from clientmanager.services import client_history, client_page, client_parts, clients
from clientmanager.services.client_history import HistoryRow
from clientmanager.services.imports import bring
from tests.world import Database, PracticeWorld


def history(world: PracticeWorld, user: User | None = None) -> list[HistoryRow]:
    with world.as_(user or world.compliance) as db:
        return client_history.listed(db, world.client.id).rows


def said(row: HistoryRow) -> str:
    """The row as one line of a screen."""
    lines = [" ".join(filter(None, (x.label, f"{x.before or 'nothing'} → {x.after or 'nothing'}"))) for x in row.lines]
    return " | ".join([row.title, *lines, " ".join(filter(None, (row.who, row.how)))])


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("category", "B", "Category changed | A → B"),
        ("birth_date", "1 Mar 1996", "Born changed | 29 Feb 1996 → 1 Mar 1996"),
        ("note", "", "Note changed | Prefers to be phoned after five. → nothing"),
        (
            "id_number",
            "7506165002089",
            "2 fields changed | Gender nothing → male | ID number 960229 ••••••• → 750616 •••••••",
        ),
        ("adviser_id", "", "Adviser changed | Pieter van der Merwe → nothing"),
    ],
)
def test_a_field_is_told_from_what_to_what(field: str, value: str, says: str, acacia: PracticeWorld):
    with acacia.as_(acacia.assistant) as db:
        clients.set_field(db, acacia.client.id, field, value)
    newest, *_ = history(acacia)
    assert said(newest) == f"{says} | Ayesha Patel"
    assert newest.day == "Today"


def test_ways_to_reach_someone_are_told(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        parts = {fact.field: fact.part for fact in client_page.view(db, acacia.client.id).contact}
        client_parts.add(db, acacia.client.id, "phone", "083 555 0142", "Work")
    with acacia.as_(acacia.adviser) as db:
        client_parts.change(db, acacia.client.id, "email", parts["email"], "renee@home.example")
    with acacia.as_(acacia.adviser) as db:
        client_parts.change(db, acacia.client.id, "address", parts["address"], "")
    assert [said(row) for row in history(acacia)[:3]] == [
        "Address removed | 12 Jacaranda Street, Brooklyn, Pretoria, GP, 0181 → nothing | Pieter van der Merwe",
        "E-mail changed | renee.obrien@example.co.za → renee@home.example | Pieter van der Merwe",
        "Phone added | nothing → 083 555 0142 (Work) | Pieter van der Merwe",
    ]


def test_archiving_creating_and_what_one_request_changed_stand_together(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "category", "B")
        clients.set_field(db, acacia.client.id, "status", "dormant")
    with acacia.as_(acacia.adviser) as db:
        clients.archive(db, acacia.client.id, reason="moved abroad")
    archived, changed, created = history(acacia)
    assert said(archived) == "Archived | nothing → moved abroad | Pieter van der Merwe"
    assert said(changed) == "2 changes | Category A → B | Status active → dormant | Pieter van der Merwe"
    assert said(created) == "Added to the practice | Thandi Mokoena"


def test_an_import_says_so(acacia: PracticeWorld):
    reading = read(b"Surname,ID number,Category\nO'Brien,9602290001084,C\n", "contacts.csv")
    with acacia.as_(acacia.adviser) as db:
        bring(db, reading, "contacts.csv", adviser_id=None, dry_run=False)
    assert said(history(acacia)[0]) == "Category changed | A → C | Pieter van der Merwe in an import"


def test_looks_and_reveals_are_no_changes(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        client_page.view(db, acacia.client.id)
        clients.reveal(db, acacia.client.id)
    assert len(history(acacia)) == 1


def test_what_was_erased_by_law_says_so_and_offers_no_undo(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "category", "B")
    database.owner.execute(text("delete from audit_payload"))
    newest, *_ = history(acacia, acacia.owner)
    assert said(newest) == "Changed | nothing → The details were erased by law. | Pieter van der Merwe"
    assert newest.lines[0].undo == ""


def test_only_what_still_stands_can_be_undone_and_only_by_who_may_change_it(acacia: PracticeWorld):
    for value in ("B", "A", "B"):
        with acacia.as_(acacia.adviser) as db:
            clients.set_field(db, acacia.client.id, "category", value)
    assert [[bool(line.undo) for line in row.lines] for row in history(acacia, acacia.owner)] == [
        [True],
        [False],
        [False],
        [],
    ]
    assert not any(line.undo for row in history(acacia, acacia.compliance) for line in row.lines)


def test_earlier_changes_follow_without_a_gap(acacia: PracticeWorld):
    for number in range(45):
        with acacia.as_(acacia.adviser) as db:
            clients.set_field(db, acacia.client.id, "category", f"C{number}")
    seen, before, pages = [], "", 0
    while pages == 0 or before:
        with acacia.as_(acacia.adviser) as db:
            page = client_history.listed(db, acacia.client.id, before=before)
        seen += [line.after for row in page.rows for line in row.lines]
        before, pages = page.next, pages + 1
    assert seen == [f"C{number}" for number in reversed(range(45))]
    assert pages == 3


def test_another_practice_reads_nothing_of_it(acacia: PracticeWorld, baobab: PracticeWorld):
    with baobab.as_(baobab.owner) as db, pytest.raises(NotFound):
        client_history.listed(db, acacia.client.id)


def test_junk_instead_of_an_entry_begins_with_the_newest(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        for junk in ("'; drop", "9" * 40, None, 7, ["1"], "٣"):
            assert len(client_history.listed(db, acacia.client.id, before=junk).rows) == 1


def test_the_operator_and_who_left_are_named_as_that(acacia: PracticeWorld):
    with session_for(Viewer(acacia.practice_id, actor="operator")) as db:
        db.execute(text("update client set category = 'Z', changed_at = :now"), {"now": now()})
    assert history(acacia)[0].who == "The operator"
