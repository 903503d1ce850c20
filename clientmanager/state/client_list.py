"""The list of clients."""

import json

import reflex as rx

from clientmanager.services import client_list, clients
from clientmanager.services.client_filter import LONGEST_SEARCH, ClientFilter
from clientmanager.services.client_list import ClientRow, Count
from clientmanager.state.base import AppState, plain


class ClientList(AppState):
    rows: list[ClientRow] = []
    count: Count = Count(0, 0)
    counted: bool = False
    loaded: bool = False
    search: str = ""
    archived: bool = False
    _first: str = ""
    _last: str = ""
    place: int = 1
    """The number of the first row shown."""
    has_next: bool = False
    has_previous: bool = False

    @rx.var
    def total_words(self) -> str:
        if not self.counted:
            return ""
        if self.search:
            return f"{_grouped(self.count.found)} of {_grouped(self.count.everyone)}"
        return _grouped(self.count.everyone)

    @rx.var
    def shown_words(self) -> str:
        return f"Rows {_grouped(self.place)} to {_grouped(self.place + len(self.rows) - 1)}" if self.rows else ""

    @rx.event
    async def load(self):
        await self._enter()
        self.search = self.router.url.query_parameters.get("q", "")[:LONGEST_SEARCH]
        self.archived = self.router.url.query_parameters.get("archived") == "1"
        await self._show()
        return [self._fill_in(), ClientList.recount]

    @rx.event(supersedes=True, debounce=40)
    async def search_for(self, words: str):
        self.search = words[:LONGEST_SEARCH] if isinstance(words, str) else ""
        await self._show()
        return [self._remember(), ClientList.recount]

    @rx.event
    async def show_archived(self, archived: bool):
        self.archived = archived is True
        await self._show()
        return [self._remember(), ClientList.recount]

    @rx.event
    async def show_other(self):
        """The same search among the clients that the view leaves out."""
        return ClientList.show_archived(not self.archived)

    @rx.event
    async def next_page(self):
        if self._last:
            await self._show(after=self._last)

    @rx.event
    async def previous_page(self):
        if self._first:
            await self._show(before=self._first)

    @rx.event(supersedes=True)
    async def recount(self):
        """The true count, after the rows: it never delays them."""
        self.count = await self._run(client_list.counted, self._chosen())
        self.counted = True

    @rx.event
    async def unarchive(self, client_id: str):
        name = await self._run(clients.unarchive, client_id)
        await self._show()
        return [rx.toast(plain(f"{name} is back among the clients.")), ClientList.recount]

    async def _show(self, after: str = "", before: str = "") -> None:
        page = await self._run(client_list.listed, self._chosen(), after=after, before=before)
        if before:
            self.place = max(1, self.place - client_list.PAGE)
        else:
            self.place = self.place + len(self.rows) if after else 1
        self.rows, self._first, self._last = page.rows, page.first, page.last
        self.has_previous, self.has_next = bool(page.first), bool(page.last)
        self.loaded = True

    def _chosen(self) -> ClientFilter:
        return ClientFilter(search=self.search, archived=self.archived)

    def _fill_in(self) -> rx.event.EventSpec:
        """Show the search that the address names, unless someone is typing another already."""
        return rx.call_script(
            f"(words => {{ const box = document.getElementById('search'); if (box && !box.value) box.value = words; }})"
            f"({json.dumps(plain(self.search))})"
        )

    def _remember(self) -> rx.event.EventSpec:
        """Keep search and view in the address, so that reload, back and a restart find them."""
        return rx.call_script(
            "((q, archived) => { const u = new URL(location.href); u.search = '';"
            " if (q) u.searchParams.set('q', q); if (archived) u.searchParams.set('archived', '1');"
            " history.replaceState(history.state, '', u); })"
            f"({json.dumps(plain(self.search))}, {json.dumps(self.archived)})"
        )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")
