"""What changed of one task, newest first, from the audit: when, by whom, from what to what."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.services.audit_words import ERASED, day, shortened
from clientmanager.services.client_history import by_whom
from clientmanager.services.task_form import LABELS
from clientmanager.services.task_words import moment_words

READ = 60


@dataclass(frozen=True)
class HistoryLine:
    """One value that one request changed."""

    id: str
    at: str
    who: str
    what: str
    """ "Moved to Doing", "Due changed"."""
    before: str
    after: str


def listed(db: ScopedSession, task_id: object, files: dict[str, str]) -> list[HistoryLine]:
    """The last 60 entries of a task's own row and of its files.

    Args:
        files: id to name, also of those that were removed.
    """
    ours = {"practice": db.viewer.practice_id, "rows": [str(task_id), *files], "most": READ}
    entries = db.execute(
        text(
            "select e.*, p.payload, u.name as who from audit_entry e"
            " left join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id"
            " left join practice_user u on u.practice_id = e.practice_id and u.id = e.user_id"
            " where e.practice_id = :practice and e.row_id = any(cast(:rows as uuid[]))"
            " and e.table_name in ('task', 'task_file') and e.action in ('insert', 'update')"
            " order by e.id desc limit :most"
        ),
        ours,
    ).all()
    contents = [json.loads(entry.payload) if entry.payload else {} for entry in entries]
    names = _names(db, contents) | files
    return [line for entry, content in zip(entries, contents, strict=True) for line in _lines(entry, content, names)]


def _lines(entry: Any, content: dict[str, Any], names: dict[str, str]) -> list[HistoryLine]:
    moment, who = moment_words(entry.at), by_whom(entry)

    def line(what: str, before: str = "", after: str = "", field: str = "") -> HistoryLine:
        return HistoryLine(f"{entry.id}-{field}", moment, who, what, before, after)

    if entry.payload is None:
        return [line(ERASED)]
    before, after = content.get("before", {}), content.get("after", {})
    if entry.table_name == "task_file":
        did = "Added" if entry.action == "insert" else "Removed" if after.get("removed_at") else "Brought back"
        return [line(f"{did} the file {names.get(str(entry.row_id), '')}")]
    if entry.action == "insert":
        return [line("Added")]
    found: list[HistoryLine] = []
    if "deleted_at" in after:
        found.append(line("Deleted" if after["deleted_at"] else "Brought back", field="deleted"))
    for field, label in LABELS.items():
        if field not in after:
            continue
        was, new = (_words(field, side.get(field), names) for side in (before, after))
        if field == "column_id":
            found.append(line(f"Moved to {new or 'another column'}", field=field))
        else:
            found.append(line(f"{label} changed", was, new, field))
    return found


def _words(field: str, value: Any, names: dict[str, str]) -> str:
    if not value:
        return ""
    if field == "due_on":
        return day(date.fromisoformat(value))
    return value[:5] if field == "due_time" else shortened(str(names.get(value, value)))


def _names(db: ScopedSession, contents: list[dict[str, Any]]) -> dict[str, str]:
    """People, clients and columns that are named in these entries: id to name."""
    sides = [side for content in contents for side in (content.get("before", {}), content.get("after", {}))]
    ids = {side[field] for side in sides for field in LABELS if field.endswith("_id") and side.get(field)}
    if not ids:
        return {}
    rows = db.execute(
        text(
            "select id, name from practice_user where practice_id = :practice and id = any(cast(:ids as uuid[]))"
            " union all select id, name from board_column where practice_id = :practice"
            " and id = any(cast(:ids as uuid[]))"
            " union all select id, coalesce(nullif(concat_ws(' ', nullif(first_names, ''), nullif(last_name, '')), ''),"
            " entity_name) from client where practice_id = :practice and id = any(cast(:ids as uuid[]))"
        ),
        {"practice": db.viewer.practice_id, "ids": sorted(ids)},
    )
    return {str(row.id): row.name for row in rows}
