"""What people do with a workflow: start it, say how its steps ended, move its days, stop it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now, today
from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.models.permission import Permission
from clientmanager.models.user import User
from clientmanager.models.workflow import Ended, StepState, Workflow, WorkflowStep, WorkflowTemplate
from clientmanager.planning import workflow_reading
from clientmanager.planning.workflow import START, Definition, Step
from clientmanager.planning.workflow_form import filled
from clientmanager.services import identity, task_form, tasks, workflow_days, workflow_steps, workflow_templates
from clientmanager.services.client_form import clean
from clientmanager.services.workflow_days import DueMoved
from clientmanager.services.workflow_running import Running, hold, hold_board

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Of a milestone: as far as the public holidays are known, with room for the steps around it."""


@dataclass(frozen=True)
class Finished:
    """What came of finishing a step."""

    title: str
    opened: tuple[str, ...]
    """The titles of the steps whose turn it is now."""
    ended: bool
    """Whether the whole workflow is over."""


def start(db: ScopedSession, template_id: object, values: object) -> str:
    """Start a workflow: its first steps become tasks. Returns its id.

    Args:
        values: client_id; milestones, key to day, of which the start is today unless it is said; roles, key to user id.

    Raises:
        Invalid: with "client_id", "milestone <key>" and "role <key>" as fields, all that is wrong at once;
            nothing was started.
    """
    template = db.fetch(WorkflowTemplate, template_id)
    db.viewer.require(Permission.EDIT_TASKS)
    if template.retired_at:
        raise Invalid("This workflow is not used any more. Choose another one, or bring it back first.")
    version = workflow_templates.newest(db, template)
    definition = workflow_reading.kept(version.definition)
    given = values if isinstance(values, dict) else {}
    wrong: dict[str, str] = {}
    client_id = _client(db, definition, given.get("client_id"), wrong)
    milestones = _milestones(definition, given.get("milestones"), wrong)
    roles = _roles(db, definition, given.get("roles"), wrong)
    if wrong:
        raise Invalid.of(wrong)
    workflow = Workflow(
        practice_id=db.viewer.practice_id,
        template_id=template.id,
        version_id=version.id,
        client_id=client_id,
        name=definition.name,
        milestones=milestones,
        roles=roles,
        started_by=db.viewer.user_id,
        started_at=now(),
    )
    hold_board(db)
    db.add(workflow)
    db.flush()
    rows = {
        step.key: WorkflowStep(
            practice_id=workflow.practice_id, workflow_id=workflow.id, step_key=step.key, position=place
        )
        for place, step in enumerate(definition.steps)
    }
    db.add_all(rows.values())
    db.flush()
    workflow_steps.open_steps(db, Running(workflow, definition, rows), definition.first())
    return str(workflow.id)


def finish_step(
    db: ScopedSession, workflow_id: object, step_key: object, outcome: object = None, form: object = None
) -> Finished:
    """Say how a step ended; its task is done, and what follows is opened.

    Args:
        outcome: the key of one of its outcomes, where it has some.
        form: field key to answer; None takes what was kept before.

    Raises:
        Conflict: someone else finished it first; says who.
        Invalid: its turn has not come; or an answer is missing or cannot be read, with its key, or "outcome", as the
            field.
    """
    running = hold(db, workflow_id)
    step, row = running.step(step_key)
    _require_open(db, step, row)
    said = _outcome(step, outcome)
    answers = filled(step.fields, row.form if form is None else form)
    opened = workflow_steps.close(db, running, step, said, answers)
    tasks.finish(db, row.task_id)
    return Finished(step.title, tuple(opened), running.workflow.ended_at is not None)


def keep_form(db: ScopedSession, workflow_id: object, step_key: object, form: object) -> None:
    """Keep what is filled in so far; the step stays open.

    Raises:
        Conflict: the step is done.
        Invalid: an answer cannot be read, with its key as the field.
    """
    running = hold(db, workflow_id)
    step, row = running.step(step_key)
    _require_open(db, step, row)
    row.form = filled(step.fields, form, unfinished=True)


def skip_step(db: ScopedSession, workflow_id: object, step_key: object) -> Finished:
    """Go on without a step: its task goes, and what would follow it is opened; no outcome is said."""
    running = hold(db, workflow_id)
    step, row = running.step(step_key)
    _require_open(db, step, row)
    opened = workflow_steps.skip(db, running, step)
    return Finished(step.title, tuple(opened), running.workflow.ended_at is not None)


def reopen_step(db: ScopedSession, workflow_id: object, step_key: object) -> str:
    """Undo of finishing or skipping a step: what it opened is taken back unless it is done. Returns its title.

    Raises:
        Invalid: it was neither done nor skipped by somebody, or the workflow was stopped.
    """
    running = hold(db, workflow_id)
    step, row = running.step(step_key)
    if running.workflow.ended_how == Ended.STOPPED:
        raise Invalid("This workflow was stopped. Take it up again first.")
    if row.done_at is None:
        raise Invalid("This step is not done, so there is nothing to take back.")
    if row.state == StepState.DONE:
        tasks.reopen(db, row.task_id)
    else:
        workflow_steps.open_again(db, running, step)
    return step.title


def move_milestone(db: ScopedSession, workflow_id: object, key: object, day: object) -> DueMoved:
    """Give a milestone another day, or none yet; the open tasks that hang on it go with it.

    A day that somebody gave a task by hand stays; so does one that is done.

    Raises:
        Invalid: no such milestone, no date, or the workflow is over.
    """
    running = hold(db, workflow_id)
    if running.workflow.ended_at:
        raise Invalid("This workflow is over, so its days stay as they were.")
    milestone = next((one for one in running.definition.milestones if one.key == key), None)
    if milestone is None:
        raise NotFound("This workflow has no such milestone.")
    wanted = _day(day, milestone.key)
    if wanted is None and milestone.key == START:
        raise Invalid("Say on which day it was started.", field=f"milestone {START}")
    return workflow_days.set_milestone(db, running, milestone.key, wanted)


def stop(db: ScopedSession, workflow_id: object) -> str:
    """End a workflow before its time: the tasks of its open steps go. Returns its name; `take_up_again` undoes it."""
    running = hold(db, workflow_id)
    if running.workflow.ended_at is None:
        workflow_steps.end(db, running, Ended.STOPPED)
    return running.workflow.name


def take_up_again(db: ScopedSession, workflow_id: object) -> str:
    """Undo of stopping: its steps and tasks are as they were. Returns its name."""
    running = hold(db, workflow_id)
    if running.workflow.ended_how == Ended.STOPPED:
        workflow_steps.resume(db, running)
    return running.workflow.name


def hand_over(db: ScopedSession, leaver: UUID, to: UUID) -> None:
    """Let someone else play every part of a leaver in the workflows that run; their open tasks go another way."""
    hold_board(db)
    db.execute(
        text(
            "update workflow set roles = (select jsonb_object_agg(key, case value when :leaver then :to else value end)"
            "   from jsonb_each_text(roles))"
            " where practice_id = :practice and ended_at is null"
            " and exists (select from jsonb_each_text(roles) where value = :leaver)"
        ),
        {"practice": db.viewer.practice_id, "leaver": str(leaver), "to": str(to)},
    )


def _client(db: ScopedSession, definition: Definition, value: object, wrong: dict[str, str]) -> UUID | None:
    if not definition.for_client:
        return None
    client_id = task_form.client_of(db, value)
    if client_id is None:
        wrong["client_id"] = "Choose the client it is for."
    return client_id


def _milestones(definition: Definition, given: object, wrong: dict[str, str]) -> dict[str, str]:
    said = given if isinstance(given, Mapping) else {}
    days = {START: today()}
    for one in definition.milestones:
        try:
            day = _day(said.get(one.key), one.key)
        except Invalid as refusal:
            wrong |= refusal.fields
            continue
        if day:
            days[one.key] = day
    return {key: day.isoformat() for key, day in days.items()}


def _day(value: object, key: str) -> date | None:
    field = f"milestone {key}"
    if isinstance(value, str) or value is None:
        day = identity.read_date(clean(value)[:40], field)
    else:
        day = value if isinstance(value, date) else identity.read_date("?", field)
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.", field=field)
    return day


def _roles(db: ScopedSession, definition: Definition, given: object, wrong: dict[str, str]) -> dict[str, str]:
    """Who plays which part; `wrong` is told of parts that nobody plays, or someone who has left."""
    said: Mapping[Any, Any] = given if isinstance(given, Mapping) else {}
    roles: dict[str, str] = {}
    for role in definition.roles:
        chosen = said.get(role.key)
        if chosen in ("", task_form.NOBODY, None):
            wrong[f"role {role.key}"] = f"Choose who this is: {role.words}."
            continue
        user = db.fetch(User, chosen)
        if user.deactivated_at:
            wrong[f"role {role.key}"] = f"{user.name} has left. Choose someone else: {role.words}."
        roles[role.key] = str(user.id)
    return roles


def _outcome(step: Step, value: object) -> str:
    if not step.outcomes and value in (None, ""):
        return ""
    said = step.outcome(value) if isinstance(value, str) else None
    if said is None:
        raise Invalid("Choose how it ended.", field="outcome")
    return said.key


def _require_open(db: ScopedSession, step: Step, row: WorkflowStep) -> None:
    match row.state:
        case StepState.OPEN:
            return
        case StepState.WAITING:
            raise Invalid(f"It is not yet the turn of “{step.title}”.")
        case StepState.SKIPPED:
            raise Conflict(f"“{step.title}” was skipped meanwhile. Reopen it if it is needed after all.")
        case _:
            when = f" at {row.done_at.astimezone(SOUTH_AFRICA):%H:%M}" if row.done_at else ""
            raise Conflict(f"{_finisher(db, row)} finished “{step.title}”{when}. Reopen it to say something else.")


def _finisher(db: ScopedSession, row: WorkflowStep) -> str:
    name = db.execute(
        text(
            "select u.name from task t join practice_user u on u.practice_id = t.practice_id and u.id = t.done_by"
            " where t.practice_id = :practice and t.id = :task"
        ),
        {"practice": row.practice_id, "task": row.task_id},
    ).scalar()
    return name or "Someone else"
