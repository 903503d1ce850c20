"""What is written in a record of advice: each field for itself, with what came of it beside it."""

import json
import time
from secrets import token_hex
from typing import Any

import reflex as rx

from clientmanager.services import advice, advice_page
from clientmanager.services.advice import Removed
from clientmanager.services.advice_page import AdviceView
from clientmanager.services.task_drafts import OVERTAKEN
from clientmanager.state.base import AppState, undoable
from clientmanager.state.client_fields import Mark

# What has just been added is there only after the page was drawn anew.
_FOCUS = "requestAnimationFrame(() => setTimeout(() => document.getElementById(%s)?.click(), 50))"


class AdviceParts(AppState, mixin=True):
    """The part of `AdviceRecord` that saves. Every event names its record: one that was sent before the page showed
    another still reaches the one it was typed for.
    """

    record: AdviceView = AdviceView()
    marks: dict[str, Mark] = {}
    _turn: int = 0
    _removed: dict[str, tuple[str, Removed]] = {}
    """By the handle that its toast holds: of which record, and what."""

    @rx.event
    async def save(self, advice_id: str, field: str, value: str, was: str):
        """Keep one field; a refused one stays open with what was typed."""
        if value != was:
            await self._keep(str(field), advice_page.save_field, advice_id, field, value, was)

    @rx.event
    async def pick(self, advice_id: str, field: str, value: str):
        """One out of a few."""
        await self._keep(str(field), advice_page.save_field, advice_id, field, value, None)

    @rx.event
    async def keep_draft(self, advice_id: str, field: str, value: str, was: str):
        """What is being typed, while it is typed."""
        await self._run(advice_page.keep, advice_id, field, value, was)

    @rx.event
    async def forget(self, advice_id: str, field: str):
        """Esc, Discard, or the other's value: what was typed is not wanted."""
        await self._run(advice_page.forget, advice_id, field)
        self.marks = {name: mark for name, mark in self.marks.items() if name != field}
        await self._reload()

    @rx.event
    async def save_draft(self, advice_id: str, field: str):
        """Save what was typed before the page was left."""
        await self._keep(str(field), advice_page.save_draft, advice_id, field)

    @rx.event
    async def choose(self, advice_id: str, field: str, value: str):
        """Of two values keep the viewer's; `forget` keeps the other's."""
        conflict = next((one for one in self.record.typed.conflicts if one.field == field), None)
        if conflict is not None and advice_id == self.record.id:
            await self._keep(conflict.field, advice_page.save_field, advice_id, field, value, conflict.seen)

    @rx.event
    async def add_line(self, what: str):
        """One more product or fee, opened where it begins."""
        field = await self._run(advice.add_line, self.record.id, what)
        await self._reload()
        return rx.call_script(_FOCUS % json.dumps(f"advice-{field}"))

    @rx.event
    async def remove_line(self, what: str, key: str):
        removed = await self._run(advice.remove_line, self.record.id, what, key)
        handle = token_hex(8)
        self._removed = self._removed | {handle: (self.record.id, removed)}
        await self._reload()
        return undoable(f"Removed: {removed.name}", type(self).put_back(handle))

    @rx.event
    async def put_back(self, handle: str):
        """Its toast may be seen on another page than where it was removed."""
        of, removed = self._removed.get(handle if isinstance(handle, str) else "", ("", None))
        if removed:
            await self._run(advice.put_back, of, removed)
            await self._reload()

    async def _keep(self, field: str, use_case: Any, *given: Any) -> None:
        saved = await self._submit(use_case, *given)
        self._turn = max(self._turn + 1, time.time_ns() // 1_000_000)
        refused = {other: mark for other, mark in self.marks.items() if mark.state == "refused" and other != field}
        if saved is None:
            mark = Mark("refused", self._turn, note=" ".join(self.form_errors.values()))
        else:
            mark = Mark("resting", self._turn) if saved == OVERTAKEN else Mark("saved", self._turn, saved.at)
        self.marks = refused | {field: mark}
        await self._reload()

    async def _reload(self) -> None:
        if self.record.id:
            self._change(record=await self._run(advice_page.page, self.record.id))
