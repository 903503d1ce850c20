"""Reviews of clients: how often one comes round, and each one from its day on the list to what came of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Index
from sqlmodel import Field

from clientmanager.models.base import TEXT, PracticeRow, belongs_to, moment, of_practice

OPEN = sa.text("closed_at is null")
ENDED = sa.text("outcome <> ''")


class Outcome(StrEnum):
    SUITABLE = "plan still suitable"
    CHANGES = "changes needed"
    LEFT = "no longer a client"
    UNREACHED = "could not be reached"


class ReviewCycle(PracticeRow, table=True):
    """How often clients of a category are reviewed, or one client, whose own cycle wins."""

    __table_args__ = (
        of_practice(),
        belongs_to("client", "client_id", ondelete="CASCADE"),
        Index(
            "ix_review_cycle_category",
            "practice_id",
            "category",
            unique=True,
            postgresql_where=sa.text("client_id is null"),
        ),
        Index(
            "ix_review_cycle_client",
            "practice_id",
            "client_id",
            unique=True,
            postgresql_where=sa.text("client_id is not null"),
        ),
    )

    client_id: UUID | None = None
    category: str = ""
    """As it stands on the clients; empty: those without one."""
    every_months: int
    ahead_days: int
    """How long before the day a review is prepared."""
    agenda: str = Field(default="", sa_type=TEXT)
    """What every agenda begins with, a line each; empty: the lines that the product comes with."""


class Review(PracticeRow, table=True):
    __table_args__ = (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        belongs_to("practice_user", "adviser_id"),
        # Whoever makes them, and however often at once: a client has one review to come.
        Index("ix_review_open", "practice_id", "client_id", unique=True, postgresql_where=OPEN),
        Index("ix_review_due", "practice_id", "due_on", "id", postgresql_where=OPEN),
        Index("ix_review_ended", "practice_id", "closed_at", "id", postgresql_where=ENDED),
        Index("ix_review_client", "practice_id", "client_id"),
    )

    client_id: UUID
    due_on: date
    moved: bool = False
    """Its day was given by somebody: the cycle does not change it any more."""
    adviser_id: UUID | None = None
    """Who holds it, where that is not the client's own adviser; of one that was held, whoever that was."""
    booked_at: datetime | None = moment(default=None, nullable=True)
    held_on: date | None = None
    held_by: UUID | None = None
    outcome: str = ""
    notes: str = Field(default="", sa_type=TEXT)
    agenda: str = Field(default="", sa_type=TEXT)
    """A line each; empty while it is the one that a review begins with."""
    created_at: datetime = moment()
    closed_at: datetime | None = moment(default=None, nullable=True)
    """Since when it is not to come any more: it was held, nobody was reached, or the client is none now."""
