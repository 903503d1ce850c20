"""One change of many clients: shown first, then made exactly as it was shown, or refused with what is different now.

Above a bound the worker makes it (services/client_bulk_work.py). How it is put back: services/client_bulk_undo.py.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid
from clientmanager.models.base import new_id
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.services import client_order, client_page, client_tags, work
from clientmanager.services.client_change import Change, read_change
from clientmanager.services.client_choice import Choice, chosen
from clientmanager.services.client_duplicates import shown_name
from clientmanager.services.client_filter import as_query
from clientmanager.services.client_form import clean
from clientmanager.services.client_list import grouped

CHANGED_MANY = "changed many"
"""The audit's event of such a change; the entries of its clients stand before it."""
EXAMPLES = 5
OFFERED = 12
"""Categories in a menu; any other can be typed."""
AT_ONCE = 2_000
"""Clients in one transaction: about a second, in which others wait for them. More than these are the worker's."""
WORK = "client change"
FIRST = UUID(int=0)
EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What would happen, as the sheet before it shows it."""

    title: str
    sentence: str
    """298 of 312 clients change."""
    unchanged: list[str]
    """What will not change, and why: "14 are with Sipho Dube already."."""
    examples: list[Example]
    more: str
    """"and 293 more", besides the examples."""
    changing: int
    button: str
    """Change 298"""
    mark: str
    """Hand it back to `apply`: it stands for exactly these clients with what they hold now."""


@dataclass(frozen=True)
class Done:
    sentence: str = ""
    """298 clients are with Sipho Dube now."""
    undo: str = ""
    """The handle of its undo; empty where nothing can be put back."""
    waiting: str = ""
    """The handle by which the worker's progress is watched, where it does the work; the rest is empty then."""


@dataclass(frozen=True)
class Part:
    """What one transaction changed: the audit entries of that request between two numbers."""

    request: str
    after: int
    last: int
    clients: int


def preview(db: ScopedSession, choice: Choice, kind: object, value: object) -> Preview:
    """What a change would do to the chosen clients. Changes nothing."""
    change = read_change(db, kind, value)
    seen = _seen(db, choice, change)
    found, values = _changing(db, choice, change)
    lines = db.execute(
        text(
            f"select c.*, {change.was} as was from client c where {found} order by c.sort_name, c.id limit {EXAMPLES}"
        ),
        values,
    ).all()
    same, gone = seen.chosen - seen.changing, len(choice.ticked) - seen.chosen if choice.found is None else 0
    return Preview(
        title=change.title,
        sentence=f"{grouped(seen.changing)} of {counted(seen.chosen)} {'changes' if seen.changing == 1 else 'change'}."
        if seen.changing
        else "Nothing would change.",
        unchanged=[
            *([f"{grouped(same)} {change.of(same)} already."] if same else []),
            *([f"{grouped(gone)} {'is' if gone == 1 else 'are'} not here any more."] if gone else []),
        ],
        examples=[Example(shown_name(line), line.was, change.after) for line in lines],
        more=f"and {grouped(seen.changing - len(lines))} more" if seen.changing > len(lines) else "",
        changing=seen.changing,
        button=f"Change {grouped(seen.changing)}",
        mark=seen.mark,
    )


def apply(db: ScopedSession, choice: Choice, kind: object, value: object, mark: object) -> Done:
    """Make the change that was shown.

    Args:
        mark: the preview's.

    Raises:
        Conflict: other clients would change now, or from other values, than the preview said; nothing was changed.
        Invalid: nothing would change.
    """
    change = read_change(db, kind, value)
    ids = lock(db, choice, change) if _number_of(mark) <= AT_ONCE else []
    seen = _seen(db, choice, change)
    if seen.mark != mark or (ids and seen.changing != len(ids)):
        raise Conflict(
            f"Some of these clients were changed meanwhile: now {grouped(seen.changing)} would change. Look once more."
        )
    if not seen.changing:
        raise Invalid("Nothing would change.")
    said: dict[str, Any] = {"change": str(kind), "value": clean(value) if isinstance(value, str) else ""}
    if seen.changing > AT_ONCE:
        query = None if choice.found is None else as_query(choice.found)
        said |= {"ids": list(map(str, choice.ticked)), "query": query, "asked": now().isoformat()}
        asked_for = work.ask(db, WORK, new_id(), **said)
        asked_for.total = seen.changing
        return Done(waiting=str(asked_for.id))
    return finished(db, change, said, [write(db, change, ids)])


def lock(db: ScopedSession, choice: Choice, change: Change, asked: datetime = EVER, beyond: UUID = FIRST) -> list[UUID]:
    """Some of the clients that would change, in the order of their ids; none that was changed since `asked`."""
    found, values = _changing(db, choice, change)
    values |= {"asked": asked, "beyond": beyond}
    some = text(
        f"select c.id from client c where {found} and c.changed_at <= :asked and c.id > :beyond"
        f" order by c.id limit {AT_ONCE} for update of c"
    )
    return list(db.execute(some, values).scalars())


def write(db: ScopedSession, change: Change, ids: list[UUID]) -> Part:
    """Change these clients, which are locked: one set-based statement for each table."""
    before = newest_entry(db)
    fresh = [new_id() for _ in ids]
    of_these = change.values | {"practice": db.viewer.practice_id, "now": now(), "ids": ids, "new_ids": fresh}
    for statement in change.writes:
        db.execute(text(statement), of_these)
    own = text(
        "select request_id, max(id) as last from audit_entry where practice_id = :practice and id > :after"
        " and request_id = current_setting('app.request_id') group by request_id"
    )
    row = db.execute(own, {"practice": db.viewer.practice_id, "after": before}).one()
    return Part(row.request_id, before, row.last, len(ids))


def finished(db: ScopedSession, change: Change, said: Mapping[str, Any], parts: list[Part], left: int = 0) -> Done:
    """Write down that it was done, and which entries belong to it."""
    many = sum(part.clients for part in parts)
    asked = {"change": said["change"], "value": said["value"]}
    undo = record(db, CHANGED_MANY, clients=many, so=change.so, parts=list(map(asdict, parts)), **asked)
    sentence = f"{counted(many)} {change.of(many)} now"
    if left:
        sentence += f"; {grouped(left)} {'was' if left == 1 else 'were'} changed meanwhile and left"
    return Done(f"{sentence}.", str(undo) if many else "")


@dataclass(frozen=True)
class _Seen:
    chosen: int
    changing: int
    mark: str


def _seen(db: ScopedSession, choice: Choice, change: Change) -> _Seen:
    found, values = chosen(db, choice)
    row = db.execute(
        text(
            "select count(*) as chosen, count(*) filter (where differs) as changing,"
            " coalesce(sum(hashtextextended(id || was, 0)) filter (where differs), 0) as mark"
            f" from (select c.id, {change.differs} as differs, {change.was} as was from client c where {found}) c"
        ),
        values | change.values,
    ).one()
    return _Seen(row.chosen, row.changing, f"{row.changing} {row.mark}")


def _changing(db: ScopedSession, choice: Choice, change: Change) -> tuple[str, dict[str, Any]]:
    found, values = chosen(db, choice)
    return f"{found} and {change.differs}", values | change.values


def record(db: ScopedSession, event: str, *, table: str = "client", **detail: object) -> int:
    """Write an event down, of clients or of tasks; returns its entry's number."""
    before = newest_entry(db)
    db.execute(
        text("select record_event(:event, :table, null, cast(:detail as jsonb))"),
        {"event": event, "table": table, "detail": json.dumps(detail, ensure_ascii=False)},
    )
    own = text(
        "select max(id) from audit_entry where practice_id = :practice and id > :after and action = :event"
        " and request_id = current_setting('app.request_id')"
    )
    return db.execute(own, {"practice": db.viewer.practice_id, "after": before, "event": event}).scalar_one()


def newest_entry(db: ScopedSession) -> int:
    """The practice's newest audit entry: what this transaction writes next has a higher number."""
    newest = text("select coalesce(max(id), 0) from audit_entry where practice_id = :practice")
    return db.execute(newest, {"practice": db.viewer.practice_id}).scalar_one()


def _number_of(mark: object) -> int:
    """How many clients a mark speaks of; what is none is checked against the true one afterwards."""
    number = mark.partition(" ")[0] if isinstance(mark, str) else ""
    return int(number) if re.fullmatch("[0-9]{1,9}", number) else 0


def counted(number: int) -> str:
    return f"{grouped(number)} client{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Offers:
    """What the menus of a change hold."""

    advisers: list[tuple[str, str]] = field(default_factory=list)
    """Id and name; who looks after nobody's clients stands first, as "none"."""
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def offers(db: ScopedSession) -> Offers:
    db.viewer.require(Permission.EDIT_CLIENTS)
    categories = [category for category in client_order.categories(db) if category]
    return Offers(client_page.advisers(db), sorted(categories, key=folded)[:OFFERED], client_tags.offered(db))
