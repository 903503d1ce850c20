"""Opportunities, and the stages that they go through"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import audit, confine
from clientmanager.migrations.tables import create, day, long_words, moment, row_id, sorted_words, tell, whole, words

revision = "0011"
down_revision = "0010"

SQL = Path(__file__).parent.parent / "sql" / "0011_opportunities.sql"
STAGES = (
    ("Lead", "open"),
    ("Contacted", "open"),
    ("Analysis", "open"),
    ("Proposal", "open"),
    ("Application", "open"),
    ("Won", "won"),
    ("Lost", "lost"),
)


def upgrade() -> None:
    create("opportunity_stage", words("name"), words("kind"), whole("position"), refer={})
    create(
        "opportunity",
        words("title"),
        sorted_words("folded"),
        row_id("client_id"),
        words("product"),
        row_id("adviser_id", nullable=True),
        row_id("stage_id"),
        sa.Column("place", sa.Numeric(), nullable=False),
        sa.Column("value", sa.Numeric(14, 2), nullable=True),
        words("how_often"),
        whole("chance", nullable=True),
        day("expected_on", nullable=True),
        words("reason_lost"),
        long_words("note"),
        whole("moves"),
        moment("stage_since"),
        row_id("made_by", nullable=True),
        moment("created_at"),
        moment("changed_at"),
        moment("closed_at", nullable=True),
        moment("deleted_at", nullable=True),
        refer={"client_id": "client CASCADE", "adviser_id": "practice_user", "stage_id": "opportunity_stage"},
    )
    op.create_index(
        "ix_opportunity_board", "opportunity", ["practice_id", "stage_id", "place", "id"],
        postgresql_where="deleted_at is null",
    )  # fmt: skip
    op.create_index(
        "ix_opportunity_expected", "opportunity", ["practice_id", "expected_on", "id"],
        postgresql_where="closed_at is null and deleted_at is null",
    )  # fmt: skip
    op.create_index("ix_opportunity_client", "opportunity", ["practice_id", "client_id"])
    confine("opportunity_stage")
    confine("opportunity")
    # Before the audit's triggers: what an upgrade makes, nobody did.
    for place, (name, kind) in enumerate(STAGES):
        op.get_bind().execute(
            sa.text(
                "insert into opportunity_stage (practice_id, id, name, kind, position)"
                " select id, gen_random_uuid(), :name, :kind, :place from practice"
            ),
            {"name": name, "kind": kind, "place": place},
        )
    audit("opportunity_stage")
    audit("opportunity", "folded", "place")
    # What happened to one of them, for its history.
    op.create_index(
        "ix_audit_entry_opportunity", "audit_entry", ["practice_id", "row_id", "id"],
        postgresql_where="table_name = 'opportunity'",
    )  # fmt: skip
    op.get_bind().exec_driver_sql(SQL.read_text())
    tell("opportunity", "tell_of_opportunities")
    tell("opportunity_stage", "tell_of_opportunities")
    tell("opportunity", "tell_of_their_clients", prefix="tell_client")
