"""Bringing a database to this version: from nothing, again, twice at once, and never backwards."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import URL, create_engine, make_url, text

from clientmanager import keys
from clientmanager.config import Settings, settings
from clientmanager.db import app_url
from clientmanager.errors import Unavailable
from clientmanager.migrating import alembic_config, is_current, migrate, owner_connection
from tests.conftest import owner_of


@pytest.fixture
def empty(_migrated: URL, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an installation whose database is still empty."""
    name = f"{_migrated.database}_empty"
    with owner_of(_migrated) as owner:
        owner.exec_driver_sql(f'create database "{name}" template template0')
    url = _migrated.set(database=name).render_as_string(hide_password=False)
    yield Settings(database_url=url, data_dir=tmp_path / "data", key_dir=tmp_path / "keys")
    with owner_of(_migrated) as owner:
        owner.exec_driver_sql(f'drop database "{name}" with (force)')
        owner.exec_driver_sql(f'drop role if exists "{name}_app"')


@pytest.mark.usefixtures("_migrated")
def test_the_tables_are_what_the_models_say():
    with owner_connection(settings()) as connection:
        command.check(alembic_config(connection))


def test_an_empty_database_is_migrated_once_and_then_left_alone(empty: Settings):
    assert not is_current(empty)
    assert migrate(empty).migrated
    assert is_current(empty)
    assert not migrate(empty).migrated


def test_two_migrations_at_once_make_one(empty: Settings):
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: migrate(empty), range(2)))
    assert sorted(result.migrated for result in results) == [False, True]
    assert len([result.new_key for result in results if result.new_key]) == 1
    assert is_current(empty)


def test_the_first_start_makes_a_key_and_a_password_that_only_their_owner_reads(empty: Settings):
    shown = migrate(empty).new_key
    key_file, password_file = keys.key_file(empty), empty.data_dir / "app-role-password"
    assert key_file.read_text().strip() == shown
    for file in (key_file, password_file):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert migrate(empty).new_key is None


def test_the_master_key_lies_outside_the_data_directory(empty: Settings):
    migrate(empty)
    assert not keys.key_file(empty).is_relative_to(empty.data_dir)
    assert not any(shown in file.read_bytes() for shown in [keys.master_key(empty)] for file in files(empty.data_dir))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_applications_role_signs_in_with_the_password_that_was_made(empty: Settings):
    migrate(empty)
    engine = create_engine(app_url(empty))
    with engine.connect() as connection:
        assert (
            connection.execute(text("select current_user")).scalar_one()
            == f"{make_url(empty.database_url).database}_app"
        )
    engine.dispose()


def test_a_lost_password_file_is_made_anew(empty: Settings):
    migrate(empty)
    (empty.data_dir / "app-role-password").unlink()
    migrate(empty)
    test_the_applications_role_signs_in_with_the_password_that_was_made(empty)


def test_an_older_version_refuses_newer_data_in_a_sentence(empty: Settings):
    migrate(empty)
    with owner_connection(empty) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
        connection.commit()
    with pytest.raises(Unavailable, match="newer version of ClientManager"):
        migrate(empty)
    with owner_connection(empty) as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar_one() == "9999"


def test_existing_data_is_backed_up_before_it_is_changed_and_an_empty_database_is_not(empty: Settings):
    asked: list[str] = []
    migrate(empty, before_upgrade=lambda: asked.append("backup"))
    migrate(empty, before_upgrade=lambda: asked.append("backup"))
    assert asked == []


def test_a_missing_master_key_is_said_with_what_to_do(empty: Settings):
    migrate(empty)
    keys.key_file(empty).unlink()
    with pytest.raises(Unavailable, match=r"The master key is missing: .* Put the printed key back"):
        migrate(empty)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("ab" * keys.KEY_BYTES, "the master key is another one"),
        ("not a key", "must be 64 hex digits"),
        ("abcdef", "must be 64 hex digits"),
    ],
)
def test_a_wrong_master_key_is_refused_before_anything_is_sealed_with_it(key: str, says: str, empty: Settings):
    migrate(empty)
    keys.key_file(empty).write_text(key)
    with pytest.raises(Unavailable, match=says):
        migrate(empty)


def test_a_database_that_is_not_there_is_said_in_a_sentence(empty: Settings):
    elsewhere = empty.model_copy(update={"database_url": "postgresql://owner@127.0.0.1:1/nowhere"})
    with pytest.raises(Unavailable, match="Is Postgres running"):
        migrate(elsewhere)
