"""What was filled in inside a step: read by what each field asks for, kept as text."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from clientmanager.errors import Invalid
from clientmanager.planning.workflow import FieldKind, FormField
from clientmanager.planning.workflow_reading import printable

LONGEST_LINE = 300
LONGEST_LINES = 10_000
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_RAND = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,2})?")
# 12 500,00 and 12,500.00 alike: the last comma or full stop before one or two digits parts the cents.
_CENTS = re.compile(r"[.,]([0-9]{1,2})$")


def filled(fields: Sequence[FormField], given: object, *, unfinished: bool = False) -> dict[str, str]:
    """The answers by the field's key: a date as 2026-03-12, an amount as 12500.00, yes or no, else the text itself.

    What was not answered is left out; so is what no field asked for.

    Args:
        unfinished: more is still to be filled in, so that nothing is missing yet.

    Raises:
        Invalid: an answer that is needed is missing, or cannot be read; with the field's key as the field.
    """
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise Invalid("Fill in the form of this step.")
    answers = {field.key: _answer(field, given.get(field.key)) for field in fields}
    for field in fields:
        if field.required and not answers[field.key] and not unfinished:
            raise Invalid(f"Fill in “{field.words}” first.", field=field.key)
    return {key: answer for key, answer in answers.items() if answer}


def _answer(field: FormField, value: object) -> str:
    if value is None or value == "":
        return ""
    if field.kind == FieldKind.YES_NO and isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        raise Invalid("This must be text.", field=field.key)
    said = printable(value[: LONGEST_LINES + 1], lines=field.kind == FieldKind.LINES)
    most = LONGEST_LINES if field.kind == FieldKind.LINES else LONGEST_LINE
    if len(said) > most:
        raise Invalid(f"This is longer than the {most} characters that fit here.", field=field.key)
    if not said:
        return ""
    match field.kind:
        case FieldKind.YES_NO:
            return _one_of(said.lower(), ("yes", "no"), field)
        case FieldKind.CHOICE:
            return _one_of(said, field.options, field)
        case FieldKind.DATE:
            return _day(said, field)
        case FieldKind.RAND:
            return _rand(said, field)
        case FieldKind.TEXT | FieldKind.LINES:
            return said


def _one_of(said: str, options: Sequence[str], field: FormField) -> str:
    if said not in options:
        raise Invalid(f"Choose one of: {', '.join(options)}.", field=field.key)
    return said


def _day(said: str, field: FormField) -> str:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise Invalid("Write the date as 2026-03-12.", field=field.key)
    return day.isoformat()


def _rand(said: str, field: FormField) -> str:
    bare = re.sub(r"\s", "", said.removeprefix("R").removeprefix("r"))
    cents = _CENTS.search(bare)
    whole = re.sub("[.,]", "", bare[: cents.start()] if cents else bare)
    amount = f"{whole}.{cents[1]}" if cents else whole
    if not _RAND.fullmatch(amount):
        raise Invalid("Write the amount in rand, such as 12 500,00.", field=field.key)
    return f"{Decimal(amount):.2f}"
