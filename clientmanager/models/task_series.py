"""Tasks that come round: what one series makes, when, and how far it has come."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from clientmanager.models.base import TEXT, PracticeRow, belongs_to, moment
from clientmanager.models.task import Priority


class Follows(StrEnum):
    """What moves the dates of a series besides its own rule."""

    NOTHING = ""
    BIRTHDAY = "birth date"
    """The client's: its day and month are those of the rule."""


class TaskSeries(PracticeRow, table=True):
    """The pattern of the tasks it makes, and the rule by which they come round."""

    __table_args__ = (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        belongs_to("practice_user", "assignee_id"),
        Index("ix_task_series_client", "practice_id", "client_id"),
    )

    title: str
    description: str = Field(default="", sa_type=TEXT)
    client_id: UUID | None = None
    assignee_id: UUID | None = None
    due_time: time | None = None
    priority: str = Priority.NORMAL
    labels: list[str] = Field(default_factory=list, sa_type=JSONB)
    checklist: list[str] = Field(default_factory=list, sa_type=JSONB)
    """The words of its lines, from top to bottom."""
    recurrence: dict[str, Any] = Field(sa_type=JSONB)
    """As `planning.recurrence` writes it."""
    follows: str = Follows.NOTHING
    made_through: date
    """Occurrences with a nominal date up to and including this one are made, or were passed over for good."""
    made_by: UUID | None = None
    created_at: datetime = moment()
    changed_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)
    """Since when it makes nothing more, because someone stopped it or began another from one of its dates."""
