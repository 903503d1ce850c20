"""A practice, and what somebody would send a handler who wants its data.

Only a new *parameter name* has to be given a value here, and its absence is said.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

import pytest

from clientmanager.clientmanager import app
from clientmanager.models.client import ClientEmail
from clientmanager.models.import_run import ImportRun
from clientmanager.models.snapshot import Snapshot
from tests.isolation.handlers import Handler, states
from tests.isolation.traces import marks
from tests.world import Database, PracticeWorld

FORGED = "forged by a stranger"


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
    entry_file: str
    """Of the entry."""
    dropped: str
    """A file on its way into the timeline, the owner's own."""
    captured: str
    """What is in it."""
    template: str
    workflow: str
    day_off: str
    review: str
    review_change: str
    """The handle of what was done with it."""
    advice: str
    version: str
    """Of the advice, and locked; after it stands a draft."""
    signature: str
    opportunity: str
    stage: str
    """Of opportunities: another one than the opportunity's."""

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
            "dropped_id": self.dropped,
            "capture_id": self.captured,
            "left_out": True,
            "order": "mdy",
            "pinned": True,
            "until": "2090-01-01T08:00",
            "template_id": self.template,
            "workflow_id": self.workflow,
            "day_id": self.day_off,
            "review_id": self.review,
            "change": self.review_change,
            "advice_id": self.advice,
            "version_id": self.version,
            "signature_id": self.signature,
            "opportunity_id": self.opportunity,
            "stage_id": self.stage,
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
            "how": "post",
            "note": FORGED,
            "reason_lost": FORGED,
            "opportunity_title": FORGED,
            "opportunity_value": "1500 pm",
            "stage_name": FORGED,
            "stage_kind": "open",
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
        query += f"&opportunity={self.opportunity}"
        return [
            re.sub(r"\[(\w+)\]", lambda found: str(self.argument(found[1])), f"/{route.strip('/')}") + query
            for route in app._unevaluated_pages
        ]

    def argument(self, name: str) -> Any:
        if name not in self.ids:
            pytest.fail(f"Say in tests/isolation/target.py what a stranger would send as “{name}”.")
        return self.ids[name]

    def payload(self, handler: Handler) -> dict[str, Any]:
        return {name: self.argument(name) for name in handler.parameters}

    def secrets(self, database: Database, *tables: str) -> set[str]:
        """Words that stand in this practice's rows only, and not in what a stranger sends anyway."""
        sent = f"{self.pages}{self.ids}"
        return {mark for mark in marks(database, self.world, tables) if mark not in sent and unquote(mark) not in sent}
