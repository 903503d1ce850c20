"""What changed of one client, newest first: when, by whom, from what to what. Looks are no changes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession, as_id
from clientmanager.errors import NotFound
from clientmanager.models.permission import Permission
from clientmanager.services import client_page, request_purpose
from clientmanager.services.audit_words import ERASED, Entry, day
from clientmanager.services.client_history_entry import ClientChange, Lines, present
from clientmanager.services.client_page import Page

SHOWN = 20
"""Requests; what one of them changed stands together."""
READ = 100
"""Entries, of which a request may make several."""

ACTORS = {"worker": "ClientManager itself", "operator": "The operator"}
ENTRIES = (
    "select e.*, p.payload, u.name as who from audit_entry e"
    " left join audit_payload p on p.practice_id = e.practice_id and p.entry_id = e.id"
    " left join practice_user u on u.practice_id = e.practice_id and u.id = e.user_id"
    " where e.practice_id = :practice and e.client_id = :client and e.action in ('insert', 'update', 'delete')"
    " and e.table_name in ('client', 'client_email', 'client_phone', 'client_address', 'client_tag')"
)


@dataclass(frozen=True)
class HistoryLine:
    """One value: what it was, what it became."""

    label: str
    before: str
    after: str
    undo: str
    """The entry that can be undone, on the last of its lines; empty where none is offered."""


@dataclass(frozen=True)
class HistoryRow:
    """What one request changed."""

    id: str
    day: str
    time: str
    title: str
    """ "E-mail changed", "Three fields changed", "Archived"."""
    who: str
    how: str
    """ "in an import", or empty."""
    icon: str
    lines: list[HistoryLine]


@dataclass(frozen=True)
class HistoryPage:
    rows: list[HistoryRow]
    next: str
    """Hand this to `before` for earlier changes; empty where there are none."""


def listed(db: ScopedSession, client_id: object, *, before: object = "") -> HistoryPage:
    """The last 20 requests that changed this client, or the 20 before an entry."""
    client = as_id(client_id)
    now = present(db, client)
    if ("client", str(client)) not in now:
        raise NotFound
    db.viewer.require(Permission.SEE_CLIENTS)
    earlier = isinstance(before, str) and before.isascii() and before.isdecimal() and len(before) < 19
    found = db.execute(
        text(ENTRIES + (" and e.id < :before" if earlier else "") + " order by e.id desc limit :most"),
        {"practice": db.viewer.practice_id, "client": client, "before": before, "most": READ + 1},
    ).all()
    of_advisers = any(entry.action == "update" and '"adviser_id"' in (entry.payload or "") for entry in found)
    people = names(db) if of_advisers else {}
    changes = [change_of(entry, people) for entry in found[:READ]]
    undoable = _undoable(db, changes, now)
    requests = [
        list(together)
        for _, together in groupby(zip(found, changes, strict=False), key=lambda pair: pair[0].request_id)
    ]
    more = len(found) > READ
    if more and len(requests) > 1:
        requests.pop()  # it may go on beyond what was read
    shown, last = [], ""
    for together in requests:
        if len(shown) == SHOWN:
            more = True
            break
        last = str(together[-1][0].id)
        if row := _row([change for _, change in together], together[0][0], undoable):
            shown.append(row)
    return HistoryPage(shown, last if more else "")


def caught_up(db: ScopedSession, client_id: object) -> tuple[Page, HistoryPage]:
    """The page and its history anew, in one transaction: many may be told of one change."""
    return client_page.page(db, client_id), listed(db, client_id)


def names(db: ScopedSession) -> dict[str, str]:
    """Everybody who works or worked in the practice: id to name."""
    found = db.execute(
        text("select id, name from practice_user where practice_id = :practice"), {"practice": db.viewer.practice_id}
    )
    return {str(row.id): row.name for row in found}


def change_of(entry: Any, people: dict[str, str]) -> ClientChange:
    content: dict[str, Any] = json.loads(entry.payload) if entry.payload else {}
    return ClientChange(
        id=entry.id,
        row_id=str(entry.row_id),
        before=content.get("before", {}),
        after=content.get("after", {}),
        entry=Entry(entry.action, entry.table_name, entry.payload, people=people, row_id=str(entry.row_id)),
    )


def by_whom(entry: Any) -> str:
    if entry.user_id:
        return entry.who or "Someone who left"
    return ACTORS.get(entry.actor, "Someone")


def _undoable(db: ScopedSession, changes: list[ClientChange], now: Lines) -> set[int]:
    """The newest change of each value, where it still stands and the viewer may put it back."""
    touched: set[tuple[str, str]] = set()
    found: set[int] = set()
    for change in changes:
        values = {(change.row_id, name) for name in change.fields}
        stands = not change.erased and not values & touched and not change.overtaken(now)
        if stands and db.viewer.may(change.permission):
            found.add(change.id)
        touched |= values
    return found


def _row(changes: list[ClientChange], newest: Any, undoable: set[int]) -> HistoryRow | None:
    """Nothing where the request changed nothing that is told of."""
    told = [change for change in reversed(changes) if change.erased or change.fields]
    if not told:
        return None
    purpose = request_purpose.read(newest.request_id)
    creates = any(change.creates for change in told)
    lines = [] if creates else [line for change in told for line in _lines(change, undoable)]
    if len(lines) == 1:
        lines = [HistoryLine("", line.before, line.after, line.undo) for line in lines]
    moment = newest.at.astimezone(SOUTH_AFRICA)
    return HistoryRow(
        id=str(newest.id),
        day=_day(moment),
        time=f"{moment:%H:%M}",
        title=_title(told, put_back=purpose.startswith("undo")),
        who=by_whom(newest),
        how="in an import" if purpose == "import" else "",
        icon="rotate-ccw" if purpose.startswith("undo") else _icon(told),
        lines=lines,
    )


def _lines(change: ClientChange, undoable: set[int]) -> Iterable[HistoryLine]:
    if change.erased:
        return [HistoryLine("", "", ERASED, "")]
    if not change.told:
        return []
    undo = str(change.id) if change.id in undoable else ""
    last = len(change.told) - 1
    return [
        HistoryLine(one.label, one.before, one.after, undo if place == last else "")
        for place, one in enumerate(change.told)
    ]


def _title(changes: list[ClientChange], *, put_back: bool) -> str:
    worded = [change for change in changes if change.told or change.erased] or changes
    first = worded[0]
    if any(change.creates for change in changes):
        return "Added to the practice"
    if len(worded) == 1 and first.erased:
        return "Changed"
    if put_back:
        return first.label if first.archives else f"{first.label} put back"
    if len(worded) == 1 or not first.told:
        return f"{first.label} {first.verb}".strip()
    many = sum(max(1, len(change.told)) for change in worded)
    return f"{many} changes"


def _icon(changes: list[ClientChange]) -> str:
    if any(change.creates for change in changes):
        return "user-plus"
    return "archive" if any(change.archives for change in changes) else "pencil"


def _day(moment: datetime) -> str:
    """ "Today", "Yesterday", "9 Mar 2026"."""
    on = moment.date()
    if on == today():
        return "Today"
    return "Yesterday" if on == today() - timedelta(days=1) else f"{moment:%a} {day(on)}"
