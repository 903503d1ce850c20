"""What is being written down, as the bar shows it beside what is typed."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from clientmanager.clock import today
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.interaction import InteractionKind as Kind
from clientmanager.services import identity, interaction_people
from clientmanager.services.client_form import clean
from clientmanager.services.interaction_form import TYPED
from clientmanager.services.interaction_people import Person
from clientmanager.services.task_form import read_time

KINDS = (
    (Kind.CALL, "Call", "phone", "Log a call", "Log call", "Call logged."),
    (Kind.MEETING, "Meeting", "users", "Log a meeting", "Log meeting", "Meeting logged."),
    (Kind.NOTE, "Note", "sticky-note", "Write a note", "Keep note", "Note kept."),
    (Kind.LETTER, "Letter", "file-text", "Log a letter", "Log letter", "Letter logged."),
    (Kind.EMAIL, "E-mail", "mail", "Log an e-mail", "Log e-mail", "E-mail logged."),
    (Kind.MESSAGE, "Message", "message-square", "Log a message", "Log message", "Message logged."),
)
"""What the bar offers: kind, its word and icon, and how it is called before, at and after the button is pressed."""
OFFERED = tuple(one[0] for one in KINDS)


@dataclass(frozen=True)
class Promise:
    """A follow-up as it was understood."""

    line: str = ""
    title: str = ""
    about: str = ""
    """ "Mon 16 Mar 2026, Joseph"."""


@dataclass(frozen=True)
class Composed:
    """What is being written down."""

    typed: dict[str, str] = field(default_factory=dict[str, str])
    """What stands in the fields."""
    kind: str = Kind.CALL
    people: tuple[Person, ...] = ()
    promises: tuple[Promise, ...] = ()
    when: str = "Now"
    """ "Today 10:42", "Mon 9 Mar 2026, 14 minutes"."""
    with_whom: str = ""
    """ "with Thandi and Joseph"; empty while nobody is named."""
    title: str = ""
    next_contact: str = ""
    """ "Tue 9 Jun 2026"."""
    kept_at: str = ""
    used: bool = False
    """Whether anything is in it but its kind."""


def composed(db: ScopedSession, client: UUID | None, said: dict[str, Any], kept_at: str) -> Composed:
    typed = {name: value for name, value in said.items() if isinstance(value, str)}
    people = interaction_people.shown(db, interaction_people.of(said, client))
    used = any(value for name, value in said.items() if name != "kind")
    return Composed(
        typed=typed,
        kind=typed["kind"] if typed.get("kind") in OFFERED else TYPED[0],
        people=people,
        promises=tuple(Promise(**one) for one in said["follow_ups"]),
        when=_when(typed),
        with_whom=_listed([one.short for one in people]),
        title=clean(typed.get("title", ""))[:60],
        next_contact=_next(typed.get("next_contact", "")),
        kept_at=kept_at if used else "",
        used=used,
    )


def day_words(day: date) -> str:
    """Mon 9 Mar 2026"""
    return f"{day:%a} {day.day} {day:%b %Y}"


def _when(typed: dict[str, str]) -> str:
    """As far as it can be read; what cannot is said when it is logged."""
    day, time = _read(identity.read_date, typed.get("on", "")), _read(read_time, typed.get("time", ""))
    words = "" if day is None else "Today" if day == today() else day_words(day)
    if time:
        words = f"{words or 'Today'} {time:%H:%M}"
    minutes = clean(typed.get("minutes", ""))[:4]
    took = f"{minutes} {'minute' if minutes == '1' else 'minutes'}" if minutes.isdecimal() else ""
    return ", ".join(filter(None, (words or "Now", took)))


def _next(said: str) -> str:
    day = _read(identity.read_date, said)
    return day_words(day) if day else ""


def _read(reading: Any, said: str) -> Any:
    try:
        return reading(clean(said)[:40])
    except Invalid:
        return None


def _listed(names: list[str]) -> str:
    """with Thandi, Joseph and Lerato"""
    *first, last = names or [""]
    return f"with {', '.join(first)} and {last}" if first else f"with {last}" if last else ""
