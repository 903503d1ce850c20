"""The files of a task: added, opened, removed, and brought back for as long as a removal can be undone."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.file import TaskFile, TaskFileContent
from clientmanager.models.permission import Permission
from clientmanager.models.task import Task
from clientmanager.services import notices
from clientmanager.services.backup_list import size_words
from clientmanager.services.task_file_form import PICTURES, media_type, require_whole, safe_name
from clientmanager.services.task_words import moment_words
from clientmanager.services.tasks import changing, saved

MOST = 20
"""Of one task."""
MOST_IN_A_DAY = 60
"""With those whose removal can still be undone."""
KEPT_AFTER_REMOVAL = timedelta(days=1)
"""How long the bytes of a removed file stay: for whoever notices the mistake when the sheet is opened again."""
OPENED = "open file"
"""The audit's event."""
PIECE = 1024 * 1024
"""Bytes that are read and sent at a time."""
_GONE = "This file is not here any more."
LISTED = (
    "(select json_agg(json_build_array(f.id, f.name, f.media_type, f.bytes, a.name, f.added_at,"
    "   f.removed_at is not null) order by f.id)"
    " from task_file f left join practice_user a on a.practice_id = f.practice_id and a.id = f.added_by"
    " where f.practice_id = t.practice_id and f.task_id = t.id)"
)
"""All that task `t` has or had, as `rows` and `names` read them."""


@dataclass(frozen=True)
class FileRow:
    id: str
    name: str
    size: str
    """248 kB"""
    who: str
    at: str
    picture: bool
    """Whether a browser shows it by itself; anything else is downloaded."""


@dataclass(frozen=True)
class Opened:
    """A file that is about to be sent."""

    id: UUID
    name: str
    media_type: str
    bytes: int

    @property
    def picture(self) -> bool:
        return self.media_type in PICTURES


def rows(listed: list[list[Any]] | None) -> tuple[FileRow, ...]:
    """Those that are there, in the order in which they were added."""
    return tuple(
        FileRow(
            file_id, name, size_words(size), who or "Someone who left", moment_words(datetime.fromisoformat(at)),
            kind in PICTURES,
        )
        for file_id, name, kind, size, who, at, removed in listed or ()
        if not removed
    )  # fmt: skip


def names(listed: list[list[Any]] | None) -> dict[str, str]:
    """Id to name, also of those that were removed."""
    return {one[0]: one[1] for one in listed or ()}


def require_adding(db: ScopedSession) -> None:
    """Asked before a byte of an upload is read."""
    db.viewer.require(Permission.EDIT_TASKS)


def add(db: ScopedSession, task_id: object, name: object, content: bytes) -> str:
    """Keep a file beside a task; whose task it is and who watches it are told. Returns the file's id.

    Args:
        name: as the browser calls it; what is kept of it is safe to show and to save under.

    Raises:
        Invalid: it is empty or too large, or the task has as many as it may.
    """
    task = changing(db, task_id)
    if db.viewer.user_id is None:
        raise NotAllowed
    require_whole(content)
    _require_room(db, task, more_bytes=True)
    called = safe_name(name)
    file = TaskFile(
        practice_id=task.practice_id, task_id=task.id, name=called, media_type=media_type(content, called),
        bytes=len(content), sha256=hashlib.sha256(content).hexdigest(), added_by=db.viewer.user_id, added_at=now(),
    )  # fmt: skip
    db.add(file)
    db.flush()
    db.add(TaskFileContent(practice_id=file.practice_id, id=file.id, content=content))
    notices.file_added(db, task)
    saved(db, task)
    return str(file.id)


def remove(db: ScopedSession, file_id: object) -> str:
    """Take a file away; for a day it can be brought back. Returns its name."""
    task, file = _changing(db, file_id)
    file.removed_at = file.removed_at or now()
    saved(db, task)
    return file.name


def bring_back(db: ScopedSession, file_id: object) -> str:
    """Undo of removing. Returns its name."""
    task, file = _changing(db, file_id)
    if file.removed_at:
        there = db.execute(
            text("select id from task_file_content where practice_id = :practice and id = :id"),
            {"practice": file.practice_id, "id": file.id},
        )
        if there.scalar() is None:
            raise NotFound("This file was removed too long ago to be brought back. Add it again.")
        _require_room(db, task)
        file.removed_at = None
        saved(db, task)
    return file.name


def opened(db: ScopedSession, file_id: object) -> Opened:
    """What is about to be sent; that it was opened is written down."""
    found = db.execute(
        text(
            "select f.id, f.name, f.media_type, f.bytes from task_file f"
            " join task t on t.practice_id = f.practice_id and t.id = f.task_id"
            " where f.practice_id = :practice and f.id = :id and f.removed_at is null and t.deleted_at is null"
        ),
        {"practice": db.viewer.practice_id, "id": as_id(file_id)},
    ).one_or_none()
    if found is None:
        raise NotFound(_GONE)
    db.viewer.require(Permission.SEE_TASKS)
    db.execute(
        text("select record_event(:event, 'task_file', :id, cast('{}' as jsonb))"), {"event": OPENED, "id": found.id}
    )
    return Opened(found.id, found.name, found.media_type, found.bytes)


def piece(db: ScopedSession, file_id: UUID, start: int) -> bytes:
    """The next bytes of a file that was opened, a megabyte at most: nothing holds all of it for as long as a slow line
    takes.
    """
    db.viewer.require(Permission.SEE_TASKS)
    found = db.execute(
        text(
            "select substring(content from :start for :many) from task_file_content"
            " where practice_id = :practice and id = :id"
        ),
        {"practice": db.viewer.practice_id, "id": file_id, "start": start + 1, "many": PIECE},
    ).scalar()
    if found is None:
        raise NotFound(_GONE)
    return bytes(found)


def sweep(db: ScopedSession) -> None:
    """The worker's: the bytes of what was removed more than a day ago."""
    db.execute(
        text(
            "delete from task_file_content where practice_id = :practice and id in (select id from task_file"
            " where practice_id = :practice and removed_at < :then for update)"
        ),
        {"practice": db.viewer.practice_id, "then": now() - KEPT_AFTER_REMOVAL},
    )


def _changing(db: ScopedSession, file_id: object) -> tuple[Task, TaskFile]:
    """A file with its task, for this transaction alone."""
    file = db.fetch(TaskFile, file_id)
    task = changing(db, file.task_id)
    db.refresh(file, with_for_update=True)  # the worker sweeps bytes beside it
    return task, file


def _require_room(db: ScopedSession, task: Task, *, more_bytes: bool = False) -> None:
    """Counted while the task is held, so that of two who add the last one at the same time one is refused.

    What was removed takes room for a day: adding and removing in turn would fill the disk that all practices share.
    """
    there, kept = db.execute(
        text(
            "select count(*) filter (where removed_at is null), count(*) from task_file"
            " where practice_id = :practice and task_id = :task and (removed_at is null or removed_at >= :since)"
        ),
        {"practice": task.practice_id, "task": task.id, "since": now() - KEPT_AFTER_REMOVAL},
    ).one()
    if there >= MOST:
        raise Invalid(f"A task has at most {MOST} files. Remove one first.", field="file")
    if more_bytes and kept >= MOST_IN_A_DAY:
        raise Invalid("Too many files were added here and removed in a day. Add this one tomorrow.", field="file")
