"""The entries of a timeline in words: what it was, who took part, what came with it and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clientmanager.clock import SOUTH_AFRICA, today
from clientmanager.db import ScopedSession
from clientmanager.models.interaction import InteractionKind as Kind
from clientmanager.models.interaction import Origin
from clientmanager.models.permission import Permission
from clientmanager.services.backup_list import size_words
from clientmanager.services.days import ago, written
from clientmanager.services.interaction_form import WORDS
from clientmanager.services.interactions import kept_until, why_not_edited
from clientmanager.services.task_words import moment_words
from clientmanager.services.timeline_order import Found, Key, cursor
from clientmanager.services.timeline_reading import Parts, interactions, tasks_done, together

ICONS = {
    Kind.CALL: "phone",
    Kind.MEETING: "users",
    Kind.EMAIL: "mail",
    Kind.MESSAGE: "message-square",
    Kind.NOTE: "sticky-note",
    Kind.LETTER: "file-text",
    Kind.DOCUMENT: "file",
    Kind.REVIEW: "calendar-check",
    Kind.ADVICE: "lock",
    Kind.CHANGE: "refresh-cw",
}
DIRECTIONS = {"in": "from", "out": "to"}
_SENT = (Kind.EMAIL, Kind.MESSAGE, Kind.LETTER, Kind.CALL)
FOLDED_AFTER = 560
"""Characters: about six lines."""
_LINES = 6


@dataclass(frozen=True)
class EntryFile:
    id: str
    name: str
    size: str


@dataclass(frozen=True)
class Amendment:
    id: str
    who: str
    at: str
    words: str
    folded: bool


@dataclass(frozen=True)
class TimelineRow:
    id: str
    key: str
    """Its place, for the parts of the timeline before and after it."""
    kind: str
    icon: str
    title: str
    words: str
    folded: bool
    """There is more of it than `words`."""
    day: str
    """ "Mon 9 Mar 2026 · 3 days ago"; shown over the first entry of each day."""
    time: str
    who: str
    files: tuple[EntryFile, ...]
    conversation: str
    """ "3 messages in this conversation"; empty where it stands alone."""
    follow_ups: str
    """ "1 of 2 follow-ups done"."""
    all_done: bool
    amendments: tuple[Amendment, ...]
    edited: str
    pinned: bool
    removed: str
    """ "Removed by Pieter Botha on 9 Mar 2026: It was another Renée."."""
    hides: bool
    """The viewer may see what was removed."""
    client: str
    client_id: str
    may_edit: bool
    may_amend: bool
    may_remove: bool
    may_pin: bool
    kept: str
    """ "Kept until 9 Mar 2031 at least"."""


def rows(db: ScopedSession, found: Sequence[Found]) -> list[TimelineRow]:
    """Those entries in words, in their order."""
    entries = [one.id for one in found if not one.task]
    parts = Parts(db, entries)
    told = {row.id: row for row in interactions(db, entries, FOLDED_AFTER + 1)} if entries else {}
    done = {row.id: row for row in tasks_done(db, [one.id for one in found if one.task])}
    threads = together(db, {row.thread for row in told.values() if row.thread})
    lines: list[TimelineRow] = []
    for one in found:
        heading = day_heading(one.at.astimezone(SOUTH_AFRICA).date())
        if one.task and one.id in done:
            lines.append(_of_task(done[one.id], heading))
        elif one.id in told:
            lines.append(_of_interaction(db, told[one.id], parts, threads, heading))
    return lines


def day_heading(on: date) -> str:
    """ "Mon 9 Mar 2026 · 3 days ago"; without the second half where it is long ago."""
    days = (today() - on).days
    heading = f"{on:%a} {written(on)}"
    return f"{heading} · {ago(on).lower()}" if days < 30 else heading


def _of_interaction(db: ScopedSession, row: Any, parts: Parts, threads: dict[str, int], heading: str) -> TimelineRow:
    local = row.at.astimezone(SOUTH_AFRICA)
    gone = bool(row.removed_at)
    words, more = fold("" if gone else row.words)
    writes = db.viewer.may(Permission.RECORD_INTERACTIONS) and not gone
    sees_removed = db.viewer.may(Permission.SEE_REMOVED_INTERACTIONS)
    tasks = parts.tasks.get(row.id)
    return TimelineRow(
        id=str(row.id),
        key=cursor(Key(row.at, row.id)),
        kind=row.kind,
        icon="trash-2" if gone else ICONS[Kind(row.kind)],
        title=WORDS[Kind(row.kind)] if gone else _title(row),
        words=words,
        folded=more,
        day=heading,
        time=f"{local:%H:%M}",
        who="" if gone else _who(row, parts),
        files=()
        if gone
        else tuple(EntryFile(str(one.id), one.name, size_words(one.bytes)) for one in parts.files[row.id]),
        conversation="" if gone else _conversation(row, threads.get(row.thread, 1)),
        follow_ups=_follow_ups(tasks[0]) if tasks and not gone else "",
        all_done=bool(tasks) and tasks[0].many == tasks[0].done,
        amendments=() if gone else tuple(_amendment(one) for one in parts.amendments[row.id]),
        edited=f"edited {moment_words(row.edited_at)}" if row.edited_at else "",
        pinned=bool(row.pinned_at),
        removed=_tombstone(row) if gone else "",
        hides=gone and sees_removed,
        client=row.client,
        client_id=str(row.client_id),
        may_edit=writes and not why_not_edited(db, row),
        may_amend=writes and row.kind != Kind.CHANGE,
        may_remove=writes and row.origin != Origin.PRODUCT and (row.author_id == db.viewer.user_id or sees_removed),
        may_pin=writes,
        kept=f"Kept until {written(kept_until(row.at))} at least",
    )


def _of_task(row: Any, heading: str) -> TimelineRow:
    return TimelineRow(
        id=str(row.id), key=cursor(Key(row.done_at, row.id)), kind="task", icon="check", title=row.title, words="",
        folded=False, day=heading, time=f"{row.done_at.astimezone(SOUTH_AFRICA):%H:%M}", who=row.who or "", files=(),
        conversation="", follow_ups="", all_done=False, amendments=(), edited="", pinned=False, removed="", hides=False,
        client=row.client if row.client_id else "", client_id=str(row.client_id or ""), may_edit=False, may_amend=False,
        may_remove=False, may_pin=False, kept="",
    )  # fmt: skip


def _title(row: Any) -> str:
    """ "Call, 14 minutes", "E-mail from Thandi: “Endowment question”", "Annual review"."""
    kind = Kind(row.kind)
    if kind in (Kind.CHANGE, Kind.ADVICE):
        return row.title
    words = WORDS[kind]
    if row.direction in DIRECTIONS and kind in _SENT:
        words += f" {DIRECTIONS[row.direction]} {row.client_short}"
    if row.minutes:
        words += f", {row.minutes} minute{'' if row.minutes == 1 else 's'}"
    if kind == Kind.EMAIL and row.title:
        return f"{words}: “{row.title}”"
    return f"{words}: {row.title}" if row.title else words


def _who(row: Any, parts: Parts) -> str:
    """ "Naledi Khumalo", "Naledi Khumalo, Thandi, Smit Attorneys". Who wrote it, where nobody of the practice is named;
    a client who was the only other one is not said again."""
    people = parts.people[row.id]
    ours = [one.user_name for one in people if one.user_name]
    if not ours and row.author:
        ours = [row.author]
    clients = [one.client for one in people if one.client_id]
    others = [one.name for one in people if not one.client_id and not one.user_name and one.name]
    return ", ".join([*ours, *(clients if len(clients) + len(others) > 1 else []), *others])


def _conversation(row: Any, many: int) -> str:
    """A day of a chat is one entry."""
    if many < 2:
        return ""
    return f"{many} {'parts of this chat' if row.kind == Kind.MESSAGE else 'messages in this conversation'}"


def _follow_ups(row: Any) -> str:
    """ "1 of 2 follow-ups done"."""
    return f"{row.done} of {row.many} follow-up{'' if row.many == 1 else 's'} done"


def _amendment(row: Any) -> Amendment:
    words, more = fold(row.words)
    return Amendment(str(row.id), row.who or "Someone who left", _moment(row.at), words, more)


def _tombstone(row: Any) -> str:
    on = written(row.removed_at.astimezone(SOUTH_AFRICA).date())
    return f"Removed by {row.remover or 'someone who left'} on {on}: {row.removed_because}"


def _moment(at: datetime) -> str:
    local = at.astimezone(SOUTH_AFRICA)
    return f"{written(local.date())}, {local:%H:%M}"


def fold(words: str) -> tuple[str, bool]:
    """The first six lines or so, and whether there are more."""
    lines = words.split("\n")
    if len(words) <= FOLDED_AFTER and len(lines) <= _LINES:
        return words, False
    first = "\n".join(lines[:_LINES])
    return (first if len(first) <= FOLDED_AFTER else f"{first[: FOLDED_AFTER - 1].rstrip()}…"), True
