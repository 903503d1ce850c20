"""What the product tells one person, and when that person asked to be reminded."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint

from clientmanager.models.base import PracticeRow, belongs_to, moment


class NoticeKind(StrEnum):
    ASSIGNED = "assigned"
    MENTIONED = "mentioned"
    COMMENTED = "commented"
    CHANGED = "changed"
    """`what` says of what: "done", "file" or "due"; "due 2026-12-03" where many tasks have that day now."""
    REMINDER = "reminder"
    LATE = "late"
    """A morning's summary; `what` holds the two counts, "2 3": late, and due today."""


class Notice(PracticeRow, table=True):
    """Seen by its own user only, and in no backup. Its words are made when it is shown."""

    __table_args__ = (
        belongs_to("practice_user", "user_id", ondelete="CASCADE"),
        belongs_to("task", "task_id", ondelete="CASCADE"),
        belongs_to("practice_user", "given_by"),
        UniqueConstraint("practice_id", "user_id", "day"),
        Index("ix_notice_inbox", "practice_id", "user_id", "at", "id"),
        Index("ix_notice_unread", "practice_id", "user_id", postgresql_where="read_at is null"),
        Index("ix_notice_task", "practice_id", "task_id"),
    )

    user_id: UUID
    task_id: UUID | None = None
    kind: str
    what: str = ""
    many: int = 1
    """How many of its kind came together."""
    day: date | None = None
    """Of a morning's summary: there is one a day."""
    given_by: UUID | None = None
    at: datetime = moment()
    read_at: datetime | None = moment(default=None, nullable=True)
    snoozed_until: datetime | None = moment(default=None, nullable=True)


class Reminder(PracticeRow, table=True):
    """At a moment, or so many minutes before the task is due, whenever that is."""

    __table_args__ = (
        belongs_to("task", "task_id", ondelete="CASCADE"),
        belongs_to("practice_user", "user_id", ondelete="CASCADE"),
        Index("ix_reminder_task", "practice_id", "task_id", "user_id"),
    )

    task_id: UUID
    user_id: UUID
    at: datetime | None = moment(default=None, nullable=True)
    minutes_before: int | None = None
    """In place of `at`."""
    told_at: datetime | None = moment(default=None, nullable=True)
    """When it was last told of; it is told of again when the task is due later."""
