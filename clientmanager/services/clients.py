"""What people do with a client: create, change, archive, bring back."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.client import Client, ClientEmail, ClientPhone, ClientToken
from clientmanager.models.folding import search_tokens
from clientmanager.models.permission import Permission
from clientmanager.models.user import Role, User
from clientmanager.services import identity
from clientmanager.services.client_duplicates import Similar, similar_to
from clientmanager.services.client_form import FROM_THE_ID_NUMBER, HIDDEN, clean, gender_shown, read_form, set_value

SEARCHED = frozenset(
    {"first_names", "last_name", "preferred_name", "entity_name", "id_number", "passport_number", "registration_number"}
)
"""The fields by which a client is found."""
TOKENS_AT_ONCE = 2_000
"""Clients, not tokens."""


@dataclass(frozen=True)
class Saved:
    """What a field holds now, as a screen shows it beside "Saved 14:02"."""

    at: str
    warning: str = ""
    also: tuple[str, ...] = ()
    """Other fields that were empty and were filled in from this one."""


@dataclass(frozen=True)
class Created:
    """Either the new client's id, or those it may duplicate (and then nothing was created)."""

    id: str = ""
    similar: tuple[Similar, ...] = ()


def create(db: ScopedSession, values: object) -> Created:
    """Add a client; a possible duplicate is pointed out first, and created only with `even_so`."""
    db.viewer.require(Permission.EDIT_CLIENTS)
    form = read_form(values)
    moment = now()
    client = Client(practice_id=db.viewer.practice_id, created_at=moment, changed_at=moment)
    given = form.model_dump(exclude={"email", "phone", "adviser_id", "even_so"})
    for field in ("entity_name", "last_name", "first_names"):
        if given[field]:
            set_value(client, field, given[field])
    if not client.sort_name:
        raise Invalid("A client needs a name.", field="last_name" if form.kind == "person" else "entity_name")
    for field, value in given.items():
        if value:
            set_value(client, field, str(value))
    email = identity.read_email(form.email) if form.email else ""
    phone = identity.read_phone(form.phone) if form.phone else ""
    client.adviser_id = adviser_of(db, form.adviser_id)
    if not form.even_so and (similar := similar_to(db, client, email, phone)):
        return Created(similar=similar)
    db.add(client)
    db.flush()
    if email:
        db.add(ClientEmail(practice_id=client.practice_id, client_id=client.id, address=email))
    if phone:
        db.add(ClientPhone(practice_id=client.practice_id, client_id=client.id, number=phone))
    db.flush()
    index(db, client)
    return Created(id=str(client.id))


def set_field(db: ScopedSession, client_id: object, field: object, value: object, was: object = None) -> Saved:
    """Change one field.

    Args:
        was: what the writer saw before; None does not ask. When someone else changed it since, nothing is written.

    Raises:
        Conflict: the field holds neither `was` nor the new value any more.
        Invalid: the value cannot be kept.
    """
    client = changing(db, client_id)
    name = field if isinstance(field, str) else ""
    before = shown_value(client, name)
    empty = [other for other in FROM_THE_ID_NUMBER if not getattr(client, other)] if name == "id_number" else []
    if name == "adviser_id":
        client.adviser_id, warning = adviser_of(db, value), ""
    else:
        warning = set_value(client, name, value)
    if isinstance(was, str) and not _is_same(was, before, name) and shown_value(client, name) != before:
        db.expunge(client)
        raise Conflict("Someone else changed this meanwhile.")
    done = saved(db, client, warning, tuple(other for other in empty if getattr(client, other)))
    if name in SEARCHED:
        index(db, client)
    return done


def changing(db: ScopedSession, client_id: object) -> Client:
    """The client, for this transaction alone: two who change the same one come one after the other."""
    key = (db.viewer.practice_id, as_id(client_id))
    client = db.get(Client, key, with_for_update={"key_share": True}, populate_existing=True)
    if client is None:
        raise NotFound
    db.viewer.require(Permission.EDIT_CLIENTS)
    return client


def saved(db: ScopedSession, client: Client, warning: str = "", also: tuple[str, ...] = ()) -> Saved:
    """Date the client's change, and say when that was."""
    client.changed_at = now()
    db.flush()
    return Saved(client.changed_at.astimezone(SOUTH_AFRICA).strftime("%H:%M"), warning, also)


def shown_value(client: Any, field: str) -> str:
    """What a field holds, as its editor shows it; "none" is the adviser of those who have none."""
    value = getattr(client, field) if field in Client.model_fields else ""
    if field == "adviser_id":
        return str(value or "none")
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return gender_shown(value) if field == "gender" else str(value or "")


def _is_same(was: str, now_there: str, field: str) -> bool:
    """Whether the writer saw what is there: dates in any writing, and numbers perhaps masked."""
    if field in ("birth_date", "last_contact_on"):
        return identity.read_date(was, field) == identity.read_date(now_there, field)
    return clean(was) in (now_there, identity.masked(now_there) if field in HIDDEN else now_there)


def adviser_of(db: ScopedSession, value: object) -> UUID | None:
    """Who may look after clients: someone who works here and does more than read; None where nobody was chosen."""
    if value in ("", "none", None):
        return None
    adviser = db.fetch(User, value)
    if adviser.deactivated_at:
        raise Invalid("This person has left the practice. Choose someone else.", field="adviser_id")
    if adviser.role == Role.COMPLIANCE:
        raise Invalid(
            "This person looks at clients, but has none of their own. Choose someone else.", field="adviser_id"
        )
    return adviser.id


def archive(db: ScopedSession, client_id: object, reason: object = "") -> str:
    """Take a client off the active list; everything about them stays. Returns the client's name."""
    client = db.fetch(Client, client_id)
    db.viewer.require(Permission.ARCHIVE_CLIENTS)
    client.archive(at=now(), reason=clean(reason)[:200] if isinstance(reason, str) else "")
    return client.name


def unarchive(db: ScopedSession, client_id: object) -> str:
    client = db.fetch(Client, client_id)
    db.viewer.require(Permission.ARCHIVE_CLIENTS)
    client.unarchive()
    return client.name


def reveal(db: ScopedSession, client_id: object) -> tuple[str, str]:
    """The ID and passport number in full; that it was revealed is written down."""
    client = db.fetch(Client, client_id)
    db.viewer.require(Permission.SEE_CLIENTS)
    db.execute(
        text("select record_event('reveal', 'client', :id, '{\"fields\": [\"id_number\", \"passport_number\"]}')"),
        {"id": client.id},
    )
    return client.id_number, client.passport_number


def index(db: ScopedSession, client: Client) -> None:
    """Bring the client's search tokens up to date."""
    wanted = _tokens(db, [client.id]).get(client.id, set())
    ours = (ClientToken.practice_id == client.practice_id) & (ClientToken.client_id == client.id)
    present = set(db.execute(select(ClientToken.token).where(ours)).scalars())  # pyright: ignore[reportCallIssue, reportArgumentType]
    if gone := present - wanted:
        db.execute(delete(ClientToken).where(ours, ClientToken.token.in_(gone)))  # pyright: ignore[reportAttributeAccessIssue, reportArgumentType]
    _insert_tokens(db, {client.id: wanted - present})


def reindex(db: ScopedSession, ids: list[UUID] | None = None) -> None:
    """Make the search tokens of clients that have none yet: after an import or a restore."""
    _insert_tokens(db, _tokens(db, ids))


def _insert_tokens(db: ScopedSession, tokens: dict[UUID, set[str]]) -> None:
    found = list(tokens.items())
    for start in range(0, len(found), TOKENS_AT_ONCE):
        some = {str(client_id): sorted(words) for client_id, words in found[start : start + TOKENS_AT_ONCE]}
        db.execute(
            text(
                "insert into client_token (practice_id, client_id, token, sort_name, archived)"
                " select c.practice_id, c.id, jsonb_array_elements_text(said.value), c.sort_name,"
                "   c.archived_at is not null"
                " from jsonb_each(cast(:tokens as jsonb)) as said"
                " join client c on c.practice_id = :practice and c.id = cast(said.key as uuid)"
            ),
            {"practice": db.viewer.practice_id, "tokens": json.dumps(some, ensure_ascii=False)},
        )


def _tokens(db: ScopedSession, ids: list[UUID] | None) -> dict[UUID, set[str]]:
    rows = db.execute(
        text(
            "select c.id, c.first_names, c.last_name, c.preferred_name, c.entity_name, c.id_number, c.passport_number,"
            " c.registration_number,"
            " array(select e.address from client_email e where e.practice_id = c.practice_id and e.client_id = c.id),"
            " array(select p.number from client_phone p where p.practice_id = c.practice_id and p.client_id = c.id)"
            " from client c where c.practice_id = :practice and (:everyone or c.id = any(:ids))"
        ),
        {"practice": db.viewer.practice_id, "everyone": ids is None, "ids": ids or []},
    )
    return {
        row[0]: search_tokens(
            names=[name for name in row[1:5] if name],
            numbers=[number for number in row[5:8] if number],
            emails=row[8],
            phones=row[9],
        )
        for row in rows
    }
