"""My day: every task in one section at most, the right one, and the true count of each."""

from datetime import timedelta

import pytest

from clientmanager.errors import NotAllowed
from clientmanager.models.permission import MAY
from clientmanager.models.user import Role, User
from clientmanager.services import task_day, tasks
from clientmanager.services.task_day import Day, Section
from clientmanager.services.task_filter import TaskFilter, read_filter
from tests.services.some_tasks import THURSDAY, add, add_any, make_team, set_clock, statements
from tests.world import PracticeWorld

WAITING = "Waiting on others"


def day(world: PracticeWorld, query: str = "", by: User | None = None) -> Day:
    with world.as_(by or world.compliance) as db:
        return task_day.day(db, read_filter(query))


def titles(section: Section) -> str:
    return "".join(entry.card.title for entry in section.entries)


def sections(shown: Day) -> tuple[str, ...]:
    return tuple(map(titles, (shown.late, shown.today, shown.next, shown.waiting)))


def test_each_task_stands_where_its_date_and_its_column_say(acacia: PracticeWorld):
    set_clock()
    for title, on, at, priority in (
        ("b", "2026-03-12", "09:59", "low"), ("a", "2026-03-11", "", "low"),
        ("f", "2026-03-12", "", "low"), ("e", "2026-03-12", "", "high"), ("d", "2026-03-12", "14:00", "low"),
        ("c", "2026-03-12", "10:30", "low"),
        ("h", "2026-03-19", "", "low"), ("g", "2026-03-13", "", "low"), ("k", "", "", "high"), ("j", "", "", "urgent"),
        ("x", "2026-03-20", "", "urgent"), ("y", "", "", "normal"),
    ):  # fmt: skip
        add(acacia, title, due_on=on, due_time=at, priority=priority)
    assert sections(day(acacia)) == ("ab", "cdef", "ghjk", "")


def test_who_waits_on_others_waits_whatever_the_date_unless_it_is_late(acacia: PracticeWorld):
    set_clock(THURSDAY - timedelta(days=6, hours=9))
    add(acacia, "b", column=WAITING, due_on="2026-12-01")
    add(acacia, "a", column=WAITING, due_on="2026-03-11")
    set_clock(THURSDAY - timedelta(hours=11))
    add(acacia, "c", column=WAITING, due_on="2026-03-12")
    set_clock()
    add(acacia, "d", column=WAITING)
    add(acacia, "e", due_on="2026-03-12")
    shown = day(acacia)
    assert sections(shown) == ("a", "e", "", "bcd")
    assert [entry.waiting for entry in shown.waiting.entries] == [
        "waiting 6 days",
        "waiting 1 day",
        "waiting since today",
    ]
    assert [entry.waiting for entry in (*shown.late.entries, *shown.today.entries)] == ["waiting 6 days", ""]


def test_the_filter_says_whose_day_it_is(acacia: PracticeWorld, baobab: PracticeWorld):
    set_clock()
    for title, who in (("a", acacia.adviser), ("b", acacia.assistant), ("c", acacia.owner)):
        add(acacia, title, assignee_id=who, due_on="2026-03-12")
    add(acacia, "d", due_on="2026-03-12")
    add(baobab, "z", by=baobab.owner, due_on="2026-03-12")
    team = make_team(acacia, "Estates", acacia.assistant, acacia.owner)
    assert titles(day(acacia, "whose=me", acacia.adviser).today) == "a"
    assert titles(day(acacia, f"whose={acacia.owner.id}", acacia.adviser).today) == "c"
    assert titles(day(acacia, f"whose={team}").today) == "bc"
    assert titles(day(acacia, f"whose={team}&whose=me&q=b").today) == "b"
    assert titles(day(acacia).today) == "abcd"
    assert titles(day(acacia, f"whose={baobab.owner.id}").today) == ""


def test_every_task_stands_in_one_section_and_the_counts_are_true(
    acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch
):
    set_clock()
    add_any(acacia, 150)
    monkeypatch.setattr(task_day, "SHOWN", 500)
    shown = day(acacia)
    every = (shown.late, shown.today, shown.next, shown.waiting)
    ids = [entry.card.id for section in every for entry in section.entries]
    assert len(ids) == len(set(ids))
    assert all(section.many == len(section.entries) > 0 for section in every)
    assert {entry.card.late for entry in shown.late.entries} == {True}
    monkeypatch.setattr(task_day, "SHOWN", 3)
    few = day(acacia)
    for short, whole in zip((few.late, few.today, few.next, few.waiting), every, strict=True):
        assert (short.entries, short.many) == (whole.entries[:3], whole.many)


def test_what_was_done_today_is_counted_and_not_shown(acacia: PracticeWorld):
    set_clock(THURSDAY - timedelta(hours=10, minutes=1))
    made = {title: add(acacia, title, due_on="2026-03-11", assignee_id=acacia.owner) for title in "abc"}
    with acacia.as_(acacia.owner) as db:
        tasks.finish(db, made["a"])
    set_clock(THURSDAY - timedelta(hours=10))
    with acacia.as_(acacia.owner) as db:
        tasks.finish(db, made["b"])
    set_clock()
    assert (sections(day(acacia)), day(acacia).done_today) == (("c", "", "", ""), 1)
    assert day(acacia, "whose=none").done_today == 0
    assert day(acacia, "q=b").done_today == 1


def test_what_was_typed_travels_as_a_value(acacia: PracticeWorld):
    with statements() as said:
        day(acacia, "q=zebra&label=zebra&priority=high")
    assert said
    assert not any("zebra" in one for one in said)


def test_who_may_not_see_tasks_sees_none(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(MAY, Role.COMPLIANCE, frozenset())
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        task_day.day(db, TaskFilter())
