"""What is edited in an opportunity's sheet: each field for itself, with what came of it beside it."""

import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec

import reflex as rx

from clientmanager.services import opportunities, opportunity_moves, opportunity_page, palette
from clientmanager.services.opportunity_page import OpportunityView
from clientmanager.services.palette import Hit
from clientmanager.services.tasks import Saved
from clientmanager.state.base import AppState, ScopedSession
from clientmanager.state.client_fields import Mark

P = ParamSpec("P")


class OpportunityFields(AppState, mixin=True):
    """The part of `OpportunitySheet` that saves."""

    shown: OpportunityView = OpportunityView()
    losing: bool = False
    """Whether it is asked why it was lost."""
    choosing: bool = False
    """Whether another client is being looked for."""
    clients: list[Hit] = []
    marks: dict[str, Mark] = {}
    _lost_to: str = ""
    """The stage that it is lost to, where one was chosen."""

    @rx.event
    async def save(self, opportunity_id: str, field: str, value: str, was: str):
        """Keep one field; a refused one stays open with what was typed."""
        if value != was:
            await self._keep(str(field), opportunities.set_field, opportunity_id, field, value, was)

    @rx.event
    async def put(self, stage_id: str):
        """Into another stage, on top."""
        await self._keep("stage_id", opportunity_moves.put, self.shown.id, stage_id, self.shown.moves)
        if "reason_lost" in self.form_errors:
            self.losing, self._lost_to, self.marks = True, stage_id, {}

    @rx.event
    def look_for_client(self):
        self.choosing, self.clients = True, []

    @rx.event(supersedes=True, debounce=60)
    async def find_client(self, words: str):
        found = await self._run(palette.found, words)
        self.clients = [hit for hit in found.clients if not hit.archived]

    @rx.event
    async def choose_client(self, client_id: str):
        await self._keep("client_id", opportunities.set_field, self.shown.id, "client_id", client_id)
        self.choosing, self.clients = False, []

    async def _keep(
        self, field: str, use_case: Callable[Concatenate[ScopedSession, P], Saved], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        saved, turn = await self._submit(use_case, *args, **kwargs), time.time_ns() // 1_000_000
        refused = {other: mark for other, mark in self.marks.items() if mark.state == "refused" and other != field}
        wrong = " ".join(self.form_errors.values())
        mark = Mark("refused", turn, note=wrong) if saved is None else Mark("saved", turn, saved.at)
        self.marks = refused | {field: mark}
        await self._reload()

    async def _reload(self) -> None:
        if self.shown.id:
            self._change(shown=await self._run(opportunity_page.page, self.shown.id))
