"""What changed of one opportunity, newest first, from the audit: when, by whom, from what to what."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.models.opportunity import HowOften
from clientmanager.planning.money import written
from clientmanager.services.audit_words import ERASED, day, shortened
from clientmanager.services.client_history import by_whom
from clientmanager.services.opportunity_form import HOW_OFTEN, LABELS, percent_words
from clientmanager.services.task_history import HistoryLine
from clientmanager.services.task_words import moment_words

READ = 60


def listed(db: ScopedSession, opportunity_id: object) -> list[HistoryLine]:
    """The last 60 entries of its row."""
    entries = db.execute(
        text(
            "select e.*, p.payload, u.name as who from audit_entry e"
            " left join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id"
            " left join practice_user u on u.practice_id = e.practice_id and u.id = e.user_id"
            " where e.practice_id = :practice and e.row_id = :id"
            " and e.table_name = 'opportunity' and e.action in ('insert', 'update')"
            " order by e.id desc limit :most"
        ),
        {"practice": db.viewer.practice_id, "id": opportunity_id, "most": READ},
    ).all()
    contents = [json.loads(entry.payload) if entry.payload else {} for entry in entries]
    names = _names(db, contents)
    return [line for entry, content in zip(entries, contents, strict=True) for line in _lines(entry, content, names)]


def _lines(entry: Any, content: dict[str, Any], names: dict[str, str]) -> list[HistoryLine]:
    def line(what: str, before: str = "", after: str = "", field: str = "") -> HistoryLine:
        return HistoryLine(f"{entry.id}-{field}", moment_words(entry.at), by_whom(entry), what, before, after)

    if entry.payload is None:
        return [line(ERASED)]
    if entry.action == "insert":
        return [line("Added")]
    before, after = content.get("before", {}), content.get("after", {})
    found: list[HistoryLine] = []
    if "deleted_at" in after:
        found.append(line("Deleted" if after["deleted_at"] else "Brought back", field="deleted"))
    for field, label in LABELS.items():
        if field not in after:
            continue
        was, new = (_words(field, side.get(field), names) for side in (before, after))
        if field == "stage_id":
            found.append(line(f"Moved to {new or 'another stage'}", field=field))
        else:
            found.append(line(f"{label} changed", was, new, field))
    return found


def _words(field: str, value: Any, names: dict[str, str]) -> str:
    if value in (None, ""):
        return ""
    match field:
        case "expected_on":
            return day(date.fromisoformat(value))
        case "value":
            return written(Decimal(str(value)))
        case "chance":
            return percent_words(value)
        case "how_often":
            return dict(HOW_OFTEN)[HowOften(value)]
        case _:
            return shortened(str(names.get(value, value)))


def _names(db: ScopedSession, contents: list[dict[str, Any]]) -> dict[str, str]:
    """People, clients and stages that are named in these entries: id to name."""
    sides = [side for content in contents for side in (content.get("before", {}), content.get("after", {}))]
    ids = {side[field] for side in sides for field in LABELS if field.endswith("_id") and side.get(field)}
    if not ids:
        return {}
    rows = db.execute(
        text(
            "select id, name from practice_user where practice_id = :practice and id = any(cast(:ids as uuid[]))"
            " union all select id, name from opportunity_stage where practice_id = :practice"
            " and id = any(cast(:ids as uuid[]))"
            " union all select id, coalesce(nullif(concat_ws(' ', nullif(first_names, ''), nullif(last_name, '')), ''),"
            " entity_name) from client where practice_id = :practice and id = any(cast(:ids as uuid[]))"
        ),
        {"practice": db.viewer.practice_id, "ids": sorted(ids)},
    )
    return {str(row.id): row.name for row in rows}
