"""Many clients changed at once: what was shown is what happens, and it can be put back."""

from typing import Any

import pytest
from sqlalchemy import text

from clientmanager import worker
from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from clientmanager.models.base import new_id
from clientmanager.models.client import Client
from clientmanager.services import audit_list, client_bulk, client_bulk_undo, client_bulk_work, clients, users, work
from clientmanager.services.client_bulk import Done, Preview
from clientmanager.services.client_choice import Choice, read_choice
from tests.world import PracticeWorld

EVERYONE = read_choice([], "")


def ticked(*some: Client) -> Choice:
    return read_choice([str(client.id) for client in some])


def shown(world: PracticeWorld, choice: Choice, kind: str, value: object = "") -> Preview:
    with world.as_(world.adviser) as db:
        return client_bulk.preview(db, choice, kind, value)


def done(world: PracticeWorld, choice: Choice, kind: str, value: object = "") -> Done:
    mark = shown(world, choice, kind, value).mark
    with world.as_(world.adviser) as db:
        return client_bulk.apply(db, choice, kind, value, mark)


def undone(world: PracticeWorld, handle: str) -> Done:
    with world.as_(world.adviser) as db:
        return client_bulk_undo.undo(db, handle)


def held(world: PracticeWorld, what: str) -> list[Any]:
    with world.as_(world.owner) as db:
        return list(db.execute(text(f"select {what} from client c order by c.sort_name, c.id")).scalars())


def set_one(world: PracticeWorld, client: Client, field: str, value: object) -> None:
    with world.as_(world.assistant) as db:
        clients.set_field(db, client.id, field, value)


def test_the_preview_says_who_changes_from_what_to_what_and_who_does_not(acacia: PracticeWorld):
    before = held(acacia, "c.adviser_id")
    set_one(acacia, acacia.clients[1], "adviser_id", str(acacia.owner.id))
    seen = shown(acacia, EVERYONE, "adviser", str(acacia.owner.id))
    assert seen.sentence == f"{len(before) - 1} of {len(before)} clients change."
    assert seen.unchanged == [f"1 is with {acacia.owner.name} already."]
    assert {(example.before, example.after) for example in seen.examples} <= {
        (acacia.adviser.name, acacia.owner.name), ("nobody", acacia.owner.name), (acacia.owner.name, acacia.owner.name)
    }  # fmt: skip
    assert (len(seen.examples), seen.more, seen.changing) == (len(before) - 1, "", len(before) - 1)


@pytest.mark.parametrize(
    ("kind", "value", "column", "after"),
    [
        ("adviser", "none", "c.adviser_id", None),
        ("status", "former", "c.status", "former"),
        ("category", "  Gold   card ", "c.category", "Gold card"),
        ("archive", "", "c.archived_at is not null", True),
        ("tag", "Golf day", "(select string_agg(g.tag, '|') from client_tag g where g.client_id = c.id)", "Golf day"),
    ],
)
def test_what_was_shown_is_made_of_everyone_and_put_back(
    kind: str, value: str, column: str, after: object, acacia: PracticeWorld, baobab: PracticeWorld
):
    before, theirs = held(acacia, column), held(baobab, column)
    stamps = held(acacia, "c.changed_at")
    made = done(acacia, EVERYONE, kind, value)
    assert set(held(acacia, column)) == {after}
    assert made.sentence.endswith(" now.")
    assert max(stamps) < max(held(acacia, "c.changed_at"))
    assert undone(acacia, made.undo).sentence.endswith(" as before.")
    assert held(acacia, column) == before
    assert held(baobab, column) == theirs


def test_a_tag_that_is_taken_off_comes_back_as_it_was_written(acacia: PracticeWorld):
    done(acacia, ticked(acacia.client), "tag", "Golf Day")
    assert done(acacia, EVERYONE, "tag", "golf-day").sentence.endswith("tagged “Golf Day” now.")
    made = done(acacia, EVERYONE, "untag", "golf-day")
    tags = "(select string_agg(g.tag || g.folded, '|') from client_tag g where g.client_id = c.id)"
    assert set(held(acacia, tags)) == {None}
    assert made.sentence == f"{len(acacia.clients)} clients are without the tag “golf-day” now."
    undone(acacia, made.undo)
    assert set(held(acacia, tags)) == {"Golf Daygolf day"}


def test_what_is_brought_back_and_put_back_keeps_when_and_why_it_was_archived(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        clients.archive(db, acacia.client.id, "moved to Perth")
    archived = "c.archived_at || c.archive_reason"
    before = held(acacia, archived)
    made = done(acacia, read_choice([], "archived=1"), "bring back")
    assert set(held(acacia, "c.archived_at")) == {None}
    undone(acacia, made.undo)
    assert held(acacia, archived) == before


def test_archived_clients_are_not_found_by_the_search_for_active_ones(acacia: PracticeWorld):
    made = done(acacia, ticked(acacia.client), "archive")
    assert shown(acacia, read_choice([], "q=renee"), "status", "former").changing == 0
    undone(acacia, made.undo)
    assert shown(acacia, read_choice([], "q=renee"), "status", "former").changing == 1


def test_what_changed_after_the_preview_is_said_and_nothing_is_done(acacia: PracticeWorld):
    mark = shown(acacia, EVERYONE, "status", "former").mark
    set_one(acacia, acacia.client, "status", "prospect")
    before = held(acacia, "c.status")
    with acacia.as_(acacia.adviser) as db, pytest.raises(Conflict, match="meanwhile"):
        client_bulk.apply(db, EVERYONE, "status", "former", mark)
    assert held(acacia, "c.status") == before


def test_what_somebody_changed_since_is_left_when_the_rest_is_put_back(acacia: PracticeWorld):
    made = done(acacia, EVERYONE, "status", "former")
    set_one(acacia, acacia.client, "status", "prospect")
    assert "; 1 was changed since and left." in undone(acacia, made.undo).sentence
    assert "former" not in held(acacia, "c.status")
    assert "Nothing was put back" in undone(acacia, made.undo).sentence


def test_what_somebody_else_did_at_the_same_moment_is_no_part_of_it(
    acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch
):
    other, newest = acacia.clients[1], client_bulk.newest_entry

    def while_it_is_done(db: ScopedSession) -> int:
        monkeypatch.undo()
        found = newest(db)
        set_one(acacia, other, "status", "dormant")
        return found

    mark = shown(acacia, ticked(acacia.client), "status", "former").mark
    monkeypatch.setattr(client_bulk, "newest_entry", while_it_is_done)
    with acacia.as_(acacia.adviser) as db:
        made = client_bulk.apply(db, ticked(acacia.client), "status", "former", mark)
    assert undone(acacia, made.undo).sentence == "1 client is as before."
    with acacia.as_(acacia.owner) as db:
        assert db.fetch(Client, other.id).status == "dormant"


def test_nobody_is_given_back_to_an_adviser_who_left(acacia: PracticeWorld):
    made = done(acacia, EVERYONE, "adviser", str(acacia.owner.id))
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.adviser.id, hand_over_to=acacia.owner.id)
    with acacia.as_(acacia.owner) as db:
        client_bulk_undo.undo(db, made.undo)
    assert acacia.adviser.id not in held(acacia, "c.adviser_id")


def test_ids_of_the_other_practice_count_as_not_there(acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = held(baobab, "c.status")
    choice = ticked(acacia.client, *baobab.clients)
    seen = shown(acacia, choice, "status", "former")
    assert (seen.changing, seen.unchanged) == (1, [f"{len(baobab.clients)} are not here any more."])
    done(acacia, choice, "status", "former")
    assert held(baobab, "c.status") == theirs


def test_the_other_practices_undo_is_not_there(acacia: PracticeWorld, baobab: PracticeWorld):
    made = done(acacia, EVERYONE, "status", "former")
    with pytest.raises(NotFound):
        undone(baobab, made.undo)


def test_all_but_the_unticked(acacia: PracticeWorld):
    choice = read_choice([str(acacia.client.id)], "")
    done(acacia, choice, "category", "Z")
    assert held(acacia, "c.category").count("Z") == len(acacia.clients) - 1


def test_who_may_not_edit_may_not_edit_many_and_an_assistant_archives_nobody(acacia: PracticeWorld):
    made = done(acacia, EVERYONE, "status", "former")
    gone = done(acacia, EVERYONE, "archive")
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        client_bulk.preview(db, EVERYONE, "status", "former")
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        client_bulk_undo.undo(db, made.undo)
    with acacia.as_(acacia.assistant) as db, pytest.raises(NotAllowed):
        client_bulk.apply(db, EVERYONE, "archive", "", "0 0")
    with acacia.as_(acacia.assistant) as db, pytest.raises(NotAllowed):
        client_bulk_undo.undo(db, gone.undo)


JUNK: list[Any] = [None, 7, "", "nonsense", "\ud800\0", ["x"], {"a": 1}, "9" * 40, "9" * 5_000, True]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_whatever_is_sent_is_answered_with_a_sentence(junk: Any, acacia: PracticeWorld):
    before = held(acacia, "to_jsonb(c) #>> '{}'")
    for kind in ("adviser", "status", "tag", "untag", "archive", junk):
        with pytest.raises((Invalid, NotFound, Conflict)):
            _try(acacia, kind, junk, junk)
    for attempt in (_try, lambda world, *_: undone(world, junk), lambda world, *_: _seen(world, junk)):
        with pytest.raises(DomainError):
            attempt(acacia, "status", "former", junk)
    assert read_choice(junk).ticked == ()
    assert held(acacia, "to_jsonb(c) #>> '{}'") == before


def _try(world: PracticeWorld, kind: Any, value: Any, mark: Any) -> None:
    with world.as_(world.adviser) as db:
        client_bulk.apply(db, EVERYONE, kind, value, mark)


def _seen(world: PracticeWorld, handle: Any) -> None:
    with world.as_(world.adviser) as db:
        client_bulk_work.seen(db, handle)


def test_more_ticks_than_anybody_makes_are_refused():
    with pytest.raises(Invalid, match="all that the list finds"):
        read_choice([str(new_id()) for _ in range(10_001)])


def test_what_is_much_is_the_workers_and_goes_on_after_it_was_killed(
    acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(client_bulk, "AT_ONCE", 2)
    monkeypatch.setattr(client_bulk_undo, "AT_ONCE", 2)
    many, before = len(acacia.clients), held(acacia, "c.status")
    asked = done(acacia, EVERYONE, "status", "former")
    assert (asked.sentence, held(acacia, "c.status")) == ("", before)
    set_one(acacia, acacia.client, "category", "Z")

    some, killed = client_bulk.write, False

    def once(db: ScopedSession, *args: Any) -> Any:
        nonlocal killed
        if killed:
            return some(db, *args)
        killed = True
        some(db, *args)
        raise SystemExit

    monkeypatch.setattr(client_bulk, "write", once)
    claimed = work.claim()
    assert claimed
    with pytest.raises(SystemExit):
        worker.WORK[claimed.kind](claimed)
    worker.WORK[claimed.kind](claimed)
    with acacia.as_(acacia.adviser) as db:
        seen = client_bulk_work.seen(db, asked.waiting)
    assert seen.finished
    assert seen.finished.sentence == f"{many - 1} clients are marked former now; 1 was changed meanwhile and left."
    assert held(acacia, "c.status").count("former") == many - 1
    work.finish(claimed)

    waiting = undone(acacia, seen.finished.undo).waiting
    claimed = work.claim()
    assert claimed
    worker.WORK[claimed.kind](claimed)
    with acacia.as_(acacia.adviser) as db:
        seen = client_bulk_work.seen(db, waiting)
    assert seen.finished == Done(f"{many - 1} clients are as before.")
    assert held(acacia, "c.status") == before


def test_the_audit_says_in_one_line_what_was_done_with_how_many(acacia: PracticeWorld):
    made = done(acacia, EVERYONE, "status", "former")
    undone(acacia, made.undo)
    with acacia.as_(acacia.owner) as db:
        told = [(row.what, row.detail) for row in audit_list.listed(db, action="changes").rows if "clients" in row.what]
    assert told == [("put 5 clients back as before", ""), ("changed 5 clients", "now marked former")]
