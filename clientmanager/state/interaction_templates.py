"""The words that interactions are begun with, and the sheet in which one is added or changed: /settings/templates."""

from typing import Any

import reflex as rx

from clientmanager.services import interaction_templates
from clientmanager.services.interaction_templates import KINDS as KINDS
from clientmanager.services.interaction_templates import TemplateRow
from clientmanager.state.base import AppState, plain, undoable

NEW = TemplateRow("", "", "meeting", "", "")


class InteractionTemplates(AppState):
    loaded: bool = False
    rows: list[TemplateRow] = []
    opened: bool = False
    template: TemplateRow = NEW
    """Which one the sheet is about; without an id while one is added."""
    turn: int = 0
    """Counts the openings of the sheet, so that each begins with what is kept."""
    _removed: TemplateRow = NEW

    @rx.event
    async def load(self):
        self.rows, self.opened = await self._arrive(interaction_templates.listed), False
        self.loaded = True

    @rx.event
    def add(self):
        self._open(NEW)

    @rx.event
    async def choose(self, template_id: str):
        for row in await self._run(interaction_templates.listed):
            if row.id == template_id:
                self._open(row)

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    async def move(self, template_id: str, by: int):
        """One place up (-1) or down (1)."""
        await self._run(interaction_templates.move, template_id, by)
        await self._reload()

    @rx.event
    async def keep(self, form: dict[str, Any]):
        """Add the template, or change it."""
        given = form if isinstance(form, dict) else {}
        values = {name: given.get(f"template_{name}") for name in ("kind", "name", "words")}
        if self.template.id:
            await self._submit(interaction_templates.change, self.template.id, values)
        else:
            await self._submit(interaction_templates.add, values)
        if self.form_errors:
            return None
        self.opened = False
        await self._reload()
        return rx.toast("Saved.")

    @rx.event
    async def remove(self):
        self._removed = await self._run(interaction_templates.remove, self.template.id)
        self.opened = False
        await self._reload()
        return undoable(f"{self._removed.name} is removed.", InteractionTemplates.put_back)

    @rx.event
    async def put_back(self):
        await self._run(interaction_templates.put_back, self._removed)
        await self._reload()
        return rx.toast(plain(f"{self._removed.name} is back."))

    def _open(self, row: TemplateRow) -> None:
        self.template, self.opened, self.form_errors = row, True, {}
        self.turn += 1

    async def _reload(self) -> None:
        self.rows = await self._run(interaction_templates.listed)
