"""Who took part in what is being written down: clients, people of the practice, and anybody else by name.

Each is known by a key: "client <id>", "user <id>" or "name <name>".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.models.user import User
from clientmanager.services import palette
from clientmanager.services.client_duplicates import shown_name
from clientmanager.services.client_form import clean
from clientmanager.services.interaction_form import text_of

CLIENT, USER, NAME = "client", "user", "name"
LONGEST_SEARCH = 100
MOST_FOUND = 5
_LISTS = {CLIENT: "clients", USER: "users", NAME: "names"}


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    about: str
    """ "Person · 44", "Of the practice", "By name only"."""
    short: str = ""
    """As one speaks of them: "Thandi"."""


def of(said: dict[str, Any], client: UUID | None) -> list[str]:
    """The keys of who took part, in a draft; the client whose page it is, until somebody says otherwise."""
    return said.get("people", [f"{CLIENT} {client}"] if client else [])


def checked(db: ScopedSession, key: object) -> None:
    """Whether there is such a person.

    Raises:
        NotFound: it is nobody of this practice.
        Invalid: it is no key, or a name that cannot be kept.
    """
    kind, _, one = key.partition(" ") if isinstance(key, str) else ("", "", "")
    if kind == CLIENT:
        db.fetch(Client, one)
    elif kind == USER:
        db.fetch(User, one)
    elif kind != NAME or not text_of(one, "name") or key != f"{NAME} {text_of(one, 'name')}":
        raise Invalid("Choose who took part, or write their name.", field="person")


def by_kind(keys: Iterable[str]) -> dict[str, list[str]]:
    """As `interactions.record` takes them."""
    found: dict[str, list[str]] = {name: [] for name in _LISTS.values()}
    for key in keys:
        kind, _, one = key.partition(" ")
        found[_LISTS[kind]].append(one)
    return found


def shown(db: ScopedSession, keys: list[str]) -> tuple[Person, ...]:
    """In their order; who is not there any more is left out."""
    ids = by_kind(keys)
    ours = {"practice": db.viewer.practice_id}
    known: dict[str, Person] = {}
    if ids["clients"]:
        for row in db.execute(_CLIENTS, {**ours, "ids": ids["clients"]}):
            name = shown_name(row)
            called = row.preferred_name or row.entity_name or (row.first_names or name).split(" ")[0]
            known[f"{CLIENT} {row.id}"] = Person(f"{CLIENT} {row.id}", name, "", called)
    if ids["users"]:
        for row in db.execute(_USERS, {**ours, "ids": ids["users"]}):
            known[f"{USER} {row.id}"] = Person(f"{USER} {row.id}", row.name, "", row.name)
    for name in ids["names"]:
        known[f"{NAME} {name}"] = Person(f"{NAME} {name}", name, "", name)
    return tuple(known[key] for key in keys if key in known)


def found(db: ScopedSession, words: object) -> tuple[Person, ...]:
    """Whom the words may mean: clients, people of the practice, and last of all the words themselves as a name."""
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    said = " ".join(clean(words[:LONGEST_SEARCH]).split()) if isinstance(words, str) else ""
    if not said:
        return ()
    hits = [Person(f"{CLIENT} {one.id}", one.name, one.about) for one in palette.found(db, said).clients[:MOST_FOUND]]
    terms = folded(said).split()
    colleagues = [
        Person(f"{USER} {row.id}", row.name, "Of the practice")
        for row in db.execute(_COLLEAGUES, {"practice": db.viewer.practice_id})
        if all(any(part.startswith(term) for part in folded(row.name).split()) for term in terms)
    ]
    return (*colleagues, *hits, Person(f"{NAME} {said}", said, "By name only"))


_CLIENTS = text(
    "select id, kind, first_names, last_name, preferred_name, entity_name from client"
    " where practice_id = :practice and id = any(cast(:ids as uuid[]))"
)
_USERS = text("select id, name from practice_user where practice_id = :practice and id = any(cast(:ids as uuid[]))")
_COLLEAGUES = text(
    "select id, name from practice_user where practice_id = :practice and deactivated_at is null order by name"
)
