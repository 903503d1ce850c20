"""E-mails and chats on their way into a timeline: dropped, read, looked at, and not taken yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from clientmanager.models.base import PracticeRow, belongs_to, moment


class CaptureFile(PracticeRow, table=True):
    """One dropped file, seen by whoever dropped it and nobody else."""

    __table_args__ = (
        belongs_to("practice_user", "user_id", ondelete="CASCADE"),
        belongs_to("client", "client_id", ondelete="CASCADE"),
        Index("ix_capture_file_user", "practice_id", "user_id", "made_at"),
    )

    user_id: UUID
    client_id: UUID | None = None
    """On whose page it was dropped."""
    file_name: str
    bytes: int
    sha256: str
    state: str = "reading"
    """reading, read, taking, done, refused."""
    outcome: str = ""
    """What became of it, or why it was refused, in a sentence."""
    day_order: str = ""
    """How a person said that the days of a chat are meant, as in "dmy"."""
    made_at: datetime = moment()


class CaptureContent(PracticeRow, table=True):
    """The bytes as they came, sealed with the practice's key; `id` is the file's."""

    __table_args__ = (belongs_to("capture_file", "id", ondelete="CASCADE"),)

    content: bytes


class CaptureEntry(PracticeRow, table=True):
    """What an e-mail or a chat of a file would become, until it is taken or left out."""

    __table_args__ = (
        belongs_to("capture_file", "file_id", ondelete="CASCADE"),
        Index("ix_capture_entry_file", "practice_id", "file_id", "place"),
    )

    file_id: UUID
    place: int
    """Among those of its file, in the order in which they are read."""
    kind: str
    fingerprint: str
    said: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """What the preview shows of it."""
    marks: list[str] = Field(default_factory=list, sa_type=JSONB)
    """By which the messages of a chat are known."""
    clients: list[str] = Field(default_factory=list, sa_type=JSONB)
    """The ids of whose timelines it goes into, the first one first; empty where nobody is chosen yet."""
    left_out: bool = False
