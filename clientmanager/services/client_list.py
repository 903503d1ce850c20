"""The list of clients: one page by key, search as you type, the true count, who stands beside whom."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.folding import search_ranges
from clientmanager.models.permission import Permission
from clientmanager.services import client_match, client_order, identity
from clientmanager.services.client_duplicates import shown_name
from clientmanager.services.client_filter import ClientFilter, condition
from clientmanager.services.client_match import Found
from clientmanager.services.client_order import Cut, Key, Order
from clientmanager.services.days import ago, written

PAGE = 50
TAGS_SHOWN = 2
EVERYONE = ClientFilter()


@dataclass(frozen=True)
class ClientRow:
    """One line of the list, as it is shown.

    Of `name`, `phone` and `email`, `…_marks` holds the pieces in turn, every second one marked; empty where nothing is.
    """

    id: str
    name: str
    about: str
    """Person · 44"""
    adviser: str
    status: str
    category: str
    tags: str
    """The first few: "Golf day, School fees and 3 more"."""
    phone: str
    email: str
    contact: str
    """ "3 days ago"; empty where there was none."""
    contact_day: str
    changed: str
    changed_day: str
    archived: bool
    name_marks: tuple[str, ...] = ()
    phone_marks: tuple[str, ...] = ()
    email_marks: tuple[str, ...] = ()
    found_by: tuple[Found, ...] = ()
    """What was found in something that not every width of the list shows."""


@dataclass(frozen=True)
class ClientPageOfList:
    rows: list[ClientRow]
    first: str
    """The id of the first row, for the page before it; empty when there is none."""
    last: str
    """The id of the last row, for the page after it; empty when there is none."""


@dataclass(frozen=True)
class Count:
    found: int
    everyone: int
    """In the same view, active or archived."""


@dataclass(frozen=True)
class Outside:
    """Who else a search finds: among all active and archived clients, whatever the filters say."""

    many: int = 0
    only_archived: bool = False
    words: str = ""
    """ "Outside these filters there are 2: Mokoena, Thandiwe and Mokoena, Joseph."; empty where there is nobody."""


@dataclass(frozen=True)
class Neighbours:
    """Ids, empty at either end."""

    previous_id: str = ""
    next_id: str = ""


def listed(
    db: ScopedSession,
    chosen: ClientFilter = EVERYONE,
    *,
    after: object = "",
    before: object = "",
    start: object = "",
) -> ClientPageOfList:
    """One page of at most 50 clients.

    Args:
        after, before: the client that the neighbouring page ends or begins with, by id.
        start: the client that this page begins with. Anything that is no client's id starts at the beginning.
    """
    db.viewer.require(Permission.SEE_CLIENTS)
    order = client_order.order_of(db, chosen)
    key = _key(db, order, before) or _key(db, order, after) or _key(db, order, start)
    backwards = bool(key and str(key.id) == before)
    including = bool(key and not backwards and str(key.id) != after)
    how = {"many": PAGE + 1, "backwards": backwards, "including": including}
    along = client_order.cut_along(db, chosen, order, key, **how)
    lines = _lines(db, chosen, along) if along else []
    if len(lines) <= PAGE:
        lines = _lines(db, chosen, client_order.cut(db, chosen, order, key, **how))
    more = len(lines) > PAGE
    lines = lines[:PAGE]
    if backwards:
        lines = lines[::-1]
    day, words = today(), search_ranges(chosen.search)
    earlier = more if backwards else bool(_beside(db, chosen, order, key, backwards=True)) if including else bool(key)
    return ClientPageOfList(
        rows=[_row(line, words, day) for line in lines],
        first=str(lines[0].id) if lines and earlier else "",
        last=str(lines[-1].id) if lines and (more or backwards) else "",
    )


def fold_totals(db: ScopedSession) -> None:
    """The worker's: what `counted` sums up stays a few rows."""
    db.execute(text("select fold_client_totals()"))


def counted(db: ScopedSession, chosen: ClientFilter = EVERYONE, *, everyone: int | None = None) -> Count:
    """The true count. `everyone` spares counting them, where the caller knows."""
    db.viewer.require(Permission.SEE_CLIENTS)
    if everyone is None or not chosen.narrows:
        everyone = _count(db, replace(chosen.widest, sort="name"))
    return Count(found=_count(db, chosen) if chosen.narrows else everyone, everyone=everyone)


def outside(db: ScopedSession, chosen: ClientFilter) -> Outside:
    """Whom the search finds that the filters and the view leave out: for a list in which nobody was found."""
    db.viewer.require(Permission.SEE_CLIENTS)
    views = [ClientFilter(search=chosen.search, archived=archived) for archived in (False, True)]
    active, archived = (_count(db, view) if chosen.search else 0 for view in views)
    many = active + archived
    if not many:
        return Outside()
    where = "Outside these filters" if active else "Among the archived"
    names = [row.name for view in views for row in listed(db, view).rows[:2]][:2]
    more = [f"{grouped(many - len(names))} more"] if many > len(names) else []
    words = f"{where} there {'is' if many == 1 else 'are'} {grouped(many)}: {' and '.join([*names, *more])}."
    return Outside(many, not active, words)


def grouped(number: int) -> str:
    """1 248, with a space that does not break."""
    return f"{number:,}".replace(",", "\u00a0")


def neighbours(db: ScopedSession, chosen: ClientFilter, client_id: object) -> Neighbours:
    """Who stands before and after this client in the list, also where the client is not in it any more.

    Raises: NotFound: the practice has no such client.
    """
    db.viewer.require(Permission.SEE_CLIENTS)
    order = client_order.order_of(db, chosen)
    key = client_order.key_of(db, order, as_id(client_id))
    if key is None:
        raise NotFound
    return Neighbours(
        previous_id=_beside(db, chosen, order, key, backwards=True),
        next_id=_beside(db, chosen, order, key, backwards=False),
    )


def place(db: ScopedSession, chosen: ClientFilter, client_id: object) -> int:
    """The client's number in the list, from 1; a count of all before it, so for a second event.

    Raises: NotFound: the practice has no such client.
    """
    db.viewer.require(Permission.SEE_CLIENTS)
    order = client_order.order_of(db, chosen)
    key = client_order.key_of(db, order, as_id(client_id))
    if key is None:
        raise NotFound
    return client_order.count_before(db, chosen, order, key) + 1


def _key(db: ScopedSession, order: Order, value: object) -> Key | None:
    try:
        return client_order.key_of(db, order, as_id(value)) if value else None
    except NotFound:
        return None


def _beside(db: ScopedSession, chosen: ClientFilter, order: Order, key: Key | None, *, backwards: bool) -> str:
    cut = client_order.cut(db, chosen, order, key, many=1, backwards=backwards)
    return "".join(str(row.id) for row in db.execute(text(f"select id from ({cut.sql}) beside"), cut.values))


def _count(db: ScopedSession, chosen: ClientFilter) -> int:
    if not chosen.narrows:
        total = text("select sum(many) from client_total where practice_id = :practice and archived = :archived")
        values = {"practice": db.viewer.practice_id, "archived": chosen.archived}
        return int(db.execute(total, values).scalar() or 0)
    if client_order.searches_only(chosen):
        values = {}
        clients = client_order.of_tokens(db.viewer.practice_id, chosen, values, "t.client_id")
        return db.execute(text(f"select count(*) from ({clients}) found"), values).scalar_one()
    found, values = condition(db, chosen)
    return db.execute(text(f"select count(*) from client c where {found}"), values).scalar_one()


def _lines(db: ScopedSession, chosen: ClientFilter, cut: Cut) -> list[Any]:
    """What is shown of these clients; with a search, also what it may have found them by."""
    hidden = ", c.preferred_name, c.id_number, c.passport_number, c.registration_number" if chosen.search else ""
    first = "" if chosen.search else " limit 1"
    return list(
        db.execute(
            text(
                f"with page as materialized ({cut.sql})"
                " select c.id, c.kind, c.birth_date, u.name as adviser, c.status, c.category, c.last_contact_on,"
                " c.changed_at, c.archived_at,"
                " array(select x.number from client_phone x where x.practice_id = c.practice_id"
                f"   and x.client_id = c.id order by x.position, x.id{first}) as phones,"
                " array(select x.address from client_email x where x.practice_id = c.practice_id"
                f"   and x.client_id = c.id order by x.position, x.id{first}) as emails,"
                " array(select x.tag from client_tag x where x.practice_id = c.practice_id"
                "   and x.client_id = c.id order by x.folded) as tags,"
                f" c.entity_name, c.last_name, c.first_names{hidden}"
                " from page join client c on c.practice_id = :practice and c.id = page.id"
                " left join practice_user u on u.practice_id = c.practice_id and u.id = c.adviser_id"
                f" order by {', '.join(f'page.{one}' for one in cut.order)}"
            ),
            cut.values,
        )
    )


def _row(line: Any, words: list[list[str]], day: date) -> ClientRow:
    """Fifty of these are made for every page: each column is taken once, and by its place."""
    client_id, kind, born, adviser, status, category, contact, changed_at, archived_at, phones, emails, tags = line[:12]
    changed = changed_at.astimezone(SOUTH_AFRICA).date()
    name, email = shown_name(line), emails[0] if emails else ""
    phone = identity.show_phone(phones[0]) if phones else ""
    return ClientRow(
        id=str(client_id),
        name=name,
        about=about(kind, born, day),
        adviser=adviser or "",
        status=status,
        category=category,
        tags=_some(tags) if tags else "",
        phone=phone,
        email=email,
        contact=ago(contact, day) if contact else "",
        contact_day=written(contact) if contact else "",
        changed=ago(changed, day),
        changed_day=written(changed),
        archived=archived_at is not None,
        **client_match.marks(line, words, name=name, phone=phone, email=email),
    )


def _some(tags: list[str]) -> str:
    shown = ", ".join(tags[:TAGS_SHOWN])
    return f"{shown} and {len(tags) - TAGS_SHOWN} more" if len(tags) > TAGS_SHOWN else shown


def about(kind: str, born: date | None, day: date | None = None) -> str:
    """ "Person · 44"; `day` is today, where the caller asked already."""
    day = day or today()
    if kind == "person" and born and born <= day:
        return f"Person · {age(born, day)}"
    return kind.capitalize()


def age(born: date, day: date | None = None) -> int:
    day = day or today()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
