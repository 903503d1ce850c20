"""The first tables"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from clientmanager.migrations.security import OWN_PRACTICE, app_role, audit, confine

revision = "0001"
down_revision = None

DEFINERS = Path(__file__).parent.parent / "sql" / "0001_definers.sql"

# table: columns that stay out of the audit; tables that are not listed are not audited
AUDITED = {
    "practice_user": [],
    "credential": ["password_hash"],
    "user_link": ["token_hash"],
    "client": ["sort_name"],
    "client_email": [],
    "client_phone": [],
    "client_address": [],
    "import_run": ["report"],
    "snapshot": ["sealed_key"],
}
CONFINED = [*AUDITED, "user_session", "client_token", "import_file", "work"]
OWN_PRACTICE_ROW = f"id = {OWN_PRACTICE}"
READ_ONLY = ["audit_entry", "audit_payload", "audit_head", "client_view"]


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("welcome_code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("key_check", sa.LargeBinary(), nullable=True),
        sa.Column("worker_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.create_table(
        "practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_practice"),
        sa.UniqueConstraint("short_name", name="uq_practice_short_name"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("chain", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_audit_entry_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_client", "audit_entry", ["practice_id", "client_id", "id"])
    op.create_index("ix_audit_entry_seq", "audit_entry", ["practice_id", "seq"], unique=True)
    op.create_index("ix_audit_entry_unsealed", "audit_entry", ["practice_id", "id"], postgresql_where="seq is null")
    op.create_table(
        "audit_head",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_audit_head_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", name="pk_audit_head"),
    )
    op.create_table(
        "audit_payload",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_audit_payload_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "entry_id", name="pk_audit_payload"),
    )
    op.create_table(
        "client_view",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_client_view_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "user_id", "client_id", "hour", name="pk_client_view"),
    )
    op.create_table(
        "practice_user",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_practice_user_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_practice_user"),
        sa.UniqueConstraint("practice_id", "email", name="uq_practice_user_practice_id_email"),
    )
    op.create_table(
        "snapshot",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_snapshot_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_snapshot"),
    )
    op.create_index("ix_snapshot_taken", "snapshot", ["practice_id", "taken_at"])
    op.create_table(
        "work",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_work_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_work"),
    )
    op.create_index("ix_work_waiting", "work", ["available_at"], postgresql_where="state in ('waiting', 'running')")
    op.create_table(
        "client",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first_names", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("preferred_name", sa.String(), nullable=False),
        sa.Column("entity_name", sa.String(), nullable=False),
        sa.Column("registration_number", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(collation="C"), nullable=False),
        sa.Column("id_number", sa.String(), nullable=False),
        sa.Column("passport_number", sa.String(), nullable=False),
        sa.Column("passport_country", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("adviser_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("extra", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive_reason", sa.String(), nullable=False),
        sa.CheckConstraint("first_names <> '' or last_name <> '' or entity_name <> ''", name="ck_client_named"),
        sa.ForeignKeyConstraint(
            ["practice_id", "adviser_id"],
            ["practice_user.practice_id", "practice_user.id"],
            name="fk_client_practice_id_adviser_id",
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_client_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_client"),
    )
    op.create_index("ix_client_by_adviser", "client", ["practice_id", "adviser_id"])
    op.create_index("ix_client_by_name", "client", ["practice_id", "sort_name", "id"])
    op.create_table(
        "credential",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "id"],
            ["practice_user.practice_id", "practice_user.id"],
            name="fk_credential_practice_id_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_credential"),
        sa.UniqueConstraint("email", name="uq_credential_email"),
    )
    op.create_table(
        "import_run",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("adviser_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "adviser_id"],
            ["practice_user.practice_id", "practice_user.id"],
            name="fk_import_run_practice_id_adviser_id",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "user_id"],
            ["practice_user.practice_id", "practice_user.id"],
            name="fk_import_run_practice_id_user_id",
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_import_run_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_import_run"),
    )
    op.create_index("ix_import_run_made", "import_run", ["practice_id", "made_at"])
    op.create_table(
        "user_link",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "user_id"],
            ["practice_user.practice_id", "practice_user.id"],
            name="fk_user_link_practice_id_user_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_user_link"),
        sa.UniqueConstraint("token_hash", name="uq_user_link_token_hash"),
    )
    op.create_index("ix_user_link_user", "user_link", ["practice_id", "user_id"])
    op.create_table(
        "user_session",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "user_id"],
            ["practice_user.practice_id", "practice_user.id"],
            name="fk_user_session_practice_id_user_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_user_session"),
        sa.UniqueConstraint("token_hash", name="uq_user_session_token_hash"),
    )
    op.create_index("ix_user_session_user", "user_session", ["practice_id", "user_id"])
    op.create_table(
        "client_address",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("lines", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["client.practice_id", "client.id"],
            name="fk_client_address_practice_id_client_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_client_address"),
    )
    op.create_index("ix_client_address_client", "client_address", ["practice_id", "client_id"])
    op.create_table(
        "client_email",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["client.practice_id", "client.id"],
            name="fk_client_email_practice_id_client_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_client_email"),
    )
    op.create_index("ix_client_email_client", "client_email", ["practice_id", "client_id"])
    op.create_table(
        "client_phone",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["client.practice_id", "client.id"],
            name="fk_client_phone_practice_id_client_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_client_phone"),
    )
    op.create_index("ix_client_phone_client", "client_phone", ["practice_id", "client_id"])
    op.create_table(
        "client_token",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(collation="C"), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["client.practice_id", "client.id"],
            name="fk_client_token_practice_id_client_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "token", "client_id", name="pk_client_token"),
    )
    op.create_index("ix_client_token_client", "client_token", ["practice_id", "client_id"])
    op.create_table(
        "import_file",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "id"],
            ["import_run.practice_id", "import_run.id"],
            name="fk_import_file_practice_id_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_import_file"),
    )
    op.execute("insert into installation (id) values (1)")
    _secure()


def _secure() -> None:
    op.execute("revoke all on schema public from public")
    op.execute(f"grant usage on schema public to {app_role()}")
    for table in CONFINED:
        confine(table)
    for table in READ_ONLY:
        confine(table, grant="select")
    confine("practice", to=OWN_PRACTICE_ROW, grant="select, insert, update")
    confine("installation", to="true", grant="select, update")
    # a backup names the schema that it was taken of
    confine("alembic_version", to="true", grant="select")
    op.get_bind().exec_driver_sql(DEFINERS.read_text().replace("{app_role}", app_role()))
    audit("practice", "sealed_key")
    for table, secret in AUDITED.items():
        audit(table, *secret)
