"""How the task in the sheet repeats: offered, shown with its next days before it is kept, changed, stopped."""

from typing import Any

import reflex as rx

from clientmanager.services import task_repeats, task_series
from clientmanager.services.task_repeats import ON_HOLIDAYS, RepeatView
from clientmanager.state.base import AppState, plain
from clientmanager.state.task_sheet import TaskSheet


class TaskRepeat(AppState):
    view: RepeatView = RepeatView()
    task_id: str = ""
    """Whose this is."""
    choosing: bool = False
    comes_to: str = ""
    """The choice in words, with its next days."""
    on_holidays: list[tuple[str, str]] = ON_HOLIDAYS

    @rx.event
    async def load(self):
        """After the sheet: it never waits for this."""
        task = (await self.get_state(TaskSheet)).task
        self.task_id, self.choosing, self.comes_to, self.form_errors = task.id, False, "", {}
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
        saved = await self._submit(task_repeats.save, self.task_id, form)
        return None if saved is None else await self._done("Saved.")

    @rx.event
    async def give_to_all_following(self):
        await self._run(task_repeats.give_to_all_following, self.task_id)
        return await self._done("All that follow say the same now.")

    @rx.event
    async def stop(self):
        title = await self._run(task_series.stop, self.task_id)
        return await self._done(f"“{title}” repeats no more.")

    async def _done(self, words: str) -> Any:
        self.choosing = False
        self.view = await self._run(task_repeats.of_task, self.task_id)
        await (await self.get_state(TaskSheet))._reload()
        return rx.toast(plain(words))
