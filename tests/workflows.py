"""A small workflow for tests, and what they look at of one that runs."""

from typing import Any

from sqlalchemy import text

from clientmanager.models.user import User
from clientmanager.services import task_page, workflow_progress, workflow_templates, workflows
from clientmanager.services.task_page import TaskView
from clientmanager.services.workflow_progress import Progress, StepProgress
from tests.world import PracticeWorld

REVIEW: dict[str, Any] = {
    "name": "Review",
    "about": "Hold a review.",
    "milestones": [{"key": "review", "words": "Day of the review"}],
    "roles": [{"key": "adviser", "words": "Adviser"}, {"key": "assistant", "words": "Assistant"}],
    "steps": [
        {
            "key": "invite", "title": "Invite the client", "role": "assistant", "starts": "at once",
            "due": {"offset": 2}, "checklist": ["Agree the day", "Confirm it"], "description": "By phone.",
        },
        {
            "key": "prepare", "title": "Prepare the review", "role": "adviser", "starts": "at once",
            "due": {"milestone": "review", "offset": -3}, "priority": "high",
        },
        {
            "key": "hold", "title": "Hold the review", "role": "adviser",
            "due": {"milestone": "review", "unit": "calendar days"},
            "fields": [
                {"key": "place", "words": "Place", "required": True},
                {"key": "fee", "words": "Fee", "kind": "amount in rand"},
            ],
            "outcomes": [
                {"key": "advice", "words": "Advice was given", "activates": ["advise"], "sets": "review"},
                {"key": "nothing", "words": "Nothing changes", "activates": ["thank"]},
                {"key": "off", "words": "It was called off", "ends": True},
            ],
        },
        {
            "key": "advise", "title": "Write the advice", "role": "adviser", "starts": "when an outcome calls it",
            "due": {"milestone": "review", "offset": 5},
        },
        {"key": "file", "title": "File it", "role": "assistant", "due": {"milestone": "review", "offset": 10}},
        {"key": "thank", "title": "Thank the client", "role": "assistant", "starts": "when an outcome calls it"},
    ],
}  # fmt: skip


def add(world: PracticeWorld, **changes: Any) -> str:
    """The template's id."""
    with world.as_(world.owner) as db:
        return workflow_templates.save(db, None, REVIEW | changes)


def template(world: PracticeWorld, name: str) -> str:
    with world.as_(world.owner) as db:
        return next(one.id for one in workflow_templates.listed(db) if one.name == name)


def said(world: PracticeWorld, **more: Any) -> dict[str, Any]:
    """What the start of the small workflow asks for; 27 April 2026 is Freedom Day."""
    return {
        "client_id": str(world.client.id),
        "milestones": {"start": "2026-03-02", "review": "2026-04-29"},
        "roles": {"adviser": str(world.adviser.id), "assistant": str(world.assistant.id)},
    } | more


def start(world: PracticeWorld, by: User | None = None, **more: Any) -> str:
    template_id = add(world)
    with world.as_(by or world.adviser) as db:
        return workflows.start(db, template_id, said(world, **more))


def page(world: PracticeWorld, workflow_id: str) -> Progress:
    with world.as_(world.compliance) as db:
        return workflow_progress.page(db, workflow_id)


def step(world: PracticeWorld, workflow_id: str, key: str) -> StepProgress:
    return next(one for one in page(world, workflow_id).steps if one.key == key)


def states(world: PracticeWorld, workflow_id: str) -> str:
    """ "open open waiting …", in the order of the steps."""
    return " ".join(one.state for one in page(world, workflow_id).steps)


def task(world: PracticeWorld, workflow_id: str, key: str) -> TaskView:
    """The task of a step that had its turn; it is there also where the workflow took it away."""
    with world.as_(world.compliance) as db:
        return task_page.page(db, step(world, workflow_id, key).task_id)


def titles(world: PracticeWorld) -> list[str]:
    """Of the open tasks on the board."""
    with world.as_(world.compliance) as db:
        rows = db.execute(
            text("select title from task where practice_id = :practice and done_at is null and deleted_at is null"),
            {"practice": world.practice_id},
        )
        return sorted(rows.scalars())


def finish(
    world: PracticeWorld, workflow_id: str, key: str, outcome: object = None, form: object = None, by: Any = None
):
    with world.as_(by or world.adviser) as db:
        return workflows.finish_step(db, workflow_id, key, outcome, form)
