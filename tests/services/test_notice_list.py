"""One's own notices: read, put off, listed page by page, and nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clientmanager import clock, worker
from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import Viewer, session_for
from clientmanager.errors import Invalid, NotFound
from clientmanager.services import notice_list, notices, task_page, tasks
from tests.services.test_notices import add, inbox
from tests.world import Database, PracticeWorld


def at(moment: datetime) -> None:
    clock.move(moment - clock.now())


def test_notices_are_read_one_by_one_all_at_once_or_with_their_task(acacia: PracticeWorld):
    made = [add(acacia, title=f"Task {number}", assignee_id=str(acacia.owner.id)) for number in range(4)]
    first, *_ = inbox(acacia, acacia.owner).rows
    with acacia.as_(acacia.owner) as db:
        notice_list.read(db, first.id)
        assert notice_list.unread(db) == 3
        task_page.opened(db, made[0])
        assert notice_list.unread(db) == 2
        assert notice_list.read_all(db) == 2
        assert notice_list.unread(db) == 0
    assert [row.unread for row in inbox(acacia, acacia.owner).rows] == [False] * 4


def test_only_its_own_user_sees_a_notice_and_nobody_forges_one(
    acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    add(acacia, assignee_id=str(acacia.assistant.id))
    (row,) = inbox(acacia, acacia.assistant).rows
    for world, user in ((acacia, acacia.owner), (baobab, baobab.owner)):
        with pytest.raises(NotFound), world.as_(user) as db:
            notice_list.read(db, row.id)
        with pytest.raises(NotFound), world.as_(user) as db:
            notice_list.snooze(db, row.id, clock.now() + timedelta(hours=1))
        with world.as_(user) as db:
            assert db.execute(text("select count(*) from notice")).scalar_one() == 0
            db.execute(text("delete from notice"))
            db.execute(text("update notice set read_at = now()"))
        with pytest.raises(DBAPIError), world.as_(user) as db:
            db.execute(
                text(
                    "insert into notice (practice_id, id, user_id, kind, what, many, at)"
                    " values (:practice, gen_random_uuid(), :user, 'late', '1 1', 1, now())"
                ),
                {"practice": acacia.practice_id, "user": acacia.assistant.id},
            )
    with baobab.as_(baobab.owner) as db:
        notices.give(db, [acacia.assistant.id], notices.NoticeKind.ASSIGNED, None)
    assert database.all("select read_at from notice") == [(None,)]


def test_a_deleted_task_leads_nowhere(acacia: PracticeWorld):
    made = add(acacia, assignee_id=str(acacia.assistant.id))
    with acacia.as_(acacia.adviser) as db:
        tasks.delete(db, made)
    (row,) = inbox(acacia, acacia.assistant).rows
    assert (row.words, row.href) == ("Pieter van der Merwe gave you “Call Thandi” (deleted since)", "")


def test_an_inbox_is_read_page_by_page(acacia: PracticeWorld):
    for number in range(53):
        add(acacia, title=f"Task {number:02}", assignee_id=str(acacia.owner.id))
    first = inbox(acacia, acacia.owner)
    with acacia.as_(acacia.owner) as db:
        second = notice_list.inbox(db, first.next)
        with pytest.raises(Invalid):
            notice_list.inbox(db, "yesterday noon")
    assert (len(first.rows), len(second.rows), second.next, first.unread) == (50, 3, "", 53)
    assert len({row.id for row in (*first.rows, *second.rows)}) == 53


FRIDAY = datetime(2027, 3, 19, 12, 20, tzinfo=UTC)  # 14:20 in South Africa; Monday the 22nd is a holiday
WEDNESDAY = datetime(2027, 3, 10, 5, 0, tzinfo=UTC)


def test_what_can_be_chosen_are_an_hour_and_mornings_of_working_days():
    at(WEDNESDAY)
    assert [words for _, words in notice_list.snooze_choices()] == [
        "In an hour, 08:00", "Tomorrow 08:00", "Mon 15 Mar 08:00",
    ]  # fmt: skip
    at(FRIDAY)
    assert [words for _, words in notice_list.snooze_choices()] == ["In an hour, 15:20", "Tue 23 Mar 08:00"]


def test_a_snoozed_notice_is_away_until_its_moment_and_new_then(acacia: PracticeWorld, database: Database):
    at(WEDNESDAY)
    made = add(acacia, assignee_id=str(acacia.owner.id))
    (row,) = inbox(acacia, acacia.owner).rows
    moment, _ = notice_list.snooze_choices()[1]
    with acacia.as_(acacia.owner) as db:
        assert notice_list.snooze(db, row.id, moment) == "tomorrow 08:00"
        for never in ("soon", None, clock.now(), "2040-01-01T08:00"):
            with pytest.raises(Invalid):
                notice_list.snooze(db, row.id, never)
    (put_off,) = inbox(acacia, acacia.owner).rows
    assert (put_off.unread, put_off.until, inbox(acacia, acacia.owner).unread) == (False, "tomorrow 08:00", 0)
    with acacia.as_(acacia.owner) as db:
        assert notice_list.read_all(db) == 0
        task_page.opened(db, made)
    at(datetime(2027, 3, 11, 7, 59, tzinfo=SOUTH_AFRICA))
    wake(acacia)
    assert inbox(acacia, acacia.owner).unread == 0
    clock.move(timedelta(minutes=2))
    wake(acacia)
    (woken,) = inbox(acacia, acacia.owner).rows
    assert (woken.unread, woken.until, woken.day, woken.at) == (True, "", "Today", "08:01")


def wake(world: PracticeWorld) -> None:
    with session_for(Viewer(world.practice_id, actor="worker")) as db:
        notices.wake(db)


def test_after_ninety_days_they_are_swept(acacia: PracticeWorld, baobab: PracticeWorld, database: Database):
    add(acacia, assignee_id=str(acacia.owner.id))
    clock.move(timedelta(days=90) - timedelta(minutes=1))
    worker.for_every_practice(worker.in_a_session(notices.sweep))
    assert database.one("select count(*) from notice") == 1
    clock.move(timedelta(minutes=2))
    worker.for_every_practice(worker.in_a_session(notices.sweep))
    assert database.one("select count(*) from notice") == 0
