"""Working days: Monday to Friday, without South Africa's public holidays and a practice's own days off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

from clientmanager.errors import Invalid

ONE_DAY = timedelta(days=1)
# A search for a working day gives up here, so that days off without end cannot keep it going.
LONGEST_CLOSURE_DAYS = 400


@lru_cache(maxsize=256)
def public_holidays(year: int) -> Mapping[date, str]:
    """South Africa's public holidays of that year by date, each with its English name.

    A Monday that is one because its holiday fell on a Sunday says "(observed)"; the Sunday is there too. Empty after
    2100 and before 1911, of which the library knows nothing.
    """
    named = holidays.country_holidays("ZA", years=year)
    # The one mapping is given to every asker, so none may write in it.
    return MappingProxyType({day: name.replace("; ", " and ") for day, name in sorted(named.items())})


def is_weekday(day: date) -> bool:
    """Monday to Friday, whatever the holidays."""
    return day.weekday() < 5


def nth_day(day: date, number: int, counts: Callable[[date], bool]) -> date:
    """The `number`-th day after `day` among those that count, or before it when negative; `day` itself is not one.

    0 gives `day` when it counts and else the first after it. Invalid when none of 400 days on end counts.
    """
    step = -ONE_DAY if number < 0 else ONE_DAY
    if number == 0:
        day -= step
    for _ in range(abs(number) or 1):
        day = _next(day, step, counts)
    return day


def _next(day: date, step: timedelta, counts: Callable[[date], bool]) -> date:
    for _ in range(LONGEST_CLOSURE_DAYS):
        day += step
        if counts(day):
            return day
    raise Invalid("More than a year on end is marked as days off. Remove some of the practice's days off.")


@dataclass(frozen=True)
class WorkingDays:
    """One practice's calendar.

    `extra` names the one-off days off that the state or the practice added; `worked` are the holidays, public or
    extra, on which this practice works all the same. A weekend is never worked.
    """

    extra: Mapping[date, str] = field(default_factory=dict[date, str])
    worked: frozenset[date] = frozenset()

    def holiday(self, day: date) -> str:
        """The name of the holiday that gives this day off, also in a weekend; "" when none does."""
        if day in self.worked:
            return ""
        return self.extra.get(day) or public_holidays(day.year).get(day, "")

    def is_working(self, day: date) -> bool:
        return is_weekday(day) and not self.holiday(day)

    def on_or_after(self, day: date) -> date:
        return self.add(day, 0)

    def on_or_before(self, day: date) -> date:
        return self.add(day + ONE_DAY, -1)

    def add(self, day: date, number: int) -> date:
        """The `number`-th working day after `day`, or before it when negative; `day` itself is never counted.

        So +1 from a Friday, Saturday or Sunday is Monday, and -1 from a Saturday, Sunday or Monday is Friday. 0 gives
        `day` when it is a working day and else the next one. From a working day, adding n and then -n comes back to
        it; from another day it comes to a working day beside it. Invalid when 400 days on end are off.
        """
        return nth_day(day, number, self.is_working)

    def between(self, start: date, end: date) -> int:
        """How many working days there are after `start` up to and including `end`; 0 when `end` is not later."""
        return sum(self.is_working(start + ONE_DAY * number) for number in range(1, (end - start).days + 1))
