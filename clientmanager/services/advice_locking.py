"""Locking a version of a record of advice: from then on nobody changes it, and its PDF is what was given."""

import hashlib

from clientmanager.clock import now
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid, NotAllowed
from clientmanager.models.advice import Advice, AdvicePdf, AdviceVersion
from clientmanager.models.permission import Permission
from clientmanager.models.practice import Practice
from clientmanager.planning import advice as planning
from clientmanager.services import advice_page, advice_paper, advice_timeline
from clientmanager.services.advice import facts_of, writing
from clientmanager.services.advice_paper import Locked


def lock(db: ScopedSession, advice_id: object) -> int:
    """Lock the version that is being written; its PDF is made in the same transaction. Returns its number.

    Raises:
        Invalid: a section is missing, or something typed is not saved yet.
        Conflict: it is locked already.
    """
    record, version = writing(db, advice_id)
    db.viewer.require(Permission.LOCK_ADVICE)
    if db.viewer.user_id is None:
        raise NotAllowed
    _require_whole(db, record, version)
    facts, practice = facts_of(db, record.client_id), db.get(Practice, db.viewer.practice_id)
    at = now()
    pdf = advice_paper.pdf(
        Locked(
            practice=practice.name if practice else "", title=record.title, number=version.number,
            client=facts["Client"], adviser=facts.get("Adviser") or db.viewer.name, facts=facts,
            content=version.content, locked_at=at, locked_by=db.viewer.name,
            fsp_number=practice.fsp_number if practice else "",
        )
    )  # fmt: skip
    version.client_facts = facts
    version.changed_at = version.locked_at = at
    version.changed_by = version.locked_by = db.viewer.user_id
    version.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    db.flush()
    db.add(AdvicePdf(practice_id=version.practice_id, id=version.id, content=pdf))
    db.flush()
    advice_timeline.tell(db, version, "locked", at)
    return version.number


def _require_whole(db: ScopedSession, record: Advice, version: AdviceVersion) -> None:
    if missing := planning.missing(version.content):
        first, *others = missing.values()
        more = f" {len(others)} more section{'s are' if len(others) > 1 else ' is'} missing." if others else ""
        raise Invalid(f"This cannot be locked yet. {first}{more}")
    typed = advice_page.page(db, record.id).typed
    if typed.unsaved or typed.conflicts:
        raise Invalid("Something that you typed here is not saved yet. Save or discard it, then lock.")
