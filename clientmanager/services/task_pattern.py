"""What all tasks of a series have in common: taken from a task, changed together with it, and given to new ones."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.folding import folded
from clientmanager.models.task import Task, TaskItem, TaskLabel
from clientmanager.models.task_series import TaskSeries
from clientmanager.services import task_labels
from clientmanager.services.task_form import set_value, written
from clientmanager.services.task_parts import MOST_ITEMS

FIELDS = ("title", "description", "client_id", "assignee_id", "due_time", "priority")
LISTS = ("labels", "checklist")


def of_task(db: ScopedSession, task: Task) -> dict[str, Any]:
    """The pattern as this task has it."""
    return {field: getattr(task, field) for field in FIELDS} | {
        "labels": _labels(db, task),
        "checklist": [item.words for item in _items(db, task)],
    }


def of_series(series: TaskSeries) -> dict[str, Any]:
    return {name: getattr(series, name) for name in (*FIELDS, *LISTS)}


def change(db: ScopedSession, series: TaskSeries, task: Task, values: Mapping[str, object]) -> None:
    """Give a series and one of its tasks the same values, and leave what is not said as each of them has it.

    Args:
        values: fields to text; `labels` and `checklist` to lists of text.

    Raises:
        Invalid: with the field's name.
    """
    for field in FIELDS:
        if field in values:
            set_value(db, task, field, values[field])
            setattr(series, field, getattr(task, field))
    if "labels" in values:
        _put_labels(db, task, _listed(values["labels"], "label", task_labels.MOST))
        series.labels = _labels(db, task)
    if "checklist" in values:
        series.checklist = _listed(values["checklist"], "item", MOST_ITEMS)
        _put_items(db, task, series.checklist)


def give(db: ScopedSession, series: TaskSeries, task_id: Any) -> None:
    """The labels and the checklist of the series to a new task."""
    of_task: dict[str, Any] = {"practice_id": series.practice_id, "task_id": task_id}
    db.add_all(TaskLabel(**of_task, label=label, folded=folded(label)) for label in series.labels)
    db.add_all(TaskItem(**of_task, words=words, position=place + 1) for place, words in enumerate(series.checklist))


def _put_labels(db: ScopedSession, task: Task, labels: Iterable[str]) -> None:
    keys = {folded(label.removeprefix("#")) for label in labels}
    for label in _labels(db, task):
        if folded(label) not in keys:
            task_labels.take_off(db, task, label)
    for label in labels:
        task_labels.put(db, task, label)


def _put_items(db: ScopedSession, task: Task, lines: list[str]) -> None:
    """Lines that stay keep their ticks."""
    present = {item.words: item for item in _items(db, task)}
    for words in present.keys() - lines:
        db.delete(present[words])
    for place, words in enumerate(lines):
        item = present.get(words)
        if item is None:
            item = TaskItem(practice_id=task.practice_id, task_id=task.id, words=words)
            db.add(item)
        item.position = place + 1
    db.flush()


def _listed(value: object, kind: str, most: int) -> list[str]:
    lines = [written(line, kind) for line in value] if isinstance(value, list | tuple) else []
    if not isinstance(value, list | tuple) or len(lines) > most:
        raise Invalid(f"Give a list of at most {most} lines.", field=kind)
    return list(dict.fromkeys(lines))


def _labels(db: ScopedSession, task: Task) -> list[str]:
    ours = {"practice": task.practice_id, "task": task.id}
    found = text("select label from task_label where practice_id = :practice and task_id = :task order by folded")
    return list(db.execute(found, ours).scalars())


def _items(db: ScopedSession, task: Task) -> list[TaskItem]:
    ours = {"practice": task.practice_id, "task": task.id}
    found = text("select id from task_item where practice_id = :practice and task_id = :task order by position, id")
    return [db.fetch(TaskItem, item_id) for item_id in db.execute(found, ours).scalars().all()]
