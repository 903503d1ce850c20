"""Filters as addresses say them, and as a menu and chips show them: the parts that every list has."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from clientmanager.db import as_id
from clientmanager.errors import NotFound
from clientmanager.services.client_form import clean

LONGEST_SEARCH = 200
MOST_VALUES = 50
"""Of one filter: more than anyone would choose by hand."""
MOST_FIELDS = 300
NOBODY = "none"
"""In the place of a user's id: of no one."""


@dataclass(frozen=True)
class FilterChoice:
    value: str
    """As a filter holds it."""
    words: str
    many: str
    """How many of the view it finds: 1 248."""


@dataclass(frozen=True)
class FilterField:
    name: str
    words: str
    choices: tuple[FilterChoice, ...]


@dataclass(frozen=True)
class Chip:
    """One field of a filter that is on: "Category" "A, B or C"."""

    name: str
    field: str
    words: str


class Said:
    """What an address says after its question mark; what makes no sense is left out.

    Args:
        query: the text, or its values as a mapping of name to text or texts.
    """

    def __init__(self, query: object) -> None:
        said = _apart(query) if isinstance(query, str) else query
        self._said = said if isinstance(said, dict) else {}

    def values(self, name: str) -> list[str]:
        given = self._said.get(name, [])
        given = [given] if isinstance(given, str) else given
        texts = (
            [clean(one[:LONGEST_SEARCH]) for one in given if isinstance(one, str)] if isinstance(given, list) else []
        )
        return list(dict.fromkeys(texts))[:MOST_VALUES]

    def first(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    def people(self, name: str) -> tuple[str, ...]:
        """Ids of users, or "none"."""
        return tuple(one for one in self.values(name) if one == NOBODY or is_id(one))


def any_of(words: list[str]) -> str:
    """ "A, B or C"; of more than four, the first three and how many others."""
    if len(words) > 4:
        words = [*words[:3], f"{len(words) - 3} others"]
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def is_id(text: str) -> bool:
    try:
        as_id(text)
    except NotFound:
        return False
    return True


def _apart(query: str) -> dict[str, list[str]]:
    try:
        return parse_qs(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:  # more of them than any filter has
        return {}
