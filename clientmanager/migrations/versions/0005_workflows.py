"""Workflows: templates and their versions, those that run, and the practice's own days off"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import audit, confine
from clientmanager.migrations.tables import create, json, moment, row_id, tell, whole, words

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).parent.parent / "sql" / "0005_workflows.sql"
RUNNING = "ended_at is null"
TABLES = ("workflow_template", "workflow_version", "workflow", "workflow_step", "practice_day")


def upgrade() -> None:
    create("workflow_template", words("name"), words("shipped"), moment("retired_at", nullable=True), refer={})
    op.create_index(
        "uq_workflow_template_shipped", "workflow_template", ["practice_id", "shipped"], unique=True,
        postgresql_where="shipped <> ''",
    )  # fmt: skip
    create(
        "workflow_version", row_id("template_id"), whole("number"), json("definition"),
        row_id("made_by", nullable=True), moment("made_at"),
        refer={"template_id": "workflow_template"}, unique=["template_id", "number"],
    )  # fmt: skip
    create(
        "workflow",
        row_id("template_id"),
        row_id("version_id"),
        row_id("client_id", nullable=True),
        words("name"),
        json("milestones"),
        json("roles"),
        row_id("started_by", nullable=True),
        moment("started_at"),
        moment("ended_at", nullable=True),
        words("ended_how"),
        refer={"template_id": "workflow_template", "version_id": "workflow_version", "client_id": "client CASCADE"},
    )
    op.create_index("ix_workflow_client", "workflow", ["practice_id", "client_id"])
    op.create_index("ix_workflow_running", "workflow", ["practice_id", "template_id"], postgresql_where=RUNNING)
    create(
        "workflow_step",
        row_id("workflow_id"),
        words("step_key"),
        whole("position"),
        words("state"),
        row_id("task_id", nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        words("outcome"),
        json("form"),
        moment("activated_at", nullable=True),
        moment("done_at", nullable=True),
        refer={"workflow_id": "workflow CASCADE", "task_id": "task CASCADE"},
        unique=["workflow_id", "step_key"],
    )
    op.create_index("ix_workflow_step_task", "workflow_step", ["practice_id", "task_id"])
    create(
        "practice_day", sa.Column("day", sa.Date(), nullable=False), words("name"), words("kind"), refer={},
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
        tell(table, "tell_of_tasks")
