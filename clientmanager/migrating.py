"""Bringing a database to this version: the only place that uses the owner's connection."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from clientmanager import keys
from clientmanager.config import Settings
from clientmanager.db import app_role, owner_url
from clientmanager.errors import Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@contextmanager
def owner_connection(config: Settings) -> Iterator[Connection]:
    engine = create_engine(owner_url(config))
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as error:
        raise Unavailable("The database cannot be reached with DATABASE_URL. Is Postgres running?") from error
    finally:
        engine.dispose()


def is_current(config: Settings) -> bool:
    with owner_connection(config) as connection:
        return MigrationContext.configure(connection).get_current_revision() == _newest()


@dataclass(frozen=True)
class Migration:
    """What bringing the data to this version came to."""

    migrated: bool
    new_key: str | None
    """The master key, where this start made it: shown once, for printing."""


def migrate(config: Settings, *, before_upgrade: Callable[[], None] = lambda: None) -> Migration:
    """Bring the database to this version.

    Args:
        before_upgrade: called when there is data that is about to be changed; takes the snapshots.

    Raises:
        Unavailable: the data was written by a newer version, or the master key is missing or another one.
    """
    with owner_connection(config) as connection:
        connection.execute(text("select pg_advisory_lock(hashtext('clientmanager migrate'))"))
        ensure_app_role(connection, config)
        current = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
        if current is not None and current not in known:
            raise Unavailable(
                "This data was written by a newer version of ClientManager. Install that version again; "
                "an older one could damage it."
            )
        connection.commit()
        pending = current != _newest()
        if pending and current is not None:
            before_upgrade()
        if pending:
            connection.execute(text("set lock_timeout = '10s'"))
            command.upgrade(alembic_config(connection), "head")
            connection.commit()
        new_key = _confirm_key(connection, config)
        connection.commit()
    return Migration(pending, new_key)


def ensure_app_role(connection: Connection, config: Settings) -> None:
    """Make the application's role, with a password of its own in a 0600 file, unless APP_DATABASE_URL gives one."""
    name = app_role(connection.engine.url.database or "")
    exists = connection.execute(text("select 1 from pg_roles where rolname = :name"), {"name": name}).scalar()
    file = config.data_dir / "app-role-password"
    if config.app_database_url or (exists and file.exists()):
        return
    password = secrets.token_hex(24)
    connection.exec_driver_sql(
        f'{"alter" if exists else "create"} role "{name}" login nosuperuser nobypassrls nocreatedb nocreaterole '
        f"password '{password}'"
    )
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:  # noqa: PTH123  (mode at creation)
        out.write(password + "\n")
    connection.commit()


def _confirm_key(connection: Connection, config: Settings) -> str | None:
    """A wrong master key is refused at the start, before anything is sealed with it; a new installation gets one."""
    check = connection.execute(text("select key_check from installation")).scalar()
    if check is None:
        new_key = keys.make_master_key(config)
        sealed = keys.key_check(keys.master_key(config))
        connection.execute(text("update installation set key_check = :check"), {"check": sealed})
        return new_key
    keys.confirm_key(keys.master_key(config), check)
    return None


def _newest() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
