"""A card that one person moves: how long until the fifty who look at the board have it, each by their own websocket."""

import asyncio
import math
import time
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from sqlalchemy import text

from bench import generator, report, serving
from bench.driver import Tab
from bench.events import a_move
from bench.generator import OPEN_TASKS, Prepared
from clientmanager.db import session_for
from clientmanager.processes import say

PEOPLE = 50
SECONDS, QUICK_SECONDS = 30, 8
MOVES_A_SECOND = (1, 5, 25)
"""From a board that is worked on to everybody moving a card every two seconds."""
TARGET = 1000
"""Milliseconds at p95 until the others see it."""
PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Card:
    task_id: str
    column_id: str
    """Where it is moved to."""


def measure(clients: int, port: int, *, quick: bool) -> None:
    with generator.prepared(clients) as practice, serving.product(port) as served:
        cookies = generator.signed_in(practice.user, PEOPLE)
        lines: list[str] = []
        for rate in MOVES_A_SECOND:
            seconds = QUICK_SECONDS if quick else SECONDS
            tabs = [Tab(served.side, cookie, str(UUID(int=0))) for cookie in cookies]
            before = served.cpu_seconds
            times = asyncio.run(_watched(tabs, _cards(practice, rate * seconds), 1 / rate))
            busy = (served.cpu_seconds - before) / seconds
            milliseconds = [one * 1000 for one in times]
            late = report.p95(milliseconds)
            verdict = "met" if late <= TARGET else "missed"
            lines.append(
                report.row(
                    (f"{rate}", f"{median(milliseconds):.0f}", f"{late:.0f}", f"{busy:.0%}", f"≤ {TARGET}", verdict)
                )
            )
            say(lines[-1])
    head = ("moves a second", "p50 ms", "p95 ms", "of a processor", "target at p95", "")
    say(f"\n{PEOPLE} people on a board of {OPEN_TASKS:,} open tasks\n{report.head(head)}")
    for line in lines:
        say(line)


def _cards(practice: Prepared, many: int) -> list[Card]:
    """Open tasks, each with the column after its own."""
    with session_for(practice.user) as db:
        columns = db.execute(
            text("select id from board_column where practice_id = :id and kind <> 'done' order by position"),
            {"id": practice.practice_id},
        ).scalars()
        to = list(columns)
        tasks = db.execute(
            text("select id, column_id from task where practice_id = :id and done_at is null order by id limit :many"),
            {"id": practice.practice_id, "many": many},
        ).all()
    return [Card(str(row.id), str(to[(to.index(row.column_id) + 1) % len(to)])) for row in tasks]


async def _watched(tabs: list[Tab], cards: list[Card], apart: float) -> list[float]:
    """Everybody moves in turn; returns how long each of the others took to see each move."""
    for tab in tabs:
        await tab.open(("open the board",))
    waiting: dict[str, float] = {}
    seen: list[float] = []

    async def look(tab: Tab) -> None:
        not_yet = [card.task_id for number, card in enumerate(cards) if tabs[number % len(tabs)] is not tab]
        while not_yet:
            said = await tab.hear("columns")
            now = time.perf_counter()
            for task_id in [one for one in not_yet if one in waiting and one in said]:
                not_yet.remove(task_id)
                seen.append(now - waiting[task_id])

    looking = [asyncio.create_task(look(tab)) for tab in tabs]
    due = time.perf_counter()
    for number, card in enumerate(cards):
        await asyncio.sleep(due - time.perf_counter())
        waiting[card.task_id] = time.perf_counter()
        tabs[number % len(tabs)].ask(a_move(card.task_id, card.column_id, number + 1))
        due += apart
    _, waiting_still = await asyncio.wait(looking, timeout=PATIENCE_SECONDS)
    for one in waiting_still:
        one.cancel()
    for tab in tabs:
        tab.close()
    # A card that others push out of the first ones before it was told of is never seen, and counts as such.
    return seen + [math.inf] * ((len(tabs) - 1) * len(cards) - len(seen))
