"""Putting back what was done with a review, and all that followed from it: from the audit's own record of it.

All or nothing: what somebody changed since is theirs, and then it is refused. Tasks are the exception: one that was
taken up since stays, and is said.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.services import clients, review_entry
from clientmanager.services.undo_handle import ENTRIES, GONE, number_of

CHANGED_SINCE = "This was not put back: the review or its client was changed since. Change it by hand."
CLIENT_FIELDS = ("status", "last_contact_on")


@dataclass
class _Row:
    """What one request did to a row."""

    table: str
    id: UUID
    action: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def undo(db: ScopedSession, handle: object) -> str:
    """Let a review be as it was before; returns a sentence.

    Args:
        handle: `Done.undo`; it stands in the audit, so it outlives the page.

    Raises:
        NotFound: there is no such change in this practice.
        Invalid: something was changed since.
    """
    db.viewer.require(Permission.EDIT_CLIENTS)
    rows = _rows(db, handle)
    changed = [row for row in rows if row.table == "review" and row.action == "update"]
    made = [row for row in rows if row.table == "review" and row.action == "insert"]
    db.execute(
        text("select from review where practice_id = :practice and id = any(:ids) order by id for update"),
        {**_ours(db), "ids": [row.id for row in (*changed, *made)]},
    )
    if not changed or not all(_is_so(db, row) for row in (*changed, *made)):
        raise Invalid(CHANGED_SINCE)
    for row in made:
        db.execute(text("delete from review where practice_id = :practice and id = :id"), {**_ours(db), "id": row.id})
    for row in rows:
        if row.table == "client":
            _put_client_back(db, row)
    for row in changed:
        _require_no_other(db, row)
        _put_back(db, row)
        review_entry.take_out(db, row.id)
    db.expire_all()
    left = sum(not _take_task_away(db, row) for row in rows if row.table == "task" and row.action == "insert")
    stays = f" {left} task{' that was' if left == 1 else 's that were'} taken up since stay." if left else ""
    return f"The review is as before.{stays}"


def _rows(db: ScopedSession, handle: object) -> list[_Row]:
    """Every row that the request wrote, once."""
    ours = {**_ours(db), "number": number_of(handle)}
    request = db.execute(
        text(
            f"select e.request_id {ENTRIES} and e.id = :number and e.actor = 'user' and exists (select from audit_entry"
            " o where o.practice_id = e.practice_id and o.request_id = e.request_id and o.table_name = 'review')"
        ),
        ours,
    ).scalar()
    if request is None:
        raise NotFound(GONE)
    entries = db.execute(
        text(
            f"select e.table_name, e.row_id, e.action, p.payload {ENTRIES} and e.request_id = :request"
            " and e.table_name in ('review', 'client', 'task') and e.action in ('insert', 'update') order by e.id"
        ),
        {**ours, "request": request},
    )
    found: dict[tuple[str, UUID], _Row] = {}
    for entry in entries:
        said = json.loads(entry.payload)
        row = found.setdefault((entry.table_name, entry.row_id), _Row(entry.table_name, entry.row_id, entry.action))
        row.before = said.get("before", {}) | row.before
        row.after |= said.get("after", {})
    return list(found.values())


def _is_so(db: ScopedSession, row: _Row) -> bool:
    """Whether a review still is as the request left it."""
    found = db.execute(
        text(
            "select count(*) from review r where r.practice_id = :practice and r.id = :id"
            " and r is not distinct from jsonb_populate_record(r, cast(:after as jsonb))"
        ),
        {**_ours(db), "id": row.id, "after": json.dumps(row.after)},
    )
    return found.scalar_one() == 1


def _require_no_other(db: ScopedSession, row: _Row) -> None:
    """A client who came back meanwhile has a review to come already."""
    other = text(
        "select from review r join review o on o.practice_id = r.practice_id and o.client_id = r.client_id"
        " where r.practice_id = :practice and r.id = :id and o.closed_at is null and o.id <> r.id"
    )
    if db.execute(other, {**_ours(db), "id": row.id}).first() is not None:
        raise Invalid(CHANGED_SINCE)


def _put_back(db: ScopedSession, row: _Row) -> None:
    columns = ", ".join(row.before)
    db.execute(
        text(
            f"update review r set ({columns}) = (select {columns}"
            " from jsonb_populate_record(r, cast(:before as jsonb))) where r.practice_id = :practice and r.id = :id"
        ),
        {**_ours(db), "id": row.id, "before": json.dumps(row.before)},
    )


def _put_client_back(db: ScopedSession, row: _Row) -> None:
    """By the use case that changes them everywhere; what was changed since is somebody's own."""
    client = db.fetch(Client, row.id)
    for name in CLIENT_FIELDS:
        if name in row.after:
            if str(getattr(client, name) or "") != str(row.after[name] or ""):
                raise Invalid(CHANGED_SINCE)
            clients.set_field(db, row.id, name, row.before.get(name) or "")


def _take_task_away(db: ScopedSession, row: _Row) -> bool:
    """Whether it was still as it was made."""
    taken = db.execute(
        text(
            "update task t set deleted_at = :now where t.practice_id = :practice and t.id = :id and t.deleted_at"
            " is null and t.done_at is null and t.changed_at = cast(:made as timestamptz) returning t.id"
        ),
        {**_ours(db), "id": row.id, "now": now(), "made": row.after["changed_at"]},
    )
    return taken.first() is not None


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id}
