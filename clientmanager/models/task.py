"""The practice's work: tasks, the columns of its board, and what belongs to a task."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from clientmanager.models.base import NUMBER, SORTED_TEXT, TEXT, PracticeRow, belongs_to, moment, of_practice

OPEN = sa.text("done_at is null and deleted_at is null")
DONE = sa.text("done_at is not null and deleted_at is null")


class ColumnKind(StrEnum):
    """What a task in a column is; the name is the practice's own."""

    TO_DO = "to do"
    DOING = "doing"
    WAITING = "waiting"
    DONE = "done"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


COLUMNS = (
    ("To do", ColumnKind.TO_DO),
    ("Doing", ColumnKind.DOING),
    ("Waiting on others", ColumnKind.WAITING),
    ("Done", ColumnKind.DONE),
)
"""What a board begins with, from left to right."""


class BoardColumn(PracticeRow, table=True):
    """One column of the practice's board. There is always one of kind done, and one to do."""

    __table_args__ = (of_practice(),)

    name: str
    kind: str
    most: int | None = None
    """How many tasks it takes; None: any number."""
    position: int = 0


class Task(PracticeRow, table=True):
    __table_args__ = (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        belongs_to("practice_user", "assignee_id"),
        belongs_to("board_column", "column_id"),
        belongs_to("task_series", "series_id", ondelete="SET NULL (series_id)"),
        # Whatever runs twice, or at once: an occurrence of a series is made once.
        Index(
            "ix_task_occurrence",
            "practice_id",
            "series_id",
            "occurrence_on",
            unique=True,
            postgresql_where=sa.text("series_id is not null"),
        ),
        Index("ix_task_board", "practice_id", "column_id", "place", "id", postgresql_where=OPEN),
        Index("ix_task_due", "practice_id", "due_on", "id", postgresql_where=OPEN),
        Index("ix_task_assignee", "practice_id", "assignee_id", postgresql_where=OPEN),
        Index("ix_task_done", "practice_id", "done_at", "id", postgresql_where=DONE),
        Index("ix_task_client", "practice_id", "client_id"),
        Index("ix_task_client_done", "practice_id", "client_id", "done_at", "id", postgresql_where=DONE),
    )

    title: str
    folded: str = Field(default="", sa_type=SORTED_TEXT)
    """The title as a search sees it."""
    description: str = Field(default="", sa_type=TEXT)
    client_id: UUID | None = None
    assignee_id: UUID | None = None
    due_on: date | None = None
    due_time: time | None = None
    """In South Africa; only beside a day."""
    priority: str = Priority.NORMAL
    column_id: UUID
    place: Decimal = Field(sa_type=NUMBER)
    """Its order in the column; between any two there is another."""
    moves: int = 0
    """How often it was moved: who moves it says which move they saw last."""
    column_since: datetime = moment()
    made_by: UUID | None = None
    created_at: datetime = moment()
    changed_at: datetime = moment()
    done_at: datetime | None = moment(default=None, nullable=True)
    done_by: UUID | None = None
    deleted_at: datetime | None = moment(default=None, nullable=True)
    series_id: UUID | None = None
    occurrence_on: date | None = None
    """Which occurrence of its series it is: the nominal date, that stays when the task is given another day."""


def _of_task(*others: Any) -> tuple[Any, ...]:
    return (belongs_to("task", "task_id", ondelete="CASCADE"), *others)


class TaskWatcher(PracticeRow, table=True):
    """Someone who is told what happens to a task that is not theirs."""

    __table_args__ = _of_task(
        belongs_to("practice_user", "user_id"), UniqueConstraint("practice_id", "task_id", "user_id")
    )

    task_id: UUID
    user_id: UUID


class TaskLabel(PracticeRow, table=True):
    """A word that the practice puts on its tasks, as it was written first."""

    __table_args__ = _of_task(
        UniqueConstraint("practice_id", "task_id", "folded"),
        Index("ix_task_label_by_label", "practice_id", "folded", "task_id"),
    )

    task_id: UUID
    label: str
    folded: str = Field(sa_type=SORTED_TEXT)


class TaskItem(PracticeRow, table=True):
    """One line of a task's checklist."""

    __table_args__ = _of_task(Index("ix_task_item_task", "practice_id", "task_id"))

    task_id: UUID
    words: str
    done: bool = False
    position: int = 0


class TaskComment(PracticeRow, table=True):
    __table_args__ = _of_task(
        belongs_to("practice_user", "user_id"), Index("ix_task_comment_task", "practice_id", "task_id", "id")
    )

    task_id: UUID
    user_id: UUID
    words: str = Field(sa_type=TEXT)
    at: datetime = moment()
