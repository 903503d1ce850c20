"""The workflows of the client on show."""

import reflex as rx

from clientmanager.services import changes, workflow_progress
from clientmanager.services.workflow_progress import Progress
from clientmanager.state.base import AppState
from clientmanager.state.client_page import shown


class ClientWorkflows(AppState):
    rows: list[Progress] = []
    client_id: str = ""
    """Whose workflows these are."""

    @rx.event
    async def load(self):
        """After the page, as its tasks."""
        self.client_id = await shown(self)
        await self._reload()

    async def _reload(self) -> None:
        if self.client_id:
            self._change(rows=await self._run(changes.glanced, workflow_progress.progress, self.client_id))
