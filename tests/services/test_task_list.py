"""The list of tasks: each task once in every order, under its heading, and only those that the filter finds."""

from datetime import date, time, timedelta
from itertools import groupby
from typing import Any

import pytest

from clientmanager.errors import NotAllowed
from clientmanager.models.base import new_id
from clientmanager.models.permission import MAY
from clientmanager.models.user import Role
from clientmanager.services import task_list, task_order, tasks
from clientmanager.services.task_filter import TaskFilter, as_query, read_filter
from clientmanager.services.task_list import Page
from tests.services.some_tasks import THURSDAY, add, add_any, set_clock, statements
from tests.world import Database, PracticeWorld

ORDERS = [f"{sign}{name}" for name in task_order.SORTS for sign in ("", "-")]


def listed(world: PracticeWorld, query: str = "", **how: Any) -> Page:
    with world.as_(world.compliance) as db:
        return task_list.listed(db, read_filter(query), **how)


def titles(page: Page) -> str:
    return "".join(row.card.title for row in page.rows)


def groups(page: Page) -> list[str]:
    return [words for words, _ in groupby(row.group for row in page.rows)]


@pytest.fixture
def many(acacia: PracticeWorld, baobab: PracticeWorld) -> PracticeWorld:
    set_clock()
    add_any(acacia, 180)
    add_any(baobab, 5)
    return acacia


def test_paging_visits_each_task_once_both_ways_in_every_order(
    many: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(task_list, "PAGE", 13)
    for sort in ORDERS:
        for done in (False, True):
            pages = [listed(many, sort=sort, done=done)]
            while pages[-1].last:
                pages.append(listed(many, sort=sort, done=done, after=pages[-1].last))
            forwards = [row.card.id for page in pages for row in page.rows]
            expected = database.all(
                "select id from task where practice_id = :practice and (done_at is not null) = :done",
                practice=many.practice_id, done=done,
            )  # fmt: skip
            assert len(forwards) == len(expected)
            assert set(forwards) == {str(row.id) for row in expected}
            back = [pages[-1]]
            while back[-1].first:
                back.append(listed(many, sort=sort, done=done, before=back[-1].first))
            assert [row.card.id for page in reversed(back) for row in page.rows] == forwards, sort
            assert pages[0].first == pages[-1].last == ""


def test_every_heading_stands_once(many: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(task_list, "PAGE", 500)
    for sort in ORDERS:
        for done in (False, True):
            found = groups(listed(many, sort=sort, done=done))
            assert len(found) == len(set(found)), sort
    assert groups(listed(many)) == ["Late", "Today", "Tomorrow", "This week", "Next week", "Later", "No date"]
    assert groups(listed(many, sort="-due"))[-3:] == ["Today", "Late", "No date"]
    assert groups(listed(many, sort="priority")) == ["Urgent", "High", "Normal", "Low"]
    assert groups(listed(many, sort="column")) == ["To do", "Doing", "Waiting on others"]
    for sort, last in (("who", "Nobody"), ("-who", "Nobody"), ("client", "No client"), ("-client", "No client")):
        assert groups(listed(many, sort=sort))[-1] == last
    assert groups(listed(many, sort="who"))[0] == "Ayesha Patel"
    assert groups(listed(many, sort="-who"))[0] == "Thandi Mokoena"


def test_the_usual_order_is_by_day_and_hour(acacia: PracticeWorld):
    set_clock()
    for title, on, at in (
        ("h", "", ""), ("f", "2026-03-13", ""), ("c", "2026-03-12", "09:59"), ("e", "2026-03-12", ""),
        ("d", "2026-03-12", "10:01"), ("b", "2026-03-11", ""), ("g", "2026-12-01", ""), ("a", "2026-03-11", "23:00"),
    ):  # fmt: skip
        add(acacia, title, due_on=on, due_time=at)
    page = listed(acacia)
    assert titles(page) == "abcdefgh"
    assert [row.group for row in page.rows[:5]] == ["Late", "Late", "Late", "Today", "Today"]
    assert titles(listed(acacia, sort="-due")) == "gfedcbah"


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "Late"), (0, "Today"), (1, "Tomorrow"), (2, "This week"), (3, "This week"), (4, "Next week"),
     (10, "Next week"), (11, "Later"), (None, "No date")],
)  # fmt: skip
def test_weeks_end_on_sunday(days: int | None, words: str):
    set_clock()
    on = None if days is None else THURSDAY.date() + timedelta(days=days)
    assert task_order.due_group(on, None) == words


def test_on_a_sunday_tomorrow_is_not_this_week_and_the_next_ends_in_a_week():
    set_clock(THURSDAY + timedelta(days=3))
    words = [task_order.due_group(date(2026, 3, 15) + timedelta(days=day), None) for day in (0, 1, 2, 7, 8)]
    assert words == ["Today", "Tomorrow", "Next week", "Next week", "Later"]
    assert task_order.due_group(date(2026, 3, 15), time(9, 59)) == "Late"


def test_a_row_holds_what_is_shown(acacia: PracticeWorld):
    set_clock()
    add(acacia, "Call", column="Doing", client_id=acacia.client, assignee_id=acacia.assistant, due_on="2026-03-12")
    (row,) = listed(acacia, sort="client").rows
    assert (row.card.title, row.card.due, row.card.who) == ("Call", "Today", "Ayesha Patel")
    assert (row.column, row.changed, row.group) == ("Doing", "Today 10:00", "Renée O'Brien")


def test_filters_combine_and_the_count_is_of_what_is_found(many: PracticeWorld):
    query = f"q=rev&whose=none&whose={many.owner.id}&priority=high&priority=urgent&due=14&label=review"
    rows = listed(many, query).rows
    assert rows
    for row in rows:
        assert row.card.who in ("", many.owner.name)
        assert row.card.priority in ("high", "urgent")
        assert "Review" in row.card.labels
        assert row.group != "No date"
    with many.as_(many.owner) as db:
        count = task_list.counted(db, read_filter(query))
        assert (count.found, count.everyone) == (len(rows), task_list.counted(db, TaskFilter()).found)
        assert count.everyone + task_list.counted(db, TaskFilter(), True).found == 180


def test_what_was_done_last_comes_first_among_the_done(acacia: PracticeWorld):
    for days, title in enumerate("abc"):
        set_clock(THURSDAY + timedelta(days=days))
        made = add(acacia, title, due_on="2026-03-01")
        with acacia.as_(acacia.owner) as db:
            tasks.finish(db, made)
    page = listed(acacia, done=True)
    assert titles(page) == "cba"
    assert [row.group for row in page.rows] == ["Today", "Yesterday", "Thu 12 Mar"]
    assert [row.card.late for row in page.rows] == [False] * 3
    assert listed(acacia).rows == ()


def test_a_page_goes_on_after_a_task_that_left_the_list(many: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(task_list, "PAGE", 10)
    first = listed(many)
    second = listed(many, after=first.last)
    with many.as_(many.owner) as db:
        tasks.delete(db, first.last)
    assert listed(many, after=first.last).rows == second.rows


@pytest.mark.parametrize("junk", [None, 7, "x", "\x00", "' or true --", [], {"a": 1}, b"x"])
def test_junk_from_a_browser_is_the_beginning(junk: object, acacia: PracticeWorld, baobab: PracticeWorld):
    set_clock()
    for title in "ab":
        add(acacia, title, due_on="2026-03-13")
    expected = listed(acacia)
    assert len(expected.rows) == 2
    assert listed(acacia, sort=junk, after=junk, before=junk) == expected
    theirs = add(baobab, "theirs", by=baobab.owner)
    assert listed(acacia, after=theirs) == listed(acacia, before=str(new_id())) == expected


def test_what_was_typed_travels_as_a_value(acacia: PracticeWorld):
    add(acacia, "a")
    with statements() as said:
        listed(acacia, "q=zebra&label=zebra&whose=me", sort="zebra", after=str(acacia.client.id))
    assert said
    assert not any("zebra" in one or str(acacia.client.id) in one for one in said)


def test_who_may_not_see_tasks_sees_none(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(MAY, Role.COMPLIANCE, frozenset())
    with pytest.raises(NotAllowed):
        listed(acacia)
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        task_list.counted(db, TaskFilter())


def test_one_day_is_a_filter_of_its_own(acacia: PracticeWorld):
    set_clock()
    for due in ("2026-03-11", "2026-03-12", "2026-03-13", ""):
        add(acacia, f"Due {due}", due_on=due)
    finished = add(acacia, "Finished", due_on="2026-03-12")
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, finished)
        said = {done: task_list.listed(db, read_filter("due=2026-03-12"), done=done) for done in (False, True)}
    assert {done: [row.card.title for row in page.rows] for done, page in said.items()} == {
        False: ["Due 2026-03-12"],
        True: ["Finished"],
    }
    assert as_query(read_filter("due=2026-03-12&due=late")) == "due=2026-03-12"
    assert as_query(read_filter("due=2026-02-30")) == as_query(read_filter("due=0000-01-01")) == ""
