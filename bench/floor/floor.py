"""The framework doing almost nothing: each event executes the product's SQL, commits, and sends the product's payload.

Without sign-in check, row level security (the owner bypasses it), ORM, threads or the work of making rows for a screen.
"""

import asyncio
import os
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import reflex as rx

_CONNECTIONS = 5
_pool: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()


@cache
def _tape() -> dict[str, Any]:
    return pickle.loads(Path(os.environ["FLOOR_TAPE"]).read_bytes())  # noqa: S301  (the bench wrote it)


class Floor(rx.State):
    who: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    count: dict[str, int] = {}
    client: dict[str, Any] = {}
    advisers: list[tuple[str, str]] = []
    marks: dict[str, Any] = {}
    columns: list[dict[str, Any]] = []
    totals: list[int] = []
    entries: list[dict[str, Any]] = []
    year: list[dict[str, Any]] = []
    entry_count: int = -1
    _page: int = 0
    _words: str = ""

    @rx.event
    async def load(self):
        self._page, self._words = 0, ""
        await self._replay("load", "")
        return Floor.recount

    @rx.event
    async def next_page(self):
        self._page += 1
        await self._replay("next_page", str(self._page))

    @rx.event
    async def recount(self):
        await self._replay("recount", self._words)

    @rx.event
    async def search_for(self, words: str):
        self._words = words
        await self._replay("search_for", words)
        return [rx.call_script("history.replaceState(history.state, '', location.href)"), Floor.recount]

    @rx.event
    async def open(self, client_id: str):
        await self._replay("open", client_id)

    @rx.event
    async def open_board(self):
        await self._replay("open_board", "")

    @rx.event
    async def open_other_board(self):
        self.columns = []

    @rx.event
    async def open_timeline(self, at: str):
        await self._replay("open_timeline", at)
        return Floor.count_entries

    @rx.event
    async def count_entries(self):
        await self._replay("count_entries", "")

    @rx.event
    async def save(self, client_id: str, value: str):
        await self._replay("save", client_id + value)

    async def _replay(self, event: str, argument: str) -> None:
        """Execute in one transaction what the product executed here, then show what it showed."""
        statements, shown = _tape()["events"][event, argument]
        connection = await _pool.get()
        try:
            async with connection.transaction():
                for statement, values in statements:
                    done = await connection.execute(statement, values)
                    if done.description:
                        await done.fetchall()
        finally:
            _pool.put_nowait(connection)
        for variable, value in shown.items():
            setattr(self, variable, value)


@asynccontextmanager
async def _connected() -> AsyncIterator[None]:
    for _ in range(_CONNECTIONS):
        connection = await psycopg.AsyncConnection.connect(_tape()["url"], autocommit=True)
        await connection.execute(*_tape()["viewer"])
        _pool.put_nowait(connection)
    yield
    while not _pool.empty():
        await _pool.get_nowait().close()


app = rx.App()
app.register_lifespan_task(_connected)
app.add_page(lambda: rx.text("floor"), "/")
