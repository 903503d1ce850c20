"""The practice's work: a board, its tasks, teams, and views kept under a name"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import app_role, audit, confine

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
    "team": [],
    "team_member": [],
}


def upgrade() -> None:
    _create("board_column", _text("name"), _text("kind"), _whole("most", nullable=True), _whole("position"), refer={})
    _create(
        "task",
        _text("title"),
        _sorted("folded"),
        _long("description"),
        _id("client_id", nullable=True),
        _id("assignee_id", nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        _text("priority"),
        _id("column_id"),
        sa.Column("place", sa.Numeric(), nullable=False),
        _whole("moves"),
        _moment("column_since"),
        _id("made_by", nullable=True),
        _moment("created_at"),
        _moment("changed_at"),
        _moment("done_at", nullable=True),
        _id("done_by", nullable=True),
        _moment("deleted_at", nullable=True),
        refer={"client_id": "client CASCADE", "assignee_id": "practice_user", "column_id": "board_column"},
    )
    op.create_index("ix_task_board", "task", ["practice_id", "column_id", "place", "id"], postgresql_where=OPEN)
    op.create_index("ix_task_due", "task", ["practice_id", "due_on", "id"], postgresql_where=OPEN)
    op.create_index("ix_task_assignee", "task", ["practice_id", "assignee_id"], postgresql_where=OPEN)
    op.create_index("ix_task_done", "task", ["practice_id", "done_at", "id"], postgresql_where=DONE)
    op.create_index("ix_task_client", "task", ["practice_id", "client_id"])
    of_task = {"task_id": "task CASCADE"}
    _create(
        "task_watcher", _id("task_id"), _id("user_id"), refer={**of_task, "user_id": "practice_user"},
        unique=["task_id", "user_id"],
    )  # fmt: skip
    _create(
        "task_label", _id("task_id"), _text("label"), _sorted("folded"), refer=of_task, unique=["task_id", "folded"]
    )
    op.create_index("ix_task_label_by_label", "task_label", ["practice_id", "folded", "task_id"])
    _create(
        "task_item", _id("task_id"), _text("words"), sa.Column("done", sa.Boolean(), nullable=False),
        _whole("position"), refer=of_task,
    )  # fmt: skip
    op.create_index("ix_task_item_task", "task_item", ["practice_id", "task_id"])
    _create(
        "task_comment", _id("task_id"), _id("user_id"), _long("words"), _moment("at"),
        refer={**of_task, "user_id": "practice_user"},
    )  # fmt: skip
    op.create_index("ix_task_comment_task", "task_comment", ["practice_id", "task_id", "id"])
    _create("team", _text("name"), refer={}, unique=["name"])
    _create(
        "team_member", _id("team_id"), _id("user_id"),
        refer={"team_id": "team CASCADE", "user_id": "practice_user CASCADE"}, unique=["team_id", "user_id"],
    )  # fmt: skip
    _create(
        "saved_view", _id("user_id"), _text("place"), _text("name"), _text("query"), _moment("made_at"),
        refer={"user_id": "practice_user CASCADE"}, unique=["user_id", "place", "name"],
    )  # fmt: skip
    for table in (*AUDITED, "saved_view"):
        confine(table)
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
    # What happened to one task, for its history.
    op.create_index(
        "ix_audit_entry_task", "audit_entry", ["practice_id", "row_id", "id"], postgresql_where="table_name = 'task'"
    )
    op.get_bind().exec_driver_sql(SQL.read_text().replace("{app_role}", app_role()))
    for table in ("task", "task_watcher", "task_label", "task_item", "task_comment", "board_column"):
        for event, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
            op.execute(
                f"create trigger tell_{event} after {event} on {table} referencing {rows} table as changed_rows"
                " for each statement execute function tell_of_tasks()"
            )
    for event, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
        op.execute(
            f"create trigger tell_client_{event} after {event} on task referencing {rows} table as changed_rows"
            " for each statement execute function tell_of_clients_tasks()"
        )


def _create(table: str, *columns: sa.Column[Any], refer: dict[str, str], unique: list[str] | None = None) -> None:
    """A table of practices; `refer` leads from its columns to other tables of the same practice, "table CASCADE" where
    the row goes with what it belongs to."""
    keys: list[sa.Constraint] = []
    for column, target in refer.items():
        other, _, ondelete = target.partition(" ")
        keys.append(
            sa.ForeignKeyConstraint(
                ["practice_id", column],
                [f"{other}.practice_id", f"{other}.id"],
                name=f"fk_{table}_practice_id_{column}",
                ondelete=ondelete or None,
            )
        )
    if not keys:
        keys.append(sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=f"fk_{table}_practice_id"))
    if unique:
        name = f"uq_{table}_practice_id_{'_'.join(unique)}"
        keys.append(sa.UniqueConstraint("practice_id", *unique, name=name))
    key = sa.PrimaryKeyConstraint("practice_id", "id", name=f"pk_{table}")
    op.create_table(table, _id("practice_id"), _id("id"), *columns, *keys, key)


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _sorted(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(collation="C"), nullable=False)


def _long(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
