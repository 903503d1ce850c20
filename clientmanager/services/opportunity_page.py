"""One opportunity as its sheet shows it."""

from dataclasses import dataclass

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.planning.money import written
from clientmanager.services import opportunity_history, opportunity_stages, task_page
from clientmanager.services.opportunity_board import expected_words, is_past
from clientmanager.services.opportunity_form import percent_words
from clientmanager.services.opportunity_words import value_words
from clientmanager.services.task_history import HistoryLine
from clientmanager.services.task_words import CLIENT_NAME, days_words, moment_words

REASONS = (
    "Chose another provider", "Too expensive", "Not the right time", "Declined by the insurer", "Could not be reached",
    "Does not need it",
)  # fmt: skip
"""Offered where one is lost, beside the practice's own words."""
MOST_REASONS = 20


@dataclass(frozen=True)
class OpportunityView:
    id: str = ""
    title: str = ""
    client_id: str = ""
    client: str = ""
    product: str = ""
    adviser_id: str = "none"
    who: str = ""
    value: str = ""
    """R1 500,00"""
    how_often: str = "once"
    value_words: str = ""
    chance: str = ""
    expected_on: str = ""
    """2026-03-12"""
    expected: str = ""
    late: bool = False
    stage_id: str = ""
    stage: str = ""
    kind: str = "open"
    since: str = ""
    """ "In this stage for 12 days"."""
    closed: str = ""
    reason_lost: str = ""
    note: str = ""
    made: str = ""
    moves: int = 0
    history: tuple[HistoryLine, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What an opportunity can be given."""

    people: list[tuple[str, str]]
    stages: list[tuple[str, str]]
    reasons: list[str]


def page(db: ScopedSession, opportunity_id: object) -> OpportunityView:
    """Raises:
    NotFound: there is none, or it was deleted.
    """
    row = db.execute(
        text(
            f"select o.*, {CLIENT_NAME} as client, u.name as who, s.name as stage, s.kind, m.name as maker"
            " from opportunity o join opportunity_stage s on s.practice_id = o.practice_id and s.id = o.stage_id"
            " join client c on c.practice_id = o.practice_id and c.id = o.client_id"
            " left join practice_user u on u.practice_id = o.practice_id and u.id = o.adviser_id"
            " left join practice_user m on m.practice_id = o.practice_id and m.id = o.made_by"
            " where o.practice_id = :practice and o.id = :id and o.deleted_at is null"
        ),
        {"practice": db.viewer.practice_id, "id": as_id(opportunity_id)},
    ).one_or_none()
    if row is None:
        raise NotFound("This opportunity is not here any more.")
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    by = f"Made by {row.maker}," if row.maker else "Made"
    return OpportunityView(
        id=str(row.id),
        title=row.title,
        client_id=str(row.client_id),
        client=row.client,
        product=row.product,
        adviser_id=str(row.adviser_id or "none"),
        who=row.who or "",
        value=written(row.value),
        how_often=row.how_often,
        value_words=value_words(row.value, row.how_often),
        chance=percent_words(row.chance),
        expected_on=str(row.expected_on or ""),
        expected=expected_words(row.expected_on),
        late=row.closed_at is None and is_past(row.expected_on),
        stage_id=str(row.stage_id),
        stage=row.stage,
        kind=row.kind,
        since=f"In this stage for {days_words((now() - row.stage_since).total_seconds())}",
        closed=moment_words(row.closed_at),
        reason_lost=row.reason_lost,
        note=row.note,
        made=f"{by} {moment_words(row.created_at)}",
        moves=row.moves,
        history=tuple(opportunity_history.listed(db, row.id)),
    )


def opened(db: ScopedSession, opportunity_id: object) -> tuple[OpportunityView, Choices]:
    """An opportunity, and what it can be given."""
    return page(db, opportunity_id), choices(db)


def choices(db: ScopedSession) -> Choices:
    """Whose it can be, the stages, and why others were lost."""
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    stages = [(one.id, one.name) for one in opportunity_stages.listed(db)]
    return Choices(task_page.people(db), stages, _reasons(db))


def _reasons(db: ScopedSession) -> list[str]:
    """The practice's own that were given most, then those that are offered to everybody."""
    rows = db.execute(
        text(
            "select min(reason_lost) as words from opportunity where practice_id = :practice and reason_lost <> ''"
            " and deleted_at is null group by lower(reason_lost) order by count(*) desc, 1 limit :most"
        ),
        {"practice": db.viewer.practice_id, "most": MOST_REASONS},
    )
    own = [row.words for row in rows]
    known = {folded(one) for one in own}
    return [*own, *(one for one in REASONS if folded(one) not in known)]
