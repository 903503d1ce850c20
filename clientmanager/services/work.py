"""Long work: a row that the worker claims, with progress that a screen can watch."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, Viewer, before_practice, session_for
from clientmanager.models.work import Work

LEASE = timedelta(minutes=2)
"""A claim that is not renewed for this long lapses: its worker is gone."""
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Claim:
    """A piece of work in the worker's hands."""

    practice_id: UUID
    id: UUID
    kind: str
    subject_id: UUID
    user_id: UUID | None
    details: dict[str, Any]
    attempts: int

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.practice_id, self.user_id, actor="worker")

    def progress(self, done: int, total: int) -> None:
        """Say how far it is, and renew the claim. In a transaction of its own, so that watchers see it at once."""
        with session_for(self.viewer) as db:
            work = db.fetch(Work, self.id)
            work.done, work.total, work.available_at = done, total, now() + LEASE

    def renew(self) -> None:
        """Still at it: what takes long between two reports of progress is nobody else's yet."""
        with session_for(self.viewer) as db:
            db.fetch(Work, self.id).available_at = now() + LEASE


Worker = Callable[[Claim], None]


def ask(db: ScopedSession, kind: str, subject_id: UUID, **details: Any) -> Work:
    """Leave work for the worker, in the caller's own transaction: both happen, or neither."""
    moment = now()
    work = Work(
        practice_id=db.viewer.practice_id,
        kind=kind,
        subject_id=subject_id,
        user_id=db.viewer.user_id,
        details=details,
        made_at=moment,
        available_at=moment,
    )
    db.add(work)
    db.flush()
    return work


def claim() -> Claim | None:
    """The next piece of work of any practice, or None."""
    with before_practice() as db:
        row = db.execute(text("select * from claim_work(:now, :lease)"), {"now": now(), "lease": LEASE}).one_or_none()
    return Claim(**row._mapping) if row else None


def finish(claimed: Claim, error: str = "") -> None:
    """Put the work away as done, or as failed with a sentence for whoever asked."""
    with session_for(claimed.viewer) as db:
        work = db.fetch(Work, claimed.id)
        work.state, work.error = ("failed", error) if error else ("done", "")


def again(claimed: Claim) -> None:
    """Leave the work for another try a little later."""
    with session_for(claimed.viewer) as db:
        work = db.fetch(Work, claimed.id)
        work.state, work.available_at = "waiting", now() + timedelta(seconds=10 * claimed.attempts)


def give_back(claimed: Claim) -> None:
    """Leave the work to the next worker, for this one is told to end: that is no failed try."""
    with session_for(claimed.viewer) as db:
        work = db.fetch(Work, claimed.id)
        work.state, work.available_at, work.attempts = "waiting", now(), claimed.attempts - 1


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is, as a screen shows it."""

    state: str
    done: int
    total: int
    error: str


def progress_of(db: ScopedSession, subject_id: UUID) -> Progress | None:
    row = db.execute(
        text(
            "select state, done, total, error from work where practice_id = :practice and subject_id = :subject"
            " order by made_at desc limit 1"
        ),
        {"practice": db.viewer.practice_id, "subject": subject_id},
    ).one_or_none()
    return Progress(**row._mapping) if row else None
