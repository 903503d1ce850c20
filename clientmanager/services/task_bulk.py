"""One change of many tasks: shown first, then made at once. How it is put back: services/task_bulk_undo.py."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from clientmanager.clock import now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.folding import folded
from clientmanager.models.task import Task
from clientmanager.services import client_bulk, notices, task_places, workflow_steps
from clientmanager.services.client_bulk import CHANGED_MANY
from clientmanager.services.task_change import Change, permission_of, read_change

MOST = 500
EXAMPLES = 5


@dataclass(frozen=True)
class Example:
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What would happen, as the sheet before it shows it."""

    sentence: str
    """8 of 10 tasks change."""
    unchanged: str
    """What will not change, and why: "2 are assigned to Sipho Dube already."; empty where all change."""
    examples: tuple[Example, ...]
    more: str
    """ "and 3 more", besides the examples."""
    refusal: str
    """Why it cannot be done, and what to do instead; empty where it can."""
    changing: int
    button: str
    """Change 8"""


@dataclass(frozen=True)
class Applied:
    many: int
    words: str
    """8 tasks are assigned to Sipho Dube now."""
    undo: str = ""
    """The handle of its undo; empty where nothing can be put back."""


def preview(db: ScopedSession, ids: object, kind: object, value: object = "") -> Preview:
    """What a change would do to the chosen tasks. Changes nothing.

    Args:
        ids: a list of at most 500 ids; those of deleted tasks, of other practices and of nothing are passed over.
        kind, value: as `task_change.read_change` takes them.

    Raises:
        Invalid: more than 500, or no such change.
    """
    db.viewer.require(permission_of(kind))
    some = _tasks(db, _read_ids(ids))
    change = read_change(db, kind, value, some)
    changing = [task for task in some if change.differs(task)]
    same = len(some) - len(changing)
    shown = sorted(changing, key=lambda task: (folded(task.title), task.id))[:EXAMPLES]
    verb = "changes" if len(changing) == 1 else "change"
    return Preview(
        sentence=f"{len(changing)} of {counted(len(some))} {verb}." if changing else "Nothing would change.",
        unchanged=f"{same} {'is' if same == 1 else 'are'} {change.same}." if same else "",
        examples=tuple(Example(task.title, change.was(task), change.becomes(task)) for task in shown),
        more=f"and {len(changing) - len(shown)} more" if len(changing) > len(shown) else "",
        refusal=change.refuse(changing) if changing else "",
        changing=len(changing),
        button=f"Change {len(changing)}",
    )


def apply(db: ScopedSession, ids: object, kind: object, value: object = "") -> Applied:
    """Make a change of the chosen tasks, all of it or nothing.

    Args: as `preview` takes them.

    Raises:
        Invalid: nothing would change, or a column has no room; says what to do.
    """
    db.viewer.require(permission_of(kind))
    if kind in ("move", "done"):
        lock_columns(db)
    some = locked(db, _read_ids(ids))
    change = read_change(db, kind, value, some)
    changing = [task for task in some if change.differs(task)]
    if not changing:
        raise Invalid("Nothing would change.")
    if refusal := change.refuse(changing):
        raise Invalid(refusal)
    before = client_bulk.newest_entry(db)
    were_open = [task for task in changing if task.done_at is None]
    write(db, change, changing)
    if kind == "assign":
        notices.assigned_many(db, changing[0].assignee_id, changing)
    if kind == "due":
        notices.due_changed_many(db, changing)
    notices.done_many(db, [task for task in were_open if task.done_at])
    request, last = _entries(db, before)
    undo = client_bulk.record(
        db, CHANGED_MANY, table="task", tasks=len(changing), so=change.so, change=kind,
        part={"request": request, "after": before, "last": last},
    )  # fmt: skip
    if kind in ("move", "done"):
        # After the entries that the undo puts back: what comes of a step is taken back with the step itself.
        workflow_steps.after_moves(db, changing)
    many = len(changing)
    return Applied(many, f"{counted(many)} {'is' if many == 1 else 'are'} {change.so} now.", str(undo))


def write(db: ScopedSession, change: Change, changing: list[Task]) -> None:
    """Every task that changes is dated, so that its undo can tell whether somebody changed it since."""
    change.write(changing)
    moment = now()
    for task in changing:
        task.changed_at = moment
    db.flush()


def lock_columns(db: ScopedSession) -> None:
    """Before any task is locked: who moves tasks comes one after the other, and a column's room stays what it was."""
    ours = {"practice": db.viewer.practice_id}
    ids = text("select id from board_column where practice_id = :practice order by id for update")
    for column_id in db.execute(ids, ours).scalars().all():
        task_places.keep_coarse(db, column_id)


def counted(number: int) -> str:
    return f"{number} task{'' if number == 1 else 's'}"


def locked(db: ScopedSession, ids: list[UUID], *, deleted: bool = False) -> list[Task]:
    """Those tasks, for this transaction alone; in the order of their ids, in which everybody locks them.

    Args:
        deleted: the deleted ones too.
    """
    query = _of(db, ids, deleted=deleted).with_for_update(key_share=True)
    return list(db.execute(query.execution_options(populate_existing=True)).scalars())


def _tasks(db: ScopedSession, ids: list[UUID]) -> list[Task]:
    return list(db.execute(_of(db, ids)).scalars())


def _of(db: ScopedSession, ids: list[UUID], *, deleted: bool = False) -> SelectOfScalar[Task]:
    query = select(Task).where(Task.practice_id == db.viewer.practice_id, col(Task.id).in_(ids)).order_by(col(Task.id))
    return query if deleted else query.where(col(Task.deleted_at).is_(None))


def _read_ids(ids: object) -> list[UUID]:
    """Once each; what is no id is passed over."""
    given = ids if isinstance(ids, list | tuple) else []
    if len(given) > MOST:
        raise Invalid(f"Choose at most {MOST} tasks at once.")
    return list(dict.fromkeys(one for one in map(_as_id, given) if one))


def _entries(db: ScopedSession, after: int) -> tuple[str, int]:
    """What this request wrote into the audit since: its id, and the number of the last entry."""
    row = db.execute(
        text(
            "select request_id, max(id) as last from audit_entry where practice_id = :practice and id > :after"
            " and request_id = current_setting('app.request_id') group by request_id"
        ),
        {"practice": db.viewer.practice_id, "after": after},
    ).one()
    return row.request_id, row.last


def _as_id(value: object) -> UUID | None:
    try:
        return as_id(value)
    except NotFound:
        return None
