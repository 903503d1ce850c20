"""The list by last contact is a walk along its index from anywhere in it: coalesce is not leakproof, greatest is"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NEVER = sa.text("greatest(last_contact_on, '-infinity'::date)")


def upgrade() -> None:
    op.drop_index("ix_client_by_contact", "client")
    op.create_index(
        "ix_client_by_contact", "client", ["practice_id", NEVER, "sort_name", "id"],
        postgresql_where=sa.text("archived_at is null"),
    )  # fmt: skip
