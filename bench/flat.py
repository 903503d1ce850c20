"""The list in practices of every size: what the services and Postgres take, without the wire."""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from sqlalchemy import text

from bench import generator, report
from bench.generator import Prepared
from clientmanager.db import ScopedSession, session_for
from clientmanager.errors import Unavailable
from clientmanager.processes import say
from clientmanager.services import client_list, client_page
from clientmanager.services.client_filter import ClientFilter

SIZES = (1_000, 10_000, 100_000, 1_000_000)
TIMES = 40
SEARCH = ClientFilter(search="thand")
WHAT = ("first page", "next page, mid-list", "search", "opening a client", "count", "count of a search")


def measure_all() -> None:
    """Each size in a process of its own: a process has one data directory."""
    say(report.head(("clients, median ms of the database and the service", *WHAT)))
    for size in SIZES:
        done = subprocess.run([sys.executable, "-m", "bench", "flat", "--clients", str(size)])
        if done.returncode:
            raise Unavailable(f"The practice of {size:,} clients could not be measured.")


def measure(clients: int) -> None:
    with generator.prepared(clients) as practice:
        middle = _in_the_middle(practice)
        steps = (
            client_list.listed,
            partial(client_list.listed, after=middle),
            partial(client_list.listed, chosen=SEARCH),
            partial(client_page.page, client_id=middle),
            client_list.counted,
            partial(client_list.counted, chosen=SEARCH, everyone=0),
        )
        say(report.row((f"{clients:,}", *(f"{_milliseconds(practice, step):.1f}" for step in steps))))


def _milliseconds(practice: Prepared, step: Callable[[ScopedSession], Any]) -> float:
    took: list[float] = []
    for _ in range(TIMES):
        with session_for(practice.user) as db:
            started = time.perf_counter()
            step(db)
            took.append((time.perf_counter() - started) * 1000)
    return median(took)


def _in_the_middle(practice: Prepared) -> str:
    with session_for(practice.user) as db:
        found = db.execute(
            text(
                "with active as"
                " (select id, sort_name from client where practice_id = :practice and archived_at is null)"
                " select id from active order by sort_name, id offset (select count(*) / 2 from active) limit 1"
            ),
            {"practice": practice.practice_id},
        )
        return str(found.scalar_one())
