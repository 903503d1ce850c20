"""The demo practice's work: tasks as its people would have them on some morning."""

import random
from collections.abc import Sequence
from datetime import time, timedelta
from uuid import UUID

from sqlalchemy import text

from clientmanager.clock import now, today
from clientmanager.db import ScopedSession, insert_many
from clientmanager.models.base import new_id
from clientmanager.models.folding import folded
from clientmanager.models.task import BoardColumn, ColumnKind, Task, TaskItem, TaskLabel
from clientmanager.services import board_columns

TITLES = {
    ColumnKind.TO_DO: [
        "Verify the beneficial owners", "Ask for new proof of address", "Compare the two endowments", "Birthday call",
        "Load the new RA debit order", "Prepare the review pack", "Confirm the beneficiaries", "Quote for gap cover",
        "Call about the RA top-up", "Send the tax certificates", "Book the annual review", "Update the risk profile",
        "File the signed mandate", "Ask for the payslip", "Check the debit order that bounced",
        "Renew the POPIA consent",
    ],
    ColumnKind.DOING: [
        "Draft the record of advice", "Update the will with the attorneys", "Claim: gather the specialist reports",
        "Rebalance the living annuity",
    ],
    ColumnKind.WAITING: [
        "Discovery: revised quote for life cover", "Section 14 transfer to Allan Gray", "Signed mandate",
        "SARS tax directive",
    ],
    ColumnKind.DONE: [
        "Send the February statements", "Call about disability cover", "Risk profile renewed", "Onboarding complete",
        "Load the policy schedules",
    ],
}  # fmt: skip
LABELS = ["Review", "FICA", "Claim", "New business"]
CHECKLIST = ["Phone the client", "Get the documents", "Fill in the form", "Have it signed", "Send it in", "File it"]


def fill(db: ScopedSession, chance: random.Random, people: Sequence[UUID]) -> None:
    """Some thirty of them, for clients drawn by chance; nothing in a practice without clients."""
    clients = db.execute(
        text("select id from client where practice_id = :practice and archived_at is null order by id limit 400"),
        {"practice": db.viewer.practice_id},
    ).scalars()
    of = list(clients)
    if not of:
        return
    tasks: list[dict[str, object]] = []
    items: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for kind, titles in TITLES.items():
        column = board_columns.first_of(db, kind)
        for place, title in enumerate(titles):
            task = _task(chance, column, place, title)
            who = chance.choice(people)
            task |= {"client_id": chance.choice(of), "assignee_id": who}
            if kind == ColumnKind.DONE:
                task["done_by"] = who
            tasks.append(task)
            key = {"practice_id": task["practice_id"], "task_id": task["id"]}
            steps = chance.choice([0, 0, 4, 6])
            done = chance.randrange(steps + 1) if kind != ColumnKind.DONE else steps
            items += [
                {**key, "id": new_id(), "words": CHECKLIST[step], "done": step < done, "position": step}
                for step in range(steps)
            ]
            if chance.random() < 0.3:
                label = chance.choice(LABELS)
                labels.append({**key, "id": new_id(), "label": label, "folded": folded(label)})
    insert_many(db, Task, tasks)
    insert_many(db, TaskItem, items)
    insert_many(db, TaskLabel, labels)


def _task(chance: random.Random, column: BoardColumn, place: int, title: str) -> dict[str, object]:
    moment = now() - timedelta(days=chance.randrange(1, 20))
    done = now() - timedelta(hours=chance.randrange(1, 90)) if column.kind == ColumnKind.DONE else None
    due = today() + timedelta(days=chance.choice([-6, -4, -1, 0, 0, 1, 2, 3, 5, 6, 8, 12])) if place % 7 else None
    at = time(chance.randrange(8, 17), chance.choice([0, 30])) if due and chance.random() < 0.3 else None
    return {
        "practice_id": column.practice_id,
        "id": new_id(),
        "title": title,
        "folded": folded(title),
        "description": "",
        "due_on": due,
        "due_time": at,
        "priority": chance.choices(["normal", "high", "low"], [80, 14, 6])[0],
        "column_id": column.id,
        "place": place,
        "moves": 0,
        "column_since": moment,
        "created_at": moment,
        "changed_at": moment,
        "done_at": done,
        "done_by": None,
    }
