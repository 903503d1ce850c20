"""Snapshots: backups of one practice, each under a key of its own that dies with it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from clientmanager.models.base import PracticeRow, moment, of_practice

KEPT_FOR = timedelta(hours=30 * 24)
"""Promise P14: at most 30 rolling calendar days."""


class Snapshot(PracticeRow, table=True):
    __table_args__ = (of_practice(), Index("ix_snapshot_taken", "practice_id", "taken_at"))

    state: str = "waiting"
    """waiting, running, ready, failed, or expired (bytes and key destroyed)."""
    reason: str
    """nightly, by hand, before an upgrade."""
    asked_by: UUID | None = None
    taken_at: datetime = moment()
    expires_at: datetime = moment()
    sealed_key: bytes | None = None
    file_name: str = ""
    sha256: str = ""
    rows: int = Field(default=0, sa_type=BigInteger)
    bytes: int = Field(default=0, sa_type=BigInteger)
    error: str = ""

    def available(self, at: datetime) -> bool:
        """Whether it may be listed, downloaded and restored, also when the sweep has not run yet."""
        return self.state == "ready" and at < self.expires_at
