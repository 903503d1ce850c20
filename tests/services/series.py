"""Series as tests begin them, and what of them is in the database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

from clientmanager import clock, worker
from clientmanager.db import Viewer, session_for
from clientmanager.models.user import User
from clientmanager.planning.recurrence import occurrences, read
from clientmanager.planning.working_days import ONE_DAY, WorkingDays
from clientmanager.services import task_series, task_series_work, tasks
from tests.world import Database, PracticeWorld

TUESDAYS: dict[str, Any] = {"kind": "weekly", "weekdays": [1]}
Dates = list[tuple[date, date]]
"""Nominal date and due date, in their order."""


def on(day: str) -> None:
    """Ten o'clock in South Africa."""
    moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=8)
    clock.move(moment - clock.now())


def task_of(world: PracticeWorld, by: User | None = None, **values: Any) -> str:
    with world.as_(by or world.adviser) as db:
        return tasks.create(db, {"title": "Call about the RA", **values})


def repeat(world: PracticeWorld, task_id: str, how: object, by: User | None = None) -> str:
    with world.as_(by or world.adviser) as db:
        return task_series.make_recurring(db, task_id, how)


def begin(world: PracticeWorld, how: object, **values: Any) -> str:
    """A new task that repeats; returns its series."""
    return repeat(world, task_of(world, **values), how)


def run() -> None:
    """The worker's promise, as the worker keeps it."""
    worker.for_every_practice(worker.in_a_session(task_series_work.make_due))


def at_once(*uses: Callable[[], object]) -> None:
    """Do several things at the same time; what goes wrong in one is raised here."""
    together = threading.Barrier(len(uses))

    def begin_together(use: Callable[[], object]) -> None:
        together.wait()
        use()

    with ThreadPoolExecutor(len(uses)) as hands:
        for done in [hands.submit(begin_together, use) for use in uses]:
            done.result()


def run_unguarded(world: PracticeWorld) -> None:
    """As the worker would if nothing but the database kept two of them from one another."""
    with session_for(Viewer(world.practice_id, actor="worker")) as db:
        task_series_work.make_due(db)


def made(database: Database, series_id: str, where: str = "true") -> Dates:
    """Every task of a series, deleted ones too."""
    rows = database.all(
        f"select occurrence_on, due_on from task where series_id = :series and {where} order by occurrence_on",
        series=series_id,
    )
    return [(row.occurrence_on, row.due_on) for row in rows]


def nominals(database: Database, series_id: str, where: str = "true") -> list[str]:
    return [str(nominal) for nominal, _ in made(database, series_id, where)]


def task_on(database: Database, series_id: str, nominal: str) -> str:
    return str(
        database.one(
            "select id from task where series_id = :series and occurrence_on = :on", series=series_id, on=nominal
        )
    )


def calculated(database: Database, series_id: str) -> Dates:
    """What the rule alone says should have been made by today."""
    recurrence = read(database.one("select recurrence from task_series where id = :id", id=series_id))
    last = clock.today() + task_series_work.AHEAD
    coming = occurrences(
        recurrence, WorkingDays(), after=recurrence.starts_on - ONE_DAY, through=last.replace(year=last.year + 1)
    )
    return [(one.nominal, one.due) for one in coming if one.due <= last]
