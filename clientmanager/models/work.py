"""Work that takes longer than a click: a row that the worker claims."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from clientmanager.models.base import PracticeRow, moment, of_practice


class Work(PracticeRow, table=True):
    __table_args__ = (
        of_practice(),
        Index("ix_work_waiting", "available_at", postgresql_where="state in ('waiting', 'running')"),
    )

    kind: str
    subject_id: UUID
    """The row that the work is about: an import, a snapshot."""
    user_id: UUID | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    state: str = "waiting"
    """waiting, running, done, failed."""
    attempts: int = 0
    made_at: datetime = moment()
    available_at: datetime = moment()
    """When it may be claimed; while it runs, when its claim lapses."""
    done: int = 0
    total: int = 0
    error: str = ""
