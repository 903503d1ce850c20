"""A series that was stopped or changed is put back as it was, with its tasks, unless something was changed since."""

from collections.abc import Callable
from typing import Any

import pytest

from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.services import task_page, task_parts, task_repeats, task_series, task_series_undo, tasks, users
from tests.services.series import TUESDAYS, nominals, on, repeat, run, task_of, task_on
from tests.world import Database, PracticeWorld

_PARTS = "select to_jsonb(x) from {} x join task t on t.id = x.task_id where t.deleted_at is null"
OF_ALL = (
    "select to_jsonb(t) as row from task t where deleted_at is null union all select to_jsonb(s) from task_series s"
    f" union all {_PARTS.format('task_label')} union all {_PARTS.format('task_item')} order by 1"
)
LIVING = "deleted_at is null"


@pytest.fixture
def tuesdays(acacia: PracticeWorld) -> str:
    """Every Tuesday from 2 February on; on the 10th three tasks are there, each with a label and two lines."""
    on("2027-02-01")
    first = task_of(
        acacia, due_on="2027-02-02", due_time="09:00", labels=["review"], assignee_id=str(acacia.assistant.id)
    )
    with acacia.as_(acacia.adviser) as db:
        task_parts.add_item(db, first, "Ask for the payslip")
        task_parts.add_item(db, first, "File it")
    series = repeat(acacia, first, TUESDAYS)
    on("2027-02-10")
    run()
    return series


def everything(database: Database) -> list[Any]:
    return [row.row for row in database.all(OF_ALL)]


def change(world: PracticeWorld, task: str, values: object) -> str:
    """This and all following; returns the handle of the undo."""
    with world.as_(world.adviser) as db:
        task_series.change_following(db, task, values)
        return task_series_undo.handle(db)


def stop(world: PracticeWorld, task: str) -> str:
    with world.as_(world.adviser) as db:
        return task_repeats.stop(db, task).undo


def undo(world: PracticeWorld, handle: object) -> str:
    with world.as_(world.assistant) as db:
        return task_repeats.put_back(db, handle).words


def do(world: PracticeWorld, what: Callable[..., object], task: str, *more: Any) -> None:
    with world.as_(world.adviser) as db:
        what(db, task, *more)


CHANGES: dict[str, Any] = {
    "words and lists": {
        "title": "Visit", "assignee_id": "none", "priority": "high", "labels": ["visit"], "checklist": ["File it", "Go"]
    },
    "when": {"recurrence": {"kind": "weekly", "weekdays": [4], "times": 3}},
    "nothing of it any more": {"labels": [], "checklist": []},
}  # fmt: skip


@pytest.mark.parametrize("values", CHANGES.values(), ids=CHANGES)
def test_all_that_follow_are_as_before(
    values: Any, tuesdays: str, acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    do(acacia, tasks.finish, task_on(database, tuesdays, "2027-02-23"))
    before = everything(database)
    handle = change(acacia, task_on(database, tuesdays, "2027-02-16"), values)
    assert everything(database) != before
    assert undo(acacia, handle).endswith("“Call about the RA” repeats as before.")
    assert everything(database) == before
    on("2027-02-24")
    run()
    assert nominals(database, tuesdays, LIVING)[-2:] == ["2027-03-02", "2027-03-09"]


def test_a_stopped_series_goes_on_and_makes_what_came_near_meanwhile(
    tuesdays: str, acacia: PracticeWorld, database: Database
):
    before = everything(database)
    handle = stop(acacia, task_on(database, tuesdays, "2027-02-09"))
    assert nominals(database, tuesdays) == ["2027-02-02", "2027-02-09"]
    undo(acacia, handle)
    assert everything(database) == before
    handle = stop(acacia, task_on(database, tuesdays, "2027-02-09"))
    on("2027-02-17")
    run()
    undo(acacia, handle)
    assert nominals(database, tuesdays, LIVING)[-2:] == ["2027-02-23", "2027-03-02"]
    with pytest.raises(Invalid, match="was changed since"):
        undo(acacia, handle)


def test_two_changes_are_put_back_one_after_the_other(tuesdays: str, acacia: PracticeWorld, database: Database):
    before, task = everything(database), task_on(database, tuesdays, "2027-02-16")
    first = change(acacia, task, {"title": "Visit"})
    second = change(acacia, task, {"title": "Write"})
    with pytest.raises(Invalid, match="was changed since"):
        undo(acacia, first)
    undo(acacia, second)
    undo(acacia, first)
    assert everything(database) == before


SINCE: dict[str, Callable[[PracticeWorld, str, str], None]] = {
    "the task itself": lambda world, task, _: do(world, tasks.set_field, task, "title", "Another"),
    "one that was made anew": lambda world, _, later: do(world, task_parts.comment, later, "Phoned."),
    "one that is watched": lambda world, _, later: do(world, task_parts.watch, later, True),
    "a line of the checklist": lambda world, task, _: do(world, task_parts.add_item, task, "One more"),
    "how it repeats": lambda world, task, _: do(world, task_series.stop, task),
}


@pytest.mark.parametrize("since", SINCE.values(), ids=SINCE)
def test_what_was_changed_since_is_left_and_all_else_with_it(
    since: Callable[[PracticeWorld, str, str], None], tuesdays: str, acacia: PracticeWorld, database: Database
):
    task = task_on(database, tuesdays, "2027-02-16")
    handle = change(acacia, task, {"title": "Visit"})
    since(acacia, task, str(database.one("select id from task where title = 'Visit' and due_on = '2027-02-23'")))
    before = everything(database)
    with pytest.raises(Invalid, match="was changed since"):
        undo(acacia, handle)
    assert everything(database) == before


def test_a_task_that_was_brought_back_or_repeats_anew_is_not_made_twice(
    tuesdays: str, acacia: PracticeWorld, database: Database
):
    later, last = task_on(database, tuesdays, "2027-02-23"), task_on(database, tuesdays, "2027-02-16")
    handle = stop(acacia, last)
    with acacia.as_(acacia.owner) as db:
        tasks.bring_back(db, later)
    with pytest.raises(Invalid, match="was changed since"):
        undo(acacia, handle)


def test_nothing_is_given_to_who_left_since(tuesdays: str, acacia: PracticeWorld, database: Database):
    task = task_on(database, tuesdays, "2027-02-16")
    handle = change(acacia, task, {"assignee_id": "none"})
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id, hand_over_to=str(acacia.owner.id))
    with acacia.as_(acacia.adviser) as db:
        task_repeats.put_back(db, handle)
        assert task_page.page(db, task).who == ""


def test_whoever_changes_no_tasks_and_another_practice_put_nothing_back(
    tuesdays: str, acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    handle = stop(acacia, task_on(database, tuesdays, "2027-02-09"))
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        task_repeats.put_back(db, handle)
    with pytest.raises(NotFound), baobab.as_(baobab.owner) as db:
        task_repeats.put_back(db, handle)
    entry = database.one("select min(id) from audit_entry where table_name = 'task_series' and action = 'insert'")
    for junk in (None, 7, [], "", "x", "9" * 30, str(entry)):
        with pytest.raises(NotFound):
            undo(acacia, junk)
    assert nominals(database, tuesdays) == ["2027-02-02", "2027-02-09"]


def test_what_begins_to_repeat_has_no_undo(acacia: PracticeWorld):
    task = task_of(acacia, due_on="2030-03-12")
    with acacia.as_(acacia.adviser) as db:
        assert task_repeats.save(db, task, {"repeat": "weekly"}).undo == ""
    with acacia.as_(acacia.adviser) as db:
        assert task_repeats.save(db, task, {"repeat": "monthly"}).undo
