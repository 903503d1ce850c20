"""What a use case did, with the handle by which it is undone: the number of its newest entry in the audit."""

from dataclasses import dataclass

from sqlalchemy import text

from clientmanager.db import ScopedSession


@dataclass(frozen=True)
class Done:
    sentence: str
    undo: str = ""
    """Empty where nothing was changed."""


def done(db: ScopedSession, sentence: str) -> Done:
    """Of all that this transaction changed so far."""
    db.flush()
    newest = db.execute(
        text(
            "select max(id) from audit_entry where practice_id = :practice"
            " and request_id = current_setting('app.request_id')"
        ),
        {"practice": db.viewer.practice_id},
    ).scalar()
    return Done(sentence, str(newest or ""))
