"""Reminders of one's own, and the worker's promise to tell of them exactly once; each morning, what is late."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.notice import NoticeKind, Reminder
from clientmanager.models.permission import Permission
from clientmanager.models.task import Task
from clientmanager.planning.working_days import WorkingDays
from clientmanager.services import notices
from clientmanager.services.task_words import LATE, day_words, late_values

MOST = 10
"""Of one person for one task."""
MOST_MINUTES = 366 * 24 * 60
MORNING = time(8)
"""When a task without a time is due, for its reminders."""
DIGEST_FROM = time(7)
CHOICES = (("0", "When it is due"), ("60", "1 hour before"), ("1440", "1 day before"))
"""Minutes before it is due, and words."""
# Of reminder r and its task t, as the database has it: when it is to be told.
_MOMENT = (
    "coalesce(r.at, ((t.due_on + coalesce(t.due_time, time '08:00')) at time zone 'Africa/Johannesburg')"
    " - make_interval(mins => r.minutes_before))"
)


@dataclass(frozen=True)
class ReminderRow:
    id: str
    words: str
    """ "1 hour before, Thu 12 Mar 13:30"; "Thu 12 Mar 08:00"."""
    told: bool


def set(db: ScopedSession, task_id: object, when: object) -> str:  # noqa: A001  (what one does with a reminder)
    """Be reminded of a task; the same reminder is kept once. Returns when, in words.

    Args:
        when: minutes before it is due (60, "60"), or a moment ("2026-03-12T14:30", in South Africa).

    Raises:
        Invalid: that moment has passed, or nothing says when the task is due.
    """
    task = _task(db, task_id)
    if task.done_at:
        raise Invalid("This task is done. Open it again first.", field="reminder")
    minutes, moment = _read(when)
    if minutes is not None and task.due_on is None:
        raise Invalid("Say first when it is due.", field="reminder")
    told_on = moment if minutes is None else _due(task) - timedelta(minutes=minutes)
    if told_on is None or told_on <= now():
        raise Invalid("This moment has passed. Choose a later one.", field="reminder")
    others = _of(db, task)
    same = [one for one in others if (one.at, one.minutes_before) == (moment, minutes)]
    if not same:
        if len(others) >= MOST:
            raise Invalid(f"A task has at most {MOST} of your reminders. Drop one of them first.", field="reminder")
        row = Reminder(
            practice_id=task.practice_id, task_id=task.id, user_id=_user(db), at=moment, minutes_before=minutes
        )
        db.add(row)
        db.flush()
    return _words(minutes, told_on)


def listed(db: ScopedSession, task_id: object) -> list[ReminderRow]:
    """One's own reminders of a task, in the order in which they come."""
    task = _task(db, task_id)
    return [
        ReminderRow(str(one.id), _words(one.minutes_before, one.moment), one.told_at is not None and not one.again)
        for one in _of(db, task)
    ]


def drop(db: ScopedSession, reminder_id: object) -> None:
    """Not to be reminded after all."""
    found = db.fetch(Reminder, reminder_id)
    if found.user_id != db.viewer.user_id:
        raise NotFound
    db.delete(found)


def remind(db: ScopedSession) -> int:
    """The worker's, each minute: tell of every reminder whose moment has come. Returns how many that were.

    Each is told once, however late: it is marked in the transaction that gives the notice, and a second worker waits
    for the first and then finds it marked. It is told again only when its task is due later than it was.
    """
    notices.wake(db)
    moment = now()
    rows = db.execute(
        text(
            "update reminder r set told_at = :now from task t, practice_user u"
            " where r.practice_id = :practice and t.practice_id = r.practice_id and t.id = r.task_id"
            " and u.practice_id = r.practice_id and u.id = r.user_id and u.deactivated_at is null"
            f" and t.done_at is null and t.deleted_at is null and {_MOMENT} <= :now"
            f" and (r.told_at is null or r.told_at < {_MOMENT}) returning r.user_id, r.task_id"
        ),
        {"practice": db.viewer.practice_id, "now": moment},
    ).all()
    for row in rows:
        notices.give(db, [row.user_id], NoticeKind.REMINDER, row.task_id)
    return len(rows)


def summarise(db: ScopedSession) -> int:
    """The worker's: on a working day, from seven in the morning on, tell everyone once what is late and due today.

    Whoever has nothing gets a row that is read already and stands in no inbox: what becomes late by noon is no news of
    the morning. Returns how many were told.
    """
    local = now().astimezone(SOUTH_AFRICA)
    if local.time() < DIGEST_FROM or not WorkingDays().is_working(today()):
        return 0
    rows = db.execute(
        text(
            "insert into notice (practice_id, id, user_id, kind, what, many, day, at, read_at)"
            " select u.practice_id, gen_random_uuid(), u.id, 'late',"
            "  case when late + due > 0 then concat(late, ' ', due) else '' end, 1, :today, :now,"
            "  case when late + due = 0 then cast(:now as timestamptz) end"
            f" from practice_user u, lateral (select count(*) filter (where {LATE}) as late,"
            f"   count(*) filter (where t.due_on = :today and not coalesce({LATE}, false)) as due from task t"
            "   where t.practice_id = u.practice_id and t.assignee_id = u.id and t.done_at is null"
            "   and t.deleted_at is null and t.due_on <= :today) t"
            " where u.practice_id = :practice and u.deactivated_at is null"
            " on conflict (practice_id, user_id, day) do nothing returning what"
        ),
        {"practice": db.viewer.practice_id, "now": now(), **late_values()},
    )
    return len([row for row in rows if row.what])


def _of(db: ScopedSession, task: Task) -> list[Any]:
    rows = db.execute(
        text(
            f"select r.*, {_MOMENT} as moment, r.told_at < {_MOMENT} as again"
            " from reminder r join task t on t.practice_id = r.practice_id and t.id = r.task_id"
            " where r.practice_id = :practice and r.task_id = :task and r.user_id = :user order by moment, r.id"
        ),
        {"practice": task.practice_id, "task": task.id, "user": db.viewer.user_id},
    )
    return list(rows)


def _task(db: ScopedSession, task_id: object) -> Task:
    db.viewer.require(Permission.SEE_TASKS)
    task = db.fetch(Task, as_id(task_id))
    if task.deleted_at:
        raise NotFound("This task is not here any more.")
    return task


def _user(db: ScopedSession) -> Any:
    if db.viewer.user_id is None:
        raise NotAllowed
    return db.viewer.user_id


def _due(task: Task) -> datetime:
    assert task.due_on
    return datetime.combine(task.due_on, task.due_time or MORNING, SOUTH_AFRICA)


def _read(when: object) -> tuple[int | None, datetime | None]:
    """Minutes before it is due, or else a moment."""
    if isinstance(when, str) and when.isascii() and when.isdigit():
        when = int(when[:9])
    if isinstance(when, int) and not isinstance(when, bool):
        if not 0 <= when <= MOST_MINUTES:
            raise Invalid("Choose a moment within the year before it is due.", field="reminder")
        return when, None
    try:
        moment = datetime.fromisoformat(when) if isinstance(when, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise Invalid("Say when, by day and time.", field="reminder")
    return None, moment if moment.tzinfo else moment.replace(tzinfo=SOUTH_AFRICA)


def _words(minutes: int | None, moment: datetime | None) -> str:
    before = "" if minutes is None else _before(minutes)
    if moment is None:
        return f"{before}, once it has a date"
    local = moment.astimezone(SOUTH_AFRICA)
    on = f"{day_words(local.date())} {local:%H:%M}"
    return f"{before}, {on[0].lower() + on[1:] if on.split()[0] in ('Today', 'Tomorrow') else on}" if before else on


def _before(minutes: int) -> str:
    for size, word in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes and minutes % size == 0:
            many = minutes // size
            return f"{many} {word}{'' if many == 1 else 's'} before"
    return CHOICES[0][1]
