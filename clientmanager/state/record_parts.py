"""What belongs to a call or a meeting beside its words: when it was, who took part, what was promised."""

from dataclasses import replace
from typing import Any

import reflex as rx

from clientmanager.services import interaction_draft, interaction_people
from clientmanager.services.interaction_people import Person
from clientmanager.services.interaction_shown import Composed, Promise
from clientmanager.state.base import AppState

PARTS = ("when", "who", "follow-up", "next contact", "title")
_SHOWN_IN = {
    "on": "when", "time": "when", "minutes": "when", "person": "who", "follow_up": "follow-up",
    "next_contact": "next contact", "title": "title",
}  # fmt: skip
"""Where a field is that was refused."""


class RecordParts(AppState, mixin=True):
    """The part of `RecordInteraction` behind its chips: one of them is open at a time."""

    client_id: str = ""
    """Whose page it is; empty where the client is still to be named."""
    entry: Composed = Composed()
    typed: dict[str, str] = {}
    """What its fields hold when they are shown."""
    part: str = ""
    turn: int = 0
    """Counts what was added, so that each field begins empty."""
    people: tuple[Person, ...] = ()
    """Whom the words in the search mean."""
    promise: Promise = Promise()
    """What the follow-up that is being typed would make."""
    errors: dict[str, str] = {}
    _typed: dict[str, str] = {}

    @rx.event
    async def open_part(self, part: str):
        """Or close it, where it is open."""
        self.part = part if part in PARTS and part != self.part else ""
        self._show(await self._run(interaction_draft.opened, self.client_id))
        self._turn()

    @rx.event
    async def at_once(self):
        await self._tried(interaction_draft.at_once)

    @rx.event(supersedes=True, debounce=120)
    async def find_people(self, words: str):
        self.people = await self._run(interaction_people.found, words)

    @rx.event
    async def add_person(self, person: str):
        await self._tried(interaction_draft.add_person, person)

    @rx.event
    async def remove_person(self, person: str):
        await self._tried(interaction_draft.remove_person, person)

    @rx.event(supersedes=True, debounce=120)
    async def read_follow_up(self, line: str):
        promise = await self._submit(interaction_draft.understood, line)
        self.errors, self.form_errors = self.form_errors, {}
        self.promise = promise or Promise()

    @rx.event
    async def add_follow_up(self):
        """The line that is being typed, as it was kept."""
        await self._tried(interaction_draft.add_follow_up)

    @rx.event
    async def remove_follow_up(self, line: str):
        await self._tried(interaction_draft.remove_follow_up, line)

    @rx.event
    async def choose_next(self, value: str):
        await self._tried(interaction_draft.next_contact, value)

    async def _tried(self, use_case: Any, *arguments: Any) -> None:
        found = await self._submit(use_case, self.client_id, *arguments)
        self.errors, self.form_errors = self.form_errors, {}
        if found:
            self._show(found)
            self._turn()

    def _show(self, found: Composed) -> None:
        """All but what is typed, which the browser knows."""
        self._typed = found.typed
        self._change(entry=replace(found, typed={}))

    def _turn(self) -> None:
        """The fields of the open part show what is kept of them."""
        self._change(typed=self._typed, people=(), promise=Promise())
        self.turn += 1

    def _refused(self) -> None:
        self.errors, self.form_errors = self.form_errors, {}
        self.part = next((_SHOWN_IN[field] for field in self.errors if field in _SHOWN_IN), self.part)
        self._turn()
