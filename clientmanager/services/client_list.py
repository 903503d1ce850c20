"""The list of clients: one page by key, search as you type, the true count."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.folding import search_ranges
from clientmanager.models.permission import Permission
from clientmanager.services import identity
from clientmanager.services.client_duplicates import shown_name
from clientmanager.services.client_form import clean

PAGE = 50
LONGEST_SEARCH = 200
_AFTER_EVERY_TEXT = "\U0010ffff"


@dataclass(frozen=True)
class ClientRow:
    """One line of the list, as it is shown."""

    id: str
    name: str
    about: str
    """Person · 44"""
    adviser: str
    status: str
    category: str
    phone: str
    email: str
    changed: str
    archived: bool


@dataclass(frozen=True)
class ClientPageOfList:
    rows: list[ClientRow]
    first: str
    """The key of the first row, for the page before it; empty when there is none."""
    last: str
    """The key of the last row, for the page after it; empty when there is none."""


@dataclass(frozen=True)
class Count:
    found: int
    everyone: int
    archived: int
    """Archived clients that the search would also find."""


def listed(
    db: ScopedSession, *, search: object = "", after: object = "", before: object = "", archived: object = False
) -> ClientPageOfList:
    """One page of at most 50 clients in the order of their names.

    Args:
        after, before: a key from the neighbouring page; anything else starts at the beginning.
    """
    db.viewer.require(Permission.SEE_CLIENTS)
    found, values = _found(db, search, archived is True)
    backwards = _key(before)
    key = backwards or _key(after)
    order, compare = ("desc", "<") if backwards else ("asc", ">")
    if key:
        found += (
            f" and c.sort_name {compare}= :key_name and (c.sort_name {compare} :key_name or c.id {compare} :key_id)"
        )
        values |= {"key_name": key[0], "key_id": key[1]}
    lines = db.execute(
        text(
            f"select p.*, u.name as adviser, phone.number, email.address from (select c.* from client c where {found}"
            f" order by c.sort_name {order}, c.id {order} limit {PAGE + 1}) p"
            " left join practice_user u on u.practice_id = p.practice_id and u.id = p.adviser_id"
            " left join lateral (select number from client_phone x where x.practice_id = p.practice_id"
            "   and x.client_id = p.id order by position, id limit 1) phone on true"
            " left join lateral (select address from client_email x where x.practice_id = p.practice_id"
            "   and x.client_id = p.id order by position, id limit 1) email on true"
            f" order by p.sort_name {order}, p.id {order}"
        ),
        values,
    ).all()
    more = len(lines) > PAGE
    lines = lines[:PAGE]
    if backwards:
        lines = lines[::-1]
    earlier = more if backwards else bool(key)
    later = True if backwards else more
    return ClientPageOfList(
        rows=[_row(line) for line in lines],
        first=_as_key(lines[0]) if lines and earlier else "",
        last=_as_key(lines[-1]) if lines and later else "",
    )


def counted(db: ScopedSession, *, search: object = "", archived: object = False) -> Count:
    db.viewer.require(Permission.SEE_CLIENTS)
    found, values = _found(db, search, archived is True)
    other, _ = _found(db, search, archived is not True)
    everyone, _ = _found(db, "", archived is True)
    row = db.execute(
        text(
            f"select (select count(*) from client c where {found}), (select count(*) from client c where {everyone}),"
            f" (select count(*) from client c where {other})"
        ),
        values,
    ).one()
    return Count(found=row[0], everyone=row[1], archived=row[2])


def _found(db: ScopedSession, search: object, archived: bool) -> tuple[str, dict[str, Any]]:
    """The condition on `client c`, and its values.

    Every word typed must begin a token: comparisons that row level security leaves to the index.
    """
    condition = f"c.practice_id = :practice and c.archived_at is {'not ' if archived else ''}null"
    values: dict[str, Any] = {"practice": db.viewer.practice_id}
    for i, group in enumerate(search_ranges(clean(search[:LONGEST_SEARCH]) if isinstance(search, str) else "")):
        any_of = []
        for j, beginning in enumerate(group):
            name = f"word_{i}_{j}"
            any_of.append(f"(t.token >= :{name} and t.token < :{name}_end)")
            values |= {name: beginning, f"{name}_end": beginning + _AFTER_EVERY_TEXT}
        condition += (
            " and c.id in (select t.client_id from client_token t"
            f" where t.practice_id = :practice and ({' or '.join(any_of)}))"
        )
    return condition, values


def _key(value: object) -> tuple[str, Any] | None:
    if not isinstance(value, str) or "|" not in value:
        return None
    row_id, _, name = clean(value).partition("|")
    try:
        return name, as_id(row_id)
    except NotFound:
        return None


def _as_key(line: Any) -> str:
    return f"{line.id}|{line.sort_name}"


def _row(line: Any) -> ClientRow:
    return ClientRow(
        id=str(line.id),
        name=shown_name(line),
        about=about(line.kind, line.birth_date),
        adviser=line.adviser or "",
        status=line.status,
        category=line.category,
        phone=identity.show_phone(line.number) if line.number else "",
        email=line.address or "",
        changed=line.changed_at.astimezone(SOUTH_AFRICA).date().isoformat(),
        archived=line.archived_at is not None,
    )


def about(kind: str, born: date | None) -> str:
    if kind == "person" and born and born <= today():
        return f"Person · {age(born)}"
    return kind.capitalize()


def age(born: date) -> int:
    day = today()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
