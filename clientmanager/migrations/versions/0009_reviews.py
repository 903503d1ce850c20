"""Reviews of clients, and the cycles by which they come round"""

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import audit, confine
from clientmanager.migrations.tables import create, day, long_words, moment, row_id, tell, whole, words

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    create(
        "review_cycle",
        row_id("client_id", nullable=True),
        words("category"),
        whole("every_months"),
        whole("ahead_days"),
        long_words("agenda"),
        refer={"client_id": "client CASCADE"},
    )
    op.create_foreign_key("fk_review_cycle_practice_id", "review_cycle", "practice", ["practice_id"], ["id"])
    for column, where in (("category", "client_id is null"), ("client_id", "client_id is not null")):
        name = f"ix_review_cycle_{column.removesuffix('_id')}"
        op.create_index(name, "review_cycle", ["practice_id", column], unique=True, postgresql_where=where)
    create(
        "review",
        row_id("client_id"),
        day("due_on"),
        sa.Column("moved", sa.Boolean(), nullable=False),
        row_id("adviser_id", nullable=True),
        moment("booked_at", nullable=True),
        day("held_on", nullable=True),
        row_id("held_by", nullable=True),
        words("outcome"),
        long_words("notes"),
        long_words("agenda"),
        moment("created_at"),
        moment("closed_at", nullable=True),
        refer={"client_id": "client CASCADE", "adviser_id": "practice_user"},
    )
    is_open = "closed_at is null"
    op.create_index("ix_review_open", "review", ["practice_id", "client_id"], unique=True, postgresql_where=is_open)
    op.create_index("ix_review_due", "review", ["practice_id", "due_on", "id"], postgresql_where=is_open)
    op.create_index("ix_review_ended", "review", ["practice_id", "closed_at", "id"], postgresql_where="outcome <> ''")
    op.create_index("ix_review_client", "review", ["practice_id", "client_id"])
    for table in ("review_cycle", "review"):
        confine(table)
        audit(table)
    # Who looks at a client looks at their review too.
    tell("review", "tell_of_their_clients")
