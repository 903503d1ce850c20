"""What becomes of an opportunity stands in its client's timeline: that it was won, lost and why, or is open again."""

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.models.interaction import InteractionKind, Origin
from clientmanager.models.opportunity import Opportunity, StageKind
from clientmanager.services import interactions
from clientmanager.services.interaction_form import Written
from clientmanager.services.opportunity_words import value_words

BECAME = {StageKind.WON: "Won", StageKind.LOST: "Lost", StageKind.OPEN: "Open again"}


def tell(db: ScopedSession, one: Opportunity, kind: str) -> None:
    """Write down what an opportunity has become: of which kind its stage is now."""
    wished = ", ".join(filter(None, (one.product, value_words(one.value, one.how_often))))
    told = Written(
        kind=InteractionKind.CHANGE,
        title=f"{BECAME[StageKind(kind)]}: {one.title}",
        words="\n".join(filter(None, (one.reason_lost, wished))),
        at=now(),
        minutes=None,
        direction="",
        clients=(one.client_id,),
        users=(),
        names=(),
    )
    interactions.write(db, told, origin=Origin.PRODUCT)
