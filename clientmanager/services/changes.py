"""Word of every committed change, as the database gives it (migrations/sql: 0002_clients, 0003_tasks, 0006_notices,
0007_interactions, 0011_opportunities).

Listening passes row level security by: what is heard are ids and nothing else, and whoever is told reads for
themselves, through their own session.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

import psycopg
import structlog
from psycopg.sql import SQL, Identifier

from clientmanager.db import ScopedSession, app_url
from clientmanager.errors import Unavailable

P = ParamSpec("P")
Result = TypeVar("Result")

log = structlog.get_logger()

CLIENTS = "client_changed"
TASKS = "task_changed"
TIMELINES = "interaction_changed"
OPPORTUNITIES = "opportunity_changed"
NOTICES = "notice_given"
MANY = "*"
"""In the place of a client's id: more of the practice's clients changed than are named one by one."""
PAUSE_SECONDS = 1.0
"""Before listening again, when the database went away."""


@dataclass(frozen=True)
class Change:
    practice_id: str
    client_id: str
    """Or MANY, as every word of tasks and opportunities: whoever looks at a board looks at all of it. Of notices, the
    user's.
    """


def placed(
    db: ScopedSession, use_case: Callable[Concatenate[ScopedSession, P], Result], *args: P.args, **kwargs: P.kwargs
) -> tuple[Result, str]:
    """What a use case returns, and the id of the practice it ran in: word of whose changes is waited for."""
    return use_case(db, *args, **kwargs), str(db.viewer.practice_id)


def glanced(
    db: ScopedSession, use_case: Callable[Concatenate[ScopedSession, P], Result], *args: P.args, **kwargs: P.kwargs
) -> Result:
    """What a use case shows, for a screen that nobody touched: it keeps no session alive, and is no look at a client.

    An idle session ends although others work on what its screen shows.
    """
    result = use_case(db, *args, **kwargs)
    db.rollback()
    return result


def read(payload: str) -> Change:
    """A notification's payload: "practice client" or "practice *"."""
    practice_id, _, client_id = payload.partition(" ")
    return Change(practice_id, client_id)


async def listen(heard: Mapping[str, Callable[[Change], object]], missed: Callable[[], object]) -> None:
    """Hear of every change of every practice until cancelled; when the database goes away, listen again.

    Args:
        heard: channel to what is called with each word of it.
        missed: called whenever listening begins: what was changed before was not heard.
    """
    cut = False
    while True:
        try:
            async with await _connection() as connection:
                for channel in heard:
                    await connection.execute(SQL("listen {}").format(Identifier(channel)))
                if cut:
                    log.info("changes are heard again")
                cut = False
                missed()
                async for word in connection.notifies():
                    heard[word.channel](read(word.payload))
        except (psycopg.Error, OSError, Unavailable) as problem:
            if not cut:
                log.warning("changes are not heard; trying again", kind=type(problem).__name__)
            cut = True
        await asyncio.sleep(PAUSE_SECONDS)


async def _connection() -> psycopg.AsyncConnection:
    """As the application's role. A line that a firewall cut without a word is noticed within a minute."""
    address = app_url().set(drivername="postgresql").render_as_string(hide_password=False)
    return await psycopg.AsyncConnection.connect(
        address, autocommit=True, connect_timeout=10, keepalives_idle=30, keepalives_interval=10, keepalives_count=3
    )
