"""Where opportunities stand in their stages, as tasks stand in the columns of their board."""

from decimal import Decimal

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.opportunity import Opportunity, OpportunityStage
from clientmanager.services.places import Places

PLACES = Places("opportunity", "stage_id", "opportunity_stage")


def held(db: ScopedSession, stage_id: object) -> OpportunityStage:
    """A stage until the commit: meanwhile nobody else fills or removes it."""
    stage = db.get(
        OpportunityStage, (db.viewer.practice_id, as_id(stage_id)), with_for_update=True, populate_existing=True
    )
    if stage is None:
        raise NotFound("This stage is not here any more.")
    return stage


def beside(db: ScopedSession, one: Opportunity, stage: OpportunityStage, above: object, below: object) -> Decimal:
    """Below or above a neighbour that stands in the stage; on top where neither does."""
    for neighbour_id, place_of in ((above, PLACES.below), (below, PLACES.above)):
        neighbour = _neighbour(db, neighbour_id)
        if neighbour and neighbour.stage_id == stage.id and neighbour.id != one.id:
            return place_of(db, stage.id, neighbour.place)
    return PLACES.top(db, stage.id)


def _neighbour(db: ScopedSession, opportunity_id: object) -> Opportunity | None:
    if not opportunity_id or not isinstance(opportunity_id, str):
        return None
    found = db.get(Opportunity, (db.viewer.practice_id, as_id(opportunity_id)), populate_existing=True)
    return None if found is None or found.deleted_at else found
