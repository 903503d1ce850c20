"""The files of the task in the sheet. Their bytes come and go over HTTP; what is there, the sheet's own task says."""

import reflex as rx

from clientmanager.services import task_files
from clientmanager.services.task_file_form import LARGEST, LARGEST_WORDS
from clientmanager.state.base import AppState
from clientmanager.state.task_sheet import TaskSheet


class TaskFiles(AppState):
    largest: int = LARGEST
    """Bytes that one may have: a larger one is not sent at all."""
    largest_words: str = LARGEST_WORDS

    removed_id: str = ""
    """The file that was removed last; the sheet offers it back, where keys come to it."""
    removed_name: str = ""
    removed_from: str = ""
    """Its task."""

    @rx.event
    async def arrived(self, task_id: str):
        """One was kept; the sheet may show another task by now."""
        sheet = await self.get_state(TaskSheet)
        if sheet.task.id == task_id:
            await sheet._reload()

    @rx.event
    async def remove(self, file_id: str):
        """Away at once; the line in its place brings it back."""
        name = await self._run(task_files.remove, file_id)
        sheet = await self.get_state(TaskSheet)
        self.removed_id, self.removed_name, self.removed_from = file_id, name, sheet.task.id
        await sheet._reload()

    @rx.event
    async def bring_back(self, file_id: str):
        await self._run(task_files.bring_back, file_id)
        self.removed_id = self.removed_name = self.removed_from = ""
        await (await self.get_state(TaskSheet))._reload()
