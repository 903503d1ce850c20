"""Series that follow a client's birthday: when the birth date is corrected, what has not been begun follows.

The worker does this at its next run and not whoever corrects the date, so that it holds for every way a birth date
changes: typed, imported, or put back.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession
from clientmanager.models.task import ColumnKind, Task
from clientmanager.models.task_series import TaskSeries
from clientmanager.planning.recurrence import LATEST, Occurrence, Recurrence, from_then_on, occurrences, read
from clientmanager.planning.rules import Yearly
from clientmanager.planning.working_days import ONE_DAY, WorkingDays

HALF_A_YEAR = timedelta(days=183)


def has_moved(recurrence: Recurrence, born: date) -> bool:
    """Whether the series still has another day than the client's birthday."""
    rule = recurrence.rule
    return isinstance(rule, Yearly) and (rule.month, rule.day) != (born.month, born.day)


def follow(db: ScopedSession, series: TaskSeries, born: date, days: WorkingDays) -> None:
    """Let a series go on with the client's birthday as it is known now.

    Each birthday keeps its one task, also when the date moves across today: every occurrence that has not been begun
    goes to that of the corrected dates which is nearest to it, in the past or not, but to none before the series was
    begun. Not begun is what is still where tasks begin and on the day that the series gave it. What somebody has begun,
    finished or deleted counts as that birthday's task.
    """
    recurrence = read(series.recurrence)
    rule = recurrence.rule
    if not isinstance(rule, Yearly) or not has_moved(recurrence, born):
        return
    made = _made(db, series)
    waiting = {row.id for row in made if row.waits and row.due_on == _due(recurrence, row.occurrence_on, days)}
    kept = max((row.occurrence_on for row in made if row.id not in waiting), default=recurrence.starts_on - ONE_DAY)
    following = next(occurrences(recurrence, days, after=kept, through=LATEST), None)
    if following is None:
        series.ended_at = now()
        return
    corrected = replace(
        from_then_on(recurrence, following.nominal, following.number),
        rule=replace(rule, month=born.month, day=born.day),
        starts_on=max(following.nominal - HALF_A_YEAR, min(_begun_on(series), following.nominal)),
    )
    series.recurrence = corrected.to_json()
    series.made_through = corrected.starts_on - ONE_DAY
    coming = occurrences(corrected, days, after=series.made_through, through=LATEST)
    moving = [row.id for row in made if row.id in waiting and row.occurrence_on > kept]
    for task_id, occurrence in zip(moving, coming, strict=False):
        _move(db, task_id, occurrence)
        series.made_through = occurrence.nominal
    series.changed_at = now()
    db.flush()


def _made(db: ScopedSession, series: TaskSeries) -> Sequence[Any]:
    """The series' tasks by their nominal dates, held until the commit."""
    return db.execute(
        text(
            "select t.id, t.occurrence_on, t.due_on,"
            " t.done_at is null and t.deleted_at is null and b.kind = :begin as waits"
            " from task t join board_column b on b.practice_id = t.practice_id and b.id = t.column_id"
            " where t.practice_id = :practice and t.series_id = :series order by t.occurrence_on for update of t"
        ),
        {"practice": series.practice_id, "series": series.id, "begin": ColumnKind.TO_DO},
    ).all()


def _begun_on(series: TaskSeries) -> date:
    return series.created_at.astimezone(SOUTH_AFRICA).date()


def _due(recurrence: Recurrence, nominal: date, days: WorkingDays) -> date | None:
    found = next(occurrences(recurrence, days, after=nominal - ONE_DAY, through=nominal), None)
    return found and found.due


def _move(db: ScopedSession, task_id: object, occurrence: Occurrence) -> None:
    """No person changed it: `changed_at` stays."""
    task = db.fetch(Task, task_id)
    task.occurrence_on, task.due_on = occurrence.nominal, occurrence.due
