"""The board of opportunities: its stages, and of each the first cards, the true count and what they come to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession
from clientmanager.models.opportunity import StageKind
from clientmanager.models.permission import Permission
from clientmanager.services.opportunity_filter import OpportunityFilter, condition
from clientmanager.services.opportunity_form import percent_words
from clientmanager.services.opportunity_words import SUMMED, Sums, sums, value_words
from clientmanager.services.task_words import CLIENT_NAME, day_words, initials, moment_words

SHOWN = 25
"""Cards of a stage to begin with."""
MOST_SHOWN = 500
CLOSED_DAYS = 90
"""How long what was won or lost stays on the board."""


@dataclass(frozen=True)
class Card:
    """One opportunity, as a board or list shows it."""

    id: str
    title: str
    client: str
    client_id: str
    product: str
    value: str
    """ "R1 500,00 a month"."""
    chance: str
    due: str
    """ "Tomorrow", "Was expected Wed 4 Mar"; empty without a date, and once it is won or lost."""
    day: str
    """When it is expected, without a word beside it."""
    late: bool
    """Whether it was expected before today and is still open."""
    who: str
    initials: str
    stage: str
    kind: str
    done: str
    """When it was won or lost; empty while it is open."""
    reason: str
    moves: int


@dataclass(frozen=True)
class Column:
    """One stage with its first cards."""

    id: str
    name: str
    heading: str
    """Its name, and of those that are won or lost since when."""
    kind: str
    there: int
    """As many as the filter finds, as `found`: a stage has no limit."""
    found: int
    sums: Sums
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Board:
    columns: tuple[Column, ...]
    open: Sums
    """Of all that are open and found."""


CARD = (
    f"o.id, o.title, {CLIENT_NAME} as client, o.client_id, o.product, o.value, o.how_often, o.chance, o.expected_on,"
    " u.name as who, s.name as stage, s.kind, o.closed_at, o.reason_lost, o.moves"
)
"""The columns that make a card."""
JOINED = (
    " join client c on c.practice_id = o.practice_id and c.id = o.client_id"
    " join opportunity_stage s on s.practice_id = o.practice_id and s.id = o.stage_id"
    " left join practice_user u on u.practice_id = o.practice_id and u.id = o.adviser_id"
)


def board(db: ScopedSession, chosen: OpportunityFilter, shown: dict[str, int] | None = None) -> Board:
    """All stages with their first cards.

    Args:
        shown: stage to how many cards of it are on show already, where that is more than the first 25.
    """
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    found, values = condition(db, chosen)
    values["since"] = datetime.combine(today() - timedelta(days=CLOSED_DAYS), time(), SOUTH_AFRICA)
    there = f"{found} and (o.closed_at is null or o.closed_at >= :since)"
    joined = " join client c on c.practice_id = o.practice_id and c.id = o.client_id" if chosen.search else ""
    stages = db.execute(
        text(
            f"select g.id, g.name, g.kind, k.* from opportunity_stage g left join lateral (select {SUMMED}"
            f"   from opportunity o{joined} where {there} and o.stage_id = g.id) k on true"
            " where g.practice_id = :practice order by g.position, g.id"
        ),
        values,
    ).all()
    cards = _cards(db, there, values, {row.id: shown.get(str(row.id), 0) if shown else 0 for row in stages})
    every = db.execute(
        text(f"select {SUMMED} from opportunity o{joined} where {found} and o.closed_at is null"), values
    ).one()
    return Board(
        tuple(
            Column(
                str(row.id), row.name, _heading(row.name, row.kind), row.kind, row.number, row.number, sums(row),
                tuple(cards.get(row.id, ())),
            )
            for row in stages
        ),
        sums(every),
    )  # fmt: skip


def card(row: Any) -> Card:
    """Of a row with the columns of CARD."""
    day = day_words(row.expected_on) if row.expected_on else ""
    late = row.closed_at is None and is_past(row.expected_on)
    return Card(
        id=str(row.id),
        title=row.title,
        client=row.client,
        client_id=str(row.client_id),
        product=row.product,
        value=value_words(row.value, row.how_often),
        chance=percent_words(row.chance),
        due="" if row.closed_at else expected_words(row.expected_on) if late else day,
        day=day,
        late=late,
        who=row.who or "",
        initials=initials(row.who),
        stage=row.stage,
        kind=row.kind,
        done=moment_words(row.closed_at),
        reason=row.reason_lost,
        moves=row.moves,
    )


def expected_words(on: date | None) -> str:
    """ "Expected tomorrow", "Was expected Wed 4 Mar"; empty without a date."""
    if on is None:
        return ""
    day = day_words(on)
    near = day.lower() if day in ("Today", "Tomorrow", "Yesterday") else day
    return f"{'Was expected' if is_past(on) else 'Expected'} {near}"


def is_past(expected_on: date | None) -> bool:
    return expected_on is not None and expected_on < today()


def _cards(db: ScopedSession, there: str, values: dict[str, Any], shown: dict[Any, int]) -> dict[Any, list[Card]]:
    """Each stage's own first cards, in one query."""
    many = [min(max(SHOWN, one), MOST_SHOWN) for one in shown.values()]
    rows = db.execute(
        text(
            f"select w.stage_id, {CARD} from unnest(cast(:stages_shown as uuid[]), cast(:many as int[]))"
            " with ordinality as w (stage_id, many, number), lateral (select o.* from opportunity o"
            "  join client c on c.practice_id = o.practice_id and c.id = o.client_id"
            f" where {there} and o.stage_id = w.stage_id order by o.place, o.id limit w.many) o"
            f"{JOINED} order by w.number, o.place, o.id"
        ),
        {**values, "stages_shown": list(shown), "many": many},
    )
    cards: dict[Any, list[Card]] = {}
    for row in rows:
        cards.setdefault(row.stage_id, []).append(card(row))
    return cards


def _heading(name: str, kind: str) -> str:
    return name if kind == StageKind.OPEN else f"{name}, last {CLOSED_DAYS} days"
