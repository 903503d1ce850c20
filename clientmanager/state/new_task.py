"""Adding a task by one line; what the line says is shown while it is typed."""

from typing import Any

import reflex as rx

from clientmanager.services import quick_add
from clientmanager.services.quick_add import Line
from clientmanager.state.base import AppState


class NewTask(AppState):
    opened: bool = False
    line: Line = Line()
    round: int = 0
    """Counts the openings, so that each begins empty."""
    _column: str = ""
    _client: str = ""
    """Whom it is for, where it was begun on a client's page."""
    _typed: str = ""
    _answers: dict[str, str] = {}
    """Question to the answer that was chosen."""

    @rx.event
    def start(self, column_id: str):
        """Into a column, or where tasks begin."""
        self._column, self._client = column_id if isinstance(column_id, str) else "", ""
        self._begin()

    @rx.event
    def start_for(self, client_id: str):
        """For a client, where tasks begin."""
        self._column, self._client = "", client_id if isinstance(client_id, str) else ""
        self._begin()

    def _begin(self) -> None:
        self._typed, self._answers, self.line, self.form_errors = "", {}, Line(), {}
        self.opened = True
        self.round += 1

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event(supersedes=True, debounce=120)
    async def read(self, words: str):
        self._typed = words if isinstance(words, str) else ""
        await self._read()

    @rx.event
    async def answer(self, name: str, value: str):
        if isinstance(name, str) and isinstance(value, str):
            self._answers = dict([*self._answers.items(), (name, value)][-20:])
            await self._read()

    @rx.event
    async def create(self, form: dict[str, Any]):
        typed = form if isinstance(form, dict) else {}
        values = {"column_id": self._column, "client_id": self._client, "description": typed.get("description", "")}
        made = await self._submit(quick_add.add, typed.get("line", ""), self._answers, values)
        if made is None:
            return None
        self.opened = False
        return rx.toast("Added.")

    async def _read(self) -> None:
        line = await self._submit(quick_add.read, self._typed, self._answers, self._client)
        if line is not None:
            self._change(line=line)
