"""A call or a meeting while it is written down: kept while it is typed, with who took part and what was promised.

The draft on the server holds all of it, so that a sleeping tablet, a lost connection or a restart loses nothing.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from clientmanager.clock import today
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.planning import task_line
from clientmanager.planning.task_line import Person as Named
from clientmanager.services import drafts, interaction_people, interactions, quick_add
from clientmanager.services.client_form import clean, keepable
from clientmanager.services.interaction_form import MOST_FOLLOW_UPS, MOST_PEOPLE, TYPED
from clientmanager.services.interaction_shown import OFFERED, Composed, Promise, composed
from clientmanager.services.interactions import Recorded

FIELDS = ("kind", "words", "title", "on", "time", "minutes", "next_contact", "follow_up", "person")
"""What is typed: `follow_up` and `person` are lines that were not added yet."""
_BESIDE = {"clients": "person", "names": "person", "users": "person", "line": "follow_up", "due_on": "next_contact"}
"""Where a use case's refusal belongs in the bar, whose fields have other names."""
NOTHING = Composed()


def opened(db: ScopedSession, client_id: object) -> Composed:
    """What the viewer has half written down here, or an empty beginning; NOTHING for who may not write any down.

    Args:
        client_id: of the client whose page it is; empty where the client is still to be named.
    """
    client = _whose(db, client_id)
    if not db.viewer.may(Permission.RECORD_INTERACTIONS):
        return NOTHING
    said = _said(db, client)
    # "Tomorrow" means another day than when it was written.
    said["follow_ups"] = [asdict(_understood(db, one["line"])) for one in said["follow_ups"]]
    return composed(db, client, said, _kept_at(db, client))


def keep(db: ScopedSession, client_id: object, form: object) -> Composed:
    """Keep what is being typed; a bar with nothing in it is no draft.

    Args:
        form: of FIELDS those that are on show.
    """
    return _changed(db, client_id, lambda said, _: said.update(_typed(form)))


def add_person(db: ScopedSession, client_id: object, key: object) -> Composed:
    """Somebody who took part.

    Args:
        key: "client <id>", "user <id>" or "name <name>".
    """

    def change(said: dict[str, Any], client: UUID | None) -> None:
        interaction_people.checked(db, key)
        people = interaction_people.of(said, client)
        if len(people) >= MOST_PEOPLE:
            raise Invalid(f"At most {MOST_PEOPLE} people can have taken part.", field="person")
        said["people"], said["person"] = list(dict.fromkeys([*people, key])), ""

    return _changed(db, client_id, change)


def remove_person(db: ScopedSession, client_id: object, key: object) -> Composed:
    """They took no part after all."""

    def change(said: dict[str, Any], client: UUID | None) -> None:
        said["people"] = [one for one in interaction_people.of(said, client) if one != key]

    return _changed(db, client_id, change)


def add_follow_up(db: ScopedSession, client_id: object) -> Composed:
    """What was promised, as the line that is being typed says it.

    Raises:
        Invalid: the line says nothing to be done.
    """

    def change(said: dict[str, Any], _: UUID | None) -> None:
        promise = _understood(db, said.get("follow_up", ""))
        if not promise.title:
            raise Invalid("Say what is to be done.", field="follow_up")
        if len(said["follow_ups"]) >= MOST_FOLLOW_UPS:
            raise Invalid(f"At most {MOST_FOLLOW_UPS} follow-ups can be made at once.", field="follow_up")
        said["follow_ups"], said["follow_up"] = [*said["follow_ups"], asdict(promise)], ""

    return _changed(db, client_id, change)


def remove_follow_up(db: ScopedSession, client_id: object, line: object) -> Composed:
    """It was not promised after all."""

    def change(said: dict[str, Any], _: UUID | None) -> None:
        said["follow_ups"] = [one for one in said["follow_ups"] if one["line"] != line]

    return _changed(db, client_id, change)


def next_contact(db: ScopedSession, client_id: object, value: object) -> Composed:
    """When to speak to them again: "in 3 months", "2026-06-09", or empty for no day."""

    def change(said: dict[str, Any], _: UUID | None) -> None:
        said["next_contact"] = _day(value)

    return _changed(db, client_id, change)


def at_once(db: ScopedSession, client_id: object) -> Composed:
    """It happened now, not on another day."""
    return _changed(db, client_id, lambda said, _: said.update({"on": "", "time": ""}))


def understood(db: ScopedSession, line: object) -> Promise:
    """What a follow-up's line would make, while it is typed."""
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    return _understood(db, line)


def discard(db: ScopedSession, client_id: object) -> str:
    """Forget what is half written down. Returns it as it was kept, for `put_back`."""
    client = _whose(db, client_id)
    kept = drafts.interaction(db, client)
    drafts.drop_interaction(db, client)
    return kept.value if kept else ""


def put_back(db: ScopedSession, client_id: object, kept: str) -> None:
    """What `discard` forgot."""
    client = _whose(db, client_id)
    if kept:
        drafts.keep_interaction(db, client, kept)


def record(db: ScopedSession, client_id: object, form: object) -> Recorded:
    """Log it; the draft of it is done with.

    Raises:
        Invalid: with the fields' names; nothing was written, and the draft stays.
    """
    client = _whose(db, client_id)
    said = _said(db, client)
    said.update(_typed(form))
    if said.get("person"):
        raise Invalid("Choose who this is, or add the name as it stands.", field="person")
    typed = {name: said.get(name, "") for name in FIELDS}
    typed["next_contact"] = _day(typed["next_contact"])
    promised = [*(one["line"] for one in said["follow_ups"]), typed["follow_up"]]
    people = interaction_people.by_kind(interaction_people.of(said, client))
    try:
        recorded = interactions.record(db, typed | people | {"kind": typed["kind"] or TYPED[0], "follow_ups": promised})
    except Invalid as refusal:
        raise Invalid.of({_BESIDE.get(field, field): words for field, words in refusal.fields.items()}) from None
    drafts.drop_interaction(db, client)
    return recorded


def _changed(db: ScopedSession, client_id: object, change: Callable[[dict[str, Any], UUID | None], None]) -> Composed:
    client = _whose(db, client_id)
    said = _said(db, client)
    change(said, client)
    if any(value for name, value in said.items() if (name, value) != ("kind", TYPED[0])):
        drafts.keep_interaction(db, client, json.dumps(said, ensure_ascii=False))
    else:
        drafts.drop_interaction(db, client)
    return composed(db, client, said, _kept_at(db, client))


def _whose(db: ScopedSession, client_id: object) -> UUID | None:
    return None if client_id in ("", None) else db.fetch(Client, client_id).id


def _said(db: ScopedSession, client: UUID | None) -> dict[str, Any]:
    """The draft: FIELDS to text; `follow_ups`, the promises; `people`, keys, where they are not just the client."""
    kept = drafts.interaction(db, client)
    return {"follow_ups": []} | (json.loads(kept.value) if kept else {})


def _kept_at(db: ScopedSession, client: UUID | None) -> str:
    kept = drafts.interaction(db, client)
    return kept.time if kept else ""


def _typed(form: object) -> dict[str, str]:
    """As typed, but for a line that has only space in it."""
    given: dict[Any, Any] = form if isinstance(form, dict) else {}
    typed = {name: keepable(given[name]) for name in FIELDS if isinstance(given.get(name), str)}
    if typed.get("kind") not in OFFERED:
        typed.pop("kind", None)
    return {name: value if value.strip() else "" for name, value in typed.items()}


def _understood(db: ScopedSession, line: object) -> Promise:
    """Whose it is, the line is not asked: it is for the client of the interaction."""
    said = line if isinstance(line, str) else ""
    found = quick_add.read(db, said, values={"client_id": "of the interaction", "assignee_id": "me"})
    return Promise(clean(said), found.title, ", ".join(one.words for one in found.said))


def _day(value: object) -> str:
    said = clean(value)[:40] if isinstance(value, str) else ""
    if not said:
        return ""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        nobody = Named("", "")
        day = task_line.read(f"Speak to them {said}", today=today(), me=nobody, people=[], labels=[]).due_on
    if day is None or day < today():
        raise Invalid("Choose a day that is still to come.", field="next_contact")
    return day.isoformat()
