"""Recurring tasks: series, and which occurrence of one a task is"""

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import audit, confine
from clientmanager.migrations.tables import create, day, json, long_words, moment, row_id, tell, words

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    create(
        "task_series",
        words("title"),
        long_words("description"),
        row_id("client_id", nullable=True),
        row_id("assignee_id", nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        words("priority"),
        json("labels"),
        json("checklist"),
        json("recurrence"),
        words("follows"),
        day("made_through"),
        row_id("made_by", nullable=True),
        moment("created_at"),
        moment("changed_at"),
        moment("ended_at", nullable=True),
        refer={"client_id": "client CASCADE", "assignee_id": "practice_user"},
    )
    op.create_index("ix_task_series_client", "task_series", ["practice_id", "client_id"])
    confine("task_series")
    # How far it has come is the worker's own book-keeping.
    audit("task_series", "made_through")
    tell("task_series", "tell_of_tasks")
    op.add_column("task", row_id("series_id", nullable=True))
    op.add_column("task", day("occurrence_on", nullable=True))
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
