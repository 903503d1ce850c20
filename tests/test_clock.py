"""The one clock."""

from datetime import UTC, datetime, timedelta

import pytest

from clientmanager import clock
from clientmanager.services import clients
from tests.world import Database, PracticeWorld


def test_the_day_is_south_africas():
    clock.move(datetime(2027, 1, 31, 22, 30, tzinfo=UTC) - clock.now())
    assert clock.today().isoformat() == "2027-02-01"


def test_the_clock_moves_only_where_it_may(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CLOCK_MAY_MOVE")
    before = clock.now()
    with pytest.raises(RuntimeError, match="CLOCK_MAY_MOVE"):
        clock.move(timedelta(days=1))
    assert clock.now() - before < timedelta(minutes=1)


def test_what_the_database_writes_has_the_same_moment(acacia: PracticeWorld, database: Database):
    clock.move(timedelta(days=400))
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "category", "B")
    at = database.one("select max(at) from audit_entry")
    assert abs(at - clock.now()) < timedelta(seconds=30)
