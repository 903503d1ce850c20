"""What people do with an interaction: write it down, mend it within a day, add to it after that, take it out.

The database itself refuses to change what was written after its day (migrations/sql/0007_interactions.sql).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.base import new_id
from clientmanager.models.folding import folded
from clientmanager.models.interaction import (
    Interaction,
    InteractionAmendment,
    InteractionKind,
    InteractionParticipant,
    InteractionTask,
    Origin,
)
from clientmanager.models.permission import Permission
from clientmanager.services import quick_add
from clientmanager.services.interaction_form import MOST_FOLLOW_UPS, SPOKEN, Written, read, several, text_of

EDITED_FOR = timedelta(hours=24)
"""How long an author may still mend what they wrote; the database says the same."""
LONGEST_FOLDED = 200_000
"""Characters that a search sees of one entry: Postgres takes a megabyte of words."""
_REMOVED = "This entry was removed. What was in it is kept, but nothing more can be added."


@dataclass(frozen=True)
class Recorded:
    id: str
    tasks: tuple[str, ...] = ()
    """Of what was promised."""


def record(db: ScopedSession, form: object) -> Recorded:
    """Write down what passed, with what was promised in it.

    Args:
        form: as `interaction_form.read` takes it; `follow_ups`, a list of lines as `quick_add` understands them; and
            `next_contact` ("2026-06-09"), which makes a task for the writer to speak to them again.

    Raises:
        Invalid: with the fields' names; nothing was written.
    """
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    written = read(db, form)
    entry = write(db, written)
    return Recorded(str(entry.id), tuple(_promised(db, entry, form)))


def write(
    db: ScopedSession, written: Written, *, origin: Origin = Origin.TYPED, fingerprint: str = "", thread: str = ""
) -> Interaction:
    """Put an entry into the timelines of everybody who took part."""
    moment = now()
    entry = Interaction(
        practice_id=db.viewer.practice_id,
        client_id=written.clients[0],
        kind=written.kind,
        title=written.title,
        words=written.words,
        folded=_folded(written.title, written.words, *written.names),
        at=written.at,
        minutes=written.minutes,
        direction=written.direction,
        author_id=db.viewer.user_id,
        recorded_at=moment,
        origin=origin,
        fingerprint=fingerprint,
        thread=thread,
    )
    db.add(entry)
    db.flush()
    _took_part(db, entry, written)
    if written.kind in SPOKEN:
        _spoken_to(db, written.clients, written.at.astimezone(SOUTH_AFRICA).date())
    return entry


def edit(db: ScopedSession, interaction_id: object, form: object) -> None:
    """Mend what one wrote oneself, within a day.

    Raises:
        NotAllowed: it is somebody else's, or its day is over: add to it instead.
    """
    entry = _held(db, interaction_id)
    if refusal := why_not_edited(db, entry):
        raise NotAllowed(refusal)
    written = read(db, form)
    if {"on", "time"}.isdisjoint(form if isinstance(form, dict) else {}):
        written = replace(written, at=entry.at)
    entry.client_id, entry.kind, entry.title, entry.words = (
        written.clients[0],
        written.kind,
        written.title,
        written.words,
    )
    entry.folded = _folded(written.title, written.words, *written.names)
    entry.at, entry.minutes, entry.direction = written.at, written.minutes, written.direction
    entry.edited_at = now()
    db.execute(
        text("delete from interaction_participant where practice_id = :practice and interaction_id = :id"),
        {"practice": entry.practice_id, "id": entry.id},
    )
    db.flush()
    _took_part(db, entry, written)
    if written.kind in SPOKEN:
        _spoken_to(db, written.clients, written.at.astimezone(SOUTH_AFRICA).date())


def amend(db: ScopedSession, interaction_id: object, words: object) -> None:
    """Add to an entry what was left out or is wrong in it; the original stays as it is."""
    entry = _held(db, interaction_id)
    if entry.kind == InteractionKind.CHANGE:
        raise Invalid("The product wrote this down itself. Write a note instead.")
    added = text_of(words, "amendment")
    if not added:
        raise Invalid("Write what is to be added.", field="amendment")
    db.add(
        InteractionAmendment(
            practice_id=entry.practice_id,
            interaction_id=entry.id,
            author_id=db.viewer.user_id,
            words=added,
            at=now(),
        )
    )
    entry.folded = _folded(entry.folded, added)
    db.flush()


def remove(db: ScopedSession, interaction_id: object, because: object) -> None:
    """Take an entry out of the timeline. Its place stays, with who took it out, when and why; what was in it is kept
    for as long as the law asks, for the owner and compliance.

    Raises:
        Invalid: no reason was given.
        NotAllowed: it is somebody else's, and the viewer is not the owner.
    """
    entry = _held(db, interaction_id)
    if entry.author_id != db.viewer.user_id:
        db.viewer.require(Permission.SEE_REMOVED_INTERACTIONS)
    if entry.origin == Origin.PRODUCT:
        raise Invalid("The product wrote this down itself, so it stays.")
    reason = text_of(because, "because")
    if not reason:
        raise Invalid("Say why it is removed: the reason stays in its place.", field="because")
    entry.removed_at, entry.removed_by, entry.removed_because = now(), db.viewer.user_id, reason
    entry.pinned_at = None
    db.flush()


def pin(db: ScopedSession, interaction_id: object, pinned: object) -> None:
    """Keep an entry on top of its client's timeline, or not any more."""
    entry = _held(db, interaction_id)
    entry.pinned_at = now() if pinned is True else None
    db.flush()


def why_not_edited(db: ScopedSession, entry: Interaction) -> str:
    """Empty where the viewer may still mend it."""
    if entry.origin != Origin.TYPED:
        return "This came as it is. Add to it instead."
    if entry.author_id != db.viewer.user_id:
        return "Only who wrote it can change it. Add to it instead."
    if now() > entry.recorded_at + EDITED_FOR:
        return "It was written more than a day ago. Add to it instead."
    return ""


def _held(db: ScopedSession, interaction_id: object) -> Interaction:
    """The entry, for this transaction alone."""
    key = (db.viewer.practice_id, as_id(interaction_id))
    entry = db.get(Interaction, key, with_for_update={"key_share": True}, populate_existing=True)
    if entry is None:
        raise NotFound
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    if entry.removed_at:
        raise Invalid(_REMOVED)
    return entry


def _took_part(db: ScopedSession, entry: Interaction, written: Written) -> None:
    who: list[dict[str, Any]] = [{"client_id": one} for one in written.clients]
    who += [{"user_id": one} for one in written.users]
    who += [{"name": one} for one in written.names]
    for one in who:
        db.add(
            InteractionParticipant(
                practice_id=entry.practice_id,
                id=new_id(),
                interaction_id=entry.id,
                kind=entry.kind,
                at=entry.at,
                **one,
            )
        )
    db.flush()


def _spoken_to(db: ScopedSession, clients: Iterable[UUID], on: date) -> None:
    """The clients' last contact, where it was not later."""
    db.execute(
        text(
            "update client set last_contact_on = :on, changed_at = :now where practice_id = :practice"
            " and id = any(:clients) and (last_contact_on is null or last_contact_on < :on)"
        ),
        {"practice": db.viewer.practice_id, "clients": list(clients), "on": on, "now": now()},
    )


def _promised(db: ScopedSession, entry: Interaction, form: object) -> Iterable[str]:
    """Tasks of what was promised, each understood as a line of its own."""
    said: dict[str, Any] = form if isinstance(form, dict) else {}
    lines = [line for line in several(said.get("follow_ups")) if isinstance(line, str) and line.strip()]
    if len(lines) > MOST_FOLLOW_UPS:
        raise Invalid(f"At most {MOST_FOLLOW_UPS} follow-ups can be made at once.", field="follow_ups")
    client = {"client_id": str(entry.client_id), "assignee_id": "me"}
    made = [quick_add.add(db, line, values=client) for line in lines]
    if said.get("next_contact"):
        made.append(quick_add.add(db, "Speak to them again", values={**client, "due_on": said["next_contact"]}))
    for task in made:
        db.add(InteractionTask(practice_id=entry.practice_id, interaction_id=entry.id, task_id=as_id(task)))
    db.flush()
    return made


def _folded(*said: str) -> str:
    return folded(" ".join(said))[:LONGEST_FOLDED]


def kept_until(at: datetime) -> date:
    """Until when an entry must be kept at least: five years after the service was given; General Code, section 3(2),
    and section 18 of the FAIS Act. Where a product goes on, five years after its end."""
    on = at.astimezone(SOUTH_AFRICA).date()
    return on.replace(year=on.year + 5) if (on.month, on.day) != (2, 29) else date(on.year + 5, 3, 1)
