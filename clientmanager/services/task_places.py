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
from clientmanager.services.places import FINEST as FINEST
from clientmanager.services.places import Places

PLACES = Places("task", "column_id", "board_column")
_OPEN_THERE = f"{PLACES.there} and done_at is null"


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
    return PLACES.top(db, column.id)


def bottom(db: ScopedSession, column: BoardColumn) -> Decimal:
    """Below everything in the column."""
    return PLACES.bottom(db, column.id)


def below(db: ScopedSession, column: BoardColumn, neighbour: Task) -> Decimal:
    """Between a task of the column and the one that follows it."""
    return PLACES.below(db, column.id, neighbour.place)


def above(db: ScopedSession, column: BoardColumn, neighbour: Task) -> Decimal:
    """Between a task of the column and the one before it."""
    return PLACES.above(db, column.id, neighbour.place)


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
    """Whole numbers again where a column's places have many digits. Call it before anything of the board is locked."""
    PLACES.keep_coarse(db, column_id)


def _of(column: BoardColumn) -> dict[str, Any]:
    return {"practice": column.practice_id, "column": column.id}
