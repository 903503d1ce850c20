"""Which clients a list shows, and in what order: the same words in the address, in a query and in an export."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from clientmanager.db import ScopedSession, as_id
from clientmanager.models.client import ClientStatus
from clientmanager.models.folding import folded, search_ranges
from clientmanager.services.filters import NOBODY, Said

SORTS = ("name", "adviser", "status", "category", "contact", "change")
_AFTER_EVERY_TEXT = "\U0010ffff"


@dataclass(frozen=True)
class ClientFilter:
    """What is looked for. Each of `status`, `adviser`, `category` and `tag` lets any one of its values through."""

    search: str = ""
    status: tuple[str, ...] = ()
    adviser: tuple[str, ...] = ()
    """Ids of users, or "none"."""
    category: tuple[str, ...] = ()
    """As written; "" is no category."""
    tag: tuple[str, ...] = ()
    """Folded."""
    archived: bool = False
    sort: str = "name"
    """One of SORTS, with "-" before it for the other direction."""

    @property
    def narrows(self) -> bool:
        """Whether it leaves out any client of its view."""
        return bool(self.search or self.status or self.adviser or self.category or self.tag)

    @property
    def widest(self) -> "ClientFilter":
        """The same view and order without anything that leaves clients out."""
        return ClientFilter(archived=self.archived, sort=self.sort)


def read_filter(query: object) -> ClientFilter:
    """The filter that an address's query names ("q=nkosi&status=active&sort=-change"); what makes no sense is left out.

    Args:
        query: the text after the question mark, or its values as a mapping of name to text or texts.
    """
    said = Said(query)
    sort = said.first("sort")
    return ClientFilter(
        search=said.first("q"),
        status=tuple(one for one in said.values("status") if one in set(ClientStatus)),
        adviser=said.people("adviser"),
        category=tuple(said.values("category")),
        tag=tuple(filter(None, (folded(one) for one in said.values("tag")))),
        archived=said.first("archived") == "1",
        sort=sort if sort.removeprefix("-") in SORTS else "name",
    )


def as_query(chosen: ClientFilter) -> str:
    """The text after the question mark of an address; empty for all active clients by name."""
    said: dict[str, Any] = {
        "q": chosen.search,
        "status": chosen.status,
        "adviser": chosen.adviser,
        "category": chosen.category,
        "tag": chosen.tag,
        "archived": "1" if chosen.archived else "",
        "sort": "" if chosen.sort == "name" else chosen.sort,
    }
    return urlencode({name: value for name, value in said.items() if value}, doseq=True)


def without(chosen: ClientFilter, name: str, value: str) -> ClientFilter:
    """The filter with one value of one field taken off."""
    return replace(chosen, **{name: tuple(one for one in getattr(chosen, name) if one != value)})


def condition(db: ScopedSession, chosen: ClientFilter) -> tuple[str, dict[str, Any]]:
    """The SQL condition on `client c`, and its values.

    Only comparisons that Postgres calls leakproof, so that row level security leaves them to the indexes.
    """
    found = f"c.practice_id = :practice and c.archived_at is {'not ' if chosen.archived else ''}null"
    values: dict[str, Any] = {"practice": db.viewer.practice_id}
    for name in ("status", "category"):
        if wanted := getattr(chosen, name):
            found += f" and c.{name} = any(:{name})"
            values[name] = list(wanted)
    if chosen.adviser:
        nobody = " or c.adviser_id is null" if NOBODY in chosen.adviser else ""
        found += f" and (c.adviser_id = any(:adviser){nobody})"
        values["adviser"] = [as_id(one) for one in chosen.adviser if one != NOBODY]
    if chosen.tag:
        found += (
            " and c.id in (select g.client_id from client_tag g"
            " where g.practice_id = :practice and g.folded = any(:tag))"
        )
        values["tag"] = list(chosen.tag)
    for word in searched(chosen, values):
        found += f" and c.id in (select t.client_id from client_token t where t.practice_id = :practice and {word})"
    return found, values


def searched(chosen: ClientFilter, values: dict[str, Any]) -> list[str]:
    """A condition on `client_token t` for each word typed, which must begin a token; their values are added."""
    found: list[str] = []
    for i, group in enumerate(search_ranges(chosen.search)):
        any_of = []
        for j, beginning in enumerate(group):
            word = f"word_{i}_{j}"
            any_of.append(f"(t.token >= :{word} and t.token < :{word}_end)")
            values |= {word: beginning, f"{word}_end": beginning + _AFTER_EVERY_TEXT}
        found.append(f"({' or '.join(any_of)})")
    return found
