"""Whose each of what was dropped is, and which of it is left out."""

from typing import Any

import reflex as rx

from clientmanager.services import capture_files, capture_list
from clientmanager.services.capture_list import Whose
from clientmanager.state.base import AppState


class CaptureChoice(AppState, mixin=True):
    """The part of `Capture` that changes what waits."""

    choosing: str = ""
    """For which of them a client is being looked for."""
    found: list[Whose] = []

    @rx.event
    async def leave_out(self, capture_id: str, left_out: bool):
        await self._run(capture_files.leave_out, capture_id, left_out)
        return await self._again()

    @rx.event
    def choose(self, capture_id: str):
        """Look for a client, or not any more."""
        same = capture_id == self.choosing
        self.choosing, self.found = "" if same or not isinstance(capture_id, str) else capture_id, []

    @rx.event(supersedes=True, debounce=120)
    async def find_clients(self, words: str):
        self.found = await self._run(capture_list.found, words)

    @rx.event
    async def add_client(self, capture_id: str, client_id: str):
        await self._run(capture_files.add_client, capture_id, client_id)
        self.choosing, self.found = "", []
        return await self._again()

    @rx.event
    async def remove_client(self, capture_id: str, client_id: str):
        await self._run(capture_files.remove_client, capture_id, client_id)
        return await self._again()

    async def _again(self) -> Any:
        """As it is now."""
        raise NotImplementedError
