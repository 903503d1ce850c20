"""Reviews of the demonstration: cycles by category, clients added over two years, some booked or held."""

import random
from datetime import timedelta

from sqlalchemy import text

from clientmanager.clock import now, today
from clientmanager.db import ScopedSession
from clientmanager.models.review import Outcome
from clientmanager.services import review_cycles, review_held, reviews
from clientmanager.services.practice_days import working_days

CYCLES = {"A": ("6", "30"), "B": ("12", "30"), "C": ("24", "14")}
HELD, BOOKED = 12, 9


def fill(db: ScopedSession, chance: random.Random) -> None:
    mine = {"practice": db.viewer.practice_id, "now": now()}
    # Nobody added all of them on one day: then all would be due on one day.
    db.execute(
        text(
            "update client set created_at = cast(:now as timestamptz) - make_interval(days => abs(hashtext(cast(id as"
            " text))) % 760) where practice_id = :practice"
        ),
        mine,
    )
    for category, (months, ahead) in CYCLES.items():
        review_cycles.set_for_category(db, category, {"every_months": months, "ahead_days": ahead})
    near = db.execute(
        text(
            "select id from review where practice_id = :practice and closed_at is null"
            " order by abs(due_on - cast(:now as date)), id limit :many"
        ),
        {**mine, "many": HELD + BOOKED},
    ).scalars()
    days = working_days(db)
    for place, review_id in enumerate(near):
        if place < HELD:
            held_on = (today() - timedelta(days=chance.randrange(60))).isoformat()
            outcome = chance.choice([Outcome.SUITABLE, Outcome.SUITABLE, Outcome.UNREACHED])
            said = {"outcome": outcome.value, "held_on": held_on, "weeks": "3"}
            notes = "Left word twice." if outcome == Outcome.UNREACHED else "Spoke about the children’s school fees."
            review_held.hold(db, review_id, said | {"notes": notes})
        else:
            on = days.on_or_after(today() + timedelta(days=chance.randrange(1, 20)))
            reviews.book(db, review_id, on.isoformat(), chance.choice(["09:00", "10:30", "14:00"]))
