"""Writing down a call, a meeting or a note, in the bar that is always there."""

from typing import Any

import reflex as rx

from clientmanager.services import interaction_draft, interaction_templates
from clientmanager.services.interaction_shown import KINDS as KINDS
from clientmanager.services.interaction_templates import TemplateRow
from clientmanager.state.base import AppState, undoable
from clientmanager.state.client_page import ClientRecord, shown
from clientmanager.state.record_parts import RecordParts

_HEADINGS: dict[str, str] = {kind: heading for kind, _, _, heading, _, _ in KINDS}
_BUTTONS: dict[str, str] = {kind: button for kind, _, _, _, button, _ in KINDS}
_SAID: dict[str, str] = {kind: said for kind, _, _, _, _, said in KINDS}
PREFIX = "entry-"


class RecordInteraction(RecordParts, AppState):
    sheet: bool = False
    """Whether it is open as a sheet, as on narrow windows."""
    round: int = 0
    """Counts the beginnings: what was logged or discarded leaves the box."""
    templates: list[TemplateRow] = []
    _dropped: tuple[str, str] = ("", "")
    """Whose draft was discarded last, and the draft."""

    @rx.var
    def heading(self) -> str:
        """Log a call"""
        return _HEADINGS[self.entry.kind]

    @rx.var
    def button(self) -> str:
        """Log call"""
        return _BUTTONS[self.entry.kind]

    @rx.event
    async def load(self):
        """After the page: it never waits for the bar. On any other page than a client's, one is asked for."""
        self.client_id = await shown(self)
        self.sheet = False
        self.templates = await self._run(interaction_templates.listed)
        await self._begin()

    @rx.event
    async def keep(self, client_id: str, form: dict[str, Any]):
        """What is being typed, while it is typed. Of what was logged meanwhile there is nothing to keep."""
        fields = form if isinstance(form, dict) else {}
        if client_id != self.client_id:
            await self._run(interaction_draft.keep, client_id, fields)
        elif fields.get("round", self.round) == self.round:
            self._show(await self._run(interaction_draft.keep, client_id, fields))

    @rx.event
    async def choose_kind(self, kind: str):
        self._show(await self._run(interaction_draft.keep, self.client_id, {"kind": kind}))

    @rx.event
    async def start(self, kind: str):
        """As a sheet, with what was half written down."""
        await self._run(interaction_draft.keep, self.client_id, {"kind": kind})
        await self._begin()
        self.sheet = True

    @rx.event
    def show(self, opened: bool):
        self.sheet, self.part = opened is True, ""

    @rx.event
    async def record(self, form: dict[str, Any]):
        """Log it. What is refused stays typed, with the sentence beside its field."""
        given = form if isinstance(form, dict) else {}
        fields = {str(name).removeprefix(PREFIX): value for name, value in given.items()}
        fields.pop("kind", None)
        self._show(await self._run(interaction_draft.keep, self.client_id, fields))
        done = _SAID[self.entry.kind]
        if await self._submit(interaction_draft.record, self.client_id, fields) is None:
            self._refused()
            return None
        self.sheet = False
        await self._begin()
        record = await self.get_state(ClientRecord)
        if self.client_id and record.client.id == self.client_id:
            await record._reload()
        return rx.toast(done)

    @rx.event
    async def discard(self):
        self._dropped = self.client_id, await self._run(interaction_draft.discard, self.client_id)
        self.sheet = False
        await self._begin()
        return undoable("Discarded.", RecordInteraction.take_back)

    @rx.event
    async def take_back(self):
        """What was discarded last, unless something else is being written here."""
        client_id, kept = self._dropped
        if client_id == self.client_id and not self.entry.used:
            await self._run(interaction_draft.put_back, client_id, kept)
            await self._begin()

    async def _begin(self) -> None:
        self._show(await self._run(interaction_draft.opened, self.client_id))
        self.errors, self.part = {}, ""
        self._turn()
        self.round += 1
