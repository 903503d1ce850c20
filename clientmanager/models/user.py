"""Users of a practice, how they sign in, and the links that are handed over to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from clientmanager.models.base import PracticeRow, belongs_to, moment, of_practice


class Role(StrEnum):
    OWNER = "owner"
    ADVISER = "adviser"
    ASSISTANT = "assistant"
    COMPLIANCE = "compliance"


class User(PracticeRow, table=True):
    """A person who works in the practice. What lets them in stands in `Credential`, which no backup holds."""

    __tablename__ = "practice_user"  # pyright: ignore[reportAssignmentType]  # "user" is a reserved word in SQL
    __table_args__ = (of_practice(), UniqueConstraint("practice_id", "email"))

    name: str
    email: str
    """In lower case."""
    role: str
    created_at: datetime = moment()
    deactivated_at: datetime | None = moment(default=None, nullable=True)


class Credential(PracticeRow, table=True):
    """What a user signs in with; `id` is the user's. One e-mail address signs in to one practice."""

    __table_args__ = (belongs_to("practice_user", "id", ondelete="CASCADE"), UniqueConstraint("email"))

    email: str
    password_hash: str
    changed_at: datetime = moment()


class UserSession(PracticeRow, table=True):
    """One signed-in browser. Only the hash of its token is kept."""

    __table_args__ = (
        belongs_to("practice_user", "user_id", ondelete="CASCADE"),
        Index("ix_user_session_user", "practice_id", "user_id"),
    )

    user_id: UUID
    token_hash: bytes = Field(unique=True)
    started_at: datetime = moment()
    seen_at: datetime = moment()
    idle_minutes: int
    expires_at: datetime = moment()


class UserLink(PracticeRow, table=True):
    """A link with which a user sets a password; good once, until it expires."""

    __table_args__ = (
        belongs_to("practice_user", "user_id", ondelete="CASCADE"),
        Index("ix_user_link_user", "practice_id", "user_id"),
    )

    user_id: UUID
    token_hash: bytes = Field(unique=True)
    made_at: datetime = moment()
    expires_at: datetime = moment()


class Installation(SQLModel, table=True):
    """What belongs to no practice: one row."""

    id: int = Field(default=1, primary_key=True)
    welcome_code_hash: bytes | None = None
    """While set, `/welcome` makes the first practice for whoever knows the code."""
    key_check: bytes | None = None
    """A known text sealed with the master key: a wrong key is noticed before it seals anything."""
    worker_seen_at: datetime | None = moment(default=None, nullable=True)
