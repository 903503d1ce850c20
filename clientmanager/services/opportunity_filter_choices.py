"""What opportunities can be filtered by: for the menu with true counts among the open ones, and in words for chips."""

from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.services.client_list import grouped
from clientmanager.services.filters import NOBODY, Chip, FilterChoice, FilterField, any_of
from clientmanager.services.opportunity_filter import ME, WHEN, OpportunityFilter, condition
from clientmanager.services.task_words import CLIENT_NAME

FIELDS = {"whose": "Adviser", "stage": "Stage", "when": "Expected", "client": "Client"}
"""Everything that can have a chip; a client is chosen on its own page and has no menu."""


def choices(db: ScopedSession) -> tuple[FilterField, ...]:
    """Every field with its values; fields without any are left out. Each count is a pass along the open ones."""
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    stages = _counted(db, "stage_id")
    found = {
        "whose": _whose(db),
        "stage": [_choice(str(one), name, stages.get(one, 0)) for one, name in _stages(db).items() if one in stages],
        "when": [
            _choice(one, words.capitalize(), many)
            for one, words in WHEN.items()
            if (many := _many(db, OpportunityFilter(when=one)))
        ],
    }
    return tuple(FilterField(name, FIELDS[name], tuple(some)) for name, some in found.items() if some)


def chips(db: ScopedSession, chosen: OpportunityFilter) -> tuple[Chip, ...]:
    """What a filter says, a chip a field. What is not the practice's is unknown."""
    db.viewer.require(Permission.SEE_OPPORTUNITIES)
    names: dict[str, str] = {str(one): name for one, name in _names(db).items()}
    names |= {ME: "me", NOBODY: "nobody"}
    stages = {str(one): name for one, name in _stages(db).items()} if chosen.stage else {}
    words = {
        "whose": [names.get(_spelled(one), "somebody unknown") for one in chosen.whose],
        "stage": [stages.get(_spelled(one), "an unknown stage") for one in chosen.stage],
        "when": [WHEN[chosen.when]] if chosen.when else [],
        "client": [_client_words(db, chosen.client)] if chosen.client else [],
    }
    return tuple(Chip(name, FIELDS[name], any_of(some)) for name, some in words.items() if some)


def _whose(db: ScopedSession) -> list[FilterChoice]:
    """The viewer, everybody else who has something open, and nobody."""
    people, names = _counted(db, "adviser_id"), _names(db)
    others = [one for one in people if one and one != db.viewer.user_id]
    return [
        _choice(ME, "Me", people.get(db.viewer.user_id, 0) if db.viewer.user_id else 0),
        *(_choice(str(one), names[one], people[one]) for one in sorted(others, key=lambda one: folded(names[one]))),
        *([_choice(NOBODY, "Nobody", people[None])] if None in people else []),
    ]


def _counted(db: ScopedSession, column: str) -> dict[Any, int]:
    rows = db.execute(
        text(
            f"select o.{column}, count(*) as many from opportunity o"
            " where o.practice_id = :practice and o.closed_at is null and o.deleted_at is null group by 1"
        ),
        {"practice": db.viewer.practice_id},
    )
    return {row[0]: row.many for row in rows}


def _many(db: ScopedSession, chosen: OpportunityFilter) -> int:
    """By the filter's own condition, so that a choice finds as many as it says."""
    found, values = condition(db, chosen)
    counted = text(f"select count(*) from opportunity o where {found} and o.closed_at is null")
    return db.execute(counted, values).scalar_one()


def _spelled(one: str) -> str:
    """An id written as the database writes it."""
    return one if one in (ME, NOBODY) else str(as_id(one))


def _client_words(db: ScopedSession, client_id: str) -> str:
    name = db.execute(
        text(f"select {CLIENT_NAME} from client c where c.practice_id = :practice and c.id = :client"),
        {"practice": db.viewer.practice_id, "client": as_id(client_id)},
    ).scalar()
    return name or "somebody unknown"


def _names(db: ScopedSession) -> dict[Any, str]:
    people = text("select id, name from practice_user where practice_id = :practice")
    return {row.id: row.name for row in db.execute(people, {"practice": db.viewer.practice_id})}


def _stages(db: ScopedSession) -> dict[Any, str]:
    """From left to right."""
    stages = text("select id, name from opportunity_stage where practice_id = :practice order by position, id")
    return {row.id: row.name for row in db.execute(stages, {"practice": db.viewer.practice_id})}


def _choice(value: str, words: str, many: int) -> FilterChoice:
    return FilterChoice(value, words, grouped(many))
