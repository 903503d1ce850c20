"""When steps fall due: by the practice's own calendar, across month ends, leap years and public holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.planning.workflow import Due, Step, Unit, due_of
from clientmanager.planning.working_days import WorkingDays, public_holidays

CALENDAR = WorkingDays()
days = st.dates(date(2000, 1, 1), date(2095, 12, 31))
offsets = st.integers(-250, 250)


def step(offset: int, unit: Unit = Unit.WORKING) -> Step:
    return Step(key="a", title="A", role="r", due=Due("review", offset, unit))


def due(day: date, offset: int, unit: Unit = Unit.WORKING, calendar: WorkingDays = CALENDAR) -> date:
    found = due_of(step(offset, unit), {"review": day}, calendar)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("milestone", "offset", "unit", "expected"),
    [
        # Good Friday and Family Day 2026 are 3 and 6 April.
        (date(2026, 4, 2), 1, Unit.WORKING, date(2026, 4, 7)),
        (date(2026, 4, 7), -1, Unit.WORKING, date(2026, 4, 2)),
        # a leap day is worked like any other
        (date(2028, 2, 28), 1, Unit.WORKING, date(2028, 2, 29)),
        (date(2027, 2, 26), 1, Unit.WORKING, date(2027, 3, 1)),
        # 16 December, Christmas, Day of Goodwill and New Year
        (date(2026, 12, 15), 10, Unit.WORKING, date(2026, 12, 31)),
        (date(2026, 12, 31), 1, Unit.WORKING, date(2027, 1, 4)),
        # Heritage Day 2028 is a Sunday, so Monday is off
        (date(2028, 9, 22), 1, Unit.WORKING, date(2028, 9, 26)),
        # on or after a Saturday
        (date(2026, 3, 14), 0, Unit.WORKING, date(2026, 3, 16)),
        # calendar days: 31 January and one day, over the end of February, ending on a weekend
        (date(2026, 1, 31), 30, Unit.CALENDAR, date(2026, 3, 2)),
        (date(2028, 1, 31), 30, Unit.CALENDAR, date(2028, 3, 1)),
        (date(2026, 3, 1), 6, Unit.CALENDAR, date(2026, 3, 6)),
        (date(2026, 3, 14), 0, Unit.CALENDAR, date(2026, 3, 14)),
    ],
)
def test_known_days(milestone: date, offset: int, unit: Unit, expected: date):
    assert due(milestone, offset, unit) == expected


@given(days, offsets)
def test_working_days_end_on_a_working_day_with_so_many_between(milestone: date, offset: int):
    found = due(milestone, offset)
    assert CALENDAR.is_working(found)
    if offset > 0:
        assert CALENDAR.between(milestone, found) == offset
    elif offset < 0:
        assert CALENDAR.between(found - timedelta(1), milestone - timedelta(1)) == -offset
    else:
        assert found >= milestone
        assert CALENDAR.between(milestone, found) <= 1


@given(days, offsets)
def test_so_many_calendar_days_are_never_exceeded_and_fall_on_a_working_day(milestone: date, offset: int):
    found, named = due(milestone, offset, Unit.CALENDAR), milestone + timedelta(offset)
    assert found <= named
    if offset:
        assert CALENDAR.is_working(found)
        assert not any(CALENDAR.is_working(found + timedelta(one)) for one in range(1, (named - found).days + 1))
    else:
        assert found == milestone


@given(days, st.integers(0, 60), offsets, st.sampled_from(Unit))
def test_a_later_milestone_is_never_due_earlier(milestone: date, later: int, offset: int, unit: Unit):
    assert due(milestone + timedelta(later), offset, unit) >= due(milestone, offset, unit)


@given(days, st.integers(-200, 199), st.sampled_from(Unit))
def test_a_larger_offset_is_never_due_earlier_but_around_the_day_itself(milestone: date, offset: int, unit: Unit):
    """The milestone's own day stands as it is; every other day is one on which people work."""
    if 0 not in (offset, offset + 1):
        assert due(milestone, offset + 1, unit) >= due(milestone, offset, unit)


@given(days, offsets)
def test_the_practice_s_own_days_off_are_not_worked(milestone: date, offset: int):
    off = due(milestone, offset)
    closed = WorkingDays({off: "Office closed"})
    assert due(milestone, offset, calendar=closed) != off
    assert closed.is_working(due(milestone, offset, calendar=closed))


@given(st.integers(2000, 2095), st.data())
def test_a_holiday_on_which_the_practice_works_counts(year: int, data: st.DataObject):
    holiday = data.draw(st.sampled_from([day for day in public_holidays(year) if day.weekday() < 5]))
    working = WorkingDays(worked=frozenset({holiday}))
    assert due(holiday, 0, calendar=working) == holiday
    assert due(holiday, 0) > holiday


@given(offsets, st.sampled_from(Unit))
def test_without_its_milestone_a_step_is_not_due(offset: int, unit: Unit):
    assert due_of(step(offset, unit), {"start": date(2026, 1, 5)}, CALENDAR) is None
