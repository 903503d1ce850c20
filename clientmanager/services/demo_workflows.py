"""Workflows of the demo practice, some steps into each."""

import random
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import today
from clientmanager.db import ScopedSession
from clientmanager.models.workflow import StepState
from clientmanager.planning.workflow import FieldKind, FormField
from clientmanager.services import workflow_progress, workflow_templates, workflows
from clientmanager.services.workflow_running import held

STARTED = [
    ("FICA refresh", 1, 6),
    ("Annual review", 3, 12),
    ("New client", 2, 8),
    ("FICA refresh", 0, 1),
    ("Leaver", 1, 20),
]
"""Which, how many steps of it are done, and how many days ago it was started."""


def fill(db: ScopedSession, chance: random.Random, roles: Mapping[str, UUID]) -> None:
    """A handful, for clients drawn by chance; nothing in a practice without clients.

    Args:
        roles: adviser, assistant and compliance, and who plays them.
    """
    clients = db.execute(
        text("select id from client where practice_id = :practice and archived_at is null order by id limit 20"),
        {"practice": db.viewer.practice_id},
    ).scalars()
    of = list(clients)
    templates = {one.name: one.id for one in workflow_templates.listed(db)}
    for place, (name, done, days) in enumerate(STARTED):
        if name not in templates or place >= len(of):
            continue
        definition = workflow_templates.read(db, templates[name]).definition
        start = today() - timedelta(days=days)
        values = {
            "client_id": str(of[place]),
            "milestones": {one.key: start + timedelta(days=21 * n) for n, one in enumerate(definition.milestones)},
            "roles": {one.key: str(roles.get(one.key, roles["adviser"])) for one in definition.roles},
        }
        workflow_id = workflows.start(db, templates[name], values)
        for _ in range(done):
            _go_on(db, workflow_id, chance)


def _go_on(db: ScopedSession, workflow_id: str, chance: random.Random) -> None:
    """Its first open step is done, in the first way in which it can end."""
    now = workflow_progress.page(db, workflow_id)
    key = next((one.key for one in now.steps if one.state == StepState.OPEN), "")
    if not key:
        return
    step, _ = held(db, UUID(workflow_id)).step(key)
    outcome = step.outcomes[0].key if step.outcomes else None
    workflows.finish_step(db, workflow_id, key, outcome, {one.key: _answer(one, chance) for one in step.fields})


def _answer(field: FormField, chance: random.Random) -> str:
    match field.kind:
        case FieldKind.CHOICE:
            return chance.choice(field.options)
        case FieldKind.DATE:
            return today().isoformat()
        case FieldKind.YES_NO:
            return "yes"
        case FieldKind.RAND:
            return str(chance.randrange(1, 90) * 500)
        case FieldKind.TEXT | FieldKind.LINES:
            return "As agreed by phone"
