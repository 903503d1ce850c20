"""Tasks as a spreadsheet: exactly those on the list, in its order, made while it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from clientmanager.backup.one_sheet import as_csv, as_workbook
from clientmanager.clock import today
from clientmanager.db import ScopedSession, Viewer, session_for
from clientmanager.errors import Invalid
from clientmanager.models.permission import Permission
from clientmanager.models.practice import Practice
from clientmanager.services import exports, task_filter_choices, task_list, task_order
from clientmanager.services.exports import MEDIA_TYPES, Export
from clientmanager.services.filters import Said
from clientmanager.services.task_columns import COLUMNS, SELECTED
from clientmanager.services.task_filter import TaskFilter, read_filter


@dataclass(frozen=True)
class Listed:
    """What stands on the list: its filter, its order, and whether it is of open tasks or of done ones."""

    filter: TaskFilter = field(default_factory=TaskFilter)
    sort: str = ""
    done: bool = False


def read_listed(query: object) -> Listed:
    """What an address says: the filter's own words, "sort=-due" and "done=1"; what makes no sense is left out."""
    said = Said(query)
    return Listed(read_filter(query), said.first("sort"), said.first("done") == "1")


def export(db: ScopedSession, listed: Listed, form: object) -> Export:
    """The tasks of a list; that it was done is written down.

    Args:
        form: `csv` or `xlsx`.

    Raises:
        Invalid: another form.
        Unavailable: several are being sent at this moment.
    """
    db.viewer.require(Permission.EXPORT_TASKS)
    if not isinstance(form, str) or form not in MEDIA_TYPES:
        raise Invalid("Tasks are exported as csv or as xlsx.", field="format")
    practice = db.get_one(Practice, db.viewer.practice_id)
    exports.write_down(db, "task", {"format": form, "tasks": _count(db, listed), **_said(db, listed)})
    pieces = _pieces(db.viewer, listed, form)
    # the first is made here, where a database that is away is still a sentence and not a broken download
    return Export(f"{practice.short_name}-tasks-{today()}.{form}", MEDIA_TYPES[form], chain([next(pieces)], pieces))


def _pieces(viewer: Viewer, listed: Listed, form: str) -> Iterator[bytes]:
    with exports.one_of_few(), session_for(viewer, read_only=True) as db:
        if form == "csv":
            yield from as_csv(COLUMNS, _records(db, listed))
        else:
            yield from as_workbook("Tasks", COLUMNS, _count(db, listed), _records(db, listed))


def _records(db: ScopedSession, listed: Listed) -> Iterator[str]:
    found, values = task_list.found_of(db, listed.filter, done=listed.done)
    order = task_order.read_order(listed.sort, done=listed.done)
    query = f"select {SELECTED} from {task_order.FROM} where {found} order by {order.by()}"
    return exports.records(db, query, values)


def _count(db: ScopedSession, listed: Listed) -> int:
    return task_list.counted(db, listed.filter, listed.done).found


def _said(db: ScopedSession, listed: Listed) -> dict[str, Any]:
    """Which list, as the audit keeps it. A client is kept by its id: a name would outlive the client's erasure."""
    chips = {chip.name: chip.words for chip in task_filter_choices.chips(db, listed.filter)}
    chosen = {"search": listed.filter.search, **chips, "client": "client" in chips}
    said = {"filter": {name: words for name, words in chosen.items() if words}, "client_id": listed.filter.client}
    return {name: value for name, value in {**said, "done": listed.done}.items() if value}
