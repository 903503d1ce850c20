"""One task in the sheet beside whatever page it was opened from; the address names it."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Concatenate, ParamSpec

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, palette, task_labels, task_moves, task_page, task_parts, tasks
from clientmanager.services.palette import Hit
from clientmanager.services.task_form import PRIORITIES
from clientmanager.services.task_page import TaskView
from clientmanager.services.tasks import Saved
from clientmanager.state import address
from clientmanager.state.base import AppState, ScopedSession, plain
from clientmanager.state.client_fields import Mark
from clientmanager.state.presence import PRESENCE

P = ParamSpec("P")


class TaskSheet(AppState):
    opened: bool = False
    task: TaskView = TaskView()
    people: list[tuple[str, str]] = []
    columns: list[tuple[str, str]] = []
    priorities: list[tuple[str, str]] = PRIORITIES
    labels: list[str] = []
    """Those that the practice has, offered while one types."""
    marks: dict[str, Mark] = {}
    clients: list[Hit] = []
    """Whom the words in the client's field find."""
    choosing: bool = False
    """Whether another client is being looked for."""
    _turn: int = 0

    @rx.event
    async def load(self):
        """The task that the address names, on a page that has just been loaded."""
        task_id = self.router.url.query_parameters.get("task", "")
        self.opened = False
        if task_id:
            await self._open(task_id)

    @rx.event
    async def open(self, task_id: str):
        await self._open(task_id)
        return self._say()

    @rx.event
    def show(self, opened: bool):
        """Closing; whoever closes it is where they were."""
        self.opened = opened is True and bool(self.task.id)
        self._writes("")
        return self._say()

    @rx.event
    async def save(self, task_id: str, field: str, value: str, was: str):
        """Keep one field; a refused one stays open with what was typed."""
        if value == was:
            return
        await self._keep(str(field), tasks.set_field, task_id, field, value, was)

    @rx.event
    async def put(self, column_id: str):
        """Into another column, on top."""
        await self._keep("column_id", task_moves.put, self.task.id, column_id, self.task.moves)

    @rx.event
    async def choose_client(self, client_id: str):
        await self._keep("client_id", tasks.set_field, self.task.id, "client_id", client_id)
        self.choosing, self.clients = False, []

    @rx.event
    def look_for_client(self):
        self.choosing, self.clients = True, []

    @rx.event(supersedes=True, debounce=60)
    async def find_client(self, words: str):
        found = await self._run(palette.found, words)
        self.clients = [hit for hit in found.clients if not hit.archived]

    @rx.event
    def write(self):
        """Someone is typing here: the others see it on the board."""
        self._writes(self.task.id)

    @rx.event
    async def add_item(self, form: dict[str, Any]):
        await self._keep("item", task_parts.add_item, self.task.id, _said(form, "item"))

    @rx.event
    async def tick(self, part: str, done: bool):
        await self._keep("item", task_parts.tick, self.task.id, part, done)

    @rx.event
    async def rename_item(self, part: str, value: str):
        await self._keep(str(part), task_parts.rename_item, self.task.id, part, value)

    @rx.event
    async def add_comment(self, form: dict[str, Any]):
        await self._keep("comment", task_parts.comment, self.task.id, _said(form, "comment"))
        self._writes("")
        return None if self.form_errors else rx.call_script("document.getElementById('comment').value = ''")

    @rx.event
    async def take_back(self, part: str):
        await self._keep("comment", task_parts.take_back, self.task.id, part)

    @rx.event
    async def add_label(self, form: dict[str, Any]):
        await self._keep("label", task_parts.add_label, self.task.id, _said(form, "tag"))

    @rx.event
    async def remove_label(self, name: str):
        await self._keep("label", task_parts.remove_label, self.task.id, name)

    @rx.event
    async def watch(self, done: bool):
        await self._run(task_parts.watch, self.task.id, done)
        await self._reload()

    @rx.event
    async def finish(self):
        """Done, and out of the way; the toast takes it back."""
        task_id, title = self.task.id, await self._run(tasks.finish, self.task.id)
        self.opened = False
        return [self._say(), _toast(f"Done: {title}", TaskSheet.reopen(task_id))]

    @rx.event
    async def reopen(self, task_id: str):
        title = await self._run(tasks.reopen, task_id)
        if self.opened:
            await self._reload()
        return rx.toast(plain(f"Open again: {title}"))

    @rx.event
    async def delete(self):
        task_id, title = self.task.id, await self._run(tasks.delete, self.task.id)
        self.opened = False
        return [self._say(), _toast(f"Deleted: {title}", TaskSheet.bring_back(task_id))]

    @rx.event
    async def bring_back(self, task_id: str):
        return rx.toast(plain(f"Back again: {await self._run(tasks.bring_back, task_id)}"))

    async def _open(self, task_id: object) -> None:
        self.task, choices = await self._run(task_page.opened, task_id)
        self.people, self.columns = choices.people, choices.columns
        self.labels = await self._run(task_labels.offered)
        self.marks, self.form_errors, self.clients, self.choosing = {}, {}, [], False
        self.opened = True

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
        if saved is None:
            mark = Mark("refused", self._turn, note=" ".join(self.form_errors.values()))
        else:
            mark = Mark("saved", self._turn, saved.at)
        self.marks = refused | {field: mark}
        await self._reload()

    async def _reload(self) -> None:
        if self.task.id:
            self._change(task=await self._run(task_page.page, self.task.id))

    async def _catch_up(self) -> None:
        """Others changed something; a task that is gone stays on show until something is done with it."""
        if self.opened and self.task.id:
            with suppress(DomainError):
                self._change(task=await self._run(changes.glanced, task_page.page, self.task.id))

    def _writes(self, task_id: str) -> None:
        PRESENCE.writes(self.router.session.client_token, task_id)

    def _say(self) -> Any:
        """In the address, beside what the page under it says there."""
        return address.put("task", self.task.id if self.opened else "")


def _said(form: object, name: str) -> object:
    return form.get(name, "") if isinstance(form, dict) else ""


def _toast(words: str, undo: Any) -> Any:
    return rx.toast(plain(words), action={"label": "Undo", "on_click": undo})  # pyright: ignore[reportArgumentType]
