"""Notices: who is told of what, who is not, how they read, and what becomes of them."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from clientmanager import clock
from clientmanager.clock import today
from clientmanager.models.task import ColumnKind
from clientmanager.models.user import User
from clientmanager.services import (
    board_columns,
    notice_list,
    task_bulk,
    task_bulk_undo,
    task_moves,
    task_page,
    task_parts,
    tasks,
    users,
)
from clientmanager.services.notice_list import Inbox
from tests.world import Database, PracticeWorld


def add(world: PracticeWorld, by: User | None = None, title: str = "Call Thandi", **values: object) -> str:
    with world.as_(by or world.adviser) as db:
        return tasks.create(db, {"title": title, **values})


def inbox(world: PracticeWorld, user: User) -> Inbox:
    with world.as_(user) as db:
        return notice_list.inbox(db)


def told(world: PracticeWorld, user: User) -> list[str]:
    return [row.words for row in inbox(world, user).rows]


def comment(world: PracticeWorld, user: User, task: str, words: str) -> None:
    with world.as_(user) as db:
        task_parts.comment(db, task, words)


def nobody_else(world: PracticeWorld, *but: User) -> None:
    assert {user.name: told(world, user) for user in world.users if user not in but} == {
        user.name: [] for user in world.users if user not in but
    }


def test_whoever_is_given_a_task_is_told_and_nobody_else(acacia: PracticeWorld, baobab: PracticeWorld):
    tomorrow = str(today() + timedelta(days=1))
    add(acacia, assignee_id=str(acacia.assistant.id), due_on=tomorrow, client_id=str(acacia.client.id))
    (row,) = inbox(acacia, acacia.assistant).rows
    assert (row.words, row.client) == ("Pieter van der Merwe gave you “Call Thandi”, due tomorrow", "Renée O'Brien")
    assert (row.unread, row.day, row.kind) == (True, "Today", "assigned")
    nobody_else(acacia, acacia.assistant)
    nobody_else(baobab)


def test_nobody_is_told_of_what_they_did_themselves(acacia: PracticeWorld):
    made = add(acacia, assignee_id=str(acacia.adviser.id))
    comment(acacia, acacia.adviser, made, "Phoned, @pieter too")
    with acacia.as_(acacia.adviser) as db:
        task_parts.watch(db, made, True)
        tasks.set_field(db, made, "due_on", "2030-03-12")
        tasks.finish(db, made)
    nobody_else(acacia)


def test_a_task_that_changes_hands_is_told_to_the_one_who_has_it_now(acacia: PracticeWorld):
    made = add(acacia)
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, made, "assignee_id", str(acacia.owner.id))
        tasks.set_field(db, made, "title", "Call Sipho")
    assert told(acacia, acacia.owner) == ["Pieter van der Merwe gave you “Call Sipho”"]
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, made, "assignee_id", str(acacia.owner.id))
        tasks.set_field(db, made, "assignee_id", "none")
    nobody_else(acacia, acacia.owner)
    assert inbox(acacia, acacia.owner).unread == 1


def test_what_was_taken_back_is_told_to_nobody(acacia: PracticeWorld):
    made = add(acacia)

    def breaks_off() -> None:
        with acacia.as_(acacia.adviser) as db:
            tasks.set_field(db, made, "assignee_id", str(acacia.owner.id))
            raise KeyError

    with pytest.raises(KeyError):
        breaks_off()
    nobody_else(acacia)


def test_a_comment_is_told_to_whose_task_it_is_who_watches_and_who_is_mentioned(acacia: PracticeWorld):
    made = add(acacia, assignee_id=str(acacia.assistant.id))
    with acacia.as_(acacia.owner) as db:
        task_parts.watch(db, made, True)
    comment(acacia, acacia.adviser, made, "No answer. @sipho, @ayesha: who phones next? @nobody")
    assert told(acacia, acacia.owner) == ["Pieter van der Merwe commented on “Call Thandi”"]
    assert told(acacia, acacia.compliance) == ["Pieter van der Merwe mentioned you in “Call Thandi”"]
    assert told(acacia, acacia.assistant)[0] == "Pieter van der Merwe mentioned you in “Call Thandi”"
    assert len(told(acacia, acacia.assistant)) == 2, "not of the comment besides"


def test_a_name_that_two_people_have_mentions_nobody(acacia: PracticeWorld):
    made = add(acacia)
    with acacia.as_(acacia.owner) as db:
        db.execute(text("update practice_user set name = 'Sipho Patel' where id = :id"), {"id": acacia.assistant.id})
    comment(acacia, acacia.adviser, made, "@sipho?")
    nobody_else(acacia)
    with acacia.as_(acacia.owner) as db:
        assert task_page.page(db, made).comments[0].pieces == ()
    comment(acacia, acacia.adviser, made, "@siphod!")
    assert len(told(acacia, acacia.compliance)) == 1
    with acacia.as_(acacia.owner) as db:
        assert task_page.page(db, made).comments[1].pieces == ("", "@siphod", "!")


def test_watchers_and_its_maker_are_told_that_it_is_done(acacia: PracticeWorld):
    made = add(acacia)
    with acacia.as_(acacia.owner) as db:
        task_parts.watch(db, made, True)
    with acacia.as_(acacia.assistant) as db:
        tasks.finish(db, made)
        tasks.finish(db, made)
    for user in (acacia.owner, acacia.adviser):
        assert told(acacia, user) == ["Ayesha Patel finished “Call Thandi”"]
    nobody_else(acacia, acacia.owner, acacia.adviser)
    with acacia.as_(acacia.assistant) as db:
        tasks.reopen(db, made)
    assert told(acacia, acacia.owner) == ["Ayesha Patel finished “Call Thandi”, which is open again"]


def test_a_move_to_done_is_told_as_well_and_no_other_move(acacia: PracticeWorld):
    made = add(acacia)
    with acacia.as_(acacia.assistant) as db:
        for kind in (ColumnKind.DOING, ColumnKind.DONE):
            task_moves.move(db, made, str(board_columns.first_of(db, kind).id), "", "")
    assert told(acacia, acacia.adviser) == ["Ayesha Patel finished “Call Thandi”"]


def test_a_new_date_is_told_to_who_watches_and_whose_task_it_is(acacia: PracticeWorld):
    made = add(acacia, acacia.adviser, assignee_id=str(acacia.adviser.id))
    with acacia.as_(acacia.owner) as db:
        task_parts.watch(db, made, True)
    with acacia.as_(acacia.assistant) as db:
        tasks.set_field(db, made, "due_on", "2030-03-12")
        tasks.set_field(db, made, "due_time", "14:30")
    for user in (acacia.owner, acacia.adviser):
        assert told(acacia, user) == [
            "Ayesha Patel changed when “Call Thandi” is due: Tue 12 Mar 2030 14:30",
        ]


def test_whoever_has_left_is_told_nothing(acacia: PracticeWorld, database: Database):
    made = add(acacia)
    with acacia.as_(acacia.assistant) as db:
        task_parts.watch(db, made, True)
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id)
    comment(acacia, acacia.adviser, made, "@ayesha, no answer")
    with acacia.as_(acacia.owner) as db:
        tasks.finish(db, made)
    assert database.one("select count(*) from notice where user_id = :id", id=acacia.assistant.id) == 0
    assert told(acacia, acacia.adviser) == ["Thandi Mokoena finished “Call Thandi”"]


def test_many_at_once_are_told_once(acacia: PracticeWorld):
    some = [add(acacia, title=f"Task {number}") for number in range(3)]
    with acacia.as_(acacia.owner) as db:
        task_bulk.apply(db, some, "assign", str(acacia.assistant.id))
        task_bulk.apply(db, some, "done")
    assert told(acacia, acacia.assistant) == ["Thandi Mokoena gave you 3 tasks"]
    assert told(acacia, acacia.adviser) == ["Thandi Mokoena finished 3 of the tasks that you made or watch"]
    add(acacia, title="Left behind", assignee_id=str(acacia.assistant.id))
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id, hand_over_to=str(acacia.adviser.id))
    assert told(acacia, acacia.adviser)[0] == "Thandi Mokoena gave you 1 task"


def test_many_that_are_moved_are_told_once_to_each_whom_it_concerns(acacia: PracticeWorld, baobab: PracticeWorld):
    some = [add(acacia, title=f"Task {number}", assignee_id=str(acacia.adviser.id)) for number in range(3)]
    mine = add(acacia, assignee_id=str(acacia.assistant.id))
    with acacia.as_(acacia.assistant) as db:
        notice_list.read_all(db)
        task_parts.watch(db, some[0], True)
        task_parts.watch(db, mine, True)
    with acacia.as_(acacia.owner) as db:
        undo = task_bulk.apply(db, [*some, mine], "due", "2030-12-03").undo
    assert told(acacia, acacia.adviser) == ["Thandi Mokoena moved 3 of your tasks to Tue 3 Dec 2030"]
    assert told(acacia, acacia.assistant)[0] == "Thandi Mokoena moved 2 of your tasks to Tue 3 Dec 2030"
    nobody_else(acacia, acacia.adviser, acacia.assistant)
    nobody_else(baobab)
    with acacia.as_(acacia.owner) as db:
        task_bulk_undo.undo(db, undo)
    assert told(acacia, acacia.adviser)[0] == "Thandi Mokoena changed when 3 of your tasks are due"
    with acacia.as_(acacia.adviser) as db:
        task_bulk.apply(db, some, "due", str(today()))
        task_bulk.apply(db, some, "due", "none")
    assert len(told(acacia, acacia.adviser)) == 2, "nobody is told of what they did themselves"
    assert told(acacia, acacia.assistant)[0] == "Pieter van der Merwe changed when “Task 0” is due: no date"


def test_many_that_are_moved_by_days_or_to_today_are_told_so(acacia: PracticeWorld):
    some = [add(acacia, assignee_id=str(acacia.adviser.id), due_on=f"2030-03-1{number}") for number in range(2)]
    with acacia.as_(acacia.owner) as db:
        task_bulk.apply(db, some, "due", "+7")
    with acacia.as_(acacia.owner) as db:
        task_bulk.apply(db, some, "due", str(today()))
    with acacia.as_(acacia.owner) as db:
        task_bulk.apply(db, some[:1], "due", "2030-03-12")
    assert told(acacia, acacia.adviser) == [
        "Thandi Mokoena changed when “Call Thandi” is due: Tue 12 Mar 2030",
        "Thandi Mokoena moved 2 of your tasks to today",
        "Thandi Mokoena changed when 2 of your tasks are due",
    ]


def test_comments_within_the_hour_are_one_notice_until_it_is_read(acacia: PracticeWorld):
    made = add(acacia)
    with acacia.as_(acacia.owner) as db:
        task_parts.watch(db, made, True)
    comment(acacia, acacia.adviser, made, "One")
    clock.move(timedelta(minutes=50))
    comment(acacia, acacia.assistant, made, "Two")
    clock.move(timedelta(minutes=50))
    comment(acacia, acacia.adviser, made, "Three")
    assert told(acacia, acacia.owner) == ["3 comments on “Call Thandi”, the last by Pieter van der Merwe"]
    clock.move(timedelta(minutes=61))
    comment(acacia, acacia.adviser, made, "Four")
    assert inbox(acacia, acacia.owner).unread == 2
    with acacia.as_(acacia.owner) as db:
        notice_list.read_all(db)
    comment(acacia, acacia.adviser, made, "Five")
    assert [row.unread for row in inbox(acacia, acacia.owner).rows] == [True, False, False]
