"""Which entries a part of a timeline has, in their order: each branch is cut before they are merged, so that a page
costs the same of a hundred entries and of a million.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.services.timeline_filter import TimelineFilter

_LEAST = UUID(int=0)
_OF_CLIENT = "interaction_participant", "x.interaction_id", "x.client_id = :client"
_OF_PRACTICE = "interaction", "x.id", "true"
# With a limit Postgres asks it of one entry after the other; without, it reads everything that the person ever did.
_TOOK_PART = (
    "(select i.author_id from interaction i where i.practice_id = :practice and i.id = x.interaction_id limit 1) = :who"
    " or (select true from interaction_participant u where u.practice_id = :practice"
    " and u.interaction_id = x.interaction_id and u.user_id = :who limit 1)"
)


class Key(NamedTuple):
    """The place of an entry."""

    at: datetime
    id: UUID


class Found(NamedTuple):
    at: datetime
    id: UUID
    task: bool


@dataclass(frozen=True)
class _Branch:
    table: str
    id: str
    where: str
    at: str = "x.at"


def cursor(key: Key) -> str:
    return f"{key.at.astimezone(UTC):%Y%m%dT%H%M%S.%f}_{key.id}"


def read_cursor(value: object) -> Key | None:
    """None where it is no cursor."""
    said, _, entry = value.partition("_") if isinstance(value, str) else ("", "", "")
    try:
        return Key(datetime.strptime(said, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), as_id(entry))
    except (ValueError, NotFound):
        return None


def after_day(day: date) -> Key:
    """The place behind all entries of a day; the timeline goes on from there to what is older."""
    return Key(datetime.combine(day + timedelta(days=1), time(), SOUTH_AFRICA), _LEAST)


def cut(
    db: ScopedSession,
    client: UUID | None,
    chosen: TimelineFilter,
    *,
    many: int,
    key: Key | None = None,
    newer: bool = False,
    including: bool = False,
) -> list[Found]:
    """Entries from a place on: the older ones, newest first; or the newer ones, oldest first."""
    branches = _branches(client, chosen)
    if not branches:
        return []
    way = "asc" if newer else "desc"
    sign = (">" if newer else "<") + ("=" if including else "")
    parts = [
        f"(select {one.at} as at, {one.id} as id, {one.table == 'task'} as task from {one.table} x"
        f" where x.practice_id = :practice and {one.where}{_bounds(one, chosen)}"
        + (f" and ({one.at}, {one.id}) {sign} (:at, :id)" if key else "")
        + f" order by {one.at} {way}, {one.id} {way} limit :many)"
        for one in branches
    ]
    # what somebody wrote and took part in is found twice
    query = f"select * from ({' union '.join(parts)}) as found order by at {way}, id {way} limit :many"
    values = _values(db, client, chosen) | {"many": many} | (key._asdict() if key else {})
    return [Found(*row) for row in db.execute(text(query), values)]


def counted(db: ScopedSession, client: UUID | None, chosen: TimelineFilter) -> int:
    """How many entries there are."""
    parts = [
        f"select {one.id} as id from {one.table} x where x.practice_id = :practice and {one.where}"
        f"{_bounds(one, chosen)}"
        for one in _branches(client, chosen)
    ]
    if not parts:
        return 0
    both = " union " if chosen.who else " union all "
    query = f"select count(*) from ({both.join(parts)}) as found"
    return db.execute(text(query), _values(db, client, chosen)).scalar_one()


def marked(db: ScopedSession, client: UUID | None, months: list[date], groups: dict[str, str]) -> set[tuple[date, str]]:
    """Which months have something of a group: one look into an index for each month and kind.

    Args:
        groups: kind to group.
    """
    table, _, where = _OF_CLIENT if client else _OF_PRACTICE
    found = db.execute(
        text(
            "select m.first_day, k.kind from unnest(cast(:months as date[])) as m(first_day)"
            " cross join unnest(cast(:kinds as text[])) as k(kind) where (select true from"
            f" {table} x where x.practice_id = :practice and {where} and x.kind = k.kind"
            " and x.at >= cast(m.first_day as timestamp) at time zone 'Africa/Johannesburg'"
            " and x.at < (cast(m.first_day as timestamp) + interval '1 month') at time zone 'Africa/Johannesburg'"
            " limit 1)"
        ),
        {"practice": db.viewer.practice_id, "client": client, "months": months, "kinds": list(groups)},
    )
    return {(row.first_day, groups[row.kind]) for row in found}


def _branches(client: UUID | None, chosen: TimelineFilter) -> list[_Branch]:
    found: list[_Branch] = []
    if chosen.with_interactions:
        few = chosen.pinned or chosen.thread
        found += _few(client, chosen) if few else _of_interactions(client, chosen)
    if chosen.with_tasks:
        where = "x.done_at is not null and x.deleted_at is null"
        where += " and x.client_id = :client" if client else ""
        where += " and (x.done_by = :who or x.assignee_id = :who)" if chosen.who else ""
        found.append(_Branch("task", "x.id", where, "x.done_at"))
    return found


def _of_interactions(client: UUID | None, chosen: TimelineFilter) -> list[_Branch]:
    table, entry, where = _OF_CLIENT if client else _OF_PRACTICE
    if client and chosen.who:
        where += f" and ({_TOOK_PART})"
    if chosen.who and not client:
        kinds = " and x.kind = any(:kinds)" if chosen.of_interactions else ""
        return [
            _Branch("interaction", "x.id", f"x.author_id = :who{kinds}"),
            _Branch("interaction_participant", "x.interaction_id", f"x.user_id = :who{kinds}"),
        ]
    if not chosen.of_interactions:
        return [_Branch(table, entry, where)]
    # one index holds each kind in its order: several are merged
    return [_Branch(table, entry, f"{where} and x.kind = '{kind}'") for kind in chosen.of_interactions]


def _few(client: UUID | None, chosen: TimelineFilter) -> list[_Branch]:
    """What is pinned, or of one conversation."""
    where = "x.pinned_at is not null" if chosen.pinned else "true"
    if chosen.thread:
        where += (
            " and x.thread <> '' and x.thread = (select i.thread from interaction i"
            " where i.practice_id = :practice and i.id = :thread)"
        )
    if client:
        where += (
            " and exists (select from interaction_participant p where p.practice_id = :practice"
            " and p.interaction_id = x.id and p.client_id = :client)"
        )
    if chosen.who:
        where += (
            " and (x.author_id = :who or exists (select from interaction_participant u"
            " where u.practice_id = :practice and u.interaction_id = x.id and u.user_id = :who))"
        )
    kinds = " and x.kind = any(:kinds)" if chosen.of_interactions else ""
    return [_Branch("interaction", "x.id", where + kinds)]


def _bounds(one: _Branch, chosen: TimelineFilter) -> str:
    since = f" and {one.at} >= :since" if chosen.since else ""
    return since + (f" and {one.at} < :until" if chosen.until else "")


def _values(db: ScopedSession, client: UUID | None, chosen: TimelineFilter) -> dict[str, Any]:
    values: dict[str, Any] = {"practice": db.viewer.practice_id, "client": client}
    if chosen.who:
        values["who"] = as_id(chosen.who)
    if chosen.thread:
        values["thread"] = as_id(chosen.thread)
    if chosen.of_interactions:
        values["kinds"] = list(chosen.of_interactions)
    if chosen.since:
        values["since"] = datetime.combine(chosen.since, time(), SOUTH_AFRICA)
    if chosen.until:
        values["until"] = after_day(chosen.until).at
    return values
