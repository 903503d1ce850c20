"""Reminders: each exactly once, whatever the worker went through; each working morning one summary."""

import threading
from datetime import datetime, timedelta

import pytest

from clientmanager import clock, worker
from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import Viewer, session_for
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.user import User
from clientmanager.services import notice_list, reminders, tasks, users
from tests.world import Database, PracticeWorld


def local(day: int, hour: int = 0, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=SOUTH_AFRICA)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 3) -> None:
    clock.move(local(day, hour, minute, month) - clock.now())


def add(world: PracticeWorld, **values: object) -> str:
    with world.as_(world.adviser) as db:
        return tasks.create(db, {"title": "Call Thandi", **values})


def remind(world: PracticeWorld) -> int:
    with session_for(Viewer(world.practice_id, actor="worker")) as db:
        return reminders.remind(db)


def put(world: PracticeWorld, task: str, when: object, user: User | None = None) -> str:
    with world.as_(user or world.adviser) as db:
        return reminders.set(db, task, when)


def told(world: PracticeWorld, user: User | None = None) -> list[str]:
    with world.as_(user or world.adviser) as db:
        return [row.words for row in notice_list.inbox(db).rows]


def shown(world: PracticeWorld, task: str, user: User | None = None) -> list[tuple[str, bool]]:
    with world.as_(user or world.adviser) as db:
        return [(one.words, one.told) for one in reminders.listed(db, task)]


@pytest.fixture
def task(acacia: PracticeWorld) -> str:
    """Due on Friday the 12th at 14:30; it is Tuesday the 9th, nine in the morning."""
    at(9, 9)
    return add(acacia, due_on="2027-03-12", due_time="14:30")


def test_a_reminder_reads_as_it_was_meant(task: str, acacia: PracticeWorld):
    assert put(acacia, task, "0") == "When it is due, Fri 12 Mar 14:30"
    assert put(acacia, task, 60) == "1 hour before, Fri 12 Mar 13:30"
    assert put(acacia, task, "1440") == "1 day before, Thu 11 Mar 14:30"
    assert put(acacia, task, "2027-03-10T08:00") == "Tomorrow 08:00"
    put(acacia, task, 60)
    assert [words for words, _ in shown(acacia, task)] == [
        "Tomorrow 08:00", "1 day before, Thu 11 Mar 14:30", "1 hour before, Fri 12 Mar 13:30",
        "When it is due, Fri 12 Mar 14:30",
    ]  # fmt: skip
    assert shown(acacia, task, acacia.owner) == [], "each has their own"


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("2027-03-09T08:59", "has passed"),
        (60 * 24 * 30, "has passed"),
        ("soon", "by day and time"),
        (None, "by day and time"),
        (True, "by day and time"),
        (-5, "within the year"),
        ("99999999999", "within the year"),
    ],
)
def test_what_cannot_be_reminded_of_is_refused(when: object, sentence: str, task: str, acacia: PracticeWorld):
    with pytest.raises(Invalid, match=sentence):
        put(acacia, task, when)
    assert shown(acacia, task) == []


def test_before_it_is_due_needs_a_day_and_done_needs_nothing(acacia: PracticeWorld):
    made = add(acacia)
    with pytest.raises(Invalid, match="when it is due"):
        put(acacia, made, 60)
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, made)
    with pytest.raises(Invalid, match="is done"):
        put(acacia, made, "2090-01-01T08:00")


def test_another_s_reminder_and_another_practice_s_task_are_not_there(
    task: str, acacia: PracticeWorld, baobab: PracticeWorld
):
    put(acacia, task, 60)
    with acacia.as_(acacia.adviser) as db:
        (mine,) = reminders.listed(db, task)
    for world, user in ((acacia, acacia.owner), (baobab, baobab.owner)):
        with pytest.raises(NotFound), world.as_(user) as db:
            reminders.drop(db, mine.id)
    with pytest.raises(NotFound):
        put(baobab, task, 60, baobab.owner)
    with acacia.as_(acacia.adviser) as db:
        reminders.drop(db, mine.id)
    at(13)
    assert remind(acacia) == 0


def test_compliance_may_be_reminded_too(task: str, acacia: PracticeWorld):
    put(acacia, task, 0, acacia.compliance)
    at(12, 14, 30)
    assert remind(acacia) == 1
    assert told(acacia, acacia.compliance) == ["You asked to be reminded: “Call Thandi”, late since 14:30"]
    assert told(acacia) == []


def test_each_is_told_exactly_once_also_after_days_without_a_worker(task: str, acacia: PracticeWorld):
    for when in (0, 60):
        put(acacia, task, when)
    at(12, 13, 29)
    assert remind(acacia) == 0
    at(12, 13, 31)
    assert [remind(acacia), remind(acacia)] == [1, 0]
    assert [gone for _, gone in shown(acacia, task)] == [True, False]
    at(16, 9)  # the worker was down over the weekend
    assert [remind(acacia), remind(acacia), remind(acacia)] == [1, 0, 0]
    assert told(acacia)[0] == "You asked to be reminded: “Call Thandi”, 4 days late"


def test_two_workers_at_once_tell_once(task: str, acacia: PracticeWorld):
    for user in acacia.users:
        put(acacia, task, 0, user)
    at(12, 15)
    begun, found = threading.Barrier(4), list[int]()

    def one_worker() -> None:
        begun.wait()
        found.append(remind(acacia))

    several = [threading.Thread(target=one_worker) for _ in range(4)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert sum(found) == 4
    assert [len(told(acacia, user)) for user in acacia.users] == [1, 1, 1, 1]


def test_a_reminder_moves_with_its_task_and_comes_again_when_that_is_due_later(task: str, acacia: PracticeWorld):
    put(acacia, task, 60)
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, task, "due_on", "2027-03-15")
    at(12, 14)
    assert remind(acacia) == 0
    at(15, 14)
    assert remind(acacia) == 1
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, task, "due_on", "2027-03-18")
        tasks.set_field(db, task, "due_time", "")
    assert shown(acacia, task) == [("1 hour before, Thu 18 Mar 07:00", False)]
    at(18, 7)
    assert [remind(acacia), remind(acacia)] == [1, 0]
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, task, "due_on", "")
    assert shown(acacia, task) == [("1 hour before, once it has a date", True)]
    at(25, 7)
    assert remind(acacia) == 0


@pytest.mark.parametrize("end", ["done", "deleted", "left"])
def test_what_is_over_reminds_nobody(end: str, task: str, acacia: PracticeWorld, database: Database):
    put(acacia, task, 60, acacia.assistant)
    with acacia.as_(acacia.owner) as db:
        if end == "left":
            users.deactivate(db, acacia.assistant.id)
        else:
            {"done": tasks.finish, "deleted": tasks.delete}[end](db, task)
    at(13)
    assert remind(acacia) == 0
    assert database.one("select count(*) from notice where kind = 'reminder'") == 0


def test_reminders_are_audited_and_their_telling_is_no_change_of_anybody_s(
    task: str, acacia: PracticeWorld, database: Database
):
    put(acacia, task, 60)
    assert database.one("select count(*) from audit_entry where table_name = 'reminder' and action = 'insert'") == 1


# --- mornings


def summarise() -> None:
    worker.for_every_practice(worker.in_a_session(reminders.remind, reminders.summarise))


def mornings(database: Database) -> list[tuple[str, str, str]]:
    rows = database.all(
        "select n.at, u.name, n.what from notice n join practice_user u on u.id = n.user_id"
        " where n.kind = 'late' and n.what <> '' order by n.at, u.name"
    )
    return [(row.at.astimezone(SOUTH_AFRICA).strftime("%a %d %H:%M"), row.name.split()[0], row.what) for row in rows]


def test_each_working_morning_is_told_once_over_a_fortnight(
    acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    """From Monday the 15th; Human Rights Day, a Sunday, is kept on Monday the 22nd."""
    at(14, 12)
    who = str(acacia.assistant.id)
    add(acacia, due_on="2027-03-17", assignee_id=who)
    add(acacia, due_on="2027-03-19", due_time="06:30", assignee_id=who)
    add(acacia, due_on="2027-03-19", due_time="16:00", assignee_id=who)
    add(acacia, due_on="2027-03-19")
    for day in range(15, 29):
        for hour in (0, 6, 7, 8, 12, 19):
            at(day, hour, 5)
            summarise()
            summarise()
    assert mornings(database) == [
        ("Wed 17 07:05", "Ayesha", "0 1"),
        ("Thu 18 07:05", "Ayesha", "1 0"),
        ("Fri 19 07:05", "Ayesha", "2 1"),
        ("Tue 23 07:05", "Ayesha", "3 0"),
        ("Wed 24 07:05", "Ayesha", "3 0"),
        ("Thu 25 07:05", "Ayesha", "3 0"),
    ]  # and Friday the 26th is Good Friday
    assert told(acacia, acacia.assistant)[0] == "3 tasks are late"
    assert "2 tasks are late, 1 is due today" in told(acacia, acacia.assistant)
    assert told(acacia, acacia.owner) == told(baobab, baobab.owner) == []


def test_a_worker_that_starts_late_still_tells_and_noon_is_no_morning(acacia: PracticeWorld, database: Database):
    at(16, 10, 40)
    add(acacia, due_on="2027-03-16", assignee_id=str(acacia.assistant.id))
    both = [threading.Thread(target=summarise) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    add(acacia, due_on="2027-03-16", assignee_id=str(acacia.owner.id))
    clock.move(timedelta(minutes=1))
    summarise()
    assert mornings(database) == [("Tue 16 10:40", "Ayesha", "0 1")]
    with acacia.as_(acacia.owner) as db:
        assert notice_list.unread(db) == 1, "of the task that was given, and no summary"
