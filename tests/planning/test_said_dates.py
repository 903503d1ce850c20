"""Days and times as people say them, on other days than the table of whole lines."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.planning.line_words import Finding, findings, words_of
from clientmanager.planning.said_dates import DAYS, day_choice
from clientmanager.planning.said_times import TIMES

FRIDAY = date(2026, 11, 27)
SUNDAY = date(2026, 11, 29)
LAST_OF_JANUARY = date(2027, 1, 31)
LEAP_DAY = date(2028, 2, 29)
DAYS_OF_THIS_CENTURY = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def found(line: str, today: date) -> list[Finding]:
    return findings(line, words_of(line), today, (*DAYS, *TIMES))


def only(line: str, today: date) -> Finding:
    (finding,) = found(line, today)
    return finding


def keys(line: str, today: date) -> list[str]:
    return [choice.key for choice in only(line, today).reading.choices]


@pytest.mark.parametrize(
    ("line", "today", "days"),
    [
        ("today", LEAP_DAY, ["2028-02-29"]),
        ("Friday", FRIDAY, ["2026-11-27", "2026-12-04"]),
        ("next Friday", FRIDAY, ["2026-12-04"]),
        ("next Sunday", FRIDAY, ["2026-11-29", "2026-12-06"]),
        ("next Monday", SUNDAY, ["2026-11-30"]),
        ("volgende Sondag", SUNDAY, ["2026-12-06"]),
        ("next week", SUNDAY, ["2026-11-30"]),
        ("Wednesday next week", FRIDAY, ["2026-12-02"]),
        ("last Friday", FRIDAY, ["2026-11-20"]),
        ("in 1 month", LAST_OF_JANUARY, ["2027-02-28"]),
        ("oor 13 maande", LAST_OF_JANUARY, ["2028-02-29"]),
        ("in a year", LEAP_DAY, ["2029-02-28"]),
        ("in 0 days", LEAP_DAY, ["2028-02-29"]),
        ("next month", LAST_OF_JANUARY, ["2027-02-01"]),
        ("end of next month", LAST_OF_JANUARY, ["2027-02-28"]),
        ("maandeinde", LEAP_DAY, ["2028-02-29"]),
        ("29 Feb", LEAP_DAY, ["2028-02-29"]),
        ("29 Feb", date(2096, 3, 1), ["2104-02-29"]),
        ("28 Feb", LEAP_DAY, ["2029-02-28"]),
        ("1 Jan", date(2026, 12, 31), ["2027-01-01"]),
        ("31 April", FRIDAY, []),
        ("29/02/2027", FRIDAY, []),
        ("12.03.2027", FRIDAY, ["2027-03-12"]),
        ("on 12/3/27", FRIDAY, ["2027-03-12"]),
        ("Vrydag 12 Maart 2027", SUNDAY, ["2027-03-12"]),
        ("Mon 12 Maart 2027", SUNDAY, ["2027-03-12", "2026-11-30"]),
    ],
)
def test_a_day_is_counted_from_today(line: str, today: date, days: list[str]):
    assert keys(line, today) == days


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("00:30", ["00:30"]),
        ("3:05", ["03:05", "15:05"]),
        ("03:05", ["03:05"]),
        ("7:00", ["07:00"]),
        ("12am", ["00:00"]),
        ("12pm", ["12:00"]),
        ("12:15 p.m.", ["12:15"]),
        ("3 nm.", ["15:00"]),
        ("10.30am", ["10:30"]),
        ("at 10.30", ["10:30"]),
        ("3h", ["03:00", "15:00"]),
        ("3-uur", ["03:00", "15:00"]),
        ("15-uur", ["15:00"]),
        ("twaalfuur", ["12:00"]),
        ("halfeen", ["12:30"]),
        ("half agt", ["07:30"]),
        ("Halftwee", ["01:30", "13:30"]),
        ("om 3", ["03:00", "15:00"]),
    ],
)
def test_a_time_is_read_as_it_is_said(line: str, times: list[str]):
    assert keys(line, FRIDAY) == times


@pytest.mark.parametrize(
    "line",
    [
        *("13pm", "0am", "24:00", "10:60", "10:", "10.30", "10", "10 uur", "nege uur", "half", "drie", "may", "March"),
        *("in May", "sun", "Sun Life", "sat with", "more of it", "1/15", "32/3", "12/0", "in 3 working days", "day"),
        *("next", "month", "Mondays", "tomorrow's", "todays", "at 1000", "R10:00"),
    ],
)
def test_what_is_no_day_or_time_is_left_alone(line: str):
    assert [finding.text for finding in found(f"{line} things", FRIDAY)] == []


@given(DAYS_OF_THIS_CENTURY, DAYS_OF_THIS_CENTURY)
def test_a_day_written_out_is_that_day(today: date, day: date):
    written = day_choice(day).words
    for line in (written, written.split(" ", 1)[1], day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}"):
        finding = only(line, today)
        assert [choice.key for choice in finding.reading.choices] == [day.isoformat()], line
        assert bool(finding.reading.ask) == (day < today)


@given(DAYS_OF_THIS_CENTURY, st.sampled_from(("Monday", "di", "tue", "Woensdag", "thurs", "on sun", "next Saterdag")))
def test_a_weekday_comes_within_a_fortnight(today: date, line: str):
    for finding in found(line, today):
        for choice in finding.reading.choices:
            assert 0 <= (date.fromisoformat(choice.key) - today).days <= 14
