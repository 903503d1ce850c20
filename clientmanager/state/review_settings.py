"""How often the clients of each category are reviewed."""

from typing import Any

import reflex as rx

from clientmanager.services import review_cycles
from clientmanager.services.review_cycles import CycleRow
from clientmanager.state.base import AppState, plain

NO_CYCLE = CycleRow("", "", "", "", "", "", "")


class ReviewSettings(AppState):
    cycles: list[CycleRow] = []
    loaded: bool = False
    opened: bool = False
    cycle: CycleRow = NO_CYCLE
    round: int = 0

    @rx.event
    async def load(self):
        self.opened = False
        self.cycles = await self._arrive(review_cycles.listed)
        self.loaded = True

    @rx.event
    def change(self, name: str):
        """The cycle of this category."""
        self.cycle = next((one for one in self.cycles if one.category == name), NO_CYCLE)
        self.form_errors = {}
        self.opened = bool(self.cycle.words)
        self.round += 1

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True and bool(self.cycle.words)

    @rx.event
    async def keep(self, form: dict[str, Any]):
        words = await self._submit(review_cycles.set_for_category, self.cycle.category, form)
        if words is None:
            return None
        self.opened = False
        self.cycles = await self._run(review_cycles.listed)
        return rx.toast(plain(words))
