"""The step of a workflow that the task in the sheet is: what it asks is filled in, and it is finished or skipped."""

from typing import Any

import reflex as rx

from clientmanager.services import workflow_answers
from clientmanager.services.workflow_answers import Came
from clientmanager.state.base import AppState, plain, undoable
from clientmanager.state.task_sheet import TaskSheet


class TaskStep(AppState):
    _refused: dict[str, str] = {}
    """Why it could not be finished: said until it is tried again, also while more is typed."""
    _refused_task: str = ""

    @rx.event
    async def keep(self, task_id: str, form: dict[str, Any]):
        """While one types; what cannot be read says so beside its field."""
        await self._submit(workflow_answers.keep, task_id, form)
        if self._refused_task == task_id:
            self._change(form_errors=self._refused | self.form_errors)

    @rx.event
    async def finish(self, form: dict[str, Any]):
        sheet = await self.get_state(TaskSheet)
        came = await self._submit(workflow_answers.finish, sheet.task.id, form)
        self._refused, self._refused_task = self.form_errors, sheet.task.id
        if came is None:
            # someone else may have finished it: whoever is refused sees how it is now, and what was typed stays
            await sheet._reload()
            return None
        return self._leave(sheet, came)

    @rx.event
    async def finish_plainly(self):
        """Of a step that asks nothing; what comes next is said as well."""
        sheet = await self.get_state(TaskSheet)
        return self._leave(sheet, await self._run(workflow_answers.finish, sheet.task.id, None))

    @rx.event
    async def skip(self):
        sheet = await self.get_state(TaskSheet)
        return self._leave(sheet, await self._run(workflow_answers.skip, sheet.task.id))

    @rx.event
    async def take_back(self, task_id: str):
        title = await self._run(workflow_answers.take_back, task_id)
        sheet = await self.get_state(TaskSheet)
        if sheet.opened:
            await sheet._reload()
        return rx.toast(plain(f"Open again: {title}"))

    def _leave(self, sheet: TaskSheet, came: Came) -> Any:
        sheet.opened = False
        return [sheet._say(), undoable(came.words, TaskStep.take_back(came.task_id))]
