"""What belongs to a task: its checklist, its comments, who watches it."""

from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.permission import Permission
from clientmanager.models.task import Task, TaskComment, TaskItem, TaskWatcher
from clientmanager.services import notices, task_labels
from clientmanager.services.task_form import written
from clientmanager.services.tasks import Saved, changing, saved

MOST_ITEMS = 100


def add_item(db: ScopedSession, task_id: object, words: object) -> Saved:
    """One more line at the end of the checklist."""
    task = changing(db, task_id)
    line = written(words, "item")
    present = db.execute(
        text(
            "select count(*), coalesce(max(position), 0) from task_item where practice_id = :practice and task_id = :id"
        ),
        {"practice": task.practice_id, "id": task.id},
    ).one()
    if present[0] >= MOST_ITEMS:
        raise Invalid(f"A checklist has at most {MOST_ITEMS} lines.", field="item")
    db.add(TaskItem(practice_id=task.practice_id, task_id=task.id, words=line, position=present[1] + 1))
    return saved(db, task)


def tick(db: ScopedSession, task_id: object, item_id: object, done: object) -> Saved:
    """Tick a line, or not any more."""
    task, item = _item(db, task_id, item_id)
    item.done = done is True
    return saved(db, task)


def rename_item(db: ScopedSession, task_id: object, item_id: object, words: object) -> Saved:
    """Give a line other words; emptied, it is removed."""
    task, item = _item(db, task_id, item_id)
    if isinstance(words, str) and not words.strip():
        db.delete(item)
    else:
        item.words = written(words, "item")
    return saved(db, task)


def comment(db: ScopedSession, task_id: object, words: object) -> Saved:
    """Say something about a task; whose it is, who watches it and who is mentioned are told."""
    task = changing(db, task_id)
    said = written(words, "comment")
    if db.viewer.user_id is None:
        raise NotAllowed
    db.add(TaskComment(practice_id=task.practice_id, task_id=task.id, user_id=db.viewer.user_id, words=said, at=now()))
    notices.commented(db, task, said)
    return saved(db, task)


def take_back(db: ScopedSession, task_id: object, comment_id: object) -> Saved:
    """Remove a comment of one's own."""
    task = changing(db, task_id)
    found = db.fetch(TaskComment, comment_id)
    if found.task_id != task.id:
        raise NotFound
    if found.user_id != db.viewer.user_id:
        raise NotAllowed("Only who wrote it can take it back.")
    db.delete(found)
    return saved(db, task)


def watch(db: ScopedSession, task_id: object, watches: object) -> None:
    """Be told what happens to a task, or not any more; watching changes nothing of it."""
    task = db.fetch(Task, task_id)
    db.viewer.require(Permission.EDIT_TASKS)
    user = db.viewer.user_id
    if user is None:
        raise NotAllowed
    mine = {"practice": task.practice_id, "task": task.id, "user": user}
    present = db.execute(
        text("select id from task_watcher where practice_id = :practice and task_id = :task and user_id = :user"), mine
    ).scalar()
    if watches is True and present is None:
        db.add(TaskWatcher(practice_id=task.practice_id, task_id=task.id, user_id=user))
    elif watches is not True and present is not None:
        db.delete(db.fetch(TaskWatcher, present))


def add_label(db: ScopedSession, task_id: object, label: object) -> Saved:
    task = changing(db, task_id)
    task_labels.put(db, task, label)
    return saved(db, task)


def remove_label(db: ScopedSession, task_id: object, label: object) -> Saved:
    task = changing(db, task_id)
    task_labels.take_off(db, task, label)
    return saved(db, task)


def _item(db: ScopedSession, task_id: object, item_id: object) -> tuple[Task, TaskItem]:
    task = changing(db, task_id)
    item = db.get(TaskItem, (task.practice_id, as_id(item_id)))
    if item is None or item.task_id != task.id:
        raise NotFound
    return task, item
