"""Word of every committed change of a client: who hears it, what it says, and what it leaves alone."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from clientmanager import clock
from clientmanager.db import session_for
from clientmanager.errors import Invalid
from clientmanager.services import changes, client_page, clients, tasks
from clientmanager.services.changes import Change
from tests.world import Database, PracticeWorld

PATIENCE_SECONDS = 10


class Ear:
    """Listens as a web process does."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Change] = asyncio.Queue()
        self.begun: asyncio.Queue[None] = asyncio.Queue()

    async def next(self) -> Change:
        return await asyncio.wait_for(self.heard.get(), PATIENCE_SECONDS)

    async def ready(self) -> None:
        await asyncio.wait_for(self.begun.get(), PATIENCE_SECONDS)


def listening(test: Callable[[Ear], Awaitable[None]]) -> None:
    async def run() -> None:
        ear = Ear()
        task = asyncio.create_task(
            changes.listen({changes.CLIENTS: ear.heard.put_nowait}, lambda: ear.begun.put_nowait(None))
        )
        try:
            await ear.ready()
            await test(ear)
        finally:
            task.cancel()
            await asyncio.wait({task})

    asyncio.run(run())


def save(world: PracticeWorld, client: int = 0) -> None:
    with world.as_(world.adviser) as db:
        clients.set_field(db, world.clients[client].id, "category", "B")


def test_a_commit_is_heard_with_the_ids_of_the_practice_and_the_client_and_nothing_else(acacia: PracticeWorld):
    async def test(ear: Ear) -> None:
        await asyncio.to_thread(save, acacia)
        assert await ear.next() == Change(str(acacia.practice_id), str(acacia.client.id))
        assert ear.heard.empty()

    listening(test)


def test_what_was_rolled_back_is_not_heard(acacia: PracticeWorld):
    def fail() -> None:
        with suppress(Invalid), acacia.as_(acacia.adviser) as db:
            clients.set_field(db, acacia.client.id, "category", "B")
            raise Invalid("It was refused at the end.")

    async def test(ear: Ear) -> None:
        await asyncio.to_thread(fail)
        await asyncio.to_thread(save, acacia, client=1)
        assert (await ear.next()).client_id == str(acacia.clients[1].id)
        assert ear.heard.empty()

    listening(test)


def test_many_changes_at_once_are_one_word(acacia: PracticeWorld, database: Database):
    for number in range(120):
        with acacia.as_(acacia.owner) as db:
            clients.create(db, {"last_name": f"Client {number}", "even_so": True})

    async def test(ear: Ear) -> None:
        await asyncio.to_thread(database.owner.execute, text("update client set category = 'Z'"))
        assert (await ear.next()).client_id == changes.MANY
        assert ear.heard.empty()

    listening(test)


def test_when_the_database_went_away_it_is_listened_to_again_and_said_that_something_was_missed(
    acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(changes, "PAUSE_SECONDS", 0.01)

    async def test(ear: Ear) -> None:
        for _ in range(2):
            await asyncio.to_thread(
                database.owner.execute,
                text("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'"),
            )
            await ear.ready()
        await asyncio.to_thread(save, acacia)
        assert (await ear.next()).client_id == str(acacia.client.id)

    listening(test)


def test_a_glance_keeps_no_session_alive_and_is_no_look_at_the_client(acacia: PracticeWorld, database: Database):
    token = acacia.token(acacia.adviser)
    seen: Any = database.one("select seen_at from user_session")
    clock.move(timedelta(minutes=30))
    with session_for(token) as db:
        assert changes.glanced(db, client_page.view, acacia.client.id).name == "Renée O'Brien"
    assert database.one("select seen_at from user_session") == seen
    assert database.one("select count(*) from audit_entry where action = 'view'") == 0


def test_word_of_a_client_s_task_is_word_of_the_client(acacia: PracticeWorld):
    def add(many: int) -> None:
        with acacia.as_(acacia.adviser) as db:
            for number in range(many):
                tasks.create(db, {"title": f"Task {number}", "client_id": str(acacia.client.id)})

    async def test(ear: Ear) -> None:
        await asyncio.to_thread(add, 3)
        assert await ear.next() == Change(str(acacia.practice_id), str(acacia.client.id))
        assert ear.heard.empty(), "once for all of them"

    listening(test)
