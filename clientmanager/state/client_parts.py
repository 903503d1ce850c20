"""Adding to a client and taking away: e-mails, phones, addresses and tags."""

from typing import Any

import reflex as rx

from clientmanager.services import client_page, client_parts, client_tags
from clientmanager.services.client_form import GENDERS, LANGUAGES, PART_LABELS, TITLES
from clientmanager.services.client_parts import Removed
from clientmanager.state.base import AppState, undoable
from clientmanager.state.client_drafts import ClientDrafts
from clientmanager.state.client_fields import Mark

OFFERED = {"titles": TITLES, "genders": GENDERS, "languages": LANGUAGES} | {
    f"{kind}-labels": words for kind, words in PART_LABELS.items()
}


class ClientParts(ClientDrafts, AppState, mixin=True):
    """The part of `ClientRecord` that adds and removes."""

    labelling: str = ""
    """The id of the part whose label is being changed."""
    tag_error: str = ""
    offered: dict[str, list[str]] = {}
    """The practice's own categories and tags, once they are needed."""
    _removed: dict[str, Removed] = {}

    @rx.event
    def add(self, kind: str):
        self.adding = kind if kind in client_parts.PARTS else ""

    @rx.event
    async def add_part(self, client_id: str, kind: str, value: str):
        field = f"new-{kind}"
        if not isinstance(value, str) or not value.strip():
            self.adding = ""
            await self._drop(client_id, field)
        elif await self._keep(client_id, field, client_page.add_part, client_id, kind, value):
            self.adding = ""

    @rx.event
    async def remove_part(self, kind: str, part: str):
        removed, page = await self._run(client_page.after, client_parts.remove, self.client.id, kind, part)
        self._removed = {**self._removed, part: removed}
        self._show(self.client.id, page)
        record: Any = type(self)  # the state that this is mixed into
        return undoable(f"{removed.words} is removed.", record.put_back(part))

    @rx.event
    async def put_back(self, part: str):
        if removed := self._removed.get(part) if isinstance(part, str) else None:
            _, page = await self._run(client_page.after, client_parts.put_back, self.client.id, removed)
            self._show(self.client.id, page)

    @rx.event
    async def prefer_part(self, kind: str, part: str):
        saved, page = await self._run(client_page.after, client_parts.prefer, self.client.id, kind, part)
        self._count()
        self.marks = {part: Mark("saved", self._turn, saved.at)}
        self._show(self.client.id, page)

    @rx.event
    def start_label(self, part: str):
        self.labelling = part if isinstance(part, str) else ""

    @rx.event
    async def relabel_part(self, kind: str, part: str, value: str):
        done = await self._submit(client_page.after, client_parts.relabel, self.client.id, kind, part, value)
        if done is None:
            self._count()
            note = " ".join(self.form_errors.values())
            self.marks = {f"{part}-label": Mark("refused", self._turn, note=note)}
            return
        self.labelling = ""
        self._show(self.client.id, done[1])

    @rx.event
    async def add_tag(self, form: dict[str, Any]):
        tag = form.get("tag") if isinstance(form, dict) else None
        if not isinstance(tag, str) or not tag.strip():
            return
        done = await self._submit(client_page.after, client_tags.add, self.client.id, tag)
        self.tag_error = " ".join(self.form_errors.values())
        if done:
            self._show(self.client.id, done[1])

    @rx.event
    async def remove_tag(self, value: str):
        _, page = await self._run(client_page.after, client_tags.remove, self.client.id, value)
        self._show(self.client.id, page)

    @rx.event
    async def offer(self):
        """What the practice calls things, when one begins to type."""
        if not self.offered:
            self.offered = await self._run(client_page.offered)

    async def _drop(self, client_id: Any, field: str) -> None:
        if field in self.drafts:
            self._show(client_id, await self._run(client_page.forget, client_id, field))
