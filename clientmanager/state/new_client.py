"""Adding a client by hand, in the sheet beside the list."""

from typing import Any

import reflex as rx

from clientmanager.services import client_page, clients, drafts
from clientmanager.services.client_page import STATUSES
from clientmanager.services.clients import Similar
from clientmanager.state.base import AppState


class NewClient(AppState):
    opened: bool = False
    kind: str = "person"
    advisers: list[tuple[str, str]] = []
    statuses: list[tuple[str, str]] = STATUSES
    similar: list[Similar] = []
    """Possible duplicates of what was typed; creating again then means "even so"."""
    typed: dict[str, str] = {}
    """What was typed before the sheet was closed."""
    typed_at: str = ""
    round: int = 0
    """Counts the openings, so that each begins with what was kept."""

    _added: int = -1
    """The opening whose client was added."""

    @rx.event
    async def start(self):
        self.advisers = await self._run(client_page.advisers)
        self.typed, self.typed_at = await self._run(drafts.new_client)
        self._begin()

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    def choose_kind(self, kind: str):
        self.kind = _kind(kind)
        self.similar = []

    @rx.event
    async def keep_form(self, form: dict[str, Any]):
        """What is being typed, while it is typed. After the client was added there is nothing to keep."""
        if self._added != self.round and isinstance(form, dict):
            await self._run(drafts.keep_new_client, {**form, "kind": self.kind})

    @rx.event
    async def start_afresh(self):
        await self._run(drafts.drop, drafts.NEW_CLIENT)
        self.typed, self.typed_at = {}, ""
        self._begin()

    @rx.event
    async def create(self, form: dict[str, Any]):
        values = {**form, "kind": self.kind, "even_so": bool(self.similar)} if isinstance(form, dict) else form
        created = await self._submit(clients.create, values)
        if created is None:
            return None
        self.similar = list(created.similar)
        if created.similar:
            return None
        self.opened, self._added = False, self.round
        await self._run(drafts.drop, drafts.NEW_CLIENT)
        return rx.redirect(f"/clients/{created.id}")

    def _begin(self) -> None:
        self.form_errors, self.similar, self.opened = {}, [], True
        self.kind = _kind(self.typed.get("kind"))
        self.round += 1


def _kind(kind: object) -> str:
    return kind if isinstance(kind, str) and kind in ("person", "company", "trust") else "person"
