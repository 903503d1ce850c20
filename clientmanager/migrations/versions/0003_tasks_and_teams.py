"""The practice's work: a board, its tasks, teams, and views kept under a name"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import app_role, audit, confine
from clientmanager.migrations.tables import create, long_words, moment, row_id, sorted_words, tell, whole, words

revision = "0003"
down_revision = "0002"

SQL = Path(__file__).parent.parent / "sql" / "0003_tasks.sql"
OPEN = "done_at is null and deleted_at is null"
DONE = "done_at is not null and deleted_at is null"
COLUMNS = (("To do", "to do"), ("Doing", "doing"), ("Waiting on others", "waiting"), ("Done", "done"))

# table: columns that stay out of the audit
AUDITED = {
    "board_column": [],
    "task": ["folded", "place"],
    "task_watcher": [],
    "task_label": ["folded"],
    "task_item": [],
    "task_comment": [],
    "task_file": [],
    "team": [],
    "team_member": [],
}


def upgrade() -> None:
    create("board_column", words("name"), words("kind"), whole("most", nullable=True), whole("position"), refer={})
    create(
        "task",
        words("title"),
        sorted_words("folded"),
        long_words("description"),
        row_id("client_id", nullable=True),
        row_id("assignee_id", nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        words("priority"),
        row_id("column_id"),
        sa.Column("place", sa.Numeric(), nullable=False),
        whole("moves"),
        moment("column_since"),
        row_id("made_by", nullable=True),
        moment("created_at"),
        moment("changed_at"),
        moment("done_at", nullable=True),
        row_id("done_by", nullable=True),
        moment("deleted_at", nullable=True),
        refer={"client_id": "client CASCADE", "assignee_id": "practice_user", "column_id": "board_column"},
    )
    op.create_index("ix_task_board", "task", ["practice_id", "column_id", "place", "id"], postgresql_where=OPEN)
    op.create_index("ix_task_due", "task", ["practice_id", "due_on", "id"], postgresql_where=OPEN)
    op.create_index("ix_task_assignee", "task", ["practice_id", "assignee_id"], postgresql_where=OPEN)
    op.create_index("ix_task_done", "task", ["practice_id", "done_at", "id"], postgresql_where=DONE)
    op.create_index("ix_task_client", "task", ["practice_id", "client_id"])
    of_task = {"task_id": "task CASCADE"}
    create(
        "task_watcher", row_id("task_id"), row_id("user_id"), refer={**of_task, "user_id": "practice_user"},
        unique=["task_id", "user_id"],
    )  # fmt: skip
    create(
        "task_label",
        row_id("task_id"),
        words("label"),
        sorted_words("folded"),
        refer=of_task,
        unique=["task_id", "folded"],
    )  # fmt: skip
    op.create_index("ix_task_label_by_label", "task_label", ["practice_id", "folded", "task_id"])
    create(
        "task_item", row_id("task_id"), words("words"), sa.Column("done", sa.Boolean(), nullable=False),
        whole("position"), refer=of_task,
    )  # fmt: skip
    op.create_index("ix_task_item_task", "task_item", ["practice_id", "task_id"])
    create(
        "task_comment", row_id("task_id"), row_id("user_id"), long_words("words"), moment("at"),
        refer={**of_task, "user_id": "practice_user"},
    )  # fmt: skip
    op.create_index("ix_task_comment_task", "task_comment", ["practice_id", "task_id", "id"])
    create(
        "task_file",
        row_id("task_id"),
        words("name"),
        words("media_type"),
        whole("bytes"),
        words("sha256"),
        row_id("added_by"),
        moment("added_at"),
        moment("removed_at", nullable=True),
        refer={**of_task, "added_by": "practice_user"},
    )
    op.create_index("ix_task_file_task", "task_file", ["practice_id", "task_id", "removed_at"])
    create(
        "task_file_content", sa.Column("content", sa.LargeBinary(), nullable=False), refer={"id": "task_file CASCADE"}
    )  # fmt: skip
    # Photographs and PDFs do not become smaller; uncompressed, a piece of one is read without the rest.
    op.execute("alter table task_file_content alter column content set storage external")
    op.add_column("draft", row_id("task_id", nullable=True))
    op.create_foreign_key(
        "fk_draft_practice_id_task_id", "draft", "task", ["practice_id", "task_id"], ["practice_id", "id"],
        ondelete="CASCADE",
    )  # fmt: skip
    op.create_index("ix_draft_task", "draft", ["practice_id", "task_id"])
    create("team", words("name"), refer={}, unique=["name"])
    create(
        "team_member", row_id("team_id"), row_id("user_id"),
        refer={"team_id": "team CASCADE", "user_id": "practice_user CASCADE"}, unique=["team_id", "user_id"],
    )  # fmt: skip
    create(
        "saved_view", row_id("user_id"), words("place"), words("name"), words("query"), moment("made_at"),
        refer={"user_id": "practice_user CASCADE"}, unique=["user_id", "place", "name"],
    )  # fmt: skip
    for table in (*AUDITED, "saved_view"):
        confine(table)
    confine("task_file_content", grant="select, insert, delete")
    # Before the audit's triggers: what an upgrade makes, nobody did.
    for place, (name, kind) in enumerate(COLUMNS):
        op.get_bind().execute(
            sa.text(
                "insert into board_column (practice_id, id, name, kind, position)"
                " select id, gen_random_uuid(), :name, :kind, :place from practice"
            ),
            {"name": name, "kind": kind, "place": place},
        )
    for table, secret in AUDITED.items():
        audit(table, *secret)
    # What happened to one task and its files, for its history.
    op.create_index(
        "ix_audit_entry_task",
        "audit_entry",
        ["practice_id", "row_id", "id"],
        postgresql_where="table_name in ('task', 'task_file')",
    )
    op.get_bind().exec_driver_sql(SQL.read_text().replace("{app_role}", app_role()))
    for table in ("task", "task_watcher", "task_label", "task_item", "task_comment", "task_file", "board_column"):
        tell(table, "tell_of_tasks")
    tell("task", "tell_of_their_clients", prefix="tell_client")
