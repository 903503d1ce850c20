"""Clients: people, companies and trusts, and the ways to reach them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from clientmanager.errors import Invalid
from clientmanager.models.base import SORTED_TEXT, PracticeRow, belongs_to, moment, of_practice
from clientmanager.models.folding import folded


class ClientKind(StrEnum):
    PERSON = "person"
    COMPANY = "company"
    TRUST = "trust"


class ClientStatus(StrEnum):
    PROSPECT = "prospect"
    ACTIVE = "active"
    DORMANT = "dormant"
    FORMER = "former"


ACTIVE = sa.text("archived_at is null")
NEVER_FIRST = "greatest(last_contact_on, '-infinity'::date)"
"""Not coalesce: Postgres does not count it among what is leakproof, and then compares each client below a policy."""
ORDERS: dict[str, list[Any]] = {
    "name": [],
    "adviser": ["adviser_id"],
    "status": ["status"],
    "category": ["category"],
    "contact": [sa.text(NEVER_FIRST)],
    "change": ["changed_at"],
}
"""What the list of active clients can be sorted by, before the name; each has its index."""


class Client(PracticeRow, table=True):
    __table_args__ = (
        of_practice(),
        belongs_to("practice_user", "adviser_id"),
        CheckConstraint("first_names <> '' or last_name <> '' or entity_name <> ''", name="named"),
        *(
            Index(f"ix_client_by_{order}", "practice_id", *columns, "sort_name", "id", postgresql_where=ACTIVE)
            for order, columns in ORDERS.items()
        ),
        Index(
            "ix_client_archived", "practice_id", "sort_name", "id", postgresql_where=sa.text("archived_at is not null")
        ),
    )

    kind: str = ClientKind.PERSON
    title: str = ""
    first_names: str = ""
    last_name: str = ""
    preferred_name: str = ""
    entity_name: str = ""
    """The registered name of a company or trust."""
    registration_number: str = ""
    sort_name: str = Field(default="", sa_type=SORTED_TEXT)
    """The name folded for sorting: É stands with E, 't Hooft with T."""
    id_number: str = ""
    passport_number: str = ""
    passport_country: str = ""
    birth_date: date | None = None
    gender: str = ""
    language: str = ""
    adviser_id: UUID | None = None
    status: str = ClientStatus.ACTIVE
    category: str = ""
    last_contact_on: date | None = None
    note: str = ""
    extra: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    """What an import brought that has no field of its own: heading to value."""
    created_at: datetime = moment()
    changed_at: datetime = moment()
    archived_at: datetime | None = moment(default=None, nullable=True)
    archive_reason: str = ""

    @property
    def name(self) -> str:
        """As a list shows it: "Mokoena, Thandiwe Nkosazana", "Mabaso Civils (Pty) Ltd"."""
        if self.kind != ClientKind.PERSON and self.entity_name:
            return self.entity_name
        last, first = self.last_name, self.first_names
        return f"{last}, {first}" if last and first else last or first or self.entity_name

    @property
    def full_name(self) -> str:
        """As one says it: "Thandiwe Nkosazana Mokoena"."""
        if self.kind != ClientKind.PERSON and self.entity_name:
            return self.entity_name
        return " ".join(part for part in (self.first_names, self.last_name) if part) or self.entity_name

    def sort(self) -> None:
        """Bring the stored sorting key up to date with the name."""
        self.sort_name = folded(self.name)[:200]

    def archive(self, *, at: datetime, reason: str) -> None:
        if self.archived_at:
            raise Invalid("This client is already archived.")
        self.archived_at, self.archive_reason = at, reason

    def unarchive(self) -> None:
        if not self.archived_at:
            raise Invalid("This client is not archived.")
        self.archived_at, self.archive_reason = None, ""


class ClientPart(PracticeRow):
    """One of several things of a client, in the order the practice put them; the first is preferred."""

    client_id: UUID
    position: int = 0
    label: str = ""


def _of_client(table: str) -> tuple[Any, ...]:
    return (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        Index(f"ix_{table}_client", "practice_id", "client_id"),
    )


class ClientEmail(ClientPart, table=True):
    __table_args__ = _of_client("client_email")
    address: str


class ClientPhone(ClientPart, table=True):
    __table_args__ = _of_client("client_phone")
    number: str
    """E.164 such as +27821234567, or as it was written where it is no such number."""


class ClientAddress(ClientPart, table=True):
    __table_args__ = _of_client("client_address")
    lines: str = ""
    city: str = ""
    province: str = ""
    postal_code: str = ""
    country: str = ""


class ClientTag(PracticeRow, table=True):
    """A word that the practice puts on its clients, as it was written first."""

    __table_args__ = (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        UniqueConstraint("practice_id", "client_id", "folded"),
        Index("ix_client_tag_by_tag", "practice_id", "folded", "client_id"),
    )

    client_id: UUID
    tag: str
    folded: str = Field(sa_type=SORTED_TEXT)
    """By which it is found: "Golf day" and "golf-day" are one tag."""


class ClientToken(SQLModel, table=True):
    """A word or run of digits by which a client is found; made from the client, so no backup holds it."""

    __tablename__ = "client_token"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        belongs_to("client", "client_id", ondelete="CASCADE"),
        Index("ix_client_token_client", "practice_id", "client_id"),
    )

    practice_id: UUID = Field(primary_key=True)
    token: str = Field(primary_key=True, sa_type=SORTED_TEXT)
    client_id: UUID = Field(primary_key=True)
    sort_name: str = Field(default="", sa_type=SORTED_TEXT)
    """The client's own, and whether it is archived: a trigger keeps both, so that a search needs this index alone."""
    archived: bool = False


class ClientTotal(PracticeRow, table=True):
    """A change of how many clients there are; their sum is how many. Triggers write it, the worker folds it."""

    __table_args__ = (of_practice(),)

    archived: bool
    many: int = Field(sa_type=sa.BigInteger)
