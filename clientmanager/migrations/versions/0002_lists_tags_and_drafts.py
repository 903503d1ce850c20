"""Lists in any order, tags, drafts, and word of every change to whoever is looking"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import app_role, audit, confine

revision = "0002"
down_revision = "0001"

SQL = Path(__file__).parent.parent / "sql" / "0002_clients.sql"
USER = "(select nullif(current_setting('app.user_id', true), '')::uuid)"
# coalesce is not leakproof, so that row level security would keep the index from being walked; greatest is
NEVER = sa.text("greatest(last_contact_on, '-infinity'::date)")
ACTIVE = "archived_at is null"


def upgrade() -> None:
    op.add_column("client", sa.Column("gender", sa.String(), nullable=False, server_default=""))
    op.add_column("client", sa.Column("language", sa.String(), nullable=False, server_default=""))
    op.add_column("client", sa.Column("last_contact_on", sa.Date(), nullable=True))
    _order_clients()
    _widen_tokens()
    op.create_table(
        "client_tag",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("folded", sa.String(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["client.practice_id", "client.id"],
            name="fk_client_tag_practice_id_client_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_client_tag"),
        sa.UniqueConstraint("practice_id", "client_id", "folded", name="uq_client_tag_practice_id_client_id_folded"),
    )
    op.create_index("ix_client_tag_by_tag", "client_tag", ["practice_id", "folded", "client_id"])
    op.create_table(
        "draft",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(collation="C"), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "user_id"],
            ["practice_user.practice_id", "practice_user.id"],
            name="fk_draft_practice_id_user_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["client.practice_id", "client.id"],
            name="fk_draft_practice_id_client_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_draft"),
        sa.UniqueConstraint("practice_id", "user_id", "place", name="uq_draft_practice_id_user_id_place"),
    )
    op.create_index("ix_draft_client", "draft", ["practice_id", "client_id"])
    confine("client_tag")
    confine("draft")
    # Within the practice, too, only its writer sees a draft; the worker, who is nobody, clears old ones away.
    op.execute(
        f"create policy own_draft on draft as restrictive to {app_role()}"
        f" using ({USER} is null or user_id = {USER}) with check ({USER} is null or user_id = {USER})"
    )
    op.create_table(
        "client_total",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("many", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_client_total_practice_id"),
        sa.PrimaryKeyConstraint("practice_id", "id", name="pk_client_total"),
    )
    op.execute(
        "insert into client_total select practice_id, gen_random_uuid(), archived_at is not null, count(*)"
        " from client group by practice_id, archived_at is not null"
    )
    confine("client_total", grant="select")
    op.get_bind().exec_driver_sql(SQL.read_text().replace("{app_role}", app_role()))
    audit("client_tag", "folded")
    for table in ("client", "client_email", "client_phone", "client_address", "client_tag"):
        _tell_of(table, "id" if table == "client" else "client_id")


def _order_clients() -> None:
    """Every order that the list can be in, among the active clients; the archived have one, by name."""
    op.drop_index("ix_client_by_name", "client")
    op.drop_index("ix_client_by_adviser", "client")
    for order, columns in (
        ("name", []),
        ("adviser", ["adviser_id"]),
        ("status", ["status"]),
        ("category", ["category"]),
        ("contact", [NEVER]),
        ("change", ["changed_at"]),
    ):
        op.create_index(
            f"ix_client_by_{order}", "client", ["practice_id", *columns, "sort_name", "id"], postgresql_where=ACTIVE
        )
    op.create_index(
        "ix_client_archived", "client", ["practice_id", "sort_name", "id"], postgresql_where="archived_at is not null"
    )


def _tell_of(table: str, its_client: str) -> None:
    for event, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
        op.execute(
            f"create trigger tell_{event} after {event} on {table} referencing {rows} table as changed_rows"
            f" for each statement execute function tell_of_clients('{its_client}')"
        )


def _widen_tokens() -> None:
    """A search finds its first page in this index alone: it need not touch a client that it does not show."""
    op.add_column("client_token", sa.Column("sort_name", sa.String(collation="C"), nullable=False, server_default=""))
    op.add_column("client_token", sa.Column("archived", sa.Boolean(), nullable=False, server_default="false"))
    op.execute(
        "update client_token t set sort_name = c.sort_name, archived = c.archived_at is not null"
        " from client c where c.practice_id = t.practice_id and c.id = t.client_id"
    )
    op.drop_constraint("pk_client_token", "client_token")
    op.execute(
        "alter table client_token add constraint pk_client_token"
        " primary key (practice_id, token, client_id) include (sort_name, archived)"
    )
