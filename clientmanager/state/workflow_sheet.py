"""One workflow in a sheet: all its steps, its days, and its end."""

from contextlib import suppress

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, workflow_progress, workflow_sheet, workflows
from clientmanager.services.workflow_progress import NO_WORKFLOW, Progress
from clientmanager.state.base import AppState, plain, undoable
from clientmanager.state.client_workflows import ClientWorkflows


class WorkflowSheet(AppState):
    opened: bool = False
    workflow: Progress = NO_WORKFLOW
    refused: dict[str, str] = {}
    """Milestone to why its day was not taken."""

    @rx.event
    async def open(self, workflow_id: str):
        self.workflow, self.refused = await self._run(workflow_progress.page, workflow_id), {}
        self.opened = True

    @rx.event
    def show(self, opened: bool):
        self.opened = opened is True and bool(self.workflow.id)

    @rx.event
    async def move(self, workflow_id: str, milestone: str, value: str):
        """Another day for a milestone; what hangs on it goes with it."""
        words = await self._submit(workflow_sheet.move, workflow_id, milestone, value)
        self.refused = {} if words is not None else {str(milestone): " ".join(self.form_errors.values())}
        if words:
            await self._reload()
            return rx.toast(plain(words))
        return None

    @rx.event
    async def stop(self):
        """Out of the way of the toast that takes it back."""
        workflow_id, self.opened = self.workflow.id, False
        name = await self._run(workflows.stop, workflow_id)
        await self._reload()
        return undoable(f"Stopped: {name}", WorkflowSheet.take_up_again(workflow_id))

    @rx.event
    async def take_up_again(self, workflow_id: str):
        name = await self._run(workflows.take_up_again, workflow_id)
        await self._reload()
        return rx.toast(plain(f"Goes on: {name}"))

    async def _reload(self) -> None:
        if self.workflow.id:
            self._change(workflow=await self._run(workflow_progress.page, self.workflow.id))
        await (await self.get_state(ClientWorkflows))._reload()

    async def _catch_up(self) -> None:
        """Others went on with it."""
        if self.opened and self.workflow.id:
            with suppress(DomainError):
                self._change(workflow=await self._run(changes.glanced, workflow_progress.page, self.workflow.id))
