"""One opportunity in the sheet beside whatever page it was opened from; the address names it."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Concatenate, ParamSpec

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, opportunities, opportunity_moves, opportunity_page, palette
from clientmanager.services.opportunity_form import HOW_OFTEN
from clientmanager.services.opportunity_moves import Moved
from clientmanager.services.opportunity_page import OpportunityView
from clientmanager.services.palette import Hit
from clientmanager.services.tasks import Saved
from clientmanager.state import address
from clientmanager.state.base import AppState, ScopedSession, plain, undoable
from clientmanager.state.client_fields import Mark

P = ParamSpec("P")


class OpportunitySheet(AppState):
    shown: OpportunityView = OpportunityView()
    opened: bool = False
    losing: bool = False
    """Whether it is asked why it was lost."""
    choosing: bool = False
    """Whether another client is being looked for."""
    clients: list[Hit] = []
    people: list[tuple[str, str]] = []
    stages: list[tuple[str, str]] = []
    reasons: list[str] = []
    how_often: list[tuple[str, str]] = HOW_OFTEN
    marks: dict[str, Mark] = {}
    _lost_to: str = ""
    """The stage that it is lost to, where one was chosen."""

    @rx.event
    async def load(self):
        """The one that the address names, on a page that has just been loaded."""
        named = self.router.url.query_parameters.get("opportunity", "")
        self.opened = False
        if named:
            await self._open(named)

    @rx.event
    async def open(self, opportunity_id: str):
        await self._open(opportunity_id)
        return self._say()

    @rx.event
    async def ask_why(self, opportunity_id: str, stage_id: str):
        """Of one that was put where those go that are lost."""
        await self._open(opportunity_id)
        self.losing, self._lost_to = True, stage_id if isinstance(stage_id, str) else ""
        return self._say()

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True and bool(self.shown.id)
        return self._say()

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

    @rx.event
    def begin_losing(self):
        self.losing, self._lost_to, self.form_errors = True, "", {}

    @rx.event
    def keep_open(self):
        self.losing, self.form_errors = False, {}

    @rx.event
    async def lose(self, form: dict[str, Any]):
        reason = form.get("reason_lost", "") if isinstance(form, dict) else ""
        done = await self._submit(opportunity_moves.lose, self.shown.id, reason, self._lost_to)
        if done is not None:
            return await self._closed(done)

    @rx.event
    async def win(self):
        return await self._closed(await self._run(opportunity_moves.win, self.shown.id))

    @rx.event
    async def reopen(self, opportunity_id: str):
        done = await self._run(opportunity_moves.reopen, opportunity_id)
        if self.opened:
            await self._reload()
        return rx.toast(plain(f"Open again: {done.title}"))

    @rx.event
    async def delete(self):
        gone, title = self.shown.id, await self._run(opportunities.delete, self.shown.id)
        self.opened = False
        return [self._say(), undoable(f"Deleted: {title}", OpportunitySheet.bring_back(gone))]

    @rx.event
    async def bring_back(self, opportunity_id: str):
        return rx.toast(plain(f"Back again: {await self._run(opportunities.bring_back, opportunity_id)}"))

    async def _closed(self, done: Moved) -> Any:
        closed = self.shown.id
        self.opened = self.losing = False
        return [self._say(), said_of(done, closed)]

    async def _open(self, opportunity_id: object) -> None:
        self.shown, choices = await self._run(opportunity_page.opened, opportunity_id)
        self.people, self.stages, self.reasons = choices.people, choices.stages, choices.reasons
        self.marks, self.form_errors, self.clients = {}, {}, []
        self.losing = self.choosing = False
        self.opened, self._lost_to = True, ""

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

    async def _catch_up(self) -> None:
        """Others changed something; one that is gone stays on show until something is done with it."""
        if self.opened and self.shown.id:
            with suppress(DomainError):
                self._change(shown=await self._run(changes.glanced, opportunity_page.page, self.shown.id))

    def _say(self) -> Any:
        """In the address, beside what the page under it says there."""
        return address.put("opportunity", self.shown.id if self.opened else "")


def said_of(done: Moved, opportunity_id: str) -> Any:
    """Say that it was won or lost, with the way back; nothing of a move that is neither."""
    if done.became not in ("won", "lost"):
        return None
    return undoable(f"{done.became.capitalize()}: {done.title}", OpportunitySheet.reopen(opportunity_id))
