"""What is typed into a task and not saved: kept for its writer, dropped once saved, settled where two people typed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict
from clientmanager.services import drafts, quick_add, task_parts, tasks
from clientmanager.services.client_conflicts import Overtaken, Unsaved, heading, overtaken_in_task
from clientmanager.services.client_form import clean
from clientmanager.services.drafts import Kept, place_in_task
from clientmanager.services.task_form import shown
from clientmanager.services.tasks import Saved

FIELDS = {"title": "What", "description": "About it"}
"""What is typed in place, and what the sheet calls it."""
COMMENT, ITEM = "new-comment", "new-item"
OVERTAKEN = Saved("")
"""Nothing was saved: someone else came first, and what was typed stands beside theirs."""


@dataclass(frozen=True)
class Typed:
    """What the viewer typed in one task and did not save."""

    unsaved: dict[str, Unsaved]
    """By field, or "new-comment", "new-item"."""
    conflicts: tuple[Overtaken, ...]
    heading: str
    """Over the conflicts."""
    conflicting: dict[str, str]
    """Field to what was typed in it, of each conflict."""
    first_conflict: str
    """The field that stands first in the sheet."""


NOTHING = Typed({}, (), "", {}, "")


def typed(db: ScopedSession, task: Any) -> Typed:
    """The drafts in a task as it is now: those that only wait to be saved, and those overtaken by others."""
    rows = db.execute(
        text(
            "select place, value, was, kept_at from draft"
            " where practice_id = :practice and task_id = :task and user_id = :user order by kept_at"
        ),
        {"practice": db.viewer.practice_id, "task": task.id, "user": db.viewer.user_id},
    ).all()
    unsaved, overtaken = dict[str, Unsaved](), dict[str, Overtaken]()
    for row in rows:
        field, draft = row.place.partition("/")[2], Kept(row.value, row.was, row.kept_at)
        if field in (COMMENT, ITEM):
            unsaved[field] = Unsaved(field, draft.value, draft.time)
        elif field in FIELDS and clean(draft.value) != (now_there := getattr(task, field)):
            if clean(draft.was) == now_there:
                unsaved[field] = Unsaved(field, draft.value, draft.time)
            else:
                overtaken[field] = overtaken_in_task(db, task.id, field, FIELDS[field], draft, now_there)
    if not unsaved and not overtaken:
        return NOTHING
    conflicts = tuple(overtaken[field] for field in FIELDS if field in overtaken)
    return Typed(
        unsaved,
        conflicts,
        heading(list(conflicts)),
        {one.field: one.yours for one in conflicts},
        conflicts[0].field if conflicts else "",
    )


def keep(db: ScopedSession, task_id: object, field: object, value: object, was: object = "") -> None:
    """Keep what is being typed; emptied, a new comment or line is none."""
    place = place_in_task(task_id, field)
    if field in (COMMENT, ITEM) and isinstance(value, str) and not value.strip():
        drafts.drop(db, place)
    else:
        drafts.keep(db, place, value, was)


def save_field(db: ScopedSession, task_id: object, field: object, value: object, was: object) -> Saved:
    """Save a field; where someone else came first, what was typed is kept beside theirs."""
    place = place_in_task(task_id, field)
    try:
        saved = tasks.set_field(db, task_id, field, value, was)
    except Conflict:
        if field not in FIELDS:
            raise
        drafts.keep(db, place, value, was)
        return OVERTAKEN
    drafts.drop(db, place)
    return saved


def save_draft(db: ScopedSession, task_id: object, field: object) -> Saved:
    """Save what the viewer typed before closing the sheet, unless someone else has changed the field since."""
    task = tasks.changing(db, task_id)  # nobody comes in between
    draft = typed(db, task).unsaved.get(field) if isinstance(field, str) and field in FIELDS else None
    if draft is None:
        return OVERTAKEN
    return save_field(db, task_id, field, draft.value, shown(task, draft.field))


def forget(db: ScopedSession, task_id: object, field: object) -> None:
    """Drop what was typed into a field and not saved: what stands there stays."""
    drafts.drop(db, place_in_task(task_id, field))


def comment(db: ScopedSession, task_id: object, words: object) -> Saved:
    """Say something; the draft of it is done with."""
    saved = task_parts.comment(db, task_id, words)
    forget(db, task_id, COMMENT)
    return saved


def add_item(db: ScopedSession, task_id: object, words: object) -> Saved:
    """Add a line to the checklist; the draft of it is done with."""
    saved = task_parts.add_item(db, task_id, words)
    forget(db, task_id, ITEM)
    return saved


def add(db: ScopedSession, line: object, answers: object, values: object) -> str:
    """Add the task that a line means; the draft of it is done with."""
    task_id = quick_add.add(db, line, answers, values)
    client_id = values.get("client_id") if isinstance(values, dict) else None
    drafts.drop(db, drafts.place_of_new_task(client_id))
    return task_id
