"""The practice's templates of workflows: read, retired and brought back."""

import reflex as rx

from clientmanager.services import workflow_templates, workflow_words
from clientmanager.services.workflow_templates import TemplateRow
from clientmanager.services.workflow_words import NO_TEMPLATE, TemplateWords
from clientmanager.state.base import AppState, plain, undoable


class WorkflowSettings(AppState):
    templates: list[TemplateRow] = []
    opened: bool = False
    template: TemplateWords = NO_TEMPLATE

    @rx.event
    async def load(self):
        """After the page."""
        self.opened = False
        await self._reload()

    @rx.event
    async def open(self, template_id: str):
        self.template = await self._run(workflow_words.read, template_id)
        self.opened = True

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True and bool(self.template.id)

    @rx.event
    async def retire(self, template_id: str):
        """Out of the way of the toast that takes it back."""
        name = await self._run(workflow_templates.retire, template_id)
        self.opened = False
        await self._reload()
        return undoable(f"Not offered any more: {name}. What runs goes on.", WorkflowSettings.bring_back(template_id))

    @rx.event
    async def bring_back(self, template_id: str):
        name = await self._run(workflow_templates.bring_back, template_id)
        await self._reload()
        return rx.toast(plain(f"Offered again: {name}"))

    async def _reload(self) -> None:
        self._change(templates=await self._run(workflow_templates.listed))
        if self.template.id:
            self._change(template=await self._run(workflow_words.read, self.template.id))
