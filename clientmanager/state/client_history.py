"""What changed of the client on show; and everything on the page kept up to date while others work on the client."""

from contextlib import suppress

import reflex as rx

from clientmanager.errors import DomainError
from clientmanager.services import changes, client_history, client_undo
from clientmanager.services.client_history import HistoryPage, HistoryRow
from clientmanager.state.base import AppState, plain
from clientmanager.state.client_opportunities import ClientOpportunities
from clientmanager.state.client_page import ClientRecord, on_show
from clientmanager.state.client_review import ClientReview
from clientmanager.state.client_tasks import ClientTasks
from clientmanager.state.client_workflows import ClientWorkflows
from clientmanager.state.looking import LOOKING
from clientmanager.state.opportunity_sheet import OpportunitySheet
from clientmanager.state.review_sheet import ReviewSheet
from clientmanager.state.task_sheet import TaskSheet
from clientmanager.state.timelines import ClientTimeline
from clientmanager.state.workflow_sheet import WorkflowSheet


class ClientHistory(AppState):
    rows: list[HistoryRow] = []
    client_id: str = ""
    """Whose changes these are."""
    next: str = ""

    @rx.event
    async def load(self):
        """After the page: it never waits for its history."""
        record = await self.get_state(ClientRecord)
        if not record.loaded or record.client.id != on_show(self.router.url.path):
            return
        page, practice_id = await self._run(changes.placed, client_history.listed, record.client.id)
        self.client_id, self.rows, self.next = record.client.id, page.rows, page.next
        LOOKING.enter(self.router.session.client_token, practice_id, self.client_id, since=record._read_at)

    @rx.event
    async def show_earlier(self):
        if self.next:
            page = await self._run(client_history.listed, self.client_id, before=self.next)
            self.rows, self.next = [*self.rows, *page.rows], page.next

    @rx.event
    async def undo(self, entry: str):
        """Put one change back."""
        what = await self._run(client_undo.undo, self.client_id, entry)
        record = await self.get_state(ClientRecord)
        page, history = await self._run(client_history.caught_up, self.client_id)
        record._show(self.client_id, page)
        self._show(history)
        return rx.toast(plain(f"{what}: put back."))

    @rx.event
    async def catch_up(self):
        """Others changed the client on show. Nobody asked, so nobody is answered where it cannot be read any more: the
        next click is.
        """
        record = await self.get_state(ClientRecord)
        if not self.client_id or self.client_id != on_show(self.router.url.path):
            LOOKING.leave(self.router.session.client_token)
            return
        with suppress(DomainError):
            page, history = await self._run(changes.glanced, client_history.caught_up, self.client_id)
            # What is being typed stays: its draft meets the other's value, as it does when it is saved.
            record._show(self.client_id, page)
            self._show(history)
            await (await self.get_state(ClientTasks))._reload()
            await (await self.get_state(ClientTimeline))._catch_up()
            await (await self.get_state(ClientWorkflows))._reload()
            await (await self.get_state(ClientReview))._reload()
            await (await self.get_state(ReviewSheet))._catch_up()
            await (await self.get_state(WorkflowSheet))._catch_up()
            await (await self.get_state(TaskSheet))._catch_up()
            await (await self.get_state(ClientOpportunities))._reload()
            await (await self.get_state(OpportunitySheet))._catch_up()

    def _show(self, newest: HistoryPage) -> None:
        """The newest changes, and below them the earlier ones that are open already."""
        if not newest.next:
            self.rows, self.next = newest.rows, ""
            return
        below = [row for row in self.rows if int(row.id) < int(newest.next)]
        self._change(rows=newest.rows + below)
        if not below:
            self.next = newest.next
