"""Many tasks of the list at once: ticked, shown what would change, changed, put back."""

import reflex as rx

from clientmanager.services import task_bulk, task_bulk_undo, task_page
from clientmanager.services.task_bulk import Preview
from clientmanager.state.base import AppState, plain, undoable
from clientmanager.state.task_list import TaskList

NOTHING = Preview("", "", (), "", "", 0, "")


class TaskBulk(AppState):
    ticked: dict[str, bool] = {}
    """Those that are chosen, whatever page they are on."""
    people: list[tuple[str, str]] = []
    columns: list[tuple[str, str]] = []
    preview: Preview = NOTHING
    opened: bool = False
    """The sheet that shows what would change."""
    _kind: str = ""
    _value: str = ""

    @rx.var
    def many_words(self) -> str:
        return f"{len(self.ticked)} chosen" if self.ticked else ""

    @rx.event
    async def tick(self, task_id: str):
        """Choose it too, or not any more."""
        if isinstance(task_id, str) and len(task_id) <= 40:
            await self._tick([task_id], on=task_id not in self.ticked)

    @rx.event
    async def tick_all(self):
        """All of the page; or none of it, where all are chosen."""
        shown = [row.card.id for group in (await self.get_state(TaskList)).groups for row in group.rows]
        missing = [one for one in shown if one not in self.ticked]
        await self._tick(missing or shown, on=bool(missing))

    @rx.event
    def clear(self):
        self.ticked = {}

    @rx.event
    async def consider(self, kind: str, value: str):
        """Show what would change."""
        self._kind, self._value, self.form_errors = str(kind), str(value), {}
        found = await self._submit(task_bulk.preview, list(self.ticked), kind, value)
        if found is None:
            return rx.toast.error(plain(" ".join(self.form_errors.values())))
        self.preview, self.opened = found, True
        return None

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    async def apply(self):
        done = await self._submit(task_bulk.apply, list(self.ticked), self._kind, self._value)
        if done is None:
            return None
        self.opened, self.ticked = False, {}
        await (await self.get_state(TaskList))._reload()
        if not done.undo:
            return rx.toast(plain(done.words))
        return undoable(done.words, TaskBulk.undo(done.undo), duration=60_000)

    @rx.event
    async def undo(self, handle: str):
        done = await self._run(task_bulk_undo.undo, handle)
        await (await self.get_state(TaskList))._reload()
        return rx.toast(plain(done.words))

    async def _tick(self, task_ids: list[str], *, on: bool) -> None:
        left = {one: True for one in self.ticked if one not in task_ids}
        both = left | dict.fromkeys(task_ids, True) if on else left
        self.ticked = dict(list(both.items())[: task_bulk.MOST])
        if not self.people:
            choices = await self._run(task_page.choices)
            self.people, self.columns = choices.people, choices.columns
