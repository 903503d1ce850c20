"""What someone typed and has not saved yet: a sleeping tablet, a lost connection or a restart loses nothing of it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.advice import Advice
from clientmanager.models.base import new_id
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.models.review import Review
from clientmanager.models.task import Task
from clientmanager.services.client_form import LONGEST, ClientForm, clean, keepable

KEPT_FOR = timedelta(days=30)
MOST = 200
"""Drafts of one person: beyond them the oldest goes."""
NEW_CLIENT = "new client/form"
NEW_TASK = ("line", "description")
"""The fields of a new task's form."""
NEW_WORKFLOW = "new"
LONGEST_WORKFLOW = 2_000_000
"""Of the JSON of one that is written: more than the longest that can be saved."""
LONGEST_INTERACTION = 400_000
"""The same of a call or a meeting."""
OF_REVIEW = ("agenda", "held")
LONGEST_REVIEW = 80_000
"""Of the JSON of what came of one: more than what can be saved."""
CHOSEN = ("kind", "adviser_id", "status")
"""Fields that always hold something."""
_ID = "[0-9a-f-]{36}"
_PLACE = re.compile(
    rf"(?:client (?P<client>{_ID})|advice (?P<advice>{_ID})|task (?P<task>{_ID})"
    rf"|new client|new task(?: for (?P<whose>{_ID}))?)"
    r"/(?:(?P<form>form)|[a-z0-9_ -]{1,40})"
)


@dataclass(frozen=True)
class Kept:
    """One draft, for its writer."""

    value: str
    was: str
    """What stood there when its writer began."""
    at: datetime

    @property
    def time(self) -> str:
        return clock_time(self.at)


def place_of(client_id: object, field: object) -> str:
    """Where a field of a client is typed."""
    return f"client {client_id}/{field}"


def place_in_task(task_id: object, field: object) -> str:
    """Where a field of a task is typed, or a new comment or line of it."""
    return f"task {task_id}/{field}"


def place_in_advice(advice_id: object, field: object) -> str:
    """Where a field of a record of advice is typed."""
    return f"advice {advice_id}/{field}"


def place_of_new_task(client_id: object) -> str:
    """Where a new task is typed: each client's page has its own, for it says whom the task is for."""
    return f"new task for {client_id}/form" if client_id else "new task/form"


def keep(db: ScopedSession, place: object, value: object, was: object = "") -> None:
    """Keep the last of what is being typed in one place; the same person's second window takes the first one's place.

    Raises:
        NotFound: the place is in a client, a record of advice or a task of no concern to this practice.
        Invalid: there is no such place, or no field takes so much text.
    """
    found = _PLACE.fullmatch(place) if isinstance(place, str) else None
    whose = found and (found["client"] or found["whose"])
    client_id = db.fetch(Client, whose).id if whose else None
    if found and found["advice"]:
        client_id = db.fetch(Advice, found["advice"]).client_id
    task_id = db.fetch(Task, found["task"]).id if found and found["task"] else None
    db.viewer.require(_needed(found[0].partition("/")[0] if found else ""))
    if not found or not isinstance(value, str) or not isinstance(was, str):
        raise Invalid("What is typed there cannot be kept.")
    # A form holds its longest field, and its others.
    if max(len(value), len(was)) > LONGEST["note"] * (2 if found["form"] else 1):
        raise Invalid("This is longer than any field takes, so it is not kept until it is shorter.")
    _put(db, place, value, was, client_id, task_id)


def _needed(place: str) -> Permission:
    if place.startswith("advice"):
        return Permission.WRITE_ADVICE
    return Permission.EDIT_TASKS if "task" in place else Permission.EDIT_CLIENTS


def keep_workflow(db: ScopedSession, template_id: str, value: str, was: str) -> None:
    """Keep a workflow that is being written.

    Args:
        template_id: of the template, or NEW_WORKFLOW.
        was: the number of the version from which its writer began.
    """
    db.viewer.require(Permission.SHAPE_WORKFLOWS)
    if len(value) > LONGEST_WORKFLOW:
        raise Invalid("This workflow is longer than any that can be kept. Shorten it first.")
    _put(db, _workflow(template_id), value, was)


def workflow(db: ScopedSession, template_id: str) -> Kept | None:
    """The viewer's own half-written workflow."""
    db.viewer.require(Permission.SHAPE_WORKFLOWS)
    row = _row(db, _workflow(template_id))
    return Kept(row.value, row.was, row.kept_at) if row else None


def drop_workflow(db: ScopedSession, template_id: str) -> None:
    """It is saved, or is not wanted."""
    drop(db, _workflow(template_id))


def keep_review(db: ScopedSession, review_id: object, field: str, value: str, was: str = "") -> None:
    """Keep what is typed of a review: its agenda, or what came of it."""
    review = db.fetch(Review, review_id)
    db.viewer.require(Permission.EDIT_CLIENTS)
    if max(len(value), len(was)) > LONGEST_REVIEW:
        raise Invalid("This is longer than any field takes, so it is not kept until it is shorter.")
    _put(db, _review(review.id, field), value, was, review.client_id)


def review(db: ScopedSession, review_id: UUID, field: str) -> Kept | None:
    """What the viewer typed of a review and did not save."""
    row = _row(db, _review(review_id, field))
    return Kept(row.value, row.was, row.kept_at) if row else None


def drop_review(db: ScopedSession, review_id: UUID, *fields: str) -> None:
    """It is saved, or is not wanted; without fields, all that was typed of it."""
    for field in fields or OF_REVIEW:
        drop(db, _review(review_id, field))


def _review(review_id: UUID, field: str) -> str:
    return f"review {review_id}/{field}"


def _workflow(template_id: str) -> str:
    return f"workflow {template_id}"


def keep_interaction(db: ScopedSession, client_id: UUID | None, value: str) -> None:
    """Keep what is being written down of a call or a meeting: each client's page has its own, and the practice one."""
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    if len(value) > LONGEST_INTERACTION:
        raise Invalid("This is longer than any entry takes, so it is not kept until it is shorter.")
    _put(db, _interaction(client_id), value, "", client_id)


def interaction(db: ScopedSession, client_id: UUID | None) -> Kept | None:
    """What the viewer has half written down."""
    db.viewer.require(Permission.RECORD_INTERACTIONS)
    row = _row(db, _interaction(client_id))
    return Kept(row.value, row.was, row.kept_at) if row else None


def drop_interaction(db: ScopedSession, client_id: UUID | None) -> None:
    """It is logged, or is not wanted."""
    drop(db, _interaction(client_id))


def _interaction(client_id: UUID | None) -> str:
    return f"interaction with {client_id}" if client_id else "interaction"


def _put(
    db: ScopedSession,
    place: object,
    value: str,
    was: str,
    client_id: UUID | None = None,
    task_id: UUID | None = None,
) -> None:
    db.execute(
        text(
            "insert into draft (practice_id, id, user_id, client_id, task_id, place, value, was, kept_at)"
            " values (:practice, :id, :user, :client, :task, :place, :value, :was, :now)"
            " on conflict (practice_id, user_id, place) do update"
            " set value = excluded.value, was = excluded.was, kept_at = excluded.kept_at"
        ),
        {
            **_mine(db),
            "id": new_id(),
            "client": client_id,
            "task": task_id,
            "place": place,
            "value": keepable(value),
            "was": keepable(was),
            "now": now(),
        },
    )
    db.execute(
        text(
            "delete from draft where practice_id = :practice and id in (select id from draft"
            " where practice_id = :practice and user_id = :user order by kept_at desc, id offset :most)"
        ),
        {**_mine(db), "most": MOST},
    )


def drop(db: ScopedSession, place: object) -> None:
    """Forget what was typed in one place: it is saved, or is not wanted."""
    if isinstance(place, str):
        db.execute(
            text("delete from draft where practice_id = :practice and user_id = :user and place = :place"),
            {**_mine(db), "place": clean(place)},
        )


def keep_new_client(db: ScopedSession, values: object) -> None:
    """Keep the half-typed client; a form with nothing in it is none."""
    _keep_form(db, NEW_CLIENT, [name for name in ClientForm.model_fields if name != "even_so"], values)


def keep_new_task(db: ScopedSession, client_id: object, values: object) -> None:
    """Keep the half-typed task, begun for a client or for nobody; a form with nothing in it is none."""
    _keep_form(db, place_of_new_task(client_id), NEW_TASK, values)


def new_client(db: ScopedSession) -> tuple[dict[str, str], str]:
    """The viewer's half-typed client, field to text, and when it was typed; empty where there is none."""
    db.viewer.require(Permission.EDIT_CLIENTS)
    return _form(db, NEW_CLIENT)


def new_task(db: ScopedSession, client_id: object) -> tuple[dict[str, str], str]:
    """The viewer's half-typed task, as `new_client`."""
    db.viewer.require(Permission.EDIT_TASKS)
    return _form(db, place_of_new_task(client_id))


def sweep(db: ScopedSession) -> None:
    """The worker's: what nobody came back to for 30 days."""
    db.execute(
        text("delete from draft where practice_id = :practice and kept_at < :then"),
        {"practice": db.viewer.practice_id, "then": now() - KEPT_FOR},
    )


def clock_time(moment: datetime) -> str:
    """14:02; of another day 21 Nov, 14:02."""
    local = moment.astimezone(SOUTH_AFRICA)
    today = now().astimezone(SOUTH_AFRICA).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b}, {local:%H:%M}"


def _keep_form(db: ScopedSession, place: str, fields: Iterable[str], values: object) -> None:
    said = values if isinstance(values, dict) else {}
    typed = {name: keepable(said[name]) for name in fields if isinstance(said.get(name), str)}
    if any(text.strip() for name, text in typed.items() if name not in CHOSEN):
        keep(db, place, json.dumps(typed, ensure_ascii=False))
    else:
        drop(db, place)


def _form(db: ScopedSession, place: str) -> tuple[dict[str, str], str]:
    row = _row(db, place)
    return (json.loads(row.value), clock_time(row.kept_at)) if row else ({}, "")


def _row(db: ScopedSession, place: str) -> Any:
    return db.execute(
        text(
            "select value, was, kept_at from draft where practice_id = :practice and user_id = :user and place = :place"
        ),
        {**_mine(db), "place": clean(place)},
    ).one_or_none()


def _mine(db: ScopedSession) -> dict[str, UUID | None]:
    return {"practice": db.viewer.practice_id, "user": db.viewer.user_id}
