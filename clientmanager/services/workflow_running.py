"""A running workflow as it stands, changed by one transaction at a time.

Whoever changes one holds the whole board first: finishing a step puts other tasks on the board, so that two who do that
at once, or drag its tasks meanwhile, come one after the other instead of waiting for each other.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.permission import Permission
from clientmanager.models.task import Task
from clientmanager.models.workflow import Workflow, WorkflowStep, WorkflowVersion
from clientmanager.planning import workflow_reading
from clientmanager.planning.workflow import Definition, Step


@dataclass(frozen=True)
class Running:
    """A workflow that this transaction holds, with the definition that it was started with."""

    workflow: Workflow
    definition: Definition
    steps: dict[str, WorkflowStep]
    """By key."""

    def milestones(self) -> dict[str, date]:
        return {key: date.fromisoformat(day) for key, day in self.workflow.milestones.items()}

    def step(self, key: object) -> tuple[Step, WorkflowStep]:
        step = self.definition.step(key) if isinstance(key, str) else None
        if step is None:
            raise NotFound("This workflow has no such step.")
        return step, self.steps[step.key]


def hold(db: ScopedSession, workflow_id: object) -> Running:
    """The workflow, for this transaction alone; call it before anything else of the board is locked.

    Raises:
        NotFound: there is none in this practice.
        NotAllowed: the viewer may not change tasks.
    """
    workflow = db.fetch(Workflow, workflow_id)
    db.viewer.require(Permission.EDIT_TASKS)
    hold_board(db)
    return held(db, workflow.id)


def hold_board(db: ScopedSession) -> None:
    """Until the commit nobody else puts a task anywhere."""
    ours = {"practice": db.viewer.practice_id}
    db.execute(text("select id from board_column where practice_id = :practice order by id for update"), ours)


def held(db: ScopedSession, workflow_id: UUID) -> Running:
    """The workflow and its steps as they are now; the caller holds the board, so that nobody else changes them."""
    db.flush()
    key = (db.viewer.practice_id, workflow_id)
    workflow = db.get_one(Workflow, key, populate_existing=True)
    rows = db.execute(
        text("select id from workflow_step where practice_id = :practice and workflow_id = :id order by position"),
        {"practice": db.viewer.practice_id, "id": workflow_id},
    ).scalars()
    steps = [db.get_one(WorkflowStep, (db.viewer.practice_id, one), populate_existing=True) for one in rows]
    return Running(workflow, definition_of(db, workflow), {row.step_key: row for row in steps})


def definition_of(db: ScopedSession, workflow: Workflow) -> Definition:
    return workflow_reading.kept(db.fetch(WorkflowVersion, workflow.version_id).definition)


def task_of(db: ScopedSession, row: WorkflowStep) -> Task:
    """The task of a step that had its turn, for this transaction alone, whether it was deleted or not."""
    db.flush()
    key = (row.practice_id, as_id(row.task_id))
    return db.get_one(Task, key, with_for_update={"key_share": True}, populate_existing=True)
