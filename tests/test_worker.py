"""The worker: each promise once, whatever fails beside it; each piece of work to its end, or a sentence why not."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import text

from clientmanager import clock, worker
from clientmanager.backup import files
from clientmanager.db import Viewer, before_practice
from clientmanager.errors import Invalid, Unavailable
from clientmanager.services import backup_operations, backups, work
from tests.world import Database, PracticeWorld

GOING_ON = threading.Event()


def at(moment: datetime) -> None:
    clock.move(moment - clock.now())


def ask(world: PracticeWorld, kind: str = "trial") -> Any:
    with world.as_(world.owner) as db:
        return work.ask(db, kind, uuid4()).id


def state_of(database: Database, work_id: Any) -> tuple[str, str, int]:
    row = database.all("select state, error, attempts from work where id = :id", id=work_id)[0]
    return row.state, row.error, row.attempts


# --- promises


def test_a_promise_is_kept_once_though_two_workers_keep_it(database: Database):
    kept: list[int] = []
    begun = threading.Barrier(2)

    def keep() -> None:
        kept.append(1)
        time.sleep(0.3)

    def one_worker() -> None:
        begun.wait()
        worker.once_at_a_time("trial promise", keep)

    both = [threading.Thread(target=one_worker) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert kept == [1]
    worker.once_at_a_time("trial promise", keep)
    assert kept == [1, 1]


@pytest.mark.parametrize("problem", [Unavailable("The disk is full."), KeyError("a client's name")])
def test_what_fails_for_one_practice_is_still_kept_for_the_next(
    problem: Exception, acacia: PracticeWorld, baobab: PracticeWorld
):
    kept = []

    def keep(viewer: Viewer) -> None:
        if viewer.practice_id == acacia.practice_id:
            raise problem
        kept.append((viewer.practice_id, viewer.actor))

    worker.for_every_practice(keep)
    assert kept == [(baobab.practice_id, "worker")]


def test_a_promise_that_fails_does_not_stop_the_others(database: Database):
    beats = threading.Event()
    with scheduler() as clock_of_worker:
        worker.promise(clock_of_worker, "fails", lambda: {}["a client's name"], seconds=1)
        worker.promise(clock_of_worker, "beats", lambda: beats.set() if fails.is_set() else None, seconds=1)
        fails = threading.Event()
        fails.set()
        assert beats.wait(10)


class scheduler:  # noqa: N801  (reads as a word)
    def __enter__(self) -> BackgroundScheduler:
        self.clock = BackgroundScheduler(timezone=clock.SOUTH_AFRICA)
        self.clock.start()
        return self.clock

    def __exit__(self, *_: object) -> None:
        self.clock.shutdown(wait=True)


def test_every_promise_has_its_hour_in_south_africa_or_its_interval():
    found = BackgroundScheduler(timezone=clock.SOUTH_AFRICA)
    worker.keep_promises(found)
    promises = {job.id: str(job.trigger) for job in found.get_jobs()}
    assert promises["nightly backup"] == "cron[hour='1']"
    assert {"heartbeat", "missed backup", "30-day expiry", "recurring tasks", "audit sealing"} <= promises.keys()
    nightly = next(job for job in found.get_jobs() if job.id == "nightly backup")
    first = nightly.trigger.get_next_fire_time(None, datetime(2027, 3, 1, 20, 0, tzinfo=UTC))
    assert first == datetime(2027, 3, 2, 1, 0, tzinfo=clock.SOUTH_AFRICA)


def test_a_heartbeat_shows_that_the_worker_lives(database: Database):
    worker.beat()
    assert abs(database.one("select worker_seen_at from installation") - clock.now()) < timedelta(seconds=10)


# --- nights


def nights(database: Database) -> list[str]:
    rows = database.all("select taken_at from snapshot where reason = 'nightly' and state = 'ready' order by taken_at")
    return [row.taken_at.astimezone(clock.SOUTH_AFRICA).strftime("%d %H:%M") for row in rows]


def keep_the_nightly_promise() -> None:
    worker.for_every_practice(backups.take_nightly)


def test_each_night_is_taken_exactly_once_also_when_the_worker_was_down_over_it(
    acacia: PracticeWorld, database: Database
):
    year = clock.now().year + 1
    at(datetime(year, 3, 1, 22, 58, tzinfo=UTC))  # 00:58 on the 2nd in South Africa
    keep_the_nightly_promise()
    assert nights(database) == ["02 00:58"], "the night before, which nobody had taken"
    clock.move(timedelta(minutes=1))
    keep_the_nightly_promise()
    assert len(nights(database)) == 1
    clock.move(timedelta(minutes=2))  # across 01:00
    for _ in range(3):
        keep_the_nightly_promise()
        clock.move(timedelta(minutes=15))
    assert nights(database) == ["02 00:58", "02 01:01"]
    clock.move(timedelta(days=3, hours=5))  # the worker was down for three nights
    keep_the_nightly_promise()
    keep_the_nightly_promise()
    assert nights(database) == ["02 00:58", "02 01:01", "05 06:46"]
    clock.move(timedelta(days=1))
    both = [threading.Thread(target=keep_the_nightly_promise) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(nights(database)) == 4


def test_the_sweep_destroys_bytes_and_keys_at_thirty_days_and_no_sooner(acacia: PracticeWorld, database: Database):
    backups.take(Viewer(acacia.practice_id, actor="worker"), backups.NIGHTLY)
    clock.move(timedelta(hours=30 * 24) - timedelta(minutes=1))
    assert backup_operations.expire() == 0
    clock.move(timedelta(minutes=1))
    assert backup_operations.expire() == 1
    assert database.all("select state, sealed_key from snapshot") == [("expired", None)]
    assert list(files.present(acacia.practice_id)) == []


# --- work


def trial(monkeypatch: pytest.MonkeyPatch, what: Callable[[work.Claim], None]) -> None:
    monkeypatch.setitem(worker.WORK, "trial", what)


def test_work_is_done_once_and_put_away(acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch):
    done: list[work.Claim] = []
    trial(monkeypatch, done.append)
    asked = ask(acacia)
    assert worker.take_up_work(GOING_ON)
    assert not worker.take_up_work(GOING_ON)
    assert [claim.id for claim in done] == [asked]
    assert done[0].viewer == Viewer(acacia.practice_id, acacia.owner.id, actor="worker")
    assert state_of(database, asked) == ("done", "", 1)


def test_work_that_is_refused_fails_at_once_with_its_sentence(
    acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    def refuse(_claim: work.Claim) -> None:
        raise Invalid("This file is empty.")

    trial(monkeypatch, refuse)
    asked = ask(acacia)
    worker.take_up_work(GOING_ON)
    assert state_of(database, asked) == ("failed", "This file is empty.", 1)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [(KeyError("Renée O'Brien"), worker.TRIED), (Unavailable("The disk is full."), "The disk is full.")],
)
def test_work_that_stops_is_tried_three_times_and_then_failed_with_a_sentence(
    problem: Exception, sentence: str, acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    def stop(_claim: work.Claim) -> None:
        raise problem

    trial(monkeypatch, stop)
    asked = ask(acacia)
    for attempt in (1, 2, 3):
        assert worker.take_up_work(GOING_ON)
        assert state_of(database, asked)[2] == attempt
        assert not worker.take_up_work(GOING_ON), "not at once again"
        clock.move(timedelta(minutes=1))
    assert state_of(database, asked) == ("failed", sentence, 3)


def test_work_of_an_unknown_kind_ends_failed_and_stops_nobody(acacia: PracticeWorld, database: Database):
    asked = ask(acacia, kind="of a newer version")
    for _ in range(3):
        assert worker.take_up_work(GOING_ON)
        clock.move(timedelta(minutes=1))
    assert state_of(database, asked)[:2] == ("failed", worker.TRIED)


def test_a_claim_lapses_when_its_worker_is_gone_and_three_such_ends_fail_it(
    acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    asked = ask(acacia)
    for _ in range(3):
        assert work.claim()  # and killed
        assert work.claim() is None
        clock.move(work.LEASE + timedelta(seconds=1))
    assert worker.take_up_work(GOING_ON)
    assert state_of(database, asked)[:2] == ("failed", worker.TRIED)


def test_work_that_takes_long_keeps_its_claim(
    acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker, "RENEW_SECONDS", 1)
    taken_by_another: list[object] = []

    def long(_claim: work.Claim) -> None:
        clock.move(timedelta(minutes=1))
        moved = clock.now()
        until = time.monotonic() + 30
        while database.one("select available_at from work where id = :id", id=asked) < moved + work.LEASE:
            assert time.monotonic() < until, "the claim was not renewed"
            time.sleep(0.1)
        clock.move(timedelta(seconds=90))
        taken_by_another.append(work.claim())

    trial(monkeypatch, long)
    asked = ask(acacia)
    worker.take_up_work(GOING_ON)
    assert taken_by_another == [None]
    assert state_of(database, asked) == ("done", "", 1)


def test_a_worker_that_is_told_to_end_gives_its_work_back_uncounted(
    acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    stop, free = threading.Event(), threading.Event()

    def long(_claim: work.Claim) -> None:
        stop.set()
        free.wait(20)

    trial(monkeypatch, long)
    asked = ask(acacia)
    worker.take_up_work(stop)
    free.set()
    assert state_of(database, asked) == ("waiting", "", 0)
    assert work.claim()


def test_two_workers_never_hold_the_same_work(acacia: PracticeWorld):
    for _ in range(6):
        ask(acacia)
    claims: list[work.Claim | None] = []
    both = [threading.Thread(target=lambda: claims.extend([work.claim() for _ in range(4)])) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    held = [claim.id for claim in claims if claim]
    assert len(held) == len(set(held)) == 6


def test_a_database_that_is_away_does_not_end_the_worker(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    def away() -> None:
        raise Unavailable("The database cannot be reached just now.")

    monkeypatch.setattr(work, "claim", away)
    assert worker.take_up_work(GOING_ON) is False
    monkeypatch.undo()
    with before_practice() as db:
        assert db.execute(text("select 1")).scalar() == 1
