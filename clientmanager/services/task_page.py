"""One task as its sheet shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.permission import Permission
from clientmanager.planning import mentions
from clientmanager.planning.line_marks import Person
from clientmanager.services import (
    board_columns,
    notice_list,
    notices,
    reminders,
    task_drafts,
    task_files,
    task_history,
    workflow_progress,
)
from clientmanager.services.reminders import ReminderRow
from clientmanager.services.task_drafts import NOTHING, Typed
from clientmanager.services.task_files import FileRow
from clientmanager.services.task_history import HistoryLine
from clientmanager.services.task_words import CLIENT_NAME, due_words, initials, is_late, moment_words
from clientmanager.services.workflow_progress import NO_STEP, StepView


@dataclass(frozen=True)
class Item:
    id: str
    words: str
    done: bool


@dataclass(frozen=True)
class Comment:
    id: str
    who: str
    initials: str
    at: str
    words: str
    own: bool
    pieces: tuple[str, ...] = ()
    """The words in pieces, every second one a mention; empty where nobody is mentioned."""


@dataclass(frozen=True)
class TaskView:
    id: str = ""
    title: str = ""
    description: str = ""
    client_id: str = "none"
    client: str = ""
    assignee_id: str = "none"
    who: str = ""
    due_on: str = ""
    """2026-03-12"""
    due_time: str = ""
    due: str = ""
    late: bool = False
    priority: str = "normal"
    column_id: str = ""
    column: str = ""
    done: str = ""
    made: str = ""
    """ "Made by Naledi Khumalo, Mon 9 Mar"."""
    watched: bool = False
    watchers: str = ""
    """Who else watches, as words."""
    may_delete: bool = False
    moves: int = 0
    labels: tuple[str, ...] = ()
    checklist: tuple[Item, ...] = ()
    comments: tuple[Comment, ...] = ()
    files: tuple[FileRow, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    reminders: tuple[ReminderRow, ...] = ()
    """The viewer's own."""
    step: StepView = NO_STEP
    typed: Typed = NOTHING
    """What the viewer typed here and did not save."""


@dataclass(frozen=True)
class Choices:
    """What a task can be given."""

    people: list[tuple[str, str]]
    columns: list[tuple[str, str]]


def page(db: ScopedSession, task_id: object) -> TaskView:
    """A task with all that belongs to it.

    Raises:
        NotFound: there is none, or it was deleted.
    """
    viewer = db.viewer
    row = db.execute(
        text(
            f"select t.*, {CLIENT_NAME} as client, u.name as who, b.name as place, m.name as maker,"
            " (select json_agg(json_build_array(i.id, i.words, i.done) order by i.position, i.id) from task_item i"
            "   where i.practice_id = t.practice_id and i.task_id = t.id) as items,"
            " (select json_agg(json_build_array(k.id, k.user_id, w.name, k.at, k.words) order by k.id)"
            "   from task_comment k left join practice_user w on w.practice_id = k.practice_id and w.id = k.user_id"
            "   where k.practice_id = t.practice_id and k.task_id = t.id) as comments,"
            " (select json_agg(json_build_array(w.id, w.name) order by w.name) from task_watcher x"
            "   join practice_user w on w.practice_id = x.practice_id and w.id = x.user_id"
            "   where x.practice_id = t.practice_id and x.task_id = t.id) as watchers,"
            " (select json_agg(l.label order by l.folded) from task_label l"
            "   where l.practice_id = t.practice_id and l.task_id = t.id) as labels,"
            f" {task_files.LISTED} as files"
            " from task t join board_column b on b.practice_id = t.practice_id and b.id = t.column_id"
            " left join client c on c.practice_id = t.practice_id and c.id = t.client_id"
            " left join practice_user u on u.practice_id = t.practice_id and u.id = t.assignee_id"
            " left join practice_user m on m.practice_id = t.practice_id and m.id = t.made_by"
            " where t.practice_id = :practice and t.id = :id and t.deleted_at is null"
        ),
        {"practice": viewer.practice_id, "id": as_id(task_id)},
    ).one_or_none()
    if row is None:
        raise NotFound("This task is not here any more.")
    viewer.require(Permission.SEE_TASKS)
    watchers = dict[str, str](row.watchers or [])
    me = str(viewer.user_id)
    named = notices.people(db) if any("@" in one[4] for one in row.comments or ()) else []
    by = f"Made by {row.maker}" if row.maker else "Made"
    return TaskView(
        id=str(row.id),
        title=row.title,
        description=row.description,
        client_id=str(row.client_id or "none"),
        client=row.client,
        assignee_id=str(row.assignee_id or "none"),
        who=row.who or "",
        due_on=str(row.due_on or ""),
        due_time=f"{row.due_time:%H:%M}" if row.due_time else "",
        due=due_words(row.due_on, row.due_time),
        late=row.done_at is None and is_late(row.due_on, row.due_time),
        priority=row.priority,
        column_id=str(row.column_id),
        column=row.place,
        done=moment_words(row.done_at),
        made=f"{by}, {moment_words(row.created_at)}",
        watched=me in watchers,
        watchers=", ".join(name for one, name in watchers.items() if one != me),
        may_delete=row.made_by == viewer.user_id or viewer.may(Permission.DELETE_TASKS),
        moves=row.moves,
        labels=tuple(row.labels or ()),
        checklist=tuple(Item(one, words, done) for one, words, done in row.items or ()),
        comments=tuple(_comment(one, me, named) for one in row.comments or ()),
        files=task_files.rows(row.files),
        history=tuple(task_history.listed(db, row.id, task_files.names(row.files))),
        reminders=tuple(reminders.listed(db, row.id)),
        step=workflow_progress.of_task(db, row.id) or NO_STEP,
        typed=task_drafts.typed(db, row),
    )


def opened(db: ScopedSession, task_id: object) -> tuple[TaskView, Choices]:
    """A task, and what it can be given. What was told of it is read then."""
    found = page(db, task_id), choices(db)
    notice_list.read_about(db, task_id)
    return found


def choices(db: ScopedSession) -> Choices:
    """Who may be given a task, and the board's columns."""
    return Choices(people(db), [(one.id, one.name) for one in board_columns.listed(db)])


def people(db: ScopedSession) -> list[tuple[str, str]]:
    """Everyone who works here now, as (id, name), after "nobody"."""
    db.viewer.require(Permission.SEE_TASKS)
    rows = db.execute(
        text(
            "select id, name from practice_user where practice_id = :practice and deactivated_at is null order by name"
        ),
        {"practice": db.viewer.practice_id},
    )
    return [("none", "Nobody yet"), *((str(row.id), row.name) for row in rows)]


def _comment(one: Any, me: str, people: list[Person]) -> Comment:
    comment_id, user_id, name, at, words = one
    return Comment(
        id=comment_id,
        who=name or "Someone who left",
        initials=initials(name),
        at=moment_words(datetime.fromisoformat(at)),
        words=words,
        own=user_id == me,
        pieces=mentions.pieces(words, people),
    )
