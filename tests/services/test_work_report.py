"""The practice's work for whoever answers for it: true counts, by person and by age."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.errors import NotAllowed
from clientmanager.models.task import ColumnKind
from clientmanager.services import board_columns, task_moves, tasks, work_report, workflow_templates
from clientmanager.services.work_report import Report
from tests.world import Database, PracticeWorld


@pytest.fixture
def back_in_time() -> Iterator[Any]:
    """Moves the clock, and puts it back."""
    moved = timedelta()

    def move(days: int) -> None:
        nonlocal moved
        clock.move(timedelta(days=days))
        moved += timedelta(days=days)

    yield move
    clock.move(-moved)


def add(world: PracticeWorld, title: str, **values: Any) -> str:
    with world.as_(world.adviser) as db:
        return tasks.create(db, {"title": title, **values})


def report(world: PracticeWorld) -> Report:
    with world.as_(world.owner) as db:
        return work_report.report(db)


def test_everybody_s_work_is_counted_by_age(acacia: PracticeWorld, baobab: PracticeWorld, back_in_time: Any):
    ayesha, thandi = str(acacia.assistant.id), str(acacia.owner.id)
    with baobab.as_(baobab.owner) as db:
        tasks.create(db, {"title": "Theirs"})
    back_in_time(-200)
    add(acacia, "Older", assignee_id=ayesha)
    back_in_time(150)
    add(acacia, "A quarter", assignee_id=ayesha, due_on="2020-01-01")
    back_in_time(40)
    add(acacia, "A month", assignee_id=thandi)
    back_in_time(10)
    add(acacia, "New", assignee_id=ayesha)
    add(acacia, "Nobody's")
    seen = report(acacia)
    told = {one.name: (one.open, one.late, one.week, one.month, one.quarter, one.older) for one in seen.people}
    assert told == {
        "Ayesha Patel": (3, 1, 1, 0, 1, 1),
        "Thandi Mokoena": (1, 0, 0, 1, 0, 0),
        "Nobody": (1, 0, 1, 0, 0, 0),
    }
    assert (seen.total.open, seen.total.late, seen.most_open) == (5, 1, 3)


def test_what_was_finished_this_week_stands_by_day_and_by_person(acacia: PracticeWorld, back_in_time: Any):
    made = [add(acacia, f"Task {number}") for number in range(4)]
    back_in_time(-8)
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, made[0])
    back_in_time(6)
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, made[1])
    back_in_time(2)
    with acacia.as_(acacia.assistant) as db:
        tasks.finish(db, made[2])
        tasks.finish(db, made[3])
    seen = report(acacia)
    assert [one.many for one in seen.days] == [0, 0, 0, 0, 1, 0, 2]
    assert seen.days[-1].words == "Today"
    assert {one.name: one.finished for one in seen.people} == {"Ayesha Patel": 2, "Pieter van der Merwe": 1}


def test_what_does_not_move_is_stuck_and_what_is_not_begun_is_not(acacia: PracticeWorld, back_in_time: Any):
    back_in_time(-30)
    with acacia.as_(acacia.owner) as db:
        doing = str(board_columns.first_of(db, ColumnKind.DOING).id)
    stuck, moved, _ = add(acacia, "Stuck"), add(acacia, "Moved"), add(acacia, "Not begun")
    for task in (stuck, moved):
        with acacia.as_(acacia.adviser) as db:
            task_moves.move(db, task, doing, "", "")
    back_in_time(25)
    with acacia.as_(acacia.adviser) as db:
        waiting = str(board_columns.first_of(db, ColumnKind.WAITING).id)
        task_moves.move(db, moved, waiting, "", "")
    back_in_time(5)
    seen = report(acacia)
    assert [(one.card.title, one.column, one.days) for one in seen.stuck] == [("Stuck", "Doing", 30)]
    assert seen.many_stuck == 1


@pytest.mark.parametrize("role", ["adviser", "assistant"])
def test_only_who_answers_for_the_practice_sees_it(role: str, acacia: PracticeWorld):
    with pytest.raises(NotAllowed), acacia.as_(getattr(acacia, role)) as db:
        work_report.report(db)
    with acacia.as_(acacia.compliance) as db:
        assert work_report.report(db).people == ()


def test_how_long_workflows_take_is_said_of_those_that_were_finished(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        template = workflow_templates.listed(db)[0]
    version = database.one("select id from workflow_version where template_id = :id", id=template.id)
    for number, (days, how) in enumerate(((4, "finished"), (10, "finished"), (30, "finished"), (90, "stopped"))):
        database.owner.exec_driver_sql(
            "insert into workflow (practice_id, id, template_id, version_id, name, milestones, roles, started_at,"
            " ended_at, ended_how) values (%s, gen_random_uuid(), %s, %s, %s, '{}', '{}',"
            " now() - %s * interval '1 day', now(), %s)",
            (acacia.practice_id, template.id, version, f"One {number}", days, how),
        )
    (found,) = report(acacia).workflows
    assert (found.name, found.many, found.median, found.longest, found.running) == (
        template.name, 3, "10 days", "30 days", 0,
    )  # fmt: skip
