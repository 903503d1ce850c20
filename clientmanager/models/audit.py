"""The record of who saw and did what. Only triggers and `record_event` write it; see the first migration."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index
from sqlmodel import Field, SQLModel

from clientmanager.models.base import TEXT, moment, of_practice


class AuditEntry(SQLModel, table=True):
    __tablename__ = "audit_entry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        of_practice(),
        Index(
            "ix_audit_entry_opportunity",
            "practice_id",
            "row_id",
            "id",
            postgresql_where="table_name = 'opportunity'",
        ),
        Index(
            "ix_audit_entry_task",
            "practice_id",
            "row_id",
            "id",
            postgresql_where="table_name in ('task', 'task_file')",
        ),
        Index("ix_audit_entry_unsealed", "practice_id", "id", postgresql_where="seq is null"),
        Index("ix_audit_entry_seq", "practice_id", "seq", unique=True),
        Index("ix_audit_entry_client", "practice_id", "client_id", "id"),
    )

    practice_id: UUID = Field(primary_key=True)
    id: int = Field(sa_type=BigInteger, primary_key=True, sa_column_args=[Identity(always=True)])
    at: datetime = moment()
    user_id: UUID | None = None
    actor: str
    """user, worker or operator."""
    request_id: str
    action: str
    """insert, update, delete, view, or an event's name such as "sign in"."""
    table_name: str
    row_id: UUID | None = None
    client_id: UUID | None = None
    digest: bytes
    """SHA-256 of the salt and the payload: stays when the payload is erased, so the chain holds."""
    seq: int | None = Field(default=None, sa_type=BigInteger)
    """The place in the practice's chain; empty until the worker has sealed it."""
    chain: bytes | None = None


class AuditPayload(SQLModel, table=True):
    """What changed from what to what. May be erased by law; the entry then shows as erased."""

    __tablename__ = "audit_payload"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (of_practice(),)

    practice_id: UUID = Field(primary_key=True)
    entry_id: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    salt: bytes
    payload: str = Field(sa_type=TEXT)


class AuditHead(SQLModel, table=True):
    """The end of each practice's chain, so that a missing tail is found."""

    __tablename__ = "audit_head"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (of_practice(),)

    practice_id: UUID = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    chain: bytes


class ClientView(SQLModel, table=True):
    """Who looked at which client in which hour: what makes a look count once."""

    __tablename__ = "client_view"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (of_practice(),)

    practice_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    client_id: UUID = Field(primary_key=True)
    hour: datetime = moment(primary_key=True)
