"""An audit entry as a person reads it: who did what to whom, and what changed from what to what."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from clientmanager.clock import SOUTH_AFRICA
from clientmanager.models.client import Client
from clientmanager.services import identity
from clientmanager.services.audit_terms import EVENTS, FIELDS, NAMED, THINGS, UNTOLD
from clientmanager.services.client_form import LABELS

LONGEST = 120
"""Characters of a value that are shown; a note may be longer."""
ERASED = "The details were erased by law."

EMAIL_ADDRESS = ("client_email", "address")
PHONE_NUMBER = ("client_phone", "number")
MASKED = {"id_number", "passport_number"}
SECRET_ENDINGS = ("_hash", "_key", "_id")


@dataclass(frozen=True)
class Told:
    """One entry in words; `what` follows the name of who did it."""

    what: str
    detail: str


@dataclass(frozen=True)
class Entry:
    """What the sentence is made of."""

    action: str
    table: str
    payload: str | None
    """None: erased."""
    client: str = ""
    people: dict[str, str] = field(default_factory=dict)
    """The practice's users, id to name."""
    row_id: str = ""
    names: dict[str, str] = field(default_factory=dict)
    """Of clients, columns, teams and tasks, id to name, as far as they are known."""


def told(entry: Entry) -> Told:
    content: dict[str, Any] = json.loads(entry.payload) if entry.payload else {}
    before, after = content.get("before", {}), content.get("after", {})
    line = before | after
    counted = "task" if "tasks" in content else "client"
    many = content.get(f"{counted}s", 0)
    names = {
        "many": "the overview" if content.get("overview") else f"{many} {counted}{'' if many == 1 else 's'}",
        "client": entry.client or _name_in(line) or "a client",
        "user": entry.people.get(line.get("user_id") or entry.row_id) or line.get("name") or "someone",
        "file_name": line.get("file_name") or "a file",
        "column": _called("column", line.get("name") or entry.names.get(entry.row_id)),
        "team": _called("team", line.get("name") or entry.names.get(line.get("team_id") or entry.row_id)),
        "file": _called("file", line.get("name") or entry.names.get(entry.row_id)),
        "stage": _called("stage", line.get("name") or entry.names.get(entry.row_id)),
        "opportunity": _called("opportunity", line.get("title") or entry.names.get(entry.row_id)),
        "task": _called("task", line.get("title") or entry.names.get(entry.row_id)),
    }
    if entry.action in EVENTS:
        return Told(EVENTS[entry.action].format(**names), _of_event(entry, content))
    thing = THINGS.get(entry.table, f"a {entry.table.replace('_', ' ')}").format(**names)
    if entry.payload is None:
        verb = {"insert": "added", "delete": "removed", "update": "changed"}.get(entry.action, entry.action)
        return Told(f"{verb} {thing}", ERASED)
    match entry.action:
        case "insert":
            return Told(f"added {thing}", _listed(entry, after))
        case "delete":
            return Told(f"removed {thing}", _listed(entry, before))
        case "update":
            return _changed(entry, thing, before, after, content.get("kept out", []))
    return Told(f"{entry.action}: {thing}", "")


def _changed(entry: Entry, thing: str, before: dict[str, Any], after: dict[str, Any], kept_out: list[str]) -> Told:
    if entry.table == "client" and "archived_at" in after:
        return Told(
            f"{'archived' if after['archived_at'] else 'brought back'} {thing}", after.get("archive_reason", "")
        )
    if entry.table == "practice_user" and "deactivated_at" in after:
        return Told(f"{'deactivated' if after['deactivated_at'] else 'reactivated'} {thing}", "")
    if entry.table == "interaction" and after.get("removed_at"):
        return Told(f"removed {thing}", f"Reason “{shortened(after.get('removed_because', ''))}”")
    if entry.table in ("task", "opportunity") and "deleted_at" in after:
        return Told(f"{'deleted' if after['deleted_at'] else 'put back'} {thing}", "")
    if entry.table == "task_file" and "removed_at" in after:
        return Told(f"{'removed' if after['removed_at'] else 'put back'} {thing}", "")
    if entry.table == "advice_version" and after.get("locked_at"):
        return Told(f"locked {thing}", f"PDF {after.get('pdf_sha256', '')}")
    if entry.table == "task" and "done_at" in after:
        return Told(f"{'finished' if after['done_at'] else 'opened again'} {thing}", "")
    if "password_hash" in kept_out:
        return Told(f"set a new password for {thing.removeprefix('the sign-in of ')}", "")
    shown = [name for name in after if is_told(entry.table, name)]
    changes = [
        f"from {_quoted(entry, name, before.get(name))} to {_quoted(entry, name, after[name])}" for name in shown
    ]
    if len(shown) == 1:
        label = label_of(entry.table, shown[0])
        name = label if label[1].isupper() else label[0].lower() + label[1:]
        return Told(f"changed {name} of {_whose(thing)}", changes[0])
    detail = "; ".join(f"{label_of(entry.table, name)} {change}" for name, change in zip(shown, changes, strict=True))
    return Told(f"{'changed' if shown else 'saved'} {thing}", detail)


def _whose(thing: str) -> str:
    """The e-mail of an e-mail of Renée is the e-mail of Renée."""
    for part in ("an e-mail of ", "a phone number of ", "an address of ", "a tag of ", "the client ", "the user "):
        thing = thing.removeprefix(part)
    return thing


def _of_event(entry: Entry, content: dict[str, Any]) -> str:
    if entry.payload is None:
        return ERASED
    if entry.action == "audit verified":
        return content.get("problem") or f"{content.get('entries', 0)} entries, none removed, altered or reordered."
    parts = [
        {"xlsx": "as Excel", "csv": "as CSV"}.get(content.get("format", ""), ""),
        f"now {content['so']}" if entry.action == "changed many" else "",
        f"{content['left']} changed since and left" if content.get("left") else "",
        *_of_filter(entry, content.get("filter", {})),
        "ticked one by one" if content.get("ticked") else "",
        "those that are done" if content.get("done") else "",
    ]
    if taken := content.get("taken_at"):
        parts.append(f"taken {moment(datetime.fromisoformat(taken))}")
    return ", ".join(filter(None, parts))


def _of_filter(entry: Entry, chosen: dict[str, Any]) -> list[str]:
    """What an export was filtered by: "Status “active”"."""
    told_of: list[str] = []
    for name, value in chosen.items():
        values: list[str] = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        told_of.append(" ".join([name.capitalize(), *(f"“{entry.people.get(one, one)[:LONGEST]}”" for one in values)]))
    return told_of


def _listed(entry: Entry, line: dict[str, Any]) -> str:
    """What the row held, without what was empty."""
    told_of = [
        name for name, value in line.items() if value not in (None, "", {}, [], False) and is_told(entry.table, name)
    ]
    return "; ".join(f"{label_of(entry.table, name)} {_quoted(entry, name, line[name])}" for name in told_of)


def is_told(table: str, name: str) -> bool:
    """Whether a column says anything about what a person did."""
    if (table, name) in NAMED:
        return True
    column = SQLModel.metadata.tables[table].columns.get(name) if table in SQLModel.metadata.tables else None
    secret = name.endswith(SECRET_ENDINGS) or column is None or isinstance(column.type, sa.LargeBinary)
    return name not in UNTOLD and not secret


def label_of(table: str, name: str) -> str:
    if (table, name) == EMAIL_ADDRESS:
        return LABELS["email"]
    if (table, name) == PHONE_NUMBER:
        return "Phone"
    return FIELDS.get(name) or name.replace("_", " ").capitalize()


def _quoted(entry: Entry, name: str, value: Any) -> str:
    text = shortened(shown_as(entry, name, value))
    return f"“{text}”" if text else "nothing"


def shortened(text: str) -> str:
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def shown_as(entry: Entry, name: str, value: Any) -> str:
    """A column's value as it is read; an ID or passport number stays masked."""
    if value in (None, "", {}, []):
        return ""
    kind = SQLModel.metadata.tables[entry.table].columns[name].type
    if (entry.table, name) in NAMED:
        unknown = "someone who left" if name in ("adviser_id", "assignee_id") else "one that was removed"
        return (entry.people | entry.names).get(str(value), unknown)
    if name in MASKED:
        return identity.masked(str(value))
    if isinstance(kind, sa.DateTime):
        return moment(datetime.fromisoformat(value))
    if isinstance(kind, sa.Date):
        return day(date.fromisoformat(value))
    if isinstance(kind, sa.Time):
        return str(value)[:5]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {part}" for key, part in value.items())
    return identity.show_phone(value) if (entry.table, name) == PHONE_NUMBER else str(value)


def _called(thing: str, name: str | None) -> str:
    return f"the {thing} {name}" if name else f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"


def _name_in(line: dict[str, Any]) -> str:
    """The client's name as the entry itself holds it, for one that is no more."""
    names = {name: line.get(name, "") for name in ("first_names", "last_name", "entity_name")}
    return Client(**names).full_name  # pyright: ignore[reportCallIssue]


def day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def moment(at: datetime) -> str:
    local = at.astimezone(SOUTH_AFRICA)
    return f"{day(local)} {local:%H:%M}"
