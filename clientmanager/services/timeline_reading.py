"""What the entries of a timeline hold, read for a page of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.models.permission import Permission
from clientmanager.services.task_words import CLIENT_NAME

_SHORT_NAME = (
    "coalesce(nullif(c.preferred_name, ''), case when c.kind = 'person' then nullif(c.first_names, '') end,"
    f" {CLIENT_NAME})"
)
"""How one speaks of them; the client is `c`."""


class Parts:
    """What belongs to several entries, read at once: each by the entry's id."""

    def __init__(self, db: ScopedSession, entries: Sequence[UUID]) -> None:
        self.people = self._of(
            db, entries,
            f"select p.interaction_id, p.client_id, p.name, u.name as user_name, {_SHORT_NAME} as client"
            " from interaction_participant p"
            " left join practice_user u on u.practice_id = p.practice_id and u.id = p.user_id"
            " left join client c on c.practice_id = p.practice_id and c.id = p.client_id"
            " where p.practice_id = :practice and p.interaction_id = any(:ids)"
            " order by p.user_id is null, p.client_id is null, p.id",
        )  # fmt: skip
        self.amendments = self._of(
            db, entries,
            "select a.interaction_id, a.id, a.words, a.at, u.name as who from interaction_amendment a"
            " left join practice_user u on u.practice_id = a.practice_id and u.id = a.author_id"
            " where a.practice_id = :practice and a.interaction_id = any(:ids) order by a.at, a.id",
        )  # fmt: skip
        self.files = self._of(
            db, entries,
            "select interaction_id, id, name, bytes from interaction_file"
            " where practice_id = :practice and interaction_id = any(:ids) order by whole, id",
        )  # fmt: skip
        self.tasks = self._of(
            db, entries,
            "select l.interaction_id, count(*) as many, count(t.done_at) as done from interaction_task l"
            " join task t on t.practice_id = l.practice_id and t.id = l.task_id and t.deleted_at is null"
            " where l.practice_id = :practice and l.interaction_id = any(:ids) group by l.interaction_id",
        )  # fmt: skip

    @staticmethod
    def _of(db: ScopedSession, entries: Sequence[UUID], query: str) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        if entries:
            for row in db.execute(text(query), {"practice": db.viewer.practice_id, "ids": list(entries)}):
                found[row.interaction_id].append(row)
        return found


def interactions(db: ScopedSession, entries: Sequence[UUID], most: int) -> Iterable[Any]:
    """Of long words only as many as are shown come out of the table."""
    return db.execute(
        text(
            "select i.id, i.client_id, i.kind, i.title, left(i.words, :most) as words, i.at, i.minutes, i.direction,"
            " i.author_id, i.recorded_at, i.edited_at, i.pinned_at, i.removed_at, i.removed_because, i.origin,"
            f" i.thread, a.name as author, r.name as remover, {CLIENT_NAME} as client, {_SHORT_NAME} as client_short"
            " from interaction i join client c on c.practice_id = i.practice_id and c.id = i.client_id"
            " left join practice_user a on a.practice_id = i.practice_id and a.id = i.author_id"
            " left join practice_user r on r.practice_id = i.practice_id and r.id = i.removed_by"
            " where i.practice_id = :practice and i.id = any(:ids)"
        ),
        {"practice": db.viewer.practice_id, "ids": list(entries), "most": most},
    )


def together(db: ScopedSession, threads: set[str]) -> dict[str, int]:
    """How many entries each of those conversations has."""
    if not threads:
        return {}
    rows = db.execute(
        text(
            "select thread, count(*) as many from interaction where practice_id = :practice and thread <> ''"
            " and thread = any(:threads) and removed_at is null group by thread"
        ),
        {"practice": db.viewer.practice_id, "threads": list(threads)},
    )
    return {row.thread: row.many for row in rows}


def tasks_done(db: ScopedSession, tasks: Sequence[UUID]) -> Iterable[Any]:
    if not tasks:
        return []
    return db.execute(
        text(
            f"select t.id, t.title, t.done_at, t.client_id, u.name as who, {CLIENT_NAME} as client from task t"
            " left join client c on c.practice_id = t.practice_id and c.id = t.client_id"
            " left join practice_user u on u.practice_id = t.practice_id and u.id = coalesce(t.done_by, t.assignee_id)"
            " where t.practice_id = :practice and t.id = any(:ids)"
        ),
        {"practice": db.viewer.practice_id, "ids": list(tasks)},
    )


def whole(db: ScopedSession, entry_id: UUID) -> dict[str, str]:
    """All words of an entry and of what was added to it: id to words; of a removed one with what it was called."""
    found = db.execute(
        text(
            "select i.id, concat_ws(E'\n', case when i.removed_at is not null then nullif(i.title, '') end,"
            " i.words) as words, i.removed_at from interaction i where i.practice_id = :practice and i.id = :id"
            " union all select a.id, a.words, null from interaction_amendment a"
            " where a.practice_id = :practice and a.interaction_id = :id"
        ),
        {"practice": db.viewer.practice_id, "id": entry_id},
    ).all()
    if any(row.removed_at for row in found):
        db.viewer.require(Permission.SEE_REMOVED_INTERACTIONS)
    return {str(row.id): row.words for row in found}
