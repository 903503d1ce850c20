"""Moving a task on the board: safe when two move the same one, refused where a column is full."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict
from clientmanager.models.permission import Permission
from clientmanager.models.task import BoardColumn, Task
from clientmanager.services import notices, task_places, tasks, workflow_steps
from clientmanager.services.tasks import Saved


@dataclass(frozen=True)
class Moved:
    """A move that was made, in words."""

    title: str
    to: str
    """The column's name."""
    finished: bool
    """Whether the move is what finished it."""


def move(
    db: ScopedSession, task_id: object, column_id: object, above: object, below: object, moves: object = None
) -> Moved:
    """Put a task into a column, below or above a neighbour.

    Args:
        above: the id of the task that shall stand directly above it; empty for the top.
        below: the id of the one directly below it, taken where the first is not in the column any more.
        moves: how often the task had been moved when the mover saw it; None does not ask.

    Raises:
        Conflict: someone else moved it meanwhile; says who, where to and when.
        Invalid: the column is full.
    """
    as_id(task_id)
    db.viewer.require(Permission.EDIT_TASKS)
    workflow_steps.hold_for(db, task_id)
    task_places.keep_coarse(db, as_id(column_id))
    column = task_places.held(db, column_id)
    task = tasks.changing(db, task_id)
    if isinstance(moves, int) and moves != task.moves:
        _refuse(db, task)
    other_column = task.column_id != column.id
    if other_column:
        task_places.require_room(db, column)
    place, was_open = _place(db, task, column, above, below), task.done_at is None
    if other_column:
        tasks.put_into(db, task, column)
    else:
        task.moves += 1
    task.place = place
    tasks.saved(db, task)
    if other_column:
        workflow_steps.after_moves(db, [task])
    finished = was_open and task.done_at is not None
    if finished:
        notices.done(db, task)
    return Moved(task.title, column.name, finished)


def put(db: ScopedSession, task_id: object, column_id: object, moves: object = None) -> Saved:
    """Put a task on top of a column, as `move` does."""
    move(db, task_id, column_id, "", "", moves)
    return tasks.saved(db, db.fetch(Task, task_id))


def _place(db: ScopedSession, task: Task, column: BoardColumn, above: object, below: object) -> Decimal:
    for neighbour_id, beside in ((above, task_places.below), (below, task_places.above)):
        neighbour = _neighbour(db, neighbour_id)
        if neighbour and neighbour.column_id == column.id and neighbour.id != task.id:
            return beside(db, column, neighbour)
    return task_places.top(db, column)


def _neighbour(db: ScopedSession, task_id: object) -> Task | None:
    if not task_id or not isinstance(task_id, str):
        return None
    found = db.get(Task, (db.viewer.practice_id, as_id(task_id)), populate_existing=True)
    return None if found is None or found.deleted_at else found


def _refuse(db: ScopedSession, task: Task) -> NoReturn:
    row = db.execute(
        text(
            "select e.user_id, u.name, e.at, b.name as place from board_column b"
            " left join lateral (select user_id, practice_id, at from audit_entry where practice_id = :practice"
            "   and row_id = :task and table_name = 'task' and action = 'update' order by id desc limit 1) e on true"
            " left join practice_user u on u.practice_id = e.practice_id and u.id = e.user_id"
            " where b.practice_id = :practice and b.id = :column"
        ),
        {"practice": task.practice_id, "task": task.id, "column": task.column_id},
    ).one()
    who = "You, in another window," if row.user_id == db.viewer.user_id else row.name or "Someone else"
    when = f" at {row.at.astimezone(SOUTH_AFRICA):%H:%M}" if row.at else ""
    raise Conflict(f"{who} moved “{task.title}” to {row.place}{when}. It stays there; move it again if it should not.")
