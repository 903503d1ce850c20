"""The orders of the list of tasks: their keys for paging, and the headings under which their tasks stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession
from clientmanager.services.task_board import JOINED
from clientmanager.services.task_words import day_words, is_late


@dataclass(frozen=True)
class Key:
    """One of the values that a task is sorted by; never null."""

    sql: str
    turns: bool = True
    """Whether the other direction turns it: what is empty stays last, and due dates inside a group stay as they are."""


_DUE = (
    Key("(t.due_on is null)", turns=False),
    Key("coalesce(t.due_on, date '2000-01-01')"),
    Key("(t.due_time is null)"),
    Key("coalesce(t.due_time, time '00:00')"),
)
_DUE_INSIDE = tuple(Key(key.sql, turns=False) for key in _DUE)
_ID = Key("t.id")
_NO_ID = "cast('00000000-0000-0000-0000-000000000000' as uuid)"
_RANK = "coalesce(array_position(array['urgent', 'high', 'normal', 'low'], t.priority), 5)"

SORTS: dict[str, tuple[Key, ...]] = {
    "due": _DUE,
    "client": (
        Key("(t.client_id is null)", turns=False),
        Key("coalesce(c.sort_name, '')"),
        Key(f"coalesce(t.client_id, {_NO_ID})"),
        *_DUE_INSIDE,
    ),
    "who": (
        Key("(t.assignee_id is null)", turns=False),
        Key("coalesce(lower(u.name), '') collate \"C\""),
        Key(f"coalesce(t.assignee_id, {_NO_ID})"),
        *_DUE_INSIDE,
    ),
    "priority": (Key(_RANK), *_DUE_INSIDE),
    "column": (Key("b.position"), Key("b.id"), *_DUE_INSIDE),
    "changed": (Key("t.changed_at"),),
    "done": (Key("coalesce(t.done_at, t.created_at)"),),
}
"""What a list can be sorted by; "-" before it for the other direction."""
FROM = f"task t{JOINED} join board_column b on b.practice_id = t.practice_id and b.id = t.column_id"
"""Of what the keys speak."""


@dataclass(frozen=True)
class Order:
    """One order in one direction."""

    name: str
    backwards: bool

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*SORTS[self.name], _ID)

    def by(self, *, reversed_: bool = False) -> str:
        """What "order by" says; reversed for the page before."""
        return ", ".join(f"{key.sql}{' desc' if self._falls(key) != reversed_ else ''}" for key in self.keys)

    def beyond(self, values: Sequence[Any], *, reversed_: bool = False) -> tuple[str, dict[str, Any]]:
        """The condition that a task stands after the one with these keys, or before it; and its values."""
        condition = "false"
        for place, key in reversed(list(enumerate(self.keys))):
            sign = "<" if self._falls(key) != reversed_ else ">"
            condition = f"({key.sql} {sign} :key_{place} or ({key.sql} = :key_{place} and {condition}))"
        return condition, {f"key_{place}": value for place, value in enumerate(values)}

    def _falls(self, key: Key) -> bool:
        return self.backwards and key.turns


def read_order(sort: object, *, done: bool) -> Order:
    """The order that an address names; anything else is the usual one: by due date, or what was done last first."""
    said = sort if isinstance(sort, str) else ""
    name = said.removeprefix("-")
    if name not in SORTS:
        return Order("done", True) if done else Order("due", False)
    return Order(name, said.startswith("-"))


def keys_of(db: ScopedSession, order: Order, task_id: UUID) -> tuple[Any, ...] | None:
    """The keys of a task, also of one that is not in the list any more; None where the practice has no such task."""
    columns = ", ".join(key.sql for key in order.keys)
    found = db.execute(
        text(f"select {columns} from {FROM} where t.practice_id = :practice and t.id = :task"),
        {"practice": db.viewer.practice_id, "task": task_id},
    ).first()
    return tuple(found) if found else None


def group(order: Order, row: Any) -> str:
    """The heading under which a row stands in this order; empty where there is none."""
    match order.name:
        case "due":
            return "" if row.done_at else due_group(row.due_on, row.due_time)
        case "client":
            return row.client or "No client"
        case "who":
            return row.who or "Nobody"
        case "priority":
            return row.priority.capitalize()
        case "column":
            return row.column_name
        case "changed":
            return day_words(row.changed_at.astimezone(SOUTH_AFRICA).date())
        case _:
            return day_words(row.done_at.astimezone(SOUTH_AFRICA).date()) if row.done_at else ""


def due_group(on: date | None, at: time | None) -> str:
    """ "Late", "Today", "Tomorrow", "This week", "Next week", "Later" or "No date"; weeks begin on Monday."""
    if on is None:
        return "No date"
    if is_late(on, at):
        return "Late"
    day = today()
    next_monday = day + timedelta(days=7 - day.weekday())
    for until, words in (
        (day, "Today"),
        (day + timedelta(days=1), "Tomorrow"),
        (next_monday - timedelta(days=1), "This week"),
        (next_monday + timedelta(days=6), "Next week"),
    ):
        if on <= until:
            return words
    return "Later"
