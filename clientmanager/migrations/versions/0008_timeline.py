"""The ways in which a timeline is read, and the words that an interaction may begin with"""

import sqlalchemy as sa
from alembic import op

from clientmanager.models.interaction import SHIPPED_TEMPLATES

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_interaction_author", "interaction", ["practice_id", "author_id", "at", "id"])
    op.create_index(
        "ix_interaction_pinned", "interaction", ["practice_id", "at", "id"], postgresql_where="pinned_at is not null"
    )
    # tasks that were done stand in the timeline of their client
    op.create_index(
        "ix_task_client_done", "task", ["practice_id", "client_id", "done_at", "id"],
        postgresql_where="done_at is not null and deleted_at is null",
    )  # fmt: skip
    # Without the audit: what an upgrade makes, nobody did.
    op.execute("alter table interaction_template disable trigger user")
    for place, (kind, name, said) in enumerate(SHIPPED_TEMPLATES):
        op.get_bind().execute(
            sa.text(
                "insert into interaction_template (practice_id, id, kind, name, words, position)"
                " select id, gen_random_uuid(), :kind, :name, :said, :place from practice"
            ),
            {"kind": kind, "name": name, "said": said, "place": place},
        )
    op.execute("alter table interaction_template enable trigger user")
