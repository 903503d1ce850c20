"""Bringing clients in from a file: what it would do, then doing it."""

import asyncio

import reflex as rx

from clientmanager.services import client_page, import_list, imports
from clientmanager.services.import_list import ImportRow, ImportSeen
from clientmanager.state.base import AppState

UNDER_WAY = ("reading", "importing")
NONE = ImportSeen(ImportRow("", "", "", "", "", "", "", 0, 0, 0, 0, 0, ""), [], [], [], 0, 0)
LONGEST_WATCH_SECONDS = 3600


class Imports(AppState):
    rows: list[ImportRow] = []
    current: ImportSeen = NONE
    advisers: list[tuple[str, str]] = []
    adviser: str = "none"
    loaded: bool = False
    may_import: bool = True
    _watch: int = 0
    """Number of the newest watch; the older ones stop, and one that failed is in nobody's way."""

    @rx.var
    def sum_words(self) -> str:
        """The sum that shows that no row was lost."""
        run = self.current.run
        return (
            f"{run.rows} rows = {run.created} created + {run.updated} updated + {run.unchanged} unchanged"
            f" + {run.rejected} rejected"
        )

    @rx.var
    def progress_words(self) -> str:
        return f"{self.current.done} of {self.current.total} rows" if self.current.total else "Starting"

    @rx.event
    async def load(self):
        await self._enter()
        wanted = self.router.url.query_parameters.get("file", "")
        if wanted != self.current.run.id:
            self.current, self.loaded = NONE, False
            yield
        self.may_import = "import clients" in self.who.may
        if not self.may_import:
            self.loaded = True
            return
        self.rows = await self._run(import_list.listed)
        self.advisers = await self._run(client_page.advisers)
        if wanted:
            self.current = await self._run(import_list.seen, wanted)
        self.loaded = True
        if self.current.run.state in UNDER_WAY:
            yield Imports.watch

    @rx.event
    def choose_adviser(self, adviser: str):
        self.adviser = adviser if isinstance(adviser, str) else "none"

    @rx.event
    async def confirm(self):
        await self._run(imports.confirm, self.current.run.id, self.adviser)
        self.current = await self._run(import_list.seen, self.current.run.id)
        return Imports.watch

    @rx.event
    async def discard(self):
        await self._run(imports.discard, self.current.run.id)
        return rx.redirect("/import")

    @rx.event(background=True)
    async def watch(self):
        """Follow the worker until it is done with this file."""
        async with self:
            wanted = self.current.run.id
            self._watch += 1
            watch = self._watch
        for _ in range(LONGEST_WATCH_SECONDS * 2):
            await asyncio.sleep(0.5)
            async with self:
                if self.current.run.id != wanted or self._watch != watch:
                    return
                self._change(current=await self._run(import_list.seen, wanted))
                if self.current.run.state not in UNDER_WAY:
                    self.rows = await self._run(import_list.listed)
                    return
