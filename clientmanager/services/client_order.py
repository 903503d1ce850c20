"""In what order clients are listed, and one page of that order, cut by the client that it begins or ends at.

Every order is a walk along an index, wherever in it the page lies: for adviser, status and category from group to
group, each by name. Postgres pushes only leakproof comparisons below row level security, so nothing else is used.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.models.client import NEVER_FIRST, ClientStatus
from clientmanager.models.folding import folded, search_ranges
from clientmanager.services.client_filter import ClientFilter, condition, searched
from clientmanager.services.filters import NOBODY

_ALONG = 1_500
"""Clients looked through, by name, for those that a single letter finds: most letters find one in thirty."""
_LEADS = {"name": "", "contact": NEVER_FIRST, "change": "c.changed_at"}
_LEAD_TYPES = {"contact": "date", "change": "timestamptz"}
_COLUMNS = {"status": "status", "adviser": "adviser_id", "category": "category"}
_FIRST = ("", UUID(int=0))
_LAST = ("\U0010ffff" * 3, UUID(int=2**128 - 1))


@dataclass(frozen=True)
class Order:
    by: str
    falling: bool = False
    """Names too, except within groups."""
    values: tuple[Any, ...] = ()
    """Of the groups, in their order."""


@dataclass(frozen=True)
class Key:
    """Where one client stands in an order."""

    lead: Any
    name: str
    id: UUID


@dataclass(frozen=True)
class Cut:
    """A piece of the list.

    `sql` gives id, lead and sort_name of at most as many clients as were asked for, in the order of `order`.
    """

    sql: str
    values: dict[str, Any] = field(repr=False)
    order: tuple[str, ...]


def order_of(db: ScopedSession, chosen: ClientFilter) -> Order:
    by, falling = chosen.sort.removeprefix("-"), chosen.sort.startswith("-")
    if by not in _COLUMNS:
        return Order(by, falling)
    values = _groups(db, by, chosen.archived)
    known = [value for value in values if value not in (None, "")]
    # Who has none stands last in both directions.
    none = [value for value in values if value in (None, "")]
    return Order(by, values=(*(reversed(known) if falling else known), *none))


def _groups(db: ScopedSession, by: str, archived: bool) -> list[Any]:
    mine = {"practice": db.viewer.practice_id}
    if by == "status":
        return [str(status) for status in ClientStatus]
    if by == "adviser":
        people = db.execute(text("select id, name from practice_user where practice_id = :practice"), mine).all()
        return [*(one.id for one in sorted(people, key=lambda one: (folded(one.name), one.id))), None]
    found = categories(db) if not archived else [
        row.category for row in db.execute(
            text("select distinct category from client where practice_id = :practice and archived_at is not null"), mine
        )
    ]  # fmt: skip
    return [*sorted(filter(None, found), key=lambda one: (folded(one), one)), ""]


def categories(db: ScopedSession) -> list[str]:
    """Those that active clients have, "" too: each is one step along the index, however many clients have it."""
    least = "select min(category) from client where practice_id = :practice and archived_at is null"
    found = db.execute(
        text(
            f"with recursive step(value) as (({least}) union all"
            f" select ({least} and category > step.value) from step where value is not null)"
            " select value as category from step where value is not null"
        ),
        {"practice": db.viewer.practice_id},
    )
    return [row.category for row in found]


def key_of(db: ScopedSession, order: Order, client_id: UUID) -> Key | None:
    """Where this client stands; None where the practice has none of this id."""
    lead = _LEADS[order.by] if order.by in _LEADS else f"c.{_COLUMNS[order.by]}"
    cast = f"cast({lead} as text)" if order.by in _LEAD_TYPES else lead or "0"
    row = db.execute(
        text(f"select {cast} as lead, c.sort_name, c.id from client c where c.practice_id = :practice and c.id = :id"),
        {"practice": db.viewer.practice_id, "id": client_id},
    ).one_or_none()
    return Key(*row) if row else None


def cut(
    db: ScopedSession, chosen: ClientFilter, order: Order, key: Key | None, *,
    many: int, backwards: bool = False, including: bool = False,
) -> Cut:  # fmt: skip
    """At most `many` clients after the key, or before it, nearest first; from the beginning without one.

    Args:
        including: the client of the key too.
    """
    down = backwards != order.falling
    piece = _Piece(("<" if down else ">") + ("=" if including else ""), "desc" if down else "asc", many)
    if searches_only(chosen) and order.by == "name":
        return _of_tokens(db, chosen, key, piece)
    if order.by in _COLUMNS and not chosen.archived and not search_ranges(chosen.search):
        return _of_groups(db, chosen, order, key, piece, backwards)
    return _walked(db, chosen, order, key, piece)


def cut_along(
    db: ScopedSession, chosen: ClientFilter, order: Order, key: Key | None, *, many: int, backwards: bool = False,
    including: bool = False,
) -> Cut | None:  # fmt: skip
    """The same by looking through some clients in the order of their names: quick where single letters were typed,
    and whole only if it finds as many as were asked for. None where it would be of no use.
    """
    typed = [beginning for group in search_ranges(chosen.search) for beginning in group]
    if order.by != "name" or not typed or max(map(len, typed)) > 1:
        return None
    near = cut(db, replace(chosen, search=""), order, key, many=_ALONG, backwards=backwards, including=including)
    values = {**near.values, "most": many}
    found = " and ".join(
        f"exists (select from client_token t where t.practice_id = :practice and t.client_id = near.id and {word})"
        for word in searched(chosen, values)
    )
    return Cut(
        f"select * from ({near.sql}) near where {found} order by {_listed(near.order)} limit :most", values, near.order
    )


def count_before(db: ScopedSession, chosen: ClientFilter, order: Order, key: Key) -> int:
    """How many clients of the list stand before this one."""
    piece = _Piece(">" if order.falling else "<", "", 0)
    found, values = condition(db, chosen)
    columns, at = _columns(order, values), _at(order, key, values)
    return db.execute(
        text(f"select count(*) from client c where {found} and ({_listed(columns)}) {piece.compare} ({_listed(at)})"),
        values,
    ).scalar_one()


def searches_only(chosen: ClientFilter) -> bool:
    """Whether the index of tokens alone says who is found."""
    others = chosen.status or chosen.adviser or chosen.category or chosen.tag
    return bool(search_ranges(chosen.search)) and not others


@dataclass(frozen=True)
class _Piece:
    compare: str
    direction: str
    many: int

    def order(self, *columns: str) -> tuple[str, ...]:
        return tuple(f"{column} {self.direction}" for column in columns)


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(columns)


def _columns(order: Order, values: dict[str, Any]) -> list[str]:
    """What sorts `client c`, so that all of it rises or falls together."""
    if order.by in _COLUMNS:
        column, kind = _COLUMNS[order.by], "uuid" if order.by == "adviser" else "text"
        values["groups"] = list(order.values)
        lead = f"coalesce(array_position(cast(:groups as {kind}[]), cast(c.{column} as {kind})), {len(order.values)})"
    else:
        lead = _LEADS[order.by]
    return [*([lead] if lead else []), "c.sort_name", "c.id"]


def _at(order: Order, key: Key, values: dict[str, Any]) -> list[str]:
    values |= {"key_name": key.name, "key_id": key.id}
    if order.by in _COLUMNS:
        values["key_lead"] = _place(order, key) + 1
        return [":key_lead", ":key_name", ":key_id"]
    if order.by in _LEAD_TYPES:
        values["key_lead"] = key.lead
        return [f"cast(:key_lead as {_LEAD_TYPES[order.by]})", ":key_name", ":key_id"]
    return [":key_name", ":key_id"]


def _place(order: Order, key: Key) -> int:
    return order.values.index(key.lead) if key.lead in order.values else len(order.values) - 1


def _walked(db: ScopedSession, chosen: ClientFilter, order: Order, key: Key | None, piece: _Piece) -> Cut:
    """Along the index of the order; where there is none (a search, the archived), Postgres sorts what was found."""
    found, values = condition(db, chosen)
    columns = _columns(order, values)
    if key:
        found += f" and ({_listed(columns)}) {piece.compare} ({_listed(_at(order, key, values))})"
    lead = columns[0] if len(columns) == 3 else "0"
    return Cut(
        f"select c.id, {lead} as lead, c.sort_name from client c where {found}"
        f" order by {_listed(piece.order(*columns))} limit :many",
        {**values, "many": piece.many},
        piece.order("lead", "sort_name", "id"),
    )


def _of_groups(
    db: ScopedSession, chosen: ClientFilter, order: Order, key: Key | None, piece: _Piece, backwards: bool
) -> Cut:
    """From group to group, in each along its index by name; no further than the page reaches."""
    found, values = condition(db, chosen)
    column, kind = _COLUMNS[order.by], "uuid" if order.by == "adviser" else "text"
    places = list(range(len(order.values)))
    places = places[::-1] if backwards else places
    if key:
        places = places[places.index(_place(order, key)) :]
    shown = _chosen_values(chosen, order.by)
    steps = [
        (order.values[place], *((key.name, key.id) if key and i == 0 else _LAST if backwards else _FIRST))
        for i, place in enumerate(places)
        if not shown or order.values[place] in shown
    ]
    values |= {name: [step[i] for step in steps] for i, name in enumerate(("groups", "names", "ids"))}
    of_group = (
        f"(select c.id, c.sort_name from client c where {found} and %s"
        f" and (c.sort_name, c.id) {piece.compare} (step.name, step.client)"
        f" order by {_listed(piece.order('c.sort_name', 'c.id'))} limit :many)"
    )
    some = of_group % f"c.{column} = step.value"
    none = f" union all {of_group % 'step.value is null and c.adviser_id is null'}" if order.by == "adviser" else ""
    names = piece.order("sort_name", "id")
    return Cut(
        "select one.id, step.place as lead, one.sort_name from unnest(cast(:groups as"
        f" {kind}[]), cast(:names as text[]), cast(:ids as uuid[])) with ordinality step(value, name, client, place),"
        f" lateral ({some}{none}) one order by lead, {_listed(names)} limit :many",
        {**values, "many": piece.many},
        ("lead", *names),
    )


def _chosen_values(chosen: ClientFilter, by: str) -> set[Any]:
    given = getattr(chosen, by)
    return {None if one == NOBODY else UUID(one) for one in given} if by == "adviser" else set(given)


def _of_tokens(db: ScopedSession, chosen: ClientFilter, key: Key | None, piece: _Piece) -> Cut:
    """From the index of tokens alone, without a look at a client that is not shown."""
    values: dict[str, Any] = {"many": piece.many}
    beyond = f" and (t.sort_name, t.client_id) {piece.compare} (:key_name, :key_id)" if key else ""
    found = of_tokens(db.viewer.practice_id, chosen, values, "t.client_id as id, t.sort_name", beyond)
    if key:
        values |= {"key_name": key.name, "key_id": key.id}
    names = piece.order("sort_name", "id")
    return Cut(
        f"select id, 0 as lead, sort_name from ({found}) found order by {_listed(names)} limit :many", values, names
    )


def of_tokens(practice_id: UUID, chosen: ClientFilter, values: dict[str, Any], columns: str, also: str = "") -> str:
    """The clients that have a token for every word, once each, as SQL."""
    values["practice"] = practice_id
    which = "t.archived" if chosen.archived else "not t.archived"
    words = [f"{which} and {word}{also}" for word in searched(chosen, values)]
    once = " distinct" if len(words) == 1 else ""
    return " intersect ".join(
        f"select{once} {columns} from client_token t where t.practice_id = :practice and {word}" for word in words
    )
