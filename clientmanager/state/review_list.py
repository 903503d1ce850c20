"""The lists of reviews: due, booked, held, and whom nobody spoke to. All that they show is in the address."""

from dataclasses import replace
from typing import Any

import reflex as rx

from clientmanager.services import review_choices, review_list
from clientmanager.services.client_list import grouped
from clientmanager.services.review_choices import FIELDS
from clientmanager.services.review_filter import SILENT, ReviewFilter, as_query, read_filter
from clientmanager.services.review_list import Count, ReviewRow
from clientmanager.state import address
from clientmanager.state.base import AppState
from clientmanager.state.review_filters import ReviewFilters

_KIND = {"due": "due", "booked": "booked", "held": "held", "silent": "not spoken to"}


class ReviewList(ReviewFilters, AppState):
    rows: list[ReviewRow] = []
    count: Count = Count(0, 0)
    loaded: bool = False
    sort: str = ""
    search: str = ""
    narrowed: bool = False
    has_next: bool = False
    has_previous: bool = False
    _first: str = ""
    _last: str = ""

    @rx.var
    def count_words(self) -> str:
        found, everyone = grouped(self.count.found), grouped(self.count.everyone)
        kind = _KIND[self.view]
        return f"{found} {kind}" if found == everyone else f"{found} of {everyone} {kind}"

    @rx.event
    async def load(self):
        await self._show(read_filter(self.router.url.query), arriving=True)
        return address.fill_in("search", self.search)

    @rx.event
    async def moved(self):
        """Back, forward, or a link to the list while it is shown."""
        await self._show(read_filter(self.router.url.query))
        return address.fill_in("search", self.search, even_so=True)

    @rx.event
    async def show_view(self, name: str):
        """What was filtered for goes along; how one that is due stands does not."""
        view = read_filter({"view": name}).view
        return await self._choose(replace(self._chosen, view=view, stands=(), sort=""))

    @rx.event(supersedes=True, debounce=40)
    async def search_for(self, words: str):
        said = {"q": words} if isinstance(words, str) else {}
        await self._show(replace(self._chosen, search=read_filter(said).search))
        return self._address(step=False)

    @rx.event
    async def sort_by(self, field: str):
        """By this field; by it the other way round, where it is so already."""
        field = read_filter({"sort": field}).sort or "when"
        same = (self.sort or "when") == field
        return await self._choose(replace(self._chosen, sort=f"-{field}" if same else field))

    @rx.event
    async def next_page(self):
        if self._last:
            await self._show(self._chosen, after=self._last)

    @rx.event
    async def previous_page(self):
        if self._first:
            await self._show(self._chosen, before=self._first)

    async def _choose(self, chosen: ReviewFilter) -> Any:
        await self._show(chosen)
        return self._address(step=True)

    async def _reload(self) -> None:
        """After something was done with one of them."""
        if self.loaded:
            await self._show(self._chosen)

    async def _show(self, chosen: ReviewFilter, *, arriving: bool = False, **key: str) -> None:
        road = self._arrive if arriving else self._run
        page, self.count = await road(review_list.page_and_count, chosen, **key)
        chips = await self._run(review_choices.chips, chosen) if chosen.narrows else ()
        self._chosen, self._first, self._last = chosen, page.first, page.last
        self._change(
            rows=page.rows,
            chips=list(chips),
            ticked=[f"{field} {value}" for field in FIELDS for value in getattr(chosen, field)],
            view=chosen.view,
            sort=chosen.sort,
            months=str(chosen.months) if chosen.view == SILENT else "",
            never="last" if chosen.never_last else "first",
            search=chosen.search,
            narrowed=chosen.narrows,
            has_next=bool(page.last),
            has_previous=bool(page.first),
            loaded=True,
        )

    def _address(self, *, step: bool) -> Any:
        return address.say("/reviews", as_query(self._chosen), step=step)
