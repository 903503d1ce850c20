"""Settings: the columns of the practice's board, and the sheet in which one is added or changed."""

from typing import Any

import reflex as rx

from clientmanager.services import board_columns
from clientmanager.services.board_columns import KINDS as KINDS
from clientmanager.services.board_columns import ColumnRow
from clientmanager.state.base import AppState, plain

NEW = ColumnRow("", "", "doing", "", "", 0)


class BoardSettings(AppState):
    columns: list[ColumnRow] = []
    """From left to right."""

    @rx.event
    async def load(self):
        self.columns = await self._run(board_columns.listed)

    @rx.event
    async def move(self, column_id: str, by: int):
        """One place to the left (-1) or right (1)."""
        await self._run(board_columns.move, column_id, by)
        self.columns = await self._run(board_columns.listed)


class ColumnSheet(AppState):
    opened: bool = False
    column: ColumnRow = NEW
    """Which one it is about; without an id while one is added."""

    @rx.event
    def add(self):
        self.column, self.opened, self.form_errors = NEW, True, {}

    @rx.event
    async def choose(self, column_id: str):
        for column in await self._run(board_columns.listed):
            if column.id == column_id:
                self.column, self.opened, self.form_errors = column, True, {}

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    async def keep(self, form: dict[str, Any]):
        """Add the column, or change what it is called, what it is and how much it takes."""
        given = form if isinstance(form, dict) else {}
        values = {name: given[f"column_{name}"] for name in ("name", "kind", "most") if f"column_{name}" in given}
        if self.column.id:
            await self._submit(board_columns.change, self.column.id, values)
            return self._done("Saved.")
        await self._submit(board_columns.add, values)
        return self._done("Added to the board.")

    @rx.event
    async def remove(self):
        name = await self._submit(board_columns.remove, self.column.id)
        return self._done(f"{name} is no longer on the board.")

    def _done(self, words: str) -> Any:
        if self.form_errors:
            return None
        self.opened = False
        return [BoardSettings.load, rx.toast(plain(words))]
