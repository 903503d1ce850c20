"""The worker: every recurring promise on one screen, and the loop that takes up asked-for work."""

import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.util import undefined
from sqlalchemy import text

from clientmanager import logs
from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.db import ScopedSession, Viewer, before_practice, session_for
from clientmanager.errors import DomainError, Unavailable
from clientmanager.services import (
    audit,
    backup_operations,
    backups,
    capture_files,
    capture_work,
    client_bulk_work,
    client_list,
    drafts,
    imports,
    notices,
    reminders,
    review_work,
    sign_in,
    task_files,
    task_series_work,
    work,
)

log = structlog.get_logger()

WORK: dict[str, work.Worker] = {
    "snapshot": backups.run,
    "import": imports.run,
    "capture": capture_work.run,
    "client change": client_bulk_work.run,
    "client undo": client_bulk_work.run_undo,
}
GIVE_UP: dict[str, Callable[[work.Claim, str], None]] = {
    "snapshot": backups.give_up,
    "import": imports.give_up,
    "capture": capture_work.give_up,
}
"""What else has to show that its work failed."""
HEARTBEAT_SECONDS = 15
RENEW_SECONDS = 20
TRIED = f"This was tried {work.MOST_ATTEMPTS} times and stopped each time. Your operator's log says where."


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
            if not take_up_work(stop):
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
    for_each(clock, "old drafts", drafts.sweep, hour=2)
    for_each(clock, "old sessions", sign_in.sweep, hour=2)
    for_each(clock, "old notices", notices.sweep, hour=2)
    for_each(clock, "captures that nobody took", capture_files.sweep, hour=2)
    for_each(clock, "removed files", task_files.sweep, hour=2)
    for_each(clock, "recurring tasks", task_series_work.make_due, minutes=15)
    for_each(clock, "reviews", review_work.keep_open, minutes=60)
    for_each(clock, "reminders", reminders.remind, reminders.summarise, minutes=1)
    for_each(clock, "totals", client_list.fold_totals, minutes=1)
    promise(
        clock, "audit sealing", lambda: for_every_practice(lambda viewer: audit.seal(viewer.practice_id)), seconds=5
    )


def for_each(clock: BackgroundScheduler, name: str, *works: Callable[[ScopedSession], object], **when: int) -> None:
    """A promise to every practice, kept in a transaction for each."""
    promise(clock, name, lambda: for_every_practice(in_a_session(*works)), **when)


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
    """One practice after the other; what goes wrong for one does not keep the promise from the next."""
    with ThreadPoolExecutor(max_workers=1) as hand:
        for practice_id in practice_ids():
            if problem := hand.submit(keep, Viewer(practice_id, actor="worker")).exception():
                log.warning("promise not kept for a practice", practice=str(practice_id), **said(problem))


def said(problem: BaseException) -> dict[str, object]:
    """A refusal's sentence; of a mistake its kind and places, for its text may quote a client's data."""
    if isinstance(problem, DomainError):
        return {"why": str(problem)}
    return {"kind": type(problem).__name__, "where": logs.places(problem.__traceback__)}


def in_a_session(*works: Callable[[ScopedSession], object]) -> Callable[[Viewer], None]:
    """What is done for one practice, all of it in one transaction."""

    def keep(viewer: Viewer) -> None:
        with session_for(viewer) as db:
            for one in works:
                one(db)

    return keep


def practice_ids() -> list[UUID]:
    with before_practice() as db:
        return list(db.execute(text("select id from practices()")).scalars())


def beat() -> None:
    with before_practice() as db:
        db.execute(text("update installation set worker_seen_at = :now"), {"now": now()})


def take_up_work(stop: threading.Event) -> bool:
    """Claim one piece of work and do it; whether there was any."""
    try:
        claimed = work.claim()
        if claimed is None:
            return False
        if claimed.attempts > work.MOST_ATTEMPTS:  # its worker was killed each time
            give_up(claimed, TRIED)
        else:
            put_away(claimed, do(claimed, stop))
    except DomainError as problem:
        # the database is away; a claim that could not be put away lapses
        log.warning("cannot take up work", why=str(problem))
        return False
    return True


class Stopped(Exception):
    """The worker was told to end before the work was done."""


def do(claimed: work.Claim, stop: threading.Event) -> BaseException | None:
    """Do the work in a thread of its own, while this one keeps the claim; returns what went wrong."""
    hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
    doing = hand.submit(lambda: WORK[claimed.kind](claimed))
    hand.shutdown(wait=False)
    waited = 0
    while True:
        try:
            return doing.exception(timeout=1)
        except TimeoutError:
            waited += 1
        if stop.is_set():
            return Stopped()
        if waited % RENEW_SECONDS == 0:
            claimed.renew()


def put_away(claimed: work.Claim, problem: BaseException | None) -> None:
    if problem is None:
        work.finish(claimed)
    elif isinstance(problem, Stopped):
        work.give_back(claimed)
    elif isinstance(problem, DomainError) and not isinstance(problem, Unavailable):
        give_up(claimed, str(problem))
    else:
        log.warning("work stopped", work=str(claimed.id), what=claimed.kind, attempt=claimed.attempts, **said(problem))
        if claimed.attempts < work.MOST_ATTEMPTS:
            work.again(claimed)
        else:
            give_up(claimed, str(problem) if isinstance(problem, DomainError) else TRIED)


def give_up(claimed: work.Claim, sentence: str) -> None:
    if claimed.kind in GIVE_UP:
        GIVE_UP[claimed.kind](claimed, sentence)
    work.finish(claimed, error=sentence)
