"""Making the tasks of series as their days come near: each occurrence exactly once, whoever makes them how often.

Whoever works on a series holds the column in which tasks begin, then the series, then tasks, until the commit. What
has been made stands in the series (`made_through`); that an occurrence cannot exist twice, the unique index of `task`
sees to.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now, today
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.base import new_id
from clientmanager.models.client import Client
from clientmanager.models.folding import folded
from clientmanager.models.task import BoardColumn, ColumnKind
from clientmanager.models.task_series import Follows, TaskSeries
from clientmanager.models.user import User
from clientmanager.planning.recurrence import Occurrence, read
from clientmanager.planning.working_days import ONE_DAY, WorkingDays
from clientmanager.services import board_columns, task_birthdays, task_pattern, task_places
from clientmanager.services.practice_days import working_days
from clientmanager.services.task_recurrence import due_before

AHEAD = timedelta(days=14)
"""A task is on the board this long before it is due. It goes by the due date, which a holiday may bring forward: so
none is made too late, and what comes round daily does not fill the board."""

_INSERT = text(
    """
    insert into task (practice_id, id, title, folded, description, client_id, assignee_id, due_on, due_time, priority,
        column_id, place, moves, column_since, made_by, created_at, changed_at, series_id, occurrence_on)
    values (:practice_id, :id, :title, :folded, :description, :client_id, :assignee_id, :due_on, :due_time, :priority,
        :column_id, :place, 0, :now, :made_by, :now, :now, :series_id, :occurrence_on)
    on conflict (practice_id, series_id, occurrence_on) where series_id is not null do nothing returning id
    """
)


def make_due(db: ScopedSession) -> int:
    """Make what is due in the next two weeks and what was missed, of every series of the practice.

    May run again at any time, and twice at once. Returns how many tasks it made.
    """
    days = working_days(db)
    waiting = [series_id for series_id, waits in _living(db, days) if waits]
    if not waiting:
        return 0
    column = hold_beginning(db)
    held = (hold(db, series_id) for series_id in waiting)
    return sum(make(db, series, column, days) for series in held if series.ended_at is None)


def hold_beginning(db: ScopedSession) -> BoardColumn:
    """The column in which tasks begin, for this transaction alone."""
    column = board_columns.first_of(db, ColumnKind.TO_DO)
    db.refresh(column, with_for_update=True)
    return column


def hold(db: ScopedSession, series_id: UUID) -> TaskSeries:
    """The series as it is now, for this transaction alone."""
    series = db.fetch(TaskSeries, series_id)
    db.refresh(series, with_for_update=True)
    return series


def make(db: ScopedSession, series: TaskSeries, column: BoardColumn, days: WorkingDays) -> int:
    """Make what is near of one series; what went by while it rested is passed over for good. Both are held.

    Tasks come on top of the column, the first to be done highest, also where the column is full: its limit is for
    people who take too much in hand, and here is nobody who could be told to move one out of it first.
    """
    client = db.fetch(Client, series.client_id) if series.client_id else None
    archived_at, born = (client.archived_at, client.birth_date) if client else (None, None)
    rests = why_it_rests(series.follows, archived_at, born) != ""
    if series.follows and born and not rests:
        task_birthdays.follow(db, series, born, days)
    coming = due_before(read(series.recurrence), days, after=series.made_through, before=_until(rests))
    if not coming or series.ended_at:
        return 0
    assignee_id = _assignee(db, series)
    made = 0 if rests else sum(_make(db, series, one, column, assignee_id) for one in reversed(coming))
    series.made_through = coming[-1].nominal
    db.flush()
    return made


def why_it_rests(follows: str, archived_at: datetime | None, born: date | None) -> str:
    """A sentence for people, from what is known of the client; empty where it does not rest."""
    if archived_at:
        return "Nothing is made while the client is archived."
    if follows == Follows.BIRTHDAY and not born:
        return "Nothing is made until the client's birth date is filled in."
    return ""


def _living(db: ScopedSession, days: WorkingDays) -> list[tuple[UUID, bool]]:
    """Every series that has not ended, and whether there is anything to do for it; nothing is held for the asking."""
    rows: Sequence[Any] = db.execute(
        text(
            "select s.id, s.recurrence, s.made_through, s.follows, c.archived_at, c.birth_date from task_series s"
            " left join client c on c.practice_id = s.practice_id and c.id = s.client_id"
            " where s.practice_id = :practice and s.ended_at is null order by s.id"
        ),
        {"practice": db.viewer.practice_id},
    ).all()
    return [(row.id, _waits(row, days)) for row in rows]


def _waits(row: Any, days: WorkingDays) -> bool:
    recurrence = read(row.recurrence)
    rests = why_it_rests(row.follows, row.archived_at, row.birth_date) != ""
    if row.follows and not rests and task_birthdays.has_moved(recurrence, row.birth_date):
        return True
    try:
        return bool(due_before(recurrence, days, after=row.made_through, before=_until(rests)))
    except Invalid:
        # More than a year of days off on end: whoever looks at the series is told, and the others go on.
        return False


def _until(rests: bool) -> date:
    """The day before which something must be due that there is anything to do for it."""
    return today() if rests else today() + AHEAD + ONE_DAY


def _assignee(db: ScopedSession, series: TaskSeries) -> UUID | None:
    """Who left is given nothing more: then it is for who began the series, and for nobody where they left too."""
    if series.assignee_id is None:
        return None
    people = [
        db.get(User, (series.practice_id, user_id)) for user_id in (series.assignee_id, series.made_by) if user_id
    ]
    return next((user.id for user in people if user and not user.deactivated_at), None)


def _make(
    db: ScopedSession, series: TaskSeries, occurrence: Occurrence, column: BoardColumn, assignee_id: UUID | None
) -> int:
    """1, or 0 where it exists already."""
    values = {field: getattr(series, field) for field in task_pattern.FIELDS}
    made = db.execute(
        _INSERT,
        values
        | {
            "practice_id": series.practice_id,
            "id": new_id(),
            "folded": folded(series.title)[:300],
            "assignee_id": assignee_id,
            "due_on": occurrence.due,
            "column_id": column.id,
            "place": task_places.top(db, column),
            "made_by": series.made_by,
            "now": now(),
            "series_id": series.id,
            "occurrence_on": occurrence.nominal,
        },
    ).scalar()
    if made is None:
        return 0
    task_pattern.give(db, series, made)
    db.flush()
    return 1
