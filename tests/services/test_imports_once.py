"""Never half a file and never twice: pressed twice, two workers, two files, a worker killed, a file discarded."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from clientmanager import worker
from clientmanager.errors import Conflict, DomainError
from clientmanager.services import imports, work
from tests.services.test_imports import NOBODY_STOPS, bring, confirm, do_all_work, receive, seen, table
from tests.world import Database, PracticeWorld


def test_pressing_twice_imports_once(acacia: PracticeWorld, database: Database):
    import_id = receive(acacia, table(5))
    do_all_work()
    refused: list[DomainError] = []

    def press() -> None:
        try:
            confirm(acacia, import_id)
        except DomainError as refusal:
            refused.append(refusal)

    presses = [threading.Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert [type(refusal) for refusal in refused] == [Conflict, Conflict]
    do_all_work()
    assert database.one("select count(*) from client") == len(acacia.clients) + 5
    with pytest.raises(Conflict):
        confirm(acacia, import_id)


def test_two_workers_at_the_same_work_import_once(acacia: PracticeWorld, database: Database):
    """As when a claim lapsed while its worker was only slow."""
    import_id = receive(acacia, table(300))
    do_all_work()
    confirm(acacia, import_id)
    claimed = work.claim()
    assert claimed
    both = [threading.Thread(target=imports.run, args=[claimed]) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert database.one("select count(*) from client") == len(acacia.clients) + 300
    assert seen(acacia, import_id).run.state == "done"


def test_two_files_of_the_same_people_at_once_make_nobody_twice(acacia: PracticeWorld, database: Database):
    both = [threading.Thread(target=bring, args=[acacia, table(200)]) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert database.one("select count(*) from client") == len(acacia.clients) + 200


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_does_it_once(
    acacia: PracticeWorld, database: Database
):
    import_id = receive(acacia, table(3_500))
    do_all_work()
    confirm(acacia, import_id)
    victim = subprocess.Popen(
        [sys.executable, "-c", "import threading; from clientmanager import worker;"
         " worker.take_up_work(threading.Event())"],
        cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    try:
        wait_for(lambda: seen(acacia, import_id).done > 1_750)  # past the planning: rows are being written
        victim.send_signal(signal.SIGKILL)
    finally:
        victim.kill()
        victim.wait()
    assert database.one("select count(*) from client") == len(acacia.clients)
    assert seen(acacia, import_id).run.state == "importing"
    assert not worker.take_up_work(NOBODY_STOPS), "the killed worker's claim has not lapsed yet"
    database.owner.execute(text("update work set available_at = now() where state = 'running'"))
    do_all_work()
    assert seen(acacia, import_id).run.state == "done"
    assert database.one("select count(*) from client") == len(acacia.clients) + 3_500


def wait_for(what: Any, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_discarded_file_is_forgotten_also_while_it_is_read(acacia: PracticeWorld, database: Database):
    import_id = receive(acacia, table(3))
    claimed = work.claim()
    assert claimed

    class Slow(work.Claim):
        def progress(self, done: int, total: int) -> None:
            with acacia.as_(acacia.adviser) as db:
                imports.discard(db, import_id)

    imports.run(Slow(**vars(claimed)))
    assert database.all("select state from import_run") == [("discarded",)]
    assert database.one("select count(*) from import_file") == 0
    with pytest.raises(Conflict):
        confirm(acacia, import_id)
