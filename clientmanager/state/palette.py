"""The palette: who and what was found, for the words typed last."""

import reflex as rx

from clientmanager.services import palette
from clientmanager.services.palette import Found, Hit, Offer
from clientmanager.state.base import AppState

PLACES = palette.PLACES


class Palette(AppState):
    offers: list[Offer] = []
    lately: list[Hit] = []
    found: Found = Found()

    @rx.event(supersedes=True)
    async def offer(self):
        """What this user may do, and whom they saw last; asked each time that the palette opens."""
        self.offers = await self._run(palette.offered)
        self.lately = await self._run(palette.lately)
        self.found = Found()

    @rx.event(supersedes=True, debounce=40)
    async def find(self, words: str):
        self.found = await self._run(palette.found, words)
