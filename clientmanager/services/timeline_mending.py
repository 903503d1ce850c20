"""Mending an entry where it stands: what the form shows, and what it leaves as it is."""

from dataclasses import dataclass

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotAllowed, NotFound
from clientmanager.models.interaction import Interaction
from clientmanager.models.permission import Permission
from clientmanager.services import interactions

FIELDS = ("kind", "on", "time", "title", "words", "minutes", "direction")


@dataclass(frozen=True)
class Mending:
    id: str = ""
    kind: str = ""
    title: str = ""
    words: str = ""
    on: str = ""
    time: str = ""
    minutes: str = ""
    direction: str = ""


def opened(db: ScopedSession, entry_id: object) -> Mending:
    """What stands in an entry that the viewer may still mend.

    Raises:
        NotAllowed: it is somebody else's, or its day is over.
    """
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    entry = db.fetch(Interaction, entry_id)
    if entry.removed_at:
        raise NotFound
    if refusal := interactions.why_not_edited(db, entry):
        raise NotAllowed(refusal)
    local = entry.at.astimezone(SOUTH_AFRICA)
    return Mending(
        str(entry.id), entry.kind, entry.title, entry.words, f"{local:%Y-%m-%d}", f"{local:%H:%M}",
        str(entry.minutes or ""), entry.direction,
    )  # fmt: skip


def mend(db: ScopedSession, entry_id: object, form: object) -> None:
    """Change what the form says; who took part, and what it does not say, stay."""
    was = opened(db, entry_id)
    found = db.execute(
        text(
            "select client_id, user_id, name from interaction_participant"
            " where practice_id = :practice and interaction_id = :id order by id"
        ),
        {"practice": db.viewer.practice_id, "id": as_id(entry_id)},
    ).all()
    said = form if isinstance(form, dict) else {}
    values = {name: said.get(name, getattr(was, name)) for name in FIELDS}
    if (values["on"], values["time"]) == (was.on, was.time):
        # the minute that it shows is not all of its moment
        del values["on"], values["time"]
    people = {
        "clients": [str(row.client_id) for row in found if row.client_id],
        "users": [str(row.user_id) for row in found if row.user_id],
        "names": [row.name for row in found if row.name and not row.client_id and not row.user_id],
    }
    interactions.edit(db, entry_id, {**values, **people})
