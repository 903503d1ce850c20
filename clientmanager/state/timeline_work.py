"""What is done with an entry where it stands: mended, added to, pinned, removed."""

from typing import Any

import reflex as rx

from clientmanager.services import interactions, timeline_mending
from clientmanager.services.interaction_form import TYPED, WORDS
from clientmanager.services.timeline_entry import ICONS, TimelineRow
from clientmanager.services.timeline_mending import Mending
from clientmanager.state.base import AppState

NOTHING = Mending()
SHAPES = (*ICONS.values(), "check", "trash-2")
"""The icons of entries."""


class TimelineWork(AppState, mixin=True):
    """The part of a timeline that changes it."""

    mending: Mending = NOTHING
    amending: str = ""
    """The entry that is being added to."""
    removing: str = ""
    removing_title: str = ""
    typed_kinds: list[tuple[str, str]] = [(str(kind), WORDS[kind]) for kind in TYPED]

    @rx.event
    async def start_mending(self, entry_id: str):
        self.mending, self.amending, self.form_errors = await self._run(timeline_mending.opened, entry_id), "", {}

    @rx.event
    async def mend(self, form: dict[str, Any]):
        await self._submit(timeline_mending.mend, self.mending.id, form)
        if not self.form_errors:
            self.mending = NOTHING
            await self._again()

    @rx.event
    def start_amending(self, entry_id: str):
        self.amending, self.mending, self.form_errors = entry_id if isinstance(entry_id, str) else "", NOTHING, {}

    @rx.event
    async def amend(self, form: dict[str, Any]):
        await self._submit(interactions.amend, self.amending, _said(form, "amendment"))
        if not self.form_errors:
            self.amending = ""
            await self._again()

    @rx.event
    def leave(self):
        """Nothing is mended or added to after all."""
        self.mending, self.amending, self.form_errors = NOTHING, "", {}

    @rx.event
    async def pin(self, entry_id: str, pinned: bool):
        await self._run(interactions.pin, entry_id, pinned)
        await self._again()

    @rx.event
    def start_removing(self, entry_id: str):
        row = next((row for row in self._entries() if row.id == entry_id), None)
        self.form_errors = {}
        self.removing, self.removing_title = (row.id, row.title) if row else ("", "")

    @rx.event
    def show_removing(self, opened: bool):
        if not opened:
            self.removing = ""

    @rx.event
    async def remove(self, form: dict[str, Any]):
        await self._submit(interactions.remove, self.removing, _said(form, "because"))
        if not self.form_errors:
            self.removing = ""
            await self._again()

    def _entries(self) -> list[TimelineRow]:
        raise NotImplementedError

    async def _again(self) -> None:
        """As it is now."""
        raise NotImplementedError


def _said(form: Any, name: str) -> Any:
    return form.get(name) if isinstance(form, dict) else None
