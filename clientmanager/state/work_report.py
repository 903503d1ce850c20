"""The practice's work, for whoever answers for it."""

import reflex as rx

from clientmanager.services import work_report
from clientmanager.services.work_report import PersonWork, Report
from clientmanager.state.base import AppState

AGES = work_report.AGES
NOTHING = Report((), PersonWork("", "", "", 0, 0, 0, 0, 0, 0, 0, 0), (), 0, (), (), 0, 0)


class WorkReport(AppState):
    seen: Report = NOTHING
    loaded: bool = False

    @rx.event
    async def load(self):
        self.seen = await self._arrive(work_report.report)
        self.loaded = True
