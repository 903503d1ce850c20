"""What is looked for among the reviews, as the address says it."""

from dataclasses import replace
from typing import Any

import reflex as rx

from clientmanager.services import review_choices
from clientmanager.services.filters import Chip, FilterField
from clientmanager.services.review_choices import FIELDS
from clientmanager.services.review_filter import DUE, ReviewFilter, read_filter, without
from clientmanager.state import address
from clientmanager.state.base import AppState


class ReviewFilters(AppState, mixin=True):
    """The part of `ReviewList` that filters."""

    chips: list[Chip] = []
    fields: list[FilterField] = []
    ticked: list[str] = []
    """Field and value of every choice that is on."""
    view: str = DUE
    months: str = ""
    never: str = "first"
    _chosen: ReviewFilter = ReviewFilter()

    @rx.event
    async def choose_months(self, value: str):
        return await self._choose(replace(self._chosen, months=read_filter({"months": value}).months))

    @rx.event
    async def put_never(self, value: str):
        """Whom nobody ever spoke to stands first, or last."""
        return await self._choose(replace(self._chosen, never_last=value == "last"))

    @rx.event
    async def open_menu(self):
        self.fields = list(await self._run(review_choices.choices, self._chosen))

    @rx.event
    async def choose(self, field: str, value: str):
        """Let this value through too, or not any more."""
        if not isinstance(field, str) or field not in FIELDS or not isinstance(value, str):
            return None
        present = getattr(self._chosen, field)
        if value in present:
            return await self._choose(without(self._chosen, field, value))
        more = getattr(read_filter({"view": self.view, field: [value]}), field)
        return await self._choose(replace(self._chosen, **{field: (*present, *more)}))

    @rx.event
    async def drop(self, field: str):
        if isinstance(field, str) and field in FIELDS:
            return await self._choose(replace(self._chosen, **{field: ()}))
        return None

    @rx.event
    async def clear(self):
        """All of it, the search too."""
        said = await self._choose(self._chosen.widest)
        return [address.fill_in("search", "", even_so=True), said]

    async def _choose(self, chosen: ReviewFilter) -> Any:
        """Show it, as a step of the address."""
        raise NotImplementedError
