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

_PRACTICE = text(
    "select name, (select count(*) from notice where practice_id = :practice and user_id = :user"
    " and read_at is null and snoozed_until is null) as unread from practice where id = :practice"
)


@dataclass(frozen=True)
class Who:
    name: str
    initials: str
    role: str
    practice: str
    may: tuple[str, ...]
    practice_id: str
    user_id: str
    unread: int
    """How many notices wait to be read."""


def who(db: ScopedSession) -> Who:
    viewer = db.viewer
    practice, unread = db.execute(_PRACTICE, {"practice": viewer.practice_id, "user": viewer.user_id}).one()
    words = viewer.name.split()
    return Who(
        name=viewer.name,
        initials="".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper(),
        role=viewer.role.value,
        practice=practice,
        may=tuple(sorted(permission.value for permission in MAY[viewer.role])),
        practice_id=str(viewer.practice_id),
        user_id=str(viewer.user_id or ""),
        unread=unread,
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
