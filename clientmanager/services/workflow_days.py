"""The days of a running workflow: when a milestone moves, what hangs on it moves with it."""

from dataclasses import dataclass
from datetime import date

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.models.workflow import StepState
from clientmanager.planning.workflow import due_of
from clientmanager.services import practice_days
from clientmanager.services.workflow_running import Running, task_of


@dataclass(frozen=True)
class DueMoved:
    """What became of the open tasks when a milestone was given another day."""

    moved: tuple[str, ...]
    """Titles of those that are due on another day now."""
    kept: tuple[str, ...]
    """Titles of those whose day somebody had changed by hand; it stays."""


def set_milestone(db: ScopedSession, running: Running, key: str, day: date | None) -> DueMoved:
    """Date a milestone, or not any more, and let the open tasks that hang on it go with it."""
    changed = {one: said for one, said in running.workflow.milestones.items() if one != key}
    # a new mapping: the session looks at what the column is, not into it
    running.workflow.milestones = changed if day is None else {**changed, key: day.isoformat()}
    days, milestones = practice_days.working_days(db), running.milestones()
    moved: list[str] = []
    kept: list[str] = []
    for step in running.definition.steps:
        row = running.steps[step.key]
        if row.state != StepState.OPEN or step.due.milestone != key:
            continue
        due = due_of(step, milestones, days)
        task = task_of(db, row)
        if task.due_on != row.due_on:
            kept.append(task.title)
        elif due != row.due_on:
            moved.append(task.title)
            task.due_on, task.due_time = due, task.due_time if due else None
            task.changed_at = now()
        row.due_on = due
    db.flush()
    return DueMoved(tuple(moved), tuple(kept))
