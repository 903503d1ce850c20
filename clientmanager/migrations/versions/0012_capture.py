"""E-mails and chats on their way into a timeline, and the marks by which messages are known again"""

import sqlalchemy as sa
from alembic import op

from clientmanager.migrations.security import audit, confine
from clientmanager.migrations.tables import create, json, moment, row_id, sorted_words, whole, words

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    create(
        "capture_file",
        row_id("user_id"),
        row_id("client_id", nullable=True),
        words("file_name"),
        whole("bytes"),
        words("sha256"),
        words("state"),
        words("outcome"),
        words("day_order"),
        moment("made_at"),
        refer={"user_id": "practice_user CASCADE", "client_id": "client CASCADE"},
    )
    op.create_index("ix_capture_file_user", "capture_file", ["practice_id", "user_id", "made_at"])
    create(
        "capture_content", sa.Column("content", sa.LargeBinary(), nullable=False), refer={"id": "capture_file CASCADE"}
    )
    # sealed bytes cannot be compressed
    op.execute("alter table capture_content alter column content set storage external")
    create(
        "capture_entry",
        row_id("file_id"),
        whole("place"),
        words("kind"),
        words("fingerprint"),
        json("said"),
        json("marks"),
        json("clients"),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        refer={"file_id": "capture_file CASCADE"},
    )
    op.create_index("ix_capture_entry_file", "capture_entry", ["practice_id", "file_id", "place"])
    create(
        "interaction_message",
        row_id("interaction_id"),
        row_id("client_id"),
        sorted_words("mark"),
        refer={"interaction_id": "interaction CASCADE", "client_id": "client CASCADE"},
        unique=["client_id", "mark"],
    )
    op.create_index("ix_interaction_message_interaction", "interaction_message", ["practice_id", "interaction_id"])
    for table in ("capture_file", "capture_content", "capture_entry", "interaction_message"):
        confine(table)
    audit("capture_file")
