"""The list of clients. All that it shows is in the address: reload, back and a restart of the server find it there."""

from dataclasses import replace

import reflex as rx

from clientmanager.services import client_list
from clientmanager.services.client_filter import ClientFilter, as_query, read_filter
from clientmanager.services.client_list import ClientRow, Count, Outside, grouped
from clientmanager.state import address
from clientmanager.state.base import AppState


class ClientList(AppState):
    rows: list[ClientRow] = []
    count: Count = Count(0, 0)
    counted: bool = False
    outside: Outside = Outside()
    """Where nobody was found."""
    loaded: bool = False
    search: str = ""
    narrowed: bool = False
    archived: bool = False
    sort: str = "name"
    query: str = ""
    """Of the address without the page; a row leads to its client with it."""
    place: int = 1
    """The number of the first row shown."""
    has_next: bool = False
    has_previous: bool = False
    _chosen: ClientFilter = ClientFilter()
    _first: str = ""
    _last: str = ""

    @rx.var
    def total_words(self) -> str:
        if not self.counted:
            return ""
        return f"{grouped(self.count.found)} of {self.everyone_words}" if self.narrowed else self.everyone_words

    @rx.var
    def everyone_words(self) -> str:
        return grouped(self.count.everyone)

    @rx.var
    def shown_words(self) -> str:
        last = self.place + len(self.rows) - 1
        return f"Rows {grouped(self.place)} to {grouped(last)}" if self.rows else ""

    @rx.event
    async def load(self):
        self.counted = False
        await self._read_address(arriving=True)
        return [address.fill_in("search", self.search), ClientList.recount]

    @rx.event
    async def moved(self):
        """Back, forward, or a link to the list while it is shown."""
        await self._read_address()
        return [address.fill_in("search", self.search, even_so=True), ClientList.recount]

    @rx.event(supersedes=True, debounce=25)
    async def search_for(self, words: str):
        said = {"q": words} if isinstance(words, str) else {}
        await self._show(replace(self._chosen, search=read_filter(said).search))
        return [self._address(step=False), ClientList.recount]

    @rx.event
    async def sort_by(self, field: str):
        """By this field; by it the other way round, where it is so already."""
        field = field if isinstance(field, str) else ""
        if self.sort.removeprefix("-") == field.removeprefix("-"):
            field = self.sort.removeprefix("-") if self.sort.startswith("-") else f"-{self.sort}"
        return await self._choose(replace(self._chosen, sort=read_filter({"sort": field}).sort))

    @rx.event
    async def show_archived(self, archived: bool):
        return await self._choose(replace(self._chosen, archived=archived is True))

    @rx.event
    async def next_page(self):
        if not self._last:
            return None
        await self._show(self._chosen, after=self._last, place=self.place + len(self.rows))
        return self._address(step=True)

    @rx.event
    async def previous_page(self):
        if not self._first:
            return None
        await self._show(self._chosen, before=self._first, place=max(1, self.place - client_list.PAGE))
        return self._address(step=True)

    @rx.event(supersedes=True)
    async def recount(self):
        """The true count, after the rows: it never delays them. Everyone in a view is counted once."""
        known = self.count.everyone if self.counted else None
        self.count = await self._run(client_list.counted, self._chosen, everyone=known)
        self.counted = True
        self.outside = Outside() if self.count.found else await self._run(client_list.outside, self._chosen)

    async def _choose(self, chosen: ClientFilter):
        await self._show(chosen)
        return [address.fill_in("search", self.search, even_so=True), self._address(step=True), ClientList.recount]

    async def _read_address(self, *, arriving: bool = False) -> None:
        said = self.router.url
        start, place = said.query_parameters.get("from", ""), address.number(said.query_parameters.get("row", ""))
        await self._show(read_filter(said.query), arriving=arriving, start=start, place=place)

    async def _show(self, chosen: ClientFilter, *, place: int = 1, arriving: bool = False, **key: str) -> None:
        road = self._arrive if arriving else self._run
        page = await road(client_list.listed, chosen, **key)
        if chosen.archived != self.archived:
            self.counted = False
        self._chosen, self._first, self._last = chosen, page.first, page.last
        self._change(
            search=chosen.search,
            archived=chosen.archived,
            sort=chosen.sort,
            narrowed=chosen.narrows,
            query=as_query(chosen),
            place=place if page.first else 1,
            has_previous=bool(page.first),
            has_next=bool(page.last),
            loaded=True,
        )
        self.rows = page.rows

    def _address(self, *, step: bool) -> rx.event.EventSpec:
        page = [f"from={self.rows[0].id}", f"row={self.place}"] if self.has_previous and self.rows else []
        return address.say("/clients", "&".join(filter(None, [self.query, *page])), step=step)
