"""What is to be done for the client on show."""

import reflex as rx

from clientmanager.services import changes, task_list
from clientmanager.services.task_filter import TaskFilter
from clientmanager.services.task_list import Row
from clientmanager.state.base import AppState
from clientmanager.state.client_page import shown


class ClientTasks(AppState):
    rows: list[Row] = []
    open: int = 0
    client_id: str = ""
    """Whose tasks these are."""

    @rx.event
    async def load(self):
        """After the page: it never waits for its tasks."""
        self.client_id = await shown(self)
        await self._reload()

    async def _reload(self) -> None:
        if not self.client_id:
            return
        page, count = await self._run(changes.glanced, task_list.page_and_count, TaskFilter(client=self.client_id))
        self._change(rows=list(page.rows), open=count.found)
