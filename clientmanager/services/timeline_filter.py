"""What of a timeline is looked at: kinds, a person, a period, what is pinned. As an address says it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from clientmanager.models.interaction import InteractionKind
from clientmanager.services.filters import Said, is_id

TASK = "task"
"""Beside the kinds of interactions: tasks that were done."""
KINDS = (*(str(kind) for kind in InteractionKind), TASK)


@dataclass(frozen=True)
class TimelineFilter:
    kinds: tuple[str, ...] = ()
    """None of them: all."""
    who: str = ""
    """A user who took part, or wrote it; of a task, who had it or did it."""
    since: date | None = None
    until: date | None = None
    """Both days are within."""
    pinned: bool = False
    thread: str = ""
    """An entry of whose conversation it is."""

    @property
    def of_interactions(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.kinds if kind != TASK)

    @property
    def with_tasks(self) -> bool:
        return not (self.pinned or self.thread) and (not self.kinds or TASK in self.kinds)

    @property
    def with_interactions(self) -> bool:
        return not self.kinds or bool(self.of_interactions)


EVERYTHING = TimelineFilter()
NAMES = ("kind", "who", "pinned", "thread", "from", "to", "at")
"""As an address says them."""


def read_filter(query: object) -> TimelineFilter:
    """What an address says ("kind=call&kind=task&from=2026-03-09"); what makes no sense is left out."""
    said = Said(query)
    who, thread = said.first("who"), said.first("thread")
    return TimelineFilter(
        kinds=tuple(kind for kind in said.values("kind") if kind in KINDS),
        who=who if is_id(who) else "",
        since=read_day(said.first("from")),
        until=read_day(said.first("to")),
        pinned=said.first("pinned") == "1",
        thread=thread if is_id(thread) else "",
    )


def as_query(chosen: TimelineFilter, at: date | None = None) -> str:
    """The address's part of it, and the day to which the timeline is turned."""
    said: list[tuple[str, str]] = [("kind", kind) for kind in chosen.kinds]
    said += [("who", chosen.who), ("pinned", "1" if chosen.pinned else ""), ("thread", chosen.thread)]
    days = (("from", chosen.since), ("to", chosen.until), ("at", at))
    said += [(name, day.isoformat() if day else "") for name, day in days]
    return urlencode([(name, value) for name, value in said if value])


def read_day(value: object) -> date | None:
    """ "2026-03-09"; None where it is no day that a calendar shows."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-03-09") else None
    except ValueError:
        return None
    return day if day and 1900 <= day.year < 2200 else None


def changed(chosen: TimelineFilter, name: object, value: object) -> TimelineFilter:
    """The filter with one thing more or less: a kind that is on goes off, a person or day that is empty too."""
    if name == "kind" and value in KINDS:
        kinds = tuple(kind for kind in KINDS if (kind in chosen.kinds) != (kind == value))
        return replace(chosen, kinds=kinds)
    if name == "kind" and value == "":
        return replace(chosen, kinds=())
    if name == "who" and isinstance(value, str):
        return replace(chosen, who=value if is_id(value) else "")
    if name == "thread" and isinstance(value, str):
        return replace(chosen, thread=value if is_id(value) else "")
    if name == "pinned":
        return replace(chosen, pinned=value is True or value == "1")
    if name == "from":
        return replace(chosen, since=read_day(value))
    return replace(chosen, until=read_day(value)) if name == "to" else chosen


def month_end(month: date) -> date:
    """The last day of its month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
