"""What people do with recurring tasks: let one repeat, change this and all that follow, stop, look ahead.

Changing one alone is changing the task, as any other (`tasks.set_field`): its series knows nothing of it.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import text

from clientmanager.clock import now, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.models.task import BoardColumn, Task
from clientmanager.models.task_series import TaskSeries
from clientmanager.planning import recurrence as planning
from clientmanager.planning.recurrence import LATEST, LOOK_AHEAD, Occurrence, Recurrence
from clientmanager.planning.working_days import WorkingDays
from clientmanager.services import task_pattern, tasks
from clientmanager.services.practice_days import working_days
from clientmanager.services.task_recurrence import begun, due_before, number_of, read_choice
from clientmanager.services.task_series_work import hold, hold_beginning, make, why_it_rests

MOST_DATES = 100

UNTOUCHED = (
    "t.changed_at = t.created_at and t.done_at is null and t.deleted_at is null and not exists"
    " (select from task_watcher w where w.practice_id = t.practice_id and w.task_id = t.id)"
)
"""What no person changed, finished, deleted or watches. Whoever changes a task dates the change (`tasks.saved`)."""
_LATER = "t.practice_id = :practice and t.series_id = :series and t.occurrence_on > :nominal"


@dataclass(frozen=True)
class SeriesView:
    """The series of a task, as its sheet shows it."""

    id: str
    words: str
    follows: str
    """ "birth date" or empty."""
    recurrence: dict[str, Any]
    """As `planning.recurrence` writes it, and a form fills itself from it."""
    ended: bool
    """Nothing follows any more; it cannot be changed."""
    dates: list[date]
    """The next five on which one is due."""


@dataclass(frozen=True)
class Preview:
    """What a choice would come to, before it is saved."""

    words: str
    dates: list[date]
    """The first is that of the task itself."""


def make_recurring(db: ScopedSession, task_id: object, values: object) -> str:
    """Let a task repeat; it becomes the first of its series. Returns the series' id.

    The task keeps its day where the choice comes to it, and else moves to the first day from there on that it comes
    to; without a day it begins today. What would be due between then and today is not made.

    Args:
        values: how it repeats, as `task_recurrence.read_choice` takes it.

    Raises:
        Invalid: with the field's name; or the task repeats already.
    """
    as_id(task_id)
    column = hold_beginning(db)
    task = tasks.changing(db, task_id)
    if task.series_id and db.fetch(TaskSeries, task.series_id).ended_at is None:
        raise Invalid("This task repeats already. Change it together with those that follow.")
    days = working_days(db)
    chosen, follows = read_choice(db, values, task.client_id, task.due_on or today())
    recurrence, first = begun(chosen, days)
    series = _series(db, task_pattern.of_task(db, task), recurrence, follows, first)
    series.made_through = _passed(recurrence, days, first, today())
    _join(db, task, series, first)
    task.due_on = first.due
    tasks.saved(db, task)
    make(db, series, column, days)
    return str(series.id)


def change_following(db: ScopedSession, task_id: object, values: object) -> tasks.Saved:
    """Change a task and all that follow it in its series.

    The series ends before this task and another goes on from it, in step with the old one unless it shall repeat
    otherwise. Later tasks that are there already are made anew; those that somebody changed, commented on, finished,
    deleted or watches stay as they are, and none is made beside them on the same nominal date.

    Args:
        values: fields of a task to text (its day is its own); `labels` and `checklist` to all of their lines;
            `recurrence` to how it repeats from now on, as `task_recurrence.read_choice` takes it.

    Raises:
        Invalid: with the field's name; the task does not repeat, or its series has ended.
    """
    column, task, series, nominal = _held(db, task_id)
    given: dict[str, object] = values if isinstance(values, dict) else {}
    if not given or given.keys() - {*task_pattern.FIELDS, *task_pattern.LISTS, "recurrence"}:
        raise Invalid("Choose what to change about the tasks that follow: anything but their dates one by one.")
    days = working_days(db)
    old = planning.read(series.recurrence)
    going_on = planning.from_then_on(old, nominal, number_of(old, nominal))
    follower = _series(db, task_pattern.of_series(series), going_on, series.follows, Occurrence(nominal, nominal, 1))
    task_pattern.change(db, follower, task, given)
    if "recurrence" in given:
        chosen, follower.follows = read_choice(db, given["recurrence"], follower.client_id, nominal)
        going_on, first = begun(chosen, days)
        follower.recurrence, task.due_on = going_on.to_json(), first.due
    else:
        first = Occurrence(nominal, task.due_on or nominal, 1)
    _end(series, planning.ended_before(old, nominal))
    replaced = _take_away_after(db, series, nominal)
    _join(db, task, follower, first)
    _keep_after(db, series, nominal, follower, first)
    follower.made_through = _passed(going_on, days, first, min([*replaced, today()]))
    saved = tasks.saved(db, task)
    make(db, follower, column, days)
    return saved


def stop(db: ScopedSession, task_id: object) -> str:
    """Let nothing follow this task; later ones that nobody touched are taken away. Returns its title.

    Raises:
        Invalid: the task does not repeat, or its series has ended.
    """
    _, task, series, nominal = _held(db, task_id)
    recurrence = planning.read(series.recurrence)
    _end(series, replace(recurrence, until=max(nominal, recurrence.starts_on), times=None))
    _take_away_after(db, series, nominal)
    db.flush()
    return task.title


def of_task(db: ScopedSession, task_id: object) -> SeriesView | None:
    """The series a task belongs to, if any."""
    task = db.fetch(Task, task_id)
    db.viewer.require(Permission.SEE_TASKS)
    if task.series_id is None:
        return None
    series = db.fetch(TaskSeries, task.series_id)
    return SeriesView(
        id=str(series.id),
        words=in_words(db, series),
        follows=series.follows,
        recurrence=series.recurrence,
        ended=series.ended_at is not None,
        dates=upcoming(db, series.id, 5),
    )


def in_words(db: ScopedSession, series: TaskSeries) -> str:
    """How it repeats, whether it follows a birth date, and why nothing is made just now, in whole sentences."""
    sentences = [f"{planning.in_words(planning.read(series.recurrence))}."]
    if series.ended_at:
        sentences.append("It has ended.")
    elif series.follows:
        sentences.append("Its dates follow the client's birth date.")
    return " ".join(filter(None, [*sentences, _why_it_rests(db, series)]))


def upcoming(db: ScopedSession, series_id: object, many: int) -> list[date]:
    """The next days on which one is due by today's calendar, today included, also where its task is there already.

    None of a series that rests or has ended.

    Raises:
        Invalid: more than a year on end is marked as days off.
    """
    series = db.fetch(TaskSeries, series_id)
    db.viewer.require(Permission.SEE_TASKS)
    if series.ended_at or _why_it_rests(db, series):
        return []
    coming = planning.occurrences(
        planning.read(series.recurrence), working_days(db), after=today() - LOOK_AHEAD, through=LATEST
    )
    return list(islice((one.due for one in coming if one.due >= today()), max(0, min(many, MOST_DATES))))


def preview(db: ScopedSession, task_id: object, values: object, many: int = 5) -> Preview:
    """What `make_recurring` would come to with these values, or `change_following` with them as its `recurrence`.

    Raises:
        Invalid: as they would.
    """
    task = db.fetch(Task, task_id)
    db.viewer.require(Permission.EDIT_TASKS)
    days = working_days(db)
    goes_on = task.series_id and db.fetch(TaskSeries, task.series_id).ended_at is None
    chosen, _ = read_choice(db, values, task.client_id, (task.occurrence_on if goes_on else task.due_on) or today())
    recurrence, first = begun(chosen, days)
    coming = planning.occurrences(recurrence, days, after=first.nominal, through=LATEST)
    dates = [first.due, *(one.due for one in islice(coming, max(0, min(many, MOST_DATES) - 1)))]
    return Preview(f"{planning.in_words(recurrence)}.", dates)


def _why_it_rests(db: ScopedSession, series: TaskSeries) -> str:
    if series.ended_at:
        return ""
    client = db.fetch(Client, series.client_id) if series.client_id else None
    archived_at, born = (client.archived_at, client.birth_date) if client else (None, None)
    return why_it_rests(series.follows, archived_at, born)


def _series(
    db: ScopedSession, pattern: dict[str, Any], recurrence: Recurrence, follows: str, first: Occurrence
) -> TaskSeries:
    moment = now()
    series = TaskSeries(
        practice_id=db.viewer.practice_id,
        **pattern,
        recurrence=recurrence.to_json(),
        follows=follows,
        made_through=first.nominal,
        made_by=db.viewer.user_id,
        created_at=moment,
        changed_at=moment,
    )
    db.add(series)
    db.flush()
    return series


def _join(db: ScopedSession, task: Task, series: TaskSeries, occurrence: Occurrence) -> None:
    task.series_id, task.occurrence_on = series.id, occurrence.nominal
    db.flush()


def _held(db: ScopedSession, task_id: object) -> tuple[BoardColumn, Task, TaskSeries, date]:
    """What whoever changes a series holds: where tasks begin, the task, its series; and which occurrence it is."""
    as_id(task_id)
    column = hold_beginning(db)
    known = db.fetch(Task, task_id)
    db.viewer.require(Permission.EDIT_TASKS)
    if known.series_id is None or known.occurrence_on is None:
        raise Invalid("This task does not repeat.")
    series = hold(db, known.series_id)
    if series.ended_at:
        raise Invalid("The series of this task has ended. Change this task alone, or let it repeat anew.")
    return column, tasks.changing(db, task_id), series, known.occurrence_on


def _end(series: TaskSeries, recurrence: Recurrence) -> None:
    series.recurrence = recurrence.to_json()
    series.ended_at = series.changed_at = now()


def _passed(recurrence: Recurrence, days: WorkingDays, first: Occurrence, before: date) -> date:
    """The last nominal date that is not made: those due before a day are passed over, but for the first, which is."""
    passed = due_before(recurrence, days, after=first.nominal, before=before)
    return passed[-1].nominal if passed else first.nominal


def _take_away_after(db: ScopedSession, series: TaskSeries, nominal: date) -> list[date]:
    """Untouched tasks after a date leave the series, deleted; returns on which days they were due."""
    taken = db.execute(
        text(
            f"update task t set deleted_at = :now, series_id = null, occurrence_on = null where {_LATER}"
            f" and {UNTOUCHED} returning t.due_on"
        ),
        {"practice": series.practice_id, "series": series.id, "nominal": nominal, "now": now()},
    )
    return list(taken.scalars())


def _keep_after(db: ScopedSession, series: TaskSeries, nominal: date, follower: TaskSeries, first: Occurrence) -> None:
    """What stays goes on as a task of the new series, so that none is made beside it."""
    db.execute(
        text(f"update task t set series_id = :follower where {_LATER} and t.occurrence_on <> :first"),
        {
            "practice": series.practice_id,
            "series": series.id,
            "nominal": nominal,
            "follower": follower.id,
            "first": first.nominal,
        },
    )
