"""Adding a client by hand, in the sheet beside the list."""

from typing import Any

import reflex as rx

from clientmanager.services import client_page, clients
from clientmanager.services.clients import Similar
from clientmanager.state.base import AppState


class NewClient(AppState):
    opened: bool = False
    kind: str = "person"
    advisers: list[tuple[str, str]] = []
    similar: list[Similar] = []
    """Possible duplicates of what was typed; creating again then means "even so"."""

    @rx.event
    async def start(self):
        self.advisers = await self._run(client_page.advisers)
        self.form_errors, self.similar, self.kind, self.opened = {}, [], "person", True

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    def choose_kind(self, kind: str):
        self.kind = kind if kind in ("person", "company", "trust") else "person"
        self.similar = []

    @rx.event
    async def create(self, form: dict[str, Any]):
        values = {**form, "kind": self.kind, "even_so": bool(self.similar)} if isinstance(form, dict) else form
        created = await self._submit(clients.create, values)
        if created is None:
            return None
        self.similar = list(created.similar)
        if created.similar:
            return None
        self.opened = False
        return rx.redirect(f"/clients/{created.id}")
