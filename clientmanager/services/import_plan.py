"""What each row of a file becomes: decided in memory, so that a dry run and the import itself cannot differ.

A row is a client that is here already when it has their ID, passport or registration number and a name that is not
quite another; or their name and, of e-mail, phone and birth date, at least one the same or nothing to tell them apart.
Otherwise it is someone new. What a file says twice of one client in two ways is kept both ways: no row loses a value.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from clientmanager.clock import now
from clientmanager.errors import Invalid
from clientmanager.imports import Draft, RejectedRow
from clientmanager.models.base import new_id
from clientmanager.models.folding import folded
from clientmanager.services import identity
from clientmanager.services.client_form import LABELS, LONGEST, clean, set_value
from clientmanager.services.import_known import Address, Everyone, Known, plain_client

FIELDS = (
    "kind",
    "entity_name",
    "last_name",
    "first_names",
    "title",
    "preferred_name",
    "registration_number",
    "id_number",
    "passport_number",
    "passport_country",
    "birth_date",
    "gender",
    "language",
    "last_contact_on",
    "status",
    "category",
    "note",
)
LONGEST_ADDRESS_PART = 1000
Kept = list[tuple[str, str]]
"""What fits nowhere: heading and value."""


@dataclass(frozen=True)
class Advisers:
    """Who may look after clients here."""

    by_name: dict[str, UUID]
    """Folded name or e-mail, where only one person has it."""
    names: dict[UUID, str]


@dataclass(frozen=True)
class Became:
    """What one row became."""

    row: int
    outcome: str
    """created, updated, unchanged or rejected."""
    name: str = ""
    id: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """What the row says, by the label of the field it went to."""
    changes: tuple[tuple[str, str, str], ...] = ()
    """For an update: label, before, after."""
    warnings: tuple[str, ...] = ()
    reason: str = ""
    sheet: str = ""


class Plan:
    """Takes rows one by one; keeps what has to be written at the end."""

    def __init__(self, practice_id: UUID, known: Iterable[Known], advisers: Advisers, adviser: UUID | None) -> None:
        """
        Args:
            adviser: whose clients the new ones become, unless the row names someone.
        """
        self._practice_id = practice_id
        self._advisers = advisers
        self._adviser = adviser
        self._everyone = Everyone(known)
        self.touched: dict[UUID, Known] = {}

    def take(self, draft: Draft | RejectedRow) -> Became:
        if isinstance(draft, RejectedRow):
            return Became(draft.row, "rejected", reason=draft.reason, sheet=draft.sheet)
        wanted, kept, warnings = self._read(draft)
        if not wanted.client.sort_name:
            return Became(draft.row, "rejected", reason="This row has no name.", sheet=draft.sheet)
        present, doubt = self._everyone.match(wanted)
        warnings += doubt
        fields = _fields(wanted, kept)
        if wanted.client.adviser_id:
            fields[LABELS["adviser_id"]] = self._advisers.names[wanted.client.adviser_id]
        changes: list[tuple[str, str, str]] = []
        if present is None:
            wanted.is_new = True
            list(_keep_with(wanted, kept))
            wanted.new_emails, wanted.new_phones = dict(wanted.emails), dict(wanted.phones)
            wanted.new_addresses, wanted.new_tags = dict(wanted.addresses), dict(wanted.tags)
            wanted.client.adviser_id = wanted.client.adviser_id or self._adviser
            outcome, one = "created", wanted
        else:
            changes += self._merge(present, wanted, kept, warnings)
            outcome, one = ("updated" if changes else "unchanged"), present
        if outcome != "unchanged":
            self._everyone.remember(one)
            self.touched[one.client.id] = one
        return Became(
            draft.row,
            outcome,
            one.client.name,
            str(one.client.id),
            fields,
            tuple(changes),
            tuple(warnings),
            sheet=draft.sheet,
        )

    def _read(self, draft: Draft) -> tuple[Known, Kept, list[str]]:
        """The row as a client, what fits nowhere, and what is unusual about it. Nothing of it is lost."""
        moment = now()
        client = plain_client(id=new_id(), practice_id=self._practice_id, created_at=moment, changed_at=moment)
        one = Known(client)
        kept: Kept = []
        warnings = list(draft.warnings)
        for heading, value in draft.extra:
            _keep(kept, heading, value)
        for name in FIELDS:
            value = getattr(draft, name)
            given = value.isoformat() if isinstance(value, date) else value
            if not given:
                continue
            try:
                warning = set_value(client, name, given)
                one.said.add(name)
            except Invalid as refusal:
                _keep(kept, LABELS[name], str(given))
                warning = str(refusal)
            if warning:
                warnings.append(f"{LABELS[name]}: {warning}")
        if draft.adviser:
            client.adviser_id = self._advisers.by_name.get(folded(draft.adviser))
            if client.adviser_id is None:
                _keep(kept, LABELS["adviser_id"], draft.adviser)
            else:
                one.said.add("adviser_id")
        for tag in map(clean, draft.tags):
            if len(tag) <= LONGEST["tag"] and (key := folded(tag)):
                one.tags.setdefault(key, tag)
            else:
                _keep(kept, "Tags", tag)
        for label, said, into, read in (
            ("E-mail", draft.emails, one.emails, identity.read_email),
            ("Phone", draft.phones, one.phones, identity.read_phone),
        ):
            for labelled in said:
                try:
                    into.setdefault(read(clean(labelled.value)), clean(labelled.label))
                except Invalid as refusal:
                    _keep(kept, label, labelled.value)
                    warnings.append(f"{label}: {refusal}")
        for a in draft.addresses:
            parts = tuple(clean(part) for part in (a.lines, a.city, a.province, a.postal_code, a.country))
            if max(map(len, parts)) > LONGEST_ADDRESS_PART:
                _keep(kept, "Address", _shown(parts))
            elif any(parts):
                one.addresses.setdefault(cast("Address", parts), clean(a.label))
        return one, kept, warnings

    def _merge(self, present: Known, wanted: Known, kept: Kept, warnings: list[str]) -> Iterator[tuple[str, str, str]]:
        """Bring a client up to what a row says: what the row leaves empty stays, what it says anew replaces."""
        client = present.client
        # a file's kind is often a guess from the name, so it never changes a client's
        said = wanted.said - {"kind", "adviser_id"}
        if wanted.client.birth_date and not client.birth_date:
            said.add("birth_date")  # the ID number told it
        for name in FIELDS:
            new, old = getattr(wanted.client, name), getattr(client, name)
            if name not in said or new == old or (name == "note" and str(new) in str(old)):
                continue
            if name == "note" and old:
                new = f"{old}\n\n{new}"
            elif old and name in present.said:
                _keep(kept, LABELS[name], _shown(new))
                warnings.append(f"{LABELS[name]}: another row says {_shown(old)}; both are kept.")
                continue
            setattr(client, name, new)
            present.changed.add(name)
            yield LABELS[name], _shown(old), _shown(new)
        present.said |= said
        yield from self._give(present, wanted.client.adviser_id, kept)
        yield from _keep_with(present, kept)
        client.sort()
        for label, mine, theirs, fresh in (
            ("E-mail", present.emails, wanted.emails, present.new_emails),
            ("Phone", present.phones, wanted.phones, present.new_phones),
            ("Address", present.addresses, wanted.addresses, present.new_addresses),
            ("Tag", present.tags, wanted.tags, present.new_tags),
        ):
            here = {str(value).casefold() for value in mine}
            for value, kind in theirs.items():
                if str(value).casefold() not in here:
                    mine[value] = fresh[value] = kind  # pyright: ignore[reportArgumentType]
                    yield label, "", _shown(kind if label == "Tag" else value)

    def _give(self, present: Known, adviser: UUID | None, kept: Kept) -> Iterator[tuple[str, str, str]]:
        """The client to the adviser whom a row names."""
        client, names = present.client, self._advisers.names
        if adviser and adviser != client.adviser_id:
            if "adviser_id" in present.said:
                _keep(kept, LABELS["adviser_id"], names[adviser])
                return
            yield LABELS["adviser_id"], names.get(client.adviser_id, "") if client.adviser_id else "", names[adviser]
            client.adviser_id = adviser
            present.changed.add("adviser_id")
        if adviser:
            present.said.add("adviser_id")


def _keep(kept: Kept, heading: str, value: str) -> None:
    """Keep what fits nowhere under its own heading."""
    if value := clean(value):
        kept.append((clean(heading) or "Without a heading", value))


def _keep_with(one: Known, kept: Kept) -> Iterator[tuple[str, str, str]]:
    """Under its heading, instead of what an earlier file said there, and beside what this one did."""
    extra = dict(one.client.extra)
    for heading, value in kept:
        places = list(_numbered(heading, extra))
        said = [place for place in places if extra.get(place) == value]
        if not said:
            place = places[-1] if f"extra:{heading}" in one.said else heading
            yield place, extra.get(place, ""), value
            extra[place] = value
            one.changed.add(f"extra:{place}")
            said = [place]
        one.said |= {f"extra:{heading}", f"extra:{said[0]}"}
    one.client.extra = extra


def _numbered(heading: str, taken: dict[str, str]) -> Iterator[str]:
    """The heading, and with each number that is taken; the last is free."""
    yield heading
    number, place = 2, heading
    while place in taken:
        place, number = f"{heading} ({number})", number + 1
        yield place


def _fields(one: Known, kept: Kept) -> dict[str, str]:
    said = {LABELS[name]: _shown(getattr(one.client, name)) for name in FIELDS if name in one.said}
    for label, values in (("E-mail", one.emails), ("Phone", one.phones), ("Address", one.addresses)):
        for number, (value, kind) in enumerate(values.items(), start=1):
            said[f"{label} {number}" + (f" ({kind})" if kind else "")] = _shown(value)
    if one.tags:
        said["Tags"] = ", ".join(one.tags.values())
    for heading, value in kept:
        said[list(_numbered(heading, said))[-1]] = value
    return said


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join(part for part in value if part)
    return str(value or "")
