"""One day's work: what is late, what is due today, what comes next, and what waits on others."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession
from clientmanager.models.permission import Permission
from clientmanager.models.task import ColumnKind
from clientmanager.services.task_board import CARD, JOINED, Card, card
from clientmanager.services.task_filter import TaskFilter, condition
from clientmanager.services.task_words import LATE, late_values

SHOWN = 50
"""Cards of each section."""
NEXT_DAYS = 7
# A task stands in the first of these that is so, and in no other.
_SECTION = (
    f"case when {LATE} then 'late'"
    " when b.kind = :waiting then 'waiting'"
    " when t.due_on = :today then 'today'"
    " when t.due_on <= :soon or (t.due_on is null and t.priority in ('high', 'urgent')) then 'next' end"
)
_ORDER = (
    "case when section = 'waiting' then t.column_since end, t.due_on nulls last, t.due_time nulls last,"
    " array_position(array['urgent', 'high', 'normal', 'low'], t.priority), t.title, t.id"
)


@dataclass(frozen=True)
class Entry:
    """One task of the day."""

    card: Card
    waiting: str
    """ "waiting 6 days", of a task that waits on others; empty of any other."""


@dataclass(frozen=True)
class Section:
    entries: tuple[Entry, ...] = ()
    """The first 50."""
    many: int = 0
    """How many there are in all."""


@dataclass(frozen=True)
class Day:
    late: Section
    """Also where it waits on others."""
    today: Section
    """By the hour; those without a time after them."""
    next: Section
    """The seven days after today, then what has no date and is urgent or high."""
    waiting: Section
    """Longest first."""
    done_today: int


def day(db: ScopedSession, chosen: TaskFilter) -> Day:
    """The day of whomever the filter names: `whose=("me",)` is the viewer's own, an empty one the whole practice's.

    Every open task stands in one section at most; what has time until later stands in none.
    """
    db.viewer.require(Permission.SEE_TASKS)
    found, values = condition(db, chosen)
    values |= {"waiting": ColumnKind.WAITING, "soon": today() + timedelta(days=NEXT_DAYS), "shown": SHOWN}
    rows = db.execute(
        text(
            f"select {CARD}, t.section, t.kind, t.column_since, t.many from (select t.*, count(*) over w as many,"
            f" row_number() over (w order by {_ORDER}) as number"
            f" from (select t.*, b.kind, {_SECTION} as section from task t{JOINED}"
            "   join board_column b on b.practice_id = t.practice_id and b.id = t.column_id"
            f"  where {found} and t.done_at is null) t"
            f" where section is not null window w as (partition by section)) t{JOINED}"
            " where t.number <= :shown order by t.number"
        ),
        {**values, **late_values()},
    )
    sections: dict[str, list[Any]] = {}
    for row in rows:
        sections.setdefault(row.section, []).append(row)
    late, due, soon, waiting = (_section(sections.get(name, [])) for name in ("late", "today", "next", "waiting"))
    return Day(late, due, soon, waiting, _done_today(db, chosen))


def _section(rows: list[Any]) -> Section:
    return Section(tuple(Entry(card(row), _waiting(row)) for row in rows), rows[0].many if rows else 0)


def _waiting(row: Any) -> str:
    if row.kind != ColumnKind.WAITING:
        return ""
    days = (today() - row.column_since.astimezone(SOUTH_AFRICA).date()).days
    return f"waiting {days} day{'' if days == 1 else 's'}" if days > 0 else "waiting since today"


def _done_today(db: ScopedSession, chosen: TaskFilter) -> int:
    found, values = condition(db, chosen)
    joined = JOINED if chosen.search else ""
    morning = datetime.combine(today(), time(), SOUTH_AFRICA)
    query = text(f"select count(*) from task t{joined} where {found} and t.done_at >= :morning")
    return db.execute(query, {**values, "morning": morning}).scalar_one()
