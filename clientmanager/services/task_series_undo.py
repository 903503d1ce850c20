"""Putting back a series that was stopped, or changed from one of its tasks on: from the audit's own record of it.

All of it or nothing: half of a series would repeat beside the other half. So it is refused where any of its tasks was
changed since, by whomever.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.models.task_series import TaskSeries
from clientmanager.services import task_bulk
from clientmanager.services.practice_days import working_days
from clientmanager.services.task_series import UNTOUCHED
from clientmanager.services.task_series_work import hold, hold_beginning, make
from clientmanager.services.undo_handle import ENTRIES, GONE, number_of

CHANGED_SINCE = (
    "This was not put back: the series or one of its tasks was changed since. Change how it repeats in one of them."
)
_ENDED = (
    " and e.table_name = 'task_series' and e.action = 'update'"
    " and p.payload::jsonb -> 'after' ->> 'ended_at' is not null and e.actor = 'user'"
)
_MADE_SINCE = "t.practice_id = :practice and t.series_id = any(:followers) and t.id <> all(:tasks)"
_SAID = "cast(:before as jsonb)"


@dataclass
class _Row:
    """What one request did to a row."""

    table: str
    id: UUID
    action: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def handle(db: ScopedSession) -> str:
    """By which what this transaction did to a series is put back; empty where it ended none."""
    query = text(f"select max(e.id) {ENTRIES} and e.request_id = current_setting('app.request_id'){_ENDED}")
    return str(db.execute(query, _ours(db)).scalar() or "")


def undo(db: ScopedSession, handle: object) -> str:
    """Let a series and its tasks be as they were before it was stopped or changed. Returns its title.

    Args:
        handle: it stands in the audit, so it outlives the page.

    Raises:
        NotFound: there is no such change in this practice.
        Invalid: something was changed since.
    """
    db.viewer.require(Permission.EDIT_TASKS)
    rows = _rows(db, handle)
    column = hold_beginning(db)
    ended = next(row for row in rows if row.table == "task_series" and row.action == "update")
    series = hold(db, ended.id)
    followers = [row.id for row in rows if row.table == "task_series" and row.action == "insert"]
    tasks = [row for row in rows if row.table == "task" and row.action == "update"]
    task_bulk.locked(db, [row.id for row in tasks], deleted=True)
    if not all(_is_so(db, row) for row in rows) or not _made_since_are_untouched(db, followers, tasks):
        raise Invalid(CHANGED_SINCE)
    _take_away(db, followers, tasks)
    _put_back(db, [ended, *tasks, *_parts(rows, {str(row.id) for row in tasks})])
    _leave_nothing_to_who_left(db, tasks)
    db.execute(
        text("delete from task_series where practice_id = :practice and id = any(:ids)"),
        {**_ours(db), "ids": followers},
    )
    db.expire_all()
    make(db, db.get_one(TaskSeries, (series.practice_id, ended.id)), column, working_days(db))
    return series.title


def _rows(db: ScopedSession, handle: object) -> list[_Row]:
    """Every row that the request wrote, once."""
    ours = {**_ours(db), "number": number_of(handle)}
    request = db.execute(text(f"select e.request_id {ENTRIES} and e.id = :number{_ENDED}"), ours).scalar()
    if request is None:
        raise NotFound(GONE)
    entries = db.execute(
        text(
            f"select e.table_name, e.row_id, e.action, p.payload {ENTRIES} and e.request_id = :request"
            " and e.table_name in ('task_series', 'task', 'task_label', 'task_item') order by e.id"
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
    """Whether a row still is as the request left it. Of a series that goes on, no matter how far it has come; of what
    else was added, `_made_since_are_untouched` knows.
    """
    match row.table, row.action:
        case "task_series", "insert":
            after = {name: row.after[name] for name in ("changed_at", "ended_at")}
        case "task_series" | "task", "update":
            after = row.after
        case _:
            return True
    query = text(
        f"select count(*) from {row.table} t where t.practice_id = :practice and t.id = :id"
        " and t is not distinct from jsonb_populate_record(t, cast(:after as jsonb))"
    )
    return db.execute(query, {**_ours(db), "id": row.id, "after": json.dumps(after)}).scalar_one() == 1


def _made_since_are_untouched(db: ScopedSession, followers: list[UUID], tasks: list[_Row]) -> bool:
    query = text(f"select count(*) from task t where {_MADE_SINCE} and not ({UNTOUCHED})")
    return db.execute(query, _since(db, followers, tasks)).scalar_one() == 0


def _take_away(db: ScopedSession, followers: list[UUID], tasks: list[_Row]) -> None:
    query = f"update task t set deleted_at = :now, series_id = null, occurrence_on = null where {_MADE_SINCE}"
    db.execute(text(query), {**_since(db, followers, tasks), "now": now()})


def _since(db: ScopedSession, followers: list[UUID], tasks: list[_Row]) -> dict[str, Any]:
    return {**_ours(db), "followers": followers, "tasks": [row.id for row in tasks]}


def _parts(rows: Iterable[_Row], tasks: set[str]) -> Iterator[_Row]:
    """Labels and lines of the checklist; not those of tasks that are taken away."""
    for row in rows:
        if row.table in ("task_label", "task_item") and (
            row.action == "update" or (row.after | row.before)["task_id"] in tasks
        ):
            yield row


def _put_back(db: ScopedSession, rows: Iterable[_Row]) -> None:
    for row in rows:
        before = row.before | _folded(row.before)
        columns = ", ".join(before)
        of_row = f"{row.table} t" if row.action == "update" else row.table
        match row.action:
            case "update":
                said = f"update {of_row} set ({columns}) = (select {columns} from jsonb_populate_record(t, {_SAID}))"
            case "delete":
                said = f"insert into {of_row} select * from jsonb_populate_record(null::{row.table}, {_SAID})"
            case _:
                said = f"delete from {of_row}"
        where = "" if row.action == "delete" else " where practice_id = :practice and id = :id"
        db.execute(text(said + where), {**_ours(db), "id": row.id, "before": json.dumps(before)})


def _folded(before: dict[str, Any]) -> dict[str, str]:
    """What the audit leaves out because it says nothing new."""
    words = before.get("title") or before.get("label")
    return {"folded": folded(words)[:300]} if words else {}


def _leave_nothing_to_who_left(db: ScopedSession, tasks: list[_Row]) -> None:
    db.execute(
        text(
            "update task set assignee_id = null where practice_id = :practice and id = any(:ids) and assignee_id in"
            " (select id from practice_user where practice_id = :practice and deactivated_at is not null)"
        ),
        {**_ours(db), "ids": [row.id for row in tasks]},
    )


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id}
