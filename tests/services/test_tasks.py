"""Tasks: what each role may do with them, what they may hold, and that nothing is overwritten unseen."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.models.user import User
from clientmanager.services import task_page, task_parts, tasks, users
from clientmanager.services.task_page import TaskView
from tests.world import Database, PracticeWorld


def add(world: PracticeWorld, by: User | None = None, title: str = "Call about the RA", **values: Any) -> str:
    with world.as_(by or world.adviser) as db:
        return tasks.create(db, {"title": title, **values})


def page(world: PracticeWorld, task_id: str, by: User | None = None) -> TaskView:
    with world.as_(by or world.adviser) as db:
        return task_page.page(db, task_id)


def change(world: PracticeWorld, task_id: str, field: object, value: object, was: object = None) -> TaskView:
    with world.as_(world.adviser) as db:
        tasks.set_field(db, task_id, field, value, was)
    return page(world, task_id)


def test_a_task_holds_what_was_said(acacia: PracticeWorld):
    made = add(
        acacia, title=" Call  about the RA ", client_id=str(acacia.client.id), assignee_id=str(acacia.assistant.id),
        due_on="2030-03-12", due_time="14:30", priority="high", description="Two\nlines", labels=["review", "#RA"],
    )  # fmt: skip
    shown = page(acacia, made)
    assert (shown.title, shown.client, shown.who) == ("Call about the RA", "Renée O'Brien", "Ayesha Patel")
    assert (shown.due_on, shown.due_time, shown.due) == ("2030-03-12", "14:30", "Tue 12 Mar 2030 14:30")
    assert (shown.priority, shown.description, shown.labels) == ("high", "Two\nlines", ("RA", "review"))
    assert (shown.column, shown.done, shown.late) == ("To do", "", False)
    assert shown.made.startswith("Made by Pieter van der Merwe, Today")


CHANGES: dict[str, Callable[[ScopedSession, str], object]] = {
    "create": lambda db, _: tasks.create(db, {"title": "Another"}),
    "set_field": lambda db, task: tasks.set_field(db, task, "title", "Another"),
    "finish": tasks.finish,
    "reopen": tasks.reopen,
    "delete": tasks.delete,
    "bring_back": tasks.bring_back,
    "add_item": lambda db, task: task_parts.add_item(db, task, "One"),
    "comment": lambda db, task: task_parts.comment(db, task, "Said"),
    "watch": lambda db, task: task_parts.watch(db, task, True),
    "label": lambda db, task: task_parts.add_label(db, task, "x"),
    "unlabel": lambda db, task: task_parts.remove_label(db, task, "x"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_compliance_reads_and_changes_nothing(what: str, acacia: PracticeWorld):
    made = add(acacia)
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        CHANGES[what](db, made)
    assert page(acacia, made, acacia.compliance).title == "Call about the RA"


@pytest.mark.parametrize("what", sorted(CHANGES.keys() - {"create"}))
def test_another_practice_s_tasks_are_not_there(what: str, acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = add(baobab, baobab.owner)
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        CHANGES[what](db, theirs)
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        task_page.page(db, theirs)


@pytest.mark.parametrize("field", ["client_id", "assignee_id", "column_id"])
def test_a_task_leads_to_nothing_of_another_practice(field: str, acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = {
        "client_id": baobab.client.id,
        "assignee_id": baobab.owner.id,
        "column_id": page(baobab, add(baobab, baobab.owner), baobab.owner).column_id,
    }
    with pytest.raises(NotFound):
        add(acacia, acacia.owner, "Call", **{field: str(theirs[field])})


def test_an_assistant_deletes_their_own_tasks_only(acacia: PracticeWorld):
    theirs, own = add(acacia), add(acacia, acacia.assistant)
    with pytest.raises(NotAllowed), acacia.as_(acacia.assistant) as db:
        tasks.delete(db, theirs)
    with acacia.as_(acacia.assistant) as db:
        assert tasks.delete(db, own) == "Call about the RA"
    with pytest.raises(NotFound, match="not here any more"):
        page(acacia, own)
    with acacia.as_(acacia.assistant) as db:
        tasks.bring_back(db, own)
    assert page(acacia, own).title == "Call about the RA"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "  ", "a few words"),
        ("title", "x" * 301, "longer than the 300"),
        ("due_on", "31 Feb 2026", "Write the date"),
        ("due_on", ["2026-01-01"], "Write the date"),
        ("due_time", "25:00", "Write the time"),
        ("due_time", 14, "Write the time"),
        ("priority", "huge", "Choose low"),
        ("priority", None, "Choose low"),
        ("description", 7, "must be text"),
        ("place", "1", "no such field"),
        ("done_at", "2026-01-01", "no such field"),
        (None, "x", "no such field"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(
    field: object, value: object, sentence: str, acacia: PracticeWorld
):
    made = add(acacia, due_on="2030-01-01")
    with pytest.raises(Invalid, match=sentence):
        change(acacia, made, field, value)
    assert page(acacia, made).title == "Call about the RA"


def test_a_time_needs_a_day_and_goes_with_it(acacia: PracticeWorld):
    made = add(acacia)
    with pytest.raises(Invalid, match="on which day"):
        change(acacia, made, "due_time", "9h30")
    change(acacia, made, "due_on", "12 Mar 2030")
    assert change(acacia, made, "due_time", "9h30").due_time == "09:30"
    assert change(acacia, made, "due_on", "").due_time == ""


def test_nobody_s_change_is_overwritten_unseen(acacia: PracticeWorld):
    made = add(acacia)
    change(acacia, made, "title", "Call on Friday", was="Call about the RA")
    with pytest.raises(Conflict, match="to “Call on Friday”"):
        change(acacia, made, "title", "Call on Monday", was="Call about the RA")
    assert page(acacia, made).title == "Call on Friday"
    assert change(acacia, made, "title", "Call on Monday", was="Call on Friday").title == "Call on Monday"
    assert change(acacia, made, "title", "Call on Monday", was="something else").title == "Call on Monday"


def test_who_left_is_given_no_task_and_their_open_ones_go_to_someone(acacia: PracticeWorld, database: Database):
    mine = add(acacia, assignee_id=str(acacia.assistant.id))
    finished = add(acacia, assignee_id=str(acacia.assistant.id))
    with acacia.as_(acacia.assistant) as db:
        tasks.finish(db, finished)
    with pytest.raises(Invalid, match="looks after 1 open task"), acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id)
    with acacia.as_(acacia.owner) as db:
        assert users.deactivate(db, acacia.assistant.id, hand_over_to=str(acacia.adviser.id)) == "1 open task"
    assert page(acacia, mine).who == "Pieter van der Merwe"
    assert page(acacia, finished).who == "Ayesha Patel"
    with pytest.raises(Invalid, match="has left"):
        add(acacia, assignee_id=str(acacia.assistant.id))


def test_done_is_dated_and_undone(acacia: PracticeWorld, database: Database):
    made = add(acacia, due_on="2020-01-01")
    assert page(acacia, made).late
    with acacia.as_(acacia.assistant) as db:
        tasks.finish(db, made)
        tasks.finish(db, made)
    shown = page(acacia, made)
    assert shown.column == "Done"
    assert shown.done.startswith("Today ")
    assert not shown.late
    assert database.one("select done_by from task") == acacia.assistant.id
    with acacia.as_(acacia.adviser) as db:
        tasks.reopen(db, made)
    assert (page(acacia, made).column, page(acacia, made).done) == ("To do", "")


def test_a_checklist_is_ticked_changed_and_emptied(acacia: PracticeWorld):
    made = add(acacia)
    with acacia.as_(acacia.assistant) as db:
        task_parts.add_item(db, made, "Ask for the  payslip")
        task_parts.add_item(db, made, "File it")
    first, second = page(acacia, made).checklist
    with acacia.as_(acacia.assistant) as db:
        task_parts.tick(db, made, first.id, True)
        task_parts.rename_item(db, made, second.id, "File both")
    assert [(one.words, one.done) for one in page(acacia, made).checklist] == [
        ("Ask for the payslip", True),
        ("File both", False),
    ]
    with acacia.as_(acacia.assistant) as db:
        task_parts.rename_item(db, made, first.id, " ")
    assert [one.words for one in page(acacia, made).checklist] == ["File both"]
    with pytest.raises(NotFound), acacia.as_(acacia.assistant) as db:
        task_parts.tick(db, add(acacia), second.id, True)


def test_a_comment_is_taken_back_by_its_writer_only(acacia: PracticeWorld):
    made = add(acacia)
    with acacia.as_(acacia.assistant) as db:
        task_parts.comment(db, made, "Phoned,\nno answer.")
    (said,) = page(acacia, made).comments
    assert (said.who, said.words, said.own) == ("Ayesha Patel", "Phoned,\nno answer.", False)
    with pytest.raises(NotAllowed), acacia.as_(acacia.owner) as db:
        task_parts.take_back(db, made, said.id)
    with acacia.as_(acacia.assistant) as db:
        task_parts.take_back(db, made, said.id)
    assert page(acacia, made).comments == ()


def test_watching_changes_nothing_of_the_task(acacia: PracticeWorld, database: Database):
    made = add(acacia)
    before = database.one("select changed_at from task")
    for user in (acacia.assistant, acacia.owner, acacia.owner):
        with acacia.as_(user) as db:
            task_parts.watch(db, made, True)
    assert (page(acacia, made).watched, page(acacia, made).watchers) == (False, "Ayesha Patel, Thandi Mokoena")
    assert page(acacia, made, acacia.owner).watched
    with acacia.as_(acacia.owner) as db:
        task_parts.watch(db, made, False)
    assert page(acacia, made).watchers == "Ayesha Patel"
    assert database.one("select changed_at from task") == before


def test_the_history_says_who_changed_what(acacia: PracticeWorld):
    made = add(acacia)
    change(acacia, made, "due_on", date(2030, 3, 12))
    change(acacia, made, "due_time", time(9, 30))
    change(acacia, made, "assignee_id", str(acacia.assistant.id))
    change(acacia, made, "client_id", str(acacia.client.id))
    with acacia.as_(acacia.owner) as db:
        tasks.finish(db, made)
    told = [(line.who, line.what, line.before, line.after) for line in page(acacia, made).history]
    assert told == [
        ("Thandi Mokoena", "Moved to Done", "", ""),
        ("Pieter van der Merwe", "Client changed", "", "Renée O'Brien"),
        ("Pieter van der Merwe", "Who changed", "", "Ayesha Patel"),
        ("Pieter van der Merwe", "Time changed", "", "09:30"),
        ("Pieter van der Merwe", "Due changed", "", "12 Mar 2030"),
        ("Pieter van der Merwe", "Added", "", ""),
    ]
