"""The audit as its readers see it: newest first, filtered, in words."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession, as_id
from clientmanager.models.client import Client
from clientmanager.models.permission import Permission
from clientmanager.services.audit import CHECKED
from clientmanager.services.audit_words import Entry, moment, told
from clientmanager.services.task_files import OPENED
from clientmanager.services.task_words import CLIENT_NAME

PAGE = 50
ACTORS = {"worker": "ClientManager itself", "operator": "The operator"}
# The filter's choices: what they are called, and which actions they mean ("" for all the other events).
ACTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "changes": ("Changes", ("insert", "update", "delete", "changed many", "put many back")),
    "looks": ("Looks at clients and files", ("view", "reveal", OPENED)),
    "sign-ins": ("Signing in and out", ("sign in", "sign in refused", "sign out", "sign out everywhere")),
    "exports": ("Exports", ("export",)),
    "backups": ("Backups", ("download", "restore", "restored from a backup")),
}
_NAMING = {
    "task", "task_file", "interaction_file", "board_column", "team", "team_member", "opportunity", "opportunity_stage",
}  # fmt: skip
_IDS = re.compile(r'"(?:client|column|team|stage)_id": "([0-9a-f-]{36})"')

_ENTRIES = (
    "select e.*, p.payload, c.first_names, c.last_name, c.entity_name from audit_entry e"
    " left join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id"
    " left join client c on c.practice_id = e.practice_id and c.id = e.client_id where e.practice_id = :practice"
)


@dataclass(frozen=True)
class AuditRow:
    """One entry: "Thandi Mokoena" "changed e-mail of Renée O'Brien" "from “a” to “b”"."""

    id: str
    at: str
    who: str
    through: str
    """"through the worker" where the work was done later on somebody's behalf."""
    what: str
    detail: str
    client_id: str
    sealed: bool


@dataclass(frozen=True)
class AuditPage:
    rows: list[AuditRow]
    next: str
    """Hand this to `before` for older entries; empty on the last page."""


@dataclass(frozen=True)
class Trust:
    """How far the chain can be relied on; only what is so."""

    sealed_until: str = ""
    """The moment of the last sealed entry."""
    waiting: int = 0
    """Entries that are not sealed yet."""
    verified: str = ""
    """When the whole chain was last verified, or empty."""
    problem: str = ""
    """What that verification found, or empty."""


def listed(
    db: ScopedSession, *, before: object = "", user: object = "", client: object = "", action: object = ""
) -> AuditPage:
    """At most 50 entries older than `before`.

    Args:
        user: a user's id, "worker" or "operator".
        client: a client's id.
        action: one of ACTIONS.
    """
    db.viewer.require(Permission.SEE_AUDIT)
    conditions, values = _conditions(before, user, client, action)
    found = db.execute(
        text(_ENTRIES + conditions + " order by e.id desc limit :most"),
        {"practice": db.viewer.practice_id, "most": PAGE + 1} | values,
    ).all()
    everyone, names = people(db), _names(db, found[:PAGE])
    rows = [_row(row, everyone, names) for row in found[:PAGE]]
    return AuditPage(rows, rows[-1].id if len(found) > PAGE else "")


def _conditions(before: object, user: object, client: object, action: object) -> tuple[str, dict[str, Any]]:
    conditions: dict[str, tuple[str, Any]] = {}
    if isinstance(before, str) and before.isascii() and before.isdecimal() and len(before) < 19:
        conditions["before"] = "e.id < :before", int(before)
    if isinstance(user, str) and user in ACTORS:
        conditions["actor"] = "e.user_id is null and e.actor = :actor", user
    elif user:
        conditions["user"] = "e.user_id = :user", as_id(user)
    if client:
        conditions["client"] = "e.client_id = :client", as_id(client)
    if isinstance(action, str) and action in ACTIONS:
        conditions["actions"] = "e.action = any(:actions)", list(ACTIONS[action][1])
    words = "".join(f" and {condition}" for condition, _ in conditions.values())
    return words, {name: value for name, (_, value) in conditions.items()}


def _names(db: ScopedSession, rows: Sequence[Any]) -> dict[str, str]:
    """What these entries name besides people and their own clients: id to name."""
    held = [str(row.payload) for row in rows if row.table_name in _NAMING]
    ids = {row.row_id for row in rows if row.table_name in _NAMING} | {
        as_id(one) for one in _IDS.findall("".join(held))
    }
    if not held:
        return {}
    found = db.execute(
        text(
            "select id, title as name from task where practice_id = :practice and id = any(:ids)"  # noqa: S608
            " union all select id, name from board_column where practice_id = :practice and id = any(:ids)"
            " union all select id, name from team where practice_id = :practice and id = any(:ids)"
            " union all select id, name from task_file where practice_id = :practice and id = any(:ids)"
            " union all select id, title from opportunity where practice_id = :practice and id = any(:ids)"
            " union all select id, name from opportunity_stage where practice_id = :practice and id = any(:ids)"
            " union all select id, name from interaction_file where practice_id = :practice and id = any(:ids)"
            f" union all select c.id, {CLIENT_NAME} from client c where c.practice_id = :practice and c.id = any(:ids)"
        ),
        {"practice": db.viewer.practice_id, "ids": [one for one in ids if one]},
    )
    return {str(row.id): row.name for row in found}


def _row(row: Any, everyone: dict[str, str], names: dict[str, str]) -> AuditRow:
    client = Client(
        first_names=row.first_names or "", last_name=row.last_name or "", entity_name=row.entity_name or ""
    ).full_name  # pyright: ignore[reportCallIssue]
    words = told(Entry(row.action, row.table_name, row.payload, client, everyone, str(row.row_id or ""), names))
    return AuditRow(
        id=str(row.id),
        at=moment(row.at),
        who=everyone.get(str(row.user_id), "Someone who left") if row.user_id else ACTORS.get(row.actor, "Someone"),
        through="through the worker" if row.user_id and row.actor == "worker" else "",
        what=words.what,
        detail=words.detail,
        client_id=str(row.client_id) if client else "",
        sealed=row.seq is not None,
    )


def people(db: ScopedSession) -> dict[str, str]:
    """Everybody who works or worked in the practice: id to name."""
    db.viewer.require(Permission.SEE_AUDIT)
    found = db.execute(
        text("select id, name from practice_user where practice_id = :practice order by name"),
        {"practice": db.viewer.practice_id},
    )
    return {str(row.id): row.name for row in found}


def trust(db: ScopedSession) -> Trust:
    db.viewer.require(Permission.SEE_AUDIT)
    practice = {"practice": db.viewer.practice_id, "checked": CHECKED}
    waiting = db.execute(
        text("select count(*) from audit_entry where practice_id = :practice and seq is null"), practice
    ).scalar_one()
    sealed = db.execute(
        text(
            "select e.at from audit_head h join audit_entry e on e.practice_id = h.practice_id and e.seq = h.seq"
            " where h.practice_id = :practice"
        ),
        practice,
    ).scalar()
    # events have no client: their index finds the newest check without reading every change of every client
    check = db.execute(
        text(
            "select e.at, p.payload from audit_entry e left join audit_payload p"
            " on p.practice_id = e.practice_id and p.entry_id = e.id where e.practice_id = :practice"
            " and e.client_id is null and e.action = :checked order by e.id desc limit 1"
        ),
        practice,
    ).one_or_none()
    return Trust(
        sealed_until=moment(sealed) if sealed else "",
        waiting=waiting,
        verified=moment(check.at) if check else "",
        problem=json.loads(check.payload)["problem"] if check and check.payload else "",
    )


def client_name(db: ScopedSession, client: object) -> str:
    """Whose entries are shown."""
    found = db.fetch(Client, client)
    db.viewer.require(Permission.SEE_AUDIT)
    return found.full_name
