"""COPY, which SQLAlchemy does not know: psycopg's own connection, inside the session's transaction."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from clientmanager.db import ScopedSession
from clientmanager.errors import Unavailable

# What COPY writes depends on these settings; with them it is the same text on every server.
_SAME_TEXT = (
    "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';"
    " set local bytea_output = 'hex'; set local extra_float_digits = 1"
)
_FULL = "The disk is full, so this was not done and nothing is left of it. Free some space, then try again."


def connection(db: ScopedSession) -> psycopg.Connection[Any]:
    """The transaction's own connection, set so that values have one spelling."""
    raw = db.connection().connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    raw.execute(_SAME_TEXT)
    return raw


@contextmanager
def sentences() -> Iterator[None]:
    """A full disk and a lost database are said in a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Unavailable("The disk is full, so this was not done. Free some space, then try again.") from error
    except psycopg.errors.DiskFull as error:
        raise Unavailable(
            "The database's disk is full, so this was not done. Free some space, then try again."
        ) from error
    except psycopg.OperationalError as error:
        raise Unavailable("The database went away, so this was not done. Try again in a moment.") from error
