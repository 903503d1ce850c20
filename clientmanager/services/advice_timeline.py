"""What is done with a locked version stands in its client's timeline: that it was locked, given, and signed.

The entry names the record and its version; what was advised stays in the record.
"""

from datetime import datetime

from clientmanager.db import ScopedSession
from clientmanager.models.advice import Advice, AdviceVersion
from clientmanager.models.interaction import InteractionKind, Origin
from clientmanager.services import interactions
from clientmanager.services.interaction_form import Written


def tell(db: ScopedSession, version: AdviceVersion, done: str, at: datetime, words: str = "") -> None:
    """Write it down as the viewer's doing.

    Args:
        done: "locked", "given to the client" or "signed".
        at: when it was.
    """
    record = db.get_one(Advice, (version.practice_id, version.advice_id))
    interactions.write(
        db,
        Written(
            kind=InteractionKind.ADVICE,
            title=f"Record of advice {done}: {record.title}, version {version.number}",
            words=words,
            at=at,
            minutes=None,
            direction="",
            clients=(record.client_id,),
            users=(),
            names=(),
        ),
        origin=Origin.PRODUCT,
    )
