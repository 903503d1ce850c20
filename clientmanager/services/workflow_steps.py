"""From step to step of a running workflow: what opens, what is done, what is taken back, and when it is over."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid
from clientmanager.models.task import Task, TaskItem
from clientmanager.models.user import User
from clientmanager.models.workflow import Ended, StepState, Workflow, WorkflowStep
from clientmanager.planning.workflow import Step, due_of

# `tasks` and this module begin each other: a task that is done ends a step, and the next step is a new task.
from clientmanager.services import practice_days, tasks, workflow_days
from clientmanager.services.workflow_running import Running, definition_of, held, hold_board, task_of


def hold_for(db: ScopedSession, task_id: object) -> None:
    """Before a task is moved: hold the board, where the task is a step that may put others on it."""
    if _steps_of_ids(db, [as_id(task_id)]):
        hold_board(db)


def after_moves(db: ScopedSession, some: Sequence[Task]) -> None:
    """Let steps be what their tasks have become: done, or open again. Nothing for tasks that are no steps.

    Raises:
        Invalid: a step asks how it ended, which nobody said.
    """
    is_done = {task.id: task.done_at is not None for task in some}
    for row in _steps_of(db, some):
        if row.state == StepState.OPEN and is_done[row.task_id]:
            if refusal := why_not_finished(db, [task for task in some if is_done[task.id]]):
                raise Invalid(refusal)
            running = held(db, row.workflow_id)
            close(db, running, running.step(row.step_key)[0])
        elif row.state == StepState.DONE and not is_done[row.task_id]:
            running = held(db, row.workflow_id)
            open_again(db, running, running.step(row.step_key)[0])


def why_not_finished(db: ScopedSession, some: Sequence[Task]) -> str:
    """Why these tasks cannot just be done, in a sentence about the first of them; empty where they can."""
    asking = {row.task_id for row in _steps_of(db, some) if row.state == StepState.OPEN and _asks(db, row)}
    first = next((task.title for task in some if task.id in asking), "")
    return f"Say how “{first}” ended first: open the task." if first else ""


def why_not_deleted(db: ScopedSession, some: Sequence[Task]) -> str:
    """Why these tasks cannot be deleted; empty where they can. A workflow without its open step would never end."""
    steps = {row.task_id: row for row in _steps_of(db, some) if row.state == StepState.OPEN}
    first = next((task for task in some if task.id in steps), None)
    if first is None:
        return ""
    name = db.fetch(Workflow, steps[first.id].workflow_id).name
    return f"“{first.title}” is a step of “{name}”. Skip the step or stop the workflow instead."


def open_steps(db: ScopedSession, running: Running, keys: Iterable[str]) -> list[str]:
    """Put steps before people whose turn it is now; one that had its turn stays as it is. Returns their titles."""
    opened: list[str] = []
    days, milestones = practice_days.working_days(db), running.milestones()
    # From the last to the first, for what is added later stands higher on the board.
    for key in reversed(list(keys)):
        step, row = running.step(key)
        if row.state != StepState.WAITING:
            continue
        row.state, row.activated_at = StepState.OPEN, now()
        row.due_on = due_of(step, milestones, days)
        if row.task_id:  # it was taken back before: with all that people wrote there
            task = task_of(db, row)
            task.deleted_at, task.due_on = None, row.due_on
        else:
            row.task_id = _new_task(db, running.workflow, step, row.due_on)
        opened.insert(0, step.title)
    db.flush()
    return opened


def close(
    db: ScopedSession, running: Running, step: Step, outcome: str = "", form: dict[str, str] | None = None
) -> list[str]:
    """The step is done, and what follows is opened, or the workflow is over; its task is the caller's.

    Args:
        form: what was filled in; None leaves what was kept before.

    Returns: the titles of what was opened.
    """
    row = running.steps[step.key]
    row.state, row.done_at, row.outcome = StepState.DONE, now(), outcome
    row.form = row.form if form is None else form
    said = step.outcome(outcome)
    if said and said.ends:
        end(db, running, Ended.FINISHED)
        return []
    if said and said.sets:
        workflow_days.set_milestone(db, running, said.sets, today())
    return go_on(db, running, step, outcome)


def go_on(db: ScopedSession, running: Running, step: Step, outcome: str = "") -> list[str]:
    """Open what comes after a step; end the workflow where nothing is open then. Returns the titles of the opened."""
    opened = open_steps(db, running, running.definition.opened_by(step, outcome))
    if not any(row.state == StepState.OPEN for row in running.steps.values()):
        end(db, running, Ended.FINISHED)
    return opened


def skip(db: ScopedSession, running: Running, step: Step) -> list[str]:
    """The step is not needed; its task goes. Returns the titles of what was opened."""
    row = running.steps[step.key]
    _delete_task(db, row)
    # A day beside it says that somebody skipped it, and not the workflow's end.
    row.state, row.done_at = StepState.SKIPPED, now()
    return go_on(db, running, step)


def open_again(db: ScopedSession, running: Running, step: Step) -> None:
    """Take back that a step is done or skipped, and with it what it opened that nobody has done yet."""
    row = running.steps[step.key]
    if running.workflow.ended_how == Ended.STOPPED:
        return
    resume(db, running)
    for key in running.definition.opened_by(step, row.outcome):
        later = running.steps[key]
        if later.state == StepState.OPEN and not _also_opened(running, key, step):
            later.state, later.activated_at, later.due_on = StepState.WAITING, None, None
            _delete_task(db, later)
    task_of(db, row).deleted_at = None
    # What was filled in stays: it is shown again when the step is.
    row.state, row.outcome, row.done_at = StepState.OPEN, "", None
    db.flush()


def end(db: ScopedSession, running: Running, how: Ended) -> None:
    """It is over: what is open or waiting is skipped, and its tasks go."""
    for row in running.steps.values():
        if row.state == StepState.OPEN:
            _delete_task(db, row)
        if row.state in (StepState.OPEN, StepState.WAITING):
            row.state = StepState.SKIPPED
    running.workflow.ended_at, running.workflow.ended_how = now(), how
    db.flush()


def resume(db: ScopedSession, running: Running) -> None:
    """Take back that it is over: what was skipped by its end is open or waiting as before."""
    if running.workflow.ended_at is None:
        return
    for row in running.steps.values():
        # One that somebody skipped stays so.
        if row.state == StepState.SKIPPED and row.done_at is None:
            row.state = StepState.OPEN if row.activated_at else StepState.WAITING
            if row.activated_at:
                task_of(db, row).deleted_at = None
    running.workflow.ended_at, running.workflow.ended_how = None, ""
    db.flush()


def _steps_of(db: ScopedSession, some: Sequence[Task]) -> Sequence[Any]:
    return _steps_of_ids(db, [task.id for task in some])


def _steps_of_ids(db: ScopedSession, task_ids: Sequence[UUID]) -> Sequence[Any]:
    return db.execute(
        text(
            "select task_id, workflow_id, step_key, state from workflow_step"
            " where practice_id = :practice and task_id = any(:tasks) order by id"
        ),
        {"practice": db.viewer.practice_id, "tasks": list(task_ids)},
    ).all()


def _asks(db: ScopedSession, row: Any) -> bool:
    step = definition_of(db, db.fetch(Workflow, row.workflow_id)).step(row.step_key)
    return step is not None and step.asks


def _also_opened(running: Running, key: str, but: Step) -> bool:
    """Whether another step that is behind us has opened it too, or it was open from the start."""
    others = (one for one in running.definition.steps if one.key != but.key)
    return key in running.definition.first() or any(
        key in running.definition.opened_by(one, running.steps[one.key].outcome)
        for one in others
        if running.steps[one.key].done_at
    )


def _new_task(db: ScopedSession, workflow: Workflow, step: Step, due: date | None) -> UUID:
    who = db.fetch(User, workflow.roles[step.role])
    task_id = as_id(
        tasks.create(
            db,
            {
                "title": step.title,
                "description": step.description,
                "client_id": str(workflow.client_id or ""),
                # who has left meanwhile is given nothing: the task waits for somebody to take it
                "assignee_id": "" if who.deactivated_at else str(who.id),
                "due_on": due,
                "priority": step.priority,
            },
        )
    )
    db.add_all(
        TaskItem(practice_id=workflow.practice_id, task_id=task_id, words=line, position=place)
        for place, line in enumerate(step.checklist, 1)
    )
    return task_id


def _delete_task(db: ScopedSession, row: WorkflowStep) -> None:
    task_of(db, row).deleted_at = now()
