"""The practice's own calendar: days off beside the public holidays, and public holidays on which it works."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.permission import Permission
from clientmanager.models.workflow import DayKind, PracticeDay
from clientmanager.planning.working_days import WorkingDays, is_weekday, public_holidays
from clientmanager.services import identity
from clientmanager.services.client_form import clean
from clientmanager.services.task_words import day_words

LONGEST_NAME = 80
MOST_DAYS = 1000
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class DayRow:
    """One exception as the settings show it."""

    id: str
    day: str
    """2026-12-28"""
    words: str
    """ "Mon 28 Dec"."""
    name: str
    kind: str
    """off or worked."""


def listed(db: ScopedSession) -> list[DayRow]:
    """In the order of the calendar."""
    db.viewer.require(Permission.SEE_TASKS)
    rows = db.execute(text("select * from practice_day where practice_id = :practice order by day"), _ours(db))
    return [DayRow(str(row.id), row.day.isoformat(), day_words(row.day), row.name, row.kind) for row in rows]


def add(db: ScopedSession, values: object) -> str:
    """One exception more; returns its id. Due days that were worked out before stay as they are.

    Args:
        values: day; kind (off or worked); name, which for a public holiday that is worked is the holiday's own.

    Raises:
        Invalid: with the field's name.
    """
    db.viewer.require(Permission.SHAPE_BOARD)
    given = values if isinstance(values, dict) else {}
    day = _day(given.get("day"))
    kind = given.get("kind", DayKind.OFF)
    if kind not in (DayKind.OFF, DayKind.WORKED):
        raise Invalid("Say whether this day is off or worked.", field="kind")
    holiday = public_holidays(day.year).get(day, "")
    if kind == DayKind.WORKED and not (holiday and is_weekday(day)):
        raise Invalid(
            "Choose a public holiday from Monday to Friday; other days are worked anyway, or never.", field="day"
        )
    name = _name(given.get("name")) or holiday
    if not name:
        raise Invalid("Say why this day is off, such as “Office closed”.", field="name")
    added = text(
        "insert into practice_day (practice_id, id, day, name, kind) values (:practice, :id, :day, :name, :kind)"
        " on conflict (practice_id, day) do nothing returning id"
    )
    present = db.execute(
        text("select count(*) from practice_day where practice_id = :practice"), _ours(db)
    ).scalar_one()
    if present >= MOST_DAYS:
        raise Invalid(f"The calendar takes {MOST_DAYS} exceptions at most. Remove those that are long past.")
    row = PracticeDay(practice_id=db.viewer.practice_id, day=day, name=name, kind=kind)
    if db.execute(added, row.model_dump() | {"practice": row.practice_id}).first() is None:
        raise Invalid("There is an exception on this day already. Remove that one first.", field="day")
    return str(row.id)


def remove(db: ScopedSession, day_id: object) -> str:
    """Take an exception out; returns its name."""
    found = db.fetch(PracticeDay, day_id)
    db.viewer.require(Permission.SHAPE_BOARD)
    db.delete(found)
    return found.name


def working_days(db: ScopedSession) -> WorkingDays:
    """The practice's calendar, by which due days are worked out."""
    rows = db.execute(text("select day, name, kind from practice_day where practice_id = :practice"), _ours(db)).all()
    return WorkingDays(
        {row.day: row.name for row in rows if row.kind == DayKind.OFF},
        frozenset(row.day for row in rows if row.kind == DayKind.WORKED),
    )


def _day(value: object) -> date:
    day = value if isinstance(value, date) else identity.read_date(_text(value)[:40], "day")
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.", field="day")
    return day


def _name(value: object) -> str:
    name = " ".join(_text(value).split())
    if len(name) > LONGEST_NAME:
        raise Invalid(f"Use at most {LONGEST_NAME} letters.", field="name")
    return name


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _ours(db: ScopedSession) -> dict[str, Any]:
    return {"practice": db.viewer.practice_id}
