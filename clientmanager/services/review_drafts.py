"""What is typed of a review and not saved: its agenda, and how the meeting went: kept for its writer."""

import json

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.services import drafts, reviews
from clientmanager.services.client_form import keepable

HELD = ("outcome", "held_on", "notes", "tasks", "weeks")
"""The fields of how it went."""
WORDS = ("notes", "tasks")
"""Of them, what is typed: without any there is nothing to keep."""


def keep_agenda(db: ScopedSession, review_id: object, value: object, was: object) -> None:
    if isinstance(value, str) and isinstance(was, str):
        drafts.keep_review(db, review_id, "agenda", value, was)


def keep_held(db: ScopedSession, review_id: object, values: object) -> None:
    given = values if isinstance(values, dict) else {}
    typed = {name: keepable(given[name]) for name in HELD if isinstance(given.get(name), str)}
    if any(typed.get(name, "").strip() for name in WORDS):
        drafts.keep_review(db, review_id, "held", json.dumps(typed, ensure_ascii=False))
    else:
        forget(db, review_id, "held")


def save_agenda(db: ScopedSession, review_id: object, value: object, was: object) -> str:
    """Save the agenda; the draft of it is done with. Returns when that was, as 14:02."""
    reviews.set_agenda(db, review_id, value, was)
    forget(db, review_id, "agenda")
    return drafts.clock_time(now())


def forget(db: ScopedSession, review_id: object, field: str) -> None:
    """What was typed is not wanted."""
    review, _ = reviews.changing(db, review_id)
    drafts.drop_review(db, review.id, field)
