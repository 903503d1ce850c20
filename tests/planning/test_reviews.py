"""When a review is due: month ends, leap years and working days, whatever was chosen."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.planning.reviews import (
    MOST_MONTHS,
    MOST_WEEKS,
    Stands,
    again_in,
    cycle_words,
    due_in,
    months_after,
    next_due,
    prepared_from,
    proposed,
    stands,
)
from clientmanager.planning.working_days import WorkingDays

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, MOST_MONTHS)


@given(DAYS, MONTHS)
def test_a_later_month_has_the_same_day_or_its_last(day: date, months: int):
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(DAYS, MONTHS, MONTHS)
def test_longer_is_later(day: date, months: int, more: int):
    assert day < months_after(day, months) < months_after(day, months + more)


@pytest.mark.parametrize(
    ("held_on", "months", "due_on"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2027-12-31", 2, "2028-02-29"), ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"), ("2026-08-31", 6, "2027-02-28"), ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"), ("2026-03-12", 12, "2027-03-12"),
    ],
)  # fmt: skip
def test_the_ends_of_months(held_on: str, months: int, due_on: str):
    added = date(2000, 1, 1)
    assert str(next_due(months, held_on=date.fromisoformat(held_on), added_on=added)) == due_on


def test_who_was_never_reviewed_is_due_from_when_they_were_added():
    assert next_due(6, held_on=None, added_on=date(2026, 8, 31)) == date(2027, 2, 28)


@given(DAYS, DAYS)
def test_a_working_day_to_come_is_proposed(due_on: date, today: date):
    days = WorkingDays()
    found = proposed(due_on, today, days)
    assert days.is_working(found)
    assert found >= max(due_on, today)
    assert not any(days.is_working(max(due_on, today) + timedelta(n)) for n in range((found - max(due_on, today)).days))


@given(DAYS, st.integers(1, MOST_WEEKS))
def test_one_tries_again_on_a_working_day(today: date, weeks: int):
    found = again_in(weeks, today, WorkingDays())
    assert WorkingDays().is_working(found)
    assert found >= today + timedelta(weeks=weeks)


@given(DAYS, st.integers(0, 180), DAYS)
def test_a_review_stands_in_one_way(due_on: date, ahead: int, today: date):
    found = stands(due_on, ahead, today)
    assert (found == Stands.OVERDUE) == (due_on < today)
    assert (found == Stands.PREPARE) == (prepared_from(due_on, ahead) <= today <= due_on)
    assert stands(due_on, ahead, today, booked_on=today) == Stands.BOOKED
    assert stands(due_on, ahead, today, booked_on=today - timedelta(1)) == Stands.PASSED


def test_words():
    assert [cycle_words(months) for months in (1, 6, 12, 18, 24)] == [
        "Every month", "Every 6 months", "Every year", "Every 18 months", "Every 2 years",
    ]  # fmt: skip
    today = date(2026, 3, 12)
    assert [due_in(today + timedelta(days), today) for days in (0, 1, 21, 150, 800, -1, -90)] == [
        "today", "in 1 day", "in 21 days", "in 5 months", "in 2 years", "1 day ago", "3 months ago",
    ]  # fmt: skip
