"""The demo practice's opportunities: a pipeline as it would be on some morning."""

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now, today
from clientmanager.db import ScopedSession, insert_many
from clientmanager.models.base import new_id
from clientmanager.models.folding import folded
from clientmanager.models.opportunity import HowOften, Opportunity, OpportunityStage, StageKind
from clientmanager.services import opportunity_stages

MANY = 34
CLOSED = 0.25
"""How many of them are won or lost."""
# what, product, how often, from and to in rand
KINDS = (
    ("Life cover", "Discovery Life Plan", HowOften.MONTH, 450, 2_400),
    ("Income protection", "Momentum Myriad", HowOften.MONTH, 600, 1_900),
    ("Retirement annuity", "Allan Gray RA", HowOften.MONTH, 1_000, 9_000),
    ("Endowment", "Sanlam Glacier", HowOften.ONCE, 100_000, 1_500_000),
    ("Living annuity", "Ninety One", HowOften.ONCE, 800_000, 6_000_000),
    ("Tax-free savings", "Coronation TFSA", HowOften.YEAR, 12_000, 36_000),
    ("Gap cover", "Turnberry", HowOften.MONTH, 300, 700),
    ("Estate plan", "", HowOften.ONCE, 8_000, 25_000),
    ("Group risk scheme", "Old Mutual", HowOften.MONTH, 8_000, 60_000),
)
REASONS = ("Chose another provider", "Too expensive", "Not the right time", "Not the right time")


def fill(db: ScopedSession, chance: random.Random, people: Sequence[UUID]) -> None:
    """For clients drawn by chance; nothing in a practice without clients."""
    clients = db.execute(
        text("select id from client where practice_id = :practice and archived_at is null order by id limit 400"),
        {"practice": db.viewer.practice_id},
    ).scalars()
    of = list(clients)
    if not of:
        return
    stages = [db.fetch(OpportunityStage, one.id) for one in opportunity_stages.listed(db)]
    open_ = [one for one in stages if one.kind == StageKind.OPEN]
    closed = [one for one in stages if one.kind != StageKind.OPEN]
    insert_many(
        db,
        Opportunity,
        [
            _one(chance, chance.choice(closed if chance.random() < CLOSED else open_), place, chance.choice(of), people)
            for place in range(MANY)
        ],
    )


def _one(
    chance: random.Random, stage: OpportunityStage, place: int, client_id: UUID, people: Sequence[UUID]
) -> dict[str, object]:
    what, product, how_often, least, most = chance.choice(KINDS)
    since = now() - timedelta(days=chance.randrange(1, 60))
    is_open = stage.kind == StageKind.OPEN
    return {
        "practice_id": stage.practice_id,
        "id": new_id(),
        "title": what,
        "folded": folded(f"{what} {product}"),
        "client_id": client_id,
        "product": product,
        "adviser_id": chance.choice(people),
        "stage_id": stage.id,
        "place": place,
        "value": chance.randrange(least, most, 50) if chance.random() < 0.9 else None,
        "how_often": how_often,
        "chance": chance.choice([None, 20, 40, 60, 80]) if is_open else None,
        "expected_on": today() + timedelta(days=chance.randrange(-10, 120)) if chance.random() < 0.8 else None,
        "reason_lost": chance.choice(REASONS) if stage.kind == StageKind.LOST else "",
        "note": "",
        "moves": 0,
        "stage_since": since,
        "created_at": since - timedelta(days=chance.randrange(1, 90)),
        "changed_at": since,
        "closed_at": None if is_open else since,
    }
