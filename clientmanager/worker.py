"""The worker: every recurring promise on one screen, and the loop that takes up asked-for work."""

import signal
import threading
import time
from collections.abc import Callable
from uuid import UUID

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.util import undefined
from sqlalchemy import text

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import Viewer, before_practice, session_for
from clientmanager.errors import DomainError
from clientmanager.services import audit, backup_operations, backups, imports, sign_in, work

log = structlog.get_logger()

WORK: dict[str, work.Worker] = {"snapshot": backups.run, "import": imports.run}
HEARTBEAT_SECONDS = 15


def run() -> None:
    """Keep the promises until SIGTERM or SIGINT."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    clock = BackgroundScheduler(
        timezone=SOUTH_AFRICA, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    keep_promises(clock)
    clock.start()
    try:
        while not stop.is_set():
            if not take_up_work():
                stop.wait(0.5)
    finally:
        clock.shutdown(wait=False)


def keep_promises(clock: BackgroundScheduler) -> None:
    """One line for each: what, for whom, how often. All may run again at any time without harm."""
    promise(clock, "heartbeat", beat, seconds=HEARTBEAT_SECONDS)
    promise(clock, "nightly backup", lambda: for_every_practice(backups.take_nightly), hour=1)
    # a night that was missed while the worker was down is made good at its start, and within the quarter of an hour
    promise(clock, "missed backup", lambda: for_every_practice(backups.take_nightly), minutes=15)
    promise(clock, "30-day expiry", backup_operations.expire, minutes=15)
    promise(
        clock, "audit sealing", lambda: for_every_practice(lambda viewer: audit.seal(viewer.practice_id)), seconds=5
    )


def promise(clock: BackgroundScheduler, name: str, keep: Callable[[], object], **when: int) -> None:
    """At an hour in South Africa (`hour=`), or at the start and then again and again (`minutes=`, `seconds=`)."""
    trigger, first = ("cron", undefined) if "hour" in when else ("interval", now())
    clock.add_job(once_at_a_time, trigger, args=[name, keep], id=name, next_run_time=first, **when)  # pyright: ignore[reportArgumentType]


def once_at_a_time(name: str, keep: Callable[[], object]) -> None:
    """Keep one promise, unless another worker is keeping it at this moment."""
    try:
        with before_practice() as db:
            if db.execute(text("select pg_try_advisory_xact_lock(hashtext(:name))"), {"name": name}).scalar():
                keep()
    except DomainError as problem:
        log.warning("promise not kept", promise=name, why=str(problem))


def for_every_practice(keep: Callable[[Viewer], object]) -> None:
    for practice_id in practice_ids():
        try:
            keep(Viewer(practice_id, actor="worker"))
        except DomainError as problem:
            log.warning("promise not kept for a practice", practice=str(practice_id), why=str(problem))


def sweep_sessions(viewer: Viewer) -> None:
    with session_for(viewer) as db:
        sign_in.sweep(db)


def practice_ids() -> list[UUID]:
    with before_practice() as db:
        return list(db.execute(text("select id from practices()")).scalars())


def beat() -> None:
    with before_practice() as db:
        db.execute(text("update installation set worker_seen_at = :now"), {"now": now()})


def take_up_work() -> bool:
    """Claim one piece of work and do it; whether there was any."""
    try:
        claimed = work.claim()
    except DomainError as problem:
        log.warning("cannot look for work", why=str(problem))
        time.sleep(2)
        return False
    if claimed is None:
        return False
    if claimed.attempts > work.MOST_ATTEMPTS:
        work.finish(claimed, error="This was tried three times and stopped each time. Your operator's log says where.")
        return True
    try:
        WORK[claimed.kind](claimed)
        work.finish(claimed)
    except DomainError as problem:
        work.finish(claimed, error=str(problem))
    return True
