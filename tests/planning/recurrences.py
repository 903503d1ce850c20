"""Recurrences and calendars as hypothesis draws them, and the short ways in which tests write theirs."""

from datetime import date, timedelta
from itertools import islice

from hypothesis import strategies as st

from clientmanager.planning.recurrence import Occurrence, Recurrence, occurrences
from clientmanager.planning.rule import Rule
from clientmanager.planning.rules import (
    EveryDay,
    EveryWorkingDay,
    MonthDay,
    MonthWeekday,
    MonthWorkingDay,
    Weekly,
    Yearly,
)
from clientmanager.planning.working_days import WorkingDays

ORDINARY = WorkingDays()

days_of_century = st.dates(date(2000, 1, 1), date(2060, 12, 31))
weekdays = st.integers(0, 6)
every_so_many_weekdays = st.sets(weekdays, min_size=1).map(lambda chosen: Weekly(tuple(chosen)))
month_rules = st.one_of(
    st.builds(MonthDay, st.integers(1, 31)),
    st.builds(MonthWeekday, st.sampled_from([1, 2, 3, 4, -1]), weekdays),
    st.builds(MonthWorkingDay, st.sampled_from([*range(1, 21), -1])),
)
# A leap year, so that 29 February is drawn too; days off, anniversaries and offsets meet at the turn of the year.
years_days = st.dates(date(2028, 1, 1), date(2028, 12, 31))
yearly = st.builds(
    lambda day, offset, working: Yearly(day.month, day.day, offset, working),
    years_days,
    st.integers(-366, 366) | st.integers(-20, 20),
    st.booleans(),
)
rules: st.SearchStrategy[Rule] = st.one_of(
    st.just(EveryDay()), st.just(EveryWorkingDay()), every_so_many_weekdays, month_rules, yearly
)


@st.composite
def recurrences(draw: st.DrawFn, of: st.SearchStrategy[Rule] = rules) -> Recurrence:
    rule, starts_on = draw(of), draw(days_of_century)
    until, times = draw(
        st.one_of(
            st.just((None, None)),
            st.tuples(st.integers(-1, 2000).map(lambda number: starts_on + timedelta(days=number)), st.none()),
            st.tuples(st.none(), st.integers(1, 60)),
        )
    )
    return Recurrence(
        rule,
        starts_on,
        interval=draw(st.integers(1, 4) | st.integers(1, 99)),
        until=until,
        times=times,
        on_holidays="keep" if rule.finds_working_days else draw(st.sampled_from(["keep", "before", "after", "skip"])),
    )


@st.composite
def calendars(draw: st.DrawFn, near: date = date(2026, 6, 1)) -> WorkingDays:
    """With up to a month of days off near a date, and some public holidays worked."""
    distances = st.sets(st.integers(-40, 40), max_size=30)
    extra = {near + timedelta(days=number): "Closed" for number in draw(distances)}
    worked = frozenset(near + timedelta(days=number) for number in draw(distances))
    return WorkingDays(extra=extra, worked=worked)


def first_of(recurrence: Recurrence, number: int, days: WorkingDays = ORDINARY) -> list[Occurrence]:
    """The first so many occurrences that do not fall away."""
    return list(islice(occurrences(recurrence, days, after=date(1900, 1, 1), through=date(2100, 12, 31)), number))


def nominals(recurrence: Recurrence, number: int) -> list[date]:
    return [occurrence.nominal for occurrence in first_of(recurrence, number)]


def dues(recurrence: Recurrence, number: int, days: WorkingDays = ORDINARY) -> list[date]:
    return [occurrence.due for occurrence in first_of(recurrence, number, days)]


def dates(text: str) -> list[date]:
    """ "2026-03-10 2026-03-24" as dates."""
    return [date.fromisoformat(written) for written in text.split()]
