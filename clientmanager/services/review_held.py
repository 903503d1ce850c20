"""What came of a review, and what follows from it: all of it in one transaction, and the next one on its day."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now, today
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.client import Client, ClientStatus
from clientmanager.models.permission import Permission
from clientmanager.models.review import Outcome, Review
from clientmanager.planning.reviews import MOST_WEEKS, again_in
from clientmanager.services import audit_mark, clients, drafts, quick_add, review_entry, review_work, reviews
from clientmanager.services.audit_mark import Done
from clientmanager.services.days import written
from clientmanager.services.practice_days import working_days

MOST_TASKS = 20


def hold(db: ScopedSession, review_id: object, values: object) -> Done:
    """Say what came of a review. What the outcome says is done with it.

    Args:
        values: outcome; notes; held_on (2026-03-12, empty: today); tasks, a line each, for "changes needed"; weeks for
            "could not be reached".

    Raises:
        Invalid: with the field's name; nothing was changed.
    """
    review, client = reviews.changing(db, review_id)
    given = values if isinstance(values, dict) else {}
    outcome = _outcome(given.get("outcome"))
    review.notes = reviews.lines_of(given.get("notes"), "notes")
    review.outcome, review.closed_at, review.held_by = outcome, now(), db.viewer.user_id
    review.adviser_id = review.adviser_id or client.adviser_id
    if outcome != Outcome.UNREACHED:
        review.held_on = reviews.held_day(given.get("held_on"))
    db.flush()
    review_entry.write(db, review)
    follows = _FOLLOWS[outcome](db, review, client, given)
    drafts.drop_review(db, review.id)
    return audit_mark.done(db, f"{client.full_name}: {outcome}. {follows}")


def _suitable(db: ScopedSession, review: Review, _client: Client, _given: dict[Any, Any]) -> str:
    return _next(db, review)


def _changes(db: ScopedSession, review: Review, client: Client, given: dict[Any, Any]) -> str:
    lines = reviews.lines_of(given.get("tasks"), "tasks").split("\n")
    lines = [line for line in lines if line]
    if not lines:
        raise Invalid("Write what has to change, a task on each line.", field="tasks")
    if len(lines) > MOST_TASKS:
        raise Invalid(f"Write at most {MOST_TASKS} tasks here.", field="tasks")
    for line in reversed(lines):
        try:
            quick_add.add(db, line, None, {"client_id": str(client.id), "assignee_id": "me"})
        except Invalid as wrong:
            raise Invalid(f"“{line[:60]}”: {wrong}", field="tasks") from None
    made = f"{len(lines)} task{'' if len(lines) == 1 else 's'} made."
    return f"{made} {_next(db, review)}"


def _left(db: ScopedSession, _review: Review, client: Client, _given: dict[Any, Any]) -> str:
    clients.set_field(db, client.id, "status", ClientStatus.FORMER)
    review_work.keep_open(db, client.id)
    still = [words for words in _still_open(db, client.id) if words]
    stays = f" Still open with them: {' and '.join(still)}." if still else ""
    return f"They are a former client now, and no review is to come.{stays}"


def _unreached(db: ScopedSession, review: Review, _client: Client, given: dict[Any, Any]) -> str:
    said = given.get("weeks")
    weeks = int(said) if isinstance(said, str) and said.isascii() and said.isdecimal() and len(said) < 4 else 0
    if not 1 <= weeks <= MOST_WEEKS:
        raise Invalid(f"Say in how many weeks to try again, 1 to {MOST_WEEKS}.", field="weeks")
    due_on = again_in(weeks, today(), working_days(db))
    review_work.make(db, review.client_id, due_on)
    return f"It is due again on {written(due_on)}."


_FOLLOWS = {
    Outcome.SUITABLE: _suitable,
    Outcome.CHANGES: _changes,
    Outcome.LEFT: _left,
    Outcome.UNREACHED: _unreached,
}


def _outcome(said: object) -> Outcome:
    try:
        return Outcome(said if isinstance(said, str) else "")
    except ValueError:
        raise Invalid("Choose what came of it.", field="outcome") from None


def _next(db: ScopedSession, review: Review) -> str:
    review_work.keep_open(db, review.client_id)
    due_on = db.execute(
        text("select due_on from review where practice_id = :practice and client_id = :client and closed_at is null"),
        {"practice": review.practice_id, "client": review.client_id},
    ).scalar()
    return f"The next review is due on {written(due_on)}." if due_on else "No next one: they are in no cycle."


def _still_open(db: ScopedSession, client_id: UUID) -> list[str]:
    """What goes on although the client left, for whoever said so to look at; only what they may see."""
    if not db.viewer.may(Permission.SEE_TASKS):
        return []
    tasks, flows = db.execute(
        text(
            "select (select count(*) from task t where t.practice_id = :practice and t.client_id = :client"
            " and t.done_at is null and t.deleted_at is null), (select count(*) from workflow w"
            " where w.practice_id = :practice and w.client_id = :client and w.ended_at is null)"
        ),
        {"practice": db.viewer.practice_id, "client": client_id},
    ).one()
    return [
        f"{many} {what}{'' if many == 1 else 's'}" if many else ""
        for many, what in ((tasks, "task"), (flows, "workflow"))
    ]
