"""What is in the timeline already, by the marks of e-mails and of messages; and what belongs to one conversation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, insert_many
from clientmanager.models.base import new_id
from clientmanager.models.interaction import InteractionMessage

MOST_TIMES = 9
"""How often one e-mail can be removed and brought in again."""


@dataclass(frozen=True)
class Known:
    """An e-mail that was taken before."""

    at: datetime
    client_id: UUID
    removed: bool
    times: int
    """How often it was taken."""


def mails(db: ScopedSession, fingerprints: Iterable[str]) -> dict[str, Known]:
    """By fingerprint; of one that was removed and taken again, the last."""
    wanted = [again(one, times) for one in set(fingerprints) for times in range(MOST_TIMES)]
    rows = db.execute(
        text(
            "select fingerprint, at, client_id, removed_at from interaction"
            " where practice_id = :practice and fingerprint = any(:wanted) order by fingerprint"
        ),
        {"practice": db.viewer.practice_id, "wanted": wanted},
    )
    found: dict[str, Known] = {}
    for row in rows:
        one, _, times = row.fingerprint.partition(" ")
        found[one] = Known(row.at, row.client_id, row.removed_at is not None, int(times or 0) + 1)
    return found


def again(fingerprint: str, times: int) -> str:
    """As it is kept of an e-mail that was taken and removed so many times before."""
    return f"{fingerprint} {times}" if times else fingerprint


def messages(db: ScopedSession, client: UUID, marks: Iterable[str]) -> set[str]:
    """Those of them that stand in the timeline of this client."""
    rows = db.execute(
        text(
            "select m.mark from interaction_message m"
            " join interaction i on i.practice_id = m.practice_id and i.id = m.interaction_id"
            " where m.practice_id = :practice and m.client_id = :client and m.mark = any(:marks)"
            " and i.removed_at is null"
        ),
        {"practice": db.viewer.practice_id, "client": client, "marks": list(marks)},
    )
    return set(rows.scalars())


def keep_messages(db: ScopedSession, entry: UUID, client: UUID, marks: Sequence[str]) -> None:
    """These stand in this entry from now on; where they stood in a removed one, not there any more."""
    whose = {"practice": db.viewer.practice_id, "client": client, "marks": list(marks)}
    db.execute(
        text(
            "delete from interaction_message"
            " where practice_id = :practice and client_id = :client and mark = any(:marks)"
        ),
        whose,
    )
    rows = [
        {
            "practice_id": db.viewer.practice_id,
            "id": new_id(),
            "interaction_id": entry,
            "client_id": client,
            "mark": one,
        }
        for one in marks
    ]
    insert_many(db, InteractionMessage, rows)


def conversation(db: ScopedSession, thread: Sequence[str]) -> str:
    """What an e-mail shares with those above and below it, whichever was brought in first.

    Args:
        thread: marks of the messages above it and of itself, the first one first.
    """
    if not thread:
        return ""
    whose = {"practice": db.viewer.practice_id, "marks": list(thread)}
    above = list(
        db.execute(
            text(
                "select thread from interaction where practice_id = :practice and thread <> ''"
                " and fingerprint = any(:marks) group by thread order by min(at), thread"
            ),
            whose,
        ).scalars()
    )
    # those above it may have named one that is higher; those below it may have been waiting under one of these
    one = above[0] if above else thread[0]
    others = [each for each in dict.fromkeys([*above, *thread]) if each != one]
    if others:
        db.execute(
            text("update interaction set thread = :one where practice_id = :practice and thread = any(:others)"),
            {**whose, "one": one, "others": others},
        )
    return one
