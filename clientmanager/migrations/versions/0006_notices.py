"""What people are told, and when they asked to be reminded"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import app_role, audit, confine

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).parent.parent / "sql" / "0006_notices.sql"
USER = "(select nullif(current_setting('app.user_id', true), '')::uuid)"


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        _refers("notice", "user_id", "practice_user", ondelete="CASCADE"),
        _refers("notice", "task_id", "task", ondelete="CASCADE"),
        _refers("notice", "given_by", "practice_user"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_notice"),
        sa.UniqueConstraint("practice_id", "user_id", "day", name="uq_notice_practice_id_user_id_day"),
    )
    op.create_index("ix_notice_inbox", "notice", ["practice_id", "user_id", "at", "id"])
    op.create_index("ix_notice_unread", "notice", ["practice_id", "user_id"], postgresql_where="read_at is null")
    op.create_index("ix_notice_task", "notice", ["practice_id", "task_id"])
    op.create_table(
        "reminder",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_before", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        _refers("reminder", "task_id", "task", ondelete="CASCADE"),
        _refers("reminder", "user_id", "practice_user", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_reminder"),
    )
    op.create_index("ix_reminder_task", "reminder", ["practice_id", "task_id", "user_id"])
    confine("reminder")
    confine("notice")
    # Within the practice, too, only its own user sees a notice; the worker, who is nobody, sees all. Reminders are in
    # the backup, which is also taken for somebody: their use cases ask for one's own.
    op.execute(
        f"create policy own_notice on notice as restrictive to {app_role()}"
        f" using ({USER} is null or user_id = {USER}) with check ({USER} is null or user_id = {USER})"
    )
    audit("reminder", "told_at")
    op.get_bind().exec_driver_sql(SQL.read_text().replace("{app_role}", app_role()))
    for event, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
        op.execute(
            f"create trigger tell_{event} after {event} on notice referencing {rows} table as changed_rows"
            " for each statement execute function tell_of_notices()"
        )


def _refers(table: str, column: str, to: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["practice_id", column],
        [f"{to}.practice_id", f"{to}.id"],
        name=f"fk_{table}_practice_id_{column}",
        ondelete=ondelete,
    )
