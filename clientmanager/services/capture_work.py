"""The worker's part of capture: a dropped file is read here, and taken, never where people are being served."""

from sqlalchemy import text

from clientmanager import keys
from clientmanager.correspondence import Dropped, read
from clientmanager.db import ScopedSession, session_for
from clientmanager.errors import Invalid
from clientmanager.models.capture import CaptureContent, CaptureFile
from clientmanager.services import capture_reading, capture_taking, practices, work
from clientmanager.services.capture_files import SEALED_FOR, forget_entries
from clientmanager.services.capture_form import brought

STATES = {"read": "reading", "take": "taking"}


def run(claim: work.Claim) -> None:
    """Read a file for its preview, or write what is wanted of it in one transaction. Runs again without harm."""
    state = STATES[claim.details["step"]]
    with session_for(claim.viewer) as db:
        file = db.get(CaptureFile, (claim.practice_id, claim.subject_id))
        if file is None or file.state != state:
            return
        name, order, content = file.file_name, file.day_order, _content(db, file)
    try:
        dropped = read(content, order=order)
    except Invalid as refusal:
        give_up(claim, str(refusal))
        return
    with session_for(claim.viewer) as db:
        file = _held(db, claim, state)
        if file is not None:
            _done(db, file, dropped, name)


def give_up(claim: work.Claim, sentence: str) -> None:
    """Say beside the file why it was not read; one that was being taken stays as it was before."""
    with session_for(claim.viewer) as db:
        if file := _held(db, claim, "reading"):
            file.state, file.outcome = "refused", sentence
            _forget_content(db, file)
        elif file := _held(db, claim, "taking"):
            file.state, file.outcome = "read", sentence


def _done(db: ScopedSession, file: CaptureFile, dropped: Dropped, name: str) -> None:
    items = brought(dropped, name)
    if file.state == "reading":
        capture_reading.keep(db, file, items)
        file.state, file.outcome = "read", " ".join(dropped.problems)
        return
    taken = capture_taking.take(db, file, items)
    file.state, file.outcome = ("read" if taken.waiting else "done"), taken.words
    if not taken.waiting:
        _forget_content(db, file)


def _held(db: ScopedSession, claim: work.Claim, state: str) -> CaptureFile | None:
    """The file, where nobody forgot it meanwhile and no other worker was first."""
    key = (claim.practice_id, claim.subject_id)
    file = db.get(CaptureFile, key, with_for_update=True, populate_existing=True)
    return file if file is not None and file.state == state else None


def _content(db: ScopedSession, file: CaptureFile) -> bytes:
    kept = db.get(CaptureContent, (file.practice_id, file.id))
    if kept is None:
        raise Invalid("This file is gone. Drop it again.")
    return keys.unseal(practices.practice_key(db), kept.content, SEALED_FOR)


def _forget_content(db: ScopedSession, file: CaptureFile) -> None:
    forget_entries(db, file)
    db.execute(
        text("delete from capture_content where practice_id = :practice and id = :file"),
        {"practice": file.practice_id, "file": file.id},
    )
