"""What is typed on a client's page and not saved yet: kept while it is typed, and settled where two people typed."""

import reflex as rx

from clientmanager.services import client_page, drafts
from clientmanager.services.drafts import place_of
from clientmanager.state.base import AppState
from clientmanager.state.client_fields import ClientFields


class ClientDrafts(ClientFields, AppState, mixin=True):
    """The part of `ClientRecord` that keeps drafts, and settles what two people typed."""

    @rx.event
    async def keep_draft(self, client_id: str, field: str, value: str, was: str):
        """What is being typed, while it is typed."""
        await self._run(drafts.keep, place_of(client_id, field), value, was)
        if any(one.field == field for one in self.conflicts):
            await self._reload()

    @rx.event
    async def forget(self, client_id: str, field: str):
        """Esc, Discard, or the other's value: what was typed is not wanted."""
        page = await self._run(client_page.forget, client_id, field)
        if field in self.marks:
            self.marks = {name: mark for name, mark in self.marks.items() if name != field}
        if str(field).startswith("new-"):
            self.adding = ""
        self._show(client_id, page)

    @rx.event
    async def save_draft(self, client_id: str, field: str):
        """Save what was typed before the page was left."""
        if isinstance(field, str) and await self._keep(client_id, field, client_page.save_draft, client_id, field):
            self.adding = "" if field.startswith("new-") else self.adding

    @rx.event
    async def choose(self, client_id: str, field: str, value: str):
        """Of two values keep the viewer's; `forget` keeps the other's."""
        conflict = next((one for one in self.conflicts if one.field == field), None)
        if conflict is None or client_id != self.client.id:
            return
        seen = conflict.seen
        if conflict.kind == "field":
            await self._keep(client_id, field, client_page.save_field, client_id, field, value, seen)
        elif conflict.theirs == "":
            await self._keep(client_id, field, client_page.put_in_its_place, client_id, conflict.kind, field, value)
        else:
            await self._keep(client_id, field, client_page.save_part, client_id, conflict.kind, field, value, seen)
