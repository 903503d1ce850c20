"""What the processes write down: one JSON line an event, and never what a client's data may stand in.

Libraries quote what they choked on: the row, the event, the headers. So their lines keep where they come from, the
exception's kind and the places it passed through, but no text; only the server's own words are let through.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType

import structlog


def places(trace: TracebackType | None) -> list[str]:
    """The last dozen places an exception passed through: file, line, function."""
    found: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rpartition('site-packages/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-12:]


OUTSPOKEN = ("_granian", "apscheduler.scheduler")
"""Loggers whose lines hold nothing but the program's own words."""


class Discreet(logging.Formatter):
    """A library's line as JSON, without its text."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "from": f"{record.name}:{record.lineno}",
            "level": record.levelname,
        }
        if record.exc_info and record.exc_info[0]:
            line["kind"] = record.exc_info[0].__name__
            line["where"] = ", ".join(places(record.exc_info[2]))
        elif record.name.startswith(OUTSPOKEN):
            line["event"] = record.getMessage()[:500]
        return json.dumps(line, ensure_ascii=False)


def configure() -> None:
    """For the web process and the worker: JSON lines on standard error, which the supervisor keeps and rotates."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for talkative in ("engineio.server", "socketio.server"):
        # with a level of their own they make no handler of their own, which would print what was sent
        logging.getLogger(talkative).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
