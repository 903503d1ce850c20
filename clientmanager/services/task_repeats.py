"""How a task can repeat, offered in words that fit its own day; and what came of it, for its sheet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clientmanager.clock import today
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.models.task import Task
from clientmanager.models.task_series import Follows
from clientmanager.planning.recurrence import Recurrence, in_words, read
from clientmanager.services import task_series, task_series_undo
from clientmanager.services.task_form import read_day
from clientmanager.services.task_words import day_words

ON_HOLIDAYS = [
    ("keep", "Stays on that day"),
    ("before", "Moves to the working day before"),
    ("after", "Moves to the next working day"),
    ("skip", "Falls away"),
]
BEFORE_A_BIRTHDAY = 14
"""Days: time to write a card or to book a call."""
_FIND_THEMSELVES = ("working days", "monthly on a working day")
"""Kinds that come to working days only."""


@dataclass(frozen=True)
class RepeatView:
    """How the task repeats, as its sheet shows it; no words: it does not."""

    words: str = ""
    ended: bool = False
    dates: str = ""
    """ "Next on Tue 8 Dec, Tue 22 Dec"."""
    choices: tuple[tuple[str, str], ...] = ()
    """Key and words of each way in which it can repeat."""


@dataclass(frozen=True)
class Done:
    words: str
    """What a toast says."""
    undo: str = ""
    """The handle of its undo; empty where nothing can be put back."""


def of_task(db: ScopedSession, task_id: object) -> RepeatView:
    """How a task repeats, and how it could."""
    task = db.fetch(Task, task_id)
    db.viewer.require(Permission.SEE_TASKS)
    series = task_series.of_task(db, task.id)
    choices = tuple((key, words) for key, words, _ in _offered(db, task))
    if series is None:
        return RepeatView(choices=choices)
    return RepeatView(series.words, series.ended, _dates(series.dates), choices)


def preview(db: ScopedSession, task_id: object, values: object) -> str:
    """What a choice would come to: "Every second Tuesday. Next on Tue 8 Dec, …"."""
    found = task_series.preview(db, task_id, _values(db, task_id, values))
    return f"{found.words} {_dates(found.dates)}"


def save(db: ScopedSession, task_id: object, values: object) -> Done:
    """Let a task repeat, or it and all that follow otherwise than so far.

    Args:
        values: `repeat`, a key of what was offered; `interval`, every how many; `on_holidays`; `until`, a day or empty.

    Raises:
        Invalid: with the field's name.
    """
    chosen = _values(db, task_id, values)
    series = task_series.of_task(db, task_id)
    if series is not None and not series.ended:
        task_series.change_following(db, task_id, {"recurrence": chosen})
    else:
        task_series.make_recurring(db, task_id, chosen)
    return Done("Saved.", task_series_undo.handle(db))


def give_to_all_following(db: ScopedSession, task_id: object) -> Done:
    """What this task says now, all that follow say too: title, description, who, time, priority."""
    task = db.fetch(Task, task_id)
    fields = ("title", "description", "client_id", "assignee_id", "due_time", "priority")
    values: dict[str, Any] = {field: getattr(task, field) for field in fields}
    said = {
        field: f"{value:%H:%M}" if field == "due_time" and value else str(value) if value else ""
        for field, value in values.items()
    }
    task_series.change_following(db, task_id, said)
    return Done("All that follow say the same now.", task_series_undo.handle(db))


def stop(db: ScopedSession, task_id: object) -> Done:
    """Let nothing follow this task."""
    title = task_series.stop(db, task_id)
    return Done(f"“{title}” repeats no more.", task_series_undo.handle(db))


def put_back(db: ScopedSession, handle: object) -> Done:
    """The series and its tasks as they were before such a change.

    Args:
        handle: `Done.undo` of the change.
    """
    return Done(f"“{task_series_undo.undo(db, handle)}” repeats as before.")


def _values(db: ScopedSession, task_id: object, values: object) -> dict[str, object]:
    given = values if isinstance(values, dict) else {}
    task = db.fetch(Task, task_id)
    chosen = next((rule for key, _, rule in _offered(db, task) if key == given.get("repeat")), None)
    if chosen is None:
        raise Invalid("Choose how the task repeats.", field="repeat")
    interval = str(given.get("interval") or "1").strip()
    if not (interval.isascii() and interval.isdecimal() and 0 < int(interval[:3]) < 100):
        raise Invalid("Write a number from 1 to 99.", field="interval")
    found: dict[str, object] = {**chosen, "interval": int(interval)}
    on_holidays = given.get("on_holidays", "keep")
    if chosen.get("kind") not in _FIND_THEMSELVES:
        found["on_holidays"] = on_holidays if isinstance(on_holidays, str) else "keep"
    if until := read_day(given.get("until", "")):
        found["until"] = until.isoformat()
    return found


def _offered(db: ScopedSession, task: Task) -> list[tuple[str, str, dict[str, Any]]]:
    """Key, words and rule of each."""
    on = task.due_on or today()
    nth = (on.day - 1) // 7 + 1
    rules: list[tuple[str, dict[str, Any]]] = [
        ("daily", {"kind": "daily"}),
        ("working days", {"kind": "working days"}),
        ("weekly", {"kind": "weekly", "weekdays": [on.weekday()]}),
        ("monthly", {"kind": "monthly on a day", "day": on.day}),
        ("weekday", {"kind": "monthly on a weekday", "nth": nth if nth < 5 else -1, "weekday": on.weekday()}),
        ("first working day", {"kind": "monthly on a working day", "nth": 1}),
        ("last working day", {"kind": "monthly on a working day", "nth": -1}),
        ("yearly", {"kind": "yearly", "month": on.month, "day": on.day}),
    ]
    found = [(key, in_words(_recurrence(rule, on)), rule) for key, rule in rules]
    client = db.get(Client, (task.practice_id, task.client_id)) if task.client_id else None
    if client and client.birth_date:
        words = f"Every year, {BEFORE_A_BIRTHDAY} days before their birthday"
        found.append(("birthday", words, {"follows": Follows.BIRTHDAY, "offset_days": -BEFORE_A_BIRTHDAY}))
    return found


def _recurrence(rule: dict[str, Any], on: date) -> Recurrence:
    return read({**rule, "starts_on": on.isoformat()})


def _dates(dates: list[date]) -> str:
    return f"Next on {', '.join(day_words(one) for one in dates)}" if dates else "Nothing follows"
