"""Which days are worked, and counting them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientmanager.errors import Invalid
from clientmanager.planning.working_days import WorkingDays, public_holidays
from tests.planning.recurrences import ORDINARY, calendars, days_of_century

unhurried = settings(deadline=None)
ELECTIONS = WorkingDays(extra={date(2026, 11, 4): "Local government elections"})


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "New Year's Day"),
        ("2026-04-03", "Good Friday"),
        ("2026-04-06", "Family Day"),
        ("2027-03-26", "Good Friday"),
        ("2027-03-29", "Family Day"),
        ("2028-04-14", "Good Friday"),
        ("2026-08-09", "National Women's Day"),
        ("2026-08-10", "National Women's Day (observed)"),
        ("2027-03-22", "Human Rights Day (observed)"),
        ("2027-12-27", "Day of Goodwill (observed)"),
        ("2028-09-25", "Heritage Day (observed)"),
        ("2008-03-21", "Good Friday and Human Rights Day"),
        ("2026-03-20", ""),
        ("2026-03-23", ""),
    ],
)
def test_public_holidays_move_with_easter_and_from_sundays_but_not_from_saturdays(day: str, name: str):
    assert ORDINARY.holiday(date.fromisoformat(day)) == name


def test_a_year_has_its_public_holidays_in_order():
    assert len(public_holidays(2026)) == 13
    assert list(public_holidays(2026)) == sorted(public_holidays(2026))


def test_a_day_off_that_was_added_is_a_holiday():
    assert ELECTIONS.holiday(date(2026, 11, 4)) == "Local government elections"
    assert not ELECTIONS.is_working(date(2026, 11, 4))
    assert ORDINARY.is_working(date(2026, 11, 4))


def test_a_holiday_on_which_the_practice_works_is_a_working_day():
    women = date(2026, 8, 10)
    both = WorkingDays(extra={date(2026, 11, 4): "Elections"}, worked=frozenset({women, date(2026, 11, 4)}))
    assert both.is_working(women)
    assert both.holiday(women) == ""
    assert both.is_working(date(2026, 11, 4))


def test_a_weekend_is_not_worked_even_when_its_holiday_is():
    assert not WorkingDays(worked=frozenset({date(2026, 3, 21)})).is_working(date(2026, 3, 21))


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2026-03-13", 1, "2026-03-16"),  # a Friday
        ("2026-03-14", 1, "2026-03-16"),
        ("2026-03-15", 1, "2026-03-16"),
        ("2026-03-14", -1, "2026-03-13"),
        ("2026-03-16", -1, "2026-03-13"),
        ("2026-03-14", 0, "2026-03-16"),
        ("2026-03-13", 0, "2026-03-13"),
        ("2026-04-02", 1, "2026-04-07"),  # over Easter
        ("2026-04-07", -1, "2026-04-02"),
        ("2026-04-03", 0, "2026-04-07"),
        ("2026-04-10", -5, "2026-04-01"),
        ("2026-12-15", 7, "2026-12-28"),
        ("2026-12-24", 5, "2027-01-04"),
    ],
)
def test_working_days_are_counted_past_weekends_and_holidays(start: str, number: int, end: str):
    assert ORDINARY.add(date.fromisoformat(start), number) == date.fromisoformat(end)


def test_the_nearest_working_days_lie_around_easter():
    assert ORDINARY.on_or_before(date(2026, 4, 6)) == date(2026, 4, 2)
    assert ORDINARY.on_or_after(date(2026, 4, 3)) == date(2026, 4, 7)
    assert ORDINARY.on_or_before(date(2026, 4, 2)) == ORDINARY.on_or_after(date(2026, 4, 2)) == date(2026, 4, 2)


def test_the_start_is_not_counted_and_the_end_is():
    assert ORDINARY.between(date(2026, 4, 2), date(2026, 4, 7)) == 1
    assert ORDINARY.between(date(2026, 3, 31), date(2026, 4, 30)) == 19
    assert ORDINARY.between(date(2026, 4, 7), date(2026, 4, 7)) == 0
    assert ORDINARY.between(date(2026, 4, 7), date(2026, 4, 2)) == 0


def test_days_off_without_end_are_refused_and_not_searched_forever():
    closed = WorkingDays(extra={date(2026, 1, 1) + timedelta(days=number): "Closed" for number in range(900)})
    for search in (closed.on_or_after, closed.on_or_before, lambda day: closed.add(day, 3)):
        with pytest.raises(Invalid, match="days off"):
            search(date(2027, 3, 1))


@unhurried
@given(calendars(), st.integers(-90, 90), st.integers(-30, 30))
def test_adding_and_taking_off_again_comes_back_to_a_working_day(days: WorkingDays, distance: int, number: int):
    start = days.on_or_after(date(2026, 6, 1) + timedelta(days=distance))
    there = days.add(start, number)
    assert days.is_working(there)
    assert days.add(there, -number) == start
    assert days.between(min(start, there), max(start, there)) == abs(number)


@unhurried
@given(calendars(), st.integers(-90, 90))
def test_nothing_worked_lies_between_a_day_and_its_nearest_working_days(days: WorkingDays, distance: int):
    day = date(2026, 6, 1) + timedelta(days=distance)
    after, before = days.on_or_after(day), days.on_or_before(day)
    assert before <= day <= after
    assert days.is_working(before)
    assert days.is_working(after)
    assert days.between(before, after) == (before != after)


@unhurried
@given(days_of_century)
def test_a_weekday_without_a_name_is_a_working_day(day: date):
    named = day in public_holidays(day.year)
    assert ORDINARY.is_working(day) == (day.isoweekday() <= 5 and not named)
    assert bool(ORDINARY.holiday(day)) == named
