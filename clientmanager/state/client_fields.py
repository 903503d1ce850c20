"""What is edited in place on a client's page: each field for itself, with what came of it beside it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

import reflex as rx

from clientmanager.services import client_page, clients
from clientmanager.services.client_conflicts import Overtaken, Unsaved
from clientmanager.services.client_facts import ClientView
from clientmanager.services.client_form import HIDDEN
from clientmanager.services.client_page import Answer, Page
from clientmanager.state.base import AppState, ScopedSession

P = ParamSpec("P")

NOBODY = ClientView("", "", [], "", "", "", "", "", "", "", "", "", "", [], [], [], [], "", [])


@dataclass(frozen=True)
class Mark:
    """What came of the last edit of a field, as in_place_field takes it."""

    state: str
    turn: int
    """Counts the answers, so that two that read alike are told apart."""
    moment: str = ""
    note: str = ""


class ClientFields(AppState, mixin=True):
    """The part of `ClientRecord` that saves. Every event names its client: one that was sent before the page changed
    to another client still reaches the one it was typed for.
    """

    client: ClientView = NOBODY
    drafts: dict[str, Unsaved] = {}
    conflicts: list[Overtaken] = []
    heading: str = ""
    """Over the conflicts."""
    conflicting: dict[str, str] = {}
    """Field to what was typed in it, of each conflict."""
    first_conflict: str = ""
    marks: dict[str, Mark] = {}
    revealed: dict[str, str] = {}
    """ID and passport number in full, once asked for."""
    adding: str = ""
    """phone, email or address while one is being added."""
    _turn: int = 0

    @rx.event
    async def save(self, client_id: str, field: str, value: str, was: str):
        """Keep one field of the client itself."""
        await self._keep(client_id, str(field), client_page.save_field, client_id, field, value, was)

    @rx.event
    async def save_part(self, client_id: str, kind: str, part: str, value: str, was: str):
        """Keep an e-mail, phone or address; emptied, it is removed."""
        await self._keep(client_id, str(part), client_page.save_part, client_id, kind, part, value, was)

    async def _keep(
        self,
        client_id: str,
        field: str,
        use_case: Callable[Concatenate[ScopedSession, P], Answer],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Save, and say beside the field what came of it; a refused field stays open with what was typed."""
        answer = await self._submit(use_case, *args, **kwargs)
        self._count()
        if answer is None:
            self.marks = self.marks | {field: Mark("refused", self._turn, note=" ".join(self.form_errors.values()))}
            return False
        saved = answer.saved
        if saved is None:
            self.marks = self.marks | {field: Mark("conflict", self._turn)}
        else:
            state = "warning" if saved.warning else "saved"
            filled = {other: Mark("saved", self._turn, saved.at) for other in saved.also}
            refused = {other: mark for other, mark in self.marks.items() if mark.state == "refused"}
            self.marks = refused | {field: Mark(state, self._turn, saved.at, saved.warning)} | filled
            if field in HIDDEN:
                # Whoever typed it sees what was kept, and the cursor stays in its field.
                await self._reveal()
            elif self.revealed:
                self.revealed = {}
        self._show(client_id, answer.page)
        return saved is not None

    def _count(self) -> None:
        """A number above all before it, also those from before a restart: a page may have slept through one."""
        self._turn = max(self._turn + 1, time.time_ns() // 1_000_000)

    def _show(self, client_id: object, page: Page) -> None:
        if self.client.id != client_id:
            return
        self._change(
            client=page.client,
            drafts=page.drafts,
            conflicts=page.conflicts,
            heading=page.heading,
            conflicting={one.field: one.yours for one in page.conflicts},
            first_conflict=page.first_conflict,
        )

    async def _reveal(self) -> None:
        self.revealed = dict(zip(HIDDEN, await self._run(clients.reveal, self.client.id), strict=True))

    async def _reload(self) -> None:
        client_id = self.client.id
        self._show(client_id, await self._run(client_page.page, client_id))
