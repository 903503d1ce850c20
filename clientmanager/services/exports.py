"""What every export has: a spreadsheet that is made while it is sent, of which few are sent at once.

The rows are Postgres's own CSV (COPY), as in a backup, so that neither memory nor a file ever holds the whole.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from clientmanager.backup.copying import connection
from clientmanager.db import ScopedSession
from clientmanager.errors import Unavailable

EXPORTED = "export"
"""The audit's event."""
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_AT_ONCE = 3
"""Each holds a connection to the database for as long as its browser takes to receive it."""
_FREE = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class Export:
    """A file that is made while it is sent."""

    file_name: str
    media_type: str
    pieces: Iterator[bytes]


@contextmanager
def one_of_few() -> Iterator[None]:
    """Raises Unavailable: several are being sent at this moment."""
    if not _FREE.acquire(blocking=False):
        raise Unavailable("Several exports are being sent at this moment. Try again in a minute.")
    try:
        yield
    finally:
        _FREE.release()


def records(db: ScopedSession, query: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Each row of a query as a line of CSV, without the line's end."""
    copied = text(f"copy ({query}) to stdout (format csv)")
    said = str(copied.compile(dialect=db.connection().dialect))
    with connection(db).cursor() as cursor, cursor.copy(said.encode(), values) as copy:
        for line in copy:  # one a row
            yield bytes(line).decode().removesuffix("\n")


def write_down(db: ScopedSession, table: str, detail: Mapping[str, Any]) -> None:
    """Let the audit say that this was exported."""
    db.execute(
        text("select record_event(:event, :table, null, cast(:detail as jsonb))"),
        {"event": EXPORTED, "table": table, "detail": json.dumps(detail, ensure_ascii=False)},
    )
