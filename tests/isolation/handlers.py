"""Every event handler that a browser can call, and what somebody would send it who wants this practice's data.

Both are read from the running product: a new screen is tried without being named here. Only a new *parameter name*
has to be given a value below, and its absence is said.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from reflex.state import BaseState, State

from clientmanager.clientmanager import app
from clientmanager.clock import now
from clientmanager.models.client import ClientEmail
from clientmanager.models.import_run import ImportFile, ImportRun
from clientmanager.models.snapshot import KEPT_FOR, Snapshot
from clientmanager.models.task import ColumnKind
from clientmanager.services import (
    board_columns,
    client_bulk,
    interactions,
    notice_list,
    practice_days,
    reminders,
    review_cycles,
    reviews,
    saved_views,
    task_files,
    task_parts,
    tasks,
    teams,
    workflow_templates,
    workflows,
)
from clientmanager.services.client_choice import read_choice
from tests import workflows as flows
from tests.isolation.traces import marks
from tests.world import Database, PracticeWorld

FORGED = "forged by a stranger"


@dataclass(frozen=True)
class Handler:
    name: str
    parameters: tuple[str, ...]


@dataclass
class Target:
    """A practice, and the ids of what is worth having."""

    world: PracticeWorld
    email: ClientEmail
    import_run: ImportRun
    snapshot: Snapshot
    change: int
    """An entry of the audit that could be undone."""
    bulk_change: str
    """The handle of a change of many clients that could be put back."""
    task: str
    file: str
    """Of the task."""
    column: str
    """Of the board: another one than the task's."""
    team: str
    view: str
    """The owner's own."""
    notice: str
    reminder: str
    interaction: str
    template: str
    workflow: str
    day_off: str
    review: str
    review_change: str
    """The handle of what was done with it."""

    @cached_property
    def ids(self) -> dict[str, Any]:
        """Whatever a handler calls its parameter: what a stranger would send."""
        client, user = str(self.world.client.id), str(self.world.assistant.id)
        return {
            "client_id": client,
            "part": str(self.email.id),
            "adviser": str(self.world.adviser.id),
            "user_id": user,
            "backup_id": str(self.snapshot.id),
            "snapshot_id": str(self.snapshot.id),
            "user": user,
            "client": client,
            "words": "O'Brien",
            "entry": str(self.change),
            "field": "note",
            "kind": "email",
            "value": FORGED,
            "was": "",
            "name": FORGED,
            "role": "owner",
            "to": str(self.world.adviser.id),
            "heir": str(self.world.adviser.id),
            "action": "",
            "archived": True,
            "newest": True,
            "through": True,
            "handle": self.bulk_change,
            "task_id": self.task,
            "file_id": self.file,
            "column_id": self.column,
            "team_id": self.team,
            "view_id": self.view,
            "by": 1,
            "notice_id": self.notice,
            "reminder_id": self.reminder,
            "entry_id": self.interaction,
            "pinned": True,
            "until": "2090-01-01T08:00",
            "template_id": self.template,
            "workflow_id": self.workflow,
            "day_id": self.day_off,
            "review_id": self.review,
            "change": self.review_change,
            "milestone": "review",
            "what": "outcomes",
            "key": "off",
            "step_key": "hold",
            "above": "",
            "below": self.task,
            "moves": 0,
            "number": 1,
            "done": True,
            "opened": True,
            "day": "2026-11-26",
            "line": f"{FORGED} tomorrow @me",
            "person": f"client {client}",
            "form": self.form,
            # Reflex's own
            "var_name": "rows",
            "vars": {f"{name}.rows_rx_state_": FORGED for name in (s.get_full_name() for s in states())},
            "hashes": {},
            "info": FORGED,
            "component_stack": FORGED,
        }

    @property
    def form(self) -> dict[str, Any]:
        """What any of the product's forms might be sent."""
        return {
            "kind": "person",
            "last_name": FORGED,
            "first_names": FORGED,
            "name": FORGED,
            "email": "forged@example.co.za",
            "role": "owner",
            "client_id": str(self.world.client.id),
            "user_id": str(self.world.assistant.id),
            "adviser_id": str(self.world.adviser.id),
            "line": f"{FORGED} tomorrow @me",
            "description": FORGED,
            "item": FORGED,
            "comment": FORGED,
            "moment": "2090-01-01T08:00",
            "tag": FORGED,
            "words": FORGED,
            "amendment": FORGED,
            "because": FORGED,
            "exception_day": "2031-06-06",
            "exception_name": FORGED,
            "exception_kind": "off",
            "repeat": "weekly",
            "column_name": FORGED,
            "column_kind": "waiting",
            "column_most": "1",
            "team_name": FORGED,
            "view_name": FORGED,
            "template": self.template,
            "milestone-0": "2026-03-12",
            "role-0": str(self.world.adviser.id),
            "role-1": str(self.world.assistant.id),
            "outcome": "plan still suitable",
            "notes": FORGED,
            "tasks": FORGED,
            "agenda": FORGED,
            "every_months": "3",
            "day": "2090-01-03",
            "at": "10:00",
            "step-0": FORGED,
            "title": FORGED,
            "roles:adviser": FORGED,
            "entry-words": FORGED,
            "entry-next_contact": "2090-01-01",
            "entry-follow_up": FORGED,
            "template_kind": "call",
            "template_name": FORGED,
            "template_words": FORGED,
        }

    @cached_property
    def pages_of_something(self) -> list[str]:
        """Those whose path names what they show."""
        return [page for page, route in zip(self.pages, app._unevaluated_pages, strict=True) if "[" in route]

    @cached_property
    def pages(self) -> list[str]:
        """Every page of the product, opened on what belongs to this practice."""
        client = self.world.client.id
        query = f"?q=O'Brien&task={self.task}&file={self.import_run.id}&id={client}&client={client}"
        return [
            re.sub(r"\[(\w+)\]", lambda found: str(self.argument(found[1])), f"/{route.strip('/')}") + query
            for route in app._unevaluated_pages
        ]

    def argument(self, name: str) -> Any:
        if name not in self.ids:
            pytest.fail(f"Say in tests/isolation/handlers.py what a stranger would send as “{name}”.")
        return self.ids[name]

    def payload(self, handler: Handler) -> dict[str, Any]:
        return {name: self.argument(name) for name in handler.parameters}

    def secrets(self, database: Database, *tables: str) -> set[str]:
        """Words that stand in this practice's rows only, and not in what a stranger sends anyway."""
        sent = f"{self.pages}{self.ids}"
        return {mark for mark in marks(database, self.world, tables) if mark not in sent and unquote(mark) not in sent}


def target(world: PracticeWorld, name: str) -> Target:
    """Adds an import and a backup, so that there is something to take."""
    with world.as_(world.owner) as db:
        moment = now()
        run = ImportRun(
            practice_id=world.practice_id, user_id=world.owner.id, file_name=f"{name} 2026.csv", file_sha256="0" * 64,
            state="previewed", made_at=moment, report={"rows": 1},
        )  # fmt: skip
        snapshot = Snapshot(
            practice_id=world.practice_id, state="ready", reason="by hand", taken_at=moment, rows=4711,
            expires_at=moment + KEPT_FOR, sealed_key=b"x", file_name=f"{name}.snapshot",
        )  # fmt: skip
        db.add_all([run, snapshot])
        db.flush()
        db.add(ImportFile(practice_id=world.practice_id, id=run.id, content=b"x"))
        email = db.execute(sa.select(ClientEmail).where(ClientEmail.client_id == world.client.id)).scalars().first()  # pyright: ignore[reportArgumentType]
        of_email = "select max(id) from audit_entry where client_id = :client and table_name = 'client_email'"
        change = db.execute(sa.text(of_email), {"client": world.client.id}).scalar_one()
        everyone = read_choice([], "")
        mark = client_bulk.preview(db, everyone, "category", "Z").mark
        bulk_change = client_bulk.apply(db, everyone, "category", "Z", mark).undo
        values = {"title": f"{name}: O'Brien is to be phoned", "client_id": str(world.client.id), "labels": [name]}
        task = tasks.create(db, {**values, "description": f"{name}, about the endowment"})
        task_parts.add_item(db, task, f"{name}, first the number")
        task_parts.comment(db, task, f"{name}, no answer yet")
        task_parts.watch(db, task, True)
        file = task_files.add(db, task, f"{name}, payslip.txt", f"{name}, about the endowment".encode())
        reminders.set(db, task, "2089-01-01T08:00")
        (reminder,) = reminders.listed(db, task)
        said = {"kind": "call", "clients": [str(world.client.id)], "names": [f"{name}, an attorney"]}
        interaction = interactions.record(db, {**said, "words": f"{name}, asked about the bursary"}).id
        column = str(board_columns.first_of(db, ColumnKind.DOING).id)
        team = teams.keep(db, "", f"{name}, estates", [str(world.assistant.id)])
        view = saved_views.keep(db, "/tasks?q=endowment", f"{name}, endowments")
        template = workflow_templates.save(db, None, flows.REVIEW | {"name": f"{name}, the yearly review"})
        workflow = workflows.start(db, template, flows.said(world))
        day_off = practice_days.add(db, {"day": "2031-05-05", "kind": "off", "name": f"{name}, the office moves"})
        review_cycles.set_for_client(db, world.client.id, "7")
        review = str(db.execute(sa.text("select id from review where closed_at is null")).scalars().one())
        reviews.set_agenda(db, review, f"{name}, whether the trust is wound up")
        review_change = reviews.book(db, review, "2089-05-05", "08:15").undo
    with world.as_(world.assistant) as db:
        task_parts.comment(db, task, f"{name}, the assistant phoned")
    with world.as_(world.owner) as db:
        notice = next(row.id for row in notice_list.inbox(db).rows)
    assert email
    return Target(
        world,
        email,
        run,
        snapshot,
        change,
        bulk_change,
        task,
        file,
        column,
        team,
        view,
        notice,
        reminder.id,
        interaction,
        template,
        workflow,
        day_off,
        review,
        review_change,
    )


def states(of: type[BaseState] = State) -> Iterator[type[BaseState]]:
    yield of
    for state in sorted(of.get_substates(), key=lambda state: state.get_full_name()):
        yield from states(state)


def handlers(only: Callable[[type[BaseState]], bool] = lambda _: True) -> list[Handler]:
    """All of them, Reflex's own too; those that load a page first, so that the others have something to work on."""
    found = [
        Handler(f"{state.get_full_name()}.{name}", tuple(inspect.signature(handler.fn).parameters)[1:])
        for state in states()
        if only(state)
        for name, handler in state.event_handlers.items()
    ]
    return sorted(found, key=lambda handler: not handler.name.endswith((".load", ".hydrate")))


def is_ours(state: type[BaseState]) -> bool:
    return state.__module__.startswith("clientmanager")
