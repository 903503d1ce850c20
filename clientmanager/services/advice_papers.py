"""The papers of records of advice, as they are sent: each look is written down."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.advice import SIGNED_AS
from clientmanager.models.permission import Permission


@dataclass(frozen=True)
class Paper:
    """A PDF, or the picture of a signature; ten megabytes at most."""

    name: str
    """As it is saved; it names nobody."""
    media_type: str
    content: bytes


def paper(db: ScopedSession, version_id: object) -> Paper:
    """The PDF of a locked version, as it was made then."""
    found = db.execute(
        text(
            "select v.id, v.number, p.content from advice_version v"
            " join advice_pdf p on p.practice_id = v.practice_id and p.id = v.id"
            " where v.practice_id = :practice and v.id = :id"
        ),
        {"practice": db.viewer.practice_id, "id": as_id(version_id)},
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such paper. A version has one once it is locked.")
    db.viewer.require(Permission.SEE_ADVICE)
    _write_down(db, "open advice", "advice_version", found.id)
    return Paper(f"record-of-advice-version-{found.number}.pdf", "application/pdf", bytes(found.content))


def signature(db: ScopedSession, signature_id: object) -> Paper:
    """A signature, or the scan of one."""
    found = db.execute(
        text(
            "select s.id, s.media_type, c.content from advice_signature s"
            " join advice_signature_content c on c.practice_id = s.practice_id and c.id = s.id"
            " where s.practice_id = :practice and s.id = :id"
        ),
        {"practice": db.viewer.practice_id, "id": as_id(signature_id)},
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such signature.")
    db.viewer.require(Permission.SEE_ADVICE)
    _write_down(db, "open signature", "advice_signature", found.id)
    return Paper(f"signature.{ending(found.media_type)}", found.media_type, bytes(found.content))


def ending(media_type: str) -> str:
    return SIGNED_AS.get(media_type, "bin")


def _write_down(db: ScopedSession, event: str, table: str, row_id: UUID) -> None:
    db.execute(
        text("select record_event(:event, :table, :id, cast('{}' as jsonb))"),
        {"event": event, "table": table, "id": row_id},
    )
