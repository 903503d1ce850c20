"""Tasks by their days: whole weeks from Monday, at the edges of years too, and nothing of another practice."""

from datetime import date, timedelta

import pytest

from clientmanager.errors import Invalid, NotAllowed
from clientmanager.models.permission import MAY
from clientmanager.models.user import Role
from clientmanager.services import task_calendar, tasks
from clientmanager.services.task_calendar import NO_DAY, Day, Month, Place, Shown, Week
from clientmanager.services.task_filter import TaskFilter, read_filter
from tests.services.some_tasks import add, add_any, set_clock, statements
from tests.world import PracticeWorld


def month(world: PracticeWorld, year: object = 2026, number: object = 3, query: str = "") -> Month:
    with world.as_(world.compliance) as db:
        return task_calendar.month(db, read_filter(query), year, number)


def week(world: PracticeWorld, day: object = "2026-03-12", query: str = "") -> Week:
    with world.as_(world.compliance) as db:
        return task_calendar.week(db, read_filter(query), day)


def days(shown: Month) -> list[Day]:
    return [day for row in shown.weeks for day in row]


def on(shown: Month, day: str) -> Day:
    return next(one for one in days(shown) if one.date == day)


def titles(day: Day) -> str:
    return "".join(entry.card.title for entry in day.entries)


@pytest.mark.parametrize(
    ("year", "number", "first", "last", "weeks"),
    [
        (2026, 3, "2026-02-23", "2026-04-05", 6),  # begins on a Sunday
        (2026, 12, "2026-11-30", "2027-01-03", 5),
        (2027, 1, "2026-12-28", "2027-01-31", 5),
        (2027, 2, "2027-02-01", "2027-02-28", 4),  # four weeks to the day
        (2028, 2, "2028-01-31", "2028-03-05", 5),  # a leap year
        (1900, 1, "1900-01-01", "1900-02-04", 5),
        (2200, 12, "2200-12-01", "2201-01-04", 5),
    ],
)
def test_a_month_is_whole_weeks_from_monday(
    year: int, number: int, first: str, last: str, weeks: int, acacia: PracticeWorld
):
    shown = month(acacia, year, number)
    everything = days(shown)
    assert (everything[0].date, everything[-1].date, len(shown.weeks)) == (first, last, weeks)
    assert all(len(row) == 7 and date.fromisoformat(row[0].date).weekday() == 0 for row in shown.weeks)
    inside = [day.number for day in everything if day.inside]
    assert inside == list(range(1, len(inside) + 1))
    assert date(year, number, len(inside)) + timedelta(days=1) == date(year + number // 12, number % 12 + 1, 1)


def test_months_and_weeks_lead_to_their_neighbours_as_far_as_there_are_some(acacia: PracticeWorld):
    shown = month(acacia, "2026", "12")
    assert (shown.name, shown.previous, shown.next) == ("December 2026", "2026-11", "2027-01")
    assert (month(acacia, 2027, 1).previous, month(acacia, 2028, 1).next) == ("2026-12", "2028-02")
    assert (month(acacia, 1900, 1).previous, month(acacia, 2200, 12).next) == ("", "")
    assert [week(acacia, day).name for day in ("2026-03-12", "2026-04-01", "2027-01-03")] == [
        "9 to 15 March 2026",
        "30 March to 5 April 2026",
        "28 December 2026 to 3 January 2027",
    ]
    shown = week(acacia, date(2026, 3, 15))
    assert (shown.previous, shown.next, shown.days[0].date) == ("2026-03-02", "2026-03-16", "2026-03-09")
    assert (week(acacia, "1900-01-01").previous, week(acacia, "2200-12-31").next) == ("", "")


def test_today_and_holidays_are_marked(acacia: PracticeWorld):
    set_clock()
    assert [day.date for day in days(month(acacia)) if day.is_today] == ["2026-03-12"]
    assert on(month(acacia, 2026, 9), "2026-09-24").holiday == "Heritage Day"
    assert on(month(acacia, 2026, 9), "2026-09-23").holiday == ""
    assert on(month(acacia, 2026, 12), "2027-01-01").holiday == "New Year's Day"
    assert [day.words for day in week(acacia, "2026-09-24").days][3:4] == ["Thursday 24 September 2026"]


def test_a_day_of_the_month_shows_four_and_counts_the_others(acacia: PracticeWorld):
    set_clock()
    finished = add(acacia, "a", due_on="2026-03-20")
    for title, at in (("d", "14:00"), ("c", "09:30"), ("e", "15:00"), ("b", ""), ("f", "16:00")):
        add(acacia, title, due_on="2026-03-20", due_time=at)
    with acacia.as_(acacia.owner) as db:
        tasks.finish(db, finished)
        tasks.delete(db, add(acacia, "gone", due_on="2026-03-20"))
    day = on(month(acacia), "2026-03-20")
    assert (titles(day), day.more) == ("bcde", 2)
    assert [entry.time for entry in day.entries] == ["", "09:30", "14:00", "15:00"]
    shown = week(acacia, "2026-03-20").days[4]
    assert (titles(shown), shown.more) == ("abcdef", 0)
    assert [bool(entry.card.done) for entry in shown.entries] == [True, *[False] * 5]
    assert not shown.entries[0].card.late


def test_a_week_shows_fifty_of_a_day_and_counts_the_others(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        for number in range(53):
            tasks.create(db, {"title": f"{number}", "due_on": "2026-03-15"})
    sunday = week(acacia, "2026-03-09").days[6]
    assert (len(sunday.entries), sunday.more) == (50, 3)


def test_tasks_of_the_neighbouring_months_stand_in_the_same_weeks(acacia: PracticeWorld):
    add(acacia, "a", due_on="2026-12-31")
    add(acacia, "b", due_on="2027-01-01")
    add(acacia, "c", due_on="2028-02-29")
    for shown in (month(acacia, 2026, 12), month(acacia, 2027, 1)):
        assert (titles(on(shown, "2026-12-31")), titles(on(shown, "2027-01-01"))) == ("a", "b")
    assert not on(month(acacia, 2026, 12), "2027-01-01").inside
    assert titles(on(month(acacia, 2028, 2), "2028-02-29")) == "c"
    assert titles(on(month(acacia, 2028, 3), "2028-02-29")) == "c"


def test_filters_narrow_it_and_what_has_no_date_is_counted(acacia: PracticeWorld, baobab: PracticeWorld):
    set_clock()
    add_any(acacia, 80)
    theirs = month(baobab)
    assert theirs.undated == sum(len(day.entries) + day.more for day in days(theirs)) == 0
    whole = month(acacia)
    assert sum(len(day.entries) + day.more for day in days(whole)) > 40
    narrow = month(acacia, query=f"whose={acacia.owner.id}&q=call&label=fica")
    found = [entry.card for day in days(narrow) for entry in day.entries]
    assert found
    assert {card.who for card in found} == {acacia.owner.name}
    assert all(card.title.startswith("Call") and "FICA" in card.labels for card in found)
    assert 0 < month(acacia, query="whose=none").undated < whole.undated == week(acacia).undated


@pytest.mark.parametrize(
    ("year", "number"),
    [(1899, 12), (2201, 1), (2026, 0), (2026, 13), (True, 3), (None, 3), ("2026", "x"), ("٢٠٢٦", 3), (2026.0, 3),
     ([2026], 3), ("9" * 99, "3"), (-2026, 3)],
)  # fmt: skip
def test_a_month_that_is_none_is_refused_in_a_sentence(year: object, number: object, acacia: PracticeWorld):
    with pytest.raises(Invalid, match="Choose a month between 1900 and 2200"):
        month(acacia, year, number)


@pytest.mark.parametrize("day", [None, "", "2026-02-30", "x", 7, ["2026-03-12"], "1899-12-31", "2201-01-01", "\x00"])
def test_a_day_that_is_none_is_refused_in_a_sentence(day: object, acacia: PracticeWorld):
    with pytest.raises(Invalid, match="Choose a day between 1900 and 2200"):
        week(acacia, day)


def test_what_was_typed_travels_as_a_value(acacia: PracticeWorld):
    with statements() as said:
        month(acacia, query="q=zebra&label=zebra")
        week(acacia, query="q=zebra&label=zebra")
    assert said
    assert not any("zebra" in one or "2026" in one for one in said)


def test_who_may_not_see_tasks_sees_none(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(MAY, Role.COMPLIANCE, frozenset())
    with acacia.as_(acacia.compliance) as db:
        with pytest.raises(NotAllowed):
            task_calendar.month(db, TaskFilter(), 2026, 3)
        with pytest.raises(NotAllowed):
            task_calendar.week(db, TaskFilter(), "2026-03-12")


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("", Place()),
        ("by=week&on=2026-03-12", Place("week", "2026-03-12")),
        ("by=year&on=2026-03", Place("month", "2026-03")),
        ("on=2026-02-30", Place()),
        ("on=2026-W11-4", Place()),
        ("on=20260312", Place()),
        ("on=1899-12", Place()),
        ("on=0000-00", Place()),
    ],
)
def test_an_address_says_a_month_or_a_week_and_nonsense_says_today(query: str, place: Place):
    assert task_calendar.read_place(query) == place


def shown(world: PracticeWorld, by: str = "month", day: str = "") -> Shown:
    with world.as_(world.compliance) as db:
        return task_calendar.shown(db, TaskFilter(), Place(by, day))


def test_a_place_is_a_month_with_the_day_that_was_asked_for_or_a_week(acacia: PracticeWorld):
    set_clock()
    for title in "abcdef":
        add(acacia, title, due_on="2026-03-12")
    assert (shown(acacia).name, shown(acacia).day.date) == ("March 2026", "2026-03-12")
    assert titles(shown(acacia, "month", "2026-03-12").day) == "abcdef"
    assert shown(acacia, "month", "2026-03-13").day.words == "Friday 13 March 2026"
    assert (shown(acacia, "month", "2026-03").day, len(shown(acacia, "month", "2026-03").weeks)) == (NO_DAY, 6)
    assert shown(acacia, "month", "2026-03").next == "2026-04"
    assert shown(acacia, "week", "2026-03").name == "23 February to 1 March 2026"
    assert [len(days) for days in shown(acacia, "week").weeks] == [7]
