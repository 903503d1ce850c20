"""What a client's page shows of one client, each fact as it is read and as it is edited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.models.client import Client
from clientmanager.services import identity
from clientmanager.services.addresses import Address
from clientmanager.services.client_form import (
    LABELS,
    birth_warning,
    contact_warning,
    registration_warning,
)
from clientmanager.services.client_list import age
from clientmanager.services.clients import shown_value


@dataclass(frozen=True)
class Fact:
    """One line of the page that can be edited in place."""

    field: str
    """A field of the client, or "phone", "email" or "address"."""
    label: str
    value: str
    """As it is read."""
    raw: str
    """As it is edited; empty where it is masked until revealed."""
    kind: str = "text"
    """text, email, phone, address, date, choice, hidden (masked until revealed)."""
    part: str = ""
    """The id of the e-mail, phone or address; empty for a field of the client itself."""
    warning: str = ""
    offers: str = ""
    """Which words are offered while one types: titles, genders, languages, categories."""
    preferred: bool = False
    """The first of several of its kind."""
    gone: bool = False
    """Someone else removed it while the viewer was typing in it."""


@dataclass(frozen=True)
class ClientView:
    id: str
    name: str
    about: list[str]
    """Title, what they are called, age, language; of others "Company" or "Trust"."""
    status: str
    category: str
    adviser: str
    initials: str
    """The adviser's."""
    archived: str
    """The day it was archived, or empty."""
    changed: str
    reach: str
    """The preferred phone, or else e-mail."""
    reach_note: str
    last_contact: str
    """ "3 days ago"."""
    contact_day: str
    tags: list[str]
    contact: list[Fact]
    identity: list[Fact]
    practice: list[Fact]
    note: str
    extra: list[Fact]


def client_view(row: Any) -> ClientView:
    """From a line of the client with its adviser's name, `tags`, `phones`, `emails` and `addresses`."""
    contact = [*_parts("phone", row.phones), *_parts("email", row.emails), *_parts("address", row.addresses)]
    reached = [fact for fact in contact if fact.preferred and fact.field != "address"]
    return ClientView(
        id=str(row.id),
        name=Client.full_name.fget(row),  # pyright: ignore[reportOptionalCall]
        about=_about(row),
        status=row.status,
        category=row.category,
        adviser=row.adviser or "",
        initials=_initials(row.adviser or ""),
        archived=_day_of(row.archived_at),
        changed=_day_of(row.changed_at),
        reach=reached[0].value if reached else "",
        reach_note=reached[1].value if len(reached) > 1 else "",
        last_contact=_ago(row.last_contact_on) if row.last_contact_on else "",
        contact_day=_day(row.last_contact_on),
        tags=row.tags or [],
        contact=contact,
        identity=_identity(row),
        practice=[
            Fact("adviser_id", LABELS["adviser_id"], row.adviser or "", str(row.adviser_id or "none"), "choice"),
            Fact("status", LABELS["status"], row.status.capitalize(), row.status, "choice"),
            _fact(row, "category", offers="categories"),
            _fact(row, "last_contact_on", "date", contact_warning(row)),
        ],
        note=row.note,
        extra=[Fact("extra", label, value, value) for label, value in row.extra.items()],
    )


def note_fact(row: Any) -> Fact:
    return Fact("note", LABELS["note"], row.note, row.note)


def _identity(row: Any) -> list[Fact]:
    if row.kind != "person":
        names = [name for name in ("first_names", "last_name") if getattr(row, name)]
        return [
            _fact(row, "entity_name"),
            _fact(row, "registration_number", warning=registration_warning(row)),
            *(_fact(row, name) for name in names),
            _fact(row, "language", offers="languages"),
        ]
    return [
        _fact(row, "title", offers="titles"),
        _fact(row, "first_names"),
        _fact(row, "last_name"),
        _fact(row, "preferred_name"),
        _hidden(row, "id_number", identity.id_number_warning(row.id_number)),
        _fact(row, "birth_date", "date", birth_warning(row)),
        _fact(row, "gender", offers="genders"),
        _fact(row, "language", offers="languages"),
        _hidden(row, "passport_number"),
        _fact(row, "passport_country"),
    ]


def _fact(row: Any, field: str, kind: str = "text", warning: str = "", offers: str = "") -> Fact:
    shown = shown_value(row, field)
    return Fact(field, LABELS[field], shown, shown, kind, warning=warning, offers=offers)


def _hidden(row: Any, field: str, warning: str = "") -> Fact:
    return Fact(field, LABELS[field], identity.masked(getattr(row, field)), "", "hidden", warning=warning)


def _parts(kind: str, lines: list[dict[str, Any]] | None) -> list[Fact]:
    return [part_fact(kind, line, preferred=place == 0) for place, line in enumerate(lines or [])]


def part_fact(kind: str, line: dict[str, Any], *, preferred: bool = False, gone: bool = False) -> Fact:
    """From the columns of an e-mail, phone or address."""
    text, warning = part_words(kind, line), ""
    if kind == "phone":
        warning = identity.phone_warning(line["number"])
    label = line["label"] or LABELS[kind]
    return Fact(kind, label, text, text, kind, line["id"], warning, preferred=preferred, gone=gone)


def part_words(kind: str, line: dict[str, Any]) -> str:
    if kind == "phone":
        return identity.show_phone(line["number"])
    if kind == "email":
        return line["address"]
    return Address(line["lines"], line["city"], line["province"], line["postal_code"], line["country"]).text


def _about(row: Any) -> list[str]:
    if row.kind != "person":
        return [row.kind.capitalize(), *filter(None, [row.language])]
    born = row.birth_date
    words = [
        row.title,
        row.preferred_name and f"called {row.preferred_name}",
        str(age(born)) if born and born <= today() else "",
        row.language,
    ]
    return [word for word in words if word]


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def _ago(day: date) -> str:
    days = (today() - day).days
    if days < 0:
        return _day(day)
    if days < 2:
        return ("today", "yesterday")[days].capitalize()
    if days < 60:
        return f"{days} days ago"
    return f"{days // 30} months ago" if days < 730 else f"{days // 365} years ago"


def _day_of(moment: datetime | None) -> str:
    return _day(moment.astimezone(SOUTH_AFRICA).date()) if moment else ""


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
