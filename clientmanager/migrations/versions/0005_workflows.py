"""Workflows: templates and their versions, those that run, and the practice's own days off"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from clientmanager.migrations.security import audit, confine

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).parent.parent / "sql" / "0005_workflows.sql"
RUNNING = "ended_at is null"
TABLES = ("workflow_template", "workflow_version", "workflow", "workflow_step", "practice_day")


def upgrade() -> None:
    _create("workflow_template", _text("name"), _text("shipped"), _moment("retired_at", nullable=True), refer={})
    op.create_index(
        "uq_workflow_template_shipped", "workflow_template", ["practice_id", "shipped"], unique=True,
        postgresql_where="shipped <> ''",
    )  # fmt: skip
    _create(
        "workflow_version", _id("template_id"), _whole("number"), _json("definition"), _id("made_by", nullable=True),
        _moment("made_at"), refer={"template_id": "workflow_template"}, unique=["template_id", "number"],
    )  # fmt: skip
    _create(
        "workflow",
        _id("template_id"),
        _id("version_id"),
        _id("client_id", nullable=True),
        _text("name"),
        _json("milestones"),
        _json("roles"),
        _id("started_by", nullable=True),
        _moment("started_at"),
        _moment("ended_at", nullable=True),
        _text("ended_how"),
        refer={"template_id": "workflow_template", "version_id": "workflow_version", "client_id": "client CASCADE"},
    )
    op.create_index("ix_workflow_client", "workflow", ["practice_id", "client_id"])
    op.create_index("ix_workflow_running", "workflow", ["practice_id", "template_id"], postgresql_where=RUNNING)
    _create(
        "workflow_step",
        _id("workflow_id"),
        _text("step_key"),
        _whole("position"),
        _text("state"),
        _id("task_id", nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        _text("outcome"),
        _json("form"),
        _moment("activated_at", nullable=True),
        _moment("done_at", nullable=True),
        refer={"workflow_id": "workflow CASCADE", "task_id": "task CASCADE"},
        unique=["workflow_id", "step_key"],
    )
    op.create_index("ix_workflow_step_task", "workflow_step", ["practice_id", "task_id"])
    _create(
        "practice_day", sa.Column("day", sa.Date(), nullable=False), _text("name"), _text("kind"), refer={},
        unique=["day"],
    )  # fmt: skip
    for table in TABLES:
        # the application adds versions and never changes one
        grant = "select, insert, delete" if table == "workflow_version" else "select, insert, update, delete"
        confine(table, grant=grant)
        audit(table)
    op.get_bind().exec_driver_sql(SQL.read_text())
    # Who looks at tasks looks at their workflows too.
    for table in ("workflow", "workflow_step"):
        for event, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
            op.execute(
                f"create trigger tell_{event} after {event} on {table} referencing {rows} table as changed_rows"
                " for each statement execute function tell_of_tasks()"
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


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
