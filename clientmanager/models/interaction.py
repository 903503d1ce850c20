"""What passed between the practice and its clients: calls, meetings, letters, and what was said in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Computed, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from clientmanager.models.base import SORTED_TEXT, TEXT, PracticeRow, belongs_to, moment, of_practice


class InteractionKind(StrEnum):
    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    MESSAGE = "message"
    NOTE = "note"
    LETTER = "letter"
    DOCUMENT = "document"
    REVIEW = "review"
    ADVICE = "advice"
    CHANGE = "change"
    """Of the client, worth knowing: its status, its adviser, its archiving. The database writes these."""


class Origin(StrEnum):
    TYPED = "typed"
    FILE = "file"
    """An e-mail or a chat that was dropped in: its words are its sender's, and nobody edits them."""
    PRODUCT = "product"
    """Written by the product itself, of what was done in it."""


FOUND_BY = "to_tsvector('simple'::regconfig, folded)"


class Interaction(PracticeRow, table=True):
    """One entry of a timeline. After a day its words stay as they are: the database refuses to change them."""

    __table_args__ = (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        belongs_to("practice_user", "author_id"),
        belongs_to("practice_user", "removed_by"),
        Index("ix_interaction_at", "practice_id", "at", "id"),
        Index("ix_interaction_kind", "practice_id", "kind", "at", "id"),
        Index("ix_interaction_client", "practice_id", "client_id"),
        Index("ix_interaction_author", "practice_id", "author_id", "at", "id"),
        Index("ix_interaction_pinned", "practice_id", "at", "id", postgresql_where=sa.text("pinned_at is not null")),
        Index("ix_interaction_thread", "practice_id", "thread", postgresql_where=sa.text("thread <> ''")),
        Index(
            "ix_interaction_fingerprint",
            "practice_id",
            "fingerprint",
            unique=True,
            postgresql_where=sa.text("fingerprint <> ''"),
        ),
        Index("ix_interaction_words", "found_by", postgresql_using="gin"),
    )

    client_id: UUID
    """Whom it is about first; everybody who took part is in `interaction_participant`."""
    kind: str
    title: str = ""
    words: str = Field(default="", sa_type=TEXT)
    folded: str = Field(default="", sa_type=TEXT)
    """All that is said in it and in its amendments, as a search sees it."""
    at: datetime = moment()
    """When it happened."""
    minutes: int | None = None
    direction: str = ""
    """in, out, or empty."""
    author_id: UUID | None = None
    recorded_at: datetime = moment()
    edited_at: datetime | None = moment(default=None, nullable=True)
    pinned_at: datetime | None = moment(default=None, nullable=True)
    removed_at: datetime | None = moment(default=None, nullable=True)
    removed_by: UUID | None = None
    removed_because: str = ""
    origin: str = Origin.TYPED
    fingerprint: str = ""
    """By which the same e-mail or message is known when it comes again."""
    thread: str = ""
    """What an e-mail and its answers share."""
    found_by: Any = Field(default=None, sa_column=sa.Column(TSVECTOR, Computed(FOUND_BY, persisted=True)))


def _of_interaction(*others: Any) -> tuple[Any, ...]:
    return (belongs_to("interaction", "interaction_id", ondelete="CASCADE"), *others)


class InteractionParticipant(PracticeRow, table=True):
    """Someone who took part: a client, somebody of the practice, or anybody else by name.

    It carries when and what the interaction was, so that a client's timeline is read from one index.
    """

    __table_args__ = _of_interaction(
        belongs_to("client", "client_id", ondelete="CASCADE"),
        belongs_to("practice_user", "user_id"),
        UniqueConstraint("practice_id", "interaction_id", "client_id"),
        Index("ix_interaction_participant_interaction", "practice_id", "interaction_id"),
        *(
            Index(
                f"ix_interaction_participant_{name}",
                "practice_id",
                *columns,
                "at",
                "interaction_id",
                postgresql_where=sa.text(f"{columns[0]} is not null"),
            )
            for name, columns in {
                "client": ["client_id"],
                "client_kind": ["client_id", "kind"],
                "user": ["user_id"],
            }.items()
        ),
    )

    interaction_id: UUID
    client_id: UUID | None = None
    user_id: UUID | None = None
    name: str = ""
    """Of who is neither; or the address that a client wrote from."""
    kind: str
    at: datetime = moment()


class InteractionAmendment(PracticeRow, table=True):
    """What was added to an interaction after its day; never changed."""

    __table_args__ = _of_interaction(
        belongs_to("practice_user", "author_id"),
        Index("ix_interaction_amendment_interaction", "practice_id", "interaction_id", "id"),
    )

    interaction_id: UUID
    author_id: UUID | None = None
    words: str = Field(sa_type=TEXT)
    at: datetime = moment()


class InteractionTask(PracticeRow, table=True):
    """A task that was promised in an interaction."""

    __table_args__ = _of_interaction(
        belongs_to("task", "task_id", ondelete="CASCADE"),
        UniqueConstraint("practice_id", "interaction_id", "task_id"),
        Index("ix_interaction_task_task", "practice_id", "task_id"),
    )

    interaction_id: UUID
    task_id: UUID


class InteractionFile(PracticeRow, table=True):
    """A file that came with an interaction, or the e-mail itself as it came; never changed."""

    __table_args__ = _of_interaction(
        belongs_to("practice_user", "added_by"),
        Index("ix_interaction_file_interaction", "practice_id", "interaction_id", "id"),
    )

    interaction_id: UUID
    name: str
    media_type: str
    """As its first bytes say."""
    bytes: int
    sha256: str
    whole: bool = False
    """It is the e-mail or the chat itself, of which the interaction shows the words."""
    added_by: UUID | None = None
    added_at: datetime = moment()


class InteractionFileContent(PracticeRow, table=True):
    """The bytes, as they came; `id` is the file's. They are written once and never changed."""

    __table_args__ = (belongs_to("interaction_file", "id", ondelete="CASCADE"),)

    content: bytes


class InteractionMessage(PracticeRow, table=True):
    """A message of a chat, by the mark by which it is known when another export brings it again."""

    __table_args__ = _of_interaction(
        belongs_to("client", "client_id", ondelete="CASCADE"),
        UniqueConstraint("practice_id", "client_id", "mark"),
        Index("ix_interaction_message_interaction", "practice_id", "interaction_id"),
    )

    interaction_id: UUID
    client_id: UUID
    """With whom it was: the same words go to several in the same minute."""
    mark: str = Field(sa_type=SORTED_TEXT)


class InteractionTemplate(PracticeRow, table=True):
    """Words that the practice begins an interaction of a kind with."""

    __table_args__ = (of_practice(), UniqueConstraint("practice_id", "kind", "name"))

    kind: str
    name: str
    words: str = Field(sa_type=TEXT)
    position: int = 0


SHIPPED_TEMPLATES = (
    (
        InteractionKind.MEETING,
        "Annual review",
        "Since we last met (family, work, health, address):\n\n"
        "Needs and goals, and what changed in them:\n\n"
        "Risk profile, still as it was:\n\n"
        "Cover (life, disability, severe illness, medical, short-term):\n\n"
        "Investments and retirement (contributions, drawdown, section 11F room):\n\n"
        "Will, beneficiaries and nominees:\n\n"
        "FICA: address and income still as we hold them:\n\n"
        "What was agreed, and what was declined:",
    ),
    (
        InteractionKind.CALL,
        "Claim",
        "What happened, and when:\n\n"
        "Policy and insurer:\n\n"
        "Who claims, and how to reach them:\n\n"
        "Papers asked for (ID, death certificate or medical report, bank statement):\n\n"
        "What was explained (waiting periods, exclusions, how long it takes):\n\n"
        "Claim number, once there is one:",
    ),
    (
        InteractionKind.NOTE,
        "Complaint",
        "Received on, and how (a call, an e-mail, a letter):\n\n"
        "What the client complains of, in their words:\n\n"
        "Product, provider and adviser concerned:\n\n"
        "What they ask for:\n\n"
        "Acknowledged in writing on:\n\n"
        "Who looks into it, and by when it is answered:\n\n"
        "Told of the FAIS Ombud where it is not resolved within six weeks:",
    ),
)
"""Kind, name and words of those that a new practice begins with."""
