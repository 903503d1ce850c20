"""When one is reminded of the task in the sheet; each has their own."""

from typing import Any

import reflex as rx

from clientmanager.services import reminders
from clientmanager.services.reminders import CHOICES
from clientmanager.state.base import AppState
from clientmanager.state.task_sheet import TaskSheet


class TaskReminders(AppState):
    choices: list[tuple[str, str]] = list(CHOICES)
    refused: str = ""

    @rx.event
    async def remind(self, value: str):
        """So many minutes before it is due, or at a moment."""
        sheet = await self.get_state(TaskSheet)
        await self._submit(reminders.set, sheet.task.id, value)
        self.refused = " ".join(self.form_errors.values())
        await sheet._reload()

    @rx.event
    async def remind_at(self, form: dict[str, Any]):
        return TaskReminders.remind(str(form.get("moment", "")) if isinstance(form, dict) else "")

    @rx.event
    async def drop_reminder(self, reminder_id: str):
        await self._run(reminders.drop, reminder_id)
        self.refused = ""
        await (await self.get_state(TaskSheet))._reload()
