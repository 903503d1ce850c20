"""What people are told: given by the use cases themselves, in the transaction of what it is about.

Nobody is told of what they did themselves, nor anybody who has left; several of a kind within the hour are one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.models.base import new_id
from clientmanager.models.notice import NoticeKind
from clientmanager.models.task import Task
from clientmanager.planning import mentions
from clientmanager.planning.line_marks import Person

FOLDED_FOR = timedelta(hours=1)
"""After the last one of its kind, while it is unread."""
KEPT_FOR = timedelta(days=90)
DONE = "done"
DUE = "due"
FILE = "file"


def give(
    db: ScopedSession,
    to: Iterable[UUID | None],
    kind: NoticeKind,
    task_id: UUID | None,
    *,
    what: str = "",
    many: int = 1,
) -> None:
    """Tell each of these people once; whom they are told by is the viewer."""
    for user_id in sorted({one for one in to if one}):
        db.execute(
            text("select give_notice(:id, :user, :task, :kind, :what, :many, :since)"),
            {
                "id": new_id(), "user": user_id, "task": task_id, "kind": kind, "what": what, "many": many,
                "since": now() - FOLDED_FOR,
            },
        )  # fmt: skip


def assigned(db: ScopedSession, task: Task) -> None:
    """The task has another assignee now."""
    give(db, [task.assignee_id], NoticeKind.ASSIGNED, task.id)


def assigned_many(db: ScopedSession, user_id: UUID | None, tasks: Sequence[Task]) -> None:
    """Several tasks were given to one person at once: that is told once."""
    if len(tasks) == 1:
        assigned(db, tasks[0])
    else:
        give(db, [user_id], NoticeKind.ASSIGNED, None, many=len(tasks))


def handed_over(db: ScopedSession, user_id: UUID, many: int) -> None:
    """Somebody's open tasks are another's now."""
    if many:
        give(db, [user_id], NoticeKind.ASSIGNED, None, many=many)


def commented(db: ScopedSession, task: Task, words: str) -> None:
    """Whoever is mentioned, and besides them whose task it is and who watches it."""
    named = {UUID(person.id) for person in mentions.mentioned(words, people(db))}
    give(db, named, NoticeKind.MENTIONED, task.id)
    give(db, {task.assignee_id, *_watchers(db, task)} - named, NoticeKind.COMMENTED, task.id)


def file_added(db: ScopedSession, task: Task) -> None:
    """Whose task it is, and who watches it; several within the hour are one."""
    give(db, {task.assignee_id, *_watchers(db, task)}, NoticeKind.CHANGED, task.id, what=FILE)


def due_changed(db: ScopedSession, task: Task) -> None:
    """Whose task it is, and who watches it."""
    give(db, {task.assignee_id, *_watchers(db, task)}, NoticeKind.CHANGED, task.id, what=DUE)


def due_changed_many(db: ScopedSession, tasks: Sequence[Task]) -> None:
    """Several were given another day at once: whose tasks they are, and who watches some, is told once; where they all
    have the same day now, which.
    """
    for user_id, theirs in _concerned(db, {task.id: {task.assignee_id} for task in tasks}).items():
        days = {task.due_on for task in tasks if task.id in theirs}
        on = next(iter(days)) if len(days) == 1 else None
        if len(theirs) == 1:
            give(db, [user_id], NoticeKind.CHANGED, next(iter(theirs)), what=DUE)
        else:
            give(db, [user_id], NoticeKind.CHANGED, None, what=f"{DUE} {on}" if on else DUE, many=len(theirs))


def done(db: ScopedSession, task: Task) -> None:
    """Who watches the task, and who made it."""
    give(db, {task.made_by, *_watchers(db, task)}, NoticeKind.CHANGED, task.id, what=DONE)


def done_many(db: ScopedSession, tasks: Sequence[Task]) -> None:
    """Several were finished at once: whoever made or watches some of them is told once, how many those are."""
    if len(tasks) == 1:
        return done(db, tasks[0])
    for user_id, theirs in _concerned(db, {task.id: {task.made_by} for task in tasks}).items():
        give(db, [user_id], NoticeKind.CHANGED, None, what=DONE, many=len(theirs))
    return None


def people(db: ScopedSession) -> list[Person]:
    """Everyone who works here now, by name: whom a comment can mention."""
    rows = db.execute(
        text(
            "select id, name from practice_user where practice_id = :practice and deactivated_at is null order by name"
        ),
        {"practice": db.viewer.practice_id},
    )
    return [Person(str(row.id), row.name) for row in rows]


def wake(db: ScopedSession) -> None:
    """The worker's: what was put off until now is new again."""
    db.execute(
        text(
            "update notice set at = :now, snoozed_until = null"
            " where practice_id = :practice and read_at is null and snoozed_until <= :now"
        ),
        {"practice": db.viewer.practice_id, "now": now()},
    )


def sweep(db: ScopedSession) -> None:
    """The worker's: what was told 90 days ago, read or not."""
    db.execute(
        text(
            "delete from notice where practice_id = :practice and at < :then"
            " and (snoozed_until is null or snoozed_until < :now)"
        ),
        {"practice": db.viewer.practice_id, "then": now() - KEPT_FOR, "now": now()},
    )


def _watchers(db: ScopedSession, task: Task) -> list[Any]:
    found = db.execute(
        text("select user_id from task_watcher where practice_id = :practice and task_id = :task"),
        {"practice": task.practice_id, "task": task.id},
    )
    return list(found.scalars())


def _concerned(db: ScopedSession, besides: Mapping[UUID, set[UUID | None]]) -> dict[UUID, set[UUID]]:
    """Person to the tasks, of these, that they watch or that concern them besides."""
    watching = db.execute(
        text("select task_id, user_id from task_watcher where practice_id = :practice and task_id = any(:tasks)"),
        {"practice": db.viewer.practice_id, "tasks": list(besides)},
    )
    told: dict[UUID, set[UUID]] = {}
    for task_id, people in [*besides.items(), *((row.task_id, {row.user_id}) for row in watching)]:
        for user_id in people:
            if user_id:
                told.setdefault(user_id, set()).add(task_id)
    return told
