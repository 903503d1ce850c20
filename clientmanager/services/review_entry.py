"""A review that was held, as an entry of its client's timeline."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.db import ScopedSession
from clientmanager.models.interaction import InteractionKind, Origin
from clientmanager.models.review import Outcome, Review
from clientmanager.services import interactions
from clientmanager.services.interaction_form import Written

PUT_BACK = "What was said of the review was put back."


def write(db: ScopedSession, review: Review) -> None:
    """What came of it and its notes. Whom nobody reached was not spoken to: that is a note."""
    reached = review.outcome != Outcome.UNREACHED
    interactions.write(
        db,
        Written(
            kind=InteractionKind.REVIEW if reached else InteractionKind.NOTE,
            title=review.outcome if reached else "could not be reached for the review",
            words=review.notes,
            at=_moment(review),
            minutes=None,
            direction="",
            clients=(review.client_id,),
            users=(db.viewer.user_id,) if db.viewer.user_id else (),
            names=(),
        ),
        origin=Origin.PRODUCT,
        thread=_thread(review.id),
    )


def take_out(db: ScopedSession, review_id: UUID) -> None:
    """Its place stays, as of every entry that is taken out."""
    db.execute(
        text(
            "update interaction set removed_at = :now, removed_by = :user, removed_because = :because, pinned_at = null"
            " where practice_id = :practice and thread = :thread and removed_at is null"
        ),
        {"practice": db.viewer.practice_id, "thread": _thread(review_id), "now": now(), "user": db.viewer.user_id,
         "because": PUT_BACK},
    )  # fmt: skip


def _thread(review_id: UUID) -> str:
    return f"review {review_id}"


def _moment(review: Review) -> datetime:
    """Of another day than today nobody said the hour: noon."""
    day = review.held_on or today()
    return now() if day == today() else datetime.combine(day, time(12), SOUTH_AFRICA)
