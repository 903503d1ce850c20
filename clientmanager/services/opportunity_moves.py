"""Moving an opportunity through its stages: safe when two move the same one; lost only for a reason."""

from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict
from clientmanager.models.opportunity import Opportunity, OpportunityStage, StageKind
from clientmanager.models.permission import Permission
from clientmanager.services import opportunities, opportunity_places, opportunity_stages, opportunity_told
from clientmanager.services.tasks import Saved


@dataclass(frozen=True)
class Moved:
    """A move that was made, in words."""

    title: str
    to: str
    """The stage's name."""
    became: str = ""
    """won, lost or open, where it was something else before."""
    back: str = ""
    """The stage in which it was open until then; empty where it was not."""


def move(
    db: ScopedSession,
    opportunity_id: object,
    stage_id: object,
    above: object = "",
    below: object = "",
    moves: object = None,
    reason: object = None,
) -> Moved:
    """Put an opportunity into a stage, below or above a neighbour.

    Args:
        above: the id of the one that shall stand directly above it; empty for the top.
        below: the id of the one directly below it, taken where the first is not in the stage any more.
        moves: how often it had been moved when the mover saw it; None does not ask.
        reason: why it was lost, where the stage says that it was.

    Raises:
        Conflict: someone else moved it meanwhile; says who, where to and when.
        Invalid: it would be lost without a reason.
    """
    as_id(opportunity_id)
    db.viewer.require(Permission.EDIT_OPPORTUNITIES)
    opportunity_places.PLACES.keep_coarse(db, as_id(stage_id))
    stage = opportunity_places.held(db, stage_id)
    one = opportunities.changing(db, opportunity_id)
    if isinstance(moves, int) and moves != one.moves:
        _refuse(db, one)
    before, back = _kind_of(db, one), one.stage_id
    place = opportunity_places.beside(db, one, stage, above, below)
    if stage.kind != before:
        one.closed_at = None
    if one.stage_id != stage.id:
        opportunities.close(one, stage, reason)
        one.stage_id, one.stage_since = stage.id, now()
    one.place = place
    one.moves += 1
    opportunities.saved(db, one)
    if stage.kind == before:
        return Moved(one.title, stage.name)
    opportunity_told.tell(db, one, stage.kind)
    return Moved(one.title, stage.name, stage.kind, str(back) if before == StageKind.OPEN else "")


def put(db: ScopedSession, opportunity_id: object, stage_id: object, moves: object = None) -> Saved:
    """Put an opportunity on top of a stage, as `move` does."""
    move(db, opportunity_id, stage_id, moves=moves)
    return opportunities.saved(db, db.fetch(Opportunity, opportunity_id))


def lose(db: ScopedSession, opportunity_id: object, reason: object, stage_id: object = "") -> Moved:
    """It will not become anything, for a reason. Without a stage, the first of those that are lost."""
    return _to(db, opportunity_id, StageKind.LOST, stage_id, reason)


def win(db: ScopedSession, opportunity_id: object) -> Moved:
    """It became something."""
    return _to(db, opportunity_id, StageKind.WON)


def reopen(db: ScopedSession, opportunity_id: object, stage_id: object = "") -> Moved:
    """One that was won or lost goes on: without a stage, in the first one. Why it was lost is in its history."""
    return _to(db, opportunity_id, StageKind.OPEN, stage_id)


def _to(
    db: ScopedSession, opportunity_id: object, kind: StageKind, stage_id: object = "", reason: object = None
) -> Moved:
    one = db.fetch(Opportunity, opportunity_id)
    db.viewer.require(Permission.EDIT_OPPORTUNITIES)
    if not stage_id and _kind_of(db, one) == kind:
        return Moved(one.title, db.fetch(OpportunityStage, one.stage_id).name)
    return move(db, one.id, stage_id or opportunity_stages.first_of(db, kind).id, reason=reason)


def _kind_of(db: ScopedSession, one: Opportunity) -> str:
    return db.fetch(OpportunityStage, one.stage_id).kind


def _refuse(db: ScopedSession, one: Opportunity) -> NoReturn:
    row = db.execute(
        text(
            "select e.user_id, u.name, e.at, s.name as place from opportunity_stage s"
            " left join lateral (select user_id, practice_id, at from audit_entry where practice_id = :practice"
            "   and row_id = :opportunity and table_name = 'opportunity' and action = 'update'"
            "   order by id desc limit 1) e on true"
            " left join practice_user u on u.practice_id = e.practice_id and u.id = e.user_id"
            " where s.practice_id = :practice and s.id = :stage"
        ),
        {"practice": one.practice_id, "opportunity": one.id, "stage": one.stage_id},
    ).one()
    who = "You, in another window," if row.user_id == db.viewer.user_id else row.name or "Someone else"
    when = f" at {row.at.astimezone(SOUTH_AFRICA):%H:%M}" if row.at else ""
    raise Conflict(f"{who} moved “{one.title}” to {row.place}{when}. It stays there; move it again if it should not.")
