"""Tasks for the tests of their views, and the moment at which those look at them: Thursday 12 March 2026, 10:00."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import event

from clientmanager import clock
from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import engine
from clientmanager.models.task import Priority
from clientmanager.models.team import Team, TeamMember
from clientmanager.models.user import User
from clientmanager.services import board_columns, task_moves, tasks
from tests.world import PracticeWorld

THURSDAY = datetime(2026, 3, 12, 10, 0, tzinfo=SOUTH_AFRICA)


def set_clock(moment: datetime = THURSDAY) -> None:
    """Every test's clock is put back after it."""
    clock.move(moment.astimezone(UTC) - clock.now())


def add(world: PracticeWorld, title: str, *, by: User | None = None, column: str = "", **values: Any) -> str:
    """A task; `column` by its name, and people and clients by their rows."""
    said = {name: str(getattr(value, "id", value)) for name, value in values.items() if name != "labels"}
    with world.as_(by or world.adviser) as db:
        made = tasks.create(db, {"title": title, "labels": values.get("labels", []), **said})
        if column:
            task_moves.move(db, made, columns(world)[column], "", "")
    return made


def columns(world: PracticeWorld) -> dict[str, str]:
    with world.as_(world.owner) as db:
        return {one.name: one.id for one in board_columns.listed(db)}


def make_team(world: PracticeWorld, name: str, *members: User) -> str:
    """As a filter names it."""
    with world.as_(world.owner) as db:
        team = Team(practice_id=world.practice_id, name=name)
        db.add(team)
        db.flush()
        db.add_all(TeamMember(practice_id=world.practice_id, team_id=team.id, user_id=one.id) for one in members)
    return f"team {team.id}"


def add_any(world: PracticeWorld, many: int, seed: int = 1) -> set[str]:
    """Tasks of all kinds, many of them alike in what they are sorted by; some of them done."""
    chance = random.Random(seed)
    made: set[str] = set()
    with world.as_(world.owner) as db:
        ids = list(columns(world).values())
        for number in range(many):
            due = chance.choice([None, *(date(2026, 3, 12) + timedelta(days=day) for day in range(-3, 20))])
            values = {
                "title": chance.choice(["Call", "Review", "Send papers"]) + f" {number}",
                "client_id": chance.choice([None, *(str(one.id) for one in world.clients)]),
                "assignee_id": chance.choice([None, *(str(one.id) for one in world.users)]),
                "due_on": due,
                "due_time": chance.choice([None, time(9), time(14, 30)]) if due else None,
                "priority": chance.choice(list(Priority)).value,
                "column_id": chance.choice(ids),
                "labels": chance.sample(["Review", "RA", "FICA"], chance.randint(0, 2)),
            }
            made.add(tasks.create(db, values))
    return made


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to Postgres meanwhile, without its values."""
    said: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(engine(), "before_cursor_execute", heard)
    try:
        yield said
    finally:
        event.remove(engine(), "before_cursor_execute", heard)
