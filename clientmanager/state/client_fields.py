"""What is edited in place on a client's page: each field for itself, with what came of it beside it."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

import reflex as rx

from clientmanager.services import client_page, clients
from clientmanager.services.client_page import ClientView
from clientmanager.services.clients import Saved
from clientmanager.state.base import AppState, ScopedSession

P = ParamSpec("P")

HIDDEN = ("id_number", "passport_number")
NOBODY = ClientView("", "", "", "", "", "", "", "", "", "", [], [], [], "", [])


class ClientFields(AppState, mixin=True):
    """The part of `ClientRecord` that saves."""

    client: ClientView = NOBODY
    field_states: dict[str, str] = {}
    """Field id to resting, saved, warning or refused."""
    moments: dict[str, str] = {}
    notes: dict[str, str] = {}
    revealed: dict[str, str] = {}
    """ID and passport number in full, once asked for."""
    adding: str = ""
    """email, phone or address while one is being added."""

    @rx.event
    async def save(self, field: str, value: str):
        """Keep one field of the client itself."""
        await self._keep(str(field), clients.set_field, self.client.id, field, value, self._before(field))

    @rx.event
    async def save_part(self, kind: str, part: str, value: str):
        """Keep an e-mail, phone or address; emptied, it is removed."""
        seen = next((fact.raw for fact in self.client.contact if fact.part == part), None)
        await self._keep(str(part), clients.set_part, self.client.id, kind, part, value, seen)

    @rx.event
    def add(self, kind: str):
        self.adding = kind if kind in clients.PARTS else ""

    @rx.event
    async def add_part(self, value: str):
        if not isinstance(value, str) or not value.strip():
            self.adding = ""
            return
        if await self._keep("new", clients.add_part, self.client.id, self.adding, value):
            self.adding = ""

    async def _keep(
        self, field_id: str, use_case: Callable[Concatenate[ScopedSession, P], Saved], *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """Save, and say beside the field what came of it; a refused field stays open with what was typed."""
        saved = await self._submit(use_case, *args, **kwargs)
        if saved is None:
            self.field_states |= {field_id: "refused"}
            self.notes |= {field_id: " ".join(self.form_errors.values())}
            await self._reload()  # what Esc takes, and what the next Enter replaces
            if self.revealed:
                await self._reveal()
            return False
        self.field_states = {field_id: "warning" if saved.warning else "saved"}
        self.moments, self.notes, self.revealed = {field_id: saved.at}, {field_id: saved.warning}, {}
        if field_id in HIDDEN:
            # Whoever typed it sees what was kept, and the cursor stays in its field.
            await self._reveal()
        await self._reload()
        return True

    async def _reveal(self) -> None:
        self.revealed = dict(zip(HIDDEN, await self._run(clients.reveal, self.client.id), strict=True))

    async def _reload(self) -> None:
        self.client = await self._run(client_page.view, self.client.id)

    def _before(self, field: object) -> str | None:
        facts = {fact.field: fact.raw for fact in self.client.identity + self.client.practice}
        facts |= {"note": self.client.note} | self.revealed
        return facts.get(field) if isinstance(field, str) else None
