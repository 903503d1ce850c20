"""Putting a single change of a client back, as long as what it made still stands."""

from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import text
from sqlmodel import SQLModel

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.client import Client, ClientTag
from clientmanager.models.folding import folded
from clientmanager.services import client_parts, clients, request_purpose
from clientmanager.services.audit_words import Entry, moment, shortened, shown_as
from clientmanager.services.client_history import ENTRIES, by_whom, change_of, names
from clientmanager.services.client_history_entry import ARCHIVING, PARTS, VALUE, ClientChange, Lines, present

LARGEST = 2**63 - 1


def undo(db: ScopedSession, client_id: object, entry_id: object) -> str:
    """Put back what one entry of the audit changed; that is a change itself, and can be put back in turn.

    Returns: what was put back, in a word or two.

    Raises:
        NotFound: the entry is no change of this client.
        Invalid: it cannot be put back by anybody: it made the client, or its details were erased.
        Conflict: someone changed the same since; says who, and what is there now.
    """
    client = db.fetch(Client, client_id)
    db.refresh(client, with_for_update=True)
    change = _change(db, client, entry_id)
    db.viewer.require(change.permission)
    if change.creates:
        raise Invalid("This is where the client begins. Archive the client instead.")
    if change.erased:
        raise Invalid("The details of this change were erased by law, so there is nothing to put back.")
    if not change.told:
        raise Invalid("This changed an order only. Put the order as you want it.")
    lines = present(db, client.id)
    if change.overtaken(lines):
        _refuse(db, client, change, lines)
    request_purpose.mark(db, f"undo {change.id}")
    if change.table == "client":
        _put_back_fields(db, client, change)
    else:
        _put_back_part(db, client, change)
    client.changed_at = now()
    db.flush()
    clients.index(db, client)
    return change.label


def _change(db: ScopedSession, client: Client, entry_id: object) -> ClientChange:
    known = isinstance(entry_id, str) and entry_id.isascii() and entry_id.isdecimal() and int(entry_id[:20]) <= LARGEST
    found = (
        known
        and db.execute(
            text(f"{ENTRIES} and e.id = :entry"),
            {"practice": client.practice_id, "client": client.id, "entry": int(str(entry_id))},
        ).one_or_none()
    )
    if not found:
        raise NotFound
    return change_of(found, names(db))


def _put_back_fields(db: ScopedSession, client: Client, change: ClientChange) -> None:
    for name in change.fields:
        if name == "adviser_id":
            client.adviser_id = clients.adviser_of(db, change.before[name])
        elif name not in ARCHIVING:
            setattr(client, name, _value(Client, name, change.before[name]))
    if change.archives and change.before["archived_at"]:
        was = datetime.fromisoformat(change.before["archived_at"])
        client.archive(at=was, reason=change.before.get("archive_reason", ""))
    elif change.archives:
        client.unarchive()
    if not (client.first_names or client.last_name or client.entity_name):
        raise Invalid("A client needs a name, so this was not put back.")
    client.sort()


def _put_back_part(db: ScopedSession, client: Client, change: ClientChange) -> None:
    model = PARTS[change.table][1]
    if change.entry.action == "delete":
        many = db.execute(
            text(f"select count(*) from {change.table} where practice_id = :practice and client_id = :client"),
            {"practice": client.practice_id, "client": client.id},
        ).scalar_one()
        if many >= client_parts.MOST_PARTS:
            raise Invalid(f"A client has at most {client_parts.MOST_PARTS} of these, so this was not put back.")
        values = {name: _value(model, name, value) for name, value in change.before.items()}
        if model is ClientTag:
            values["folded"] = folded(values["tag"])
        db.add(model(**values))
        return
    part = db.fetch(model, change.row_id)
    if change.entry.action == "insert":
        db.delete(part)
        return
    for name in change.fields:
        setattr(part, name, _value(model, name, change.before[name]))
    if isinstance(part, ClientTag):
        part.folded = folded(part.tag)


def _value(model: type[SQLModel], name: str, value: Any) -> Any:
    """A column's value as the audit's JSON holds it, as the model wants it."""
    kind = SQLModel.metadata.tables[str(model.__tablename__)].columns[name].type
    if value is None:
        return None
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return UUID(value) if isinstance(kind, sa.Uuid) else value


def _refuse(db: ScopedSession, client: Client, change: ClientChange, lines: Lines) -> NoReturn:
    """Who overtook it, and what is there now."""
    since = db.execute(
        text(
            f"{ENTRIES} and e.table_name = :table and (e.row_id = :row or e.action = 'insert') and e.id > :entry"
            " order by e.id desc limit 100"
        ),
        {
            "practice": client.practice_id,
            "client": client.id,
            "table": change.table,
            "row": UUID(change.row_id),
            "entry": change.id,
        },
    ).all()
    people = change.entry.people
    latest = next((entry for entry in since if _touches(change_of(entry, people), change)), None)
    by = f"{by_whom(latest)} changed this on {moment(latest.at)}" if latest else "This was changed since"
    there = _there(change, lines)
    raise Conflict(f"{by}, so it was not put back. {f'Now it is “{there}”.' if there else 'Nothing is there now.'}")


def _touches(later: ClientChange, change: ClientChange) -> bool:
    return later.entry.action != "update" or later.erased or bool(set(later.fields) & set(change.fields))


def _there(change: ClientChange, lines: Lines) -> str:
    """What stands in the place of what the change made, in words."""
    row = lines.get((change.table, change.row_id))
    if row is None and (tag := folded(change.before.get("tag", ""))):
        tags = [line for (table, _), line in lines.items() if table == change.table]
        row = next((line for line in tags if folded(line["tag"]) == tag), None)
    if row is None:
        return ""
    if change.archives:
        return "archived" if row["archived_at"] else "among the clients"
    names_of = VALUE.get(change.table) or [name for name in change.fields if name not in ARCHIVING]
    entry = Entry("update", change.table, change.entry.payload, people=change.entry.people)
    return shortened(", ".join(filter(None, (shown_as(entry, name, row[name]) for name in names_of))))
