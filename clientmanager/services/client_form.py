"""What a new or changed client may hold: read kindly, refused only where it cannot be kept."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from clientmanager.clock import today
from clientmanager.errors import Invalid
from clientmanager.models.client import Client, ClientKind, ClientStatus
from clientmanager.services import identity

LABELS = {
    "kind": "Kind",
    "title": "Title",
    "first_names": "First names",
    "last_name": "Surname",
    "preferred_name": "Called",
    "entity_name": "Registered name",
    "registration_number": "Registration number",
    "id_number": "ID number",
    "passport_number": "Passport",
    "passport_country": "Passport country",
    "birth_date": "Born",
    "gender": "Gender",
    "language": "Language",
    "adviser_id": "Adviser",
    "status": "Status",
    "category": "Category",
    "last_contact_on": "Last contact",
    "note": "Note",
    "email": "E-mail",
    "phone": "Phone",
    "address": "Address",
}
LONGEST = {
    "note": 20_000,
    "category": 40,
    "title": 40,
    "id_number": 40,
    "passport_number": 40,
    "passport_country": 60,
    "gender": 40,
    "language": 60,
    "tag": 40,
}
LONGEST_NAME = 200

# Offered while one types; anything else may be written.
TITLES = ["Mr", "Ms", "Mrs", "Miss", "Dr", "Prof", "Adv", "Mnr", "Mev", "Rev"]
GENDERS = ["Female", "Male"]
LANGUAGES = [
    "Afrikaans", "English", "isiNdebele", "isiXhosa", "isiZulu", "Sepedi", "Sesotho", "Setswana", "siSwati",
    "South African Sign Language", "Tshivenḓa", "Xitsonga",
]  # fmt: skip
"""The official languages: section 6 of the Constitution, as amended in 2023."""
PART_LABELS = {
    "phone": ["Mobile", "Home", "Work", "WhatsApp", "Spouse", "Assistant"],
    "email": ["Home", "Work", "Spouse", "Assistant"],
    "address": ["Home", "Work", "Postal", "Registered", "Holiday home"],
}

HIDDEN = ("id_number", "passport_number")
"""Masked on a screen until revealed."""
FROM_THE_ID_NUMBER = ("birth_date", "gender")
_COMPANY_NUMBER = re.compile(r"[0-9]{4}/[0-9]{6}/[0-9]{2}")


_UNKEPT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?")


def clean(value: object) -> str:
    """Text as it is kept: no characters that Postgres or a spreadsheet would choke on, no space around it."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("this must be text")
    return keepable(value).strip()


def keepable(text: str) -> str:
    """Without characters that Postgres or a spreadsheet would choke on."""
    return _UNKEPT.sub("", _LINE_END.sub("\n", text))


Text = Annotated[str, BeforeValidator(clean)]


class ClientForm(BaseModel):
    """The fields of a new client. Several e-mails and phones are added on the client's page."""

    model_config = ConfigDict(extra="forbid")

    kind: ClientKind = ClientKind.PERSON
    title: Text = ""
    first_names: Text = ""
    last_name: Text = ""
    preferred_name: Text = ""
    entity_name: Text = ""
    registration_number: Text = ""
    id_number: Text = ""
    passport_number: Text = ""
    passport_country: Text = ""
    birth_date: Text = ""
    gender: Text = ""
    language: Text = ""
    adviser_id: UUID | None = None
    status: ClientStatus = ClientStatus.ACTIVE
    category: Text = ""
    note: Text = ""
    email: Text = ""
    phone: Text = ""
    even_so: Annotated[bool, Field(description="Create it although there is someone like it.")] = False

    @model_validator(mode="before")
    @classmethod
    def _no_adviser(cls, data: Any) -> Any:
        return {key: value for key, value in data.items() if not (key == "adviser_id" and value in ("", "none"))}


def read_form(values: object) -> ClientForm:
    """Raises Invalid with the field it belongs beside."""
    if not isinstance(values, dict):
        raise Invalid("Fill in the form again, please.")
    try:
        return ClientForm.model_validate(values)
    except ValidationError as error:
        place = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
        label = LABELS.get(place, "This form")
        raise Invalid(
            f"{label} is not something that can be kept here. Choose or type it again.", field=place
        ) from None


def set_value(client: Client, field: str, value: object) -> str:
    """Put one value on a client, read as its field wants it.

    Returns: a warning in a sentence where the value is kept but unusual, else "".

    Raises:
        Invalid: it cannot be kept; the message says why, `field` names where.
    """
    try:
        text = clean(value)
    except ValueError:
        raise Invalid("Type it again, please: this was not text.", field=field) from None
    longest = LONGEST.get(field, LONGEST_NAME)
    if len(text) > longest:
        raise Invalid(f"This is {len(text) - longest} characters too long; {longest} fit.", field=field)
    warning = ""
    match field:
        case "kind":
            client.kind = _choice(ClientKind, text, field)
            client.sort()
        case "status":
            client.status = _choice(ClientStatus, text, field)
        case "birth_date":
            client.birth_date = identity.read_date(text)
            warning = birth_warning(client)
        case "last_contact_on":
            client.last_contact_on = identity.read_date(text, field)
            warning = contact_warning(client)
        case "id_number":
            client.id_number = identity.read_id_number(text)
            warning = identity.id_number_warning(client.id_number)
            client.birth_date = client.birth_date or identity.birth_date_of(client.id_number)
            client.gender = client.gender or identity.gender_of(client.id_number)
        case "gender":
            one_line = " ".join(text.split())
            client.gender = one_line.lower() if one_line.capitalize() in GENDERS else one_line
        case "registration_number":
            client.registration_number = " ".join(text.split())
            warning = registration_warning(client)
        case "first_names" | "last_name" | "entity_name":
            setattr(client, field, " ".join(text.split()))
            if not (client.first_names or client.last_name or client.entity_name):
                raise Invalid("A client needs a name.", field=field)
            client.sort()
        case "title" | "preferred_name" | "passport_number" | "passport_country" | "language" | "category":
            setattr(client, field, " ".join(text.split()))
        case "note":
            client.note = text
        case _:
            raise Invalid("There is no such field.", field="")
    return warning


def _choice(choices: type[ClientKind] | type[ClientStatus], text: str, field: str) -> str:
    try:
        return choices(text)
    except ValueError:
        raise Invalid(f"Choose one of: {', '.join(choices)}.", field=field) from None


def birth_warning(client: Any) -> str:
    """What is unusual about the birth date, in a sentence; empty when nothing is."""
    born = client.birth_date
    if born is None:
        return ""
    if born > today():
        return "This is in the future. Check the document."
    if born < date(today().year - 120, 1, 1):
        return "This is more than 120 years ago. Check the document."
    from_id = identity.birth_date_of(client.id_number)
    if from_id and (from_id.month, from_id.day, from_id.year % 100) != (born.month, born.day, born.year % 100):
        return "The ID number says another date. Check the document."
    return ""


def contact_warning(client: Any) -> str:
    later = client.last_contact_on and client.last_contact_on > today()
    return "This day is still to come." if later else ""


def registration_warning(client: Any) -> str:
    """Companies' numbers have one form (CIPC); trusts' have as many as there are Masters' offices."""
    unusual = client.kind == ClientKind.COMPANY and client.registration_number
    if unusual and not _COMPANY_NUMBER.fullmatch(client.registration_number):
        return "A company's number is written 2015/123456/07. Check the document."
    return ""


def gender_shown(gender: str) -> str:
    """Female and Male are kept small; what else was written stays as it is."""
    return gender.capitalize() if gender.capitalize() in GENDERS else gender
