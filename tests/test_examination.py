"""The doctor: finds each broken part, says what to do, and looks at the others all the same."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from clientmanager import clock, db, examination, keys, worker
from clientmanager.config import Settings, settings
from clientmanager.services import audit, backup_operations
from tests.world import Database, PracticeWorld


@pytest.fixture
def well(acacia: PracticeWorld) -> PracticeWorld:
    """An installation in which everything is as it should be."""
    worker.beat()
    backup_operations.take_for_operator("acacia")
    audit.seal(acacia.practice_id)
    return acacia


def problems(config: Settings | None = None) -> dict[str, str]:
    found = examination.examine(config or settings(), audit=True)
    return {finding.part: finding.says for finding in found if not finding.well}


def test_a_well_installation_has_nothing_to_say(well: PracticeWorld):
    assert problems() == {}


def test_a_worker_that_is_down_is_found(well: PracticeWorld):
    clock.move(timedelta(minutes=2))
    assert list(problems()) == ["worker"]
    assert "make run" in problems()["worker"]


def test_that_no_backup_was_ever_taken_is_found(acacia: PracticeWorld):
    worker.beat()
    assert "backup take" in problems()["backups"]


@pytest.fixture
def key_file() -> Iterator[Path]:
    file = keys.key_file(settings())
    before, mode = file.read_bytes(), file.stat().st_mode
    yield file
    file.write_bytes(before)
    file.chmod(mode & 0o777)


def test_a_missing_key_another_key_and_one_that_others_can_read_are_found(well: PracticeWorld, key_file: Path):
    key = key_file.read_text()
    key_file.chmod(0o644)
    assert f"chmod 600 {key_file}" in problems()["master key"]
    key_file.chmod(0o600)
    key_file.write_text(keys.new_key().hex())
    assert "another one" in problems()["master key"]
    assert "audit" not in problems()
    key_file.unlink()
    found = problems()
    assert "Put the printed key back" in found["master key"]
    assert list(found) == ["master key"]
    key_file.write_text(key)


def test_data_of_another_version_is_found(well: PracticeWorld, database: Database):
    before = database.one("select version_num from alembic_version")
    database.owner.execute(text("update alembic_version set version_num = '0000'"))
    try:
        assert "clientmanager migrate" in problems()["data"]
    finally:
        database.owner.execute(text("update alembic_version set version_num = :before"), {"before": before})


def test_a_part_of_the_schema_that_is_missing_is_found_and_ends_nothing(well: PracticeWorld, database: Database):
    database.owner.execute(text("alter function last_snapshot() rename to away"))
    try:
        found = problems()
    finally:
        database.owner.execute(text("alter function away() rename to last_snapshot"))
    assert set(found) == {"worker", "backups"}
    assert "clientmanager migrate" in found["backups"]


@pytest.mark.parametrize("power", ["bypassrls", "createrole", "superuser"])
def test_a_role_that_can_do_too_much_is_found(power: str, well: PracticeWorld, database: Database):
    role = db.app_role(database.url.database or "")
    database.owner.execute(text(f'alter role "{role}" {power}'))
    try:
        assert "Take its powers away" in problems()["application role"]
    finally:
        database.owner.execute(text(f'alter role "{role}" no{power}'))
    assert problems() == {}


def test_a_role_that_owns_a_table_is_found(well: PracticeWorld, database: Database):
    role = db.app_role(database.url.database or "")
    database.owner.execute(text("create table stray (id int)"))
    database.owner.execute(text(f'alter table stray owner to "{role}"'))
    try:
        assert "own nothing" in problems()["application role"]
    finally:
        database.owner.execute(text("drop table stray"))


def test_a_tampered_audit_is_found(well: PracticeWorld, database: Database):
    database.owner.execute(text("set session_replication_role = replica"))
    database.owner.execute(text("delete from audit_entry where seq = 3"))
    database.owner.execute(text("set session_replication_role = origin"))
    assert problems()["audit"].startswith("acacia: ")


def test_a_full_disk_is_found_before_writes_stop(well: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(examination, "LEAST_FREE_BYTES", 2**62)
    assert "Make room" in problems()["disk"]


def test_a_database_that_is_down_is_one_finding_after_another_and_no_end(well: PracticeWorld):
    away = settings().model_copy(update={"database_url": "postgresql://owner@127.0.0.1:1/none"})
    assert "cannot be reached" in problems(away)["data"]


def test_words_and_marks_for_people(well: PracticeWorld):
    found = examination.examine(settings())
    said = examination.in_words({"checks": found})
    assert said.count("ok ") == len(found)
    assert os.environ["DATABASE_URL"] not in said
