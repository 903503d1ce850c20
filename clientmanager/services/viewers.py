"""Who is looking: for the frame around every screen, and for the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import text

from clientmanager.db import ScopedSession, Viewer, before_practice
from clientmanager.errors import NotFound
from clientmanager.models.permission import MAY
from clientmanager.services.client_form import clean

P = ParamSpec("P")
Result = TypeVar("Result")

_PRACTICE = text("select name from practice where id = :practice")


@dataclass(frozen=True)
class Who:
    name: str
    initials: str
    role: str
    practice: str
    may: tuple[str, ...]


def who(db: ScopedSession) -> Who:
    viewer = db.viewer
    practice = db.execute(_PRACTICE, {"practice": viewer.practice_id}).scalar_one()
    words = viewer.name.split()
    return Who(
        name=viewer.name,
        initials="".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper(),
        role=viewer.role.value,
        practice=practice,
        may=tuple(sorted(permission.value for permission in MAY[viewer.role])),
    )


def arriving(
    db: ScopedSession,
    use_case: Callable[Concatenate[ScopedSession, P], Result],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[Who, Result]:
    """Who is looking and what they came for, in one transaction: each costs as much again as a page's rows."""
    return who(db), use_case(db, *args, **kwargs)


def operator_of(practice: str) -> Viewer:
    """The operator at the command line, within the practice of that short name."""
    name = clean(practice)
    with before_practice() as db:
        found = db.execute(text("select id from practices() where short_name = :name"), {"name": name}).scalar()
    if found is None:
        raise NotFound(f"There is no practice with the short name {name}.")
    return Viewer(found, actor="operator")
