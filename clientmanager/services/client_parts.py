"""A client's e-mails, phones and addresses: several of each, with labels; the first of a kind is preferred."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.client import Client, ClientAddress, ClientEmail, ClientPart, ClientPhone
from clientmanager.services import identity
from clientmanager.services.addresses import Address, read_address
from clientmanager.services.client_form import clean
from clientmanager.services.clients import Saved, changing, index, saved

PARTS: dict[str, type[ClientPart]] = {"phone": ClientPhone, "email": ClientEmail, "address": ClientAddress}
MOST_PARTS = 50
LONGEST_LABEL = 40
LONGEST_ADDRESS = 1000
ADDRESS = ("lines", "city", "province", "postal_code", "country")


@dataclass(frozen=True)
class Removed:
    """A part that was taken away, with all that putting it back needs."""

    kind: str
    columns: Mapping[str, Any]
    words: str


def add(db: ScopedSession, client_id: object, kind: object, value: object, label: object = "") -> Saved:
    """Add an e-mail, phone or address to a client, after those of its kind."""
    client = changing(db, client_id)
    table = _table(kind)
    positions = [part.position for part in _parts(db, client, table)]
    if len(positions) >= MOST_PARTS:
        raise Invalid(f"A client has at most {MOST_PARTS} of these.", field=str(kind))
    part = table(
        practice_id=client.practice_id,
        client_id=client.id,
        position=max(positions, default=-1) + 1,
        label=_label(label),
    )
    warning = _set_value(part, value)
    db.add(part)
    return _done(db, client, warning)


def change(
    db: ScopedSession, client_id: object, kind: object, part_id: object, value: object, was: object = None
) -> Saved:
    """Change an e-mail, phone or address; an empty value removes it.

    Args:
        was: what the writer saw before; None does not ask. When someone else changed it since, nothing is written.

    Raises:
        Conflict: it holds neither `was` nor the new value any more, or is gone.
    """
    client = changing(db, client_id)
    try:
        part = _part(db, client, kind, part_id)
    except NotFound:
        if was is None:
            raise
        raise Conflict("Someone else removed this meanwhile.") from None
    before = part_text(part)
    warning = "" if _is_empty(value) else _set_value(part, value)
    if isinstance(was, str) and clean(was) != before and (_is_empty(value) or part_text(part) != before):
        db.expunge(part)
        raise Conflict("Someone else changed this meanwhile.")
    if _is_empty(value):
        db.delete(part)
    return _done(db, client, warning)


def remove(db: ScopedSession, client_id: object, kind: object, part_id: object) -> Removed:
    """Take an e-mail, phone or address away; `put_back` brings it again."""
    client = changing(db, client_id)
    part = _part(db, client, kind, part_id)
    removed = Removed(str(kind), part.model_dump(), part_text(part).partition("\n")[0])
    db.delete(part)
    _done(db, client)
    return removed


def put_back(db: ScopedSession, client_id: object, removed: Removed) -> Saved:
    """Put a part where it was; nothing, where it is there already."""
    client = changing(db, client_id)
    table = _table(removed.kind)
    if db.get(table, (client.practice_id, removed.columns["id"])) is None:
        columns: dict[str, Any] = {**removed.columns, "practice_id": client.practice_id, "client_id": client.id}
        db.add(table(**columns))
    return _done(db, client)


def prefer(db: ScopedSession, client_id: object, kind: object, part_id: object) -> Saved:
    """Put an e-mail, phone or address before the others of its kind."""
    client = changing(db, client_id)
    preferred = _part(db, client, kind, part_id)
    others = [part for part in _parts(db, client, type(preferred)) if part.id != preferred.id]
    for position, part in enumerate([preferred, *others]):
        part.position = position
    return saved(db, client)


def relabel(db: ScopedSession, client_id: object, kind: object, part_id: object, label: object) -> Saved:
    """Call it Mobile, Work or anything else; an empty label is none."""
    client = changing(db, client_id)
    _part(db, client, kind, part_id).label = _label(label)
    return saved(db, client)


def part_text(part: ClientPart) -> str:
    """An e-mail, phone or address as it is read and edited."""
    if isinstance(part, ClientEmail):
        return part.address
    if isinstance(part, ClientPhone):
        return identity.show_phone(part.number)
    if isinstance(part, ClientAddress):
        return address_of(part).text
    raise TypeError(type(part).__name__)


def address_of(part: ClientAddress) -> Address:
    return Address(*(getattr(part, column) for column in ADDRESS))


def _parts(db: ScopedSession, client: Client, table: type[Any]) -> list[Any]:
    ours = (table.practice_id == client.practice_id, table.client_id == client.id)
    return list(db.execute(select(table).where(*ours).order_by(table.position, table.id)).scalars())


def _part(db: ScopedSession, client: Client, kind: object, part_id: object) -> ClientPart:
    part = db.fetch(_table(kind), part_id)
    if part.client_id != client.id:
        raise Invalid("That belongs to another client.")
    return part


def _table(kind: object) -> type[ClientPart]:
    table = PARTS.get(kind) if isinstance(kind, str) else None
    if table is None:
        raise Invalid("Choose e-mail, phone or address.")
    return table


def _label(value: object) -> str:
    label = " ".join(clean(value).split()) if isinstance(value, str) else ""
    if len(label) > LONGEST_LABEL:
        raise Invalid(f"A label has at most {LONGEST_LABEL} characters.", field="label")
    return label


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not clean(value))


def _set_value(part: ClientPart, value: object) -> str:
    text = clean(value) if isinstance(value, str) else ""
    if isinstance(part, ClientEmail):
        part.address = identity.read_email(text)
    elif isinstance(part, ClientPhone):
        part.number = identity.read_phone(text)
        return identity.phone_warning(part.number)
    elif isinstance(part, ClientAddress):
        if not text:
            raise Invalid("Write the address, a line for each part.", field="address")
        if len(text) > LONGEST_ADDRESS:
            raise Invalid(f"An address has at most {LONGEST_ADDRESS} characters.", field="address")
        for column, said in asdict(read_address(text, address_of(part))).items():
            setattr(part, column, said)
    return ""


def _done(db: ScopedSession, client: Client, warning: str = "") -> Saved:
    done = saved(db, client, warning)
    index(db, client)
    return done
