"""One client as their page shows them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import ScopedSession
from clientmanager.models.client import Client, ClientAddress, ClientEmail, ClientPart, ClientPhone, ClientStatus
from clientmanager.models.permission import Permission
from clientmanager.models.user import User
from clientmanager.services import identity
from clientmanager.services.client_form import LABELS, birth_warning
from clientmanager.services.client_list import about
from clientmanager.services.clients import part_text


@dataclass(frozen=True)
class Fact:
    """One line of the page that can be edited in place."""

    field: str
    label: str
    value: str
    """As it is read."""
    raw: str
    """As it is edited."""
    kind: str = "text"
    """text, email, phone, date, choice, long, hidden (masked until revealed)."""
    part: str = ""
    """The id of the e-mail, phone or address; empty for a field of the client itself."""
    warning: str = ""


@dataclass(frozen=True)
class ClientView:
    id: str
    name: str
    about: str
    called: str
    status: str
    category: str
    adviser: str
    archived: str
    """The day it was archived, or empty."""
    changed: str
    reach: str
    """The preferred phone, or else e-mail."""
    contact: list[Fact]
    identity: list[Fact]
    practice: list[Fact]
    note: str
    extra: list[Fact]


def view(db: ScopedSession, client_id: object) -> ClientView:
    """Everything the page shows; that it was looked at is written down, once an hour."""
    client = db.fetch(Client, client_id)
    db.viewer.require(Permission.SEE_CLIENTS)
    if db.viewer.user_id:
        db.execute(text("select record_view(:id)"), {"id": client.id})
    adviser = db.get(User, (client.practice_id, client.adviser_id)) if client.adviser_id else None
    contact = _contact(db, client)
    return ClientView(
        id=str(client.id),
        name=client.full_name,
        about=about(client.kind, client.birth_date),
        called=client.preferred_name,
        status=client.status,
        category=client.category,
        adviser=adviser.name if adviser else "",
        archived=_day(client.archived_at),
        changed=_day(client.changed_at),
        reach=next((fact.value for fact in contact if fact.kind in ("phone", "email")), ""),
        contact=contact,
        identity=_identity(client),
        practice=[
            _fact("adviser_id", adviser.name if adviser else "", str(client.adviser_id or "none"), "choice"),
            _fact("status", client.status.capitalize(), client.status, "choice"),
            _fact("category", client.category, client.category),
        ],
        note=client.note,
        extra=[Fact(field="extra", label=label, value=value, raw=value) for label, value in client.extra.items()],
    )


def advisers(db: ScopedSession) -> list[tuple[str, str]]:
    """Who may look after clients, as (id, name): everyone who still works here, but compliance."""
    db.viewer.require(Permission.SEE_CLIENTS)
    rows = db.execute(
        text(
            "select id, name from practice_user where practice_id = :practice and deactivated_at is null"
            " and role <> 'compliance' order by name"
        ),
        {"practice": db.viewer.practice_id},
    )
    return [("none", "Nobody yet"), *((str(row.id), row.name) for row in rows)]


STATUSES = [(status.value, status.value.capitalize()) for status in ClientStatus]


def _fact(field: str, value: str, raw: str, kind: str = "text", warning: str = "") -> Fact:
    return Fact(field=field, label=LABELS[field], value=value, raw=raw, kind=kind, warning=warning)


def _identity(client: Client) -> list[Fact]:
    born = client.birth_date
    if client.kind == "person":
        names = [
            _fact("title", client.title, client.title),
            _fact("first_names", client.first_names, client.first_names),
            _fact("last_name", client.last_name, client.last_name),
            _fact("preferred_name", client.preferred_name, client.preferred_name),
        ]
        numbers = [
            _fact(
                "id_number",
                identity.masked(client.id_number),
                "",
                "hidden",
                identity.id_number_warning(client.id_number),
            ),
            _fact("passport_number", identity.masked(client.passport_number), "", "hidden"),
            _fact("passport_country", client.passport_country, client.passport_country),
            _fact(
                "birth_date",
                f"{born.day} {born:%b %Y}" if born else "",
                born.isoformat() if born else "",
                "date",
                birth_warning(client),
            ),
        ]
        return names + numbers
    return [
        _fact("entity_name", client.entity_name, client.entity_name),
        _fact("registration_number", client.registration_number, client.registration_number),
    ]


def _contact(db: ScopedSession, client: Client) -> list[Fact]:
    def parts(table: type[Any]) -> list[Any]:
        ours = (table.practice_id == client.practice_id, table.client_id == client.id)
        return list(db.execute(select(table).where(*ours).order_by(table.position, table.id)).scalars())

    def part(kind: str, row: ClientPart, warning: str = "") -> Fact:
        value, form = part_text(row), "long" if kind == "address" else kind
        return Fact(kind, row.label or LABELS[kind], value, value, form, str(row.id), warning)

    return [
        *(part("phone", phone, identity.phone_warning(phone.number)) for phone in parts(ClientPhone)),
        *(part("email", email) for email in parts(ClientEmail)),
        *(part("address", address) for address in parts(ClientAddress)),
    ]


def _day(moment: Any) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(SOUTH_AFRICA)
    return f"{local.day} {local:%b %Y}"
