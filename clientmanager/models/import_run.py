"""One import: the file as it came, what it would do, what it did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from clientmanager.models.base import PracticeRow, belongs_to, moment, of_practice


class ImportRun(PracticeRow, table=True):
    __table_args__ = (
        of_practice(),
        belongs_to("practice_user", "user_id"),
        belongs_to("practice_user", "adviser_id"),
        Index("ix_import_run_made", "practice_id", "made_at"),
    )

    user_id: UUID | None = None
    adviser_id: UUID | None = None
    """Whose clients the new ones become."""
    file_name: str
    file_sha256: str
    state: str = "reading"
    """reading, previewed, importing, done, failed, discarded."""
    made_at: datetime = moment()
    finished_at: datetime | None = moment(default=None, nullable=True)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """Counts, rejections and a sample of what each row became, as `imports` on the command line prints them."""
    error: str = ""


class ImportFile(PracticeRow, table=True):
    """The uploaded bytes, sealed with the practice's key; gone when the import is done or discarded.

    `id` is the import's.
    """

    __table_args__ = (belongs_to("import_run", "id", ondelete="CASCADE"),)

    content: bytes
