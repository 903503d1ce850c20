"""A notice in words, as things stand when it is shown."""

from datetime import date
from typing import Any

from clientmanager.models.notice import NoticeKind
from clientmanager.services.notices import DONE, DUE, FILE
from clientmanager.services.task_words import day_words, due_words

_PLAIN = {
    NoticeKind.ASSIGNED: "A task was given to you",
    NoticeKind.MENTIONED: "You were mentioned",
    NoticeKind.COMMENTED: "Someone commented on a task of yours",
    NoticeKind.CHANGED: "A task of yours changed",
    NoticeKind.REMINDER: "You asked to be reminded",
}


def words(row: Any) -> str:
    """ "Sipho Dube gave you “Call Thandi”, due tomorrow"; the row is a notice with its task and giver."""
    who, title = row.giver or "Someone", f"“{row.title}”"
    gone = " (deleted since)" if row.deleted_at else ""
    match row.kind:
        case NoticeKind.ASSIGNED if row.task_id is None:
            return f"{who} gave you {row.many} task{'' if row.many == 1 else 's'}"
        case NoticeKind.ASSIGNED:
            return f"{who} gave you {title}{gone or _due(row)}"
        case NoticeKind.MENTIONED:
            return f"{who} mentioned you {_times(row.many)}in {title}{gone}"
        case NoticeKind.COMMENTED if row.many > 1:
            return f"{row.many} comments on {title}{gone}, the last by {who}"
        case NoticeKind.COMMENTED:
            return f"{who} commented on {title}{gone}"
        case NoticeKind.CHANGED if row.task_id is None and row.what.startswith(DUE):
            return f"{who} {_many_due(row)}"
        case NoticeKind.CHANGED if row.task_id is None:
            return f"{who} finished {row.many} of the tasks that you made or watch"
        case NoticeKind.CHANGED if row.what == DONE:
            return f"{who} finished {title}{gone or ('' if row.done_at else ', which is open again')}"
        case NoticeKind.CHANGED if row.what == FILE:
            return f"{who} added {'a file' if row.many == 1 else f'{row.many} files'} to {title}{gone}"
        case NoticeKind.CHANGED:
            return f"{who} changed when {title} is due{gone or _now_due(row)}"
        case NoticeKind.REMINDER:
            return f"You asked to be reminded: {title}{gone or _due(row)}"
        case _:
            return late_words(row.what)


def without_names(row: Any) -> str:
    """For a browser's notification, of which the machine may keep a copy: no client, no colleague, no title."""
    return late_words(row.what) if row.kind == NoticeKind.LATE else _PLAIN.get(row.kind, "A task needs you")


def late_words(counts: str) -> str:
    """Of "2 3": "2 tasks are late, 3 are due today"."""
    late, _, due = counts.partition(" ")
    if late in ("", "0"):
        return f"{due} task{_are(due)} due today"
    first = f"{late} task{_are(late)} late"
    return first if due in ("", "0") else f"{first}, {due} {'is' if due == '1' else 'are'} due today"


def _are(number: str) -> str:
    return " is" if number == "1" else "s are"


def _times(many: int) -> str:
    return f"{many} times " if many > 1 else ""


def _many_due(row: Any) -> str:
    """ "moved 12 of your tasks to Thu 3 Dec"; without the day where each has its own, or none has any."""
    _, _, on = row.what.partition(" ")
    if not on:
        return f"changed when {row.many} of your tasks are due"
    day = day_words(date.fromisoformat(on))
    return f"moved {row.many} of your tasks to {day if ' ' in day else day.lower()}"


def _due(row: Any) -> str:
    """ ", due tomorrow", ", 4 days late"; nothing of a task without a date, or one that is done."""
    due = due_words(row.due_on, row.due_time)
    if not due or row.done_at:
        return ", done" if row.done_at else ""
    if "late" in due.lower():
        return f", {due[0].lower()}{due[1:]}"
    near = due.split(" ")[0] in ("Today", "Tomorrow", "Yesterday")
    return f", due {due[0].lower()}{due[1:]}" if near else f", due {due}"


def _now_due(row: Any) -> str:
    due = due_words(row.due_on, row.due_time)
    return (
        f": {due[0].lower() + due[1:] if due.split(' ')[0] in ('Today', 'Tomorrow') else due}" if due else ": no date"
    )
