"""The filters of the list of clients: the menu that adds them, and the chips that say them."""

from dataclasses import replace

import reflex as rx

from clientmanager.services import client_filter_choices
from clientmanager.services.client_filter import ClientFilter, read_filter, without
from clientmanager.services.client_filter_choices import FIELDS
from clientmanager.services.filters import Chip, FilterField
from clientmanager.state.base import AppState
from clientmanager.state.client_list import ClientList


class ClientFilters(AppState):
    chips: list[Chip] = []
    fields: list[FilterField] = []
    ticked: list[str] = []
    """Field and value of every choice that is on: "status active"."""

    @rx.event
    async def describe(self):
        """Say what the address chose."""
        await self._say((await self.get_state(ClientList))._chosen)

    @rx.event
    async def open_menu(self):
        archived = (await self.get_state(ClientList)).archived
        self.fields = list(await self._run(client_filter_choices.choices, archived=archived))

    @rx.event
    async def choose(self, field: str, value: str):
        """Let this value through too, or not any more."""
        listing = await self.get_state(ClientList)
        chosen = listing._chosen
        if field not in FIELDS or not isinstance(value, str):
            return None
        if value in getattr(chosen, field):
            chosen = without(chosen, field, value)
        else:
            more = getattr(read_filter({field: [value]}), field)
            chosen = replace(chosen, **{field: (*getattr(chosen, field), *more)})
        return await self._use(listing, chosen)

    @rx.event
    async def drop(self, field: str):
        listing = await self.get_state(ClientList)
        if field not in FIELDS:
            return None
        return await self._use(listing, replace(listing._chosen, **{field: ()}))

    @rx.event
    async def clear(self):
        """All of it, the search too; the view and the order stay."""
        listing = await self.get_state(ClientList)
        return await self._use(listing, listing._chosen.widest)

    @rx.event
    async def search_everyone(self):
        """The same search without filters, and among the archived where only they are found."""
        listing = await self.get_state(ClientList)
        elsewhere = ClientFilter(search=listing.search, archived=listing.outside.only_archived, sort=listing.sort)
        return await self._use(listing, elsewhere)

    async def _use(self, listing: ClientList, chosen: ClientFilter):
        shown = await listing._choose(chosen)
        await self._say(chosen)
        return shown

    async def _say(self, chosen: ClientFilter) -> None:
        self.ticked = [f"{field} {value}" for field in FIELDS for value in getattr(chosen, field)]
        self.chips = list(await self._run(client_filter_choices.chips, chosen)) if self.ticked else []
