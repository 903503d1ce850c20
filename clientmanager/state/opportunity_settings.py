"""Settings: the stages that opportunities go through."""

from typing import Any

import reflex as rx

from clientmanager.services import opportunity_stages
from clientmanager.services.opportunity_stages import KINDS as KINDS
from clientmanager.services.opportunity_stages import StageRow
from clientmanager.state.base import AppState, plain

NEW = StageRow()


class OpportunitySettings(AppState):
    stages: list[StageRow] = []
    """From left to right."""
    loaded: bool = False
    opened: bool = False
    stage: StageRow = NEW
    """Which one the sheet is about; without an id while one is added."""

    @rx.event
    async def load(self):
        self.stages = await self._arrive(opportunity_stages.listed)
        self.loaded = True

    @rx.event
    async def move(self, stage_id: str, by: int):
        """One place to the left (-1) or right (1)."""
        await self._run(opportunity_stages.move, stage_id, by)
        self.stages = await self._run(opportunity_stages.listed)

    @rx.event
    def add(self):
        self.stage, self.opened, self.form_errors = NEW, True, {}

    @rx.event
    def choose(self, stage_id: str):
        for stage in self.stages:
            if stage.id == stage_id:
                self.stage, self.opened, self.form_errors = stage, True, {}

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True

    @rx.event
    async def keep(self, form: dict[str, Any]):
        """Add the stage, or give it another name."""
        given = form if isinstance(form, dict) else {}
        if self.stage.id:
            await self._submit(opportunity_stages.rename, self.stage.id, given.get("stage_name"))
            return await self._done("Saved.")
        values = {"name": given.get("stage_name"), "kind": given.get("stage_kind")}
        await self._submit(opportunity_stages.add, values)
        return await self._done("Added to the stages.")

    @rx.event
    async def remove(self):
        name = await self._submit(opportunity_stages.remove, self.stage.id)
        return await self._done(f"{name} is no longer a stage.")

    async def _done(self, words: str) -> Any:
        if self.form_errors:
            return None
        self.opened = False
        self.stages = await self._run(opportunity_stages.listed)
        return rx.toast(plain(words))
