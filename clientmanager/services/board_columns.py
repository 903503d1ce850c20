"""The columns of the practice's board: what they are called, how much they take, in what order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.folding import alike
from clientmanager.models.permission import Permission
from clientmanager.models.task import COLUMNS, BoardColumn, ColumnKind
from clientmanager.services.client_form import clean

MOST_COLUMNS = 12
LONGEST_NAME = 40
LARGEST_LIMIT = 999
KINDS = [
    (ColumnKind.TO_DO.value, "Not begun"),
    (ColumnKind.DOING.value, "In hand"),
    (ColumnKind.WAITING.value, "Waiting on others"),
    (ColumnKind.DONE.value, "Done"),
]


@dataclass(frozen=True)
class ColumnRow:
    """A column as the settings show it."""

    id: str
    name: str
    kind: str
    what: str
    """The kind in words: "In hand"."""
    most: str
    """Empty: any number."""
    tasks: int
    """Those in it that are neither done nor deleted."""


def begin(db: ScopedSession) -> None:
    """The columns that a new practice's board has; nothing where there are some."""
    if db.execute(text("select 1 from board_column where practice_id = :practice limit 1"), _ours(db)).first():
        return
    db.add_all(
        BoardColumn(practice_id=db.viewer.practice_id, name=name, kind=kind, position=place)
        for place, (name, kind) in enumerate(COLUMNS)
    )
    db.flush()


def listed(db: ScopedSession) -> list[ColumnRow]:
    """From left to right."""
    db.viewer.require(Permission.SEE_TASKS)
    rows = db.execute(
        text(
            "select b.*, (select count(*) from task t where t.practice_id = b.practice_id and t.column_id = b.id"
            " and t.done_at is null and t.deleted_at is null) as tasks"
            " from board_column b where b.practice_id = :practice order by b.position, b.id"
        ),
        _ours(db),
    )
    return [
        ColumnRow(str(row.id), row.name, row.kind, dict(KINDS)[row.kind], str(row.most or ""), row.tasks)
        for row in rows
    ]


def first_of(db: ScopedSession, kind: ColumnKind) -> BoardColumn:
    """The leftmost column of a kind."""
    found = db.execute(
        text(
            "select id from board_column where practice_id = :practice and kind = :kind order by position, id limit 1"
        ),
        {**_ours(db), "kind": kind},
    ).scalar_one()
    return db.fetch(BoardColumn, found)


def change(db: ScopedSession, column_id: object, values: object) -> None:
    """Give a column another name, kind or limit.

    Args:
        values: name, kind and most, as the form sent them; what is not said stays.

    Raises:
        Invalid: with the field's name; or the board would have nowhere to begin or to end.
    """
    column = _held(db, column_id)
    given = values if isinstance(values, dict) else {}
    kind = _kind(given["kind"]) if "kind" in given else column.kind
    if kind != column.kind:
        if _tasks_in(db, column):
            raise Invalid("There are tasks in it, perhaps done or deleted ones. Move them first.", field="kind")
        _require_another(db, column, field="kind")
    name = _name(db, given["name"], column) if "name" in given else column.name
    most = _limit(given["most"]) if "most" in given else column.most
    column.name, column.kind, column.most = name, kind, most


def add(db: ScopedSession, values: object) -> str:
    """A new column, left of the last; returns its id."""
    db.viewer.require(Permission.SHAPE_BOARD)
    given = values if isinstance(values, dict) else {}
    _lock(db)
    present = listed(db)
    if len(present) >= MOST_COLUMNS:
        raise Invalid(f"A board has at most {MOST_COLUMNS} columns.")
    column = BoardColumn(
        practice_id=db.viewer.practice_id,
        name=_name(db, given.get("name")),
        kind=_kind(given.get("kind", ColumnKind.DOING.value)),
        most=_limit(given.get("most")),
    )
    db.add(column)
    db.flush()
    order = [one.id for one in present]
    place = len(order) - 1 if present and present[-1].kind == ColumnKind.DONE else len(order)
    _order(db, [*order[:place], str(column.id), *order[place:]])
    return str(column.id)


def remove(db: ScopedSession, column_id: object) -> str:
    """Take an empty column away; returns its name.

    Raises:
        Invalid: there are tasks in it, or the board would have nowhere to begin or to end.
    """
    column = _held(db, column_id)
    _require_another(db, column)
    if _tasks_in(db, column):
        raise Invalid("There are tasks in this column, perhaps done or deleted ones. Move them first, or rename it.")
    db.delete(column)
    return column.name


def move(db: ScopedSession, column_id: object, by: object) -> None:
    """Put a column one place further left (-1) or right (1)."""
    column = _held(db, column_id)
    if not isinstance(by, int) or isinstance(by, bool) or by not in (-1, 1):
        raise Invalid("A column moves one place at a time.")
    order = [one.id for one in listed(db)]
    here = order.index(str(column.id))
    there = min(max(here + by, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    _order(db, order)


def _order(db: ScopedSession, ids: list[str]) -> None:
    db.execute(
        text(
            "update board_column b set position = said.place - 1"
            " from unnest(cast(:ids as uuid[])) with ordinality as said (id, place)"
            " where b.practice_id = :practice and b.id = said.id and b.position <> said.place - 1"
        ),
        {**_ours(db), "ids": ids},
    )


def _held(db: ScopedSession, column_id: object) -> BoardColumn:
    """The column as it is once nobody else shapes the board."""
    column = db.fetch(BoardColumn, column_id)
    db.viewer.require(Permission.SHAPE_BOARD)
    _lock(db)
    found = db.get(BoardColumn, (column.practice_id, column.id), populate_existing=True)
    if found is None:
        raise NotFound("This column is not here any more.")
    return found


def _lock(db: ScopedSession) -> None:
    """Two who shape the board do it one after the other."""
    db.execute(text("select id from board_column where practice_id = :practice order by id for update"), _ours(db))


def _require_another(db: ScopedSession, column: BoardColumn, field: str = "") -> None:
    if column.kind not in (ColumnKind.TO_DO, ColumnKind.DONE):
        return
    others = text("select 1 from board_column where practice_id = :practice and kind = :kind and id <> :id limit 1")
    if not db.execute(others, {**_ours(db), "kind": column.kind, "id": column.id}).first():
        what = "where tasks begin" if column.kind == ColumnKind.TO_DO else "where tasks that are done go"
        raise Invalid(f"This is {what}; the board needs one such column.", field=field)


def _tasks_in(db: ScopedSession, column: BoardColumn) -> bool:
    found = text("select 1 from task where practice_id = :practice and column_id = :id limit 1")
    return db.execute(found, {**_ours(db), "id": column.id}).first() is not None


def _name(db: ScopedSession, value: object, column: BoardColumn | None = None) -> str:
    """Two columns of one name could not be told apart where a task is moved, or in what is told of a move."""
    name = " ".join(clean(value).split()) if isinstance(value, str) else ""
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"Give the column a name of at most {LONGEST_NAME} letters.", field="name")
    others = [one.name for one in listed(db) if column is None or one.id != str(column.id)]
    if same := [one for one in others if alike(one) == alike(name)]:
        raise Invalid(f"The board has a column {same[0]} already.", field="name")
    return name


def _kind(value: object) -> str:
    if not isinstance(value, str) or value not in set(ColumnKind):
        raise Invalid("Say what a task in this column is.", field="kind")
    return value


def _limit(value: object) -> int | None:
    said = clean(value) if isinstance(value, str) else "" if value is None else "?"
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) <= 4 and 0 < int(said) <= LARGEST_LIMIT):
        raise Invalid("Write how many tasks it takes at most, such as 5; or leave it empty.", field="most")
    return int(said)


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id}
