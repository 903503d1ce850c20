"""Keeping one review to come for each client who has a cycle: whoever asks for it, how often, or twice at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession
from clientmanager.models.base import new_id
from clientmanager.planning.reviews import next_due

REVIEWED = "c.archived_at is null and c.status = 'active'"
"""Of whom there are reviews."""
CYCLE = (
    " left join review_cycle own on own.practice_id = c.practice_id and own.client_id = c.id"
    " left join review_cycle gen on gen.practice_id = c.practice_id and gen.client_id is null"
    " and gen.category = c.category"
)
"""Of a client `c`: their own cycle, which wins, and that of their category."""
MONTHS = "coalesce(own.every_months, gen.every_months)"
AHEAD = "coalesce(own.ahead_days, gen.ahead_days, 30)"
_FROM_ITSELF = "not r.moved and r.booked_at is null"
"""Nobody took it in hand: it goes with the cycle."""


@dataclass(frozen=True)
class Kept:
    made: int
    dated: int
    """To come on another day now, because the cycle or the last review is another."""
    closed: int


def keep_open(db: ScopedSession, client_id: UUID | None = None) -> Kept:
    """One review to come for each active client with a cycle, on its day, and none for anybody else.

    Args:
        client_id: of this client only.
    """
    one = " and c.id = :client" if client_id else ""
    values: dict[str, Any] = {"practice": db.viewer.practice_id, "now": now(), "client": client_id}
    closed = db.execute(
        text(
            "update review r set closed_at = :now where r.practice_id = :practice and r.closed_at is null and r.id in ("
            f" select r.id from review r join client c on c.practice_id = r.practice_id and c.id = r.client_id{CYCLE}"
            f" where r.practice_id = :practice and r.closed_at is null{one} and (not ({REVIEWED})"
            f" or ({MONTHS} is null and {_FROM_ITSELF}))) returning r.id"
        ),
        values,
    ).all()
    rows = db.execute(
        text(
            f"select c.id as client_id, c.created_at, {MONTHS} as every_months, r.id as review_id, r.due_on,"
            " (select max(h.held_on) from review h where h.practice_id = c.practice_id and h.client_id = c.id) as held"
            f" from client c{CYCLE} left join review r on r.practice_id = c.practice_id and r.client_id = c.id"
            " and r.closed_at is null"
            f" where c.practice_id = :practice{one} and {REVIEWED} and {MONTHS} is not null"
            f" and (r.id is null or ({_FROM_ITSELF})) order by c.id"
        ),
        values,
    ).all()
    wanted = [(row, _due(row)) for row in rows]
    made = _make(db, [(row.client_id, due) for row, due in wanted if row.review_id is None])
    dated = [(row.review_id, due) for row, due in wanted if row.review_id and row.due_on != due]
    if dated:
        db.execute(
            text(
                "update review r set due_on = said.due_on from unnest(cast(:ids as uuid[]), cast(:days as date[]))"
                f" as said (id, due_on) where r.practice_id = :practice and r.id = said.id and {_FROM_ITSELF}"
                " and r.closed_at is null"
            ),
            {**values, "ids": [one for one, _ in dated], "days": [due for _, due in dated]},
        )
    return Kept(made, len(dated), len(closed))


def make(db: ScopedSession, client_id: UUID, due_on: date) -> None:
    """The review to come of a client, on a day that somebody gave it."""
    _make(db, [(client_id, due_on)], moved=True)


def _make(db: ScopedSession, wanted: list[tuple[UUID, date]], *, moved: bool = False) -> int:
    if not wanted:
        return 0
    made = db.execute(
        text(
            "insert into review (practice_id, id, client_id, due_on, moved, outcome, notes, agenda, created_at)"
            " select :practice, id, client_id, due_on, :moved, '', '', '', :now"
            " from unnest(cast(:ids as uuid[]), cast(:clients as uuid[]), cast(:days as date[]))"
            " as said (id, client_id, due_on)"
            " on conflict (practice_id, client_id) where closed_at is null do nothing returning id"
        ),
        {
            "practice": db.viewer.practice_id,
            "now": now(),
            "moved": moved,
            "ids": [new_id() for _ in wanted],
            "clients": [client_id for client_id, _ in wanted],
            "days": [due_on for _, due_on in wanted],
        },
    )
    return len(made.all())


def _due(row: Any) -> date:
    added_on = row.created_at.astimezone(SOUTH_AFRICA).date()
    return next_due(row.every_months, held_on=row.held, added_on=added_on)
