"""The records of advice of the client on show."""

import reflex as rx

from clientmanager.services import advice, advice_page, changes
from clientmanager.services.advice_page import AdviceLine
from clientmanager.state.base import AppState
from clientmanager.state.client_page import shown


class ClientAdvice(AppState):
    rows: list[AdviceLine] = []
    client_id: str = ""
    """Whose records these are."""
    any_locked: bool = False

    @rx.event
    async def load(self):
        """After the page, as its tasks."""
        self.client_id = await shown(self)
        if self.client_id:
            rows = await self._run(changes.glanced, advice_page.listed, self.client_id)
            self._change(rows=rows, any_locked=any(row.has_locked for row in rows))

    @rx.event
    async def begin(self, client_id: str):
        advice_id = await self._run(advice.begin, client_id)
        return rx.redirect(f"/clients/{client_id}/advice/{advice_id}")
