"""The open opportunities of the client on show."""

import reflex as rx

from clientmanager.services import changes, opportunity_list
from clientmanager.services.opportunity_board import Card
from clientmanager.state.base import AppState
from clientmanager.state.client_page import shown


class ClientOpportunities(AppState):
    rows: list[Card] = []
    client_id: str = ""
    """Whose they are."""

    @rx.event
    async def load(self):
        """After the page: it never waits for them."""
        self.client_id = await shown(self)
        await self._reload()

    async def _reload(self) -> None:
        if self.client_id:
            rows = await self._run(changes.glanced, opportunity_list.of_client, self.client_id)
            self._change(rows=list(rows))
