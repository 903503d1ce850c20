"""Where tasks stand in the columns of the board: an order that holds when many move at once.

Whoever puts a task into a column holds the column's row until the commit, so that two who move into one column come one
after the other. A task's place is a number between those of its neighbours, so that no other task is touched.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.task import BoardColumn, ColumnKind, Task

FINEST = 16
"""Digits behind the comma of a place; then its column is numbered anew. Decimal is exact to 28 digits in all."""
_THERE = "practice_id = :practice and column_id = :column and deleted_at is null"
_OPEN_THERE = f"{_THERE} and done_at is null"


def held(db: ScopedSession, column_id: object) -> BoardColumn:
    """A column until the commit: meanwhile nobody else fills or removes it."""
    column = db.get(
        BoardColumn, (db.viewer.practice_id, as_id(column_id)), with_for_update=True, populate_existing=True
    )
    if column is None:
        raise NotFound("This column is not here any more.")
    return column


def top(db: ScopedSession, column: BoardColumn) -> Decimal:
    """Above everything in the column."""
    lowest = db.execute(text(f"select min(place) from task where {_THERE}"), _of(column)).scalar()
    return Decimal(0) if lowest is None else lowest - 1


def bottom(db: ScopedSession, column: BoardColumn) -> Decimal:
    """Below everything in the column."""
    highest = db.execute(text(f"select max(place) from task where {_THERE}"), _of(column)).scalar()
    return Decimal(0) if highest is None else highest + 1


def below(db: ScopedSession, column: BoardColumn, neighbour: Task) -> Decimal:
    """Between a task of the column and the one that follows it."""
    return _between(db, column, neighbour, "> :place order by place, id")


def above(db: ScopedSession, column: BoardColumn, neighbour: Task) -> Decimal:
    """Between a task of the column and the one before it."""
    return _between(db, column, neighbour, "< :place order by place desc, id desc")


def room(db: ScopedSession, column: BoardColumn) -> int | None:
    """For how many tasks more; None for any number."""
    if column.most is None or column.kind == ColumnKind.DONE:
        return None
    there = db.execute(text(f"select count(*) from task where {_OPEN_THERE}"), _of(column)).scalar_one()
    return max(column.most - there, 0)


def require_room(db: ScopedSession, column: BoardColumn) -> None:
    """For one task more.

    Raises:
        Invalid: the column is full; says what to do.
    """
    if room(db, column) == 0:
        tasks = "one task" if column.most == 1 else f"{column.most} tasks"
        raise Invalid(f"{column.name} takes {tasks} at most. Move one out of it first.")


def keep_coarse(db: ScopedSession, column_id: UUID) -> None:
    """Whole numbers again, in the same order, for a column whose places have many digits.

    Call it before anything of the board is locked: then it holds all columns, so that nobody who holds one waits for a
    task that this one has.
    """
    ours = {"practice": db.viewer.practice_id, "column": column_id}
    fine = text(f"select exists (select from task where {_THERE} and scale(place) > {FINEST})")
    if not db.execute(fine, ours).scalar_one():
        return
    db.execute(text("select id from board_column where practice_id = :practice order by id for update"), ours)
    db.execute(
        text(
            "update task t set place = said.number from (select id, row_number() over (order by place, id) as number"
            f" from task where {_THERE}) said where t.practice_id = :practice and t.id = said.id"
        ),
        ours,
    )


def _between(db: ScopedSession, column: BoardColumn, neighbour: Task, beyond: str) -> Decimal:
    other = db.execute(
        text(f"select place from task where {_THERE} and place {beyond} limit 1"),
        {**_of(column), "place": neighbour.place},
    ).scalar()
    if other is None:
        return neighbour.place + (1 if beyond.startswith(">") else -1)
    return (neighbour.place + other) / 2


def _of(column: BoardColumn) -> dict[str, Any]:
    return {"practice": column.practice_id, "column": column.id}
