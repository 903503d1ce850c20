"""Putting one change back: as long as it stands, by whoever may, and never what was not meant."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.models.client import Client
from clientmanager.services import client_history, client_list, client_page, client_parts, client_tags, clients
from clientmanager.services.client_filter import ClientFilter
from clientmanager.services.client_undo import undo
from tests.world import Database, PracticeWorld


def do(world: PracticeWorld, use_case: Callable[..., Any], *args: object) -> Any:
    with world.as_(world.adviser) as db:
        return use_case(db, world.client.id, *args)


def newest_entry(world: PracticeWorld) -> str:
    """The entry that the newest change offers to undo."""
    with world.as_(world.owner) as db:
        rows = client_history.listed(db, world.client.id).rows
    return next(line.undo for row in rows for line in row.lines if line.undo)


def entry_of(database: Database, table: str, action: str) -> str:
    return str(database.one(f"select max(id) from audit_entry where table_name = '{table}' and action = '{action}'"))


def facts(world: PracticeWorld) -> Any:
    """All that the page shows, but when it changed."""
    view = do(world, client_page.view)
    return view.name, view.status, view.contact, view.identity, view.practice, view.note, view.archived


@pytest.mark.parametrize(
    "change",
    [
        (clients.set_field, "last_name", "Smit"),
        (clients.set_field, "id_number", "7506165002089"),
        (clients.set_field, "birth_date", ""),
        (clients.set_field, "adviser_id", ""),
        (client_parts.add, "phone", "083 555 0142"),
        (clients.archive, "moved abroad"),
    ],
    ids=lambda change: f"{change[0].__name__} {change[1]}",
)
def test_what_was_changed_is_put_back_and_that_can_be_undone_in_turn(change: Any, acacia: PracticeWorld):
    use_case, *args = change
    before = facts(acacia)
    do(acacia, use_case, *args)
    after = facts(acacia)
    assert after != before
    do(acacia, undo, newest_entry(acacia))
    assert facts(acacia) == before
    with acacia.as_(acacia.owner) as db:
        title = client_history.listed(db, acacia.client.id).rows[0].title
        assert title == "Brought back" or title.endswith("put back")
    do(acacia, undo, newest_entry(acacia))
    assert facts(acacia) == after


@pytest.mark.parametrize("kind", ["email", "phone", "address"])
def test_a_removed_or_changed_way_to_reach_someone_is_put_back_as_it_was(kind: str, acacia: PracticeWorld):
    before = facts(acacia)
    part = next(fact.part for fact in do(acacia, client_page.view).contact if fact.field == kind)
    for value in ("", {"email": "a@b.example", "phone": "083 555 0142", "address": "1 Long Street"}[kind]):
        do(acacia, client_parts.change, kind, part, value)
        do(acacia, undo, newest_entry(acacia))
        assert facts(acacia) == before


def test_a_tag_that_was_taken_off_is_put_back_unless_it_is_there_again(acacia: PracticeWorld, database: Database):
    do(acacia, client_tags.add, "golf")
    do(acacia, client_tags.remove, "golf")
    entry = newest_entry(acacia)
    do(acacia, undo, entry)
    assert database.all("select tag, folded from client_tag") == [("golf", "golf")]
    with pytest.raises(Conflict, match="Now it is “golf”"):
        do(acacia, undo, entry)


def test_the_search_and_the_time_of_change_follow(acacia: PracticeWorld):
    do(acacia, clients.set_field, "last_name", "Smit")
    then = do(acacia, lambda db, client_id: db.fetch(Client, client_id).changed_at)
    do(acacia, undo, newest_entry(acacia))
    with acacia.as_(acacia.adviser) as db:
        assert db.fetch(Client, acacia.client.id).changed_at > then
        assert db.fetch(Client, acacia.client.id).sort_name.startswith("o")
        assert len(client_list.listed(db, ClientFilter(search="renee o'brien")).rows) == 1
        assert client_list.listed(db, ClientFilter(search="smit")).rows == []


def test_what_someone_changed_since_is_not_put_back_and_the_refusal_says_who_and_what_is_there(
    acacia: PracticeWorld, database: Database
):
    do(acacia, clients.set_field, "category", "B")
    entry = newest_entry(acacia)
    with acacia.as_(acacia.assistant) as db:
        clients.set_field(db, acacia.client.id, "category", "C")
    with pytest.raises(Conflict, match=r"Ayesha Patel changed this on .*, so it was not put back\. Now it is “C”\."):
        do(acacia, undo, entry)
    assert database.one("select category from client where last_name = 'O''Brien'") == "C"


def test_a_refusal_shows_no_id_number(acacia: PracticeWorld):
    do(acacia, clients.set_field, "id_number", "7506165002089")
    entry = newest_entry(acacia)
    do(acacia, clients.set_field, "id_number", "8812314999186")
    with pytest.raises(Conflict, match="881231 •••••••”"):
        do(acacia, undo, entry)


def test_whoever_may_not_change_may_not_put_back_either(acacia: PracticeWorld):
    do(acacia, clients.set_field, "category", "B")
    changed = newest_entry(acacia)
    do(acacia, clients.archive)
    archived = newest_entry(acacia)
    for user, entry in ((acacia.compliance, changed), (acacia.assistant, archived)):
        with acacia.as_(user) as db, pytest.raises(NotAllowed):
            undo(db, acacia.client.id, entry)
    with acacia.as_(acacia.assistant) as db:
        undo(db, acacia.client.id, changed)


def test_an_adviser_who_left_is_not_put_back(acacia: PracticeWorld, database: Database):
    do(acacia, clients.set_field, "adviser_id", "")
    entry = newest_entry(acacia)
    database.owner.execute(text("update practice_user set deactivated_at = now() where role = 'adviser'"))
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid, match="left the practice"):
        undo(db, acacia.client.id, entry)


def test_where_the_client_begins_and_what_was_erased_stay(acacia: PracticeWorld, database: Database):
    with pytest.raises(Invalid, match="where the client begins"):
        do(acacia, undo, str(database.one(f"select id from audit_entry where row_id = '{acacia.client.id}'")))
    do(acacia, clients.set_field, "category", "B")
    entry = newest_entry(acacia)
    database.owner.execute(text("delete from audit_payload"))
    with pytest.raises(Invalid, match="erased by law"):
        do(acacia, undo, entry)


def test_no_other_entry_is_taken_for_a_change_of_this_client(
    acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    for world, client in ((baobab, baobab.client), (acacia, acacia.clients[1])):
        with world.as_(world.owner) as db:
            clients.set_field(db, client.id, "birth_date", "1 Mar 1970")
    do(acacia, client_page.view)
    others = [str(row.id) for row in database.all("select id from audit_entry") if row.id]
    of_ours = {str(row.id) for row in database.all(
        f"select id from audit_entry where client_id = '{acacia.client.id}' and action <> 'view'"
    )}  # fmt: skip
    before = database.all("select * from client order by id")
    for entry in [*(set(others) - of_ours), "", "-1", "1' or true", "9" * 30, "9" * 5000, "٣", None, 7, ["1"], {}]:
        with pytest.raises(NotFound):
            do(acacia, undo, entry)
    assert database.all("select * from client order by id") == before
    assert date(1970, 3, 1) in {row.birth_date for row in before}
