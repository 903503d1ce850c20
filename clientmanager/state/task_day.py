"""My day: what is late, due today, next, and waiting on others, of the viewer unless the address says whose.

An address without "whose" means the viewer's own day, and the head shows that as a chip. Taken off, the whole
practice's day is shown, and the address says "whose=all", so that a reload shows it again.
"""

from dataclasses import replace

import reflex as rx

from clientmanager.services import task_day, tasks
from clientmanager.services.task_day import Day, Section
from clientmanager.services.task_filter import ME, TaskFilter, as_query
from clientmanager.state.base import AppState, ScopedSession, undoable
from clientmanager.state.task_view import TaskView

# The row that took the place of the one that is gone; the page itself where none is left.
_FOCUS = "(document.getElementById('tick-%s') ?? document.querySelector('main')).focus()"


class TaskDay(TaskView, AppState):
    late: Section = Section()
    today: Section = Section()
    next: Section = Section()
    waiting: Section = Section()
    done_today: int = 0
    mine: bool = True
    """Only the viewer's own: nobody's name stands beside them."""
    _everybodys: bool = False
    listed: str = ""
    """The filter as an address of the list says it, without when they are due."""

    @rx.event
    async def finish(self, task_id: str):
        """Tick it off; the toast takes it back."""
        below = self._below(task_id)
        title = await self._run(tasks.finish, task_id)
        await self._reload()
        return [rx.call_script(_FOCUS % below), undoable(f"Done: {title}", TaskDay.reopen(task_id))]

    def _below(self, task_id: str) -> str:
        """The task after this one, or before it where it is the last of its section; empty where it is the only one."""
        for section in (self.late, self.today, self.next, self.waiting):
            ids = [one.card.id for one in section.entries]
            if task_id in ids:
                at = ids.index(task_id)
                return next(iter([*ids[at + 1 :], *reversed(ids[:at])]), "")
        return ""

    @property
    def _whose(self) -> tuple[str, ...]:
        return (ME,)

    def _besides(self) -> str:
        return "whose=all" if self._everybodys else ""

    def _look(self, db: ScopedSession, chosen: TaskFilter) -> tuple[Day, TaskFilter]:
        return task_day.day(db, chosen), chosen

    def _show(self, seen: tuple[Day, TaskFilter]) -> None:
        day, chosen = seen
        self._change(
            late=day.late,
            today=day.today,
            next=day.next,
            waiting=day.waiting,
            done_today=day.done_today,
            _everybodys=not chosen.whose,
            mine=chosen.whose == (ME,),
            listed=as_query(replace(chosen, due="")),
        )
