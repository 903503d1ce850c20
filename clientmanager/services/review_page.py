"""One review as its sheet shows it, and what the viewer typed of it and did not save."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.permission import Permission
from clientmanager.models.review import Outcome
from clientmanager.planning.reviews import AGENDA, cycle_words, due_in, proposed, stands
from clientmanager.services import client_page, drafts, review_readiness
from clientmanager.services.days import written
from clientmanager.services.practice_days import working_days
from clientmanager.services.review_list import booked_words
from clientmanager.services.review_readiness import OpenThing, Thing
from clientmanager.services.review_work import AHEAD, CYCLE, MONTHS
from clientmanager.services.task_words import CLIENT_NAME, initials

OUTCOMES = [(one.value, one.value.capitalize()) for one in Outcome]
HOUR = "10:00"
"""Proposed for a meeting."""
_SELECT = (
    f"select r.*, {CLIENT_NAME} as client, {MONTHS} as every_months, {AHEAD} as ahead_days,"
    " coalesce(own.id is not null, false) as own_cycle,"
    " coalesce(nullif(own.agenda, ''), gen.agenda, '') as template, u.id as holder_id, u.name as adviser,"
    " h.name as held_by_name,"
    " (select max(p.held_on) from review p where p.practice_id = c.practice_id and p.client_id = c.id and p.id <> r.id"
    "   and p.held_on is not null) as last_held"
    f" from review r join client c on c.practice_id = r.practice_id and c.id = r.client_id{CYCLE}"
    " left join practice_user u on u.practice_id = r.practice_id and u.id = coalesce(r.adviser_id, c.adviser_id)"
    " left join practice_user h on h.practice_id = r.practice_id and h.id = r.held_by"
    " where r.practice_id = :practice and "
)


@dataclass(frozen=True)
class ReviewView:
    id: str = ""
    client_id: str = ""
    client: str = ""
    open: bool = False
    stands: str = ""
    due: str = ""
    """ "2 Apr 2026"."""
    due_day: str = ""
    """2026-04-02"""
    due_in: str = ""
    cycle: str = ""
    """ "Every year", "Every 6 months, this client's own"."""
    every_months: str = ""
    """Of the client's own cycle; empty where they go by their category."""
    last_held: str = ""
    booked: str = ""
    """ "Thu 2 Apr 2026, 10:00"; empty: not booked."""
    day: str = ""
    at: str = ""
    """What the form of a booking begins with."""
    adviser_id: str = "none"
    adviser: str = ""
    initials: str = ""
    ready: str = ""
    segments: tuple[str, ...] = ()
    things: tuple[Thing, ...] = ()
    going_on: tuple[OpenThing, ...] = ()
    agenda: str = ""
    begun: bool = False
    """Somebody wrote in the agenda; else it is what every one begins with."""
    outcome: str = ""
    held: str = ""
    """ "2 Apr 2026, by Sipho Dube"."""
    notes: str = ""


NO_REVIEW = ReviewView()


@dataclass(frozen=True)
class Opened:
    """All that the sheet needs, in one transaction."""

    review: ReviewView
    advisers: list[tuple[str, str]]
    typed: dict[str, str] = field(default_factory=dict)
    """What was typed of how it went, and not written down yet."""
    typed_at: str = ""
    agenda_typed: str = ""
    agenda_typed_at: str = ""


@dataclass(frozen=True)
class Brief:
    """A client's review to come, as the head of their page shows it."""

    id: str = ""
    title: str = ""
    """ "Review due", "Review booked"."""
    when: str = ""
    note: str = ""
    """ "in 21 days · 4 of 6 things ready"."""
    stands: str = ""


def opened(db: ScopedSession, review_id: object) -> Opened:
    shown = page(db, review_id)
    held = drafts.review(db, UUID(shown.id), "held")
    agenda = drafts.review(db, UUID(shown.id), "agenda")
    waits = agenda is not None and agenda.value != shown.agenda
    return Opened(
        shown,
        client_page.advisers(db),
        json.loads(held.value) if held else {},
        held.time if held else "",
        agenda.value if agenda and waits else "",
        agenda.time if agenda and waits else "",
    )


def page(db: ScopedSession, review_id: object) -> ReviewView:
    row = db.execute(
        text(f"{_SELECT} r.id = :id"), {"practice": db.viewer.practice_id, "id": as_id(review_id)}
    ).one_or_none()
    if row is None:
        raise NotFound("This review is not here any more.")
    db.viewer.require(Permission.SEE_CLIENTS)
    return _view(db, row)


def brief(db: ScopedSession, client_id: object) -> Brief:
    """Of the review that is to come with a client; empty where none is."""
    db.viewer.require(Permission.SEE_CLIENTS)
    row = db.execute(
        text(
            f"{_SELECT} r.client_id = :client and r.closed_at is null and c.archived_at is null and c.status = 'active'"
        ),
        {"practice": db.viewer.practice_id, "client": as_id(client_id)},
    ).one_or_none()
    if row is None:
        return Brief()
    ready = review_readiness.of_client(db, row.client_id).words
    on = row.booked_at.astimezone(SOUTH_AFRICA).date() if row.booked_at else row.due_on
    return Brief(
        id=str(row.id),
        title="Review booked" if row.booked_at else "Review due",
        when=booked_words(row.booked_at) if row.booked_at else written(row.due_on),
        note=f"{due_in(on, today())} · {ready}",
        stands=_stands(row),
    )


def _view(db: ScopedSession, row: Any) -> ReviewView:
    is_open = row.closed_at is None
    ready = review_readiness.of_client(db, row.client_id) if is_open else review_readiness.Readiness()
    going_on = review_readiness.open_things(db, row.client_id) if is_open else ()
    booked_at = row.booked_at.astimezone(SOUTH_AFRICA) if row.booked_at else None
    meeting = booked_at.date() if booked_at else proposed(row.due_on, today(), working_days(db))
    return ReviewView(
        id=str(row.id),
        client_id=str(row.client_id),
        client=row.client,
        open=is_open,
        stands=_stands(row) if is_open else "",
        due=written(row.due_on),
        due_day=row.due_on.isoformat(),
        due_in=due_in(row.due_on, today()),
        cycle=_cycle(row),
        every_months=str(row.every_months) if row.own_cycle else "",
        last_held=written(row.last_held) if row.last_held else "",
        booked=booked_words(row.booked_at) if row.booked_at else "",
        day=meeting.isoformat(),
        at=f"{booked_at:%H:%M}" if booked_at else HOUR,
        adviser_id=str(row.holder_id or "none"),
        adviser=row.adviser or "",
        initials=initials(row.adviser),
        ready=ready.words,
        segments=ready.segments,
        things=ready.things,
        going_on=going_on,
        agenda=row.agenda or _begins(row.template, going_on),
        begun=bool(row.agenda),
        outcome=row.outcome.capitalize(),
        held=_held(row),
        notes=row.notes,
    )


def _begins(template: str, going_on: tuple[OpenThing, ...]) -> str:
    """The practice's lines, then what goes on with the client."""
    return "\n".join([*(template.split("\n") if template else AGENDA), *(one.words for one in going_on)])


def _cycle(row: Any) -> str:
    if not row.every_months:
        return "In no cycle"
    return f"{cycle_words(row.every_months)}{', this client’s own' if row.own_cycle else ''}"


def _stands(row: Any) -> str:
    booked_on = row.booked_at.astimezone(SOUTH_AFRICA).date() if row.booked_at else None
    return stands(row.due_on, row.ahead_days, today(), booked_on=booked_on)


def _held(row: Any) -> str:
    if row.closed_at is None:
        return ""
    on = row.held_on or row.closed_at.astimezone(SOUTH_AFRICA).date()
    return f"{written(on)}{f', by {row.held_by_name}' if row.held_by_name else ''}"
