"""Steps among many tasks that are changed at once: finished and put back like others, never left without their task."""

import pytest

from clientmanager.errors import Invalid
from clientmanager.services import task_bulk, task_bulk_undo
from tests import workflows as some
from tests.world import PracticeWorld


def ids(world: PracticeWorld, workflow_id: str, *keys: str) -> list[str]:
    return [some.step(world, workflow_id, key).task_id for key in keys]


def test_many_that_are_done_finish_their_steps_and_the_undo_takes_that_back(acacia: PracticeWorld):
    made = some.start(acacia)
    chosen = ids(acacia, made, "invite", "prepare")
    with acacia.as_(acacia.adviser) as db:
        done = task_bulk.apply(db, chosen, "done")
    assert some.states(acacia, made) == "done done open waiting waiting waiting"
    with acacia.as_(acacia.adviser) as db:
        task_bulk_undo.undo(db, done.undo)
    assert some.states(acacia, made) == "open open waiting waiting waiting waiting"
    assert some.titles(acacia) == ["Invite the client", "Prepare the review"]


@pytest.mark.parametrize("kind", ["done", "delete"])
def test_a_step_that_must_be_asked_or_kept_is_named_and_nothing_is_changed(kind: str, acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    chosen = ids(acacia, made, "hold")
    sentence = {
        "done": "Say how “Hold the review” ended first: open the task.",
        "delete": "“Hold the review” is a step of “Review”. Skip the step or stop the workflow instead.",
    }[kind]
    with acacia.as_(acacia.owner) as db:
        assert task_bulk.preview(db, chosen, kind).refusal == sentence
    with pytest.raises(Invalid) as refused, acacia.as_(acacia.owner) as db:
        task_bulk.apply(db, chosen, kind)
    assert str(refused.value) == sentence
    assert some.states(acacia, made) == "open done open waiting waiting waiting"


def test_a_step_that_is_done_is_deleted_like_any_task(acacia: PracticeWorld):
    made = some.start(acacia)
    chosen = ids(acacia, made, "prepare")
    some.finish(acacia, made, "prepare")
    with acacia.as_(acacia.owner) as db:
        task_bulk.apply(db, chosen, "delete")
    assert some.states(acacia, made) == "open done open waiting waiting waiting"
