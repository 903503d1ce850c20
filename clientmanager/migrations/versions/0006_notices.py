"""What people are told, and when they asked to be reminded"""

from pathlib import Path

from alembic import op

from clientmanager.migrations.security import app_role, audit, confine
from clientmanager.migrations.tables import create, day, moment, row_id, tell, whole, words

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).parent.parent / "sql" / "0006_notices.sql"
USER = "(select nullif(current_setting('app.user_id', true), '')::uuid)"


def upgrade() -> None:
    create(
        "notice",
        row_id("user_id"),
        row_id("task_id", nullable=True),
        words("kind"),
        words("what"),
        whole("many"),
        day("day", nullable=True),
        row_id("given_by", nullable=True),
        moment("at"),
        moment("read_at", nullable=True),
        moment("snoozed_until", nullable=True),
        refer={"user_id": "practice_user CASCADE", "task_id": "task CASCADE", "given_by": "practice_user"},
        unique=["user_id", "day"],
    )
    op.create_index("ix_notice_inbox", "notice", ["practice_id", "user_id", "at", "id"])
    op.create_index("ix_notice_unread", "notice", ["practice_id", "user_id"], postgresql_where="read_at is null")
    op.create_index("ix_notice_task", "notice", ["practice_id", "task_id"])
    create(
        "reminder",
        row_id("task_id"),
        row_id("user_id"),
        moment("at", nullable=True),
        whole("minutes_before", nullable=True),
        moment("told_at", nullable=True),
        refer={"task_id": "task CASCADE", "user_id": "practice_user CASCADE"},
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
    tell("notice", "tell_of_notices")
