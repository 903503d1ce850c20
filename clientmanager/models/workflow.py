"""Work that a practice does the same way each time: its templates, those that run, and the practice's own days off."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from clientmanager.models.base import PracticeRow, belongs_to, moment, of_practice

RUNNING = sa.text("ended_at is null")


class StepState(StrEnum):
    WAITING = "waiting"
    """Not yet its turn."""
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    """Not needed, or the workflow was over before its turn."""


class Ended(StrEnum):
    """How a workflow came to its end."""

    FINISHED = "finished"
    STOPPED = "stopped"


class DayKind(StrEnum):
    OFF = "off"
    WORKED = "worked"
    """A public holiday on which this practice works."""


class WorkflowTemplate(PracticeRow, table=True):
    """What can be started, whatever its version."""

    __table_args__ = (
        of_practice(),
        Index(
            "uq_workflow_template_shipped",
            "practice_id",
            "shipped",
            unique=True,
            postgresql_where=sa.text("shipped <> ''"),
        ),
    )

    name: str
    shipped: str = ""
    """Which of those that came with the product; empty for the practice's own."""
    retired_at: datetime | None = moment(default=None, nullable=True)


class WorkflowVersion(PracticeRow, table=True):
    """A definition as it was at some time. Postgres refuses to change one: what runs keeps what it was started with."""

    __table_args__ = (
        belongs_to("workflow_template", "template_id"),
        UniqueConstraint("practice_id", "template_id", "number"),
    )

    template_id: UUID
    number: int
    definition: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    made_by: UUID | None = None
    made_at: datetime = moment()


class Workflow(PracticeRow, table=True):
    """One that was started, for a client or for the practice itself."""

    __table_args__ = (
        belongs_to("workflow_template", "template_id"),
        belongs_to("workflow_version", "version_id"),
        belongs_to("client", "client_id", ondelete="CASCADE"),
        Index("ix_workflow_client", "practice_id", "client_id"),
        Index("ix_workflow_running", "practice_id", "template_id", postgresql_where=RUNNING),
    )

    template_id: UUID
    version_id: UUID
    client_id: UUID | None = None
    name: str
    milestones: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    """Key to 2026-03-12; one without a date is not there."""
    roles: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    """Key to the id of who plays it."""
    started_by: UUID | None = None
    started_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)
    ended_how: str = ""


class WorkflowStep(PracticeRow, table=True):
    """A step of a workflow that was started; its task is there from its turn on."""

    __table_args__ = (
        belongs_to("workflow", "workflow_id", ondelete="CASCADE"),
        belongs_to("task", "task_id", ondelete="CASCADE"),
        UniqueConstraint("practice_id", "workflow_id", "step_key"),
        Index("ix_workflow_step_task", "practice_id", "task_id"),
    )

    workflow_id: UUID
    step_key: str
    position: int = 0
    state: str = StepState.WAITING
    task_id: UUID | None = None
    due_on: date | None = None
    """What the workflow said; a task that is due on another day was given that day by hand."""
    outcome: str = ""
    form: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    activated_at: datetime | None = moment(default=None, nullable=True)
    done_at: datetime | None = moment(default=None, nullable=True)


class PracticeDay(PracticeRow, table=True):
    """A day on which the practice differs from the public holidays."""

    __table_args__ = (of_practice(), UniqueConstraint("practice_id", "day"))

    day: date
    name: str
    kind: str = DayKind.OFF
