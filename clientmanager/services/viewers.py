"""Who is looking, for the frame around every screen."""

from dataclasses import dataclass

from clientmanager.db import ScopedSession
from clientmanager.models.permission import MAY
from clientmanager.models.practice import Practice


@dataclass(frozen=True)
class Who:
    name: str
    initials: str
    role: str
    practice: str
    may: tuple[str, ...]


def who(db: ScopedSession) -> Who:
    viewer = db.viewer
    practice = db.get_one(Practice, viewer.practice_id)
    words = viewer.name.split()
    return Who(
        name=viewer.name,
        initials="".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper(),
        role=viewer.role.value,
        practice=practice.name,
        may=tuple(sorted(permission.value for permission in MAY[viewer.role])),
    )
