"""What a task may hold: read kindly, refused in a sentence where it cannot be kept."""

import re
from datetime import date, time
from typing import Any
from uuid import UUID

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client
from clientmanager.models.folding import folded
from clientmanager.models.task import Priority, Task
from clientmanager.models.user import User
from clientmanager.services import identity
from clientmanager.services.client_form import clean

LABELS = {
    "title": "Task",
    "description": "Description",
    "client_id": "Client",
    "assignee_id": "Who",
    "due_on": "Due",
    "due_time": "Time",
    "priority": "Priority",
    "column_id": "Column",
}
LONGEST = {"title": 300, "description": 20_000, "label": 40, "item": 300, "comment": 10_000}
PRIORITIES = [(priority.value, priority.value.capitalize()) for priority in Priority]
NOBODY = "none"
_TIME = re.compile(r"([01]?\d|2[0-3])(?:[:h.]([0-5]\d))?h?")


def set_value(db: ScopedSession, task: Task, field: str, value: object) -> None:
    """Set one field to what was typed or chosen.

    Raises:
        Invalid: it cannot be kept; or there is no such field.
    """
    match field:
        case "title":
            task.title = _text(value, "title")
            task.folded = folded(task.title)[:300]
            if not task.title:
                raise Invalid("A task needs a few words that say what to do.", field="title")
        case "description":
            task.description = _text(value, "description", lines=True)
        case "due_on":
            task.due_on = read_day(value)
            if task.due_on is None:
                task.due_time = None
        case "due_time":
            task.due_time = read_time(value)
            if task.due_time and not task.due_on:
                raise Invalid("Say on which day first.", field="due_time")
        case "priority":
            if value not in list(Priority):
                raise Invalid("Choose low, normal, high or urgent.", field="priority")
            task.priority = str(value)
        case "client_id":
            task.client_id = client_of(db, value)
        case "assignee_id":
            task.assignee_id = assignee_of(db, value)
        case _:
            raise Invalid("A task has no such field.")


def client_of(db: ScopedSession, value: object) -> UUID | None:
    """The client a task is for; None where nobody was chosen."""
    return None if value in ("", NOBODY, None) else db.fetch(Client, value).id


def assignee_of(db: ScopedSession, value: object) -> UUID | None:
    """Whoever works here may be given a task; None where nobody was chosen."""
    if value in ("", NOBODY, None):
        return None
    user = db.fetch(User, value)
    if user.deactivated_at:
        raise Invalid("This person has left the practice. Choose someone else.", field="assignee_id")
    return user.id


def read_day(value: object) -> date | None:
    """A day as a browser's date field sends it (2026-03-12), or as people write it; empty is none."""
    if value is None or isinstance(value, date):
        return value
    return identity.read_date(clean(value)[:40] if isinstance(value, str) else "?", "due_on")


def read_time(value: object) -> time | None:
    """14:30, 14h30, 9; empty is none."""
    if value is None or isinstance(value, time):
        return value
    said = clean(value)[:20] if isinstance(value, str) else "?"
    if not said:
        return None
    found = _TIME.fullmatch(said.removesuffix(":00") if said.count(":") == 2 else said)
    if not found:
        raise Invalid("Write the time as 14:30.", field="due_time")
    return time(int(found[1]), int(found[2] or 0))


def written(value: object, kind: str) -> str:
    """A line of text for a label, a checklist's line or a comment; never empty.

    Raises:
        Invalid: nothing was written, or more than fits.
    """
    text = _text(value, kind, lines=kind == "comment")
    if not text:
        raise Invalid("Write something first.", field=kind)
    return text


def shown(task: Task, field: str) -> str:
    """What a field holds, as its editor shows it."""
    value: Any = getattr(task, field)
    if field.endswith("_id"):
        return str(value or NOBODY)
    return f"{value:%H:%M}" if isinstance(value, time) else str(value or "")


def _text(value: object, kind: str, *, lines: bool = False) -> str:
    try:
        text = clean(value)
    except ValueError:
        raise Invalid("This must be text.", field=kind) from None
    text = text if lines else " ".join(text.split())
    if len(text) > LONGEST[kind]:
        raise Invalid(f"This is longer than the {LONGEST[kind]} characters that fit here.", field=kind)
    return text
