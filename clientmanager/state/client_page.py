"""One client's page: read at a glance, edited in place."""

import reflex as rx

from clientmanager.services import client_page, clients
from clientmanager.services.client_page import STATUSES
from clientmanager.state.base import AppState, plain
from clientmanager.state.client_fields import NOBODY, ClientFields


class ClientRecord(ClientFields, AppState):
    loaded: bool = False
    advisers: list[tuple[str, str]] = []
    statuses: list[tuple[str, str]] = STATUSES

    @rx.event
    async def load(self):
        await self._enter()
        client_id = self.router.url.path.rstrip("/").rpartition("/")[2]
        if self.client.id != client_id:
            self.client, self.loaded = NOBODY, False
        self.field_states, self.moments, self.notes, self.revealed, self.adding = {}, {}, {}, {}, ""
        self.client = await self._run(client_page.view, client_id)
        self.advisers = await self._run(client_page.advisers)
        self.loaded = True

    @rx.event
    async def reveal(self):
        await self._reveal()

    @rx.event
    async def archive(self):
        name = await self._run(clients.archive, self.client.id)
        await self._reload()
        return rx.toast(plain(f"{name} is archived."), action={"label": "Undo", "on_click": ClientRecord.unarchive})  # pyright: ignore[reportArgumentType]

    @rx.event
    async def unarchive(self):
        name = await self._run(clients.unarchive, self.client.id)
        await self._reload()
        return rx.toast(plain(f"{name} is back among the clients."))
