"""The dates a task comes to, as one finds them in a wall calendar of 2026, 2027 and 2028."""

from datetime import date, timedelta

import pytest

from clientmanager.errors import Invalid
from clientmanager.planning.recurrence import Recurrence, ended_before, from_then_on, occurrences
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
from tests.planning.recurrences import ORDINARY, dates, dues, first_of, nominals

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


@pytest.mark.parametrize(
    ("rule", "interval", "starts_on", "expected"),
    [
        (EveryDay(), 1, "2028-02-28", "2028-02-28 2028-02-29 2028-03-01"),
        (EveryDay(), 10, "2026-12-25", "2026-12-25 2027-01-04 2027-01-14"),
        (Weekly((TUESDAY,)), 1, "2026-12-30", "2027-01-05 2027-01-12"),
        (Weekly((FRIDAY, MONDAY)), 1, "2026-03-03", "2026-03-06 2026-03-09 2026-03-13"),
        (MonthDay(15), 2, "2026-01-16", "2026-02-15 2026-04-15 2026-06-15"),
        (MonthWeekday(2, TUESDAY), 1, "2026-01-01", "2026-01-13 2026-02-10 2026-03-10 2026-04-14"),
        (MonthWeekday(-1, FRIDAY), 1, "2026-01-31", "2026-02-27 2026-03-27 2026-04-24 2026-05-29"),
        (MonthWeekday(1, MONDAY), 6, "2026-06-02", "2026-07-06 2027-01-04 2027-07-05"),
        (Yearly(12, 31), 1, "2026-12-31", "2026-12-31 2027-12-31"),
    ],
)
def test_dates_are_those_of_the_calendar(rule: Rule, interval: int, starts_on: str, expected: str):
    recurrence = Recurrence(rule, date.fromisoformat(starts_on), interval)
    assert nominals(recurrence, len(expected.split())) == dates(expected)
    assert dues(recurrence, len(expected.split())) == dates(expected)


def test_every_second_tuesday_begins_with_the_first_tuesday():
    assert nominals(Recurrence(Weekly((TUESDAY,)), date(2026, 3, 4), 2), 4) == dates(
        "2026-03-10 2026-03-24 2026-04-07 2026-04-21"
    )


def test_the_weeks_of_several_weekdays_are_counted_from_the_week_of_the_first():
    assert nominals(Recurrence(Weekly((MONDAY, THURSDAY)), date(2026, 3, 3), 2), 5) == dates(
        "2026-03-05 2026-03-16 2026-03-19 2026-03-30 2026-04-02"
    )


def test_a_31st_falls_on_the_last_day_of_shorter_months():
    assert nominals(Recurrence(MonthDay(31), date(2028, 1, 15)), 4) == dates(
        "2028-01-31 2028-02-29 2028-03-31 2028-04-30"
    )
    assert nominals(Recurrence(MonthDay(31), date(2026, 1, 31), 3), 5) == dates(
        "2026-01-31 2026-04-30 2026-07-31 2026-10-31 2027-01-31"
    )


def test_a_29th_or_30th_falls_on_the_last_day_of_february():
    for day, leap in ((29, "2028-02-29"), (30, "2028-02-29")):
        assert nominals(Recurrence(MonthDay(day), date(2027, 2, 1), 12), 2) == dates(f"2027-02-28 {leap}")
    assert nominals(Recurrence(MonthDay(30), date(2026, 3, 1)), 2) == dates("2026-03-30 2026-04-30")


def test_a_29_february_falls_on_the_28th_in_other_years():
    assert nominals(Recurrence(Yearly(2, 29), date(2026, 1, 1)), 3) == dates("2026-02-28 2027-02-28 2028-02-29")


def test_days_before_a_birthday_are_counted_back_over_a_leap_day():
    assert nominals(Recurrence(Yearly(3, 3, -14), date(2026, 1, 1)), 3) == dates("2026-02-17 2027-02-17 2028-02-18")


def test_a_date_in_the_year_before_its_birthday_keeps_to_every_second_birthday():
    every_second = Recurrence(Yearly(1, 5, -14), date(2026, 11, 1), 2)
    assert nominals(every_second, 3) == dates("2026-12-22 2028-12-22 2030-12-22")
    assert nominals(from_then_on(every_second, date(2028, 12, 22), 2), 2) == dates("2028-12-22 2030-12-22")


def test_days_after_a_date_of_the_year_before_belong_to_the_series():
    assert nominals(Recurrence(Yearly(12, 20, 30), date(2026, 1, 1)), 2) == dates("2026-01-19 2027-01-19")
    assert nominals(Recurrence(Yearly(12, 31, 366), date(2027, 1, 1)), 2) == dates("2027-01-01 2028-01-01")


def test_a_yearly_task_whose_day_went_by_begins_next_year():
    assert nominals(Recurrence(Yearly(3, 3, -14), date(2026, 2, 18)), 1) == dates("2027-02-17")


def test_working_days_before_a_date_pass_over_easter_when_due_and_not_in_name():
    (first,) = first_of(Recurrence(Yearly(4, 10, -5, offset_in_working_days=True), date(2026, 1, 1), times=1), 2)
    assert (first.nominal, first.due) == (date(2026, 4, 3), date(2026, 4, 1))


def test_every_working_day_has_none_on_holidays_and_keeps_its_numbers():
    over_easter = first_of(Recurrence(EveryWorkingDay(), date(2026, 4, 1)), 4)
    assert [occurrence.due for occurrence in over_easter] == dates("2026-04-01 2026-04-02 2026-04-07 2026-04-08")
    assert [occurrence.number for occurrence in over_easter] == [1, 2, 5, 6]


def test_every_third_working_day_moves_off_a_holiday_and_stays_in_step():
    every_third = Recurrence(EveryWorkingDay(), date(2026, 4, 1), 3)
    assert nominals(every_third, 4) == dates("2026-04-01 2026-04-06 2026-04-09 2026-04-14")
    assert dues(every_third, 4) == dates("2026-04-01 2026-04-07 2026-04-09 2026-04-14")


def test_working_days_counted_from_a_saturday_begin_on_monday():
    assert nominals(Recurrence(EveryWorkingDay(), date(2026, 3, 14), 5), 2) == dates("2026-03-16 2026-03-23")


@pytest.mark.parametrize(
    ("nth", "starts_on", "nominal", "due"),
    [
        (3, "2026-01-01", "2026-01-05", "2026-01-06"),
        (3, "2026-04-01", "2026-04-03", "2026-04-07"),
        (3, "2026-05-01", "2026-05-05", "2026-05-06"),
        (1, "2027-01-01", "2027-01-01", "2027-01-04"),
        (-1, "2026-01-01", "2026-01-30", "2026-01-30"),
        (-1, "2024-03-01", "2024-03-29", "2024-03-28"),  # Good Friday
        (-1, "2026-05-30", "2026-06-30", "2026-06-30"),
        (20, "2026-04-01", "2026-04-28", "2026-04-30"),  # April 2026 has 19 working days
    ],
)
def test_working_days_of_the_month_are_due_by_the_calendar_of_holidays(
    nth: int, starts_on: str, nominal: str, due: str
):
    (first,) = first_of(Recurrence(MonthWorkingDay(nth), date.fromisoformat(starts_on), times=1), 2)
    assert [first.nominal, first.due] == dates(f"{nominal} {due}")


def test_the_last_working_day_comes_before_the_december_shutdown():
    shutdown = WorkingDays(extra={date(2026, 12, day): "Closed" for day in range(15, 32)})
    december = Recurrence(MonthWorkingDay(-1), date(2026, 12, 1), times=1)
    assert dues(december, 1, shutdown) == dates("2026-12-14")
    assert nominals(december, 1) == dates("2026-12-31")


@pytest.mark.parametrize("nth", [1, 20, -1])
def test_a_month_without_any_working_day_has_none(nth: int):
    july = WorkingDays(extra={date(2026, 7, day): "Closed" for day in range(1, 32)})
    months = [occurrence.due.month for occurrence in first_of(Recurrence(MonthWorkingDay(nth), date(2026, 6, 1)), 2)]
    closed = [day.month for day in dues(Recurrence(MonthWorkingDay(nth), date(2026, 6, 1)), 2, july)]
    assert (months, closed) == ([6, 7], [6, 8])


@pytest.mark.parametrize(
    ("rule", "starts_on", "before", "after"),
    [
        (MonthDay(27), "2026-04-01", "2026-04-24", "2026-04-28"),  # a Monday, Freedom Day
        (MonthDay(9), "2026-08-01", "2026-08-07", "2026-08-11"),  # a Sunday, Women's Day, and the Monday for it
        (MonthDay(3), "2026-04-01", "2026-04-02", "2026-04-07"),
        (Yearly(12, 25), "2027-01-01", "2027-12-24", "2027-12-28"),
        (Yearly(2, 28), "2026-01-01", "2026-02-27", "2026-03-02"),
    ],
)
def test_a_date_on_a_day_off_moves_to_the_working_day_before_or_after(
    rule: Rule, starts_on: str, before: str, after: str
):
    begins = date.fromisoformat(starts_on)
    assert dues(Recurrence(rule, begins, on_holidays="before", times=1), 1) == dates(before)
    assert dues(Recurrence(rule, begins, on_holidays="after", times=1), 1) == dates(after)
    assert dues(Recurrence(rule, begins, on_holidays="skip", times=1), 1) == []
    kept = Recurrence(rule, begins, times=1)
    assert dues(kept, 1) == nominals(kept, 1)


def test_an_added_day_off_moves_what_is_due_and_not_what_it_is_called():
    elections = WorkingDays(extra={date(2026, 11, 4): "Elections"})
    (moved,) = first_of(Recurrence(Weekly((WEDNESDAY,)), date(2026, 11, 4), times=1, on_holidays="after"), 1, elections)
    assert (moved.nominal, moved.due) == (date(2026, 11, 4), date(2026, 11, 5))


def test_a_window_excludes_its_beginning_and_includes_its_end():
    window = occurrences(
        Recurrence(EveryDay(), date(2026, 1, 1)), ORDINARY, after=date(2026, 3, 1), through=date(2026, 3, 3)
    )
    assert [(found.nominal.day, found.number) for found in window] == [(2, 61), (3, 62)]


def test_the_last_date_is_included_and_a_number_of_times_counts_skipped_ones():
    assert nominals(Recurrence(EveryDay(), date(2026, 4, 1), until=date(2026, 4, 3)), 9) == dates(
        "2026-04-01 2026-04-02 2026-04-03"
    )
    assert nominals(Recurrence(EveryDay(), date(2026, 4, 1), times=3, on_holidays="skip"), 9) == dates(
        "2026-04-01 2026-04-02"
    )


def test_no_series_goes_on_beyond_the_known_holidays():
    assert nominals(Recurrence(EveryDay(), date(2100, 12, 30)), 9) == dates("2100-12-30 2100-12-31")
    endless = occurrences(Recurrence(Yearly(1, 1), date(2026, 1, 1)), ORDINARY, after=date.min, through=date.max)
    assert sum(1 for _ in endless) == 75


def test_a_series_that_ended_before_its_first_date_is_empty():
    weekly = Recurrence(Weekly((MONDAY,)), date(2026, 3, 2), times=3)
    assert nominals(ended_before(weekly, date(2026, 3, 2)), 5) == []
    assert from_then_on(weekly, date(2026, 3, 2), 1) == weekly


@pytest.mark.parametrize(("nominal", "number"), [("2026-03-03", 1), ("2026-03-23", 4), ("2026-03-09", 1)])
def test_a_series_is_not_divided_where_it_has_no_such_date(nominal: str, number: int):
    weekly = Recurrence(Weekly((MONDAY,)), date(2026, 3, 2), times=3)
    with pytest.raises(Invalid, match="no longer"):
        from_then_on(weekly, date.fromisoformat(nominal), number)
    if number != 1:
        with pytest.raises(Invalid, match="no longer"):
            ended_before(weekly, date.fromisoformat(nominal))


def test_a_practice_closed_for_years_is_told_so():
    closed = WorkingDays(extra={date(2026, 1, 1) + timedelta(days=number): "Closed" for number in range(900)})
    with pytest.raises(Invalid, match="days off"):
        dues(Recurrence(MonthDay(1), date(2027, 3, 1), on_holidays="after"), 1, closed)
