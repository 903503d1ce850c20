"""What reviews can be filtered by: for the menu with true counts in the view, and in words for chips."""

from dataclasses import replace
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.services.client_list import grouped
from clientmanager.services.filters import NOBODY, Chip, FilterChoice, FilterField, any_of
from clientmanager.services.review_filter import DUE, STANDS, ReviewFilter, condition, source

FIELDS = {"stands": "Stands", "adviser": "Adviser", "category": "Category"}


def choices(db: ScopedSession, chosen: ReviewFilter) -> tuple[FilterField, ...]:
    """Every field with its values in this view; fields without any are left out."""
    db.viewer.require(Permission.SEE_CLIENTS)
    view = chosen.widest
    categories = _counted(db, view, "c.category")
    found = {
        "stands": [_choice(one, one.capitalize(), _many(db, replace(view, stands=(one,)))) for one in STANDS]
        if view.view == DUE
        else [],
        "adviser": _advisers(db, view),
        "category": [
            *(_choice(one, one, categories[one]) for one in sorted(categories, key=folded) if one),
            *([_choice("", "None", categories[""])] if "" in categories else []),
        ],
    }
    return tuple(FilterField(name, FIELDS[name], tuple(some)) for name, some in found.items() if some)


def chips(db: ScopedSession, chosen: ReviewFilter) -> tuple[Chip, ...]:
    """What a filter says, a chip a field. What is not the practice's is unknown."""
    db.viewer.require(Permission.SEE_CLIENTS)
    names = _names(db) | {NOBODY: "nobody"} if chosen.adviser else {}
    words = {
        "stands": list(chosen.stands),
        "adviser": [names.get(one, "somebody unknown") for one in chosen.adviser],
        "category": [one or "none" for one in chosen.category],
    }
    return tuple(Chip(name, FIELDS[name], any_of(some)) for name, some in words.items() if some)


def _advisers(db: ScopedSession, view: ReviewFilter) -> list[FilterChoice]:
    people, names = _counted(db, view, "u.id"), _names(db)
    known = sorted((one for one in people if one), key=lambda one: folded(names[str(one)]))
    return [
        *(_choice(str(one), names[str(one)], people[one]) for one in known),
        *([_choice(NOBODY, "Nobody", people[None])] if None in people else []),
    ]


def _counted(db: ScopedSession, view: ReviewFilter, column: str) -> dict[Any, int]:
    found, values = condition(db, view)
    rows = db.execute(text(f"select {column}, count(*) as many from {source(view)} where {found} group by 1"), values)
    return {row[0]: row.many for row in rows}


def _many(db: ScopedSession, chosen: ReviewFilter) -> int:
    found, values = condition(db, chosen)
    return db.execute(text(f"select count(*) from {source(chosen)} where {found}"), values).scalar_one()


def _names(db: ScopedSession) -> dict[str, str]:
    people = db.execute(
        text("select id, name from practice_user where practice_id = :practice"), {"practice": db.viewer.practice_id}
    )
    return {str(row.id): row.name for row in people}


def _choice(value: str, words: str, many: int) -> FilterChoice:
    return FilterChoice(str(value), words, grouped(many))
