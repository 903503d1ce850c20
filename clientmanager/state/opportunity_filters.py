"""What is looked for among the opportunities: one filter for board and list, as the address says it."""

from dataclasses import replace

import reflex as rx

from clientmanager.services import opportunity_filter_choices
from clientmanager.services.filters import Chip, FilterField
from clientmanager.services.opportunity_filter import OpportunityFilter, as_query, read_filter, without
from clientmanager.services.opportunity_filter_choices import FIELDS
from clientmanager.state import address
from clientmanager.state.base import AppState

ONE_VALUE = ("when", "client")
"""Fields that hold one value: another takes its place."""


class OpportunityFilters(AppState):
    """Each view reads the address into it when it is loaded, and shows itself anew after one of these events."""

    chips: list[Chip] = []
    fields: list[FilterField] = []
    ticked: list[str] = []
    """Field and value of every choice that is on: "whose me"."""
    query: str = ""
    """Of the address: the other view is led to with it."""
    narrowed: bool = False
    _chosen: OpportunityFilter = OpportunityFilter()

    @rx.event
    async def open_menu(self):
        self.fields = list(await self._run(opportunity_filter_choices.choices))

    @rx.event
    async def choose(self, field: str, value: str):
        """Let this value through too, or not any more."""
        if not isinstance(field, str) or field not in FIELDS or not isinstance(value, str):
            return
        chosen = self._chosen
        present = getattr(chosen, field)
        if value == present or (isinstance(present, tuple) and value in present):
            await self._choose(without(chosen, field, value))
            return
        more = getattr(read_filter({field: [value]}), field)
        await self._choose(replace(chosen, **{field: more if field in ONE_VALUE else (*present, *more)}))

    @rx.event
    async def drop(self, field: str):
        if isinstance(field, str) and field in FIELDS:
            await self._choose(replace(self._chosen, **{field: getattr(OpportunityFilter(), field)}))

    @rx.event
    async def clear(self):
        """All of it, the search too."""
        await self._choose(OpportunityFilter())
        return address.fill_in("search", "", even_so=True)

    @rx.event
    async def describe(self):
        """Say in chips what the address chose."""
        await self._describe()

    def _read(self) -> OpportunityFilter:
        """What the address of the page says."""
        self._take(read_filter(self.router.url.query))
        return self._chosen

    async def _choose(self, chosen: OpportunityFilter) -> None:
        self._take(chosen)
        await self._describe()

    async def _describe(self) -> None:
        self.chips = list(await self._run(opportunity_filter_choices.chips, self._chosen)) if self.ticked else []

    def _take(self, chosen: OpportunityFilter) -> None:
        self._chosen = chosen
        self._change(
            query=as_query(chosen),
            narrowed=chosen.narrows,
            ticked=[f"{field} {value}" for field in FIELDS for value in _values(getattr(chosen, field))],
        )


def _values(held: str | tuple[str, ...]) -> tuple[str, ...]:
    return held if isinstance(held, tuple) else (held,) if held else ()
