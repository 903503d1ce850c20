"""What a file says about clients, before anything is decided about it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["person", "company", "trust"]


@dataclass(frozen=True)
class Labelled:
    """An e-mail address or a phone number, as written; `label` is "Home", "Work", "Mobile" … or ""."""

    label: str
    value: str


@dataclass(frozen=True)
class PostalAddress:
    """`lines` holds what comes before the city, one line below the other."""

    label: str
    lines: str
    city: str
    province: str
    postal_code: str
    country: str


@dataclass(frozen=True)
class Draft:
    """One row or card that can become a client; what is absent is ""."""

    row: int
    """The row a person sees in the spreadsheet, headings included, or the ordinal of the card."""
    kind: Kind
    title: str
    first_names: str
    last_name: str
    preferred_name: str
    entity_name: str
    registration_number: str
    id_number: str
    passport_number: str
    passport_country: str
    status: str
    category: str
    adviser: str
    note: str
    birth_date: date | None
    gender: str
    """female or male; other words are in `extra`."""
    language: str
    last_contact_on: date | None
    tags: tuple[str, ...]
    emails: tuple[Labelled, ...]
    phones: tuple[Labelled, ...]
    addresses: tuple[PostalAddress, ...]
    extra: tuple[tuple[str, str], ...]
    """What fits nowhere above: original heading or property, and value. A heading may occur more than once."""
    warnings: tuple[str, ...]
    sheet: str = ""
    """The sheet's name when a workbook has clients on more than one."""


@dataclass(frozen=True)
class RejectedRow:
    """A row or card that cannot become a client; `reason` is a sentence."""

    row: int
    reason: str
    sheet: str = ""


@dataclass(frozen=True)
class Reading:
    """A whole file. `warnings` names what was not read as rows: lines above the headings, other sheets."""

    kind: Literal["csv", "xlsx", "vcard"]
    recognised_as: str
    rows: tuple[Draft | RejectedRow, ...]
    warnings: tuple[str, ...] = ()
