"""The practice's work for whoever answers for it: who has how much, how old it is, what is stuck, what was finished."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.db import ScopedSession
from clientmanager.models.permission import Permission
from clientmanager.services.task_board import CARD, JOINED, Card, card
from clientmanager.services.task_filter import NOBODY
from clientmanager.services.task_words import LATE, day_words, days_words, initials, late_values

AGES = (
    ("week", "This week", 7),
    ("month", "1 to 4 weeks", 28),
    ("quarter", "1 to 3 months", 91),
    ("older", "Older", 0),
)
"""Since a task was added: key, words, and the days until it passes into the next one."""
STUCK_DAYS = 14
"""In one column, without a step forward."""
MOST_STUCK = 25
FINISHED_DAYS = 7
WORKFLOW_DAYS = 365
"""How far back durations are taken from."""


@dataclass(frozen=True)
class PersonWork:
    """What is open of one person."""

    id: str
    """As the filter's `whose` takes it; "none" for what is nobody's."""
    name: str
    initials: str
    open: int
    late: int
    waiting: int
    week: int
    """By age, as in AGES."""
    month: int
    quarter: int
    older: int
    finished: int
    """In the last seven days, by them."""


@dataclass(frozen=True)
class StuckTask:
    card: Card
    column: str
    days: int
    """Since it came into its column."""


@dataclass(frozen=True)
class DayDone:
    date: str
    """2026-03-12"""
    words: str
    """ "Today", "Mon 9 Mar"."""
    many: int


@dataclass(frozen=True)
class Duration:
    """How long one kind of workflow takes, of those that were finished in the last year."""

    name: str
    many: int
    median: str
    """ "12 days"."""
    longest: str
    running: int


@dataclass(frozen=True)
class Report:
    people: tuple[PersonWork, ...]
    total: PersonWork
    stuck: tuple[StuckTask, ...]
    many_stuck: int
    days: tuple[DayDone, ...]
    """The last seven, the oldest first."""
    workflows: tuple[Duration, ...]
    most_open: int
    """Of one person: the longest bar."""
    most_done: int
    """On one day."""


def report(db: ScopedSession) -> Report:
    """All of it, in one transaction."""
    db.viewer.require(Permission.SEE_REPORT)
    people = _people(db)
    days = _days(db)
    stuck, many = _stuck(db)
    return Report(
        people=tuple(people),
        total=replace(_total(people), finished=sum(one.many for one in days)),
        stuck=tuple(stuck),
        many_stuck=many,
        days=tuple(days),
        workflows=tuple(_workflows(db)),
        most_open=max((one.open for one in people), default=0),
        most_done=max((one.many for one in days), default=0),
    )


def _people(db: ScopedSession) -> list[PersonWork]:
    rows = db.execute(
        text(
            "select coalesce(o.person, f.person) as who, u.name, o.open, o.late, o.waiting, o.week, o.month, o.quarter,"
            " o.older, f.many as finished from ("
            f" select t.assignee_id as person, count(*) as open, count(*) filter (where {LATE}) as late,"
            "  count(*) filter (where b.kind = 'waiting') as waiting,"
            "  count(*) filter (where t.created_at >= :week) as week,"
            "  count(*) filter (where t.created_at < :week and t.created_at >= :month) as month,"
            "  count(*) filter (where t.created_at < :month and t.created_at >= :quarter) as quarter,"
            "  count(*) filter (where t.created_at < :quarter) as older"
            " from task t join board_column b on b.practice_id = t.practice_id and b.id = t.column_id"
            " where t.practice_id = :practice and t.done_at is null and t.deleted_at is null group by 1) o"
            " full join (select done_by as person, count(*) as many from task where practice_id = :practice"
            "  and done_at >= :since and deleted_at is null group by 1) f on f.person = o.person"
            " left join practice_user u on u.practice_id = :practice and u.id = coalesce(o.person, f.person)"
            " where coalesce(o.person, f.person) is not null or o.open > 0"
            " order by coalesce(o.open, 0) desc, u.name nulls last"
        ),
        {**_ours(db), **late_values(), **_since()},
    )
    return [_person(row) for row in rows.mappings()]


def _person(row: Any) -> PersonWork:
    counted = {name: row[name] or 0 for name in ("open", "late", "waiting", "week", "month", "quarter", "older")}
    name = row["name"] or "Nobody"
    return PersonWork(str(row["who"] or NOBODY), name, initials(row["name"]), **counted, finished=row["finished"] or 0)


def _total(people: list[PersonWork]) -> PersonWork:
    names = ("open", "late", "waiting", "week", "month", "quarter", "older", "finished")
    return PersonWork("", "Everyone", "", **{name: sum(getattr(one, name) for one in people) for name in names})


def _stuck(db: ScopedSession) -> tuple[list[StuckTask], int]:
    """Longest first."""
    found = (
        "t.practice_id = :practice and t.done_at is null and t.deleted_at is null and b.kind <> 'to do'"
        " and t.column_since < :then"
    )
    values = {**_ours(db), "then": now() - timedelta(days=STUCK_DAYS), "most": MOST_STUCK}
    joined = f"task t{JOINED} join board_column b on b.practice_id = t.practice_id and b.id = t.column_id"
    rows = db.execute(
        text(
            f"select {CARD}, b.name as place, t.column_since, count(*) over () as many from {joined}"
            f" where {found} order by t.column_since, t.id limit :most"
        ),
        values,
    ).all()
    moment = now()
    stuck = [StuckTask(card(row), row.place, (moment - row.column_since).days) for row in rows]
    return stuck, rows[0].many if rows else 0


def _days(db: ScopedSession) -> list[DayDone]:
    rows = db.execute(
        text(
            "select (done_at at time zone 'Africa/Johannesburg')::date as day, count(*) as many from task"
            " where practice_id = :practice and done_at >= :since and deleted_at is null group by 1"
        ),
        {**_ours(db), **_since()},
    )
    many = {row.day: row.many for row in rows}
    days = [today() - timedelta(days=back) for back in reversed(range(FINISHED_DAYS))]
    return [DayDone(one.isoformat(), day_words(one), many.get(one, 0)) for one in days]


def _workflows(db: ScopedSession) -> list[Duration]:
    rows = db.execute(
        text(
            "select p.name, count(*) filter (where w.ended_how = 'finished') as many,"
            " percentile_cont(0.5) within group (order by extract(epoch from w.ended_at - w.started_at))"
            "  filter (where w.ended_how = 'finished') as median,"
            " max(extract(epoch from w.ended_at - w.started_at)) filter (where w.ended_how = 'finished') as longest,"
            " count(*) filter (where w.ended_at is null) as running"
            " from workflow w join workflow_template p on p.practice_id = w.practice_id and p.id = w.template_id"
            " where w.practice_id = :practice and (w.ended_at is null or w.ended_at >= :year)"
            " group by p.id, p.name order by p.name"
        ),
        {**_ours(db), "year": now() - timedelta(days=WORKFLOW_DAYS)},
    )
    return [Duration(row.name, row.many, _long(row.median), _long(row.longest), row.running) for row in rows]


def _long(seconds: Any) -> str:
    return "" if seconds is None else days_words(float(seconds))


def _since() -> dict[str, datetime]:
    """The beginnings of days, in South Africa."""

    def beginning(back: int) -> datetime:
        day: date = today() - timedelta(days=back)
        return datetime.combine(day, time(), SOUTH_AFRICA)

    ages = {key: beginning(days) for key, _, days in AGES if days}
    return {**ages, "since": beginning(FINISHED_DAYS - 1)}


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id}
