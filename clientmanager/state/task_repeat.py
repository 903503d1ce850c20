"""How the task in the sheet repeats: offered, shown with its next days before it is kept, changed, stopped."""

from typing import Any

import reflex as rx

from clientmanager.services import task_repeats
from clientmanager.services.task_repeats import ON_HOLIDAYS, Done, RepeatView
from clientmanager.state.base import AppState, plain, undoable
from clientmanager.state.task_sheet import TaskSheet


class TaskRepeat(AppState):
    view: RepeatView = RepeatView()
    task_id: str = ""
    """Whose this is."""
    choosing: bool = False
    comes_to: str = ""
    """The choice in words, with its next days."""
    undo: str = ""
    """The handle by which the last change is put back, also by those whose keys do not leave the sheet."""
    on_holidays: list[tuple[str, str]] = ON_HOLIDAYS

    @rx.event
    async def load(self):
        """After the sheet: it never waits for this."""
        task = (await self.get_state(TaskSheet)).task
        self.task_id, self.choosing, self.comes_to, self.undo, self.form_errors = task.id, False, "", "", {}
        self.view = await self._run(task_repeats.of_task, task.id) if task.id else RepeatView()

    @rx.event
    async def choose(self, opened: bool):
        self.choosing, self.comes_to, self.form_errors = opened is True, "", {}
        if self.choosing and self.view.choices:
            self.comes_to = await self._run(task_repeats.preview, self.task_id, {"repeat": self.view.choices[0][0]})

    @rx.event(supersedes=True, debounce=80)
    async def show(self, form: dict[str, Any]):
        """While one chooses."""
        words = await self._submit(task_repeats.preview, self.task_id, form)
        self.comes_to = words or ""

    @rx.event
    async def save(self, form: dict[str, Any]):
        done = await self._submit(task_repeats.save, self.task_id, form)
        return None if done is None else await self._say(done)

    @rx.event
    async def give_to_all_following(self):
        return await self._say(await self._run(task_repeats.give_to_all_following, self.task_id))

    @rx.event
    async def stop(self):
        return await self._say(await self._run(task_repeats.stop, self.task_id))

    @rx.event
    async def put_back(self, handle: str):
        """The sheet may show another task by now, or none."""
        return await self._say(await self._run(task_repeats.put_back, handle))

    async def _say(self, done: Done) -> Any:
        self.choosing, self.undo = False, done.undo
        if self.task_id:
            self.view = await self._run(task_repeats.of_task, self.task_id)
        await (await self.get_state(TaskSheet))._reload()
        return undoable(done.words, TaskRepeat.put_back(done.undo)) if done.undo else rx.toast(plain(done.words))
