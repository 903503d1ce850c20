"""Starting a workflow, for a client or for the practice itself: which one, its days, and who plays which part."""

from typing import Any

import reflex as rx

from clientmanager.services import palette, workflow_start
from clientmanager.services.palette import Hit
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
    choosing: bool = False
    """Whether the client is chosen here, and not by the page on which it was begun."""
    client: str = ""
    """The name of the client that was chosen here."""
    clients: list[Hit] = []
    """Whom the words in the client's field find."""
    _client: str = ""

    @rx.event
    async def start_for(self, client_id: str):
        """For this client; empty: for whoever is chosen, or for the practice itself."""
        self._client = client_id if isinstance(client_id, str) else ""
        self.templates = await self._run(workflow_start.offered, self._client)
        self.form_errors, self.asked = {}, NOTHING_ASKED
        self.choosing, self.client, self.clients = not self._client, "", []
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

    @rx.event(supersedes=True, debounce=60)
    async def find_client(self, words: str):
        found = await self._run(palette.found, words)
        self.clients = [hit for hit in found.clients if not hit.archived]

    @rx.event
    async def choose_client(self, client_id: str):
        chosen = next((one for one in self.clients if one.id == client_id), None)
        if self.choosing and chosen:
            self.asked = await self._run(workflow_start.form, self.asked.template_id, chosen.id)
            self._client, self.client, self.clients = chosen.id, chosen.name, []
            self.form_errors = {field: words for field, words in self.form_errors.items() if field != "client_id"}

    @rx.event
    def look_for_another(self):
        if self.choosing:
            self._client, self.client, self.clients = "", "", []

    @rx.event
    async def start(self, form: dict[str, Any]):
        name = await self._submit(workflow_start.start, self.asked.template_id, self._client, form)
        if name is None:
            return None
        self.opened = False
        if not self.choosing:
            await (await self.get_state(ClientTasks))._reload()
            await (await self.get_state(ClientWorkflows))._reload()
        return rx.toast(plain(f"Started: {name}"))
