"""Steps and their tasks are one thing: done, reopened, skipped and stopped together, and put back as they were."""

import random
from datetime import date, timedelta

import pytest

from clientmanager.errors import Conflict, Invalid, NotFound
from clientmanager.planning.workflow import due_of
from clientmanager.planning.workflow_reading import read
from clientmanager.services import (
    board_columns,
    practice_days,
    task_moves,
    task_parts,
    tasks,
    workflow_progress,
    workflows,
)
from tests import workflows as some
from tests.world import Database, PracticeWorld


def done_on_the_board(world: PracticeWorld, task_id: str) -> None:
    with world.as_(world.assistant) as db:
        tasks.finish(db, task_id)


def dragged(world: PracticeWorld, task_id: str, to: str) -> None:
    with world.as_(world.assistant) as db:
        column = next(one.id for one in board_columns.listed(db) if one.name == to)
        task_moves.move(db, task_id, column, "", "")


def test_a_task_that_is_done_on_the_board_finishes_its_step(acacia: PracticeWorld):
    made = some.start(acacia)
    done_on_the_board(acacia, some.step(acacia, made, "prepare").task_id)
    assert some.states(acacia, made) == "open done open waiting waiting waiting"
    assert some.titles(acacia) == ["Hold the review", "Invite the client"]
    dragged(acacia, some.step(acacia, made, "invite").task_id, "Done")
    assert some.states(acacia, made) == "done done open waiting waiting waiting"


def test_dragging_between_columns_that_are_not_done_changes_no_step(acacia: PracticeWorld):
    made = some.start(acacia)
    dragged(acacia, some.step(acacia, made, "invite").task_id, "Doing")
    assert some.states(acacia, made) == "open open waiting waiting waiting waiting"


def test_a_step_that_asks_is_not_done_by_dragging(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    task = some.step(acacia, made, "hold").task_id
    with pytest.raises(Invalid, match=r"Say how “Hold the review” ended first: open the task\."):
        done_on_the_board(acacia, task)
    with pytest.raises(Invalid, match=r"Say how “Hold the review” ended first: open the task\."):
        dragged(acacia, task, "Done")
    assert some.states(acacia, made) == "open done open waiting waiting waiting"
    assert some.task(acacia, made, "hold").column == "To do"


def test_reopening_a_task_reopens_its_step_and_takes_back_what_it_opened(acacia: PracticeWorld):
    made = some.start(acacia)
    task = some.step(acacia, made, "prepare").task_id
    done_on_the_board(acacia, task)
    with acacia.as_(acacia.adviser) as db:
        task_parts.comment(db, some.step(acacia, made, "hold").task_id, "The room is booked.")
    with acacia.as_(acacia.assistant) as db:
        tasks.reopen(db, task)
    assert some.states(acacia, made) == "open open waiting waiting waiting waiting"
    assert some.titles(acacia) == ["Invite the client", "Prepare the review"]
    dragged(acacia, task, "Done")
    # the same task again, with what was said there
    assert [one.words for one in some.task(acacia, made, "hold").comments] == ["The room is booked."]


def test_another_outcome_calls_other_steps_after_reopening(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    some.finish(acacia, made, "hold", "advice", {"place": "Here"})
    with acacia.as_(acacia.adviser) as db:
        assert workflows.reopen_step(db, made, "hold") == "Hold the review"
    assert some.states(acacia, made) == "open done open waiting waiting waiting"
    with acacia.as_(acacia.adviser) as db:
        asked = workflow_progress.of_task(db, some.step(acacia, made, "hold").task_id)
    assert asked is not None
    assert (asked.outcome, asked.fields[0].value) == ("", "Here")
    some.finish(acacia, made, "hold", "nothing")
    assert some.states(acacia, made) == "open done done waiting waiting open"


def test_what_came_after_and_is_done_stays_done(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    some.finish(acacia, made, "hold", "nothing", {"place": "Here"})
    with acacia.as_(acacia.adviser) as db:
        workflows.reopen_step(db, made, "prepare")
    assert some.states(acacia, made) == "open open done waiting waiting open"
    assert some.finish(acacia, made, "prepare").opened == ()


def test_reopening_the_last_step_opens_the_workflow_again(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    some.finish(acacia, made, "hold", "off", {"place": "-"})
    with acacia.as_(acacia.adviser) as db:
        tasks.reopen(db, some.step(acacia, made, "hold").task_id)
    assert some.states(acacia, made) == "open done open waiting waiting waiting"
    assert some.titles(acacia) == ["Hold the review", "Invite the client"]
    assert some.page(acacia, made).running


def test_a_skipped_step_goes_and_the_next_one_comes(acacia: PracticeWorld):
    made = some.start(acacia)
    with acacia.as_(acacia.adviser) as db:
        assert workflows.skip_step(db, made, "prepare").opened == ("Hold the review",)
    assert some.titles(acacia) == ["Hold the review", "Invite the client"]
    with pytest.raises(Conflict, match="skipped meanwhile"):
        some.finish(acacia, made, "prepare")
    with acacia.as_(acacia.adviser) as db:
        workflows.reopen_step(db, made, "prepare")
    assert some.states(acacia, made) == "open open waiting waiting waiting waiting"
    assert some.titles(acacia) == ["Invite the client", "Prepare the review"]


def test_what_somebody_skipped_is_not_opened_with_the_workflow_again(acacia: PracticeWorld):
    made = some.start(acacia)
    with acacia.as_(acacia.adviser) as db:
        workflows.skip_step(db, made, "invite")
    with acacia.as_(acacia.adviser) as db:
        workflows.stop(db, made)
    with acacia.as_(acacia.adviser) as db:
        workflows.take_up_again(db, made)
    assert some.states(acacia, made) == "skipped open waiting waiting waiting waiting"


def test_stopping_takes_the_open_tasks_away_and_taking_up_again_brings_them_back(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    with acacia.as_(acacia.assistant) as db:
        assert workflows.stop(db, made) == "Review"
        assert workflows.stop(db, made) == "Review"
    assert some.states(acacia, made) == "skipped done skipped skipped skipped skipped"
    assert some.titles(acacia) == []
    shown = some.page(acacia, made)
    assert (shown.stopped, shown.running, shown.words.startswith("Stopped Today")) == (True, False, True)
    with pytest.raises(Invalid, match="was stopped"), acacia.as_(acacia.adviser) as db:
        workflows.reopen_step(db, made, "prepare")
    with acacia.as_(acacia.adviser) as db:
        workflows.take_up_again(db, made)
        workflows.take_up_again(db, made)
    assert some.states(acacia, made) == "open done open waiting waiting waiting"
    assert some.titles(acacia) == ["Hold the review", "Invite the client"]


def test_a_task_of_a_stopped_workflow_that_is_reopened_is_a_task_like_any_other(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    task = some.step(acacia, made, "prepare").task_id
    with acacia.as_(acacia.adviser) as db:
        workflows.stop(db, made)
    with acacia.as_(acacia.adviser) as db:
        tasks.reopen(db, task)
    assert some.titles(acacia) == ["Prepare the review"]
    assert some.page(acacia, made).stopped


def test_nothing_is_taken_back_of_a_step_that_is_not_done(acacia: PracticeWorld):
    made = some.start(acacia)
    for key in ("invite", "hold"):
        with pytest.raises(Invalid, match="nothing to take back"), acacia.as_(acacia.adviser) as db:
            workflows.reopen_step(db, made, key)


def test_a_milestone_takes_the_open_tasks_with_it(acacia: PracticeWorld):
    made = some.start(acacia)
    with acacia.as_(acacia.adviser) as db:
        moved = workflows.move_milestone(db, made, "review", "2026-05-06")
    assert (moved.moved, moved.kept) == (("Prepare the review",), ())
    # 1 May is Workers' Day
    assert some.task(acacia, made, "prepare").due_on == "2026-04-30"
    assert some.task(acacia, made, "invite").due_on == "2026-03-04"
    some.finish(acacia, made, "prepare")
    assert some.task(acacia, made, "hold").due_on == "2026-05-06"
    with acacia.as_(acacia.adviser) as db:
        assert workflows.move_milestone(db, made, "review", "2026-05-09").moved == ("Hold the review",)
    assert some.task(acacia, made, "prepare").due_on == "2026-04-30"
    assert some.task(acacia, made, "hold").due_on == "2026-05-09"


def test_a_day_that_somebody_chose_stays_and_is_told(acacia: PracticeWorld):
    made = some.start(acacia)
    task = some.step(acacia, made, "prepare").task_id
    with acacia.as_(acacia.assistant) as db:
        tasks.set_field(db, task, "due_on", "2026-04-20")
    for day in ("2026-05-06", ""):
        with acacia.as_(acacia.adviser) as db:
            moved = workflows.move_milestone(db, made, "review", day)
        assert (moved.moved, moved.kept) == ((), ("Prepare the review",))
    assert some.task(acacia, made, "prepare").due_on == "2026-04-20"


def test_without_its_milestone_a_task_is_not_due_and_gets_its_day_with_it(acacia: PracticeWorld):
    made = some.start(acacia, milestones={"start": "2026-03-02"})
    assert some.task(acacia, made, "prepare").due_on == ""
    with acacia.as_(acacia.adviser) as db:
        assert workflows.move_milestone(db, made, "review", "2026-04-29").moved == ("Prepare the review",)
    assert some.task(acacia, made, "prepare").due_on == "2026-04-23"
    with acacia.as_(acacia.adviser) as db:
        assert workflows.move_milestone(db, made, "review", "").moved == ("Prepare the review",)
    assert some.task(acacia, made, "prepare").due_on == ""


def test_wherever_a_milestone_goes_its_tasks_are_due_as_the_definition_says(acacia: PracticeWorld):
    """Over month ends, leap days and holidays; with the practice's own day off among them."""
    made = some.start(acacia)
    chance = random.Random(29)
    with acacia.as_(acacia.owner) as db:
        practice_days.add(db, {"day": "2028-02-29", "name": "Office closed"})
        calendar = practice_days.working_days(db)
    prepare = read(some.REVIEW).steps[1]
    near_ends = [date(2028, 3, 3), date(2028, 3, 1), date(2026, 12, 31), date(2027, 1, 4), date(2026, 4, 7)]
    for day in near_ends + [date(2026, 1, 1) + timedelta(chance.randrange(2000)) for _ in range(20)]:
        with acacia.as_(acacia.adviser) as db:
            workflows.move_milestone(db, made, "review", day.isoformat())
        assert some.task(acacia, made, "prepare").due_on == str(due_of(prepare, {"review": day}, calendar))


@pytest.mark.parametrize(
    ("key", "day", "sentence"),
    [
        ("start", "", "on which day it was started"),
        ("review", "soon", "Write the date"),
        ("review", "1999-12-31", "between 2000 and 2099"),
        ("review", 7, "Write the date"),
        ("x", "2026-05-06", "no such milestone"),
        (None, "2026-05-06", "no such milestone"),
    ],
)
def test_a_milestone_needs_a_day(key: object, day: object, sentence: str, acacia: PracticeWorld):
    made = some.start(acacia)
    with pytest.raises((Invalid, NotFound), match=sentence), acacia.as_(acacia.adviser) as db:
        workflows.move_milestone(db, made, key, day)
    assert some.task(acacia, made, "prepare").due_on == "2026-04-23"


def test_the_days_of_what_is_over_stay(acacia: PracticeWorld):
    made = some.start(acacia)
    with acacia.as_(acacia.adviser) as db:
        workflows.stop(db, made)
    with pytest.raises(Invalid, match="is over"), acacia.as_(acacia.adviser) as db:
        workflows.move_milestone(db, made, "review", "2026-05-06")


def test_who_is_erased_takes_their_workflows_along(acacia: PracticeWorld, database: Database):
    some.start(acacia)
    database.owner.exec_driver_sql("delete from client")
    assert database.one("select count(*) from workflow_step") == database.one("select count(*) from workflow") == 0
