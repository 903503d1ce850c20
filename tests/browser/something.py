"""Something to look at on a page: one of each kind with all that it can have, and others beside it."""

from datetime import timedelta

from sqlalchemy import text

from clientmanager.clock import today
from clientmanager.services import advice as services
from clientmanager.services import (
    clients,
    opportunities,
    opportunity_moves,
    review_cycles,
    review_held,
    reviews,
    task_files,
    task_parts,
    tasks,
)
from tests import advice
from tests.world import PracticeWorld


def a_task(world: PracticeWorld) -> str:
    """One with all that a task can have, and others beside it."""
    with world.as_(world.adviser) as db:
        tasks.create(db, {"title": "Late", "due_on": "2020-01-01", "assignee_id": str(world.assistant.id)})
        values = {"due_on": "2030-03-12", "due_time": "14:30", "priority": "high", "labels": ["Review"]}
        task = tasks.create(db, {"title": "Call about the RA", "client_id": str(world.client.id), **values})
        for line in ("Ask for the payslip", "File it"):
            task_parts.add_item(db, task, line)
        task_parts.comment(db, task, "No answer.")
        task_files.add(db, task, "payslip.pdf", b"%PDF-1.7")
    return task


def a_review(world: PracticeWorld) -> str:
    """One that is booked, of somebody who lacks something, beside others that are due and one that was held."""
    with world.as_(world.owner) as db:
        for category in ("A", ""):
            review_cycles.set_for_category(db, category, {"every_months": "12"})
        rows = db.execute(text("select r.id, c.category from review r join client c on c.id = r.client_id"
                               " where r.practice_id = :practice"), {"practice": world.practice_id})  # fmt: skip
        found = {row.category: str(row.id) for row in rows}
        tasks.create(db, {"title": "Late", "due_on": "2020-01-01", "client_id": str(world.client.id)})
        clients.set_field(db, world.client.id, "birth_date", "")
        reviews.book(db, found["A"], "2090-01-03", "10:00")
        review_held.hold(db, found[""], {"outcome": "plan still suitable"})
    return found["A"]


def some_advice(world: PracticeWorld) -> str:
    """One with a version that is locked, given and signed, and another that is being written."""
    with world.as_(world.adviser) as db:
        made, *_ = advice.signed(db, world.client.id, "Renée")
        services.set_field(db, made, "risk", "")
    return made


def an_opportunity(world: PracticeWorld) -> str:
    """One with all that an opportunity can have, and one that was lost beside it."""
    with world.as_(world.adviser) as db:
        values = {"client_id": str(world.client.id), "value": "1500 pm", "chance": "60", "product": "Myriad"}
        lost = opportunities.create(db, {"title": "Gap cover", **values})
        opportunity_moves.lose(db, lost, "Too expensive")
        return opportunities.create(db, {"title": "Life cover", "expected_on": "2020-03-12", **values})


def some_due(world: PracticeWorld) -> None:
    """The owner's: late, today with more than a day of the month shows, done, next, and without a date."""
    with world.as_(world.owner) as db:
        for days in (-1, 0, 0, 0, 0, 0, 0, 2):
            values = {"assignee_id": str(world.owner.id), "client_id": str(world.client.id), "labels": ["Review"]}
            values |= {"due_on": (today() + timedelta(days=days)).isoformat(), "due_time": "14:30", "priority": "high"}
            tasks.create(db, {"title": "Verify the beneficial owners", **values})
        tasks.finish(db, tasks.create(db, {"title": "Book the review", "due_on": today().isoformat()}))
        tasks.create(db, {"title": "Some time"})
