"""What an opportunity may hold: read kindly, refused in a sentence where it cannot be kept."""

import re
from decimal import Decimal
from typing import Any

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client
from clientmanager.models.folding import folded
from clientmanager.models.opportunity import HowOften, Opportunity
from clientmanager.planning import money
from clientmanager.services import identity
from clientmanager.services.client_form import clean
from clientmanager.services.task_form import NOBODY, assignee_of

LABELS = {
    "title": "Opportunity",
    "client_id": "Client",
    "product": "Product",
    "adviser_id": "Adviser",
    "value": "Expected value",
    "how_often": "How often",
    "chance": "Chance",
    "expected_on": "Expected",
    "reason_lost": "Reason lost",
    "note": "Note",
    "stage_id": "Stage",
}
LONGEST = {"title": 200, "product": 200, "reason_lost": 300, "note": 20_000}
HOW_OFTEN = [
    (HowOften.ONCE.value, "Once"),
    (HowOften.MONTH.value, "Every month"),
    (HowOften.YEAR.value, "Every year"),
]
_CHANCE = re.compile(r"([0-9]{1,3})(?: ?%)?")


def set_value(db: ScopedSession, one: Opportunity, field: str, value: object) -> None:
    """Set one field to what was typed or chosen. A value that says how often ("1500 pm") says that too.

    Raises:
        Invalid: it cannot be kept; or there is no such field.
    """
    match field:
        case "title":
            one.title = read_text(value, "title")
            if not one.title:
                raise Invalid("Give the opportunity a few words, such as “Life cover”.", field="title")
        case "product":
            one.product = read_text(value, "product")
        case "note":
            one.note = read_text(value, "note", lines=True)
        case "reason_lost":
            one.reason_lost = read_reason(value)
        case "client_id":
            one.client_id = client_of(db, value).id
        case "adviser_id":
            one.adviser_id = assignee_of(db, value)
        case "value":
            amount = _amount(value)
            one.value = amount.rand if amount else None
            if amount and amount.how_often:
                one.how_often = amount.how_often
        case "how_often":
            if value not in set(HowOften):
                raise Invalid("Choose once, every month or every year.", field="how_often")
            one.how_often = str(value)
        case "chance":
            one.chance = _percent(value)
        case "expected_on":
            one.expected_on = identity.read_date(_typed(value)[:40], "expected_on")
        case _:
            raise Invalid("An opportunity has no such field.")
    one.folded = folded(f"{one.title} {one.product}")[:400]


def client_of(db: ScopedSession, value: object) -> Client:
    """The client an opportunity is for: there is always one."""
    if value in ("", NOBODY, None):
        raise Invalid("Choose the client it is for.", field="client_id")
    return db.fetch(Client, value)


def read_reason(value: object) -> str:
    """Why one was lost; never empty."""
    reason = read_text(value, "reason_lost")
    if not reason:
        raise Invalid("Say in a few words why it was lost.", field="reason_lost")
    return reason


def read_text(value: object, kind: str, *, lines: bool = False) -> str:
    text = _typed(value, kind)
    text = text if lines else " ".join(text.split())
    if len(text) > LONGEST[kind]:
        raise Invalid(f"This is longer than the {LONGEST[kind]} characters that fit here.", field=kind)
    return text


def shown(one: Opportunity, field: str) -> str:
    """What a field holds, as its editor shows it."""
    value: Any = getattr(one, field)
    if field.endswith("_id"):
        return str(value or NOBODY)
    if isinstance(value, Decimal):
        return money.written(value)
    if field == "chance":
        return percent_words(value)
    return str(value or "")


def percent_words(chance: int | None) -> str:
    """60 %"""
    return "" if chance is None else f"{chance}{money.NO_BREAK}%"


def _amount(value: object) -> money.Amount | None:
    said = _typed(value, "value")
    if not said:
        return None
    amount = money.read(said[:60])
    if amount is None:
        raise Invalid("Write the amount in rand, such as R1 234,56 or R1 500 pm.", field="value")
    return amount


def _percent(value: object) -> int | None:
    said = " ".join(_typed(value, "chance").split())
    if not said:
        return None
    found = _CHANCE.fullmatch(said)
    if not found or int(found[1]) > 100:
        raise Invalid("Write the chance in per cent, from 0 to 100; or leave it empty.", field="chance")
    return int(found[1])


def _typed(value: object, field: str = "expected_on") -> str:
    try:
        return clean("" if value is None else value)
    except ValueError:
        raise Invalid("This must be text.", field=field) from None
