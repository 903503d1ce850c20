"""What a meeting with a client still needs: the facts that are missing or old, and what of the practice's own work is
late. More joins as more is known of a client.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession
from clientmanager.models.permission import Permission
from clientmanager.services.days import ago
from clientmanager.services.task_words import LATE, late_values

OLD = timedelta(days=365)
"""Facts that nobody touched for so long are asked after once more."""


@dataclass(frozen=True)
class Thing:
    """One thing that is to be ready."""

    label: str
    """ "Identity"."""
    ready: bool
    words: str
    """What is missing; empty where it is ready."""
    mend: str
    """What the way to mend it says: "Add an address"."""
    href: str


@dataclass(frozen=True)
class Readiness:
    things: tuple[Thing, ...] = ()

    @property
    def words(self) -> str:
        """ "4 of 6 things ready"."""
        return f"{sum(one.ready for one in self.things)} of {len(self.things)} things ready" if self.things else ""

    @property
    def segments(self) -> tuple[str, ...]:
        """As `components.steps` draws them: those that are ready first."""
        ready = sum(one.ready for one in self.things)
        return ("done",) * ready + ("to come",) * (len(self.things) - ready)


def _has(table: str) -> str:
    return f"exists (select from {table} x where x.practice_id = c.practice_id and x.client_id = c.id)"


_FACTS = (
    "select c.id, c.kind, c.id_number <> '' or c.passport_number <> '' as has_id,"
    " c.registration_number <> '' as is_registered, c.birth_date is not null as has_birth_date, c.changed_at,"
    f" {_has('client_phone')} as has_phone, {_has('client_email')} as has_email,"
    f" {_has('client_address')} as has_address,"
    " (select count(*) from task t where t.practice_id = c.practice_id and t.client_id = c.id and t.done_at is null"
    f"   and t.deleted_at is null and {LATE}) as late"
    " from client c where c.practice_id = :practice and c.id = any(:ids)"
)


def readiness(db: ScopedSession, client_ids: Collection[UUID]) -> dict[UUID, Readiness]:
    """Of each of these clients; one query, however many they are."""
    db.viewer.require(Permission.SEE_CLIENTS)
    if not client_ids:
        return {}
    rows = db.execute(text(_FACTS), {"practice": db.viewer.practice_id, "ids": list(client_ids), **late_values()})
    return {row.id: Readiness(tuple(_things(row))) for row in rows}


def of_client(db: ScopedSession, client_id: UUID) -> Readiness:
    return readiness(db, [client_id]).get(client_id, Readiness())


def _things(row: Any) -> list[Thing]:
    page = f"/clients/{row.id}"
    is_person = row.kind == "person"
    reach = [what for what, there in (("phone", row.has_phone), ("e-mail", row.has_email)) if not there]
    changed_on = row.changed_at.astimezone(SOUTH_AFRICA).date()
    identity = (
        Thing("Identity", row.has_id, "No ID or passport number", "Add it", f"{page}#id_number")
        if is_person
        else Thing("Identity", row.is_registered, "No registration number", "Add it", f"{page}#registration_number")
    )
    born = Thing("Date of birth", row.has_birth_date, "Not known", "Add it", f"{page}#birth_date")
    late = f"{row.late} {'is' if row.late == 1 else 'are'} late"
    things = [
        identity,
        *([born] if is_person else []),
        Thing("How to reach them", not reach, f"No {' and no '.join(reach)}", "Add it", page),
        Thing("Address", row.has_address, "None yet", "Add it", page),
        Thing(
            "Facts looked over",
            changed_on >= today() - OLD,
            f"Last changed {ago(changed_on).lower()}",
            "Look them over",
            page,
        ),
        Thing("Tasks on time", row.late == 0, late, "See them", f"/tasks/list?client={row.id}&due=late"),
    ]
    return [Thing(one.label, True, "", "", "") if one.ready else one for one in things]


@dataclass(frozen=True)
class OpenThing:
    """Something that goes on with a client: a task or a workflow."""

    words: str
    second: str
    """ "Due Fri 13 Mar · Sipho Dube", "Step 3 of 9"."""
    late: bool
    is_workflow: bool = False
    promised: bool = False
    """It was said to the client that it would be done."""


def open_things(db: ScopedSession, client_id: UUID) -> tuple[OpenThing, ...]:
    """Open tasks, the late ones first, then the workflows that run; only what the viewer may see."""
    if not db.viewer.may(Permission.SEE_TASKS):
        return ()
    values = {"practice": db.viewer.practice_id, "client": client_id, **late_values()}
    tasks = db.execute(
        text(
            f"select t.title, t.due_on, coalesce({LATE}, false) as late, u.name as who,"
            " exists (select from interaction_task p where p.practice_id = t.practice_id and p.task_id = t.id)"
            "   as promised from task t"
            " left join practice_user u on u.practice_id = t.practice_id and u.id = t.assignee_id"
            " where t.practice_id = :practice and t.client_id = :client and t.done_at is null and t.deleted_at is null"
            " order by t.due_on nulls last, t.id limit 20"
        ),
        values,
    )
    flows = db.execute(
        text(
            "select w.name, (select count(*) from workflow_step s where s.practice_id = w.practice_id"
            "   and s.workflow_id = w.id) as steps, (select count(*) from workflow_step s"
            "   where s.practice_id = w.practice_id and s.workflow_id = w.id and s.done_at is not null) as done"
            " from workflow w where w.practice_id = :practice and w.client_id = :client and w.ended_at is null"
            " order by w.started_at, w.id limit 20"
        ),
        values,
    )
    return (
        *(OpenThing(row.title, _of_task(row), row.late, promised=row.promised) for row in tasks),
        *(OpenThing(row.name, f"Workflow, {row.done} of {row.steps} steps done", False, True) for row in flows),
    )


def _of_task(row: Any) -> str:
    due = f"due {row.due_on.day} {row.due_on:%b %Y}" if row.due_on else "no date"
    return f"{'Promised' if row.promised else 'Task'}, {due}{f' · {row.who}' if row.who else ''}"
