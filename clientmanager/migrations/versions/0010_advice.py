"""Records of advice, in versions that nobody changes once they are locked"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import audit, confine
from clientmanager.migrations.tables import create, day, json, moment, row_id, whole, words

revision = "0010"
down_revision = "0009"

SQL = Path(__file__).parent.parent / "sql" / "0010_advice.sql"
WRITTEN_ONCE = ("advice_pdf", "advice_delivery", "advice_signature", "advice_signature_content")
BYTES = ("advice_pdf", "advice_signature_content")


def upgrade() -> None:
    op.add_column("practice", sa.Column("fsp_number", sa.String(), nullable=False, server_default=""))
    create(
        "advice", row_id("client_id"), words("title"), row_id("made_by", nullable=True), moment("created_at"),
        refer={"client_id": "client CASCADE", "made_by": "practice_user"},
    )  # fmt: skip
    op.create_index("ix_advice_client", "advice", ["practice_id", "client_id", "id"])
    create(
        "advice_version",
        row_id("advice_id"),
        whole("number"),
        json("content"),
        json("client_facts"),
        moment("created_at"),
        moment("changed_at"),
        row_id("changed_by", nullable=True),
        moment("locked_at", nullable=True),
        row_id("locked_by", nullable=True),
        words("pdf_sha256"),
        refer={"advice_id": "advice CASCADE", "changed_by": "practice_user", "locked_by": "practice_user"},
        unique=["advice_id", "number"],
    )
    of_version = {"version_id": "advice_version CASCADE"}
    create("advice_pdf", sa.Column("content", sa.LargeBinary(), nullable=False), refer={"id": "advice_version CASCADE"})
    create(
        "advice_delivery", row_id("version_id"), words("how"), day("given_on"), row_id("given_by", nullable=True),
        words("note"), moment("recorded_at"), refer={**of_version, "given_by": "practice_user"},
    )  # fmt: skip
    op.create_index("ix_advice_delivery_version", "advice_delivery", ["practice_id", "version_id", "id"])
    create(
        "advice_signature",
        row_id("version_id"),
        words("signed_by"),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        words("media_type"),
        words("sha256"),
        row_id("taken_by", nullable=True),
        moment("signed_at"),
        refer={**of_version, "taken_by": "practice_user"},
    )
    op.create_index("ix_advice_signature_version", "advice_signature", ["practice_id", "version_id", "id"])
    create(
        "advice_signature_content", sa.Column("content", sa.LargeBinary(), nullable=False),
        refer={"id": "advice_signature CASCADE"},
    )  # fmt: skip
    for table in BYTES:
        op.execute(f"alter table {table} alter column content set storage external")
    for table in ("advice", "advice_version"):
        confine(table)
    for table in WRITTEN_ONCE:
        confine(table, grant="select, insert")
    # What is written stands in the version, and once locked in the PDF whose digest is here: a payload for every pause
    # of whoever types would be many times as long.
    audit("advice")
    audit("advice_version", "content", "client_facts")
    audit("advice_delivery")
    audit("advice_signature")
    op.get_bind().exec_driver_sql(SQL.read_text())
