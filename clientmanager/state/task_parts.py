"""What is edited in a task's sheet: each field and part for itself, with what came of it beside it."""

import time
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

import reflex as rx

from clientmanager.services import task_drafts, task_page, task_parts
from clientmanager.services.task_page import TaskView
from clientmanager.services.tasks import Saved
from clientmanager.state.base import AppState, ScopedSession
from clientmanager.state.client_fields import Mark
from clientmanager.state.presence import PRESENCE

P = ParamSpec("P")


class TaskParts(AppState, mixin=True):
    """The part of `TaskSheet` that saves."""

    task: TaskView = TaskView()
    marks: dict[str, Mark] = {}
    _turn: int = 0

    @rx.event
    def write(self):
        """Someone is typing here: the others see it on the board."""
        self._writes(self.task.id)

    @rx.event
    async def add_item(self, form: dict[str, Any]):
        await self._keep("item", task_drafts.add_item, self.task.id, _said(form, "item"))
        return answer("item", "refused" if self.form_errors else "taken")

    @rx.event
    async def tick(self, part: str, done: bool):
        await self._keep("item", task_parts.tick, self.task.id, part, done)

    @rx.event
    async def rename_item(self, part: str, value: str):
        await self._keep(str(part), task_parts.rename_item, self.task.id, part, value)

    @rx.event
    async def add_comment(self, form: dict[str, Any]):
        await self._keep("comment", task_drafts.comment, self.task.id, _said(form, "comment"))
        self._writes("")
        return answer("comment", "refused" if self.form_errors else "taken")

    @rx.event
    async def take_back(self, part: str):
        await self._keep("comment", task_parts.take_back, self.task.id, part)

    @rx.event
    async def add_label(self, form: dict[str, Any]):
        await self._keep("label", task_parts.add_label, self.task.id, _said(form, "tag"))

    @rx.event
    async def remove_label(self, name: str):
        await self._keep("label", task_parts.remove_label, self.task.id, name)

    async def _keep(
        self,
        field: str,
        use_case: Callable[Concatenate[ScopedSession, P], Saved],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        saved = await self._submit(use_case, *args, **kwargs)
        self._turn = max(self._turn + 1, time.time_ns() // 1_000_000)
        refused = {other: mark for other, mark in self.marks.items() if mark.state == "refused" and other != field}
        if saved == task_drafts.OVERTAKEN:
            mark = Mark("resting", self._turn)
        elif saved is None:
            mark = Mark("refused", self._turn, note=" ".join(self.form_errors.values()))
        else:
            mark = Mark("saved", self._turn, saved.at)
        self.marks = refused | {field: mark}
        await self._reload()

    async def _reload(self) -> None:
        if self.task.id:
            self._change(task=await self._run(task_page.page, self.task.id))

    def _writes(self, task_id: str) -> None:
        PRESENCE.writes(self.router.session.client_token, task_id)


def answer(box: str, came: str) -> Any:
    """Tell a box that sent its words what came of them: taken, refused or dropped."""
    return rx.call_script(
        f"document.getElementById('{box}')?.dispatchEvent(new CustomEvent('answer', {{ detail: '{came}' }}))"
    )


def _said(form: object, name: str) -> object:
    return form.get(name, "") if isinstance(form, dict) else ""
