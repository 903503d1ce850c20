"""What every rule of repetition has in common.

Every rule has the same number of dates in each of its units (a day, a week, a month, a year), which is why a window
far from the beginning can be counted to without walking there.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from clientmanager.errors import Invalid
from clientmanager.planning.working_days import WorkingDays

LAST = -1


@dataclass(frozen=True)
class Unit:
    """A stretch of time that is counted off: `number` of the one a day is in, and the first day of a numbered one."""

    number: Callable[[date], int]
    first_day: Callable[[int], date]


DAYS = Unit(date.toordinal, date.fromordinal)
# A weekend has the number of the Monday after it. The calendar's first day, 1 January of year 1, is a Monday.
WEEKDAYS = Unit(
    lambda day: (day.toordinal() - 1) // 7 * 5 + min(day.weekday(), 5),
    lambda number: date.fromordinal(number // 5 * 7 + number % 5 + 1),
)
WEEKS = Unit(lambda day: (day.toordinal() - 1) // 7, lambda number: date.fromordinal(number * 7 + 1))
MONTHS = Unit(lambda day: day.year * 12 + day.month - 1, lambda number: date(number // 12, number % 12 + 1, 1))
YEARS = Unit(lambda day: day.year, lambda number: date(number, 1, 1))


@dataclass(frozen=True)
class Rule(ABC):
    """What comes round, without its interval, beginning and end. Every rule checks its values: else Invalid."""

    kind: ClassVar[str]
    unit: ClassVar[Unit]

    @property
    def per_unit(self) -> int:
        """How many dates it has in each unit."""
        return 1

    @property
    def meets_weekends(self) -> bool:
        return True

    @property
    def finds_working_days(self) -> bool:
        """Whether it is due on working days by what it says, so that nothing is left to say about holidays."""
        return False

    @abstractmethod
    def anchors(self, since: date, interval: int) -> Iterator[date]:
        """The dates it names, ascending, in every `interval`-th unit from the one that begins on `since`."""

    def nominal(self, anchor: date) -> date:
        """The day it falls on in a country without holidays: unchanging, and no two anchors share one."""
        return anchor

    def due(self, anchor: date, _interval: int, _days: WorkingDays, /) -> date | None:
        """The day it falls on by this calendar; None when it falls away."""
        return self.nominal(anchor)

    @abstractmethod
    def in_words(self, interval: int) -> str:
        """The beginning of a sentence: "Every second Tuesday"."""


def check_whole(value: object, lowest: int, highest: int, *, field: str, sentence: str) -> None:
    """Invalid when the value is no whole number in that range; True and 2.0 are none."""
    if type(value) is not int or not lowest <= value <= highest:
        raise Invalid(sentence, field=field)


def check_nth(value: object, highest: int, *, sentence: str) -> None:
    """Invalid when the value is neither 1 to `highest` nor -1, the last."""
    check_whole(value, LAST, highest, field="nth", sentence=sentence)
    if value == 0:
        raise Invalid(sentence, field="nth")
