"""Recurrences as they are kept and sent, and in words."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientmanager.errors import Invalid
from clientmanager.planning.recurrence import Recurrence, ended_before, in_words, read
from clientmanager.planning.rule import Rule
from clientmanager.planning.rules import (
    KINDS,
    EveryDay,
    EveryWorkingDay,
    MonthDay,
    MonthWeekday,
    MonthWorkingDay,
    Weekly,
    Yearly,
)
from tests.planning.recurrences import first_of, recurrences

unhurried = settings(deadline=None)
BEGINS = date(2026, 3, 3)
SECOND_TUESDAYS: dict[str, Any] = {"kind": "weekly", "weekdays": [1], "interval": 2, "starts_on": "2026-03-03"}

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
NAMES = ["weekdays", "nth", "weekday", "day", "month", "offset_days", "offset_in_working_days", "rule"]
NAMES += ["starts_on", "interval", "until", "times", "on_holidays"]


def test_what_is_kept_can_be_read_by_a_person():
    weekly = Recurrence(Weekly((4, 1, 4)), BEGINS, 2, until=date(2027, 3, 12), on_holidays="before")
    assert weekly.to_json() == {
        "kind": "weekly",
        "weekdays": [1, 4],
        "starts_on": "2026-03-03",
        "interval": 2,
        "until": "2027-03-12",
        "times": None,
        "on_holidays": "before",
    }


def test_what_has_a_default_may_be_left_out():
    assert read({"kind": "yearly", "month": 3, "day": 3, "starts_on": "2026-03-03"}) == Recurrence(Yearly(3, 3), BEGINS)
    assert read(SECOND_TUESDAYS) == Recurrence(Weekly((1,)), BEGINS, 2)


@unhurried
@given(recurrences())
def test_what_was_kept_is_read_back(recurrence: Recurrence):
    assert read(json.loads(json.dumps(recurrence.to_json()))) == recurrence


@unhurried
@given(recurrences())
def test_what_a_division_leaves_can_be_kept(recurrence: Recurrence):
    for occurrence in first_of(recurrence, 2):
        ended = ended_before(recurrence, occurrence.nominal)
        assert read(ended.to_json()) == ended


@unhurried
@given(junk)
def test_anything_at_all_is_refused_with_a_sentence(value: object):
    with pytest.raises(Invalid, match=r"^[A-Z].+\.$"):
        read(value)


@unhurried
@given(recurrences(), st.sampled_from(["kind", *NAMES]), junk | st.integers(-2, 32))
def test_one_wrong_value_is_refused_or_read_and_nothing_else(recurrence: Recurrence, name: str, value: object):
    refused_or_read({**recurrence.to_json(), name: value})


@unhurried
@given(st.sampled_from(list(KINDS)), st.dictionaries(st.sampled_from(NAMES), junk | st.integers(-2, 32)))
def test_wrong_values_together_are_refused_or_read_and_nothing_else(kind: str, values: dict[str, object]):
    refused_or_read({"kind": kind, "starts_on": "2026-03-03", **values})


def refused_or_read(value: object) -> None:
    try:
        recurrence = read(value)
    except Invalid as invalid:
        said, field = str(invalid), invalid.field
    else:
        assert read(recurrence.to_json()) == recurrence
        return
    assert said.endswith(".")
    assert field in ("kind", "", *NAMES)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "hourly"}, "kind"),
        ({"kind": ["weekly"]}, "kind"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": [7]}, "weekdays"),
        ({"weekdays": [True]}, "weekdays"),
        ({"weekdays": [[1]]}, "weekdays"),
        ({"weekdays": 1}, "weekdays"),
        ({"interval": 0}, "interval"),
        ({"interval": 100}, "interval"),
        ({"interval": 2.0}, "interval"),
        ({"interval": None}, "interval"),
        ({"starts_on": None}, "starts_on"),
        ({"starts_on": "3 March"}, "starts_on"),
        ({"starts_on": "1899-12-31"}, "starts_on"),
        ({"until": "2026-03-01"}, "until"),
        ({"until": "2101-01-01"}, "until"),
        ({"until": 20260401}, "until"),
        ({"times": 0}, "times"),
        ({"times": 3, "until": "2026-04-01"}, "times"),
        ({"on_holidays": "ignore"}, "on_holidays"),
        ({"on_holidays": ["keep"]}, "on_holidays"),
        ({"nth": 1}, ""),
        ({"rule": None}, ""),
    ],
)
def test_a_wrong_value_is_refused_beside_its_field(change: dict[str, object], field: str):
    with pytest.raises(Invalid) as refused:
        read(SECOND_TUESDAYS | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("monthly on a day", {}, "day"),
        ("monthly on a day", {"day": 32}, "day"),
        ("monthly on a weekday", {"nth": 5, "weekday": 1}, "nth"),
        ("monthly on a weekday", {"nth": 0, "weekday": 1}, "nth"),
        ("monthly on a weekday", {"nth": -1, "weekday": 7}, "weekday"),
        ("monthly on a working day", {"nth": 21}, "nth"),
        ("monthly on a working day", {"nth": -2}, "nth"),
        ("monthly on a working day", {"nth": -1, "on_holidays": "before"}, "on_holidays"),
        ("working days", {"on_holidays": "skip"}, "on_holidays"),
        ("yearly", {"month": 13, "day": 1}, "month"),
        ("yearly", {"month": 4, "day": 31}, "day"),
        ("yearly", {"month": 2, "day": 30}, "day"),
        ("yearly", {"month": 2, "day": 1, "offset_days": -367}, "offset_days"),
        ("yearly", {"month": 2, "day": 1, "offset_in_working_days": 1}, "offset_in_working_days"),
    ],
)
def test_a_rule_that_no_calendar_has_is_refused(kind: str, values: dict[str, object], field: str):
    with pytest.raises(Invalid) as refused:
        read({"kind": kind, "starts_on": "2026-03-03", **values})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("rule", "interval", "words"),
    [
        (EveryDay(), 1, "Every day"),
        (EveryDay(), 2, "Every second day"),
        (EveryDay(), 10, "Every 10 days"),
        (EveryWorkingDay(), 1, "Every working day"),
        (EveryWorkingDay(), 3, "Every 3 working days"),
        (Weekly((1,)), 1, "Every Tuesday"),
        (Weekly((1,)), 2, "Every second Tuesday"),
        (Weekly((1,)), 3, "Every 3 weeks on Tuesday"),
        (Weekly((0, 3)), 1, "Every Monday and Thursday"),
        (Weekly((4, 0, 2)), 2, "Every second week on Monday, Wednesday and Friday"),
        (MonthDay(1), 1, "On the 1st of every month"),
        (MonthDay(12), 2, "Every second month on the 12th"),
        (MonthDay(23), 1, "On the 23rd of every month"),
        (MonthDay(31), 3, "Every 3 months on the 31st, or the month's last day"),
        (MonthWeekday(2, 1), 1, "On the second Tuesday of every month"),
        (MonthWeekday(-1, 4), 6, "Every 6 months on the last Friday"),
        (MonthWorkingDay(-1), 1, "On the last working day of every month"),
        (MonthWorkingDay(3), 1, "On the third working day of every month"),
        (MonthWorkingDay(15), 3, "Every 3 months on the 15th working day"),
        (Yearly(3, 3), 1, "Every year on 3 March"),
        (Yearly(3, 3), 2, "Every second year on 3 March"),
        (Yearly(3, 3, -14), 1, "Every year, 14 days before 3 March"),
        (Yearly(12, 31, 1), 1, "Every year, 1 day after 31 December"),
        (Yearly(2, 29, -5, True), 1, "Every year, 5 working days before 29 February (28 February in other years)"),
    ],
)
def test_a_rule_is_said_in_plain_words(rule: Rule, interval: int, words: str):
    assert in_words(Recurrence(rule, BEGINS, interval)) == words


@pytest.mark.parametrize(
    ("recurrence", "words"),
    [
        (Recurrence(Weekly((1,)), BEGINS, 2, until=date(2027, 3, 12)), "Every second Tuesday until 12 Mar 2027"),
        (Recurrence(Weekly((1,)), BEGINS, times=10), "Every Tuesday, 10 times"),
        (Recurrence(EveryDay(), BEGINS, times=1), "Every day, once"),
        (
            Recurrence(Yearly(3, 3, -14), BEGINS, until=date(2030, 1, 1)),
            "Every year, 14 days before 3 March, until 1 Jan 2030",
        ),
        (
            Recurrence(Weekly((1,)), BEGINS, times=10, on_holidays="before"),
            "Every Tuesday, 10 times, moved to the working day before a holiday",
        ),
        (
            Recurrence(MonthDay(15), BEGINS, on_holidays="after"),
            "On the 15th of every month, moved to the working day after a weekend or holiday",
        ),
        (
            Recurrence(MonthWeekday(1, 0), BEGINS, on_holidays="skip"),
            "On the first Monday of every month, except on holidays",
        ),
        (Recurrence(EveryDay(), BEGINS, on_holidays="skip"), "Every day, except on weekends and holidays"),
    ],
)
def test_the_end_and_the_holidays_are_said_after_the_rule(recurrence: Recurrence, words: str):
    assert in_words(recurrence) == words
