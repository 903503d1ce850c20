"""Which clients something is done with: those that were ticked, or all that a filter finds but those unticked."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotFound
from clientmanager.services.client_filter import ClientFilter, condition, read_filter

MOST_TICKED = 10_000
"""One by one; all that a filter finds may be any number."""


@dataclass(frozen=True)
class Choice:
    ticked: tuple[UUID, ...] = ()
    """The clients; of all that a filter finds, those that are left out."""
    found: ClientFilter | None = None


def read_choice(ids: object, query: object = None) -> Choice:
    """What a browser says that it chose; ids that are none are clients that are not there.

    Args:
        ids: a list of ids.
        query: the query of the list's address where all that it finds were chosen; then `ids` are left out of it.
    """
    given = ids if isinstance(ids, list | tuple) else []
    if len(given) > MOST_TICKED:
        raise Invalid(
            f"These are more than {MOST_TICKED:,} ticks. Choose all that the list finds instead.".replace(",", " ")
        )
    ticked = tuple(dict.fromkeys(filter(None, map(_as_id, given))))
    return Choice(ticked, None if query is None else read_filter(query))


def chosen(db: ScopedSession, choice: Choice) -> tuple[str, dict[str, Any]]:
    """The SQL condition on `client c`, and its values. Ids of another practice find nobody."""
    if choice.found is None:
        found, values = "c.practice_id = :practice and c.id = any(:ticked)", {"practice": db.viewer.practice_id}
    else:
        found, values = condition(db, choice.found)
        found += " and c.id <> all(:ticked)"
    return found, values | {"ticked": list(choice.ticked)}


def _as_id(value: object) -> UUID | None:
    try:
        return as_id(value)
    except NotFound:
        return None
