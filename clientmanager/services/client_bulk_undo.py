"""Putting back what one change of many clients changed, from the audit's own record of it.

Only what still holds the value that the change gave it: what somebody changed since is theirs, and is left.
"""

import json
from typing import Any

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.errors import NotFound
from clientmanager.models.base import new_id
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.services import work
from clientmanager.services.client_bulk import AT_ONCE, CHANGED_MANY, Done, Part, counted, record
from clientmanager.services.client_list import grouped
from clientmanager.services.undo_handle import ENTRIES, GONE, number_of

PUT_BACK = "put many back"
"""The audit's event of an undo."""
WORK = "client undo"

_SAID = (
    "with said as materialized (select e.row_id, p.payload::jsonb -> 'before' as before, p.payload::jsonb -> 'after'"
    " as after from audit_entry e join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id"
    " where e.practice_id = :practice and e.id > :after and e.id <= :last and e.request_id = :request"
    " and e.table_name = :table)"
)


def _of_client(column: str, kind: str, more: str = "", only: str = "") -> str:
    """Put one column of a client back where it still holds what it was given."""
    return (
        f"{_SAID} update client c set {column} = (said.before ->> '{column}')::{kind}{more}, changed_at = :now"
        " from said where c.practice_id = :practice and c.id = said.row_id and said.after ? '" + column + "'"
        f" and c.{column} is not distinct from (said.after ->> '{column}')::{kind}{only} returning c.id"
    )


_ARCHIVED = _of_client(
    "archived_at", "timestamptz", ", archive_reason = coalesce(said.before ->> 'archive_reason', c.archive_reason)"
)
_TOUCHED = (
    ", touched as (update client c set changed_at = :now where c.practice_id = :practice"
    " and c.id in (select client_id from back)) select client_id from back"
)
_STATEMENTS = {
    # not to somebody who left since
    "adviser": _of_client(
        "adviser_id", "uuid", only=" and (said.before ->> 'adviser_id' is null or exists (select from practice_user u"
        " where u.practice_id = :practice and u.id = (said.before ->> 'adviser_id')::uuid"
        " and u.deactivated_at is null))",
    ),
    "status": _of_client("status", "text"),
    "category": _of_client("category", "text"),
    "archive": _ARCHIVED,
    "bring back": _ARCHIVED,
    "tag": f"{_SAID}, back as (delete from client_tag g using said where g.practice_id = :practice"
    f" and g.id = said.row_id returning g.client_id){_TOUCHED}",
    "untag": f"{_SAID}, back as (insert into client_tag (practice_id, id, client_id, tag, folded)"
    " select :practice, said.row_id, c.id, said.before ->> 'tag', :folded from said join client c"
    " on c.practice_id = :practice and c.id = (said.before ->> 'client_id')::uuid"
    f" on conflict do nothing returning client_id){_TOUCHED}",
}  # fmt: skip


def undo(db: ScopedSession, handle: object) -> Done:
    """Put a change of many clients back; it may be asked for by whoever may make that change.

    Args:
        handle: `Done.undo` of the change; it stands in the audit, so it outlives the page.

    Raises:
        NotFound: there is no such change in this practice.
    """
    detail = event(db, handle)
    if detail["clients"] > AT_ONCE:
        asked_for = work.ask(db, WORK, new_id(), event=str(handle))
        asked_for.total = detail["clients"]
        return Done(waiting=str(asked_for.id))
    back = sum(put_back(db, detail, part) for part in parts(detail))
    return finished(db, detail, back, of=str(handle))


def event(db: ScopedSession, handle: object) -> dict[str, Any]:
    """What the audit says of a change of many clients."""
    payload = db.execute(
        text(f"select p.payload {ENTRIES} and e.id = :number and e.action = :event and e.table_name = 'client'"),
        {"practice": db.viewer.practice_id, "number": number_of(handle), "event": CHANGED_MANY},
    ).scalar()
    if payload is None:
        raise NotFound(GONE)
    detail = json.loads(payload)
    archives = detail["change"] in ("archive", "bring back")
    db.viewer.require(Permission.ARCHIVE_CLIENTS if archives else Permission.EDIT_CLIENTS)
    return detail


def parts(detail: dict[str, Any]) -> list[Part]:
    return [Part(**said) for said in detail["parts"]]


def put_back(db: ScopedSession, detail: dict[str, Any], part: Part) -> int:
    """Put one part back; returns how many clients that were."""
    kind = detail["change"]
    values = {
        "practice": db.viewer.practice_id, "request": part.request, "after": part.after, "last": part.last,
        "table": "client_tag" if kind in ("tag", "untag") else "client", "now": now(),
        "folded": folded(detail["value"]),
    }  # fmt: skip
    return len(db.execute(text(_STATEMENTS[kind]), values).all())


def finished(db: ScopedSession, detail: dict[str, Any], back: int, of: str) -> Done:
    left = detail["clients"] - back
    record(db, PUT_BACK, of=of, so=detail["so"], clients=back, left=left)
    if not back:
        return Done("Nothing was put back: all of these clients were changed since.")
    sentence = f"{counted(back)} {'is' if back == 1 else 'are'} as before"
    if left:
        sentence += f"; {grouped(left)} {'was' if left == 1 else 'were'} changed since and left"
    return Done(f"{sentence}.")
