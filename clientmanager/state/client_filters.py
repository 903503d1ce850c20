"""The filters of the list of clients: the menu that adds them, the chips that say them, and what they leave out."""

from dataclasses import replace

import reflex as rx

from clientmanager.services import client_filter_choices, client_list
from clientmanager.services.client_filter import ClientFilter, read_filter, without
from clientmanager.services.client_filter_choices import FIELDS, Chip, FilterField, grouped
from clientmanager.services.client_list import Outside
from clientmanager.state.base import AppState
from clientmanager.state.client_list import ClientList


class ClientFilters(AppState):
    chips: list[Chip] = []
    fields: list[FilterField] = []
    ticked: list[str] = []
    """Field and value of every choice that is on: "status active"."""
    outside: Outside = Outside()

    @rx.var
    def outside_words(self) -> str:
        """ "Outside these filters there are 2: Mokoena, Thandiwe and Mokoena, Joseph"."""
        if not self.outside.many:
            return ""
        where = "among the archived" if self.outside.many == self.outside.archived else "outside these filters"
        many = f"{'is' if self.outside.many == 1 else 'are'} {grouped(self.outside.many)}"
        more = self.outside.many - len(self.outside.names)
        names = " and ".join([*self.outside.names, *([f"{grouped(more)} more"] if more else [])])
        return f"{where.capitalize()} there {many}: {names}."

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

    @rx.event(supersedes=True)
    async def look_outside(self):
        """Where nobody was found: whom the search finds elsewhere."""
        self.outside = await self._run(client_list.outside, (await self.get_state(ClientList))._chosen)

    @rx.event
    async def search_everyone(self):
        """The same search without filters, and among the archived where only they are found."""
        listing = await self.get_state(ClientList)
        archived = self.outside.many > 0 and self.outside.archived == self.outside.many
        return await self._use(listing, ClientFilter(search=listing.search, archived=archived, sort=listing.sort))

    async def _use(self, listing: ClientList, chosen: ClientFilter):
        shown = await listing._choose(chosen)
        await self._say(chosen)
        return shown

    async def _say(self, chosen: ClientFilter) -> None:
        self.ticked = [f"{field} {value}" for field in FIELDS for value in getattr(chosen, field)]
        self.chips = list(await self._run(client_filter_choices.chips, chosen)) if self.ticked else []
