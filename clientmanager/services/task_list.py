"""The list of tasks: one page by key in any order, with headings, and the true count."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.permission import Permission
from clientmanager.services import task_order
from clientmanager.services.task_board import CARD, JOINED, Card, card
from clientmanager.services.task_filter import TaskFilter, condition
from clientmanager.services.task_order import FROM, Order
from clientmanager.services.task_words import moment_words

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    card: Card
    column: str
    changed: str
    """ "Today 09:12", "Mon 9 Mar"."""
    group: str
    """The heading it stands under, by what the list is sorted by: "Late", "Nobody", "Waiting on others"."""


@dataclass(frozen=True)
class Page:
    rows: tuple[Row, ...]
    first: str
    """The id to hand to `before` for the page before it; empty when there is none."""
    last: str
    """The id to hand to `after` for the next page; empty when there is none."""


@dataclass(frozen=True)
class Count:
    found: int
    everyone: int
    """Whatever the filter: all that are open, or all that are done."""


def listed(
    db: ScopedSession,
    chosen: TaskFilter,
    *,
    sort: object = "",
    done: bool = False,
    after: object = "",
    before: object = "",
) -> Page:
    """One page of at most 50 tasks, open or done.

    Args:
        sort: a key of `task_order.SORTS`, with "-" before it for the other direction; anything else is the usual
            order: late ones first and those without a date last, or what was done last first.
        after, before: the task that the neighbouring page ends or begins with, by id. Anything else begins anew.
    """
    db.viewer.require(Permission.SEE_TASKS)
    order = task_order.read_order(sort, done=done)
    backwards = _keys(db, order, before) is not None
    keys = _keys(db, order, before) or _keys(db, order, after)
    lines = _lines(db, chosen, order, keys, done=done, backwards=backwards)
    more = len(lines) > PAGE
    lines = lines[:PAGE][::-1] if backwards else lines[:PAGE]
    earlier, later = (more, True) if backwards else (keys is not None, more)
    return Page(
        rows=tuple(
            Row(card(line), line.column_name, moment_words(line.changed_at), task_order.group(order, line))
            for line in lines
        ),
        first=str(lines[0].id) if lines and earlier else "",
        last=str(lines[-1].id) if lines and later else "",
    )


def page_and_count(
    db: ScopedSession,
    chosen: TaskFilter,
    *,
    sort: object = "",
    done: bool = False,
    after: object = "",
    before: object = "",
) -> tuple[Page, Count]:
    """Both in one transaction, for a screen that shows them together."""
    page = listed(db, chosen, sort=sort, done=done, after=after, before=before)
    return page, counted(db, chosen, done)


def counted(db: ScopedSession, chosen: TaskFilter, done: bool = False) -> Count:
    db.viewer.require(Permission.SEE_TASKS)
    found = _count(db, chosen, done)
    return Count(found, _count(db, TaskFilter(), done) if chosen.narrows else found)


def found_of(db: ScopedSession, chosen: TaskFilter, *, done: bool) -> tuple[str, dict[str, Any]]:
    """The condition on `task t` and its `client c` of what is on the list, and its values."""
    found, values = condition(db, chosen)
    return f"{found} and t.done_at is {'not ' if done else ''}null", values


def _lines(
    db: ScopedSession, chosen: TaskFilter, order: Order, keys: tuple[Any, ...] | None, *, done: bool, backwards: bool
) -> list[Any]:
    found, values = found_of(db, chosen, done=done)
    if keys:
        beyond, of_key = order.beyond(keys, reversed_=backwards)
        found, values = f"{found} and {beyond}", values | of_key
    query = text(
        f"select {CARD}, t.changed_at, b.name as column_name from {FROM} where {found}"
        f" order by {order.by(reversed_=backwards)} limit :many"
    )
    return list(db.execute(query, {**values, "many": PAGE + 1}))


def _count(db: ScopedSession, chosen: TaskFilter, done: bool) -> int:
    found, values = found_of(db, chosen, done=done)
    joined = JOINED if chosen.search else ""
    return db.execute(text(f"select count(*) from task t{joined} where {found}"), values).scalar_one()


def _keys(db: ScopedSession, order: Order, task_id: object) -> tuple[Any, ...] | None:
    known = _as_id(task_id)
    return task_order.keys_of(db, order, known) if known else None


def _as_id(task_id: object) -> UUID | None:
    try:
        return as_id(task_id) if task_id else None
    except NotFound:
        return None
