"""What the list of clients can be filtered by: for the menu with true counts, and in words for chips."""

from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.models.client import ClientStatus
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.services.client_filter import ClientFilter
from clientmanager.services.client_list import grouped
from clientmanager.services.filters import NOBODY, Chip, FilterChoice, FilterField, any_of

FIELDS = {"status": "Status", "adviser": "Adviser", "category": "Category", "tag": "Tag"}
MOST_TAGS = 200
"""In the menu, the ones used most."""


def choices(db: ScopedSession, *, archived: bool = False) -> tuple[FilterField, ...]:
    """Every field with its values, in the order of the list; fields without any are left out.

    Each count is one pass along an index, 10 to 30 ms each among 100,000: ask when the menu opens, not before.
    """
    db.viewer.require(Permission.SEE_CLIENTS)
    mine = {"practice": db.viewer.practice_id}
    view = f"c.practice_id = :practice and c.archived_at is {'not ' if archived else ''}null"

    def counted(column: str) -> dict[Any, int]:
        found = db.execute(text(f"select c.{column}, count(*) as many from client c where {view} group by 1"), mine)
        return {row[0]: row.many for row in found}

    statuses, categories, people = counted("status"), counted("category"), counted("adviser_id")
    names = _names(db)
    advisers = sorted(((names[one], one) for one in people if one), key=lambda one: (folded(one[0]), one))
    tags = db.execute(
        text(
            "select g.folded as value, min(g.tag) as words, count(*) as many from client_tag g join client c"
            " on c.practice_id = g.practice_id and c.id = g.client_id"
            f" where g.practice_id = :practice and {view} group by 1 order by 3 desc, 1 limit {MOST_TAGS}"
        ),
        mine,
    ).all()
    found = {
        "status": [_choice(one, one.capitalize(), statuses[one]) for one in ClientStatus if one in statuses],
        "adviser": [
            *(_choice(str(one), name, people[one]) for name, one in advisers),
            *([_choice(NOBODY, "Nobody", people[None])] if None in people else []),
        ],
        "category": [
            *(
                _choice(one, one, categories[one])
                for one in sorted(categories, key=lambda one: (folded(one), one))
                if one
            ),
            *([_choice("", "None", categories[""])] if "" in categories else []),
        ],
        "tag": [_choice(one.value, one.words, one.many) for one in sorted(tags, key=lambda one: one.value)],
    }
    return tuple(FilterField(name, FIELDS[name], tuple(some)) for name, some in found.items() if some)


def chips(db: ScopedSession, chosen: ClientFilter) -> tuple[Chip, ...]:
    """What a filter says, a chip a field. Values that the practice does not have are named as they are written."""
    db.viewer.require(Permission.SEE_CLIENTS)
    names = {str(one): name for one, name in _names(db).items()} if chosen.adviser else {}
    words = {
        "status": list(chosen.status),
        "adviser": [
            "nobody" if one == NOBODY else names.get(str(as_id(one)), "somebody unknown") for one in chosen.adviser
        ],
        "category": [one or "none" for one in chosen.category],
        "tag": _tags(db, chosen.tag) if chosen.tag else [],
    }
    return tuple(Chip(name, FIELDS[name], any_of(some)) for name, some in words.items() if some)


def _choice(value: str, words: str, many: int) -> FilterChoice:
    return FilterChoice(str(value), words, grouped(many))


def _names(db: ScopedSession) -> dict[Any, str]:
    people = db.execute(
        text("select id, name from practice_user where practice_id = :practice"), {"practice": db.viewer.practice_id}
    )
    return {row.id: row.name for row in people}


def _tags(db: ScopedSession, tags: tuple[str, ...]) -> list[str]:
    rows = db.execute(
        text(
            "select wanted.folded, (select tag from client_tag g where g.practice_id = :practice"
            " and g.folded = wanted.folded limit 1) as tag from unnest(cast(:tags as text[])) wanted(folded)"
        ),
        {"practice": db.viewer.practice_id, "tags": list(tags)},
    )
    return [row.tag or row.folded for row in rows]
