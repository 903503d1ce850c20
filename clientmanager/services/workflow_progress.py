"""How far workflows are: on a client's page, on the cards of the board, and in the task that is a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.models.workflow import Ended, StepState
from clientmanager.planning import workflow_reading
from clientmanager.planning.workflow import Definition, FieldKind, FormField
from clientmanager.services.task_words import CLIENT_NAME, due_words, is_late, moment_words

SHOWN = 50
"""Workflows of a list: those that run first, then those that ended last."""
MOST_CARDS = 2000


@dataclass(frozen=True)
class StepProgress:
    key: str
    number: int
    title: str
    state: str
    """waiting, open, done or skipped."""
    due: str
    """ "Fri 13 Mar", "4 days late"; empty unless it is open."""
    late: bool
    who: str
    task_id: str
    """Empty where its turn has not come, or its task is gone."""
    outcome: str
    """In words, how it ended."""
    done: str


@dataclass(frozen=True)
class Progress:
    """One workflow, as the page of its client shows it."""

    id: str
    name: str
    client: str
    client_id: str
    """Empty where it is about nobody."""
    number: int
    """The first step that is open; where it is over, the last one."""
    of: int
    words: str
    """ "Step 2 of 6", "Finished Mon 9 Mar", "Stopped Yesterday 14:02"."""
    running: bool
    stopped: bool
    milestones: tuple[tuple[str, str, str], ...]
    """Key, words, and the day as 2026-03-12 or empty."""
    steps: tuple[StepProgress, ...]
    segments: tuple[str, ...]
    """Of each step: done, now, to come or skipped."""


NO_WORKFLOW = Progress("", "", "", "", 0, 0, "", running=False, stopped=False, milestones=(), steps=(), segments=())


@dataclass(frozen=True)
class StepOf:
    """What a task is in its workflow."""

    workflow: str
    number: int
    of: int

    @property
    def words(self) -> str:
        """ "FICA refresh · step 2 of 6"."""
        return f"{self.workflow} · step {self.number} of {self.of}"


@dataclass(frozen=True)
class FieldView:
    """A field of a step's form, with what is filled in."""

    key: str
    words: str
    kind: str
    """text, lines, date, yes or no, choice, amount in rand."""
    required: bool
    options: tuple[tuple[str, str], ...]
    """What can be chosen, value and words; empty where it is written."""
    value: str
    name: str
    """In the form: a key may have spaces."""


@dataclass(frozen=True)
class StepView:
    """What the task that is a step asks before it is done; empty of a task that is none."""

    workflow_id: str = ""
    step_key: str = ""
    workflow: str = ""
    place: str = ""
    """ "Step 2 of 6"."""
    words: str = ""
    """ "FICA refresh · step 2 of 6"."""
    segments: tuple[str, ...] = ()
    """Of each step of the workflow: done, now, to come or skipped."""
    state: str = ""
    outcomes: tuple[tuple[str, str], ...] = ()
    """Key and words; empty where it is just done."""
    outcome: str = ""
    """The key of how it ended."""
    ended: str = ""
    """The same in words."""
    fields: tuple[FieldView, ...] = ()
    asks: bool = False
    """Whether it must be finished here, and not by dragging its task."""


NO_STEP = StepView()

SEGMENTS = {
    StepState.DONE: "done",
    StepState.OPEN: "now",
    StepState.WAITING: "to come",
    StepState.SKIPPED: "skipped",
}

_WORKFLOWS = (
    f"select w.*, v.definition, {CLIENT_NAME} as client,"
    " (select json_agg(json_build_object('key', s.step_key, 'state', s.state, 'outcome', s.outcome,"
    "   'task', t.id, 'who', u.name, 'due', t.due_on, 'done', s.done_at) order by s.position) from workflow_step s"
    "   left join task t on t.practice_id = s.practice_id and t.id = s.task_id and t.deleted_at is null"
    "   left join practice_user u on u.practice_id = t.practice_id and u.id = t.assignee_id"
    "   where s.practice_id = w.practice_id and s.workflow_id = w.id) as steps"
    " from workflow w join workflow_version v on v.practice_id = w.practice_id and v.id = w.version_id"
    " left join client c on c.practice_id = w.practice_id and c.id = w.client_id"
)


def progress(db: ScopedSession, client_id: object) -> list[Progress]:
    """The workflows of one client: those that run, then those that are over, the last first.

    Raises:
        NotFound: no such client.
    """
    client = db.fetch(Client, client_id)
    db.viewer.require(Permission.SEE_TASKS)
    return _listed(db, "w.client_id = :client", client=client.id)


def page(db: ScopedSession, workflow_id: object) -> Progress:
    """One workflow.

    Raises:
        NotFound: there is none.
    """
    found = _listed(db, "w.id = :id", id=as_id(workflow_id))
    if not found:
        raise NotFound("This workflow is not here any more.")
    db.viewer.require(Permission.SEE_TASKS)
    return found[0]


def progress_of(db: ScopedSession, task_ids: Sequence[str]) -> dict[str, StepOf]:
    """For the cards of a board: of those tasks that are steps, which step of what; by the task's id."""
    db.viewer.require(Permission.SEE_TASKS)
    rows = db.execute(
        text(
            "select s.task_id, w.name, s.position + 1 as number, (select count(*) from workflow_step o"
            "   where o.practice_id = s.practice_id and o.workflow_id = s.workflow_id) as of_all"
            " from workflow_step s join workflow w on w.practice_id = s.practice_id and w.id = s.workflow_id"
            " where s.practice_id = :practice and s.task_id = any(cast(:tasks as uuid[]))"
        ),
        {"practice": db.viewer.practice_id, "tasks": [as_id(one) for one in task_ids[:MOST_CARDS]]},
    )
    return {str(row.task_id): StepOf(row.name, row.number, row.of_all) for row in rows}


def of_task(db: ScopedSession, task_id: object) -> StepView | None:
    """What a task asks as a step of its workflow; None where it is none."""
    db.viewer.require(Permission.SEE_TASKS)
    row = db.execute(
        text(
            "select s.*, w.name, v.definition, (select array_agg(o.state order by o.position) from workflow_step o"
            "   where o.practice_id = s.practice_id and o.workflow_id = s.workflow_id) as states from workflow_step s"
            " join workflow w on w.practice_id = s.practice_id and w.id = s.workflow_id"
            " join workflow_version v on v.practice_id = w.practice_id and v.id = w.version_id"
            " where s.practice_id = :practice and s.task_id = :task"
        ),
        {"practice": db.viewer.practice_id, "task": as_id(task_id)},
    ).one_or_none()
    if row is None:
        return None
    definition = workflow_reading.kept(row.definition)
    step = definition.steps[row.position]
    return StepView(
        workflow_id=str(row.workflow_id),
        step_key=step.key,
        workflow=row.name,
        place=f"Step {row.position + 1} of {len(definition.steps)}",
        words=StepOf(row.name, row.position + 1, len(definition.steps)).words,
        segments=tuple(SEGMENTS[one] for one in row.states),
        state=row.state,
        outcomes=tuple((one.key, one.words) for one in step.outcomes),
        outcome=row.outcome,
        ended=said.words if (said := step.outcome(row.outcome)) else "",
        fields=tuple(_field(one, place, row.form.get(one.key, "")) for place, one in enumerate(step.fields)),
        asks=step.asks,
    )


def _field(field: FormField, place: int, value: str) -> FieldView:
    options: list[tuple[str, str]] = []
    if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        choices = field.options if field.kind == FieldKind.CHOICE else ("yes", "no")
        options = [("", "Not said yet"), *((one, one if field.options else one.capitalize()) for one in choices)]
    if value and field.kind == FieldKind.RAND:
        value = f"{Decimal(value):,.2f}".replace(",", " ").replace(".", ",")
    return FieldView(field.key, field.words, field.kind, field.required, tuple(options), value, f"step-{place}")


def _listed(db: ScopedSession, which: str, **values: UUID) -> list[Progress]:
    rows = db.execute(
        text(
            f"{_WORKFLOWS} where w.practice_id = :practice and {which}"
            f" order by w.ended_at desc nulls first, w.started_at desc, w.id desc limit {SHOWN}"
        ),
        {"practice": db.viewer.practice_id, **values},
    )
    return [_progress(row) for row in rows]


def _progress(row: Any) -> Progress:
    definition = workflow_reading.kept(row.definition)
    steps = tuple(_step(definition, number, said) for number, said in enumerate(row.steps or (), 1))
    of = len(steps)
    number = next((one.number for one in steps if one.state == StepState.OPEN), of)
    stopped = row.ended_how == Ended.STOPPED
    over = f"{'Stopped' if stopped else 'Finished'} {moment_words(row.ended_at)}"
    return Progress(
        id=str(row.id),
        name=row.name,
        client=row.client,
        client_id=str(row.client_id or ""),
        number=number,
        of=of,
        words=over if row.ended_at else f"Step {number} of {of}",
        running=row.ended_at is None,
        stopped=stopped,
        milestones=tuple((one.key, one.words, row.milestones.get(one.key, "")) for one in definition.milestones),
        steps=steps,
        segments=tuple(SEGMENTS[StepState(one.state)] for one in steps),
    )


def _step(definition: Definition, number: int, said: dict[str, Any]) -> StepProgress:
    step = definition.steps[number - 1]
    due = date.fromisoformat(said["due"]) if said["due"] and said["state"] == StepState.OPEN else None
    ended = step.outcome(said["outcome"])
    return StepProgress(
        key=step.key,
        number=number,
        title=step.title,
        state=said["state"],
        due=due_words(due, None),
        late=is_late(due, None),
        who=said["who"] or "",
        task_id=said["task"] or "",
        outcome=ended.words if ended else "",
        done=moment_words(datetime.fromisoformat(said["done"])) if said["done"] else "",
    )
