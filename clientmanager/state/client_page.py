"""One client's page: read at a glance, edited in place."""

import time

import reflex as rx

from clientmanager.services import client_page, clients
from clientmanager.services.client_form import HIDDEN
from clientmanager.services.client_page import STATUSES
from clientmanager.state.base import AppState, plain, undoable
from clientmanager.state.client_fields import NOBODY
from clientmanager.state.client_parts import ClientParts


class ClientRecord(ClientParts, AppState):
    loaded: bool = False
    advisers: list[tuple[str, str]] = []
    statuses: list[tuple[str, str]] = STATUSES
    _read_at: float = 0.0
    """When the client was read, by the clock of `time.monotonic`: what was changed since, the page may not show."""

    @rx.event
    async def load(self):
        client_id = on_show(self.router.url.path)
        if self.client.id != client_id:
            self.client, self.loaded = NOBODY, False
        self.marks, self.revealed, self.offered = {}, {}, {}
        self.adding = self.labelling = self.tag_error = ""
        self._read_at = time.monotonic()
        opened = await self._arrive(client_page.opened, client_id)
        self.client, self.advisers, self.loaded = opened.page.client, opened.advisers, True
        self._show(client_id, opened.page)
        self.adding = next((field.removeprefix("new-") for field in self.drafts if field.startswith("new-")), "")
        if any(field in HIDDEN for field in self.drafts):
            # Whoever was typing one goes on where it was seen in full.
            await self._reveal()

    @rx.event
    async def reveal(self):
        await self._reveal()

    @rx.event
    async def archive(self):
        name = await self._run(clients.archive, self.client.id)
        await self._reload()
        return undoable(f"{name} is archived.", ClientRecord.unarchive)

    @rx.event
    async def unarchive(self):
        name = await self._run(clients.unarchive, self.client.id)
        await self._reload()
        return rx.toast(plain(f"{name} is back among the clients."))


async def shown(state: AppState) -> str:
    """The client whose page the tab shows, once it is loaded; empty before, and on any other page."""
    record = await state.get_state(ClientRecord)
    return record.client.id if record.loaded and record.client.id == on_show(state.router.url.path) else ""


def on_show(path: str) -> str:
    """The id in the address of a client's page; empty for any other page."""
    place, _, client_id = path.rstrip("/").rpartition("/")
    return client_id if place == "/clients" else ""
