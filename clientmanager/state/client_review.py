"""The review that is to come with the client on show."""

import reflex as rx

from clientmanager.services import changes, review_page
from clientmanager.services.review_page import Brief
from clientmanager.state.base import AppState
from clientmanager.state.client_page import shown


class ClientReview(AppState):
    review: Brief = Brief()
    client_id: str = ""
    """Whose it is."""

    @rx.event
    async def load(self):
        """After the page, as its tasks."""
        self.client_id = await shown(self)
        await self._reload()

    async def _reload(self) -> None:
        if self.client_id:
            self._change(review=await self._run(changes.glanced, review_page.brief, self.client_id))
