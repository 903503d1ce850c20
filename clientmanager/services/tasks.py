"""What people do with a task: add, change, finish, delete, bring back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.permission import Permission
from clientmanager.models.task import BoardColumn, ColumnKind, Task
from clientmanager.services import board_columns, notices, task_labels, task_places, workflow_steps
from clientmanager.services.client_form import clean
from clientmanager.services.task_form import set_value, shown

FIELDS = ("title", "description", "client_id", "assignee_id", "due_on", "due_time", "priority")


@dataclass(frozen=True)
class Saved:
    """What a field holds now, as a screen shows it beside "Saved 14:02"."""

    at: str
    warning: str = ""


def create(db: ScopedSession, values: object) -> str:
    """Add a task on top of its column; returns its id.

    Args:
        values: fields to text, `labels` to a list of them, and `column_id` (the first column where none is said).

    Raises:
        Invalid: with the field's name; nothing was added.
    """
    db.viewer.require(Permission.EDIT_TASKS)
    given = values if isinstance(values, dict) else {}
    said = given.get("column_id")
    column = task_places.held(db, said or board_columns.first_of(db, ColumnKind.TO_DO).id)
    moment = now()
    task = Task(
        practice_id=db.viewer.practice_id,
        title="",
        column_id=column.id,
        place=task_places.top(db, column),
        column_since=moment,
        made_by=db.viewer.user_id,
        created_at=moment,
        changed_at=moment,
    )
    set_value(db, task, "title", given.get("title", ""))
    for field in FIELDS[1:]:
        if given.get(field):
            set_value(db, task, field, given[field])
    task_places.require_room(db, column)
    _finish(db, task, column)
    db.add(task)
    db.flush()
    labels = given.get("labels", ())
    for label in labels if isinstance(labels, list | tuple) else ():
        task_labels.put(db, task, label)
    notices.assigned(db, task)
    return str(task.id)


def set_field(db: ScopedSession, task_id: object, field: object, value: object, was: object = None) -> Saved:
    """Change one field.

    Args:
        was: what the writer saw before; None does not ask.

    Raises:
        Conflict: someone else changed it since, to something else; says to what.
        Invalid: the value cannot be kept.
    """
    task = changing(db, task_id)
    name = field if isinstance(field, str) and field in FIELDS else ""
    if not name:
        raise Invalid("A task has no such field.")
    before = shown(task, name)
    set_value(db, task, name, value)
    after = shown(task, name)
    if isinstance(was, str) and clean(was) != before and after != before:
        db.expunge(task)
        raise Conflict(f"Someone else changed this meanwhile, to “{before[:80]}”. Save again to replace it.")
    kept = saved(db, task)
    if after != before and name == "assignee_id":
        notices.assigned(db, task)
    elif after != before and name in ("due_on", "due_time"):
        notices.due_changed(db, task)
    return kept


def changing(db: ScopedSession, task_id: object) -> Task:
    """The task, for this transaction alone: two who change the same one come one after the other.

    Raises:
        NotFound: there is none, or it was deleted.
    """
    key = (db.viewer.practice_id, as_id(task_id))
    task = db.get(Task, key, with_for_update={"key_share": True}, populate_existing=True)
    if task is None or task.deleted_at:
        raise NotFound("This task is not here any more.")
    db.viewer.require(Permission.EDIT_TASKS)
    return task


def saved(db: ScopedSession, task: Task) -> Saved:
    """Date the task's change, and say when that was."""
    task.changed_at = now()
    db.flush()
    return Saved(task.changed_at.astimezone(SOUTH_AFRICA).strftime("%H:%M"))


def finish(db: ScopedSession, task_id: object) -> str:
    """Move it to where tasks that are done go; nothing where it is done already. Returns its title."""
    return _to_first(db, task_id, ColumnKind.DONE)


def reopen(db: ScopedSession, task_id: object) -> str:
    """Move a task that was done back to where tasks begin. Returns its title."""
    return _to_first(db, task_id, ColumnKind.TO_DO)


def delete(db: ScopedSession, task_id: object) -> str:
    """Take a task away; it can be brought back. Whoever made it may, and who may delete any. Returns its title."""
    task = changing(db, task_id)
    if task.made_by != db.viewer.user_id:
        db.viewer.require(Permission.DELETE_TASKS)
    if refusal := workflow_steps.why_not_deleted(db, [task]):
        raise Invalid(refusal)
    task.deleted_at = now()
    return task.title


def bring_back(db: ScopedSession, task_id: object) -> str:
    """Undo of deleting. Returns its title."""
    task = db.fetch(Task, task_id)
    db.viewer.require(Permission.EDIT_TASKS)
    if task.made_by != db.viewer.user_id:
        db.viewer.require(Permission.DELETE_TASKS)
    task.deleted_at = None
    return task.title


def put_into(db: ScopedSession, task: Task, column: BoardColumn) -> None:
    """Let the task be what its new column says: done by the viewer now, or open again."""
    task.column_id, task.column_since = column.id, now()
    task.moves += 1
    _finish(db, task, column)


def _finish(db: ScopedSession, task: Task, column: BoardColumn) -> None:
    if column.kind != ColumnKind.DONE:
        task.done_at = task.done_by = None
    elif task.done_at is None:
        task.done_at, task.done_by = now(), db.viewer.user_id


def _to_first(db: ScopedSession, task_id: object, kind: ColumnKind) -> str:
    workflow_steps.hold_for(db, task_id)
    column = board_columns.first_of(db, kind)
    db.refresh(column, with_for_update=True)
    task = changing(db, task_id)
    is_done = task.done_at is not None
    if is_done != (kind == ColumnKind.DONE):
        if kind != ColumnKind.DONE:
            task_places.require_room(db, column)
        put_into(db, task, column)
        task.place = task_places.top(db, column)
        saved(db, task)
        workflow_steps.after_moves(db, [task])
        if not is_done:
            notices.done(db, task)
    return task.title


def hand_over(db: ScopedSession, leaver: object, to: object) -> int:
    """Give everything open of one person to another, and what comes round; returns how many open tasks that were."""
    handed: dict[str, Any] = {"practice": db.viewer.practice_id, "leaver": leaver, "to": to, "now": now()}
    db.execute(
        text(
            "update task_series set assignee_id = :to, changed_at = :now where practice_id = :practice"
            " and assignee_id = :leaver and ended_at is null"
        ),
        handed,
    )
    moved = db.execute(
        text(
            "update task set assignee_id = :to, changed_at = :now where practice_id = :practice"
            " and assignee_id = :leaver and done_at is null and deleted_at is null returning id"
        ),
        handed,
    )
    many = len(moved.all())
    notices.handed_over(db, as_id(to), many)
    return many
