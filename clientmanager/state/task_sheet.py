"""One task in the sheet beside whatever page it was opened from; the address names it."""

from contextlib import suppress
from typing import Any

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, palette, task_labels, task_moves, task_page, task_parts, tasks
from clientmanager.services.palette import Hit
from clientmanager.services.task_form import PRIORITIES
from clientmanager.state import address
from clientmanager.state.base import AppState, plain, undoable
from clientmanager.state.task_drafts import TaskDrafts


class TaskSheet(TaskDrafts, AppState):
    opened: bool = False
    people: list[tuple[str, str]] = []
    columns: list[tuple[str, str]] = []
    priorities: list[tuple[str, str]] = PRIORITIES
    labels: list[str] = []
    """Those that the practice has, offered while one types."""
    clients: list[Hit] = []
    """Whom the words in the client's field find."""
    choosing: bool = False
    """Whether another client is being looked for."""

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
    async def watch(self, done: bool):
        await self._run(task_parts.watch, self.task.id, done)
        await self._reload()

    @rx.event
    async def finish(self):
        """Done, and out of the way; the toast takes it back."""
        task_id, title = self.task.id, await self._run(tasks.finish, self.task.id)
        self.opened = False
        return [self._say(), undoable(f"Done: {title}", TaskSheet.reopen(task_id))]

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
        return [self._say(), undoable(f"Deleted: {title}", TaskSheet.bring_back(task_id))]

    @rx.event
    async def bring_back(self, task_id: str):
        return rx.toast(plain(f"Back again: {await self._run(tasks.bring_back, task_id)}"))

    async def _open(self, task_id: object) -> None:
        self.task, choices = await self._run(task_page.opened, task_id)
        self.people, self.columns = choices.people, choices.columns
        self.labels = await self._run(task_labels.offered)
        self.marks, self.form_errors, self.clients, self.choosing = {}, {}, [], False
        self.opened = True

    async def _catch_up(self) -> None:
        """Others changed something; a task that is gone stays on show until something is done with it."""
        if self.opened and self.task.id:
            with suppress(DomainError):
                self._change(task=await self._run(changes.glanced, task_page.page, self.task.id))

    def _say(self) -> Any:
        """In the address, beside what the page under it says there."""
        return address.put("task", self.task.id if self.opened else "")
