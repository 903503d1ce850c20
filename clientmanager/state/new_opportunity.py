"""The sheet in which an opportunity is added."""

from typing import Any

import reflex as rx

from clientmanager.services import opportunities, opportunity_page, palette
from clientmanager.services.opportunity_form import HOW_OFTEN
from clientmanager.services.palette import Hit
from clientmanager.state.base import AppState, plain
from clientmanager.state.client_page import ClientRecord, shown

PREFIX = "opportunity_"
"""Of the form's fields, so that none has the name of one on the page under it."""


class NewOpportunity(AppState):
    opened: bool = False
    round: int = 0
    """Counts the openings, so that each begins empty."""
    client_id: str = ""
    client: str = ""
    clients: list[Hit] = []
    people: list[tuple[str, str]] = []
    how_often: list[tuple[str, str]] = HOW_OFTEN
    _stage: str = ""

    @rx.event
    async def start(self, stage_id: str):
        """Into a stage, or where they begin."""
        self.client_id = self.client = ""
        await self._start(stage_id)

    @rx.event
    async def start_for_client(self):
        """For the client on show."""
        self.client_id = await shown(self)
        self.client = (await self.get_state(ClientRecord)).client.name if self.client_id else ""
        await self._start("")

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event(supersedes=True, debounce=60)
    async def find_client(self, words: str):
        found = await self._run(palette.found, words)
        self.clients = [hit for hit in found.clients if not hit.archived]

    @rx.event
    async def choose_client(self, client_id: str):
        chosen = next((hit for hit in self.clients if hit.id == client_id), None)
        if chosen:
            self.client_id, self.client, self.clients = chosen.id, chosen.name, []

    @rx.event
    def change_client(self):
        self.client_id = self.client = ""

    @rx.event
    async def create(self, form: dict[str, Any]):
        typed = form if isinstance(form, dict) else {}
        values = {name.removeprefix(PREFIX): value for name, value in typed.items() if str(name).startswith(PREFIX)}
        made = await self._submit(
            opportunities.create, {**values, "client_id": self.client_id, "stage_id": self._stage}
        )
        if made is not None:
            self.opened = False
            return rx.toast(plain(f"Added for {self.client}." if self.client else "Added."))
        return None

    async def _start(self, stage_id: object) -> None:
        self.people = [("", "The client’s own"), *(await self._run(opportunity_page.choices)).people]
        self._stage, self.clients, self.form_errors = stage_id if isinstance(stage_id, str) else "", [], {}
        self.opened = True
        self.round += 1
