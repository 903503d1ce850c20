"""The list of opportunities in any order, with its true count and totals; and those of one client."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.models.client import Client
from clientmanager.models.opportunity import StageKind
from clientmanager.models.permission import Permission
from clientmanager.services.opportunity_board import CARD, JOINED, MOST_SHOWN, Card, card
from clientmanager.services.opportunity_filter import OpportunityFilter, condition
from clientmanager.services.opportunity_totals import Totals, totals

PAGE = 50
WHICH = (StageKind.OPEN.value, StageKind.WON.value, StageKind.LOST.value)
_YEARLY = "o.value * case o.how_often when 'month' then 12 else 1 end"
SORTS = {
    "expected": "o.expected_on asc nulls last",
    "-expected": "o.expected_on desc nulls last",
    "title": "o.folded asc",
    "-title": "o.folded desc",
    "client": "c.sort_name asc",
    "-client": "c.sort_name desc",
    "value": f"{_YEARLY} asc nulls last",
    "-value": f"{_YEARLY} desc nulls last",
    "stage": "s.position asc, o.place asc",
    "-stage": "s.position desc, o.place asc",
    "closed": "o.closed_at asc",
    "-closed": "o.closed_at desc",
}


@dataclass(frozen=True)
class Listed:
    rows: tuple[Card, ...]
    found: int
    totals: Totals


def listed(
    db: ScopedSession, chosen: OpportunityFilter, *, which: object = "", sort: object = "", shown: int = PAGE
) -> Listed:
    """The first ones in an order, how many there are, and what they come to.

    Args:
        which: open, won or lost; anything else is open.
        sort: a key of SORTS; anything else is by when they are expected, or by when they were closed, the latest first.
        shown: how many, at most 500.
    """
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    found, values = condition(db, chosen)
    kind = read_which(which)
    found += " and s.kind = :kind"
    values |= {"kind": kind, "shown": min(max(shown, PAGE), MOST_SHOWN)}
    rows = db.execute(
        text(f"select {CARD} from opportunity o{JOINED} where {found} order by {order(sort, kind)}, o.id limit :shown"),
        values,
    )
    count = db.execute(text(f"select count(*) from opportunity o{JOINED} where {found}"), values).scalar_one()
    return Listed(tuple(map(card, rows)), count, totals(db, chosen))


def read_which(which: object) -> str:
    return which if isinstance(which, str) and which in WHICH else StageKind.OPEN.value


def order(sort: object, kind: str) -> str:
    usual = "expected" if kind == StageKind.OPEN else "-closed"
    return SORTS[sort if isinstance(sort, str) and sort in SORTS else usual]


def of_client(db: ScopedSession, client_id: object) -> tuple[Card, ...]:
    """Everything open for one client, by when it is expected."""
    client = db.fetch(Client, as_id(client_id))
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    values: dict[str, Any] = {"practice": client.practice_id, "client": client.id, "most": MOST_SHOWN}
    rows = db.execute(
        text(
            f"select {CARD} from opportunity o{JOINED} where o.practice_id = :practice and o.client_id = :client"
            " and o.closed_at is null and o.deleted_at is null"
            " order by o.expected_on nulls last, o.id limit :most"
        ),
        values,
    )
    return tuple(map(card, rows))
