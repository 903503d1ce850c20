"""Whom the rows of a file may be about: the clients that are here, and how one is recognised."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from clientmanager.models.client import Client
from clientmanager.models.folding import folded, words
from clientmanager.services import identity
from clientmanager.services.client_form import LABELS

IDENTIFIERS = ("id_number", "passport_number", "registration_number")
MOST_NAMESAKES = 50
"""How many of one name and one number are compared, so that a file of one name stays quick."""
Address = tuple[str, str, str, str, str]
"""lines, city, province, postal code, country"""


class _Plain(SimpleNamespace):
    """A client's columns and nothing else: the table's model, made for a row at a time, took half of an import."""

    name = Client.name
    sort = Client.sort


def plain_client(**columns: Any) -> Client:
    """What `set_value` and the plan can work on as on a Client; `vars()` of it are the columns."""
    unset = {name: column.default for name, column in Client.model_fields.items()}
    return cast("Client", _Plain(**unset | {"extra": {}} | columns))


@dataclass(eq=False)
class Known:
    """A client as it is, or as the rows so far have made it."""

    client: Client
    emails: dict[str, str] = field(default_factory=dict)
    """Address to label."""
    phones: dict[str, str] = field(default_factory=dict)
    addresses: dict[Address, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    """Folded to as written."""
    said: set[str] = field(default_factory=set)
    """The fields and headings of which rows of this file have said something."""
    is_new: bool = False
    changed: set[str] = field(default_factory=set)
    """The columns that differ from the database; `extra:` and a heading for what is kept under it."""
    new_emails: dict[str, str] = field(default_factory=dict)
    new_phones: dict[str, str] = field(default_factory=dict)
    new_addresses: dict[Address, str] = field(default_factory=dict)
    new_tags: dict[str, str] = field(default_factory=dict)

    @property
    def is_bare(self) -> bool:
        """Nothing is known but the name, or nothing by which two of one name could be told apart."""
        return not next(_marks(self), None)


class Everyone:
    """The clients of a practice, found by what belongs to one alone, or by name and something in common."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_identity: dict[tuple[str, str], Known] = {}
        self._by_name: dict[str, dict[UUID, Known]] = defaultdict(dict)
        self._by_mark: dict[tuple[str, str], dict[UUID, Known]] = defaultdict(dict)
        for one in known:
            self.remember(one)

    def match(self, wanted: Known) -> tuple[Known | None, list[str]]:
        """Whom the row is about, and what is doubtful about that."""
        doubt: list[str] = []
        for name, value in _identities(wanted.client):
            if found := self._by_identity.get((name, value)):
                if _alike(found.client, wanted.client) and (
                    name == "id_number" or not _differ(found.client, wanted.client)
                ):
                    return found, []
                doubt.append(f"{LABELS[name]}: {found.client.name} has the same. Check which of the two is right.")
        marks, name = set(_marks(wanted)), wanted.client.sort_name
        sharing = [one for mark in marks for one in islice(self._by_mark[name, mark].values(), MOST_NAMESAKES)]
        namesakes = islice(self._by_name[name].values(), MOST_NAMESAKES)
        for candidates in (
            sharing,
            (
                one
                for one in namesakes
                if one.is_bare or not marks or "person" not in (one.client.kind, wanted.client.kind)
            ),
        ):
            possible = [one for one in candidates if not _differ(one.client, wanted.client)]
            if possible:
                return max(possible, key=lambda one: _likeness(one, marks)), []
        return None, doubt

    def remember(self, one: Known) -> None:
        for key in _identities(one.client):
            self._by_identity.setdefault(key, one)
        name, key = one.client.sort_name, one.client.id
        self._by_name[name][key] = one
        for mark in _marks(one):
            self._by_mark[name, mark][key] = one


def _identities(client: Client) -> Iterator[tuple[str, str]]:
    """What belongs to one person or company alone. A number that cannot be right, or a dash, tells nothing."""
    for name in IDENTIFIERS:
        value = _compact(getattr(client, name))
        if name == "id_number":
            told = bool(value) and not identity.id_number_warning(value)
        else:
            told = sum(c.isdigit() for c in value) >= 4 and len(set(value)) > 2
        if told:
            yield name, value


def _marks(one: Known) -> Iterator[str]:
    """What two of one name have in common when they are one: numbers, e-mails, phones, the birth date."""
    for name in IDENTIFIERS:
        if value := _compact(getattr(one.client, name)):
            yield f"{name} {value}"
    if one.client.birth_date:
        yield one.client.birth_date.isoformat()
    yield from map(str.casefold, one.emails)
    yield from one.phones


def _likeness(one: Known, marks: set[str]) -> tuple[int, int, int]:
    """More in common first, then less that is not in common, then who was here first."""
    theirs = set(_marks(one))
    return len(theirs & marks), -len(theirs - marks), -one.client.id.int


def _alike(one: Client, other: Client) -> bool:
    """Whether two names have a word in common: a new surname or a nickname is no other person."""
    mine, theirs = (
        {*words(who.first_names), *words(who.last_name), *words(who.preferred_name), *words(who.entity_name)}
        for who in (one, other)
    )
    return not mine.isdisjoint(theirs)


def _differ(one: Client, other: Client) -> bool:
    """Whether something says that two of one name are two clients."""
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return True
    pairs = ((_compact(getattr(one, name)), _compact(getattr(other, name))) for name in IDENTIFIERS)
    return any(mine and theirs and mine != theirs for mine, theirs in pairs)


def _compact(number: str) -> str:
    """Without spaces and punctuation; empty where there is no digit, as in "n/a"."""
    compact = folded(number).replace(" ", "") if number else ""
    return compact if any(map(str.isdigit, compact)) else ""
