"""A record of advice as a screen shows it: its sections with what is missing, its versions, and what came of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clientmanager.planning import advice as planning
from clientmanager.services.advice_signing import WAYS
from clientmanager.services.audit_words import day, moment

_WAYS = dict(WAYS)
SOMEONE = "Someone who left"


# As a paper has them; Postgres keeps no order.
_FACTS = (
    "Client",
    "ID number",
    "Passport",
    "Registration number",
    "Born",
    "Phone",
    "E-mail",
    "Address",
    "Language",
    "Category",
    "Adviser",
)


@dataclass(frozen=True)
class BoxRow:
    field: str
    label: str
    hint: str
    value: str
    line: bool


@dataclass(frozen=True)
class ChoiceRow:
    field: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LineRow:
    """A product or a fee."""

    key: str
    name: str
    boxes: tuple[BoxRow, ...]
    choices: tuple[ChoiceRow, ...]


@dataclass(frozen=True)
class SectionRow:
    name: str
    number: int
    title: str
    law: str
    hint: str
    missing: str
    """What it waits for, in a sentence; empty where it is there."""
    choices: tuple[ChoiceRow, ...]
    boxes: tuple[BoxRow, ...]
    lines: tuple[LineRow, ...]
    adds: str
    """ "products" or "fees", where lines are added."""


@dataclass(frozen=True)
class DeliveryRow:
    id: str
    how: str
    day: str
    who: str
    note: str


@dataclass(frozen=True)
class SignatureRow:
    id: str
    name: str
    how: str
    at: str
    who: str


@dataclass(frozen=True)
class VersionRow:
    id: str
    number: int
    locked: str
    """When; empty while it is written."""
    locked_by: str
    digest: str
    """Of its PDF."""
    deliveries: tuple[DeliveryRow, ...]
    signatures: tuple[SignatureRow, ...]


def sections(content: Mapping[str, Any]) -> tuple[SectionRow, ...]:
    missing = planning.missing(content)
    return tuple(
        _section(section, place, content, missing.get(section.name, ""))
        for place, section in enumerate(planning.SECTIONS, 1)
    )


def in_order(facts: Mapping[str, str]) -> dict[str, str]:
    """What was known of a client, in the order in which it is read."""
    return {label: facts[label] for label in _FACTS if label in facts}


def version_row(row: Any) -> VersionRow:
    """From a line of the version with `locked_name`, `deliveries` and `signatures`."""
    return VersionRow(
        str(row.id),
        row.number,
        moment(row.locked_at) if row.locked_at else "",
        row.locked_name or SOMEONE,
        row.pdf_sha256,
        tuple(_delivery(one) for one in row.deliveries or ()),
        tuple(_signature(one) for one in row.signatures or ()),
    )


def _delivery(one: Mapping[str, Any]) -> DeliveryRow:
    return DeliveryRow(one["id"], _WAYS[one["how"]], _day(one["given_on"]), one["who"], one["note"])


def _signature(one: Mapping[str, Any]) -> SignatureRow:
    at = moment(_moment(one["signed_at"]))
    return SignatureRow(one["id"], one["signed_by"], "Drawn here" if one["drawn"] else "Scan", at, one["who"])


def _section(section: planning.Section, place: int, content: Mapping[str, Any], missing: str) -> SectionRow:
    choices: tuple[ChoiceRow, ...] = ()
    boxes = section.boxes
    if section.name == "replacement":
        choices = (_choice("replaces", "Does it replace a product?", content),)
        boxes = boxes if content.get("replaces") == planning.YES else ()
    if section.name == planning.FEES:
        choices = (_choice("charged", "Does the client pay anything?", content),)
    adds = section.name if section.name in planning.OF else ""
    if section.name == planning.FEES and content.get("charged") == planning.NO and not content[planning.FEES]:
        adds = ""
    lines = (
        tuple(_line(section.name, line, number) for number, line in enumerate(content[section.name], 1))
        if section.name in planning.OF
        else ()
    )
    return SectionRow(
        section.name, place, section.title, section.law, section.hint, missing, choices,
        tuple(_box(box.name, box, content.get(box.name, "")) for box in boxes), lines, adds,
    )  # fmt: skip


def _line(what: str, line: Mapping[str, str], number: int) -> LineRow:
    start = f"{what}-{line['key']}-"
    chosen = {"often": "How often", "kind": "Initial or ongoing"}
    return LineRow(
        line["key"],
        f"{'Product' if what == planning.PRODUCTS else 'Fee'} {number}",
        tuple(_box(start + box.name, box, _shown(box.name, line.get(box.name, ""))) for box in planning.OF[what]),
        tuple(
            ChoiceRow(start + name, chosen[name], line.get(name, ""), planning.CHOICES[name])
            for name in planning.CHOSEN_OF[what]
        ),
    )


def _box(field: str, box: planning.Box, value: str) -> BoxRow:
    return BoxRow(field, box.label, box.hint, value, box.line)


def _choice(name: str, label: str, content: Mapping[str, Any]) -> ChoiceRow:
    return ChoiceRow(name, label, content.get(name, ""), planning.CHOICES[name])


def _shown(name: str, value: str) -> str:
    return planning.rand_words(value) if name == "amount" else value


def _day(said: str) -> str:
    return day(date.fromisoformat(said))


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)
