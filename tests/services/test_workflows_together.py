"""Many people in the same workflow at once: one of them wins, the others are told, and nobody waits for ever."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from clientmanager.errors import Conflict, DomainError
from clientmanager.services import board_columns, task_moves, tasks, workflows
from tests import workflows as some
from tests.world import Database, PracticeWorld

PEOPLE = 6


def at_once(*doings: Callable[[], object]) -> list[DomainError]:
    """Do all at the same moment; returns what was refused."""
    together = threading.Barrier(len(doings))

    def one(doing: Callable[[], object]) -> DomainError | None:
        together.wait()
        try:
            doing()
        except DomainError as refused:
            return refused
        return None

    with ThreadPoolExecutor(len(doings)) as pool:
        return [refused for refused in pool.map(one, doings) if refused]


def test_of_two_who_finish_a_step_one_wins_and_the_other_is_told(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")

    def finish() -> None:
        some.finish(acacia, made, "hold", "nothing", {"place": "Here"})

    refused = at_once(*[finish] * PEOPLE)
    assert len(refused) == PEOPLE - 1
    assert all(isinstance(one, Conflict) and "Pieter van der Merwe finished" in str(one) for one in refused)
    assert some.titles(acacia) == ["Invite the client", "Thank the client"]


def test_a_task_dragged_to_done_by_many_opens_the_next_step_once(acacia: PracticeWorld):
    made = some.start(acacia)
    task = some.step(acacia, made, "prepare").task_id

    def drag() -> None:
        with acacia.as_(acacia.assistant) as db:
            tasks.finish(db, task)

    def finish() -> None:
        some.finish(acacia, made, "prepare")

    refused = at_once(drag, finish, drag, finish)
    assert all(isinstance(one, Conflict) for one in refused)
    assert some.titles(acacia) == ["Hold the review", "Invite the client"]


def test_the_same_template_is_there_once_for_two_who_open_the_list_first(acacia: PracticeWorld, database: Database):
    def listing() -> None:
        some.template(acacia, "FICA refresh")

    database.owner.exec_driver_sql("truncate workflow_template cascade")
    assert at_once(*[listing] * PEOPLE) == []
    assert database.one("select count(*) from workflow_template") == 6
    assert database.one("select count(*) from workflow_version") == 6


def test_who_works_in_one_workflow_at_once_comes_one_after_the_other(acacia: PracticeWorld, database: Database):
    """Everything that touches a running workflow, in any order: no deadlock, and steps and tasks agree at the end."""
    made = some.start(acacia)
    with acacia.as_(acacia.owner) as db:
        columns = [one.id for one in board_columns.listed(db)]
    keys = [one["key"] for one in some.REVIEW["steps"]]

    def anything(seed: int) -> Callable[[], object]:
        chance = random.Random(seed)

        def doing() -> None:
            for _ in range(12):
                key, outcome = chance.choice(keys), chance.choice(["advice", "nothing", "off", ""])
                task = some.step(acacia, made, key).task_id
                try:
                    with acacia.as_(acacia.adviser) as db:
                        match chance.randrange(7):
                            case 0 | 1:
                                workflows.finish_step(db, made, key, outcome, {"place": "Here"})
                            case 2:
                                workflows.reopen_step(db, made, key)
                            case 3:
                                workflows.skip_step(db, made, key)
                            case 4:
                                workflows.move_milestone(db, made, "review", f"2026-05-{chance.randrange(10, 29)}")
                            case 5:
                                workflows.stop(db, made)
                                workflows.take_up_again(db, made)
                            case _:
                                task_moves.move(db, task, chance.choice(columns), "", "")
                except DomainError:
                    pass  # a refusal in a sentence is as good as a change

        return doing

    at_once(*[anything(seed) for seed in range(PEOPLE)])
    wrong = database.all(
        "select s.step_key, s.state, t.done_at, t.deleted_at from workflow_step s left join task t on t.id = s.task_id"
        " where (s.state = 'open') <> (t.id is not null and t.done_at is null and t.deleted_at is null)"
        " or s.state = 'done' and t.done_at is null"
    )
    assert wrong == []
    running = some.page(acacia, made).running
    assert running == ("open" in some.states(acacia, made))
