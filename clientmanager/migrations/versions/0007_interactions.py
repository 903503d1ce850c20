"""What passed between the practice and its clients"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from clientmanager.migrations.security import app_role, audit, confine
from clientmanager.migrations.tables import create, long_words, moment, row_id, tell, whole, words

revision = "0007"
down_revision = "0006"

SQL = Path(__file__).parent.parent / "sql" / "0007_interactions.sql"
FOUND_BY = "to_tsvector('simple'::regconfig, folded)"
NEVER_CHANGED = "select, insert"
ALL_BUT_DELETED = "select, insert, update"


def upgrade() -> None:
    create(
        "interaction",
        row_id("client_id"),
        words("kind"),
        words("title"),
        long_words("words"),
        long_words("folded"),
        moment("at"),
        whole("minutes", nullable=True),
        words("direction"),
        row_id("author_id", nullable=True),
        moment("recorded_at"),
        moment("edited_at", nullable=True),
        moment("pinned_at", nullable=True),
        moment("removed_at", nullable=True),
        row_id("removed_by", nullable=True),
        words("removed_because"),
        words("origin"),
        words("fingerprint"),
        words("thread"),
        sa.Column("found_by", TSVECTOR, sa.Computed(FOUND_BY, persisted=True)),
        refer={"client_id": "client CASCADE", "author_id": "practice_user", "removed_by": "practice_user"},
    )
    op.create_index("ix_interaction_at", "interaction", ["practice_id", "at", "id"])
    op.create_index("ix_interaction_kind", "interaction", ["practice_id", "kind", "at", "id"])
    op.create_index("ix_interaction_client", "interaction", ["practice_id", "client_id"])
    op.create_index("ix_interaction_thread", "interaction", ["practice_id", "thread"], postgresql_where="thread <> ''")
    op.create_index(
        "ix_interaction_fingerprint", "interaction", ["practice_id", "fingerprint"],
        unique=True, postgresql_where="fingerprint <> ''",
    )  # fmt: skip
    op.create_index("ix_interaction_words", "interaction", ["found_by"], postgresql_using="gin")
    of_interaction = {"interaction_id": "interaction CASCADE"}
    create(
        "interaction_participant",
        row_id("interaction_id"),
        row_id("client_id", nullable=True),
        row_id("user_id", nullable=True),
        words("name"),
        words("kind"),
        moment("at"),
        refer={**of_interaction, "client_id": "client CASCADE", "user_id": "practice_user"},
        unique=["interaction_id", "client_id"],
    )
    op.create_index(
        "ix_interaction_participant_interaction", "interaction_participant", ["practice_id", "interaction_id"]
    )
    for name, columns in (("client", ["client_id"]), ("client_kind", ["client_id", "kind"]), ("user", ["user_id"])):
        op.create_index(
            f"ix_interaction_participant_{name}", "interaction_participant",
            ["practice_id", *columns, "at", "interaction_id"], postgresql_where=f"{columns[0]} is not null",
        )  # fmt: skip
    create(
        "interaction_amendment",
        row_id("interaction_id"),
        row_id("author_id", nullable=True),
        long_words("words"),
        moment("at"),
        refer={**of_interaction, "author_id": "practice_user"},
    )
    create(
        "interaction_task", row_id("interaction_id"), row_id("task_id"),
        refer={**of_interaction, "task_id": "task CASCADE"}, unique=["interaction_id", "task_id"],
    )  # fmt: skip
    op.create_index("ix_interaction_task_task", "interaction_task", ["practice_id", "task_id"])
    create(
        "interaction_file",
        row_id("interaction_id"),
        words("name"),
        words("media_type"),
        whole("bytes"),
        words("sha256"),
        sa.Column("whole", sa.Boolean(), nullable=False),
        row_id("added_by", nullable=True),
        moment("added_at"),
        refer={**of_interaction, "added_by": "practice_user"},
    )
    for table in ("interaction_amendment", "interaction_file"):
        op.create_index(f"ix_{table}_interaction", table, ["practice_id", "interaction_id", "id"])
    create(
        "interaction_file_content", sa.Column("content", sa.LargeBinary(), nullable=False),
        refer={"id": "interaction_file CASCADE"},
    )  # fmt: skip
    op.execute("alter table interaction_file_content alter column content set storage external")
    create(
        "interaction_template", words("kind"), words("name"), long_words("words"), whole("position"),
        refer={}, unique=["kind", "name"],
    )  # fmt: skip
    confine("interaction", grant=ALL_BUT_DELETED)
    for table in ("interaction_participant", "interaction_task", "interaction_template"):
        confine(table)
    for table in ("interaction_amendment", "interaction_file", "interaction_file_content"):
        confine(table, grant=NEVER_CHANGED)
    # What a search sees is made from what is said, which is written down.
    audit("interaction", "folded", "found_by")
    audit("interaction_participant", "at", "kind")
    for table in ("interaction_amendment", "interaction_task", "interaction_file", "interaction_template"):
        audit(table)
    op.get_bind().exec_driver_sql(SQL.read_text().replace("{app_role}", app_role()))
    for table, arguments in (
        ("interaction", "'origin', 'product', 'folded', 'found_by'"),
        ("interaction_participant", "'kind', 'change', 'at', 'kind'"),
    ):
        op.execute(f"drop trigger audit_insert on {table}")
        op.execute(
            f"create trigger audit_insert after insert on {table} referencing new table as new_rows"
            f" for each statement execute function audit_insert_unless({arguments})"
        )
        tell(table, "tell_of_their_clients", prefix="tell_client")
    for table in ("interaction_amendment", "interaction_task"):
        tell(table, "tell_of_parts_of_interactions", prefix="tell_client")
    for table in ("interaction", "interaction_amendment", "interaction_task"):
        tell(table, "tell_of_interactions")
