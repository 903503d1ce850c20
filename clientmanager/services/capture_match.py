"""Whose an e-mail or a chat is: by address and number first, in chats by name, where only one client has it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.models.folding import folded
from clientmanager.services import client_list, identity
from clientmanager.services.capture_form import Someone
from clientmanager.services.client_filter import ClientFilter

MOST_OFFERED = 5
"""Clients, where a name or an address may mean several."""


@dataclass(frozen=True)
class Match:
    """Who of those people is who."""

    clients: tuple[UUID, ...]
    """Whose timelines it goes into, who wrote it first; empty where somebody has to choose."""
    doubtful: dict[str, list[UUID]]
    """Who may be one of several clients: as they are called, to the clients."""
    unknown: tuple[str, ...]
    """Who is neither a client nor of the practice."""
    by_name: bool
    """Somebody was known by name alone."""


class People:
    """All who took part in what one file holds, looked up at once."""

    def __init__(self, db: ScopedSession, people: Iterable[Someone]) -> None:
        those = set(people)
        addresses = {one.address for one in those if one.address}
        names = {one.name for one in those if one.name and not one.address}
        self._clients = _by_address(db, addresses)
        self._users, self._users_by_name = _users(db)
        self._by_name = {name: _named(db, name) for name in names if folded(name) not in self._users_by_name}

    def user(self, one: Someone) -> UUID | None:
        """Somebody of the practice."""
        return self._users.get(one.address) if one.address else self._users_by_name.get(folded(one.name))

    def clients(self, one: Someone) -> list[UUID]:
        """Whom they may be."""
        if self.user(one):
            return []
        return self._clients.get(one.address, []) if one.address else self._by_name.get(one.name, [])

    def match(self, people: Sequence[Someone], of_page: UUID | None) -> Match:
        """
        Args:
            of_page: the client on whose page it was dropped. It settles what is doubtful, and what nobody is known of.
        """
        sure: list[UUID] = []
        doubtful: dict[str, list[UUID]] = {}
        unknown: list[str] = []
        by_name = False
        for one in sorted(people, key=lambda one: not one.wrote):
            found = self.clients(one)
            if of_page and of_page in found:
                found = [of_page]
            # a name of one word may be anybody's
            if len(found) == 1 and (one.address or len(one.name.split()) > 1):
                sure += found
                by_name |= not one.address
            elif found:
                doubtful[called(one)] = found[:MOST_OFFERED]
            elif not self.user(one):
                unknown.append(called(one))
        if not sure and of_page and not doubtful:
            sure = [of_page]
        return Match(tuple(dict.fromkeys(sure)), doubtful, tuple(unknown), by_name)


def called(one: Someone) -> str:
    """ "Piet Nel, piet@example.co.za"; a number as it is written here."""
    address = one.address if "@" in one.address else identity.show_phone(one.address)
    return ", ".join(filter(None, (one.name, address)))


def _by_address(db: ScopedSession, addresses: set[str]) -> dict[str, list[UUID]]:
    """Active clients before archived ones."""
    found: dict[str, list[UUID]] = defaultdict(list)
    rows = db.execute(
        text(
            "select x.written, x.client_id from (select lower(address) as written, client_id from client_email"
            "   where practice_id = :practice and lower(address) = any(:addresses)"
            "   union select number, client_id from client_phone"
            "   where practice_id = :practice and number = any(:addresses)) x"
            " join client c on c.practice_id = :practice and c.id = x.client_id"
            " order by c.archived_at is not null, c.sort_name, c.id"
        ),
        {"practice": db.viewer.practice_id, "addresses": list(addresses)},
    )
    for row in rows:
        found[row.written].append(row.client_id)
    return found


def _users(db: ScopedSession) -> tuple[dict[str, UUID], dict[str, UUID]]:
    """Everybody of the practice, also who left: by address and by name."""
    rows = db.execute(
        text("select id, lower(email) as email, name from practice_user where practice_id = :practice order by id"),
        {"practice": db.viewer.practice_id},
    ).all()
    return {row.email: row.id for row in rows if row.email}, {folded(row.name): row.id for row in rows}


def _named(db: ScopedSession, name: str) -> list[UUID]:
    """Clients who are called so; where none is exactly, those whom the list's own search finds by it."""
    said = folded(name).split()
    if not said:
        return []
    # "Renée O'Brien" is sorted as "obrien renee", "Pieter van der Merwe" as "van der merwe pieter".
    turned = [" ".join(said[place:] + said[:place]) for place in range(len(said))]
    rows = db.execute(
        text(
            "select id from client where practice_id = :practice and archived_at is null and sort_name = any(:turned)"
            " order by id limit :most"
        ),
        {"practice": db.viewer.practice_id, "turned": turned, "most": MOST_OFFERED},
    )
    if exactly := list(rows.scalars()):
        return exactly
    like = client_list.listed(db, ClientFilter(search=" ".join(said))).rows[:MOST_OFFERED]
    return [UUID(row.id) for row in like]
