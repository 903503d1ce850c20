"""What is typed in a task's sheet and not saved yet: kept while it is typed, and settled where two people typed."""

import reflex as rx

from clientmanager.services import task_drafts
from clientmanager.state.base import AppState
from clientmanager.state.task_parts import TaskParts, answer


class TaskDrafts(TaskParts, AppState, mixin=True):
    """The part of `TaskSheet` that keeps drafts. Every event names its task: one that was sent before the sheet showed
    another still reaches the one it was typed for.
    """

    @rx.event
    async def save(self, task_id: str, field: str, value: str, was: str):
        """Keep one field; a refused one stays open with what was typed."""
        if value != was:
            await self._keep(str(field), task_drafts.save_field, task_id, field, value, was)

    @rx.event
    async def keep_draft(self, task_id: str, field: str, value: str, was: str):
        """What is being typed, while it is typed; the others see on the board that it is."""
        await self._run(task_drafts.keep, task_id, field, value, was)
        self._writes(self.task.id)
        if any(one.field == field for one in self.task.typed.conflicts):
            await self._reload()

    @rx.event
    async def forget(self, task_id: str, field: str):
        """Esc, Discard, or the other's value: what was typed is not wanted."""
        await self._run(task_drafts.forget, task_id, field)
        self.marks = {name: mark for name, mark in self.marks.items() if name != field}
        await self._reload()
        box = str(field).removeprefix("new-")
        return answer(box, "dropped") if f"new-{box}" in (task_drafts.COMMENT, task_drafts.ITEM) else None

    @rx.event
    async def save_draft(self, task_id: str, field: str):
        """Save what was typed before the sheet was closed."""
        await self._keep(str(field), task_drafts.save_draft, task_id, field)

    @rx.event
    async def choose(self, task_id: str, field: str, value: str):
        """Of two values keep the viewer's; `forget` keeps the other's."""
        conflict = next((one for one in self.task.typed.conflicts if one.field == field), None)
        if conflict is not None and task_id == self.task.id:
            await self._keep(conflict.field, task_drafts.save_field, task_id, field, value, conflict.seen)
