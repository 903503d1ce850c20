"""The list of the practice's opportunities, and what they come to."""

import reflex as rx

from clientmanager.services import opportunity_list
from clientmanager.services.opportunity_board import Card
from clientmanager.services.opportunity_filter import OpportunityFilter
from clientmanager.services.opportunity_list import PAGE, SORTS, Listed
from clientmanager.services.opportunity_totals import Totals
from clientmanager.services.opportunity_words import Sums
from clientmanager.state.base import AppState, ScopedSession
from clientmanager.state.opportunity_view import OpportunityView


class OpportunityList(OpportunityView, AppState):
    rows: list[Card] = []
    found: int = 0
    totals: Totals = Totals((), Sums(), (), ())
    which: str = "open"
    sort: str = ""
    _shown: int = PAGE

    @rx.event
    async def show_which(self, kind: str):
        """Those that are open, won or lost."""
        self.which, self.sort = opportunity_list.read_which(kind), ""
        return await self._anew()

    @rx.event
    async def sort_by(self, field: str):
        """By a column; again, the other way round."""
        if isinstance(field, str) and field in SORTS:
            self.sort = f"-{field}" if self.sort == field else field
            return await self._anew()
        return None

    @rx.event
    async def show_more(self):
        self._shown = 2 * max(PAGE, len(self.rows))
        await self._reload()

    def _look(self, db: ScopedSession, chosen: OpportunityFilter) -> Listed:
        return opportunity_list.listed(db, chosen, which=self.which, sort=self.sort, shown=self._shown)

    def _show(self, seen: Listed) -> None:
        self._change(rows=list(seen.rows), found=seen.found, totals=seen.totals)

    def _arriving(self) -> None:
        said = self.router.url.query_parameters
        sort = said.get("sort", "")
        self.which, self.sort = opportunity_list.read_which(said.get("which")), sort if sort in SORTS else ""
        self._shown = PAGE

    def _begin_again(self) -> None:
        self._shown = PAGE

    def _besides(self) -> str:
        which = f"which={self.which}" if self.which != "open" else ""
        return "&".join(filter(None, [which, f"sort={self.sort}" if self.sort else ""]))
