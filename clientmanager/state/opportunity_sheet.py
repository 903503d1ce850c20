"""One opportunity in the sheet beside whatever page it was opened from; the address names it."""

from contextlib import suppress
from typing import Any

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, opportunities, opportunity_moves, opportunity_page
from clientmanager.services.opportunity_form import HOW_OFTEN
from clientmanager.services.opportunity_moves import Moved
from clientmanager.state import address
from clientmanager.state.base import AppState, plain, undoable
from clientmanager.state.new_opportunity import NewOpportunity
from clientmanager.state.opportunity_fields import OpportunityFields


class OpportunitySheet(OpportunityFields, AppState):
    opened: bool = False
    people: list[tuple[str, str]] = []
    stages: list[tuple[str, str]] = []
    reasons: list[str] = []
    how_often: list[tuple[str, str]] = HOW_OFTEN

    @rx.event
    async def load(self):
        """The one that the address names, on a page that has just been loaded."""
        named = self.router.url.query_parameters.get("opportunity", "")
        self.opened = (await self.get_state(NewOpportunity)).opened = False
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
        return None

    @rx.event
    async def win(self):
        return await self._closed(await self._run(opportunity_moves.win, self.shown.id))

    @rx.event
    async def reopen(self, opportunity_id: str, stage_id: str):
        """In the stage where it was, or in the first one."""
        done = await self._run(opportunity_moves.reopen, opportunity_id, stage_id)
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
    return undoable(f"{done.became.capitalize()}: {done.title}", OpportunitySheet.reopen(opportunity_id, done.back))
