"""Records of advice: what was known, considered, recommended and declined, in versions that nobody changes once locked.

FAIS General Code sections 8 and 9 say what one holds; section 3(2) and section 18 of the Act, how long it is kept.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from clientmanager.models.base import PracticeRow, belongs_to, moment

SIGNED_AS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
"""What a signature or its scan can be, and how the name of its file ends."""


class Advice(PracticeRow, table=True):
    """One piece of advice to a client; nothing of it changes once one of its versions is locked."""

    __table_args__ = (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        belongs_to("practice_user", "made_by"),
        Index("ix_advice_client", "practice_id", "client_id", "id"),
    )

    client_id: UUID
    title: str
    made_by: UUID | None = None
    created_at: datetime = moment()


class AdviceVersion(PracticeRow, table=True):
    """What is written of it. Until it is locked it is a draft that whoever may write advice changes."""

    __table_args__ = (
        belongs_to("advice", "advice_id", ondelete="CASCADE"),
        belongs_to("practice_user", "changed_by"),
        belongs_to("practice_user", "locked_by"),
        UniqueConstraint("practice_id", "advice_id", "number"),
    )

    advice_id: UUID
    number: int
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """As `planning/advice.py` reads it."""
    client_facts: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    """What was known of the client on that day: what it is called to what it says."""
    created_at: datetime = moment()
    changed_at: datetime = moment()
    changed_by: UUID | None = None
    locked_at: datetime | None = moment(default=None, nullable=True)
    locked_by: UUID | None = None
    pdf_sha256: str = ""
    """Of the PDF that was made at that moment, in hexadecimal."""


class AdvicePdf(PracticeRow, table=True):
    """The PDF of a locked version; `id` is the version's."""

    __table_args__ = (belongs_to("advice_version", "id", ondelete="CASCADE"),)

    content: bytes


class AdviceDelivery(PracticeRow, table=True):
    """That the client was given a locked version."""

    __table_args__ = (
        belongs_to("advice_version", "version_id", ondelete="CASCADE"),
        belongs_to("practice_user", "given_by"),
        Index("ix_advice_delivery_version", "practice_id", "version_id", "id"),
    )

    version_id: UUID
    how: str
    given_on: date
    given_by: UUID | None = None
    note: str = ""
    recorded_at: datetime = moment()


class AdviceSignature(PracticeRow, table=True):
    """A locked version that was signed: on a tablet, or on paper that was scanned."""

    __table_args__ = (
        belongs_to("advice_version", "version_id", ondelete="CASCADE"),
        belongs_to("practice_user", "taken_by"),
        Index("ix_advice_signature_version", "practice_id", "version_id", "id"),
    )

    version_id: UUID
    signed_by: str
    """The name of whoever signed."""
    drawn: bool
    """On a tablet; else a scan."""
    media_type: str
    """As its first bytes say."""
    sha256: str
    taken_by: UUID | None = None
    signed_at: datetime = moment()


class AdviceSignatureContent(PracticeRow, table=True):
    """Its bytes; `id` is the signature's."""

    __table_args__ = (belongs_to("advice_signature", "id", ondelete="CASCADE"),)

    content: bytes
