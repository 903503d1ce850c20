"""The one clock. Every moment the product writes or compares comes from `now()`."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SOUTH_AFRICA = ZoneInfo("Africa/Johannesburg")

_offset = timedelta()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC) + _offset


def today() -> date:
    """The date in South Africa."""
    return now().astimezone(SOUTH_AFRICA).date()


def move(by: timedelta) -> None:
    """Shift this process's clock; for tests. `CLOCK_MAY_MOVE=1` must be set, so production cannot."""
    global _offset
    if os.environ.get("CLOCK_MAY_MOVE") != "1":
        raise RuntimeError("The clock moves only where CLOCK_MAY_MOVE=1 is set.")
    _offset += by
