"""The lists of reviews that are due, booked or were held, and of whom nobody spoke to: pages by key, true counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.permission import Permission
from clientmanager.planning.reviews import due_in, stands
from clientmanager.services import review_order
from clientmanager.services.client_duplicates import shown_name
from clientmanager.services.days import ago, written
from clientmanager.services.review_filter import BOOKED, DUE, HELD, SILENT, ReviewFilter, condition, source
from clientmanager.services.review_readiness import Readiness, readiness
from clientmanager.services.review_work import AHEAD
from clientmanager.services.task_words import initials

PAGE = 50
USUAL = ReviewFilter()


@dataclass(frozen=True)
class ReviewRow:
    """One line of any of the lists."""

    id: str
    """The review's; empty where a client in the list of the silent has none to come."""
    client_id: str
    client: str
    category: str
    adviser: str
    initials: str
    when: str
    """ "2 Apr 2026", "Thu 2 Apr 2026, 10:00", "Never"."""
    since: str
    """ "in 21 days", "3 months ago"."""
    stands: str
    """A `Stands`, or the outcome of one that is over."""
    ready: str
    """ "4 of 6 things ready"; empty of one that is over."""
    segments: tuple[str, ...]


@dataclass(frozen=True)
class ReviewPage:
    rows: list[ReviewRow]
    first: str
    """The id to hand to `before` for the page before it; empty when there is none."""
    last: str


@dataclass(frozen=True)
class Count:
    found: int
    everyone: int
    overdue: int = 0
    """Of those that are due and were found."""


def page_and_count(
    db: ScopedSession, chosen: ReviewFilter = USUAL, *, after: object = "", before: object = ""
) -> tuple[ReviewPage, Count]:
    """Both in one transaction, for a screen that shows them together."""
    return listed(db, chosen, after=after, before=before), counted(db, chosen)


def listed(db: ScopedSession, chosen: ReviewFilter = USUAL, *, after: object = "", before: object = "") -> ReviewPage:
    """One page of at most 50.

    Args:
        after, before: the review (of the silent, the client) that the neighbouring page ends or begins with, by id.
            Anything else begins anew.
    """
    db.viewer.require(Permission.SEE_CLIENTS)
    order = review_order.order_of(chosen)
    back, on = _keys(db, chosen, order, before), _keys(db, chosen, order, after)
    keys, backwards = back or on, back is not None
    found, values = condition(db, chosen)
    if keys:
        beyond, of_key = order.beyond(keys, reversed_=backwards)
        found, values = f"{found} and {beyond}", values | of_key
    lines = db.execute(
        text(
            "select r.id, c.id as client_id, c.kind, c.entity_name, c.last_name, c.first_names, c.category,"
            " c.last_contact_on, u.name as adviser, r.due_on, r.booked_at, r.held_on, r.closed_at, r.outcome,"
            f" {AHEAD} as ahead_days from {source(chosen)} where {found}"
            f" order by {order.by(reversed_=backwards)} limit :many"
        ),
        {**values, "many": PAGE + 1},
    ).all()
    more = len(lines) > PAGE
    lines = list(lines[:PAGE])[::-1] if backwards else list(lines[:PAGE])
    earlier, later = (more, True) if backwards else (keys is not None, more)
    ready = readiness(db, {line.client_id for line in lines}) if chosen.view != HELD else {}
    day, key = today(), "client_id" if chosen.view == SILENT else "id"
    return ReviewPage(
        [_row(chosen.view, line, ready.get(line.client_id, Readiness()), day) for line in lines],
        str(getattr(lines[0], key)) if lines and earlier else "",
        str(getattr(lines[-1], key)) if lines and later else "",
    )


def counted(db: ScopedSession, chosen: ReviewFilter = USUAL) -> Count:
    """The true count; `everyone` is of the same view, unfiltered."""
    db.viewer.require(Permission.SEE_CLIENTS)
    found, values = condition(db, chosen)
    overdue = "count(*) filter (where r.due_on < :today)" if chosen.view == DUE else "0"
    row = db.execute(
        text(f"select count(*) as many, {overdue} as overdue from {source(chosen)} where {found}"), values
    ).one()
    if not chosen.narrows:
        return Count(row.many, row.many, row.overdue)
    found, values = condition(db, replace(chosen.widest, sort=""))
    everyone = db.execute(text(f"select count(*) from {source(chosen)} where {found}"), values).scalar_one()
    return Count(row.many, everyone, row.overdue)


def _row(view: str, line: Any, ready: Readiness, day: date) -> ReviewRow:
    when, since, how = _WORDS[view](line, day)
    return ReviewRow(
        id=str(line.id or ""),
        client_id=str(line.client_id),
        client=shown_name(line),
        category=line.category,
        adviser=line.adviser or "",
        initials=initials(line.adviser),
        when=when,
        since=since,
        stands=how,
        ready=ready.words,
        segments=ready.segments,
    )


def _due(line: Any, day: date) -> tuple[str, str, str]:
    return written(line.due_on), due_in(line.due_on, day), stands(line.due_on, line.ahead_days, day)


def _booked(line: Any, day: date) -> tuple[str, str, str]:
    on = line.booked_at.astimezone(SOUTH_AFRICA).date()
    how = stands(line.due_on, line.ahead_days, day, booked_on=on)
    return booked_words(line.booked_at), due_in(on, day), how


def _held(line: Any, day: date) -> tuple[str, str, str]:
    on = line.held_on or line.closed_at.astimezone(SOUTH_AFRICA).date()
    return written(on), ago(on, day), line.outcome


def _silent(line: Any, day: date) -> tuple[str, str, str]:
    if line.last_contact_on is None:
        return "Never", "", ""
    return written(line.last_contact_on), ago(line.last_contact_on, day), ""


_WORDS = {DUE: _due, BOOKED: _booked, HELD: _held, SILENT: _silent}


def booked_words(at: datetime) -> str:
    """ "Thu 2 Apr 2026, 10:00"."""
    local = at.astimezone(SOUTH_AFRICA)
    return f"{local:%a} {written(local.date())}, {local:%H:%M}"


def _keys(db: ScopedSession, chosen: ReviewFilter, order: Any, row_id: object) -> tuple[Any, ...] | None:
    known = _known(row_id)
    return review_order.keys_of(db, chosen, order, known) if known else None


def _known(row_id: object) -> UUID | None:
    try:
        return as_id(row_id) if row_id else None
    except NotFound:
        return None
