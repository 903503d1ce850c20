"""What two people typed into one field: a draft whose field holds something else now than when its writer began."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.services import identity
from clientmanager.services.client_facts import Fact, part_fact
from clientmanager.services.client_form import HIDDEN, clean
from clientmanager.services.client_parts import ADDRESS
from clientmanager.services.drafts import Kept, clock_time

NEW = ("new-phone", "new-email", "new-address")
TABLES = {"client_phone": "phone", "client_email": "email", "client_address": "address"}
_COLUMNS = {"phone": ["number"], "email": ["address"], "address": list(ADDRESS)}
_LATEST = (
    "select e.at, e.user_id, e.actor, e.action, e.table_name, p.payload, u.name from audit_entry e"
    " join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id"
    " left join practice_user u on u.practice_id = e.practice_id and u.id = e.user_id"
    " where e.practice_id = :practice and {of} and e.row_id = :row"
    " and (e.action = 'delete' or jsonb_exists_any(cast(p.payload as jsonb) -> 'after', :columns))"
    " order by e.id desc limit 1"
)
_OF_CLIENT, _OF_TASK = (text(_LATEST.format(of=of)) for of in ("e.client_id = :client", "e.table_name = 'task'"))


@dataclass(frozen=True)
class Unsaved:
    """What the viewer typed into a field and did not save, where nobody else changed it since."""

    field: str
    value: str
    at: str
    """ "14:01"."""


@dataclass(frozen=True)
class Overtaken:
    """A field that someone else changed while the viewer was typing: both values stand until one is chosen."""

    field: str
    """The field of the client or the task, or the id of the e-mail, phone or address."""
    kind: str
    """"field", "phone", "email" or "address"."""
    label: str
    was: str
    """As it is read, like `mine` and `theirs`; empty where there was nothing."""
    yours: str
    """As it is edited."""
    mine: str
    at: str
    theirs: str
    seen: str
    """Theirs as it is edited: what choosing yours writes over."""
    who: str
    """ "Sipho"; empty where it was the viewer, in another window."""
    changed_at: str


def sorted_out(
    db: ScopedSession, client: Any, facts: list[Fact], drafts: dict[str, Kept]
) -> tuple[dict[str, Unsaved], list[Overtaken], list[Fact]]:
    """The drafts that only wait to be saved, those overtaken by others, and the parts that are gone meanwhile."""
    here = {fact.part or fact.field: fact for fact in facts}
    unsaved, overtaken, gone = dict[str, Unsaved](), list[Overtaken](), list[Fact]()
    for field, draft in drafts.items():
        fact = here.get(field)
        if fact is None and field not in NEW and (fact := _gone(db, client, field)):
            gone.append(fact)
        now_there = _held(client, fact)
        if field in NEW or (fact and not fact.gone and clean(draft.was) == now_there != clean(draft.value)):
            unsaved[field] = Unsaved(field, draft.value, draft.time)
        elif fact and (fact.gone or clean(draft.value) != now_there):
            overtaken.append(_overtaken(db, client, fact, draft, now_there))
    return unsaved, overtaken, gone


def _held(client: Any, fact: Fact | None) -> str:
    """What stands there now, as it is edited."""
    if fact is None or fact.gone:
        return ""
    return getattr(client, fact.field) if fact.field in HIDDEN else fact.raw


def _gone(db: ScopedSession, client: Any, part_id: str) -> Fact | None:
    """The e-mail, phone or address that someone removed, as it was."""
    try:
        entry = _latest(db, client, as_id(part_id), [])
    except NotFound:
        return None
    if entry is None or entry.table_name not in TABLES:
        return None
    return part_fact(TABLES[entry.table_name], json.loads(entry.payload)["before"], gone=True)


def _overtaken(db: ScopedSession, client: Any, fact: Fact, draft: Kept, now_there: str) -> Overtaken:
    entry = _latest(
        db, client, as_id(fact.part) if fact.part else client.id, _COLUMNS[fact.field] if fact.part else [fact.field]
    )
    who, changed_at = _who_and_when(db, entry)

    def read(value: str) -> str:
        if fact.field == "adviser_id":
            return _adviser(db, value)
        if fact.field in HIDDEN:
            return identity.masked(value)
        return value.capitalize() if fact.field == "status" else value

    return Overtaken(
        field=fact.part or fact.field,
        kind=fact.field if fact.part else "field",
        label=fact.label,
        was=read(clean(draft.was)),
        yours=draft.value,
        mine=read(clean(draft.value)),
        at=draft.time,
        theirs=read(now_there),
        seen=identity.masked(now_there) if fact.field in HIDDEN else now_there,
        who=who,
        changed_at=changed_at,
    )


def overtaken_in_task(
    db: ScopedSession, task_id: UUID, field: str, label: str, draft: Kept, now_there: str
) -> Overtaken:
    """The same of a field of a task, which is read as it is edited."""
    row = {"practice": db.viewer.practice_id, "row": task_id, "columns": [field]}
    who, changed_at = _who_and_when(db, db.execute(_OF_TASK, row).one_or_none())
    was, mine = clean(draft.was), clean(draft.value)
    return Overtaken(field, "field", label, was, draft.value, mine, draft.time, now_there, now_there, who, changed_at)


def _who_and_when(db: ScopedSession, entry: Any) -> tuple[str, str]:
    """The first name of whoever made the entry, empty where it was the viewer; and when."""
    own = entry is not None and entry.user_id == db.viewer.user_id
    return "" if own else _first_name(entry), clock_time(entry.at) if entry else ""


def _latest(db: ScopedSession, client: Any, row_id: UUID, columns: list[str]) -> Any:
    """Who touched one of these columns last, and when."""
    return db.execute(
        _OF_CLIENT,
        {"practice": db.viewer.practice_id, "client": client.id, "row": row_id, "columns": columns},
    ).one_or_none()


def _adviser(db: ScopedSession, user_id: str) -> str:
    if user_id == "none":
        return "Nobody yet"
    found = text("select name from practice_user where practice_id = :practice and cast(id as text) = :id")
    return db.execute(found, {"practice": db.viewer.practice_id, "id": user_id}).scalar() or ""


def _first_name(entry: Any) -> str:
    if entry is None:
        return "Someone"
    if entry.user_id is None:
        return {"worker": "An import", "operator": "The operator"}.get(entry.actor, "Someone")
    return entry.name.split()[0] if entry.name else "Someone"


def heading(conflicts: list[Overtaken]) -> str:
    """Over the box: "Sipho changed 2 fields while you were typing."."""
    people = list(dict.fromkeys(one.who for one in conflicts))
    who = " and ".join(name or "You, in another window," for name in people)
    fields = "this" if len(conflicts) == 1 else f"{len(conflicts)} fields"
    return f"{who} changed {fields} while you were typing." if conflicts else ""
