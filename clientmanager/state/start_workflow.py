"""Starting a workflow for a client: which one, its days, and who plays which part."""

from typing import Any

import reflex as rx

from clientmanager.services import workflow_start
from clientmanager.services.workflow_start import NOTHING_ASKED, StartForm
from clientmanager.state.base import AppState, plain
from clientmanager.state.client_tasks import ClientTasks
from clientmanager.state.client_workflows import ClientWorkflows


class StartWorkflow(AppState):
    opened: bool = False
    templates: list[tuple[str, str]] = []
    asked: StartForm = NOTHING_ASKED
    round: int = 0
    """Counts the openings, so that each begins empty."""
    _client: str = ""

    @rx.event
    async def start_for(self, client_id: str):
        self.templates = await self._run(workflow_start.offered)
        self._client, self.form_errors, self.asked = client_id if isinstance(client_id, str) else "", {}, NOTHING_ASKED
        if self.templates:
            self.asked = await self._run(workflow_start.form, self.templates[0][0], self._client)
        self.opened = True
        self.round += 1

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    async def choose(self, template_id: str):
        self.form_errors = {}
        self.asked = await self._run(workflow_start.form, template_id, self._client)

    @rx.event
    async def start(self, form: dict[str, Any]):
        name = await self._submit(workflow_start.start, self.asked.template_id, self._client, form)
        if name is None:
            return None
        self.opened = False
        await (await self.get_state(ClientTasks))._reload()
        await (await self.get_state(ClientWorkflows))._reload()
        return rx.toast(plain(f"Started: {name}"))
