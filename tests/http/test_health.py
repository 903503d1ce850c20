"""What a monitor reads."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from clientmanager import __version__, clock, db
from clientmanager.clock import now
from tests.http.conftest import Browser
from tests.world import Database, PracticeWorld


@pytest.fixture
def beating(database: Database) -> None:
    database.owner.execute(text("update installation set worker_seen_at = :now"), {"now": now()})


def test_health_says_that_every_part_is_up(beating):
    answer = Browser().get("/health")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["status"], told["database"], told["worker"]) == ("up", "up", "up")
    assert told["version"] == __version__
    assert told["last_snapshot"] is None
    assert told["worker_seen_at"].startswith(str(now().date()))


def test_a_worker_that_is_silent_for_a_minute_is_down(beating):
    clock.move(timedelta(seconds=59))
    assert Browser().get("/health").status_code == 200
    clock.move(timedelta(seconds=2))
    answer = Browser().get("/health")
    assert (answer.status_code, answer.json()["worker"]) == (503, "down")


def test_the_last_backup_of_any_practice_is_told_and_nothing_more_about_it(
    beating, database: Database, acacia: PracticeWorld
):
    database.owner.execute(
        text(
            "insert into snapshot (practice_id, id, state, reason, taken_at, expires_at, file_name, sha256, rows,"
            " bytes, error)"
            " values (:practice, gen_random_uuid(), 'ready', 'nightly', '2026-03-12T01:00+02', '2026-04-11', '',"
            " '', 1, 1, '')"
        ),
        {"practice": acacia.practice_id},
    )
    told = Browser().get("/health").json()
    assert told["last_snapshot"] == "2026-03-11T23:00:00+00:00"
    assert str(acacia.practice_id) not in str(told)


def test_a_database_that_is_away_is_told_and_not_thrown(database: Database, monkeypatch: pytest.MonkeyPatch):
    away = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    monkeypatch.setattr(db, "engine", lambda: away)
    answer = Browser().get("/health")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")
    page = Browser().get("/clients", cookie="session=" + "A" * 43)
    assert page.status_code == 503
    assert "Try again" in page.text
    assert Browser().sign_in("naledi@example.co.za", "any").status_code == 503
