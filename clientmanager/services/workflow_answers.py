"""What is said in the sheet of a task that is a step: its form, how it ended, and what came of that in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from clientmanager.db import ScopedSession
from clientmanager.errors import NotFound
from clientmanager.models.workflow import StepState
from clientmanager.services import workflow_progress, workflows
from clientmanager.services.workflow_progress import StepView
from clientmanager.services.workflows import Finished


@dataclass(frozen=True)
class Came:
    """What a toast says."""

    words: str
    """ "Done: Ask the client. Next: Send the disclosure"."""
    task_id: str
    """To take it back by."""


def keep(db: ScopedSession, task_id: object, form: object) -> None:
    """Keep what is typed so far, as it is typed; nothing where the step is over meanwhile.

    Raises:
        Invalid: an answer cannot be read, with the field's key as the field.
    """
    step = workflow_progress.of_task(db, task_id)
    if step and step.state == StepState.OPEN:
        workflows.keep_form(db, step.workflow_id, step.step_key, _answers(step, form))


def finish(db: ScopedSession, task_id: object, form: object) -> Came:
    """The step is done, as the form says it ended.

    Raises:
        Conflict: someone else finished it first.
        Invalid: with the field's key, or "outcome", as the field.
    """
    step = _step(db, task_id)
    outcome = form.get("outcome") if isinstance(form, Mapping) else None
    finished = workflows.finish_step(db, step.workflow_id, step.step_key, outcome, _answers(step, form))
    return Came(_words("Done", finished, step), str(task_id))


def skip(db: ScopedSession, task_id: object) -> Came:
    """Go on without it."""
    step = _step(db, task_id)
    return Came(_words("Skipped", workflows.skip_step(db, step.workflow_id, step.step_key), step), str(task_id))


def take_back(db: ScopedSession, task_id: object) -> str:
    """Undo of both. Returns the step's title."""
    step = _step(db, task_id)
    return workflows.reopen_step(db, step.workflow_id, step.step_key)


def _step(db: ScopedSession, task_id: object) -> StepView:
    step = workflow_progress.of_task(db, task_id)
    if step is None:
        raise NotFound("This task is no step of a workflow.")
    return step


def _answers(step: StepView, form: object) -> dict[str, object]:
    said = form if isinstance(form, Mapping) else {}
    return {field.key: said.get(field.name) for field in step.fields}


def _words(what: str, finished: Finished, step: StepView) -> str:
    if finished.ended:
        return f"{what}: {finished.title}. “{step.workflow}” is finished."
    if not finished.opened:
        return f"{what}: {finished.title}"
    return f"{what}: {finished.title}. Next: {', '.join(finished.opened)}"
