"""What may become of a client's interest: opportunities, and the stages that they go through."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Index, Numeric
from sqlmodel import Field

from clientmanager.models.base import NUMBER, SORTED_TEXT, TEXT, PracticeRow, belongs_to, moment, of_practice

HERE = sa.text("deleted_at is null")
OPEN = sa.text("closed_at is null and deleted_at is null")
RAND: Any = Numeric(14, 2)


class StageKind(StrEnum):
    """What an opportunity in a stage is; the name is the practice's own."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class HowOften(StrEnum):
    """How often what is expected comes in."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


STAGES = (
    ("Lead", StageKind.OPEN),
    ("Contacted", StageKind.OPEN),
    ("Analysis", StageKind.OPEN),
    ("Proposal", StageKind.OPEN),
    ("Application", StageKind.OPEN),
    ("Won", StageKind.WON),
    ("Lost", StageKind.LOST),
)
"""What a practice begins with, from left to right."""


class OpportunityStage(PracticeRow, table=True):
    """There is always one of each kind."""

    __table_args__ = (of_practice(),)

    name: str
    kind: str
    position: int = 0


class Opportunity(PracticeRow, table=True):
    __table_args__ = (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        belongs_to("practice_user", "adviser_id"),
        belongs_to("opportunity_stage", "stage_id"),
        Index("ix_opportunity_board", "practice_id", "stage_id", "place", "id", postgresql_where=HERE),
        Index("ix_opportunity_expected", "practice_id", "expected_on", "id", postgresql_where=OPEN),
        Index("ix_opportunity_client", "practice_id", "client_id"),
    )

    title: str
    folded: str = Field(default="", sa_type=SORTED_TEXT)
    """Title and product as a search sees them."""
    client_id: UUID
    product: str = ""
    adviser_id: UUID | None = None
    stage_id: UUID
    place: Decimal = Field(sa_type=NUMBER)
    """Its order in the stage; between any two there is another."""
    value: Decimal | None = Field(default=None, sa_type=RAND)
    """In rand, as often as `how_often` says."""
    how_often: str = HowOften.ONCE
    chance: int | None = None
    """In per cent."""
    expected_on: date | None = None
    reason_lost: str = ""
    note: str = Field(default="", sa_type=TEXT)
    moves: int = 0
    """How often it was moved: who moves it says which move they saw last."""
    stage_since: datetime = moment()
    made_by: UUID | None = None
    created_at: datetime = moment()
    changed_at: datetime = moment()
    closed_at: datetime | None = moment(default=None, nullable=True)
    """When it was won or lost."""
    deleted_at: datetime | None = moment(default=None, nullable=True)
