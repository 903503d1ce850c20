"""Recurring tasks as people meet them: begun, changed alone or with all that follow, stopped, looked ahead."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.db import ScopedSession
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.services import task_page, task_parts, task_series, tasks
from clientmanager.services.task_page import TaskView
from clientmanager.services.task_series import SeriesView
from tests.services.series import TUESDAYS, made, nominals, on, repeat, run, task_of, task_on
from tests.world import Database, PracticeWorld

LIVING = "deleted_at is null"


@pytest.fixture
def february(database: Database) -> None:
    on("2027-02-01")


@pytest.fixture
def tuesdays(february: None, acacia: PracticeWorld) -> str:
    """Every Tuesday from 2 February on; three tasks are there on the 10th."""
    first = task_of(
        acacia, due_on="2027-02-02", due_time="09:00", client_id=str(acacia.client.id), labels=["review"],
        assignee_id=str(acacia.assistant.id), description="As agreed.",
    )  # fmt: skip
    with acacia.as_(acacia.adviser) as db:
        task_parts.add_item(db, first, "Ask for the payslip")
        task_parts.add_item(db, first, "File it")
    series = repeat(acacia, first, TUESDAYS)
    on("2027-02-10")
    run()
    return series


def page(world: PracticeWorld, task_id: str) -> TaskView:
    with world.as_(world.adviser) as db:
        return task_page.page(db, task_id)


def of_task(world: PracticeWorld, task_id: str) -> SeriesView:
    with world.as_(world.compliance) as db:
        found = task_series.of_task(db, task_id)
    assert found
    return found


def follow(world: PracticeWorld, task_id: str, values: object) -> str:
    """Change this and all following; returns the series that goes on."""
    with world.as_(world.adviser) as db:
        task_series.change_following(db, task_id, values)
    return of_task(world, task_id).id


def do(world: PracticeWorld, what: Callable[..., object], task_id: str, *more: Any) -> None:
    with world.as_(world.adviser) as db:
        what(db, task_id, *more)


def test_each_task_has_what_the_first_one_had(tuesdays: str, acacia: PracticeWorld, database: Database):
    shown = page(acacia, task_on(database, tuesdays, "2027-02-23"))
    assert (shown.title, shown.description, shown.labels) == ("Call about the RA", "As agreed.", ("review",))
    assert (shown.client, shown.who, shown.due_time) == ("Renée O'Brien", "Ayesha Patel", "09:00")
    assert [(item.words, item.done) for item in shown.checklist] == [("Ask for the payslip", False), ("File it", False)]
    assert shown.made.startswith("Made by Pieter van der Merwe")
    assert [(line.who, line.what) for line in shown.history] == [("ClientManager itself", "Added")]


@pytest.mark.parametrize(
    ("due_on", "how", "nominal", "due"),
    [
        ("2027-02-16", TUESDAYS, "2027-02-16", "2027-02-16"),
        ("2027-02-17", TUESDAYS, "2027-02-23", "2027-02-23"),
        (None, TUESDAYS, "2027-02-02", "2027-02-02"),
        ("2027-02-26", {"kind": "monthly on a day", "day": 28, "on_holidays": "before"}, "2027-02-28", "2027-02-26"),
        ("2027-03-01", {"kind": "monthly on a day", "day": 28, "on_holidays": "after"}, "2027-02-28", "2027-03-01"),
        ("2027-03-31", {"kind": "monthly on a working day", "nth": -1}, "2027-03-31", "2027-03-31"),
        ("2027-02-20", {**TUESDAYS, "starts_on": "1999-01-01"}, "2027-02-23", "2027-02-23"),
    ],
)
def test_the_task_keeps_its_day_where_the_rule_comes_to_it_and_else_waits_for_the_next(
    due_on: str | None, how: object, nominal: str, due: str, february: None, acacia: PracticeWorld, database: Database
):
    task = task_of(acacia, due_on=due_on)
    with acacia.as_(acacia.adviser) as db:
        shown = task_series.preview(db, task, how)
    series = repeat(acacia, task, how)
    assert made(database, series)[0] == (date.fromisoformat(nominal), date.fromisoformat(due))
    assert page(acacia, task).due_on == due
    assert shown.dates[0].isoformat() == due
    assert shown.dates == [*dict.fromkeys([shown.dates[0], *of_task(acacia, task).dates])][:5]


def test_an_overdue_task_that_repeats_from_now_on_brings_no_overdue_ones(
    february: None, acacia: PracticeWorld, database: Database
):
    series = repeat(acacia, task_of(acacia, due_on="2026-12-01"), TUESDAYS)
    run()
    assert nominals(database, series) == ["2026-12-01", "2027-02-02", "2027-02-09"]


def test_one_that_is_changed_alone_changes_no_other(tuesdays: str, acacia: PracticeWorld, database: Database):
    one = task_on(database, tuesdays, "2027-02-16")
    do(acacia, tasks.set_field, one, "title", "Visit instead")
    do(acacia, tasks.set_field, one, "due_on", "2027-02-18")
    run()
    assert page(acacia, one).title == "Visit instead"
    assert [str(due) for _, due in made(database, tuesdays)] == ["2027-02-02", "2027-02-09", "2027-02-18", "2027-02-23"]
    assert page(acacia, task_on(database, tuesdays, "2027-02-23")).title == "Call about the RA"


def test_all_following_are_changed_and_those_before_are_not(tuesdays: str, acacia: PracticeWorld, database: Database):
    one = task_on(database, tuesdays, "2027-02-16")
    new = follow(
        acacia, one,
        {"title": "Visit", "assignee_id": "none", "priority": "high", "labels": ["visit"], "checklist": ["File it"]},
    )  # fmt: skip
    on("2027-02-17")
    run()
    assert nominals(database, tuesdays) == ["2027-02-02", "2027-02-09"]
    assert nominals(database, new) == ["2027-02-16", "2027-02-23", "2027-03-02"]
    for nominal in nominals(database, new):
        shown = page(acacia, task_on(database, new, nominal))
        assert (shown.title, shown.who, shown.priority, shown.labels) == ("Visit", "", "high", ("visit",))
        assert (shown.client, shown.due_time, [item.words for item in shown.checklist]) == (
            "Renée O'Brien", "09:00", ["File it"],
        )  # fmt: skip
    before = page(acacia, task_on(database, tuesdays, "2027-02-09"))
    assert (before.title, before.labels, len(before.checklist)) == ("Call about the RA", ("review",), 2)
    assert of_task(acacia, before.id).words == "Every Tuesday until 15 Feb 2027. It has ended."


@pytest.mark.parametrize("how", [{"title": "Visit"}, {"recurrence": {"kind": "weekly", "weekdays": [1, 4]}}])
def test_what_somebody_touched_stays_and_none_is_made_beside_it(
    how: dict[str, Any], february: None, acacia: PracticeWorld, database: Database
):
    series = repeat(acacia, task_of(acacia, due_on="2027-02-02"), TUESDAYS)
    on("2027-03-14")
    run()
    of = {nominal: task_on(database, series, nominal) for nominal in nominals(database, series)}
    do(acacia, task_parts.comment, of["2027-02-16"], "Phoned.")
    do(acacia, tasks.finish, of["2027-02-23"])
    do(acacia, tasks.delete, of["2027-03-02"])
    do(acacia, task_parts.watch, of["2027-03-09"], True)
    do(acacia, tasks.set_field, of["2027-03-16"], "due_on", "2027-03-19")
    new = follow(acacia, of["2027-02-09"], how)
    run()
    kept = ["2027-02-16", "2027-02-23", "2027-03-02", "2027-03-09", "2027-03-16"]
    for nominal in kept:
        assert task_on(database, new, nominal) == of[nominal]
        assert database.one("select title from task where id = :id", id=of[nominal]) == "Call about the RA"
    tuesdays = [nominal for nominal in nominals(database, new) if date.fromisoformat(nominal).weekday() == 1]
    assert tuesdays == ["2027-02-09", *kept, "2027-03-23"]
    assert task_on(database, new, "2027-03-23") != of["2027-03-23"]
    assert page(acacia, task_on(database, new, "2027-03-23")).title == how.get("title", "Call about the RA")
    assert database.one("select count(*) from task where series_id is null and deleted_at is not null") == 1


def test_all_following_keep_in_step(february: None, acacia: PracticeWorld, database: Database):
    series = repeat(acacia, task_of(acacia, due_on="2027-02-02"), {**TUESDAYS, "interval": 2, "times": 6})
    on("2027-02-20")
    run()
    new = follow(acacia, task_on(database, series, "2027-03-02"), {"title": "Visit"})
    on("2027-06-01")
    run()
    assert nominals(database, series) == ["2027-02-02", "2027-02-16"]
    assert nominals(database, new) == ["2027-03-02", "2027-03-16", "2027-03-30", "2027-04-13"]


def test_all_following_come_round_otherwise_from_this_one_on(tuesdays: str, acacia: PracticeWorld, database: Database):
    one = task_on(database, tuesdays, "2027-02-16")
    new = follow(acacia, one, {"recurrence": {"kind": "weekly", "weekdays": [4], "times": 3}})
    assert page(acacia, one).due_on == "2027-02-19"
    on("2027-06-01")
    run()
    assert nominals(database, tuesdays, LIVING) == ["2027-02-02", "2027-02-09"]
    assert nominals(database, new) == ["2027-02-19", "2027-02-26", "2027-03-05"]
    assert of_task(acacia, one).words == "Every Friday, 3 times."


def test_overdue_ones_are_made_anew_with_those_that_follow(tuesdays: str, acacia: PracticeWorld, database: Database):
    on("2027-03-04")
    run()
    new = follow(acacia, task_on(database, tuesdays, "2027-02-16"), {"recurrence": {"kind": "weekly", "weekdays": [4]}})
    assert nominals(database, new) == ["2027-02-19", "2027-02-26", "2027-03-05", "2027-03-12"]
    assert nominals(database, tuesdays) == ["2027-02-02", "2027-02-09"]


def test_a_task_that_moves_onto_one_that_stays_does_not_take_its_place(
    tuesdays: str, acacia: PracticeWorld, database: Database
):
    do(acacia, tasks.finish, task_on(database, tuesdays, "2027-02-23"))
    one = task_on(database, tuesdays, "2027-02-16")
    new = follow(acacia, one, {"recurrence": {"kind": "monthly on a weekday", "nth": 4, "weekday": 1}})
    assert nominals(database, new) == ["2027-02-23"] == [page(acacia, one).due_on]


def test_one_of_the_following_can_be_divided_again_from_the_first(
    tuesdays: str, acacia: PracticeWorld, database: Database
):
    first = task_on(database, tuesdays, "2027-02-02")
    new = follow(acacia, first, {"title": "Visit"})
    assert nominals(database, tuesdays) == []
    assert nominals(database, new) == ["2027-02-02", "2027-02-09", "2027-02-16", "2027-02-23"]
    assert nominals(database, follow(acacia, first, {"title": "Call"})) == nominals(database, of_task(acacia, first).id)


def test_after_a_stop_nothing_follows(tuesdays: str, acacia: PracticeWorld, database: Database):
    do(acacia, tasks.finish, task_on(database, tuesdays, "2027-02-23"))
    last = task_on(database, tuesdays, "2027-02-09")
    with acacia.as_(acacia.assistant) as db:
        assert task_series.stop(db, last) == "Call about the RA"
    on("2027-06-01")
    run()
    assert nominals(database, tuesdays) == ["2027-02-02", "2027-02-09", "2027-02-23"]
    assert database.one("select count(*) from task where deleted_at is null") == 3
    assert of_task(acacia, last).words == "Every Tuesday until 9 Feb 2027. It has ended."
    assert of_task(acacia, last).dates == []
    for again in (task_series.stop, lambda db, task: task_series.change_following(db, task, {"title": "Visit"})):
        with pytest.raises(Invalid, match="has ended"):
            do(acacia, again, last)
    assert repeat(acacia, last, TUESDAYS) != tuesdays


def test_the_next_days_are_told(tuesdays: str, acacia: PracticeWorld):
    with acacia.as_(acacia.compliance) as db:
        assert [str(day) for day in task_series.upcoming(db, tuesdays, 3)] == ["2027-02-16", "2027-02-23", "2027-03-02"]
        assert task_series.upcoming(db, tuesdays, -1) == []
        assert len(task_series.upcoming(db, tuesdays, 10**6)) == task_series.MOST_DATES
    assert clock.today().isoformat() == "2027-02-10"


USES: dict[str, Callable[[ScopedSession, str], object]] = {
    "make_recurring": lambda db, task: task_series.make_recurring(db, task, TUESDAYS),
    "change_following": lambda db, task: task_series.change_following(db, task, {"title": "Another"}),
    "stop": task_series.stop,
    "preview": lambda db, task: task_series.preview(db, task, TUESDAYS),
}


@pytest.mark.parametrize("what", USES)
def test_compliance_reads_and_changes_nothing(what: str, tuesdays: str, acacia: PracticeWorld, database: Database):
    one = task_on(database, tuesdays, "2027-02-16")
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        USES[what](db, one)
    assert of_task(acacia, one).words == "Every Tuesday."


@pytest.mark.parametrize("what", [*USES, "of_task", "upcoming"])
def test_another_practice_s_series_are_not_there(
    what: str, tuesdays: str, acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    reads = {
        "of_task": task_series.of_task,
        "upcoming": lambda db, _: task_series.upcoming(db, tuesdays, 5),
    }
    use = (USES | reads)[what]
    with pytest.raises(NotFound), baobab.as_(baobab.owner) as db:
        use(db, task_on(database, tuesdays, "2027-02-16"))
    with pytest.raises(NotFound), baobab.as_(baobab.owner) as db:
        task_series.change_following(db, "none of all", {"title": "x"})
