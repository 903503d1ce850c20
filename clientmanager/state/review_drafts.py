"""What is typed in a review's sheet: its agenda and how the meeting went, kept while they are typed."""

import time
from typing import Any

import reflex as rx

from clientmanager.services import review_drafts
from clientmanager.services.client_conflicts import Unsaved
from clientmanager.services.review_page import NO_REVIEW, ReviewView
from clientmanager.state.base import AppState
from clientmanager.state.client_fields import Mark

AGENDA = "agenda"


class ReviewDrafts(AppState, mixin=True):
    """The part of `ReviewSheet` that keeps drafts."""

    opened: bool = False
    review: ReviewView = NO_REVIEW
    typed: dict[str, str] = {}
    """Of how it went, before the sheet was closed."""
    typed_at: str = ""
    drafts: dict[str, Unsaved] = {}
    """The agenda's, where it was typed and not saved."""
    marks: dict[str, Mark] = {}
    round: int = 0
    """Counts the openings, so that each begins with what was kept."""
    conflicting: dict[str, str] = {}
    """None: who comes second is told so beside their words."""

    @rx.event
    async def keep_held(self, form: dict[str, Any]):
        """How it went, while it is typed."""
        if self.opened and self.review.open:
            await self._run(review_drafts.keep_held, self.review.id, form)

    @rx.event
    async def save(self, review_id: str, value: str, was: str):
        """The agenda; a refused one stays open with what was typed."""
        if value == was:
            return
        before = "" if not self.review.begun else was
        at = await self._submit(review_drafts.save_agenda, review_id, value, before or None)
        turn, refused = time.time_ns() // 1_000_000, " ".join(self.form_errors.values())
        self.marks = {AGENDA: Mark("refused", turn, note=refused) if at is None else Mark("saved", turn, at)}
        await self._reload()

    @rx.event
    async def keep_draft(self, review_id: str, field: str, value: str, was: str):
        """The agenda, while it is typed."""
        if field == AGENDA:
            await self._run(review_drafts.keep_agenda, review_id, value, was)

    @rx.event
    async def save_draft(self, review_id: str, field: str):
        """What was typed before the sheet was closed."""
        if isinstance(field, str) and field in self.drafts:
            await self._submit(review_drafts.save_agenda, review_id, self.drafts[field].value, None)
            await self._reload()

    @rx.event
    async def forget(self, review_id: str, field: str):
        """What was typed is not wanted."""
        await self._run(review_drafts.forget, review_id, str(field))
        await self._reload()
        if field != AGENDA:
            self.round += 1

    async def _reload(self) -> None:
        raise NotImplementedError
