"""Search over everything that was written, while it is typed. All that it shows is in the address."""

from dataclasses import replace
from urllib.parse import urlencode

import reflex as rx

from clientmanager.services import interaction_search
from clientmanager.services.interaction_form import WORDS
from clientmanager.services.interaction_search import FoundEntry, Result, Search, read_search
from clientmanager.state import address
from clientmanager.state.base import AppState


class InteractionSearch(AppState):
    rows: list[FoundEntry] = []
    many: str = ""
    loaded: bool = False
    kinds: list[tuple[str, str]] = [(kind.value, words) for kind, words in WORDS.items()]
    kind: str = ""
    author: str = ""
    client: str = ""
    client_name: str = ""
    people: list[tuple[str, str]] = []
    newest: bool = False
    sought: str = ""
    _search: Search = Search()

    @rx.var
    def kind_name(self) -> str:
        return dict(self.kinds).get(self.kind, "")

    @rx.var
    def author_name(self) -> str:
        return dict(self.people).get(self.author, "")

    @rx.event
    async def load(self):
        await self._enter()
        await self._read_address()
        self.loaded = True
        return address.fill_in("search", self._search.words)

    @rx.event
    async def moved(self):
        """Back, forward, or a link to this page while it is shown."""
        await self._read_address()
        return address.fill_in("search", self._search.words, even_so=True)

    @rx.event(supersedes=True, debounce=40)
    async def search_for(self, words: str):
        said = {"q": words} if isinstance(words, str) else {}
        await self._find(replace(self._search, words=read_search(said).words))
        return self._say(step=False)

    @rx.event
    async def only(self, kind: str):
        """Only this kind of entry; "" for all."""
        return await self._narrow(replace(self._search, kinds=read_search({"kind": kind}).kinds))

    @rx.event
    async def by(self, user: str):
        """Only what this person wrote or took part in; "" for everybody."""
        return await self._narrow(replace(self._search, author=read_search({"who": user}).author))

    @rx.event
    async def of_everybody(self):
        """No longer of one client only."""
        return await self._narrow(replace(self._search, client=""))

    @rx.event
    async def everywhere(self):
        """The same words, in everything."""
        return await self._narrow(Search(words=self._search.words))

    @rx.event
    async def by_day(self, newest: bool):
        """The newest first, or what fits best."""
        return await self._narrow(replace(self._search, newest=newest is True))

    async def _read_address(self) -> None:
        search = read_search(self.router.url.query)
        everybody, self.client_name = await self._run(interaction_search.people_and_client, search)
        self.people = [*everybody.items()]
        await self._find(search)

    async def _narrow(self, search: Search) -> rx.event.EventSpec:
        await self._find(search)
        return self._say(step=True)

    async def _find(self, search: Search) -> None:
        result: Result = await self._run(interaction_search.found, search)
        self._search = search
        self.kind, self.author, self.client = next(iter(search.kinds), ""), search.author, search.client
        self.newest, self.sought = search.newest, search.words
        self.client_name = self.client_name if search.client else ""
        self.rows, self.many = list(result.rows), result.many

    def _say(self, *, step: bool) -> rx.event.EventSpec:
        said = {
            "q": self._search.words,
            "client": self._search.client,
            "who": self._search.author,
            "kind": self.kind,
            "since": str(self._search.since or ""),
            "until": str(self._search.until or ""),
            "sort": "newest" if self._search.newest else "",
        }
        return address.say("/search", urlencode({name: value for name, value in said.items() if value}), step=step)
