"""Tasks by the day they are due: a month of weeks, or one week by its hours. Done ones stay, and show that they are."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from clientmanager.clock import today
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid
from clientmanager.models.permission import Permission
from clientmanager.services.filters import Said
from clientmanager.services.practice_days import working_days
from clientmanager.services.task_board import CARD, JOINED, Card, card
from clientmanager.services.task_filter import TaskFilter, condition

FIRST_YEAR, LAST_YEAR = 1900, 2200
IN_MONTH = 4
"""Cards of one day in a month; the rest is a number."""
IN_WEEK = 50
SEVEN_DAYS = timedelta(days=7)
MONTH, WEEK = "month", "week"
# A month has room for few, so what is left to do comes first; a week is read down the hours.
_OPEN_FIRST = "t.done_at is not null, "
_BY_TIME = "t.due_time nulls first, t.title, t.id"


@dataclass(frozen=True)
class Entry:
    """One task on its day."""

    card: Card
    time: str
    """14:30; empty where it is due some time that day."""


@dataclass(frozen=True)
class Day:
    date: str
    """2026-03-12"""
    words: str
    """Thursday 12 March 2026"""
    number: int
    is_today: bool
    inside: bool
    """In the month that is shown; always so in a week."""
    holiday: str
    """ "Heritage Day"; empty on other days."""
    entries: tuple[Entry, ...]
    more: int
    """How many tasks of that day are not among the entries."""


NO_DAY = Day(date="", words="", number=0, is_today=False, inside=False, holiday="", entries=(), more=0)


@dataclass(frozen=True)
class Month:
    name: str
    """March 2026"""
    previous: str
    """2026-02, for an address; empty before the first month there is."""
    next: str
    weeks: tuple[tuple[Day, ...], ...]
    """Each from Monday to Sunday; together they cover the whole month."""
    undated: int
    """Open tasks that the filter finds and that have no date."""


@dataclass(frozen=True)
class Week:
    name: str
    """9 to 15 March 2026"""
    previous: str
    """A day of the week before, for an address; empty before the first week there is."""
    next: str
    days: tuple[Day, ...]
    """From Monday to Sunday."""
    undated: int


@dataclass(frozen=True)
class Place:
    """What of the calendar is shown, as an address says it."""

    by: str = MONTH
    """MONTH or WEEK."""
    on: str = ""
    """A day, 2026-03-12, or a whole month, 2026-03; empty: today."""


@dataclass(frozen=True)
class Shown:
    """A month or a week, whichever was asked for."""

    name: str
    previous: str
    """For an address; empty before the first there is."""
    next: str
    weeks: tuple[tuple[Day, ...], ...]
    undated: int
    day: Day = NO_DAY
    """Of a month: the day that was asked for, with all its tasks, where more than the month was."""


def read_place(query: object) -> Place:
    """What an address says: "by=week&on=2026-03-12"; what makes no sense is left out."""
    said = Said(query)
    return Place(WEEK if said.first("by") == WEEK else MONTH, as_place(said.first("on")))


def as_place(on: object) -> str:
    """A day or a month that the calendar has, as it was said; else empty."""
    if not isinstance(on, str):
        return ""
    day = _day_or_none(_first_day(on))
    # Only as the calendar itself writes it: there are other ways to write a day.
    return on if day and on in (f"{day:%Y-%m}", day.isoformat()) else ""


def shown(db: ScopedSession, chosen: TaskFilter, place: Place) -> Shown:
    """The month or the week of a place. A month without a day is, as a week, that of its first day."""
    on = place.on or today().isoformat()
    if place.by == WEEK:
        found = week(db, chosen, _first_day(on))
        return Shown(found.name, found.previous, found.next, (found.days,), found.undated)
    found = month(db, chosen, on[:4], on[5:7])
    day = next((day for days in found.weeks for day in days if day.date == on), NO_DAY)
    if day.more:
        day = next(day for day in week(db, chosen, on).days if day.date == on)
    return Shown(found.name, found.previous, found.next, found.weeks, found.undated, day)


def month(db: ScopedSession, chosen: TaskFilter, year: object, month: object) -> Month:
    """The weeks of a month with at most 4 tasks a day, open ones first.

    Args:
        year, month: 2026 and 3, as numbers or as their digits.

    Raises:
        Invalid: there is no such month between 1900 and 2200.
    """
    db.viewer.require(Permission.SEE_TASKS)
    first = _first_of(_number(year), _number(month))
    days = [day for week in calendar.Calendar().monthdatescalendar(first.year, first.month) for day in week]
    shown = _days(db, chosen, days, IN_MONTH, _OPEN_FIRST + _BY_TIME, of_month=first.month)
    return Month(
        name=f"{first:%B} {first.year}",
        previous=_month_of(first - timedelta(days=1)),
        next=_month_of(first + timedelta(days=31)),
        weeks=tuple(tuple(shown[start : start + 7]) for start in range(0, len(shown), 7)),
        undated=_undated(db, chosen),
    )


def week(db: ScopedSession, chosen: TaskFilter, day: object) -> Week:
    """The week from Monday in which a day lies: of each day at most 50 tasks, those without a time first.

    Args:
        day: a date, or "2026-03-12".

    Raises:
        Invalid: it is no day between 1900 and 2200.
    """
    db.viewer.require(Permission.SEE_TASKS)
    said = _read_day(day)
    monday = said - timedelta(days=said.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    return Week(
        name=_span(monday, days[-1]),
        previous=_day_of(monday - SEVEN_DAYS),
        next=_day_of(monday + SEVEN_DAYS),
        days=tuple(_days(db, chosen, days, IN_WEEK, _BY_TIME)),
        undated=_undated(db, chosen),
    )


def _days(
    db: ScopedSession, chosen: TaskFilter, days: list[date], most: int, order: str, of_month: int = 0
) -> list[Day]:
    found, values = condition(db, chosen)
    rows = db.execute(
        text(
            f"select {CARD}, t.many from (select t.*, count(*) over (partition by t.due_on) as many,"
            f" row_number() over (partition by t.due_on order by {order}) as number from task t{JOINED}"
            f" where {found} and t.due_on between :first and :last) t{JOINED}"
            " where t.number <= :most order by t.due_on, t.number"
        ),
        {**values, "first": days[0], "last": days[-1], "most": most},
    )
    of_day: dict[date, list[Any]] = {}
    for row in rows:
        of_day.setdefault(row.due_on, []).append(row)
    holiday = working_days(db).holiday
    return [_day(day, of_day.get(day, []), holiday(day), inside=of_month in (0, day.month)) for day in days]


def _day(day: date, rows: list[Any], holiday: str, *, inside: bool) -> Day:
    return Day(
        date=day.isoformat(),
        words=f"{day:%A} {day.day} {day:%B} {day.year}",
        number=day.day,
        is_today=day == today(),
        inside=inside,
        holiday=holiday,
        entries=tuple(_entries(rows)),
        more=rows[0].many - len(rows) if rows else 0,
    )


def _entries(rows: list[Any]) -> Iterator[Entry]:
    for row in rows:
        yield Entry(card(row), f"{row.due_time:%H:%M}" if row.due_time else "")


def _undated(db: ScopedSession, chosen: TaskFilter) -> int:
    found, values = condition(db, chosen)
    joined = JOINED if chosen.search else ""
    query = text(f"select count(*) from task t{joined} where {found} and t.due_on is null and t.done_at is null")
    return db.execute(query, values).scalar_one()


def _first_of(year: int, month: int) -> date:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Invalid(f"Choose a month between {FIRST_YEAR} and {LAST_YEAR}.")
    return date(year, month, 1)


def _number(value: object) -> int:
    """A number, or its digits as an address has them; anything else is a year that there is not."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    said = value if isinstance(value, str) else ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 4 else 0


def _read_day(value: object) -> date:
    day = _day_or_none(value)
    if not day:
        raise Invalid(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.")
    return day


def _day_or_none(value: object) -> date | None:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _first_day(on: str) -> str:
    return f"{on}-01" if len(on) == 7 else on


def _month_of(day: date) -> str:
    return f"{day:%Y-%m}" if FIRST_YEAR <= day.year <= LAST_YEAR else ""


def _day_of(day: date) -> str:
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else ""


def _span(first: date, last: date) -> str:
    """ "9 to 15 March 2026", "30 March to 5 April 2026", "28 December 2026 to 3 January 2027"."""
    year = "" if first.year == last.year else f" {first.year}"
    month = "" if first.month == last.month else f" {first:%B}"
    return f"{first.day}{month}{year} to {last.day} {last:%B} {last.year}"
