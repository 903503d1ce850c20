"""What passed with a client: written down, mended within a day, added to after it, never lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clientmanager import clock
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.services import audit_list, clients, interactions, tasks
from tests.services.some_tasks import set_clock
from tests.world import Database, PracticeWorld

ELSEWHERE = "01a00000-0000-7000-8000-000000000000"
JUNK = [None, "", 7, True, "\ud800\x00", "nonsense", ["x"], {"a": 1}, 10**4000, "9" * 500, ELSEWHERE]
FIELDS = (
    "kind", "on", "time", "title", "words", "minutes", "direction", "clients", "users", "names", "follow_ups",
    "next_contact",
)  # fmt: skip


def call(world: PracticeWorld, **more: Any) -> dict[str, Any]:
    return {"kind": "call", "words": "Asked about the bursary.", "clients": [str(world.client.id)], **more}


def recorded(world: PracticeWorld, **more: Any) -> str:
    with world.as_(world.adviser) as db:
        return interactions.record(db, call(world, **more)).id


def test_it_is_written_down_with_who_took_part_and_what_was_promised(acacia: PracticeWorld, database: Database):
    set_clock()
    other = acacia.clients[1]
    with acacia.as_(acacia.adviser) as db:
        made = interactions.record(
            db,
            call(
                acacia,
                on="2026-03-09",
                time="10:42",
                minutes="14",
                clients=[str(acacia.client.id), str(other.id)],
                users=[str(acacia.adviser.id)],
                names=["Smit Attorneys", " Smit  Attorneys "],
                follow_ups=["Compare the endowments Monday", ""],
                next_contact="2026-06-09",
            ),
        )
    entry = database.all("select * from interaction")[0]
    assert (entry.kind, entry.minutes, entry.author_id) == ("call", 14, acacia.adviser.id)
    assert entry.at == datetime(2026, 3, 9, 8, 42, tzinfo=UTC)
    taking_part = database.all("select * from interaction_participant order by id")
    assert [row.client_id for row in taking_part] == [acacia.client.id, other.id, None, None]
    assert [row.name for row in taking_part] == ["", "", "", "Smit Attorneys"]
    assert {(row.kind, row.at) for row in taking_part} == {("call", entry.at)}
    promised = database.all("select title, due_on, client_id, assignee_id from task order by due_on")
    assert [(row.title, row.due_on) for row in promised] == [
        ("Compare the endowments", date(2026, 3, 16)),
        ("Speak to them again", date(2026, 6, 9)),
    ]
    assert {(row.client_id, row.assignee_id) for row in promised} == {(acacia.client.id, acacia.adviser.id)}
    assert len(made.tasks) == database.one("select count(*) from interaction_task") == 2
    for client in (acacia.client, other):
        assert database.one("select last_contact_on from client where id = :id", id=client.id) == date(2026, 3, 9)


def test_an_older_call_or_a_note_leaves_the_last_contact_as_it_is(acacia: PracticeWorld, database: Database):
    set_clock()
    recorded(acacia, on="2026-03-09")
    recorded(acacia, on="2026-01-09")
    with acacia.as_(acacia.adviser) as db:
        interactions.record(db, call(acacia, kind="note"))
    assert database.one("select max(last_contact_on) from client") == date(2026, 3, 9)


def test_its_author_mends_it_within_a_day_and_nobody_after_that(acacia: PracticeWorld, database: Database):
    entry = recorded(acacia)
    other = str(acacia.clients[1].id)
    with acacia.as_(acacia.adviser) as db:
        interactions.edit(db, entry, call(acacia, words="Asked about the trust.", clients=[other], on="2026-01-09"))
    row = database.all("select * from interaction")[0]
    assert (row.words, str(row.client_id), row.edited_at is not None) == ("Asked about the trust.", other, True)
    assert row.folded == "asked about the trust"
    [part] = database.all("select * from interaction_participant")
    assert (str(part.client_id), part.at) == (other, row.at)
    with acacia.as_(acacia.owner) as db, pytest.raises(NotAllowed, match="Only who wrote it"):
        interactions.edit(db, entry, call(acacia))
    clock.move(timedelta(hours=24, seconds=1))
    with acacia.as_(acacia.adviser) as db, pytest.raises(NotAllowed, match="more than a day ago"):
        interactions.edit(db, entry, call(acacia))


@pytest.mark.parametrize(
    "change",
    [
        "words = 'Nothing was said.'",
        "title = 'x'",
        "at = at - interval '1 year'",
        "kind = 'note'",
        "author_id = null",
        "recorded_at = now()",
        "origin = 'product'",
        "minutes = 1",
    ],
)
def test_the_database_refuses_whatever_the_application_sends_after_the_day(acacia: PracticeWorld, change: str):
    recorded(acacia)
    clock.move(timedelta(hours=25))
    for user in acacia.users:
        with pytest.raises(DBAPIError) as refused, acacia.as_(user) as db:
            db.execute(text(f"update interaction set {change}"))
        assert isinstance(refused.value.orig, psycopg.errors.CheckViolation)
    for table in ("interaction", "interaction_amendment", "interaction_file", "interaction_file_content"):
        with pytest.raises(DBAPIError) as refused, acacia.as_(acacia.owner) as db:
            db.execute(text(f"delete from {table}"))
        assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)


def test_within_the_day_the_database_lets_only_the_author_change_it_and_never_whose_or_when_written(
    acacia: PracticeWorld, database: Database
):
    recorded(acacia)
    for user, change in (
        (acacia.owner, "words = 'x'"),
        (acacia.adviser, "recorded_at = recorded_at + interval '1 day'"),
        (acacia.adviser, f"author_id = '{acacia.owner.id}'"),
        (acacia.adviser, "origin = 'file'"),
    ):
        with pytest.raises(DBAPIError), acacia.as_(user) as db:
            db.execute(text(f"update interaction set {change}"))
    with acacia.as_(acacia.adviser) as db:
        db.execute(text("update interaction set words = 'x', kind = 'note', at = '2026-03-01 10:00+02'"))
    [part] = database.all("select * from interaction_participant")
    assert (part.kind, part.at) == ("note", datetime(2026, 3, 1, 8, tzinfo=UTC))


def test_an_amendment_stands_beside_the_original_and_is_found(acacia: PracticeWorld, database: Database):
    entry = recorded(acacia)
    clock.move(timedelta(days=400))
    with acacia.as_(acacia.assistant) as db:
        interactions.amend(db, entry, "It was Lerato's bursary.")
    row = database.all("select * from interaction")[0]
    assert row.words == "Asked about the bursary."
    assert row.folded == "asked about the bursary it was leratos bursary"
    [amendment] = database.all("select * from interaction_amendment")
    assert (amendment.words, amendment.author_id) == ("It was Lerato's bursary.", acacia.assistant.id)
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid, match="what is to be added"):
        interactions.amend(db, entry, "  ")


def test_removing_needs_a_reason_and_leaves_what_was_there_to_the_owner(acacia: PracticeWorld, database: Database):
    entry = recorded(acacia)
    with acacia.as_(acacia.adviser) as db, pytest.raises(Invalid, match="why it is removed"):
        interactions.remove(db, entry, "")
    with acacia.as_(acacia.assistant) as db, pytest.raises(NotAllowed):
        interactions.remove(db, entry, "Not mine")
    with acacia.as_(acacia.adviser) as db:
        interactions.remove(db, entry, "It was another Renée.")
    row = database.all("select * from interaction")[0]
    assert (row.removed_by, row.removed_because, row.words) == (
        acacia.adviser.id, "It was another Renée.", "Asked about the bursary.",
    )  # fmt: skip
    for what in (
        lambda db: interactions.amend(db, entry, "More"),
        lambda db: interactions.pin(db, entry, True),
        lambda db: interactions.remove(db, entry, "Again"),
    ):
        with acacia.as_(acacia.owner) as db, pytest.raises(Invalid, match="was removed"):
            what(db)
    with pytest.raises(DBAPIError), acacia.as_(acacia.adviser) as db:
        db.execute(text("update interaction set removed_at = null, removed_by = null, removed_because = ''"))


def test_what_changes_of_a_client_is_in_its_timeline(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        clients.set_field(db, acacia.client.id, "status", "dormant")
        clients.set_field(db, acacia.client.id, "adviser_id", str(acacia.owner.id))
        clients.set_field(db, acacia.client.id, "note", "Not worth an entry")
    rows = database.all("select * from interaction order by title desc")
    assert [(row.kind, row.origin, row.title, row.words, row.author_id) for row in rows] == [
        ("change", "product", "Status: dormant", "Was active.", acacia.owner.id),
        ("change", "product", "Adviser: Thandi Mokoena", "Was Pieter van der Merwe.", acacia.owner.id),
    ]
    assert (
        database.one("select count(*) from audit_entry where table_name in ('interaction', 'interaction_participant')")
        == 0
    )
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid, match="product wrote this"):
        interactions.remove(db, rows[0].id, "Unwanted")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"kind": "advice"}, "Choose what it was"),
        ({"clients": []}, "with which client"),
        ({"kind": "note", "words": ""}, "Write what was said"),
        ({"on": "2126-01-01"}, "still to come"),
        ({"on": "0026-03-01"}, "year in full"),
        ({"minutes": "a while"}, "how many minutes"),
        ({"words": "x" * 100_001}, "longer than the 100000"),
        ({"follow_ups": ["x"] * 21}, "At most 20"),
    ],
)
def test_what_cannot_be_kept_is_said_in_a_sentence_and_nothing_is_written(
    acacia: PracticeWorld, database: Database, more: dict[str, Any], sentence: str
):
    with pytest.raises(Invalid, match=sentence), acacia.as_(acacia.adviser) as db:
        interactions.record(db, call(acacia, **more))
    assert database.one("select count(*) from interaction") == 0


def refusal_of(world: PracticeWorld, what: Callable[..., object], *arguments: Any) -> str:
    try:
        with world.as_(world.adviser) as db:
            what(db, *arguments)
    except (Invalid, NotFound) as refusal:
        return str(refusal)
    return "It was taken."


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_whatever_is_sent_is_answered_with_a_sentence(acacia: PracticeWorld, junk: Any):
    entry = recorded(acacia)
    forms = [junk, *({**call(acacia), field: value} for field in FIELDS for value in (junk, [junk]))]
    for form in forms:
        assert refusal_of(acacia, interactions.record, form).endswith(".")
        assert refusal_of(acacia, interactions.edit, entry, form).endswith(".")
    for what in (interactions.amend, interactions.pin, interactions.remove):
        assert refusal_of(acacia, what, junk, "words").endswith(".")
        assert refusal_of(acacia, what, entry, junk).endswith(".")


def test_compliance_reads_and_writes_nothing(acacia: PracticeWorld, baobab: PracticeWorld):
    entry = recorded(acacia)
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        interactions.record(db, call(acacia))
    with baobab.as_(baobab.owner) as db, pytest.raises(NotFound):
        interactions.amend(db, entry, "x")
    with acacia.as_(acacia.adviser) as db, pytest.raises(NotFound):
        interactions.record(db, call(acacia, clients=[str(baobab.client.id)]))


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_it_is_kept_for_five_years_at_least(on: date):
    until = interactions.kept_until(datetime(on.year, on.month, on.day, 12, tzinfo=clock.SOUTH_AFRICA))
    assert (until.year, until.month, until.day) == (on.year + 5, on.month, on.day) or (
        (on.month, on.day) == (2, 29) and (until.month, until.day) == (3, 1)
    )


def test_a_promise_that_is_kept_is_kept_in_the_entry_too(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        made = interactions.record(db, call(acacia, follow_ups=["Send the forms", "Phone Smit"]))
        tasks.finish(db, made.tasks[0])
    done = "select count(*) from interaction_task i join task t on t.id = i.task_id where t.done_at is not null"
    assert database.one(done) == 1


def test_the_audit_says_whose_timeline_it_was_and_what_was_written(acacia: PracticeWorld):
    entry = recorded(acacia)
    with acacia.as_(acacia.adviser) as db:
        interactions.remove(db, entry, "It was another Renée.")
    with acacia.as_(acacia.owner) as db:
        told = [(row.what, row.detail) for row in audit_list.listed(db).rows]
    added = next(detail for what, detail in told if what == "added an entry of the timeline of Renée O'Brien")
    assert "Asked about the bursary." in added
    assert ("removed an entry of the timeline of Renée O'Brien", "Reason “It was another Renée.”") in told
