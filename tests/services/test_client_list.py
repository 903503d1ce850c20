"""The list of clients: every client exactly once, found by whatever one knows of them, and never another practice's."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, text

from clientmanager import clock, db
from clientmanager.clock import now
from clientmanager.db import insert_many
from clientmanager.errors import NotAllowed
from clientmanager.models.client import Client
from clientmanager.services import client_list, clients
from clientmanager.services.client_filter import ClientFilter
from clientmanager.services.client_list import PAGE, ClientPageOfList, ClientRow
from tests.world import Database, PracticeWorld

NAMES = ["Nkosi", "Nkosi", "Botha", "Éclair", "Eclair", "'t Hooft", "Zulu", "van der Merwe", "O'Brien", "李"]


def fill(world: PracticeWorld, many: int) -> None:
    """Clients with few names, so that most pages begin and end within a tie."""
    chance = random.Random(7)
    rows = []
    for _ in range(many):
        client = Client(
            practice_id=world.practice_id, last_name=chance.choice(NAMES), first_names=chance.choice(["Anna", ""]),
            created_at=now(), changed_at=now(),
        )  # fmt: skip
        client.sort()
        rows.append(client.model_dump())
    with world.as_(world.owner) as session:
        insert_many(session, Client, rows)
        clients.reindex(session, [row["id"] for row in rows])


def listed(world: PracticeWorld, *, after: object = "", before: object = "", **how: Any) -> ClientPageOfList:
    with world.as_(world.assistant) as session:
        return client_list.listed(session, ClientFilter(**how), after=after, before=before)


def found(world: PracticeWorld, search: str) -> list[str]:
    return [row.name for row in listed(world, search=search).rows]


def test_paging_forward_and_back_gives_every_client_exactly_once(acacia: PracticeWorld, baobab: PracticeWorld):
    fill(acacia, 3 * PAGE + 20)
    forward: list[list[ClientRow]] = []
    page = listed(acacia)
    assert page.first == ""
    forward.append(page.rows)
    while page.last:
        page = listed(acacia, after=page.last)
        forward.append(page.rows)
    ids = [row.id for rows in forward for row in rows]
    assert len(ids) == len(set(ids)) == 3 * PAGE + 20 + len(acacia.clients)
    assert [len(rows) for rows in forward] == [PAGE, PAGE, PAGE, 25]
    for rows in forward[-2::-1]:
        page = listed(acacia, before=page.first)
        assert page.rows == rows
    assert page.first == ""
    with acacia.as_(acacia.owner) as session:
        assert client_list.counted(session).found == len(ids)


def test_paging_within_a_search_and_among_the_archived_is_whole_too(acacia: PracticeWorld):
    fill(acacia, 600)
    for chosen in (ClientFilter(search="nk"), ClientFilter(search="anna", archived=True)):
        with acacia.as_(acacia.owner) as session:
            for _ in range(2 if chosen.archived else 0):
                for row in client_list.listed(session, ClientFilter(search="anna")).rows:
                    clients.archive(session, row.id)
            page = client_list.listed(session, chosen)
            ids = [row.id for row in page.rows]
            while page.last:
                page = client_list.listed(session, chosen, after=page.last)
                ids += [row.id for row in page.rows]
            assert len(ids) == len(set(ids)) == client_list.counted(session, chosen).found > PAGE


def test_accents_stand_with_their_letter_and_hooft_under_t(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as session:
        for name in ("Edwards", "Éclair", "Ezra", "Smith", "Uys", "de Wet", "Dube"):
            clients.create(session, {"last_name": name})
    names = [row.name.split(",")[0] for row in listed(acacia).rows]
    assert names == [
        "de Wet", "Dube", "Éclair", "Edwards", "Ezra", "Mabaso Civils (Pty) Ltd", "Netshiṱuni", "O'Brien", "Smith",
        "'t Hooft", "The O'Brien Family Trust", "Uys",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "renee", "Renée", "RENÉE", "ren", "o'brien", "O’Brien", "obrien", "o'b", "renee obrien", "O'Brien, Renée",
        "  obrien   renee ", "renee.obrien@example.co.za", "Renee.OBrien@EX", "renee.ob", "@example",
        "9602290001084", "960229 0001 084", "960229", "9602290001",
        "0821234567", "082 123 4567", "082-123-4567", "(082) 123-4567", "+27821234567", "+27 82 123 4567",
        "+27 (0)82 123 4567", "0027821234567", "27821234567", "082 123", "0821", "+27 82 1", "1234567", "123 4567",
        "012 555 0142", "renee 082 123", "082 123 4567 renee",
    ],
)  # fmt: skip
def test_a_client_is_found_by_whatever_one_knows_of_them(typed: str, acacia: PracticeWorld, baobab: PracticeWorld):
    assert "O'Brien, Renée" in found(acacia, typed)
    assert set(found(acacia, typed)) <= {client.name for client in acacia.clients}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mabaso", "Mabaso Civils (Pty) Ltd"),
        ("civils pty", "Mabaso Civils (Pty) Ltd"),
        ("2011/034567/07", "Mabaso Civils (Pty) Ltd"),
        ("201103", "Mabaso Civils (Pty) Ltd"),
        ("lalo", "Netshiṱuni, Mulalo"),
        ("netshituni", "Netshiṱuni, Mulalo"),
        ("NETSHIṰ", "Netshiṱuni, Mulalo"),
        ("hooft", "'t Hooft, Gerrit"),
        ("'t hooft", "'t Hooft, Gerrit"),
        ("thooft", "'t Hooft, Gerrit"),
        ("family trust", "The O'Brien Family Trust"),
    ],
)
def test_companies_nicknames_and_prefixes_are_found(typed: str, name: str, acacia: PracticeWorld):
    assert found(acacia, typed) == [name]


@pytest.mark.parametrize(
    "typed",
    ["sithole", "kagiso", "8812314999186", "083 555 0123", "nobody", "%", "_", "obrien x", "rene obrien smith"],
)
def test_what_nobody_here_has_finds_nobody(typed: str, acacia: PracticeWorld, baobab: PracticeWorld):
    if typed not in {"%", "_"}:
        assert found(acacia, typed) == []
    with acacia.as_(acacia.owner) as session:
        assert client_list.counted(session, ClientFilter(search=typed)).found == len(found(acacia, typed))


@pytest.mark.parametrize(
    "key",
    [None, 7, "", "|", "nonsense|x", "01a21913-bd50-75e9-a6fb-343b7885b7ae", "\ud800|\0", ["x"], {"a": 1}],
)
def test_a_key_that_is_none_starts_at_the_beginning(key: object, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as session:
        assert client_list.listed(session, after=key).rows == client_list.listed(session).rows
        assert client_list.listed(session, before=key).rows == client_list.listed(session).rows


def test_the_other_practices_key_shows_nothing_of_it(acacia: PracticeWorld, baobab: PracticeWorld):
    key = str(baobab.client.id)
    assert {row.name for row in listed(acacia, after=key).rows} <= {client.name for client in acacia.clients}


def test_a_page_of_fifty_is_one_statement(acacia: PracticeWorld):
    fill(acacia, 400)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        assert len(listed(acacia, search="n").rows) == PAGE
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)
    assert len(statements) == 2  # one of them says who is looking


def test_the_day_of_a_change_is_the_day_in_south_africa(acacia: PracticeWorld):
    clock.move(datetime(2027, 3, 1, 22, 30, tzinfo=UTC) - clock.now())
    with acacia.as_(acacia.adviser) as session:
        clients.set_field(session, acacia.client.id, "category", "B")
    assert {row.changed_day for row in listed(acacia, search="renee").rows} == {"2 Mar 2027"}


def test_every_role_sees_the_list_and_nobody_without_one(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    for user in acacia.users:
        with acacia.as_(user) as session:
            assert len(client_list.listed(session).rows) == len(acacia.clients)
    monkeypatch.setattr(db.Viewer, "may", lambda *_: False)
    with pytest.raises(NotAllowed):
        listed(acacia)


def test_the_total_is_true_after_whatever_adds_archives_brings_back_or_removes(
    acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    def totals(world: PracticeWorld) -> list[int]:
        with world.as_(world.owner) as db:
            return [client_list.counted(db, ClientFilter(archived=archived)).everyone for archived in (False, True)]

    def true(world: PracticeWorld) -> list[int]:
        found = database.one(
            "select array[count(*) filter (where archived_at is null), count(*) filter (where archived_at is not null)]"
            " from client where practice_id = :practice",
            practice=world.practice_id,
        )
        return list(found)

    others = totals(baobab)
    with acacia.as_(acacia.owner) as db:
        for number in range(30):
            clients.create(db, {"last_name": f"Counted {number}", "even_so": True})
        ids = [str(one) for one in db.execute(text("select id from client where last_name like 'Counted%'")).scalars()]
    assert totals(acacia) == true(acacia)
    with acacia.as_(acacia.owner) as db:
        for client_id in ids[:20]:
            clients.archive(db, client_id)
        for client_id in ids[:5]:
            clients.unarchive(db, client_id)
        client_list.fold_totals(db)
        db.execute(text("delete from client where id = any(:ids)"), {"ids": ids[10:25]})
    assert totals(acacia) == true(acacia)
    with acacia.as_(acacia.owner) as db:
        client_list.fold_totals(db)
        assert db.execute(text("select count(*) from client_total")).scalar_one() <= 2
    assert totals(acacia) == true(acacia)
    assert totals(baobab) == others == true(baobab)
