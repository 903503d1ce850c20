"""One review in a sheet beside whatever page it was opened from; the address names it."""

from contextlib import suppress
from typing import Any

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, review_cycles, review_held, review_page, review_undo, reviews
from clientmanager.services.audit_mark import Done
from clientmanager.services.client_conflicts import Unsaved
from clientmanager.services.review_page import OUTCOMES
from clientmanager.state import address
from clientmanager.state.base import AppState, plain, undoable
from clientmanager.state.client_review import ClientReview
from clientmanager.state.review_drafts import AGENDA, ReviewDrafts
from clientmanager.state.review_list import ReviewList


class ReviewSheet(ReviewDrafts, AppState):
    advisers: list[tuple[str, str]] = []
    outcomes: list[tuple[str, str]] = OUTCOMES

    @rx.event
    async def load(self):
        """The review that the address names, on a page that has just been loaded."""
        review_id = self.router.url.query_parameters.get("review", "")
        self.opened = False
        if review_id:
            await self._open(review_id)

    @rx.event
    async def open(self, review_id: str):
        await self._open(review_id)
        return self._say()

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True and bool(self.review.id)
        return self._say()

    @rx.event
    async def book(self, form: dict[str, Any]):
        given = form if isinstance(form, dict) else {}
        when = given.get("day"), given.get("at"), given.get("adviser_id")
        return await self._did(await self._submit(reviews.book, self.review.id, *when))

    @rx.event
    async def unbook(self):
        return await self._did(await self._submit(reviews.unbook, self.review.id))

    @rx.event
    async def move(self, value: str):
        """Due on another day."""
        if value == self.review.due_day:
            return None
        return await self._did(await self._submit(reviews.move, self.review.id, value))

    @rx.event
    async def set_cycle(self, value: str):
        """How often this client is reviewed; empty: as their category."""
        words = await self._submit(review_cycles.set_for_client, self.review.client_id, value)
        await self._reload()
        return rx.toast(plain(words)) if words else None

    @rx.event
    async def hold(self, form: dict[str, Any]):
        """Out of the way of the toast, that says what came of it and takes it back."""
        done = await self._submit(review_held.hold, self.review.id, form)
        self.opened = self.opened and done is None
        return await self._did(done)

    @rx.event
    async def undo(self, change: str):
        """By the handle of what was done."""
        words = await self._run(review_undo.undo, change)
        await self._reload()
        return rx.toast(plain(words))

    async def _did(self, done: Done | None) -> Any:
        """Say what was done, with the way back; what was refused stands beside its field."""
        if done is None:
            return None
        await self._reload()
        undo = undoable(done.sentence, ReviewSheet.undo(done.undo), duration=12000)
        return [undo, self._say()]

    async def _open(self, review_id: object) -> None:
        await self._read(review_id)
        self.form_errors, self.marks = {}, {}
        self.opened = True
        self.round += 1

    async def _read(self, review_id: object) -> None:
        found = await self._run(review_page.opened, review_id)
        kept = Unsaved(AGENDA, found.agenda_typed, found.agenda_typed_at)
        self._change(
            review=found.review,
            advisers=found.advisers,
            typed=found.typed,
            typed_at=found.typed_at,
            drafts={AGENDA: kept} if kept.value else {},
        )

    async def _reload(self) -> None:
        errors = self.form_errors
        if self.review.id:
            with suppress(DomainError):  # undone, it may be gone
                await self._read(self.review.id)
        await (await self.get_state(ReviewList))._reload()
        await (await self.get_state(ClientReview))._reload()
        self.form_errors = errors

    async def _catch_up(self) -> None:
        """Others changed the client."""
        if self.opened and self.review.id:
            with suppress(DomainError):
                self._change(review=await self._run(changes.glanced, review_page.page, self.review.id))

    def _say(self) -> Any:
        return address.put("review", self.review.id if self.opened else "")
