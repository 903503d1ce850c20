"""Word of every committed change of a client, as the database gives it (migrations/sql/0002_clients.sql).

Listening passes row level security by: what is heard are ids and nothing else, and whoever is told reads the client
through their own session.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar

import psycopg
import structlog

from clientmanager.db import ScopedSession, app_url
from clientmanager.errors import Unavailable

P = ParamSpec("P")
Result = TypeVar("Result")

log = structlog.get_logger()

CHANNEL = "client_changed"
MANY = "*"
"""In the place of a client's id: more of the practice's clients changed than are named one by one."""
PAUSE_SECONDS = 1.0
"""Before listening again, when the database went away."""


@dataclass(frozen=True)
class Change:
    practice_id: str
    client_id: str
    """Or MANY."""
    by: int
    """The database process that made it: `Noted.by` of whoever did."""


@dataclass(frozen=True)
class Noted(Generic[Result]):
    """What a use case returned, in whose practice, and by which database process."""

    result: Result
    practice_id: str
    by: int


def noted(
    db: ScopedSession, use_case: Callable[Concatenate[ScopedSession, P], Result], *args: P.args, **kwargs: P.kwargs
) -> Noted[Result]:
    """Run a use case so that the word of what it changed can be told from the word of what others did."""
    result = use_case(db, *args, **kwargs)
    connection = db.connection().connection.driver_connection
    by = connection.info.backend_pid if isinstance(connection, psycopg.Connection) else 0
    return Noted(result, str(db.viewer.practice_id), by)


def glanced(
    db: ScopedSession, use_case: Callable[Concatenate[ScopedSession, P], Result], *args: P.args, **kwargs: P.kwargs
) -> Result:
    """What a use case shows, for a screen that nobody touched: it keeps no session alive, and is no look at a client.

    An idle session ends although others work on what its screen shows.
    """
    result = use_case(db, *args, **kwargs)
    db.rollback()
    return result


def read(payload: str, by: int) -> Change:
    """A notification's payload: "practice client" or "practice *"."""
    practice_id, _, client_id = payload.partition(" ")
    return Change(practice_id, client_id, by)


async def listen(heard: Callable[[Change], object], missed: Callable[[], object]) -> None:
    """Hear of every change of every practice until cancelled; when the database goes away, listen again.

    Args:
        missed: called whenever listening begins: what was changed before was not heard.
    """
    cut = False
    while True:
        try:
            async with await _connection() as connection:
                await connection.execute(f"listen {CHANNEL}")
                if cut:
                    log.info("changes of clients are heard again")
                cut = False
                missed()
                async for word in connection.notifies():
                    heard(read(word.payload, word.pid))
        except (psycopg.Error, OSError, Unavailable) as problem:
            if not cut:
                log.warning("changes of clients are not heard; trying again", kind=type(problem).__name__)
            cut = True
        await asyncio.sleep(PAUSE_SECONDS)


async def _connection() -> psycopg.AsyncConnection:
    """As the application's role. A line that a firewall cut without a word is noticed within a minute."""
    address = app_url().set(drivername="postgresql").render_as_string(hide_password=False)
    return await psycopg.AsyncConnection.connect(
        address, autocommit=True, connect_timeout=10, keepalives_idle=30, keepalives_interval=10, keepalives_count=3
    )
