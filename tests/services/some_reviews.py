"""Reviews as tests make them, and what of them is in the database."""

from datetime import date
from typing import Any

from clientmanager import worker
from clientmanager.models.user import User
from clientmanager.services import review_cycles, review_held, review_work, reviews
from clientmanager.services.audit_mark import Done
from tests.world import Database, PracticeWorld


def cycle(world: PracticeWorld, category: str = "A", months: str = "12", ahead: str = "30", agenda: str = "") -> str:
    with world.as_(world.owner) as db:
        return review_cycles.set_for_category(
            db, category, {"every_months": months, "ahead_days": ahead, "agenda": agenda}
        )


def run() -> None:
    """The worker's promise, as the worker keeps it."""
    worker.for_every_practice(worker.in_a_session(review_work.keep_open))


def open_of(database: Database, client_id: object) -> list[date]:
    return [
        row.due_on
        for row in database.all(
            "select due_on from review where client_id = :client and closed_at is null", client=client_id
        )
    ]


def the_open(database: Database, client_id: object) -> str:
    return str(database.one("select id from review where client_id = :client and closed_at is null", client=client_id))


def hold(world: PracticeWorld, review_id: str, outcome: str, by: User | None = None, **values: Any) -> Done:
    with world.as_(by or world.adviser) as db:
        return review_held.hold(db, review_id, {"outcome": outcome, **values})


def book(world: PracticeWorld, review_id: str, day: str, at: str, by: User | None = None) -> Done:
    with world.as_(by or world.adviser) as db:
        return reviews.book(db, review_id, day, at)
