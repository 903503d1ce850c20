"""What tasks can be filtered by: for the menu with true counts among the open ones, and in words for chips."""

from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.models.task import Priority
from clientmanager.services import days
from clientmanager.services.client_list import grouped
from clientmanager.services.filters import NOBODY, Chip, FilterChoice, FilterField, any_of
from clientmanager.services.task_filter import DUE, ME, TEAM, TaskFilter, condition, day_of
from clientmanager.services.task_words import CLIENT_NAME

FIELDS = {"whose": "Whose", "due": "Due", "priority": "Priority", "label": "Label", "client": "Client"}
"""Everything that can have a chip; a client is chosen on its own page and has no menu."""
MOST_LABELS = 200
"""In the menu, the ones used most."""
_OPEN = "t.practice_id = :practice and t.done_at is null and t.deleted_at is null"


def choices(db: ScopedSession) -> tuple[FilterField, ...]:
    """Every field with its values, in the order of the list; fields without any are left out.

    Each count is a pass along the open tasks: ask when the menu opens, not before.
    """
    db.viewer.require(Permission.SEE_TASKS)
    priorities = _counted(db, "priority")
    found = {
        "whose": _whose(db),
        "due": [_choice(one, words.capitalize(), _many(db, TaskFilter(due=one))) for one, words in DUE.items()],
        "priority": [
            _choice(one, one.capitalize(), priorities[one]) for one in reversed(Priority) if one in priorities
        ],
        "label": _labels(db),
    }
    return tuple(FilterField(name, FIELDS[name], tuple(some)) for name, some in found.items() if some)


def chips(db: ScopedSession, chosen: TaskFilter) -> tuple[Chip, ...]:
    """What a filter says, a chip a field: "Whose" "Sipho Dube or me". What is not the practice's is unknown."""
    db.viewer.require(Permission.SEE_TASKS)
    words = {
        "whose": _people_words(db, chosen.whose) if chosen.whose else [],
        "due": [DUE.get(chosen.due) or _on(chosen.due)] if chosen.due else [],
        "priority": list(chosen.priority),
        "label": _label_words(db, chosen.label) if chosen.label else [],
        "client": [_client_words(db, chosen.client)] if chosen.client else [],
    }
    return tuple(Chip(name, FIELDS[name], any_of(some)) for name, some in words.items() if some)


def _on(due: str) -> str:
    day = day_of(due)
    return f"on {days.written(day)}" if day else due


def _whose(db: ScopedSession) -> list[FilterChoice]:
    """The viewer, everybody else who has something open, nobody, and every team."""
    people, names, teams = _counted(db, "assignee_id"), _names(db), _teams(db)
    others = [one for one in people if one and one != db.viewer.user_id]
    return [
        _choice(ME, "Me", people.get(db.viewer.user_id, 0) if db.viewer.user_id else 0),
        *(_choice(str(one), names[one], people[one]) for one in sorted(others, key=lambda one: folded(names[one]))),
        *([_choice(NOBODY, "Nobody", people[None])] if None in people else []),
        *(_choice(f"{TEAM}{one}", name, _many(db, TaskFilter(whose=(f"{TEAM}{one}",)))) for one, name in teams.items()),
    ]


def _labels(db: ScopedSession) -> list[FilterChoice]:
    rows = db.execute(
        text(
            "select l.folded as value, min(l.label) as words, count(*) as many from task_label l join task t"
            " on t.practice_id = l.practice_id and t.id = l.task_id"
            f" where l.practice_id = :practice and {_OPEN} group by 1 order by 3 desc, 1 limit :most"
        ),
        {"practice": db.viewer.practice_id, "most": MOST_LABELS},
    )
    return [_choice(one.value, one.words, one.many) for one in sorted(rows, key=lambda one: one.value)]


def _counted(db: ScopedSession, column: str) -> dict[Any, int]:
    rows = db.execute(
        text(f"select t.{column}, count(*) as many from task t where {_OPEN} group by 1"),
        {"practice": db.viewer.practice_id},
    )
    return {row[0]: row.many for row in rows}


def _many(db: ScopedSession, chosen: TaskFilter) -> int:
    """By the filter's own condition, so that a choice finds as many as it says."""
    found, values = condition(db, chosen)
    return db.execute(text(f"select count(*) from task t where {found} and t.done_at is null"), values).scalar_one()


def _people_words(db: ScopedSession, whose: tuple[str, ...]) -> list[str]:
    """In the filter's order; the viewer stands last, as one says it."""
    names = {str(one): name for one, name in _names(db).items()}
    names |= {f"{TEAM}{one}": f"team {name}" for one, name in _teams(db).items()} | {NOBODY: "nobody"}
    others = [names.get(_spelled(one), "somebody unknown") for one in whose if one != ME]
    return [*others, *(["me"] if ME in whose else [])]


def _spelled(one: str) -> str:
    """Somebody of a filter, with the id written as the database writes it."""
    if one == NOBODY:
        return one
    team = TEAM if one.startswith(TEAM) else ""
    return f"{team}{as_id(one.removeprefix(TEAM))}"


def _label_words(db: ScopedSession, labels: tuple[str, ...]) -> list[str]:
    rows = db.execute(
        text(
            "select wanted.folded, (select min(label) from task_label l where l.practice_id = :practice"
            " and l.folded = wanted.folded) as label"
            " from unnest(cast(:labels as text[])) with ordinality as wanted (folded, place) order by wanted.place"
        ),
        {"practice": db.viewer.practice_id, "labels": list(labels)},
    )
    return [row.label or row.folded for row in rows]


def _client_words(db: ScopedSession, client_id: str) -> str:
    name = db.execute(
        text(f"select {CLIENT_NAME} from client c where c.practice_id = :practice and c.id = :client"),
        {"practice": db.viewer.practice_id, "client": as_id(client_id)},
    ).scalar()
    return name or "somebody unknown"


def _names(db: ScopedSession) -> dict[Any, str]:
    people = db.execute(
        text("select id, name from practice_user where practice_id = :practice"), {"practice": db.viewer.practice_id}
    )
    return {row.id: row.name for row in people}


def _teams(db: ScopedSession) -> dict[Any, str]:
    """By their names."""
    teams = db.execute(
        text("select id, name from team where practice_id = :practice"), {"practice": db.viewer.practice_id}
    ).all()
    return {row.id: row.name for row in sorted(teams, key=lambda row: folded(row.name))}


def _choice(value: str, words: str, many: int) -> FilterChoice:
    return FilterChoice(str(value), words, grouped(many))
