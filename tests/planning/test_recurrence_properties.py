"""What holds of every recurrence, whatever was chosen."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from time import process_time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientmanager.planning.recurrence import (
    LOOK_AHEAD,
    Occurrence,
    OnHolidays,
    Recurrence,
    ended_before,
    from_then_on,
    occurrences,
)
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
from tests.planning.recurrences import (
    ORDINARY,
    calendars,
    every_so_many_weekdays,
    month_rules,
    recurrences,
    rules,
    yearly,
)

YEARS = timedelta(days=1200)
unhurried = settings(deadline=None, max_examples=60)


def whole(recurrence: Recurrence, days: WorkingDays = ORDINARY, years: timedelta = YEARS) -> list[Occurrence]:
    start = recurrence.starts_on - timedelta(days=1)
    return list(occurrences(recurrence, days, after=start, through=start + years))


def falls_on(rule: Rule, day: date) -> bool:
    """Each rule once more, as one looks a day up in a wall calendar."""
    last = monthrange(day.year, day.month)[1]
    match rule:
        case Weekly(weekdays=weekdays):
            return day.weekday() in weekdays
        case MonthDay(day=number):
            return day.day == min(number, last)
        case MonthWeekday(nth=nth, weekday=weekday):
            place = day.day > last - 7 if nth == -1 else (day.day - 1) // 7 == nth - 1
            return day.weekday() == weekday and place
        case MonthWorkingDay(nth=nth):
            weekdays = [number for number in range(1, last + 1) if day.replace(day=number).weekday() < 5]
            return day.day == weekdays[nth if nth == -1 else nth - 1]
        case Yearly(month=month, day=number):
            return day.month == month and day.day == min(number, last)
        case EveryWorkingDay():
            return day.weekday() < 5
        case _:
            return True


def unit_of(rule: Rule, day: date, index: int) -> int:
    match rule:
        case Weekly():
            return (day - timedelta(days=day.weekday())).toordinal() // 7
        case MonthDay() | MonthWeekday() | MonthWorkingDay():
            return day.year * 12 + day.month
        case Yearly():
            return day.year
        case _:
            return index if isinstance(rule, EveryWorkingDay) else day.toordinal()


@unhurried
@given(recurrences())
def test_dates_are_those_found_by_looking_at_every_day(recurrence: Recurrence):
    rule = recurrence.rule
    if isinstance(rule, Yearly):
        rule = replace(rule, offset_days=0)
    recurrence = replace(recurrence, rule=rule, on_holidays="keep")
    days = (recurrence.starts_on + timedelta(days=number) for number in range(YEARS.days))
    found = [day for day in days if falls_on(rule, day)]
    units = [unit_of(rule, day, index) for index, day in enumerate(found)]
    chosen = [day for day, unit in zip(found, units, strict=True) if (unit - units[0]) % recurrence.interval == 0]
    within = [day for day in chosen if not recurrence.until or day <= recurrence.until][: recurrence.times]
    # On the calendar where all of these are worked, none falls away.
    weekdays_only = WorkingDays(worked=frozenset(found))
    assert [occurrence.nominal for occurrence in whole(recurrence, weekdays_only)] == within


@unhurried
@given(recurrences(), st.lists(st.integers(0, YEARS.days), max_size=6), st.data())
def test_windows_that_follow_one_another_give_each_occurrence_exactly_once(
    recurrence: Recurrence, cuts: list[int], data: st.DataObject
):
    days = data.draw(calendars(recurrence.starts_on + timedelta(days=100)))
    start = recurrence.starts_on - timedelta(days=1)
    edges = [start - timedelta(days=500), *(start + timedelta(days=cut) for cut in sorted(cuts)), start + YEARS]
    pieces: list[Occurrence] = []
    for after, through in pairwise(edges):
        piece = list(occurrences(recurrence, days, after=after, through=through))
        assert all(after < occurrence.nominal <= through for occurrence in piece)
        pieces += piece
    assert pieces == whole(recurrence, days)
    nominals = [occurrence.nominal for occurrence in pieces]
    assert nominals == sorted(set(nominals))


@unhurried
@given(recurrences(), st.data())
def test_a_series_divided_at_any_date_is_the_same_series(recurrence: Recurrence, data: st.DataObject):
    occurring = whole(recurrence, years=timedelta(days=4000))
    if not occurring:
        return
    cut = data.draw(st.sampled_from(occurring))
    before = whole(ended_before(recurrence, cut.nominal), years=timedelta(days=4000))
    following = from_then_on(recurrence, cut.nominal, cut.number)
    end = recurrence.starts_on + timedelta(days=3999)
    after = list(occurrences(following, ORDINARY, after=cut.nominal - timedelta(days=1), through=end))
    renumbered = [replace(found, number=found.number + cut.number - 1) for found in after]
    assert before + renumbered == occurring


@unhurried
@given(recurrences(), st.data())
def test_the_calendar_of_days_off_changes_no_nominal_date_and_no_number(recurrence: Recurrence, data: st.DataObject):
    days = data.draw(calendars(recurrence.starts_on))
    ordinary = {(found.nominal, found.number) for found in whole(replace(recurrence, on_holidays="keep"))}
    edited = {(found.nominal, found.number) for found in whole(recurrence, days)}
    if not isinstance(recurrence.rule, EveryWorkingDay | MonthWorkingDay):
        assert edited <= ordinary
    assert len(dict(ordinary | edited)) == len(ordinary | edited)


@unhurried
@given(recurrences(), st.sampled_from(get_args(OnHolidays)[1:]), st.data())
def test_what_is_moved_is_due_on_the_working_day_beside_it(
    recurrence: Recurrence, choice: OnHolidays, data: st.DataObject
):
    days = data.draw(calendars(recurrence.starts_on + timedelta(days=30)))
    rule = recurrence.rule
    if rule.finds_working_days:
        assert all(days.is_working(found.due) for found in whole(recurrence, days))
        return
    moved = whole(replace(recurrence, on_holidays=choice), days)
    kept = whole(replace(recurrence, on_holidays="keep"), days)
    assert [found.due for found in kept] == [found.nominal for found in kept]
    assert all(days.is_working(found.due) for found in moved)
    expected = {"before": days.on_or_before, "after": days.on_or_after, "skip": lambda day: day}[choice]
    staying = [found for found in kept if choice != "skip" or days.is_working(found.due)]
    assert moved == [replace(found, due=expected(found.nominal)) for found in staying]


@unhurried
@given(recurrences(st.just(EveryWorkingDay())), st.data())
def test_counted_working_days_are_never_due_twice_on_one_day(recurrence: Recurrence, data: st.DataObject):
    days = data.draw(calendars(recurrence.starts_on + timedelta(days=30)))
    due = [found.due for found in whole(recurrence, days)]
    assert due == sorted(set(due))


@unhurried
@given(recurrences(every_so_many_weekdays))
def test_a_weekly_task_keeps_to_its_weekdays(recurrence: Recurrence):
    assert isinstance(recurrence.rule, Weekly)
    for found in whole(replace(recurrence, on_holidays="keep")):
        assert found.due.weekday() in recurrence.rule.weekdays


@unhurried
@given(recurrences(month_rules))
def test_a_monthly_task_comes_once_in_each_of_its_months(recurrence: Recurrence):
    months = [found.nominal.year * 12 + found.nominal.month for found in whole(replace(recurrence, on_holidays="keep"))]
    assert {later - earlier for earlier, later in pairwise(months)} <= {recurrence.interval}


@unhurried
@given(recurrences(yearly))
def test_a_yearly_task_lies_its_days_from_its_day(recurrence: Recurrence):
    rule = recurrence.rule
    assert isinstance(rule, Yearly)
    for found in whole(replace(recurrence, on_holidays="keep")):
        if not rule.finds_working_days:
            anchor = found.due - timedelta(days=rule.offset_days)
        else:
            years = range(found.nominal.year - 2, found.nominal.year + 3)
            anchors = [date(year, rule.month, min(rule.day, monthrange(year, rule.month)[1])) for year in years]
            (anchor,) = [day for day in anchors if ORDINARY.add(day, rule.offset_days) == found.due]
        assert falls_on(rule, anchor)


@unhurried
@given(recurrences())
def test_nothing_is_late_for_who_looks_ahead_as_far_as_told(recurrence: Recurrence):
    assert all(found.nominal - found.due <= LOOK_AHEAD for found in whole(recurrence))


def test_the_furthest_offset_over_the_most_holidays_is_what_to_look_ahead_for():
    # 366 working days before 17 June 2025 reach back over two Easters, a December and the elections of 2024.
    (furthest,) = whole(Recurrence(Yearly(6, 17, -366, offset_in_working_days=True), date(2024, 1, 18), times=1))
    assert furthest.nominal - furthest.due == LOOK_AHEAD


@pytest.mark.parametrize("interval", [1, 2, 99])
def test_a_year_of_dates_is_quick_decades_after_the_beginning(interval: int):
    for rule in (EveryDay(), EveryWorkingDay(), Weekly((1, 3)), MonthDay(31), Yearly(3, 3, -14)):
        recurrence = Recurrence(rule, date(2000, 1, 1), interval)
        window = {"after": date(2060, 1, 1), "through": date(2061, 2, 4)}
        list(occurrences(recurrence, ORDINARY, **window))  # fills the cache of public holidays
        began = process_time()
        list(occurrences(recurrence, ORDINARY, **window))
        # Some 3 ms; walking there from the beginning takes twenty times as long.
        assert process_time() - began < 0.04


@given(rules)
def test_a_rule_is_equal_to_its_copy(rule: Rule):
    assert replace(rule) == rule
    assert hash(replace(rule)) == hash(rule)
