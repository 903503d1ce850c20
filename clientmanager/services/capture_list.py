"""What was dropped and waits to be taken, as its page shows it: nothing of it is in a timeline yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession
from clientmanager.models.client import Client
from clientmanager.models.interaction import InteractionKind as Kind
from clientmanager.models.permission import Permission
from clientmanager.services import capture_known, palette
from clientmanager.services.backup_list import size_words
from clientmanager.services.capture_known import Known
from clientmanager.services.client_list import grouped
from clientmanager.services.days import written
from clientmanager.services.task_words import CLIENT_NAME

PAGE = 50
MOST = 500
MOST_FOUND = 6
DONE_SHOWN_FOR = timedelta(hours=12)
ORDERS = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day", "ydm": "year/day/month"}


@dataclass(frozen=True)
class Dropped:
    """A file that was dropped."""

    id: str
    file_name: str
    size: str
    state: str
    outcome: str


@dataclass(frozen=True)
class Whose:
    """A client whose timeline it goes into, or may."""

    id: str
    name: str
    archived: bool = False
    about: str = ""
    """ "Person · 44"."""


@dataclass(frozen=True)
class Doubt:
    """Somebody who may be one of several clients."""

    who: str
    clients: tuple[Whose, ...]


@dataclass(frozen=True)
class Captured:
    """An e-mail or a chat, as it would be taken."""

    id: str
    dropped_id: str
    kind: str
    title: str
    who: str
    """Who wrote it."""
    at: str
    """ "Fri 5 Jan 2024, 10:15"; of a chat "12 days, 340 messages, 5 Jan to 3 Mar 2024"."""
    words: str
    files: tuple[str, ...]
    """ "scan.pdf, 248 kB"."""
    problems: tuple[str, ...]
    clients: tuple[Whose, ...]
    doubts: tuple[Doubt, ...]
    unknown: str
    by_name: bool
    there: str
    """ "Already in the timeline, on 5 Jan 2024"; empty where it is new."""
    there_id: str
    """In the timeline of which client."""
    may_take: bool
    """There is something new in it."""
    left_out: bool
    orders: tuple[tuple[str, str], ...]
    """How else its days could be meant: what `read_as` takes, and in words."""


@dataclass(frozen=True)
class Waiting:
    """All that the viewer dropped."""

    files: tuple[Dropped, ...] = ()
    rows: tuple[Captured, ...] = ()
    more: int = 0
    ready: int = 0
    """Those that would be taken now."""
    asked: int = 0
    """Those of which nobody said whose they are."""
    under_way: bool = False
    """The worker is reading or writing."""


def waiting(db: ScopedSession, many: int = PAGE) -> Waiting:
    """The newest file last, at most `many` e-mails and chats."""
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    whose = {"practice": db.viewer.practice_id, "user": db.viewer.user_id}
    files = db.execute(text(_FILES), {**whose, "lately": now() - DONE_SHOWN_FOR}).all()
    rows = db.execute(text(_ROWS), {**whose, "many": min(max(many, 1), MOST)}).all()
    counts = db.execute(text(_COUNTS), whose).one()
    known = capture_known.mails(db, (row.fingerprint for row in rows if row.kind == Kind.EMAIL))
    names = _names(db, rows)
    return Waiting(
        files=tuple(
            Dropped(str(one.id), one.file_name, size_words(one.bytes), one.state, one.outcome) for one in files
        ),
        rows=tuple(_row(db, row, known.get(row.fingerprint), names) for row in rows),
        more=max(counts.many - len(rows), 0),
        ready=counts.ready,
        asked=counts.asked,
        under_way=any(one.state in ("reading", "taking") for one in files),
    )


def for_client(db: ScopedSession, client_id: object, many: int = PAGE) -> tuple[Whose, Waiting]:
    """The same, and the client on whose page it was asked for; an empty one without a client."""
    client = db.fetch(Client, client_id) if client_id else None
    named = Whose(str(client.id), client.full_name, client.archived_at is not None) if client else Whose("", "")
    return named, waiting(db, many)


def found(db: ScopedSession, words: object) -> list[Whose]:
    """Clients whom the words may mean."""
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    hits = palette.found(db, words).clients[:MOST_FOUND]
    return [Whose(one.id, one.name, one.archived, one.about) for one in hits]


def _row(db: ScopedSession, row: Any, known: Known | None, names: dict[str, Whose]) -> Captured:
    said = row.said
    is_chat = row.kind == Kind.MESSAGE
    there, may_take = _there_already(db, row) if is_chat else _there(known)
    more = [f"and {said['more_files']} more"] if said["more_files"] else []
    return Captured(
        id=str(row.id),
        dropped_id=str(row.file_id),
        kind=row.kind,
        title=said["title"] or ("WhatsApp chat" if is_chat else "Without a subject"),
        who=" and ".join(filter(None, [", ".join(said["senders"][:-1]), *said["senders"][-1:]])) or "Nobody is named",
        at=_period(row) if is_chat else _moment(said["at"]),
        words=said["words"],
        files=(*(f"{name}, {size}" for name, size in said["files"]), *more),
        problems=tuple(said["problems"]),
        clients=tuple(names[one] for one in row.clients if one in names),
        doubts=tuple(
            Doubt(who, tuple(names[one] for one in those if one in names and one not in row.clients))
            for who, those in said["doubtful"].items()
            if not set(those) & set(row.clients)
        ),
        unknown="; ".join(said["unknown"]),
        by_name=said["by_name"],
        there=there or ("The same stands further up" if said["twice"] else ""),
        there_id=str(known.client_id) if known and not known.removed else "",
        may_take=may_take,
        left_out=row.left_out,
        orders=tuple((one, ORDERS.get(one) or str(one)) for one in said["orders"]),
    )


def _there(known: Known | None) -> tuple[str, bool]:
    if known is None:
        return "", True
    on = written(known.at.astimezone(SOUTH_AFRICA).date())
    if known.removed:
        return f"It was in the timeline, on {on}, and somebody removed it", known.times < capture_known.MOST_TIMES
    return f"Already in the timeline, on {on}", False


def _there_already(db: ScopedSession, row: Any) -> tuple[str, bool]:
    """Of a chat, how much of it: it depends on whose timeline it goes into."""
    if not row.clients or not row.marks:
        return "", bool(row.marks)
    there = len(capture_known.messages(db, UUID(row.clients[0]), row.marks))
    if there == len(row.marks):
        return "All of it is already in the timeline", False
    return (f"{grouped(there)} of its messages are already in the timeline" if there else ""), True


def _moment(said: str) -> str:
    at = datetime.fromisoformat(said)
    return f"{at:%a} {written(at.date())}, {at:%H:%M}"


def _period(row: Any) -> str:
    days, many = row.said["days"], len(row.marks)
    since = datetime.fromisoformat(row.said["since"] or row.said["at"]).date()
    until = datetime.fromisoformat(row.said["at"]).date()
    period = written(since) if since == until else f"{written(since)} to {written(until)}"
    one_day = "1 day" if days == 1 else f"{grouped(days)} days"
    return f"{one_day}, {grouped(many)} message{'' if many == 1 else 's'}, {period}"


def _names(db: ScopedSession, rows: Any) -> dict[str, Whose]:
    """Of all clients who are chosen or may be meant, by their ids."""
    ids = {one for row in rows for one in row.clients}
    ids |= {one for row in rows for those in row.said["doubtful"].values() for one in those}
    found = db.execute(
        text(
            f"select c.id, c.archived_at, {CLIENT_NAME} as name from"
            " client c where c.practice_id = :practice and c.id = any(cast(:ids as uuid[]))"
        ),
        {"practice": db.viewer.practice_id, "ids": list(ids)},
    )
    return {str(row.id): Whose(str(row.id), row.name, row.archived_at is not None) for row in found}


_FILES = (
    "select id, file_name, bytes, state, outcome from capture_file"
    " where practice_id = :practice and user_id = :user and (state <> 'done' or made_at > :lately) order by made_at, id"
)
_OF_MINE = (
    " from capture_entry e join capture_file f on f.practice_id = e.practice_id and f.id = e.file_id"
    " where e.practice_id = :practice and f.user_id = :user and f.state in ('read', 'taking')"
)
_ROWS = (
    "select e.id, e.file_id, e.kind, e.fingerprint, e.said, e.marks, e.clients, e.left_out"
    f"{_OF_MINE} order by f.made_at, f.id, e.place limit :many"
)
_COUNTS = (
    "select count(*) as many, count(*) filter (where not e.left_out and e.clients <> '[]') as ready,"
    f" count(*) filter (where not e.left_out and e.clients = '[]') as asked{_OF_MINE}"
)
