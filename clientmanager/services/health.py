"""Whether the parts of the installation are up: read by the supervisor, the operator's monitoring and `doctor`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import text

from clientmanager import __version__
from clientmanager.clock import now
from clientmanager.db import before_practice
from clientmanager.errors import Unavailable

SILENT = timedelta(seconds=60)
"""A worker that has not been heard of for this long is down."""

Part = Literal["up", "down"]


@dataclass(frozen=True)
class Health:
    status: Part
    database: Part
    worker: Part
    worker_seen_at: datetime | None
    last_snapshot: datetime | None
    """When any practice's last backup was taken; None before the first."""
    version: str = __version__


def health() -> Health:
    try:
        with before_practice() as db:
            found = db.execute(text("select worker_seen_at, last_snapshot() from installation")).one()
    except Unavailable:
        return Health("down", "down", "down", None, None)
    worker: Part = "up" if found.worker_seen_at and now() - found.worker_seen_at < SILENT else "down"
    return Health(worker, "up", worker, found.worker_seen_at, found.last_snapshot)
