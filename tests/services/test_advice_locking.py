"""Advice that is locked: nobody changes it, whoever they are, and its PDF's digest is in the audit's chain."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import psycopg.errors
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clientmanager.errors import Conflict, Invalid, NotAllowed
from clientmanager.services import advice, advice_locking, advice_page, advice_signing, audit
from tests.advice import WHOLE, drawn, png, written
from tests.world import Database, PracticeWorld


@pytest.fixture
def record(acacia: PracticeWorld) -> str:
    with acacia.as_(acacia.adviser) as db:
        return written(db, acacia.client.id)


@pytest.fixture
def locked(acacia: PracticeWorld, record: str) -> str:
    """The id of its version."""
    with acacia.as_(acacia.adviser) as db:
        advice_locking.lock(db, record)
        return advice_page.page(db, record).version_id


def test_what_is_missing_blocks_the_lock(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.adviser) as db:
        advice.set_field(db, record, "risk", "")
        advice.set_field(db, record, "warnings", "")
        with pytest.raises(Invalid, match=r"Still to write: risk profile .* 1 more section is missing"):
            advice_locking.lock(db, record)
        assert advice_page.page(db, record).locked == ""


def test_what_is_typed_and_not_saved_blocks_it_too(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.adviser) as db:
        advice_page.keep(db, record, "needs", "More", WHOLE["needs"])
        with pytest.raises(Invalid, match="not saved yet"):
            advice_locking.lock(db, record)
        advice_page.forget(db, record, "needs")
        assert advice_locking.lock(db, record) == 1


def test_an_assistant_writes_and_does_not_lock(acacia: PracticeWorld, record: str):
    for user in (acacia.assistant, acacia.compliance):
        with pytest.raises(NotAllowed), acacia.as_(user) as db:
            advice_locking.lock(db, record)


def test_locking_keeps_the_paper_and_what_was_known_on_that_day(acacia: PracticeWorld, record: str, locked: str):
    with acacia.as_(acacia.compliance) as db:
        row = db.execute(
            text(
                "select v.*, p.content as pdf from advice_version v"
                " join advice_pdf p on p.practice_id = v.practice_id and p.id = v.id where v.id = :id"
            ),
            {"id": locked},
        ).one()
        (shown,) = advice_page.page(db, record).versions
    assert row.locked_by == acacia.adviser.id
    assert bytes(row.pdf).startswith(b"%PDF-")
    assert row.pdf_sha256 == hashlib.sha256(row.pdf).hexdigest() == shown.digest
    assert row.client_facts["Client"] == "Renée O'Brien"
    with acacia.as_(acacia.owner) as db:
        db.execute(text("update client set last_name = 'Naidoo' where id = :id"), {"id": acacia.client.id})
        assert dict(advice_page.page(db, record).facts)["Client"] == "Renée O'Brien"


def test_the_papers_digest_is_in_the_audits_chain(acacia: PracticeWorld, locked: str, database: Database):
    with acacia.as_(acacia.owner) as db:
        digest = db.execute(text("select pdf_sha256 from advice_version where id = :id"), {"id": locked}).scalar_one()
        while db.execute(text("select seal_audit(1000)")).scalar_one():
            pass
    with acacia.as_(acacia.owner) as db:
        entry = db.execute(
            text(
                "select e.seq, e.chain, e.digest, p.salt, p.payload from audit_entry e"
                " join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id"
                " where e.table_name = 'advice_version' and e.row_id = :id and e.action = 'update'"
                " order by e.id desc limit 1"
            ),
            {"id": locked},
        ).one()
        assert json.loads(entry.payload)["after"]["pdf_sha256"] == digest
        assert entry.seq is not None
        assert bytes(entry.digest) == hashlib.sha256(bytes(entry.salt) + entry.payload.encode()).digest()
    assert audit.verify(acacia.practice_id).problem == ""
    # what was written is not repeated there for every field that was saved
    assert "Retire at 60" not in entry.payload


CHANGES = [
    "update advice_version set content = '{}'",
    "update advice_version set locked_at = null",
    "update advice_version set pdf_sha256 = 'x'",
    "update advice_version set number = 7",
    "update advice_version set client_facts = '{}'",
    "update advice_version set advice_id = advice_id",
    "delete from advice_version",
    "update advice set title = 'Another'",
    "update advice set client_id = :other",
    "delete from advice",
    "delete from client where id = :client",
    "insert into advice_version select * from advice_version"
    " on conflict (practice_id, id) do update set content = '{}'",
    "with gone as (delete from advice_version returning id) select * from gone",
    "merge into advice_version v using advice a on a.id = v.advice_id when matched then update set content = '{}'",
    "merge into advice_version v using advice a on a.id = v.advice_id when matched then delete",
]
NOT_GRANTED = [
    f"{attempt} {table}{rest}"
    for table in ("advice_pdf", "advice_signature", "advice_signature_content", "advice_delivery")
    for attempt, rest in (("update", " set id = id"), ("delete from", ""), ("truncate", ""))
] + [
    "truncate advice_version cascade",
    "truncate advice cascade",
    "alter table advice_version disable trigger keep_locked_version",
    "alter table advice_version disable trigger all",
    "drop trigger keep_locked_version on advice_version",
    "drop function keep_locked_advice() cascade",
    "create or replace function keep_locked_advice() returns trigger language plpgsql as 'begin return null; end'",
    "alter table advice_version no force row level security",
    "drop table advice_pdf",
    "set session_replication_role = replica",
]


def test_the_applications_role_cannot_change_it(acacia: PracticeWorld, locked: str, database: Database):
    before = _all(database)
    values = {"client": acacia.client.id, "other": acacia.clients[1].id}
    for change in CHANGES:
        with pytest.raises(DBAPIError) as problem, acacia.as_(acacia.owner) as db:
            db.execute(text(change), {name: value for name, value in values.items() if f":{name}" in change})
        assert isinstance(problem.value.orig, psycopg.errors.RestrictViolation), change
        assert "never changed" in str(problem.value.orig), change
    assert _all(database) == before


def test_the_applications_role_may_not_even_try(acacia: PracticeWorld, locked: str):
    with acacia.as_(acacia.adviser) as db:
        advice_signing.sign_drawn(db, locked, "Renée O'Brien", drawn(png()))
        advice_signing.deliver(db, locked, {"how": "post"})
    for change in NOT_GRANTED:
        with pytest.raises(DBAPIError) as problem, acacia.as_(acacia.owner) as db:
            db.execute(text(change))
        assert isinstance(problem.value.orig, psycopg.errors.InsufficientPrivilege), change


def test_the_owner_of_the_tables_changes_nothing_and_erases_all(acacia: PracticeWorld, locked: str, database: Database):
    """Lawful erasure at the end of its retention takes out the client with everything; that is the only road."""
    with acacia.as_(acacia.adviser) as db:
        advice_signing.sign_drawn(db, locked, "Renée O'Brien", drawn(png()))
        advice_signing.deliver(db, locked, {"how": "post"})
    for table in ("advice_version", "advice_pdf", "advice_signature", "advice_signature_content", "advice_delivery"):
        with pytest.raises(DBAPIError, match="never changed"):
            database.all(f"update {table} set id = id returning id")
    database.owner.execute(text("delete from client where id = :id"), {"id": acacia.client.id})
    assert {count for count, *_ in _all(database).values()} == {0}


@pytest.mark.parametrize("role", ["owner", "adviser", "assistant", "compliance"])
def test_no_use_case_changes_it(role: str, acacia: PracticeWorld, record: str, locked: str, database: Database):
    before = _all(database)
    refusal = NotAllowed if role == "compliance" else Conflict
    with acacia.as_(getattr(acacia, role)) as db:
        attempts: list[Callable[[], Any]] = [
            lambda: advice.set_field(db, record, "needs", "x"),
            lambda: advice.set_field(db, record, "title", "x"),
            lambda: advice_page.save_field(db, record, "needs", "x", ""),
            lambda: advice.add_line(db, record, "fees"),
            lambda: advice.remove_line(db, record, "fees", "0c0c0c0c"),
            lambda: advice.discard(db, record),
            lambda: advice_locking.lock(db, record),
        ]
        for attempt in attempts:
            with pytest.raises(refusal):
                attempt()
    assert _all(database) == before


def test_a_later_change_is_a_new_version(acacia: PracticeWorld, record: str, locked: str):
    with acacia.as_(acacia.adviser) as db:
        assert advice.new_version(db, record) == 2
        with pytest.raises(Conflict, match="already"):
            advice.new_version(db, record)
        advice.set_field(db, record, "conclusion", "The client changed their mind.")
        with pytest.raises(Invalid, match="the title stays"):
            advice.set_field(db, record, "title", "Another")
        assert advice_page.listed(db, acacia.client.id)[0].state == "Draft of version 2, 11 of 11 sections"
    with acacia.as_(acacia.adviser) as db:
        assert advice_locking.lock(db, record) == 2
    with acacia.as_(acacia.adviser) as db:
        shown = advice_page.page(db, record)
        assert [version.number for version in shown.versions] == [2, 1]
        assert advice.new_version(db, record) == 3
        assert advice.discard(db, record) is True
        assert advice_page.page(db, record).number == 2
        first = db.execute(text("select content from advice_version where id = :id"), {"id": locked}).scalar_one()
    assert first == WHOLE


def _all(database: Database) -> dict[str, Any]:
    return {
        table: database.all(f"select count(*), coalesce(md5(string_agg(t::text, ' ' order by id)), '') from {table} t")[
            0
        ]
        for table in ("advice", "advice_version", "advice_pdf", "advice_signature", "advice_delivery")
    }
