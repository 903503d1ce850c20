"""What each row of a file becomes: decided in memory, so that a dry run and the import itself cannot differ.

A row is a client that is here already when it has their ID, passport or registration number; or their name and, of
e-mail, phone and birth date, at least one the same or nothing to tell them apart. Otherwise it is someone new.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from clientmanager.clock import now
from clientmanager.errors import Invalid
from clientmanager.imports import Draft, RejectedRow
from clientmanager.models.base import new_id
from clientmanager.models.client import Client
from clientmanager.models.folding import folded
from clientmanager.services import identity
from clientmanager.services.client_form import LABELS, clean, set_value

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
    "status",
    "category",
    "note",
)
IDENTIFIERS = ("id_number", "passport_number", "registration_number")
LONGEST_LABEL = 40
Address = tuple[str, str, str, str, str]
"""lines, city, province, postal code, country"""


@dataclass(eq=False)
class Known:
    """A client as it is, or as the rows so far have made it."""

    client: Client
    emails: dict[str, str] = field(default_factory=dict)
    """Address to label."""
    phones: dict[str, str] = field(default_factory=dict)
    addresses: dict[Address, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    """The fields that a row filled in."""
    is_new: bool = False
    new_emails: dict[str, str] = field(default_factory=dict)
    new_phones: dict[str, str] = field(default_factory=dict)
    new_addresses: dict[Address, str] = field(default_factory=dict)


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

    def __init__(
        self, practice_id: UUID, known: Iterable[Known], advisers: dict[str, UUID], adviser: UUID | None
    ) -> None:
        """
        Args:
            advisers: folded name or e-mail of each user, to their id.
            adviser: whose clients the new ones become, unless the row names someone.
        """
        self._practice_id = practice_id
        self._advisers = advisers
        self._adviser = adviser
        self._by_identifier: dict[tuple[str, str], Known] = {}
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self.touched: dict[UUID, Known] = {}
        for one in known:
            self._remember(one)

    def take(self, draft: Draft | RejectedRow) -> Became:
        if isinstance(draft, RejectedRow):
            return Became(draft.row, "rejected", reason=draft.reason, sheet=draft.sheet)
        wanted, kept, warnings = self._read(draft)
        if not wanted.client.sort_name:
            return Became(draft.row, "rejected", reason="This row has no name.", sheet=draft.sheet)
        present = self._match(wanted)
        fields = _fields(wanted, kept)
        if present is None:
            wanted.is_new = True
            wanted.client.extra = kept
            wanted.new_emails, wanted.new_phones = dict(wanted.emails), dict(wanted.phones)
            wanted.new_addresses = dict(wanted.addresses)
            wanted.client.adviser_id = wanted.client.adviser_id or self._adviser
            self._remember(wanted)
            self.touched[wanted.client.id] = wanted
            changes: tuple[tuple[str, str, str], ...] = ()
            outcome, one = "created", wanted
        else:
            changes = tuple(_merge(present, wanted, kept, draft.adviser))
            outcome, one = ("updated" if changes else "unchanged"), present
            if changes:
                self._remember(present)
                self.touched[present.client.id] = present
        return Became(
            draft.row, outcome, one.client.name, str(one.client.id), fields, changes, tuple(warnings), sheet=draft.sheet
        )

    def _read(self, draft: Draft) -> tuple[Known, dict[str, str], list[str]]:
        """The row as a client, what fits nowhere, and what is unusual about it. Nothing of it is lost."""
        moment = now()
        client = Client(id=new_id(), practice_id=self._practice_id, created_at=moment, changed_at=moment)
        one = Known(client)
        kept: dict[str, str] = {}
        warnings = list(draft.warnings)
        for heading, value in draft.extra:
            _keep(kept, heading, value)
        for name in FIELDS:
            value = getattr(draft, name)
            given = value.isoformat() if name == "birth_date" and value else value
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
            client.adviser_id = self._advisers.get(folded(draft.adviser))
            if client.adviser_id is None:
                _keep(kept, "Adviser", draft.adviser)
        for email in draft.emails:
            try:
                one.emails.setdefault(identity.read_email(email.value), clean(email.label)[:LONGEST_LABEL])
            except Invalid as refusal:
                _keep(kept, "E-mail", email.value)
                warnings.append(f"E-mail: {refusal}")
        for phone in draft.phones:
            try:
                one.phones.setdefault(identity.read_phone(phone.value), clean(phone.label)[:LONGEST_LABEL])
            except Invalid as refusal:
                _keep(kept, "Phone", phone.value)
                warnings.append(f"Phone: {refusal}")
        for a in draft.addresses:
            lines = tuple(clean(part)[:1000] for part in (a.lines, a.city, a.province, a.postal_code, a.country))
            one.addresses.setdefault(lines, clean(a.label)[:LONGEST_LABEL])  # pyright: ignore[reportArgumentType]
        return one, kept, warnings

    def _match(self, wanted: Known) -> Known | None:
        for name in IDENTIFIERS:
            value = getattr(wanted.client, name)
            if value and (found := self._by_identifier.get((name, folded(value)))):
                return found
        for other in self._by_name.get(wanted.client.sort_name, ()):
            if not _differ(other, wanted) and _share(other, wanted):
                return other
        return None

    def _remember(self, one: Known) -> None:
        for name in IDENTIFIERS:
            if value := getattr(one.client, name):
                self._by_identifier.setdefault((name, folded(value)), one)
        namesakes = self._by_name[one.client.sort_name]
        if one not in namesakes:
            namesakes.append(one)


def _differ(one: Known, other: Known) -> bool:
    """Whether something says that two of one name are two clients."""
    mine, theirs = one.client, other.client
    return any(
        getattr(mine, name) and getattr(theirs, name) and getattr(mine, name) != getattr(theirs, name)
        for name in (*IDENTIFIERS, "birth_date")
    )


def _share(one: Known, other: Known) -> bool:
    """Whether two of one name have something in common, or one of them has nothing to tell them apart by."""
    mine, theirs = one.client, other.client
    if mine.birth_date and mine.birth_date == theirs.birth_date:
        return True
    ours, others = {*map(str.casefold, one.emails), *one.phones}, {*map(str.casefold, other.emails), *other.phones}
    if ours & others:
        return True
    bare = [not reach and not who.birth_date and not who.id_number for reach, who in ((ours, mine), (others, theirs))]
    return any(bare)


def _merge(present: Known, wanted: Known, kept: dict[str, str], adviser: str) -> Iterable[tuple[str, str, str]]:
    """Bring a client up to what a row says: what the row leaves empty stays, what it says anew replaces."""
    client = present.client
    for name in FIELDS:
        new, old = getattr(wanted.client, name), getattr(client, name)
        # a file's kind is often a guess from the name, so it never changes a client's
        if name not in wanted.said or name == "kind" or new == old or (name == "note" and str(new) in str(old)):
            continue
        if name == "note" and old:
            new = f"{old}\n\n{new}"
        setattr(client, name, new)
        yield LABELS[name], _shown(old), _shown(new)
    if wanted.client.adviser_id and wanted.client.adviser_id != client.adviser_id:
        yield LABELS["adviser_id"], "", adviser
        client.adviser_id = wanted.client.adviser_id
    changed_extra = {heading: value for heading, value in kept.items() if client.extra.get(heading) != value}
    for heading, value in changed_extra.items():
        yield heading, client.extra.get(heading, ""), value
    if changed_extra:
        client.extra = {**client.extra, **changed_extra}
    client.sort()
    for label, mine, theirs, fresh in (
        ("E-mail", present.emails, wanted.emails, present.new_emails),
        ("Phone", present.phones, wanted.phones, present.new_phones),
        ("Address", present.addresses, wanted.addresses, present.new_addresses),
    ):
        here = {str(value).casefold() for value in mine}
        for value, kind in theirs.items():
            if str(value).casefold() not in here:
                mine[value] = fresh[value] = kind  # pyright: ignore[reportArgumentType]
                yield label, "", _shown(value)


def _fields(one: Known, kept: dict[str, str]) -> dict[str, str]:
    said = {LABELS[name]: _shown(getattr(one.client, name)) for name in FIELDS if name in one.said}
    for label, values in (("E-mail", one.emails), ("Phone", one.phones), ("Address", one.addresses)):
        for number, (value, kind) in enumerate(values.items(), start=1):
            said[f"{label} {number}" + (f" ({kind})" if kind else "")] = _shown(value)
    return said | kept


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join(part for part in value if part)
    return str(value or "")


def _keep(kept: dict[str, str], heading: str, value: str) -> None:
    """Keep what fits nowhere under its own heading; the same heading again gets a number."""
    name = clean(heading) or "Without a heading"
    label, number = name, 2
    while label in kept:
        label, number = f"{name} ({number})", number + 1
    kept[label] = clean(value)
