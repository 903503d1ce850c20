"""Dropped e-mails and chats: received, read by the worker, looked at, and taken into the timeline or forgotten."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager import keys
from clientmanager.clock import now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.capture import CaptureContent, CaptureEntry, CaptureFile
from clientmanager.models.client import Client
from clientmanager.models.file_form import safe_name
from clientmanager.models.permission import Permission
from clientmanager.services import practices, work
from clientmanager.services.capture_form import LARGEST, LARGEST_WORDS
from clientmanager.services.interaction_form import MOST_PEOPLE

MOST_WAITING = 200
"""Files of one person that were not taken yet."""
MOST_BYTES_WAITING = 300 * 1024 * 1024
KEPT_FOR = timedelta(days=7)
"""How long what nobody takes waits."""
SEALED_FOR = "dropped file"
WORK = "capture"
_UNDER_WAY = "This file is being read or taken just now. Wait a moment, then try again."


def require_recording(db: ScopedSession) -> None:
    """Asked before a byte of an upload is read."""
    db.viewer.require(Permission.RECORD_INTERACTIONS)


def receive(db: ScopedSession, client_id: object, file_name: object, content: bytes) -> str:
    """Keep a dropped file, sealed, and ask the worker to read it; returns its id. The same one again is the one there.

    Args:
        client_id: on whose page it was dropped; empty for the practice's.

    Raises:
        Invalid: it is empty or too large, or too much waits already.
    """
    client = db.fetch(Client, client_id).id if client_id not in ("", None) else None
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    if not content:
        raise Invalid("This file is empty, so it was not read.", field="file")
    if len(content) > LARGEST:
        raise Invalid(f"This file is larger than {LARGEST_WORDS}, so it was not read. Divide it.", field="file")
    digest = hashlib.sha256(content).hexdigest()
    waiting = _waiting(db)
    for one in waiting:
        if (one.sha256, one.client_id) == (digest, client) and one.state != "refused":
            return str(one.id)
    if len(waiting) >= MOST_WAITING or sum(one.bytes for one in waiting) + len(content) > MOST_BYTES_WAITING:
        raise Invalid("Too much waits to be taken already. Take or forget some of it first.", field="file")
    file = CaptureFile(
        practice_id=db.viewer.practice_id, user_id=_me(db), client_id=client, file_name=safe_name(file_name),
        bytes=len(content), sha256=digest, made_at=now(),
    )  # fmt: skip
    db.add(file)
    db.flush()
    sealed = keys.seal(practices.practice_key(db), content, SEALED_FOR)
    db.add(CaptureContent(practice_id=file.practice_id, id=file.id, content=sealed))
    work.ask(db, WORK, file.id, step="read")
    return str(file.id)


def read_as(db: ScopedSession, dropped_id: object, order: object) -> None:
    """Read a chat again, with its days in another order, one of those that are offered."""
    file = own(db, dropped_id)
    _require_at_rest(file)
    if not isinstance(order, str) or order not in _orders(db, file):
        raise Invalid("Choose one of the orders that are offered.")
    file.day_order, file.state = order, "reading"
    forget_entries(db, file)
    work.ask(db, WORK, file.id, step="read")


def forget(db: ScopedSession, dropped_id: object) -> None:
    """None of it is taken; what was taken of it stays."""
    file = own(db, dropped_id)
    if file.state == "taking":
        raise Conflict(_UNDER_WAY)
    db.delete(file)
    db.flush()


def leave_out(db: ScopedSession, capture_id: object, left_out: object) -> None:
    """Whether an e-mail or a chat is left out when the others are taken."""
    entry = _entry(db, capture_id)
    entry.left_out = left_out is True
    db.flush()


def add_client(db: ScopedSession, capture_id: object, client_id: object) -> None:
    """It goes into the timeline of this client, too."""
    entry = _entry(db, capture_id)
    client = str(db.fetch(Client, client_id).id)
    if len(entry.clients) >= MOST_PEOPLE:
        raise Invalid(f"At most {MOST_PEOPLE} people can have taken part.")
    if client not in entry.clients:
        entry.clients = [*entry.clients, client]
        entry.left_out = False
    db.flush()


def remove_client(db: ScopedSession, capture_id: object, client_id: object) -> None:
    """It does not go into the timeline of this client."""
    entry = _entry(db, capture_id)
    entry.clients = [one for one in entry.clients if one != client_id]
    db.flush()


def take(db: ScopedSession) -> int:
    """Ask the worker to write all that the viewer dropped and did not leave out, where it is known whose it is.

    Returns: of how many files something is taken; those of which everything was left out are done with, too.
    """
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    rows = db.execute(
        text(
            "select id, exists (select from capture_entry e where e.practice_id = f.practice_id and e.file_id = f.id"
            "   and not e.left_out and e.clients <> '[]') as ready,"
            " exists (select from capture_entry e where e.practice_id = f.practice_id and e.file_id = f.id"
            "   and not e.left_out) as wanted"
            " from capture_file f where practice_id = :practice and user_id = :user and state = 'read'"
            " order by id for update"
        ),
        {"practice": db.viewer.practice_id, "user": db.viewer.user_id},
    ).all()
    files = [row.id for row in rows if row.ready or not row.wanted]
    if not any(row.ready for row in rows):
        raise Invalid("There is nothing to take yet. Say whose the e-mails and chats are.")
    db.execute(
        text("update capture_file set state = 'taking' where practice_id = :practice and id = any(:files)"),
        {"practice": db.viewer.practice_id, "files": files},
    )
    for file_id in files:
        work.ask(db, WORK, file_id, step="take")
    return sum(row.ready for row in rows)


def sweep(db: ScopedSession) -> None:
    """The worker's: what nobody took for a week, and what is done with."""
    db.execute(
        text("delete from capture_file where practice_id = :practice and made_at < :then"),
        {"practice": db.viewer.practice_id, "then": now() - KEPT_FOR},
    )


def own(db: ScopedSession, dropped_id: object) -> CaptureFile:
    """A file that the viewer dropped, for this transaction alone; another's is not there."""
    file = db.get(CaptureFile, (db.viewer.practice_id, as_id(dropped_id)), with_for_update=True, populate_existing=True)
    if file is None or file.user_id != db.viewer.user_id:
        raise NotFound
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    return file


def _entry(db: ScopedSession, capture_id: object) -> CaptureEntry:
    entry = db.fetch(CaptureEntry, capture_id)
    _require_at_rest(own(db, entry.file_id))
    db.refresh(entry)
    return entry


def _require_at_rest(file: CaptureFile) -> None:
    if file.state != "read":
        raise Conflict(_UNDER_WAY)


def _orders(db: ScopedSession, file: CaptureFile) -> set[str]:
    rows = db.execute(
        text("select said -> 'orders' from capture_entry where practice_id = :practice and file_id = :file"),
        {"practice": file.practice_id, "file": file.id},
    ).scalars()
    return {one for orders in rows for one in orders or ()}


def forget_entries(db: ScopedSession, file: CaptureFile) -> None:
    db.execute(
        text("delete from capture_entry where practice_id = :practice and file_id = :file"),
        {"practice": file.practice_id, "file": file.id},
    )


def _waiting(db: ScopedSession) -> list[Any]:
    """Held until the end: of two that arrive at the same time the second counts the first."""
    whose = {"practice": db.viewer.practice_id, "user": _me(db)}
    db.execute(
        text("select pg_advisory_xact_lock(hashtext('capture ' || cast(:practice as text) || cast(:user as text)))"),
        whose,
    )
    rows = db.execute(
        text(
            "select id, sha256, client_id, bytes, state from capture_file"
            " where practice_id = :practice and user_id = :user and state <> 'done'"
        ),
        whose,
    )
    return list(rows)


def _me(db: ScopedSession) -> UUID:
    if db.viewer.user_id is None:
        raise NotFound
    return db.viewer.user_id
