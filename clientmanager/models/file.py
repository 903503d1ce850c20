"""Files that belong to a task: what each is, and apart from it, so that no list reads them, their bytes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index

from clientmanager.models.base import PracticeRow, belongs_to, moment


class TaskFile(PracticeRow, table=True):
    """Its row outlives its bytes, so that the task's history can still say what it was called."""

    __table_args__ = (
        belongs_to("task", "task_id", ondelete="CASCADE"),
        belongs_to("practice_user", "added_by"),
        Index("ix_task_file_task", "practice_id", "task_id", "removed_at"),
    )

    task_id: UUID
    name: str
    media_type: str
    """As its first bytes say, whatever its name or the browser says."""
    bytes: int
    sha256: str
    added_by: UUID
    added_at: datetime = moment()
    removed_at: datetime | None = moment(default=None, nullable=True)
    """Since when it is no longer there; its bytes stay for as long as that can be undone."""


class TaskFileContent(PracticeRow, table=True):
    """The bytes, as they came; `id` is the file's. They are written once and never changed."""

    __table_args__ = (belongs_to("task_file", "id", ondelete="CASCADE"),)

    content: bytes
