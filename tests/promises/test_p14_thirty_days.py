"""P14: a back-up is kept for at most 30 rolling calendar days; then its bytes and its key are destroyed."""

from datetime import timedelta

import pytest

from clientmanager import clock
from clientmanager.backup import files
from clientmanager.db import Viewer
from clientmanager.errors import NotFound
from clientmanager.services import backup_operations, backups
from tests.world import Database, PracticeWorld

THIRTY_DAYS = timedelta(hours=30 * 24)


@pytest.fixture
def taken(acacia: PracticeWorld) -> str:
    return str(backups.take(Viewer(acacia.practice_id, actor="worker"), backups.NIGHTLY))


def test_until_the_last_moment_it_is_there(acacia: PracticeWorld, taken: str):
    clock.move(THIRTY_DAYS - timedelta(minutes=1))
    backup_operations.expire()
    with acacia.as_(acacia.owner) as db:
        assert [str(row.id) for row in backups.listed(db)] == [taken]
        assert next(backups.open_for_download(db, taken, "xlsx").pieces)


def test_after_30_days_it_is_not_listed_though_nothing_swept(acacia: PracticeWorld, taken: str):
    clock.move(THIRTY_DAYS)
    with acacia.as_(acacia.owner) as db:
        assert backups.listed(db) == []
    assert backup_operations.listed_for_operator("acacia") == []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_after_30_days_it_is_not_downloaded_though_nothing_swept(form: str, acacia: PracticeWorld, taken: str):
    clock.move(THIRTY_DAYS)
    with acacia.as_(acacia.owner) as db, pytest.raises(NotFound, match="30 days"):
        backups.open_for_download(db, taken, form)


def test_after_30_days_it_is_not_restored_though_nothing_swept(acacia: PracticeWorld, taken: str):
    clock.move(THIRTY_DAYS)
    with pytest.raises(NotFound, match="30 days"):
        backup_operations.restore(taken, "again")


def test_the_sweep_destroys_its_key_and_its_bytes(acacia: PracticeWorld, taken: str, database: Database):
    assert files.present(acacia.practice_id)
    clock.move(THIRTY_DAYS)
    assert backup_operations.expire() == 1
    assert files.present(acacia.practice_id) == []
    assert database.all("select state, sealed_key from snapshot") == [("expired", None)]
    assert backup_operations.expire() == 0


def test_the_sweep_of_one_practice_takes_nothing_of_another(acacia: PracticeWorld, taken: str, baobab: PracticeWorld):
    clock.move(timedelta(days=20))
    kept = backups.take(Viewer(baobab.practice_id, actor="worker"), backups.NIGHTLY)
    clock.move(timedelta(days=10))
    backup_operations.expire()
    assert files.present(acacia.practice_id) == []
    assert [path.name for path in files.present(baobab.practice_id)] == [f"{kept}.cmbackup"]
