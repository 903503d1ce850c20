"""What can be done with many tasks at once: each change knows which tasks it changes, into what, and how it is said."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.models.task import BoardColumn, ColumnKind, Priority, Task, TaskLabel
from clientmanager.models.user import User
from clientmanager.services import board_columns, days, task_labels, task_places, tasks, workflow_steps
from clientmanager.services.client_form import clean
from clientmanager.services.task_form import NOBODY, assignee_of, read_day, written

MOST_DAYS = 366
_SHIFT = re.compile(r"([+-])(\d{1,3})")
_LATEST = date(2200, 12, 31)


@dataclass(frozen=True)
class Change:
    """One change of any number of tasks."""

    so: str
    """What they are then: "assigned to Sipho Dube"; "8 tasks are … now"."""
    same: str
    """What those are that it does not change: "assigned to Sipho Dube already"."""
    differs: Callable[[Task], bool]
    was: Callable[[Task], str]
    becomes: Callable[[Task], str]
    write: Callable[[Sequence[Task]], None]
    """For tasks that differ and are locked."""
    refuse: Callable[[Sequence[Task]], str] = lambda _: ""
    """Why it cannot be done with these, which differ; empty where it can."""


def permission_of(kind: object) -> Permission:
    return Permission.DELETE_TASKS if kind == "delete" else Permission.EDIT_TASKS


def read_change(db: ScopedSession, kind: object, value: object, chosen: Sequence[Task]) -> Change:
    """What a browser asked for.

    Args:
        kind: assign, due, priority, move, label, unlabel, done or delete.
        value: a user's id or "none"; a day, "+7" or "-7" days, or "none"; a priority; a column's id; a label. Nothing
            for done and delete.
        chosen: the tasks that it is about; those whose labels are read.

    Raises:
        Invalid: there is no such change, or it cannot be of that value.
        NotFound: the practice has no such person or column.
    """
    db.viewer.require(permission_of(kind))
    match kind:
        case "assign":
            return _assign(db, value)
        case "due":
            return _due(value)
        case "priority":
            return _priority(value)
        case "move":
            column = db.fetch(BoardColumn, value)
            return _move(db, column, f"in {column.name}", lambda task: task.column_id != column.id)
        case "done":
            column = board_columns.first_of(db, ColumnKind.DONE)
            return _move(db, column, "done", lambda task: task.done_at is None)
        case "label" | "unlabel":
            return _label(db, value, chosen, on=kind == "label")
        case "delete":
            return _delete(db)
        case _:
            raise Invalid("Many tasks cannot be changed in that way.")


def _set(so: str, field: str, to: Callable[[Task], Any], shown: Callable[[Any], str], same: str = "") -> Change:
    """One field of each task becomes what `to` says."""

    def write(some: Sequence[Task]) -> None:
        for task in some:
            setattr(task, field, to(task))
            if task.due_on is None:
                task.due_time = None

    return Change(
        so,
        same or f"{so} already",
        lambda task: to(task) != getattr(task, field),
        lambda task: shown(getattr(task, field)),
        lambda task: shown(to(task)),
        write,
    )


def _assign(db: ScopedSession, value: object) -> Change:
    to = assignee_of(db, value)
    names = _names(db, User)
    return _set(
        f"assigned to {names[to] if to else 'nobody'}",
        "assignee_id",
        lambda _: to,
        lambda who: names.get(who, "Nobody"),
    )


def _due(value: object) -> Change:
    said = clean(value)[:40] if isinstance(value, str) else value
    if shift := _SHIFT.fullmatch(said) if isinstance(said, str) else None:
        many = int(shift[2])
        if not 0 < many <= MOST_DAYS:
            raise Invalid(f"Tasks move by 1 to {MOST_DAYS} days at once.", field="due_on")
        step = many if shift[1] == "+" else -many
        so = f"due {many} day{'' if many == 1 else 's'} {'later' if step > 0 else 'earlier'}"
        return _set(so, "due_on", lambda task: _moved(task.due_on, step), _day_words, same="without a date to move")
    day = None if said in (NOBODY, "", None) else read_day(said)
    return _set(f"due on {days.written(day)}" if day else "without a date", "due_on", lambda _: day, _day_words)


def _priority(value: object) -> Change:
    if value not in set(Priority):
        raise Invalid("Choose low, normal, high or urgent.", field="priority")
    return _set(f"of {value} priority", "priority", lambda _: str(value), str.capitalize)


def _move(db: ScopedSession, column: BoardColumn, so: str, differs: Callable[[Task], bool]) -> Change:
    names = _names(db, BoardColumn)

    def write(some: Sequence[Task]) -> None:
        """On top of the column, in the order in which they stood."""
        top = task_places.top(db, column)
        for number, task in enumerate(sorted(some, key=lambda task: (task.place, task.id), reverse=True)):
            tasks.put_into(db, task, column)
            task.place = top - number

    def refuse(some: Sequence[Task]) -> str:
        if column.kind == ColumnKind.DONE:
            return workflow_steps.why_not_finished(db, some)
        room = task_places.room(db, column)
        if room is None or len(some) <= room:
            return ""
        there = f"only {room} more" if room else "no more"
        return f"{column.name} takes {there}, and these are {len(some)}. Choose fewer, or move some out of it first."

    return Change(
        so, f"{so} already", differs, lambda task: names[task.column_id], lambda _: column.name, write, refuse
    )


def _label(db: ScopedSession, value: object, chosen: Sequence[Task], *, on: bool) -> Change:
    words = written(value, "label").removeprefix("#")
    key = folded(words)
    if not key:
        raise Invalid("A label needs a letter or a digit.", field="label")
    ours = {"practice": db.viewer.practice_id, "key": key, "tasks": [task.id for task in chosen]}
    words = (
        db.execute(
            text("select min(label) from task_label where practice_id = :practice and folded = :key"), ours
        ).scalar()
        or words
    )
    present: dict[UUID, dict[str, str]] = {}
    of_these = "practice_id = :practice and task_id = any(:tasks)"
    rows = db.execute(text(f"select task_id, folded, label from task_label where {of_these} order by folded"), ours)
    for row in rows:
        present.setdefault(row.task_id, {})[row.folded] = row.label

    def shown(labels: dict[str, str]) -> str:
        return ", ".join(labels[one] for one in sorted(labels)) or "No label"

    def becomes(task: Task) -> str:
        others = {one: label for one, label in present.get(task.id, {}).items() if one != key}
        return shown(others | ({key: words} if on else {}))

    def write(some: Sequence[Task]) -> None:
        if on:
            db.add_all(
                TaskLabel(practice_id=task.practice_id, task_id=task.id, label=words, folded=key) for task in some
            )
        else:
            without = {**ours, "tasks": [task.id for task in some]}
            db.execute(text(f"delete from task_label where {of_these} and folded = :key"), without)

    def refuse(some: Sequence[Task]) -> str:
        full = [task for task in some if len(present.get(task.id, {})) >= task_labels.MOST] if on else []
        return f"A task has at most {task_labels.MOST} labels. Leave “{full[0].title}” out." if full else ""

    so = f"labelled “{words}”" if on else f"without the label “{words}”"
    return Change(
        so,
        f"{so} already",
        lambda task: (key in present.get(task.id, {})) != on,
        lambda task: shown(present.get(task.id, {})),
        becomes,
        write,
        refuse,
    )


def _delete(db: ScopedSession) -> Change:
    def write(some: Sequence[Task]) -> None:
        for task in some:
            task.deleted_at = now()

    def refuse(some: Sequence[Task]) -> str:
        return workflow_steps.why_not_deleted(db, some)

    return Change("deleted", "", lambda _: True, lambda _: "", lambda _: "Deleted", write, refuse)


def _moved(on: date | None, by: int) -> date | None:
    """Never beyond the last year of the calendar."""
    return date.fromordinal(min(max(on.toordinal() + by, 1), _LATEST.toordinal())) if on else None


def _day_words(on: date | None) -> str:
    return days.written(on) if on else "No date"


def _names(db: ScopedSession, table: type[User] | type[BoardColumn]) -> dict[Any, str]:
    rows = db.execute(
        text(f"select id, name from {table.__tablename__} where practice_id = :practice"),
        {"practice": db.viewer.practice_id},
    )
    return {row.id: row.name for row in rows}
