"""A timeline: its entries, the year, what is older and newer. The part that the client's and the practice's share."""

from contextlib import suppress
from typing import Any

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, timeline, timeline_filter
from clientmanager.services.timeline import Month, Seen
from clientmanager.services.timeline_entry import TimelineRow
from clientmanager.services.timeline_filter import EVERYTHING
from clientmanager.state.base import AppState
from clientmanager.state.timeline_filters import TimelineFilters
from clientmanager.state.timeline_work import TimelineWork

PRACTICE = "practice"


class TimelineView(TimelineFilters, TimelineWork, AppState, mixin=True):
    rows: list[TimelineRow] = []
    pinned: list[TimelineRow] = []
    year: list[Month] = []
    older: str = ""
    newer: str = ""
    of: str = ""
    """Whose it is: a client's id, or "practice"; empty before it is loaded."""
    unfolded: dict[str, str] = {}
    """All words of those that somebody unfolded: by the ids of the entry and of its amendments."""

    @rx.event
    async def count_up(self):
        """After the entries: they never wait for their number."""
        if self.of:
            count, people = await self._run(timeline.numbered, self._client, self._chosen)
            self._change(count=count, people=people)

    @rx.event
    async def choose(self, name: str, value: str):
        """One filter on, off or another way."""
        self._filter(timeline_filter.changed(self._chosen, name, value))
        return await self._anew()

    @rx.event
    async def choose_all(self):
        """No filter at all, from the newest."""
        self._filter(EVERYTHING)
        self.at = ""
        return await self._anew()

    @rx.event
    async def turn_to(self, day: str):
        """The entries of that day and before; from the newest where it is empty."""
        found = timeline_filter.read_day(day)
        self.at = found.isoformat() if found else ""
        return await self._anew()

    @rx.event
    async def show_older(self):
        if self.older:
            page = await self._run(timeline.listed, self._client, self._chosen, after=self.older)
            self.rows, self.older = [*self.rows, *page.rows], page.older

    @rx.event
    async def show_newer(self):
        if self.newer:
            page = await self._run(timeline.listed, self._client, self._chosen, before=self.newer)
            self.rows, self.newer = [*page.rows, *self.rows], page.newer

    @rx.event
    async def unfold(self, entry_id: str):
        """All that was written there; of a removed entry, what was removed."""
        self.unfolded = {**self.unfolded, **await self._run(timeline.whole, entry_id)}

    @property
    def _client(self) -> str:
        return "" if self.of == PRACTICE else self.of

    async def _anew(self) -> list[Any]:
        if self.of:
            self._show(await self._run(timeline.seen, self._client, self._chosen, self._day))
        return [self._say(), type(self).count_up()]

    def _show(self, seen: Seen) -> None:
        page = seen.page
        self._change(rows=list(page.rows), older=page.older, newer=page.newer)
        self._change(pinned=list(seen.pinned), year=list(seen.year))

    async def _again(self) -> None:
        """As it is now, as far as it is open."""
        start = self.rows[0].key if self.rows and self.newer else ""
        many = max(len(self.rows), timeline.PAGE)
        seen = await self._run(changes.glanced, timeline.caught_up, self._client, self._chosen, start, many)
        rows = list(seen.page.rows)
        # whoever scrolled further keeps what is below that
        below = [row for row in self.rows[timeline.MOST :] if rows and row.key < rows[-1].key]
        self._change(rows=[*rows, *below], newer=seen.page.newer, older=self.older if below else seen.page.older)
        self._change(pinned=list(seen.pinned), year=list(seen.year))
        self._change(count=await self._run(changes.glanced, timeline.count, self._client, self._chosen))

    async def _catch_up(self) -> None:
        """Others wrote something. Nobody asked, so nobody is answered where it cannot be read any more."""
        if self.of:
            with suppress(DomainError):
                await self._again()
