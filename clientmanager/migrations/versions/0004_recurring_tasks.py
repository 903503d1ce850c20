"""Recurring tasks: series, and which occurrence of one a task is"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from clientmanager.migrations.security import audit, confine

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "task_series",
        _id("practice_id"),
        _id("id"),
        _text("title"),
        sa.Column("description", sa.Text(), nullable=False),
        _id("client_id", nullable=True),
        _id("assignee_id", nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        _text("priority"),
        _json("labels"),
        _json("checklist"),
        _json("recurrence"),
        _text("follows"),
        sa.Column("made_through", sa.Date(), nullable=False),
        _id("made_by", nullable=True),
        _moment("created_at"),
        _moment("changed_at"),
        _moment("ended_at", nullable=True),
        _reference("client_id", "client", ondelete="CASCADE"),
        _reference("assignee_id", "practice_user"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_task_series"),
    )
    op.create_index("ix_task_series_client", "task_series", ["practice_id", "client_id"])
    confine("task_series")
    # How far it has come is the worker's own book-keeping.
    audit("task_series", "made_through")
    for event, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
        op.execute(
            f"create trigger tell_{event} after {event} on task_series referencing {rows} table as changed_rows"
            " for each statement execute function tell_of_tasks()"
        )
    op.add_column("task", _id("series_id", nullable=True))
    op.add_column("task", sa.Column("occurrence_on", sa.Date(), nullable=True))
    # The task of a client who is erased may have been given to another: then it stays, on its own.
    op.create_foreign_key(
        "fk_task_practice_id_series_id",
        "task",
        "task_series",
        ["practice_id", "series_id"],
        ["practice_id", "id"],
        ondelete="SET NULL (series_id)",
    )
    op.create_index(
        "ix_task_occurrence",
        "task",
        ["practice_id", "series_id", "occurrence_on"],
        unique=True,
        postgresql_where="series_id is not null",
    )


def _reference(column: str, table: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["practice_id", column],
        [f"{table}.practice_id", f"{table}.id"],
        name=f"fk_task_series_practice_id_{column}",
        ondelete=ondelete,
    )


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSONB(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
