"""The words that a practice puts on its tasks. Each is found by its folded form: "Review" is "review"."""

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.folding import folded
from clientmanager.models.permission import Permission
from clientmanager.models.task import Task, TaskLabel
from clientmanager.services.task_form import written

MOST = 20
OFFERED = 200


def put(db: ScopedSession, task: Task, label: object) -> None:
    """Put a label on a task, written as the practice wrote it first; nothing where it is there already.

    Raises:
        Invalid: it has no letter or digit, or there are too many.
    """
    words = written(label, "label").removeprefix("#")
    key = folded(words)
    if not key:
        raise Invalid("A label needs a letter or a digit.", field="label")
    ours = {"practice": task.practice_id, "task": task.id, "key": key}
    present = set(
        db.execute(
            text("select folded from task_label where practice_id = :practice and task_id = :task"), ours
        ).scalars()
    )
    if key in present:
        return
    if len(present) >= MOST:
        raise Invalid(f"A task has at most {MOST} labels.", field="label")
    known = db.execute(
        text("select label from task_label where practice_id = :practice and folded = :key limit 1"), ours
    ).scalar()
    db.add(TaskLabel(practice_id=task.practice_id, task_id=task.id, label=known or words, folded=key))
    db.flush()


def take_off(db: ScopedSession, task: Task, label: object) -> None:
    """Nothing where it is gone already."""
    key = folded(label) if isinstance(label, str) else ""
    db.execute(
        text("delete from task_label where practice_id = :practice and task_id = :task and folded = :key"),
        {"practice": task.practice_id, "task": task.id, "key": key},
    )


def offered(db: ScopedSession) -> list[str]:
    """The practice's labels by their letters; at most 200."""
    db.viewer.require(Permission.SEE_TASKS)
    rows = db.execute(
        text(
            "select min(label) as label from task_label where practice_id = :practice"
            " group by folded order by folded limit :most"
        ),
        {"practice": db.viewer.practice_id, "most": OFFERED},
    )
    return list(rows.scalars())
