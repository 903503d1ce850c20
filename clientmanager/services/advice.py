"""Records of advice while they are written: begun, changed field by field, discarded, and written anew once locked."""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.advice import Advice, AdviceVersion
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.planning import advice as planning
from clientmanager.services import client_page, drafts
from clientmanager.services.client_list import age
from clientmanager.services.tasks import Saved

LOCKED = "This version is locked, so nothing of it changes. Write a new version first."


@dataclass(frozen=True)
class Removed:
    """A product or a fee, as it stood and where."""

    what: str
    name: str
    line: dict[str, str]
    place: int


def begin(db: ScopedSession, client_id: object) -> str:
    """Begin a record of advice for a client; returns its id."""
    client = db.fetch(Client, client_id)
    db.viewer.require(Permission.WRITE_ADVICE)
    record = Advice(
        practice_id=client.practice_id,
        client_id=client.id,
        title=f"Advice of {_day()}",
        made_by=db.viewer.user_id,
        created_at=now(),
    )
    db.add(record)
    db.flush()
    _add_version(db, record, 1, planning.begun())
    return str(record.id)


def facts_of(db: ScopedSession, client_id: object) -> dict[str, str]:
    """What the practice knows of a client at this moment, as a record of advice shows it; ID numbers stay masked."""
    shown = client_page.page(db, client_id).client
    client = db.fetch(Client, client_id)
    known = {fact.field: fact.value for fact in shown.identity}
    born = known.get("birth_date", "")
    if client.birth_date and client.birth_date <= today():
        born += f", {age(client.birth_date)} years old"
    found = {
        "Client": shown.name,
        "ID number": known.get("id_number", ""),
        "Passport": known.get("passport_number", ""),
        "Registration number": known.get("registration_number", ""),
        "Born": born,
        "Phone": _first(shown, "phone"),
        "E-mail": _first(shown, "email"),
        "Address": _first(shown, "address").replace("\n", ", "),
        "Language": client.language,
        "Category": client.category,
        "Adviser": shown.adviser,
    }
    return {label: value for label, value in found.items() if value}


def set_field(db: ScopedSession, advice_id: object, field: object, value: object, was: object = None) -> Saved:
    """Change one field of the version that is being written.

    Args:
        was: what its writer saw there; None does not ask.

    Raises:
        Conflict: it is locked, or someone else changed the field since.
        Invalid: the value cannot be kept, or there is no such field.
    """
    record, version = writing(db, advice_id)
    name = field if isinstance(field, str) else ""
    before = record.title if name == planning.TITLE else planning.value(version.content, name)
    if before is None:
        raise Invalid("There is no such field here any more.")
    after = planning.read(name, value)
    if isinstance(was, str) and after != before and not same(name, was, before):
        raise Conflict("Someone else changed this meanwhile. Both are kept until you choose.")
    if name == planning.TITLE:
        if not after:
            raise Invalid("Give this record of advice a title.", field=name)
        if after != before:
            _require_never_locked(db, record)
            record.title = after
        return saved(db, version)
    return _write(db, version, planning.written(version.content, name, after))


def add_line(db: ScopedSession, advice_id: object, what: object) -> str:
    """One more product or fee; returns the first field of it."""
    _, version = writing(db, advice_id)
    kind, key = what if isinstance(what, str) else "", token_hex(4)
    _write(db, version, planning.with_line(version.content, kind, planning.new_line(kind, key)))
    return f"{kind}-{key}-{planning.OF[kind][0].name}"


def remove_line(db: ScopedSession, advice_id: object, what: object, key: object) -> Removed:
    _, version = writing(db, advice_id)
    kind = what if isinstance(what, str) and what in planning.OF else ""
    lines: list[dict[str, str]] = version.content.get(kind, [])
    place = next((place for place, line in enumerate(lines) if line["key"] == key), None)
    if place is None:
        raise NotFound("This was removed already.")
    line = lines[place]
    _write(db, version, {**version.content, kind: [*lines[:place], *lines[place + 1 :]]})
    name = line.get(planning.OF[kind][1 if kind == planning.PRODUCTS else 0].name)
    return Removed(kind, name or {"products": "a product", "fees": "a fee"}[kind], line, place)


def put_back(db: ScopedSession, advice_id: object, removed: Removed) -> None:
    """Undo of removing."""
    _, version = writing(db, advice_id)
    if (
        planning.value(version.content, f"{removed.what}-{removed.line['key']}-{planning.OF[removed.what][0].name}")
        is None
    ):
        _write(db, version, planning.with_line(version.content, removed.what, removed.line, removed.place))


def new_version(db: ScopedSession, advice_id: object) -> int:
    """Begin the next version as a copy of the last, which is locked. Returns its number."""
    record = _held(db, advice_id)
    db.viewer.require(Permission.WRITE_ADVICE)
    last = _last(db, record)
    if last.locked_at is None:
        raise Conflict("A new version is being written already. Finish or discard that one.")
    _add_version(db, record, last.number + 1, last.content)
    return last.number + 1


def discard(db: ScopedSession, advice_id: object) -> bool:
    """Drop the version that is being written, and the record where it has no other. Returns whether that stays."""
    record, version = writing(db, advice_id)
    db.execute(
        text(
            "delete from draft where practice_id = :practice and user_id = :user and client_id = :client"
            " and starts_with(place, :place)"
        ),
        {
            "practice": record.practice_id,
            "user": db.viewer.user_id,
            "client": record.client_id,
            "place": drafts.place_in_advice(record.id, ""),
        },
    )
    db.delete(version)
    db.flush()
    if version.number == 1:
        db.delete(record)
    return version.number > 1


def writing(db: ScopedSession, advice_id: object) -> tuple[Advice, AdviceVersion]:
    """The record and the version that is being written, for this transaction alone.

    Raises:
        Conflict: its last version is locked.
    """
    record = _held(db, advice_id)
    db.viewer.require(Permission.WRITE_ADVICE)
    version = _last(db, record)
    if version.locked_at:
        raise Conflict(LOCKED)
    return record, version


def saved(db: ScopedSession, version: AdviceVersion) -> Saved:
    version.changed_at, version.changed_by = now(), db.viewer.user_id
    db.flush()
    return Saved(version.changed_at.astimezone(SOUTH_AFRICA).strftime("%H:%M"))


def _write(db: ScopedSession, version: AdviceVersion, content: dict[str, Any]) -> Saved:
    version.content = content
    return saved(db, version)


def _held(db: ScopedSession, advice_id: object) -> Advice:
    """Two who change the same record come one after the other."""
    record = db.get(Advice, (db.viewer.practice_id, as_id(advice_id)), with_for_update=True, populate_existing=True)
    if record is None:
        raise NotFound("This record of advice is not here any more.")
    return record


def _last(db: ScopedSession, record: Advice) -> AdviceVersion:
    found = db.execute(
        text(
            "select id from advice_version where practice_id = :practice and advice_id = :advice"
            " order by number desc limit 1"
        ),
        {"practice": record.practice_id, "advice": record.id},
    ).scalar_one()
    version = db.get(AdviceVersion, (record.practice_id, found), populate_existing=True)
    if version is None:
        raise NotFound("This record of advice is not here any more.")
    return version


def _require_never_locked(db: ScopedSession, record: Advice) -> None:
    if _last(db, record).number > 1:
        raise Invalid("A version under this title is locked, so the title stays.", field=planning.TITLE)


def _add_version(db: ScopedSession, record: Advice, number: int, content: dict[str, Any]) -> None:
    moment = now()
    db.add(
        AdviceVersion(
            practice_id=record.practice_id,
            advice_id=record.id,
            number=number,
            content=content,
            client_facts=facts_of(db, record.client_id),
            created_at=moment,
            changed_at=moment,
            changed_by=db.viewer.user_id,
        )
    )
    db.flush()


def same(field: str, was: str, now_there: str) -> bool:
    """Whether a field holds what its writer saw there, however an amount was written."""
    if was == now_there or not was:
        return was == now_there
    try:
        return planning.read(field, was) == now_there
    except Invalid:
        return False


def _first(shown: Any, kind: str) -> str:
    return next((fact.value for fact in shown.contact if fact.field == kind), "")


def _day() -> str:
    return f"{today().day} {today():%b %Y}"
