"""The audit's chain: nothing removed, altered or reordered goes unnoticed, and nobody waits for it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from clientmanager import clock
from clientmanager.db import Viewer, session_for
from clientmanager.models.client import Client
from clientmanager.services import audit, backups, client_page, clients
from tests.world import Database, PracticeWorld


@pytest.fixture
def sealed(acacia: PracticeWorld, baobab: PracticeWorld) -> PracticeWorld:
    """Acacia with a sealed chain of a few dozen entries, beside Baobab's."""
    for world in (acacia, baobab):
        audit.seal(world.practice_id)
    return acacia


def tampered(database: Database, statement: str, world: PracticeWorld) -> None:
    """As somebody would who has the owner's rights and knows the triggers."""
    database.owner.execute(text("set session_replication_role = replica"))
    changed = database.owner.execute(text(statement), {"practice": world.practice_id})
    database.owner.execute(text("set session_replication_role = origin"))
    assert changed.rowcount > 0


def test_an_untouched_chain_verifies(sealed: PracticeWorld, baobab: PracticeWorld):
    found = audit.verify(sealed.practice_id)
    assert found.ok, found.problem
    assert found.entries == found.sealed > 20
    assert audit.verify(baobab.practice_id).ok


def test_the_arithmetic_agrees_on_every_character(acacia: PracticeWorld):
    """Entries hold what people and machines write: both sides must spell it alike."""
    with acacia.as_(acacia.owner) as db:
        for strange in ('quotes " and \\ and /', "tab\tline\nbell\x07del\x7f", "é ṱ 😀 \u2028 \u200d", "O'Brien"):
            db.execute(
                text("select record_event(:what, 'client', null, jsonb_build_object('x', cast(:what as text)))"),
                {"what": strange},
            )
    with session_for(acacia.viewer(acacia.owner), request_id='an "odd" é\trequest') as db:
        clients.archive(db, acacia.client.id)
    audit.seal(acacia.practice_id)
    found = audit.verify(acacia.practice_id)
    assert found.ok, found.problem


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("delete from audit_entry where practice_id = :practice and seq = 7", "Entry 7 of the chain is missing"),
        ("delete from audit_entry where practice_id = :practice and seq = 1", "Entry 1 of the chain is missing"),
        (
            "update audit_entry set user_id = gen_random_uuid() where practice_id = :practice and seq = 7",
            "Entry 7 .* was altered",
        ),
        ("update audit_entry set actor = 'worker' where practice_id = :practice and seq = 7", "Entry 7 .* was altered"),
        ("update audit_entry set at = at + interval '1 us' where practice_id = :practice and seq = 7", "Entry 7 "),
        ("update audit_entry set request_id = 'x' where practice_id = :practice and seq = 7", "Entry 7 "),
        ("update audit_entry set action = 'x' where practice_id = :practice and seq = 7", "Entry 7 "),
        ("update audit_entry set table_name = 'x' where practice_id = :practice and seq = 7", "Entry 7 "),
        ("update audit_entry set row_id = null where practice_id = :practice and row_id is not null", "was altered"),
        (
            "update audit_entry set client_id = gen_random_uuid() where practice_id = :practice and seq = 7",
            "Entry 7 .* was altered",
        ),
        ("update audit_entry set digest = sha256('x') where practice_id = :practice and seq = 7", "Entry 7 "),
        ("update audit_entry set chain = sha256('x') where practice_id = :practice and seq = 7", "Entry 7 "),
        (
            # the index on seq is unique: two steps, as a tamperer would
            "with away as (select 1) update audit_entry set seq = 1000 + seq"
            " where practice_id = :practice and seq in (7, 8)",
            "Entry 7 of the chain is missing",
        ),
        (
            "update audit_payload set payload = replace(payload, 'e', 'a') where practice_id = :practice"
            " and entry_id = (select id from audit_entry where practice_id = :practice and seq = 7)",
            "The details of entry 7, .* were altered",
        ),
        (
            "delete from audit_entry where practice_id = :practice and seq > 9",
            "The chain ends at entry 9, and should end at",
        ),
        ("delete from audit_head where practice_id = :practice", "The chain ends at entry .*, and should end at 0"),
        ("update audit_head set chain = sha256('x') where practice_id = :practice", "The end of the chain"),
    ],
)
def test_tampering_is_found(
    statement: str, says: str, sealed: PracticeWorld, baobab: PracticeWorld, database: Database
):
    tampered(database, statement, sealed)
    found = audit.verify(sealed.practice_id)
    assert not found.ok
    with pytest.raises(AssertionError, match=says):
        raise AssertionError(found.problem)
    assert audit.verify(baobab.practice_id).ok


def test_two_entries_that_change_places_are_found(sealed: PracticeWorld, database: Database):
    for move, to in ((7, 999), (8, 7), (999, 8)):
        tampered(database, f"update audit_entry set seq = {to} where practice_id = :practice and seq = {move}", sealed)
    assert audit.verify(sealed.practice_id).problem.startswith("Entry 7 of the chain")


def test_an_unsealed_entry_that_is_removed_or_altered_is_found_by_its_details(
    acacia: PracticeWorld, database: Database
):
    newest = "(select max(id) from audit_entry where practice_id = :practice)"
    tampered(database, f"delete from audit_entry where practice_id = :practice and id = {newest}", acacia)
    assert audit.verify(acacia.practice_id).problem.startswith("An entry is missing")


def test_a_tail_that_was_cut_off_with_its_end_rewritten_is_found_by_a_backup(sealed: PracticeWorld, database: Database):
    backups.take(Viewer(sealed.practice_id, actor="worker"), "by hand")
    assert audit.verify(sealed.practice_id).heads == 1
    tampered(database, "delete from audit_entry where practice_id = :practice and seq > 9 or seq is null", sealed)
    tampered(
        database,
        "delete from audit_payload p where practice_id = :practice and not exists"
        " (select from audit_entry e where e.id = p.entry_id)",
        sealed,
    )
    tampered(
        database,
        "update audit_head h set seq = 9, chain = e.chain from audit_entry e"
        " where h.practice_id = :practice and e.practice_id = :practice and e.seq = 9",
        sealed,
    )
    assert "a backup remembers" in audit.verify(sealed.practice_id).problem


def test_a_chain_computed_anew_is_found_by_a_backup(sealed: PracticeWorld, database: Database):
    backups.take(Viewer(sealed.practice_id, actor="worker"), "by hand")
    tampered(
        database, "update audit_entry set user_id = gen_random_uuid() where practice_id = :practice and seq = 7", sealed
    )
    tampered(database, "update audit_entry set seq = null where practice_id = :practice", sealed)
    tampered(database, "delete from audit_head where practice_id = :practice", sealed)
    audit.seal(sealed.practice_id)
    assert "a backup remembers" in audit.verify(sealed.practice_id).problem


def test_erased_details_leave_the_chain_whole(sealed: PracticeWorld, database: Database):
    tampered(database, "delete from audit_payload where practice_id = :practice and entry_id % 2 = 0", sealed)
    found = audit.verify(sealed.practice_id)
    assert found.ok
    assert found.erased > 5


def test_an_import_under_way_holds_up_neither_an_edit_nor_the_sealing(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as importing:
        moment = clock.now()
        for number in range(200):
            client = Client(
                practice_id=acacia.practice_id, last_name=f"Nkosi {number}", created_at=moment, changed_at=moment
            )
            client.sort()
            importing.add(client)
        importing.flush()
        with acacia.as_(acacia.adviser) as db:
            db.execute(text("set local lock_timeout = '2s'"))
            clients.set_field(db, acacia.client.id, "category", "B")
        audit.seal(acacia.practice_id)
        committed = audit.verify(acacia.practice_id).sealed
    assert audit.seal(acacia.practice_id) == 200
    found = audit.verify(acacia.practice_id)
    assert (found.ok, found.sealed) == (True, committed + 200)


def test_sealing_holds_up_no_edit(acacia: PracticeWorld):
    with session_for(Viewer(acacia.practice_id, actor="worker")) as sealing:
        assert sealing.execute(text("select seal_audit(10)")).scalar_one() == 10
        with acacia.as_(acacia.adviser) as db:
            db.execute(text("set local lock_timeout = '2s'"))
            clients.set_field(db, acacia.client.id, "category", "B")
    audit.seal(acacia.practice_id)
    assert audit.verify(acacia.practice_id).ok


def test_a_chain_longer_than_what_is_read_at_once_verifies(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        db.execute(
            text(
                "select record_event('download', 'snapshot', null, '{\"format\": \"xlsx\"}')"
                " from generate_series(1, 5000)"
            )
        )
    audit.seal(acacia.practice_id)
    found = audit.verify(acacia.practice_id)
    assert found.ok, found.problem
    assert found.sealed > 5_000


def test_looking_at_a_client_twice_within_the_hour_is_written_down_once(acacia: PracticeWorld, database: Database):
    def look(by=acacia.adviser) -> int:
        with acacia.as_(by) as db:
            client_page.view(db, acacia.client.id)
        return database.one("select count(*) from audit_entry where action = 'view'")

    clock.move(timedelta(seconds=-(clock.now().minute * 60)))  # so that two minutes later is the same hour
    assert look() == 1
    clock.move(timedelta(minutes=2))
    assert look() == 1
    assert look(acacia.compliance) == 2
    clock.move(timedelta(hours=1))
    assert look(acacia.compliance) == 3


def test_who_when_which_request_and_what_from_what_to_what(acacia: PracticeWorld, database: Database):
    clock.move(timedelta(days=3))
    with session_for(acacia.token(acacia.adviser), request_id="request-17") as db:
        clients.set_field(db, acacia.client.id, "category", "B")
    (entry,) = database.all(
        "select e.*, p.payload::jsonb as payload from audit_entry e join audit_payload p on p.entry_id = e.id"
        " where e.request_id = 'request-17' and e.action = 'update' and e.table_name = 'client'"
    )
    assert (entry.practice_id, entry.user_id, entry.actor) == (acacia.practice_id, acacia.adviser.id, "user")
    assert (entry.row_id, entry.client_id) == (acacia.client.id, acacia.client.id)
    assert abs(entry.at - clock.now()) < timedelta(seconds=10)
    assert (entry.payload["before"]["category"], entry.payload["after"]["category"]) == ("A", "B")


def test_a_verification_is_itself_written_down(sealed: PracticeWorld, database: Database):
    assert audit.check(sealed.practice_id).ok
    assert database.one("select count(*) from audit_entry where action = 'audit verified'") == 1
