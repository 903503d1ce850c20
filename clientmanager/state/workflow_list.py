"""The workflows of the whole practice. Besides the filter, the address says which template, and whether they ended."""

import reflex as rx

from clientmanager.services import workflow_list
from clientmanager.services.client_list import grouped
from clientmanager.services.task_filter import TaskFilter
from clientmanager.services.workflow_list import NO_KEYS, FlowCount, FlowRow, Flows, Which
from clientmanager.state.base import AppState, ScopedSession
from clientmanager.state.task_filters import TaskFilters
from clientmanager.state.task_view import TaskView

ANY = ("", "All workflows")


class WorkflowList(TaskView, AppState):
    rows: list[FlowRow] = []
    count: FlowCount = FlowCount(0, 0, 0)
    templates: list[tuple[str, str]] = [ANY]
    template: str = ""
    """The id of the only one that is shown; empty: any."""
    ended: bool = False
    has_more: bool = False
    _after: tuple[str, str] = NO_KEYS

    @rx.var
    def count_words(self) -> str:
        found, everyone = grouped(self.count.found), grouped(self.count.everyone)
        kind = "ended" if self.ended else "running"
        return f"{found} {kind}" if found == everyone else f"{found} of {everyone} {kind}"

    @rx.event
    async def show_ended(self, done: bool):
        self.ended = done is True
        return await self._anew()

    @rx.event
    async def choose(self, template_id: str):
        """Those of one template only; empty: of all."""
        self.template = template_id if isinstance(template_id, str) and template_id in dict(self.templates) else ""
        return await self._anew()

    @rx.event
    async def show_all(self):
        """Whatever was filtered for; also those of every template."""
        self.template = ""
        return await self._anew()

    @rx.event
    async def show_more(self):
        if self._after != NO_KEYS and len(self.rows) < workflow_list.MOST:
            chosen = (await self.get_state(TaskFilters))._chosen
            page = await self._run(workflow_list.listed, chosen, self._which, after=self._after)
            there = {row.id for row in self.rows}
            self.rows = [*self.rows, *(row for row in page.rows if row.id not in there)]
            self._after = page.after
            self.has_more = self._after != NO_KEYS and len(self.rows) < workflow_list.MOST

    @property
    def _which(self) -> Which:
        return Which(self.ended, self.template)

    def _arriving(self) -> None:
        said = workflow_list.read_which(self.router.url.query)
        self.ended, self.template = said.ended, said.template
        self._begin_again()

    def _begin_again(self) -> None:
        self.rows = []

    def _besides(self) -> str:
        return "&".join(
            [*([f"template={self.template}"] if self.template else []), *(["ended=1"] if self.ended else [])]
        )

    def _look(self, db: ScopedSession, chosen: TaskFilter) -> Flows:
        return workflow_list.seen(db, chosen, self._which, len(self.rows))

    def _show(self, seen: Flows) -> None:
        self._after = seen.page.after
        self._change(
            rows=list(seen.page.rows),
            count=seen.count,
            templates=[ANY, *seen.templates],
            has_more=seen.page.after != NO_KEYS and len(seen.page.rows) < workflow_list.MOST,
        )
