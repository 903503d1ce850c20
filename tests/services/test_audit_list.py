"""The audit read by people: in sentences, filtered, a page at a time, and without a secret."""

import pytest
import sqlalchemy as sa

from clientmanager.db import Viewer, session_for
from clientmanager.errors import NotAllowed, NotFound
from clientmanager.services import audit, audit_list, backups, client_page, client_parts, clients
from clientmanager.services.audit_list import AuditRow
from tests.isolation.filled import fill
from tests.world import Database, PracticeWorld


def newest(world: PracticeWorld, **filters: str) -> AuditRow:
    return entries(world, **filters)[0]


def entries(world: PracticeWorld, **filters: str) -> list[AuditRow]:
    with world.as_(world.compliance) as db:
        return audit_list.listed(db, **filters).rows


def sentence(row: AuditRow) -> str:
    return " ".join(filter(None, (row.who, row.what, row.detail)))


def test_a_changed_e_mail_is_a_sentence(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        (email,) = [fact for fact in client_page.view(db, acacia.client.id).contact if fact.field == "email"]
        client_parts.change(db, acacia.client.id, "email", email.part, "renee@example.co.za")
    rows = [sentence(row) for row in entries(acacia)]
    assert (
        "Pieter van der Merwe changed e-mail of Renée O'Brien"
        " from “renee.obrien@example.co.za” to “renee@example.co.za”" in rows
    )


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("category", "B", "changed category of Renée O'Brien from “A” to “B”"),
        ("note", "", "changed note of Renée O'Brien from “Prefers to be phoned after five.” to nothing"),
        ("birth_date", "1 Mar 1996", "changed born of Renée O'Brien from “29 Feb 1996” to “1 Mar 1996”"),
        (
            "id_number",
            "7506165002089",
            "changed the client Renée O'Brien Gender from nothing to “male”; ID number from “960229 •••••••” to"
            " “750616 •••••••”",
        ),
        ("adviser_id", "", "changed adviser of Renée O'Brien from “Pieter van der Merwe” to nothing"),
    ],
)
def test_what_changed_is_said_from_what_to_what(field: str, value: str, says: str, acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, field, value)
    (row,) = [row for row in entries(acacia, client=str(acacia.client.id), action="changes") if "changed" in row.what]
    assert sentence(row) == f"Pieter van der Merwe {says}"


def test_looking_archiving_revealing_and_backups_are_sentences(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        client_page.view(db, acacia.client.id)
    assert sentence(newest(acacia)) == "Pieter van der Merwe looked at Renée O'Brien"
    with acacia.as_(acacia.adviser) as db:
        clients.reveal(db, acacia.client.id)
    assert sentence(newest(acacia)) == "Pieter van der Merwe revealed the ID and passport number of Renée O'Brien"
    with acacia.as_(acacia.adviser) as db:
        clients.archive(db, acacia.client.id, "moved abroad")
    assert sentence(newest(acacia)) == "Pieter van der Merwe archived the client Renée O'Brien moved abroad"
    with acacia.as_(acacia.adviser) as db:
        clients.unarchive(db, acacia.client.id)
    assert sentence(newest(acacia)) == "Pieter van der Merwe brought back the client Renée O'Brien"
    backups.take(Viewer(acacia.practice_id, actor="worker"), "nightly")
    assert newest(acacia).who == "ClientManager itself"
    assert newest(acacia, user="worker").what == "changed a backup"


def test_erased_details_show_as_erased(acacia: PracticeWorld, database: Database):
    database.owner.exec_driver_sql("delete from audit_payload")
    with acacia.as_(acacia.adviser) as db:
        clients.archive(db, acacia.client.id)
    rows = entries(acacia, client=str(acacia.client.id), action="changes")
    assert rows[0].detail != rows[-1].detail == "The details were erased by law."
    assert rows[-1].what == "added the client Renée O'Brien"


def test_filters_by_person_client_and_kind(acacia: PracticeWorld):
    with acacia.as_(acacia.assistant) as db:
        client_page.view(db, acacia.clients[1].id)
        clients.set_field(db, acacia.clients[2].id, "category", "C")
    assert {row.who for row in entries(acacia, user=str(acacia.assistant.id))} == {"Ayesha Patel"}
    assert {row.client_id for row in entries(acacia, client=str(acacia.clients[1].id))} == {str(acacia.clients[1].id)}
    assert [row.what for row in entries(acacia, action="looks")] == ["looked at Gerrit 't Hooft"]
    assert {row.who for row in entries(acacia, user="operator")} == {"The operator"}


def test_pages_by_key_lose_and_repeat_nothing(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        db.execute(sa.text("select record_event('sign in', 'practice_user', null, '{}') from generate_series(1, 120)"))
    seen: list[str] = []
    before = ""
    while True:
        with acacia.as_(acacia.owner) as db:
            page = audit_list.listed(db, before=before)
        seen += [row.id for row in page.rows]
        if not page.next:
            break
        before = page.next
    of_acacia = database.all(
        "select id from audit_entry where practice_id = :practice order by id desc", practice=acacia.practice_id
    )
    assert seen == [str(row.id) for row in of_acacia]


@pytest.mark.parametrize("junk", [None, 1, [], {}, "junk", "9" * 40, "-1", True])
def test_junk_from_a_browser_filters_nothing_or_finds_nothing(junk: object, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        assert audit_list.listed(db, before=junk, action=junk).rows
    for name in ("user", "client"):
        if junk:
            with acacia.as_(acacia.owner) as db, pytest.raises(NotFound):
                audit_list.listed(db, **{name: junk})


def test_only_owner_and_compliance_read_it(acacia: PracticeWorld):
    for reader in (acacia.owner, acacia.compliance):
        with acacia.as_(reader) as db:
            assert audit_list.listed(db).rows
    for other in (acacia.adviser, acacia.assistant):
        for use_case in (audit_list.listed, audit_list.people, audit_list.trust):
            with acacia.as_(other) as db, pytest.raises(NotAllowed):
                use_case(db)


def test_a_practice_reads_its_own_only(acacia: PracticeWorld, baobab: PracticeWorld):
    words = " ".join(sentence(row) for row in entries(acacia))
    assert "Mabaso Civils" in words
    assert "Kagiso" not in words
    assert entries(acacia, client=str(baobab.client.id)) == []


def test_no_secret_is_ever_told(database: Database):
    """Whatever column it stands in: a row in every table, read back as sentences."""
    filled = fill(database.owner)
    with session_for(Viewer(filled.practice_id, actor="operator")) as db:
        rows = audit_list.listed(db).rows
    words = " ".join(sentence(row) for row in rows)
    assert len(rows) > 5
    for table, row in filled.rows.items():
        for column, value in row.items():
            if isinstance(value, bytes):
                assert value.hex() not in words, (table, column)
            if column.endswith(("_hash", "_key")) or column == "id_number":
                assert str(value) not in words, (table, column)


def test_what_is_said_of_the_chain_is_so(acacia: PracticeWorld, database: Database):
    def trust() -> audit_list.Trust:
        with acacia.as_(acacia.owner) as db:
            return audit_list.trust(db)

    assert trust() == audit_list.Trust(waiting=database.one("select count(*) from audit_entry"))
    audit.seal(acacia.practice_id)
    assert trust().sealed_until
    assert (trust().waiting, trust().verified) == (0, "")
    audit.check(acacia.practice_id)
    assert trust().verified
    assert trust().problem == ""
    database.owner.exec_driver_sql("set session_replication_role = replica")
    database.owner.exec_driver_sql("delete from audit_entry where seq = 3")
    database.owner.exec_driver_sql("set session_replication_role = origin")
    audit.check(acacia.practice_id)
    assert trust().problem == "Entry 3 of the chain is missing."
