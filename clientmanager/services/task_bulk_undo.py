"""Putting back what one change of many tasks changed, from the audit's own record of it.

Only the tasks that nobody changed since: what somebody changed is theirs, and is left.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.folding import folded
from clientmanager.models.task import BoardColumn, Task, TaskLabel
from clientmanager.models.user import User
from clientmanager.services import client_bulk, notices, task_bulk, task_places, workflow_steps
from clientmanager.services.client_bulk import CHANGED_MANY
from clientmanager.services.client_bulk_undo import PUT_BACK
from clientmanager.services.task_bulk import Applied, counted
from clientmanager.services.task_change import permission_of
from clientmanager.services.undo_handle import ENTRIES, GONE, number_of

_PART = f"{ENTRIES} and e.id > :after and e.id <= :last and e.request_id = :request"


@dataclass(frozen=True)
class _Before:
    """A task that the change changed: what it was, and when the change dated it."""

    task: Task
    row: Any
    """As it is now, but for what the change changed: that is as it was."""


def undo(db: ScopedSession, handle: object) -> Applied:
    """Put a change of many tasks back; whoever may make that change may ask for it.

    Args:
        handle: `Applied.undo` of the change; it stands in the audit, so it outlives the page.

    Raises:
        NotFound: there is no such change in this practice.
    """
    detail = _event(db, handle)
    kind = detail["change"]
    if kind in ("move", "done"):
        task_bulk.lock_columns(db)
    unchanged = _unchanged(db, detail["part"], deleted=kind == "delete")
    back = _PUT_BACK[kind](db, unchanged, detail["part"])
    for task in back:
        task.changed_at = now()
    db.flush()
    if kind in ("move", "done"):
        workflow_steps.after_moves(db, back)
    if kind == "due" and back:
        notices.due_changed_many(db, back)
    many, left = len(back), detail["tasks"] - len(back)
    client_bulk.record(db, PUT_BACK, table="task", of=str(handle), so=detail["so"], tasks=many, left=left)
    return Applied(many, _words(many, left))


def _words(many: int, left: int) -> str:
    why = "changed since, or their place is taken"
    if not many:
        return f"Nothing was put back: these tasks were {why}."
    words = f"{counted(many)} {'is' if many == 1 else 'are'} as before"
    return f"{words}; {left} {'was' if left == 1 else 'were'} left: {why}." if left else f"{words}."


def _event(db: ScopedSession, handle: object) -> dict[str, Any]:
    payload = db.execute(
        text(f"select p.payload {ENTRIES} and e.id = :number and e.action = :event and e.table_name = 'task'"),
        {"practice": db.viewer.practice_id, "number": number_of(handle), "event": CHANGED_MANY},
    ).scalar()
    if payload is None:
        raise NotFound(GONE)
    detail = json.loads(payload)
    db.viewer.require(permission_of(detail["change"]))
    return detail


def _unchanged(db: ScopedSession, part: dict[str, Any], *, deleted: bool) -> list[_Before]:
    """The tasks that are dated as the change dated them, locked; with what they were before it.

    Args:
        deleted: whether the change left them deleted. Deleting and bringing back do not date a task.
    """
    values = {"practice": db.viewer.practice_id, **part}
    ids = db.execute(text(f"select e.row_id {_PART} and e.table_name = 'task' and e.action = 'update'"), values)
    tasks = {task.id: task for task in task_bulk.locked(db, list(ids.scalars()), deleted=True)}
    rows = db.execute(
        text(
            "select r.*, said.dated from (select e.row_id, p.payload::jsonb -> 'before' as before,"
            f" p.payload::jsonb -> 'after' ->> 'changed_at' as dated {_PART}"
            "   and e.table_name = 'task' and e.action = 'update') said"
            " join task t on t.practice_id = :practice and t.id = said.row_id"
            " cross join lateral jsonb_populate_record(t, said.before) r order by t.place desc, t.id desc"
        ),
        values,
    ).all()
    return [
        _Before(tasks[row.id], row)
        for row in rows
        if tasks[row.id].changed_at == datetime.fromisoformat(row.dated)
        if (tasks[row.id].deleted_at is not None) == deleted
    ]


def _fields(*fields: str) -> "_PutBack":
    def put_back(_: ScopedSession, unchanged: Sequence[_Before], __: dict[str, Any]) -> list[Task]:
        for one in unchanged:
            for field in fields:
                setattr(one.task, field, getattr(one.row, field))
        return [one.task for one in unchanged]

    return put_back


def _assignees(db: ScopedSession, unchanged: Sequence[_Before], _: dict[str, Any]) -> list[Task]:
    """Not to somebody who left since."""
    back = [one for one in unchanged if one.row.assignee_id is None or _works_here(db, one.row.assignee_id)]
    for one in back:
        one.task.assignee_id = one.row.assignee_id
    return [one.task for one in back]


def _columns(db: ScopedSession, unchanged: Sequence[_Before], _: dict[str, Any]) -> list[Task]:
    """On top of the columns they were in, as far as those are still there and have room."""
    back: list[Task] = []
    for column_id in dict.fromkeys(one.row.column_id for one in unchanged):
        column = db.get(BoardColumn, (db.viewer.practice_id, column_id))
        if column is None:
            continue
        those = [one for one in unchanged if one.row.column_id == column_id]
        top = task_places.top(db, column)
        for number, one in enumerate(those[: task_places.room(db, column)]):
            for field in ("column_id", "column_since", "done_at", "done_by"):
                setattr(one.task, field, getattr(one.row, field))
            one.task.place = top - number
            one.task.moves += 1
            back.append(one.task)
    return back


def _labels(db: ScopedSession, unchanged: Sequence[_Before], part: dict[str, Any]) -> list[Task]:
    """Take off what was put on, put on what was taken off."""
    tasks = {one.task.id: one.task for one in unchanged}
    rows = db.execute(
        text(f"select e.action, e.row_id, p.payload {_PART} and e.table_name = 'task_label'"),
        {"practice": db.viewer.practice_id, **part},
    ).all()
    put_on: list[UUID] = []
    for row in rows:
        said = json.loads(row.payload)
        line = said.get("before") or said["after"]
        task = tasks.get(as_id(line["task_id"]))
        if task and row.action == "insert":
            put_on.append(row.row_id)
        elif task:
            label = line["label"]
            db.add(TaskLabel(practice_id=task.practice_id, task_id=task.id, label=label, folded=folded(label)))
    db.execute(
        text("delete from task_label where practice_id = :practice and id = any(:put_on)"),
        {"practice": db.viewer.practice_id, "put_on": put_on},
    )
    return list(tasks.values())


def _works_here(db: ScopedSession, user_id: Any) -> bool:
    user = db.get(User, (db.viewer.practice_id, user_id))
    return user is not None and user.deactivated_at is None


_PutBack = Callable[[ScopedSession, Sequence[_Before], dict[str, Any]], list[Task]]
_PUT_BACK: dict[str, _PutBack] = {
    "assign": _assignees,
    "due": _fields("due_on", "due_time"),
    "priority": _fields("priority"),
    "delete": _fields("deleted_at"),
    "move": _columns,
    "done": _columns,
    "label": _labels,
    "unlabel": _labels,
}
