"""The calendar of tasks, by month or by week. Which one, and of which day, is in the address beside the filter."""

from dataclasses import replace

import reflex as rx

from clientmanager.services import task_calendar
from clientmanager.services.task_calendar import MONTH, NO_DAY, WEEK, Day, Place, Shown
from clientmanager.services.task_filter import TaskFilter, as_query
from clientmanager.state.base import AppState, ScopedSession
from clientmanager.state.task_view import TaskView


class TaskCalendar(TaskView, AppState):
    by: str = MONTH
    name: str = ""
    """March 2026, or 9 to 15 March 2026."""
    weeks: list[tuple[Day, ...]] = []
    """Those of the month, or the one week."""
    day: Day = NO_DAY
    """Of a month: the day whose tasks stand below it, where the window is too narrow for words in the month itself."""
    earlier: bool = False
    later: bool = False
    undated: int = 0
    undated_listed: str = ""
    """The query of the list that shows the tasks without a date."""
    listed: str = ""
    """That of the list of one day, but for the day."""
    _on: str = ""
    """A day, or a month; empty: today."""
    _previous: str = ""
    _next: str = ""

    @rx.event
    async def show_by(self, by: str):
        """By month or by week, around the same day."""
        self.by = WEEK if by == WEEK else MONTH
        return await self._go(self._on)

    @rx.event
    async def go_back(self):
        """The month or week before."""
        return await self._go(self._previous or self._on)

    @rx.event
    async def go_on(self):
        return await self._go(self._next or self._on)

    @rx.event
    async def go_to_today(self):
        return await self._go("")

    @rx.event
    async def choose(self, day: str):
        """Show this day's tasks below the month."""
        return await self._go(task_calendar.as_place(day), step=False)

    @rx.event
    async def open_week(self, day: str):
        """From a day that has more tasks than its place in the month holds."""
        self.by = WEEK
        return await self._go(task_calendar.as_place(day))

    async def _go(self, on: str, *, step: bool = True):
        self._on = on
        await self._reload()
        return await self._say(step=step)

    def _arriving(self) -> None:
        place = task_calendar.read_place(self.router.url.query)
        self.by, self._on = place.by, place.on

    def _besides(self) -> str:
        return "&".join([*(["by=week"] if self.by == WEEK else []), *([f"on={self._on}"] if self._on else [])])

    def _look(self, db: ScopedSession, chosen: TaskFilter) -> tuple[Shown, TaskFilter]:
        return task_calendar.shown(db, chosen, Place(self.by, self._on)), chosen

    def _show(self, seen: tuple[Shown, TaskFilter]) -> None:
        shown, chosen = seen
        self._previous, self._next = shown.previous, shown.next
        self._change(
            name=shown.name,
            weeks=list(shown.weeks),
            day=shown.day,
            earlier=bool(shown.previous),
            later=bool(shown.next),
            undated=shown.undated,
            undated_listed=as_query(replace(chosen, due="none")),
            listed=as_query(replace(chosen, due="")),
        )
