"""What is done with the clients that were chosen: seen in a sheet first, then done, with its undo in the toast."""

import asyncio

import reflex as rx

from clientmanager.services import client_bulk, client_bulk_undo, client_bulk_work
from clientmanager.services.client_bulk import Done, Offers, Preview
from clientmanager.services.client_list import grouped
from clientmanager.state.base import plain, undoable
from clientmanager.state.client_choice import ClientChoice

NOTHING = Preview("", "", [], [], "", 0, "", "")
TYPED = {"category": "Change category", "tag": "Add a tag", "untag": "Remove a tag"}
"""What is done with a word that one types: the sheet's title until it is typed."""
A_DAY = 24 * 60 * 60 * 1000
LONGEST_WATCH_SECONDS = 3600


class ClientBulk(ClientChoice):
    offers: Offers = Offers()
    preview: Preview = NOTHING
    opened: bool = False
    kind: str = ""
    value: str = ""
    types: bool = False
    """Whether the value is typed in the sheet."""
    under_way: str = ""
    """How far the worker is, in words; empty while it does nothing for this screen."""
    _watched: str = ""

    @rx.var
    def title(self) -> str:
        return self.preview.title or TYPED.get(self.kind, "")

    @rx.event
    async def offer(self):
        """What the menus hold, when the first of them opens."""
        self.offers = await self._run(client_bulk.offers)

    @rx.event
    async def start(self, kind: str, value: str):
        """Show what would change."""
        self.kind, self.value, self.types = _text(kind), _text(value), False
        await self._look()
        self.opened = bool(self.preview.sentence)
        return None if self.opened else rx.toast.error(plain(next(iter(self.form_errors.values()), "")))

    @rx.event
    async def ask(self, kind: str):
        """Ask for a word first; what would change is shown while it is typed."""
        self.kind, self.value, self.types, self.preview, self.form_errors = _text(kind), "", True, NOTHING, {}
        self.offers = await self._run(client_bulk.offers)
        self.opened = True

    @rx.event(supersedes=True, debounce=150)
    async def type_word(self, value: str):
        self.value = _text(value)
        await self._look()

    @rx.event
    def show_sheet(self, opened: bool):
        self.opened = opened is True

    @rx.event
    async def confirm(self):
        done = await self._submit(client_bulk.apply, self._choice(), self.kind, self.value, self.preview.mark)
        if done is None:
            refused = self.form_errors
            await self._look()
            self.form_errors = refused | self.form_errors
            return None
        self.opened = False
        self._choose_nobody()
        return await self._say(done)

    @rx.event
    async def undo(self, handle: str):
        return await self._say(await self._run(client_bulk_undo.undo, handle))

    @rx.event(background=True)
    async def watch(self):
        """Follow the worker until it is done."""
        async with self:
            watched = self._watched
        for _ in range(LONGEST_WATCH_SECONDS * 2):
            await asyncio.sleep(0.5)
            async with self:
                if self._watched != watched or not watched:
                    return None
                seen = await self._run(client_bulk_work.seen, watched)
                self._change(under_way=f"{grouped(seen.done)} of {grouped(seen.total)} clients")
                if seen.finished or seen.error:
                    self._watched = self.under_way = ""
                    return await self._say(seen.finished) if seen.finished else rx.toast.error(plain(seen.error))
        return None

    async def _look(self) -> None:
        self.preview = NOTHING
        seen = await self._submit(client_bulk.preview, self._choice(), self.kind, self.value)
        self.preview = seen or NOTHING

    async def _say(self, done: Done):
        """What was done, with its undo; or that the worker does it."""
        if done.waiting:
            self._watched, self.under_way = done.waiting, "Starting"
            return ClientBulk.watch
        await self._show(
            self._chosen, start=self.rows[0].id if self.has_previous and self.rows else "", place=self.place
        )
        if not done.undo:
            return [rx.toast(plain(done.sentence)), ClientBulk.recount]
        stays = undoable(done.sentence, ClientBulk.undo(done.undo), duration=A_DAY, close_button=True)
        return [stays, ClientBulk.recount]


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""
