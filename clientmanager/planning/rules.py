"""The ways in which a task can come round: each rule gives its dates, and says itself in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from clientmanager.errors import Invalid
from clientmanager.planning.rule import (
    DAYS,
    LAST,
    MONTHS,
    WEEKDAYS,
    WEEKS,
    YEARS,
    Rule,
    check_nth,
    check_whole,
)
from clientmanager.planning.working_days import ONE_DAY, WorkingDays, is_weekday, nth_day

MONDAY_TO_FRIDAY = range(5)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
CHOOSE_A_WEEKDAY = "Choose a day of the week, from 0 for Monday to 6 for Sunday."
# No month has fewer weekdays than this: February has exactly 20.
MOST_WORKING_DAYS = 20
FURTHEST_OFFSET_DAYS = 366


@dataclass(frozen=True)
class EveryDay(Rule):
    kind = "daily"
    unit = DAYS

    def anchors(self, since: date, interval: int) -> Iterator[date]:
        return _dates(rrule(DAILY, dtstart=since, interval=interval))

    def in_words(self, interval: int) -> str:
        return _every(interval, "day")


@dataclass(frozen=True)
class EveryWorkingDay(Rule):
    """Every so many weekdays, Monday to Friday, counted without looking at holidays.

    Counting past holidays would move every later date when one holiday is added. Instead a date on a holiday moves to
    the next working day, or falls away when it would meet the next date there: so "every working day" has none on a
    holiday, and never two on the day after.
    """

    kind = "working days"
    unit = WEEKDAYS

    @property
    def finds_working_days(self) -> bool:
        return True

    def anchors(self, since: date, interval: int) -> Iterator[date]:
        return islice(_dates(rrule(DAILY, dtstart=since, byweekday=MONDAY_TO_FRIDAY)), 0, None, interval)

    def due(self, anchor: date, interval: int, days: WorkingDays, /) -> date | None:
        due = days.on_or_after(anchor)
        return due if due < WEEKDAYS.first_day(WEEKDAYS.number(anchor) + interval) else None

    def in_words(self, interval: int) -> str:
        return _every(interval, "working day")


@dataclass(frozen=True)
class Weekly(Rule):
    """`weekdays` from 0 for Monday to 6 for Sunday; their order and repeats mean nothing. Weeks begin on Monday."""

    kind = "weekly"
    unit = WEEKS
    weekdays: tuple[int, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.weekdays, tuple) or not self.weekdays:
            raise Invalid(CHOOSE_A_WEEKDAY, field="weekdays")
        for day in self.weekdays:
            check_whole(day, 0, 6, field="weekdays", sentence=CHOOSE_A_WEEKDAY)
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))

    @property
    def per_unit(self) -> int:
        return len(self.weekdays)

    @property
    def meets_weekends(self) -> bool:
        return self.weekdays[-1] not in MONDAY_TO_FRIDAY

    def anchors(self, since: date, interval: int) -> Iterator[date]:
        return _dates(rrule(WEEKLY, dtstart=since, interval=interval, byweekday=self.weekdays, wkst=MO))

    def in_words(self, interval: int) -> str:
        *others, last = [WEEKDAY_NAMES[day] for day in self.weekdays]
        named = f"{', '.join(others)} and {last}" if others else last
        if interval == 1 or (interval == 2 and not others):
            return _every(interval, named)
        return f"{_every(interval, 'week')} on {named}"


@dataclass(frozen=True)
class MonthDay(Rule):
    """A day of the month, 1 to 31; the month's last day where the month has no such day."""

    kind = "monthly on a day"
    unit = MONTHS
    day: int

    def __post_init__(self) -> None:
        check_whole(self.day, 1, 31, field="day", sentence="Choose a day of the month from 1 to 31.")

    def anchors(self, since: date, interval: int) -> Iterator[date]:
        which = _day_or_last(self.day)
        return _dates(rrule(MONTHLY, dtstart=since, interval=interval, bymonthday=which, bysetpos=LAST))

    def in_words(self, interval: int) -> str:
        ending = {1: "st", 2: "nd", 3: "rd"}.get(self.day % 10 if self.day not in (11, 12, 13) else 0, "th")
        words = _monthly(interval, f"{self.day}{ending}")
        return f"{words}, or the month's last day" if self.day > 28 else words


@dataclass(frozen=True)
class MonthWeekday(Rule):
    """The first to fourth of a weekday in the month (`nth` 1 to 4) or the last (-1); 0 is Monday.

    There is no fifth: most months have none.
    """

    kind = "monthly on a weekday"
    unit = MONTHS
    nth: int
    weekday: int

    def __post_init__(self) -> None:
        check_nth(self.nth, 4, sentence="Choose the first, second, third or fourth (1 to 4), or the last (-1).")
        check_whole(self.weekday, 0, 6, field="weekday", sentence=CHOOSE_A_WEEKDAY)

    @property
    def meets_weekends(self) -> bool:
        return self.weekday not in MONDAY_TO_FRIDAY

    def anchors(self, since: date, interval: int) -> Iterator[date]:
        return _dates(rrule(MONTHLY, dtstart=since, interval=interval, byweekday=weekday(self.weekday, self.nth)))

    def in_words(self, interval: int) -> str:
        return _monthly(interval, f"{_ordinal(self.nth)} {WEEKDAY_NAMES[self.weekday]}")


@dataclass(frozen=True)
class MonthWorkingDay(Rule):
    """The `nth` working day of the month, 1 to 20, or the last (-1).

    Nominally that weekday of the month, Monday to Friday, as if there were no holidays; due on the working day itself,
    in the same month: its last where holidays leave the month too few, and falling away where they leave none.
    """

    kind = "monthly on a working day"
    unit = MONTHS
    nth: int

    def __post_init__(self) -> None:
        most = MOST_WORKING_DAYS
        check_nth(self.nth, most, sentence=f"Choose a working day of the month from 1 to {most}, or the last (-1).")

    @property
    def finds_working_days(self) -> bool:
        return True

    def anchors(self, since: date, interval: int) -> Iterator[date]:
        weekdays = MONDAY_TO_FRIDAY
        return _dates(rrule(MONTHLY, dtstart=since, interval=interval, byweekday=weekdays, bysetpos=self.nth))

    def due(self, anchor: date, _interval: int, days: WorkingDays, /) -> date | None:
        first = anchor.replace(day=1)
        due = days.on_or_before(anchor + relativedelta(day=31))
        if self.nth != LAST:
            due = min(due, days.add(first - ONE_DAY, self.nth))
        return due if due >= first else None

    def in_words(self, interval: int) -> str:
        return _monthly(interval, f"{_ordinal(self.nth)} working day")


@dataclass(frozen=True)
class Yearly(Rule):
    """A day of the year, such as a birthday, and how many days after it (before it, when negative) the task is.

    29 February is 28 February in other years. Offset days are calendar days or working days; working days are counted
    from the day itself, which is not one of them, and nominally without holidays, so Monday to Friday.
    """

    kind = "yearly"
    unit = YEARS
    month: int
    day: int
    offset_days: int = 0
    offset_in_working_days: bool = False

    def __post_init__(self) -> None:
        check_whole(self.month, 1, 12, field="month", sentence="Choose a month from 1 to 12.")
        check_whole(
            self.day, 1, self._days_in_month, field="day", sentence="Choose a day that this month has, counted from 1."
        )
        furthest = FURTHEST_OFFSET_DAYS
        sentence = f"Choose up to {furthest} days before (below 0) or after (above 0)."
        check_whole(self.offset_days, -furthest, furthest, field="offset_days", sentence=sentence)
        if type(self.offset_in_working_days) is not bool:
            raise Invalid("Choose either calendar days or working days.", field="offset_in_working_days")

    @property
    def finds_working_days(self) -> bool:
        return self.offset_days != 0 and self.offset_in_working_days

    @property
    def _days_in_month(self) -> int:
        return (date(2028, self.month, 1) + relativedelta(day=31)).day

    def anchors(self, since: date, interval: int) -> Iterator[date]:
        which = _day_or_last(self.day)
        return _dates(
            rrule(YEARLY, dtstart=since, interval=interval, bymonth=self.month, bymonthday=which, bysetpos=LAST)
        )

    def nominal(self, anchor: date) -> date:
        return self._moved(anchor, is_weekday)

    def due(self, anchor: date, _interval: int, days: WorkingDays, /) -> date | None:
        return self._moved(anchor, days.is_working)

    def _moved(self, anchor: date, works: Callable[[date], bool]) -> date:
        if self.finds_working_days:
            return nth_day(anchor, self.offset_days, works)
        return anchor + timedelta(days=self.offset_days)

    def in_words(self, interval: int) -> str:
        named = f"{self.day} {date(2028, self.month, 1):%B}"
        if (self.month, self.day) == (2, 29):
            named += " (28 February in other years)"
        if not self.offset_days:
            return f"{_every(interval, 'year')} on {named}"
        number = abs(self.offset_days)
        unit = f"{'working ' if self.offset_in_working_days else ''}day{'' if number == 1 else 's'}"
        return f"{_every(interval, 'year')}, {number} {unit} {'before' if self.offset_days < 0 else 'after'} {named}"


KINDS: dict[str, type[Rule]] = {
    rule.kind: rule for rule in (EveryDay, EveryWorkingDay, Weekly, MonthDay, MonthWeekday, MonthWorkingDay, Yearly)
}


def _dates(rule: rrule) -> Iterator[date]:
    return (moment.date() for moment in rule)


def _day_or_last(day: int) -> range:
    """Days of which the last that a month has is the one meant."""
    return range(min(day, 28), day + 1)


def _every(interval: int, unit: str) -> str:
    if interval == 1:
        return f"Every {unit}"
    return f"Every second {unit}" if interval == 2 else f"Every {interval} {unit}s"


def _monthly(interval: int, which: str) -> str:
    return f"On the {which} of every month" if interval == 1 else f"{_every(interval, 'month')} on the {which}"


def _ordinal(nth: int) -> str:
    if nth == LAST:
        return "last"
    return ORDINALS[nth - 1] if nth <= len(ORDINALS) else f"{nth}th"
