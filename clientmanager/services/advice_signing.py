"""What happens to a locked version: it is given to the client, and signed. Each is written once and stays."""

import base64
import binascii
import hashlib
import struct
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid
from clientmanager.models.advice import (
    SIGNED_AS,
    AdviceDelivery,
    AdviceSignature,
    AdviceSignatureContent,
    AdviceVersion,
)
from clientmanager.models.permission import Permission
from clientmanager.planning.workflow_reading import printable
from clientmanager.services import advice_timeline
from clientmanager.services.days import written
from clientmanager.services.identity import read_date
from clientmanager.services.task_file_form import media_type, require_whole

WAYS = (("e-mail", "E-mail"), ("handed over", "Handed over"), ("post", "Post"), ("WhatsApp", "WhatsApp"))
"""How a client is given a record."""
LARGEST_DRAWN = 200 * 1024
"""Bytes of a signature that is drawn."""
WIDEST = 4_000
"""Pixels, of either side."""
LONGEST_NAME, LONGEST_NOTE = 120, 500
MOST = 20
"""Deliveries, or signatures, of one version."""
_PNG = "data:image/png;base64,"


def deliver(db: ScopedSession, version_id: object, form: object) -> None:
    """Record that the client was given a locked version.

    Args:
        form: `how`, `day` and `note`.
    """
    version = _locked(db, version_id)
    said = form if isinstance(form, dict) else {}
    how, note = said.get("how"), _line(said.get("note"), LONGEST_NOTE, "note")
    if how not in dict(WAYS):
        raise Invalid("Choose how the client was given it.", field="how")
    day = read_date(_line(said.get("day"), 40, "day"), "day") or today()
    if day > today():
        raise Invalid("That day has not come yet.", field="day")
    if version.locked_at and day < version.locked_at.astimezone(SOUTH_AFRICA).date():
        raise Invalid("That day is before this version was locked.", field="day")
    _require_room(db, "advice_delivery", version)
    moment = now()
    db.add(
        AdviceDelivery(
            practice_id=version.practice_id,
            version_id=version.id,
            how=how,
            given_on=day,
            given_by=db.viewer.user_id,
            note=note,
            recorded_at=moment,
        )
    )
    db.flush()
    way = "Handed over" if how == "handed over" else f"By {how}"
    words = f"{way} on {written(day)}. {note}".strip()
    advice_timeline.tell(db, version, "given to the client", _moment(version, day, moment), words)


def sign_drawn(db: ScopedSession, version_id: object, name: object, drawn: object) -> str:
    """Keep a signature that was drawn on a tablet; returns its id.

    Args:
        drawn: a PNG as the address that a canvas makes of it.
    """
    version = _locked(db, version_id)
    if not isinstance(drawn, str) or not drawn.startswith(_PNG):
        raise Invalid("Sign in the box first.", field="signature")
    if len(drawn) > LARGEST_DRAWN * 4 // 3 + 100:
        raise Invalid("This drawing is too large. Clear it and sign again.", field="signature")
    try:
        content = base64.b64decode(drawn.removeprefix(_PNG), validate=True)
    except binascii.Error:
        raise Invalid("This drawing cannot be read. Clear it and sign again.", field="signature") from None
    _require_drawing(content)
    return _keep(db, version, name, content, "image/png", drawn=True)


def require_signing(db: ScopedSession) -> None:
    """Asked before a byte of an upload is read."""
    db.viewer.require(Permission.WRITE_ADVICE)


def sign_scanned(db: ScopedSession, version_id: object, name: object, content: bytes) -> str:
    """Keep the scan of a page that was signed; returns its id."""
    version = _locked(db, version_id)
    require_whole(content)
    kind = media_type(content, "")
    if kind not in SIGNED_AS:
        raise Invalid("Add the scan as a PDF, JPEG or PNG.", field="file")
    return _keep(db, version, name, content, kind, drawn=False)


def _keep(db: ScopedSession, version: AdviceVersion, name: object, content: bytes, kind: str, *, drawn: bool) -> str:
    signed_by = _line(name, LONGEST_NAME, "signed_by")
    if not signed_by:
        raise Invalid("Write the name of whoever signs.", field="signed_by")
    _require_room(db, "advice_signature", version)
    signature = AdviceSignature(
        practice_id=version.practice_id,
        version_id=version.id,
        signed_by=signed_by,
        drawn=drawn,
        media_type=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        taken_by=db.viewer.user_id,
        signed_at=now(),
    )
    db.add(signature)
    db.flush()
    db.add(AdviceSignatureContent(practice_id=signature.practice_id, id=signature.id, content=content))
    db.flush()
    how = "on this practice's screen" if drawn else "on paper; the scan is kept"
    advice_timeline.tell(db, version, "signed", signature.signed_at, f"Signed by {signed_by}, {how}.")
    return str(signature.id)


def _locked(db: ScopedSession, version_id: object) -> AdviceVersion:
    version = db.fetch(AdviceVersion, version_id)
    db.viewer.require(Permission.WRITE_ADVICE)
    if version.locked_at is None:
        raise Conflict("Lock this version first: what a client is given or signs does not change any more.")
    return version


def _moment(version: AdviceVersion, day: date, moment: datetime) -> datetime:
    """Of a day: at this hour, and after the version was locked."""
    at = datetime.combine(day, moment.astimezone(SOUTH_AFRICA).time(), SOUTH_AFRICA)
    return max(at, version.locked_at) if version.locked_at else at


def _require_drawing(content: bytes) -> None:
    """A PNG of a size that a tablet draws: its first chunk says how wide and how high."""
    header: tuple[Any, ...] = struct.unpack(">8sI4sII", content[:24]) if len(content) >= 24 else ()
    if not header or header[0] != b"\x89PNG\r\n\x1a\n" or header[2] != b"IHDR" or b"IEND" not in content[-16:]:
        raise Invalid("This drawing cannot be read. Clear it and sign again.", field="signature")
    if len(content) > LARGEST_DRAWN or not 0 < header[3] <= WIDEST or not 0 < header[4] <= WIDEST:
        raise Invalid("This drawing is too large. Clear it and sign again.", field="signature")


def _require_room(db: ScopedSession, table: str, version: AdviceVersion) -> None:
    there = db.execute(
        text(f"select count(*) from {table} where practice_id = :practice and version_id = :version"),
        {"practice": version.practice_id, "version": version.id},
    ).scalar_one()
    if there >= MOST:
        raise Invalid(f"At most {MOST} are written down for one version.")


def _line(said: object, most: int, field: str) -> str:
    words = printable(said) if isinstance(said, str) else ""
    if len(words) > most:
        raise Invalid(f"This is longer than the {most} characters that fit here.", field=field)
    return words
