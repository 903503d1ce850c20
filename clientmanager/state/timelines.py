"""The timeline of the client on show, and the practice's."""

import time

import reflex as rx

from clientmanager.services import changes, timeline
from clientmanager.services.changes import MANY
from clientmanager.services.timeline_entry import TimelineRow
from clientmanager.state import address
from clientmanager.state.base import AppState
from clientmanager.state.client_page import shown
from clientmanager.state.looking import TIMELINES
from clientmanager.state.timeline_view import PRACTICE, TimelineView
from clientmanager.state.timeline_work import NOTHING

PARTS = ("facts", "timeline", "tasks")


class ClientTimeline(TimelineView, AppState):
    part: str = "facts"
    """Which part of the client's page a narrow window shows."""

    @rx.event
    async def load(self):
        """After the page: it never waits for its timeline."""
        asked = self.router.url.query_parameters.get("part", "")
        self.part = asked if asked in PARTS else "facts"
        client_id = await shown(self)
        if client_id != self.of:
            self.of, self.rows, self.pinned, self.year, self.count = "", [], [], [], -1
        self.mending, self.amending, self.removing, self.unfolded = NOTHING, "", "", {}
        self._read_address()
        if client_id and "see interactions" in self.who.may:
            self._show(await self._run(timeline.seen, client_id, self._chosen, self._day))
            self.of = client_id
            return ClientTimeline.count_up
        return None

    @rx.event
    def show_part(self, part: str):
        self.part = part if part in PARTS else "facts"
        return address.put("part", "" if self.part == "facts" else self.part)

    def _entries(self) -> list[TimelineRow]:
        return [*self.rows, *self.pinned]


class PracticeTimeline(TimelineView, AppState):
    @rx.event
    async def load(self):
        self._read_address()
        self.mending, self.amending, self.removing, self.unfolded = NOTHING, "", "", {}
        began = time.monotonic()
        seen, practice_id = await self._arrive(changes.placed, timeline.seen, "", self._chosen, self._day)
        self._show(seen)
        self.of = PRACTICE
        TIMELINES.enter(self.router.session.client_token, practice_id, MANY, since=began)
        return PracticeTimeline.count_up

    @rx.event
    async def catch_up(self):
        if self.router.url.path.rstrip("/") == "/timeline":
            await self._catch_up()
        else:
            TIMELINES.leave(self.router.session.client_token)

    def _entries(self) -> list[TimelineRow]:
        return list(self.rows)
