"""What the opportunities come to: by stage, what was won lately, and why others were lost."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession
from clientmanager.models.permission import Permission
from clientmanager.services.opportunity_filter import OpportunityFilter, condition
from clientmanager.services.opportunity_words import SUMMED, Sums, sums

MOST_REASONS = 8


@dataclass(frozen=True)
class Total:
    words: str
    """A stage, "This quarter", or a reason."""
    sums: Sums


@dataclass(frozen=True)
class Totals:
    stages: tuple[Total, ...]
    """Those that are open, from left to right."""
    open: Sums
    won: tuple[Total, ...]
    """This month, this quarter, this year."""
    lost: tuple[Total, ...]
    """This year's, by reason; the most frequent first."""


def totals(db: ScopedSession, chosen: OpportunityFilter) -> Totals:
    """Of those that the filter finds."""
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    found, values = condition(db, chosen)
    of = f"from opportunity o join client c on c.practice_id = o.practice_id and c.id = o.client_id where {found}"
    stages = db.execute(
        text(
            f"select g.name as words, k.* from opportunity_stage g left join lateral (select {SUMMED} {of}"
            "   and o.stage_id = g.id and o.closed_at is null) k on true"
            " where g.practice_id = :practice and g.kind = 'open' order by g.position, g.id"
        ),
        values,
    ).all()
    every = db.execute(text(f"select {SUMMED} {of} and o.closed_at is null"), values).one()
    closed = (
        "and o.closed_at >= :since and exists (select from opportunity_stage g where g.practice_id = o.practice_id"
        " and g.id = o.stage_id and g.kind = "
    )
    won = [
        Total(words, sums(db.execute(text(f"select {SUMMED} {of} {closed}'won')"), values | {"since": since}).one()))
        for words, since in periods(today()).items()
    ]
    lost = db.execute(
        text(
            f"select min(o.reason_lost) as words, {SUMMED} {of} {closed}'lost') group by lower(o.reason_lost)"
            " order by count(*) desc, 1 limit :most"
        ),
        values | {"since": periods(today())["This year"], "most": MOST_REASONS},
    )
    return Totals(tuple(map(_total, stages)), sums(every), tuple(won), tuple(map(_total, lost)))


def periods(day: date) -> dict[str, datetime]:
    """Words to the moment since which it is meant, in South Africa; quarters are the calendar's."""
    months = {"This month": day.month, "This quarter": day.month - (day.month - 1) % 3, "This year": 1}
    return {words: datetime.combine(date(day.year, month, 1), time(), SOUTH_AFRICA) for words, month in months.items()}


def _total(row: Any) -> Total:
    return Total(row.words, sums(row))
