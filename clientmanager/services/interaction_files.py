"""The files that came with what was said: opened by whoever may see the timeline, written once and never changed."""

from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.permission import Permission
from clientmanager.services.task_files import OPENED, PIECE, Opened

_GONE = "This file is not here any more."


def opened(db: ScopedSession, file_id: object) -> Opened:
    """What is about to be sent; that it was opened is written down. Of a removed entry, for those who may see that."""
    found = db.execute(
        text(
            "select f.id, f.name, f.media_type, f.bytes, i.removed_at from interaction_file f"
            " join interaction i on i.practice_id = f.practice_id and i.id = f.interaction_id"
            " where f.practice_id = :practice and f.id = :id"
        ),
        {"practice": db.viewer.practice_id, "id": as_id(file_id)},
    ).one_or_none()
    if found is None:
        raise NotFound(_GONE)
    db.viewer.require(Permission.SEE_INTERACTIONS)
    if found.removed_at and not db.viewer.may(Permission.SEE_REMOVED_INTERACTIONS):
        raise NotFound(_GONE)
    db.execute(
        text("select record_event(:event, 'interaction_file', :id, cast('{}' as jsonb))"),
        {"event": OPENED, "id": found.id},
    )
    return Opened(found.id, found.name, found.media_type, found.bytes)


def piece(db: ScopedSession, file_id: UUID, start: int) -> bytes:
    """The next bytes of a file that was opened, a megabyte at most."""
    db.viewer.require(Permission.SEE_INTERACTIONS)
    found = db.execute(
        text(
            "select substring(content from :start for :many) from interaction_file_content"
            " where practice_id = :practice and id = :id"
        ),
        {"practice": db.viewer.practice_id, "id": file_id, "start": start + 1, "many": PIECE},
    ).scalar()
    if found is None:
        raise NotFound(_GONE)
    return bytes(found)
