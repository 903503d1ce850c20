"""Bringing e-mails and chats into the timeline: what was dropped, whose it is, and taking it."""

import asyncio
from typing import Any

import reflex as rx

from clientmanager.services import capture_files, capture_list
from clientmanager.services.capture_form import LARGEST, LARGEST_WORDS
from clientmanager.services.capture_list import Captured, Dropped, Waiting, Whose
from clientmanager.state.base import AppState
from clientmanager.state.capture_choice import CaptureChoice

NOBODY = Whose("", "")
SETTLED = ("read", "done")
LONGEST_WATCH_SECONDS = 1800


class Capture(CaptureChoice, AppState):
    files: list[Dropped] = []
    news: list[Dropped] = []
    """Those of them that are still read or taken, or were refused."""
    settled: list[Dropped] = []
    rows: list[Captured] = []
    more: int = 0
    ready: int = 0
    asked: int = 0
    under_way: bool = False
    loaded: bool = False
    client: Whose = NOBODY
    """On whose page it was asked for; nobody's on the practice's."""
    largest: int = LARGEST
    largest_words: str = LARGEST_WORDS
    _many: int = capture_list.PAGE
    _watch: int = 0
    """Number of the newest watch; the older ones stop."""

    @rx.var
    def take_words(self) -> str:
        return f"{self.take_shortly} into the timeline"

    @rx.var
    def take_shortly(self) -> str:
        return "Take it" if self.ready == 1 else f"Take {self.ready}"

    @rx.var
    def count_words(self) -> str:
        """ "12 ready, 2 need a client"."""
        asked = f"{self.asked} {'needs' if self.asked == 1 else 'need'} a client"
        return ", ".join(filter(None, [f"{self.ready} ready" if self.ready else "", asked if self.asked else ""]))

    @rx.event
    async def load(self):
        client = self.router.url.query_parameters.get("client", "")
        if client != self.client.id:
            self.loaded, self.client = False, NOBODY
        self._many, self.choosing, self.found = capture_list.PAGE, "", []
        await self._enter()
        if "record interactions" not in self.who.may:
            self.loaded = True
            return None
        self.client, waiting = await self._run(capture_list.for_client, client)
        return self._show(waiting)

    @rx.event
    async def arrived(self, client_id: str):
        """A file was kept; the worker reads it."""
        del client_id
        return await self._again()

    @rx.event
    async def show_more(self):
        self._many = min(self._many + capture_list.PAGE, capture_list.MOST)
        return await self._again()

    @rx.event
    async def forget(self, dropped_id: str):
        await self._run(capture_files.forget, dropped_id)
        return await self._again()

    @rx.event
    async def read_as(self, dropped_id: str, order: str):
        await self._run(capture_files.read_as, dropped_id, order)
        return await self._again()

    @rx.event
    async def take(self):
        """All that is ready and was not left out."""
        await self._run(capture_files.take)
        return await self._again()

    @rx.event(background=True)
    async def watch(self):
        """Follow the worker until it is done with what was dropped."""
        async with self:
            self._watch += 1
            watch = self._watch
        for _ in range(LONGEST_WATCH_SECONDS * 2):
            await asyncio.sleep(0.5)
            async with self:
                if self._watch != watch or not self.under_way:
                    return
                self._show(await self._run(capture_list.waiting, self._many))

    async def _again(self) -> Any:
        return self._show(await self._run(capture_list.waiting, self._many))

    def _show(self, waiting: Waiting) -> Any:
        watched = self.under_way
        self._change(
            files=list(waiting.files),
            news=[one for one in waiting.files if one.state not in SETTLED],
            settled=[one for one in waiting.files if one.state in SETTLED],
            rows=list(waiting.rows), more=waiting.more, ready=waiting.ready,
            asked=waiting.asked, under_way=waiting.under_way, loaded=True,
        )  # fmt: skip
        return Capture.watch if waiting.under_way and not watched else None
