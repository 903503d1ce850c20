"""A task's days and people in the words of a card: "Today 16:00", "4 days late", "NK"."""

from datetime import date, datetime, time
from typing import Any

from clientmanager.clock import SOUTH_AFRICA, now, today

CLIENT_NAME = (
    "case when c.kind <> 'person' and c.entity_name <> '' then c.entity_name"
    " else coalesce(nullif(concat_ws(' ', nullif(c.first_names, ''), nullif(c.last_name, '')), ''), c.entity_name, '')"
    " end"
)
"""As one says it; the client is `c`."""
LATE = "(t.due_on < :today or (t.due_on = :today and t.due_time < :time))"
"""Of an open task, with `late_values`; null without a date."""


def due_words(on: date | None, at: time | None) -> str:
    """ "Today 16:00", "Tomorrow", "Fri 13 Mar", "4 days late", "late since 09:00"; empty without a date."""
    if on is None:
        return ""
    if is_late(on, at):
        days = (today() - on).days
        return f"{days} day{'' if days == 1 else 's'} late" if days else f"Late since {at:%H:%M}"
    return f"{day_words(on)} {at:%H:%M}" if at else day_words(on)


def is_late(on: date | None, at: time | None) -> bool:
    """From the day after; with a time, from that minute on."""
    if on is None:
        return False
    if at is None:
        return on < today()
    return datetime.combine(on, at, SOUTH_AFRICA) < now()


def late_values() -> dict[str, Any]:
    """The day and the minute by which a task is late."""
    return {"today": today(), "time": now().astimezone(SOUTH_AFRICA).time()}


def day_words(on: date) -> str:
    """ "Today", "Tomorrow", "Yesterday", "Fri 13 Mar"; with the year where it is another one."""
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((on - today()).days)
    year = "" if on.year == today().year else f" {on.year}"
    return near or f"{on:%a} {on.day} {on:%b}{year}"


def moment_words(at: datetime | None) -> str:
    """ "Today 09:12", "Mon 9 Mar"; the time only of today and yesterday."""
    if at is None:
        return ""
    local = at.astimezone(SOUTH_AFRICA)
    words = day_words(local.date())
    return f"{words} {local:%H:%M}" if words in ("Today", "Yesterday") else words


def days_words(seconds: float) -> str:
    """ "less than a day", "1 day", "12 days"."""
    days = round(seconds / 86_400)
    return "less than a day" if days < 1 else f"{days} day{'' if days == 1 else 's'}"


def initials(name: str | None) -> str:
    parts = (name or "").split()
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()
