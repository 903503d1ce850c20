"""`clientmanager doctor`: looks at every part, and says what is wrong and what to do."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clientmanager import keys
from clientmanager.config import Settings
from clientmanager.db import app_url, before_practice
from clientmanager.embedded_postgres import postgres_for
from clientmanager.errors import DomainError, Unavailable
from clientmanager.migrating import is_current
from clientmanager.services import audit as audit_service
from clientmanager.services.health import health

LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True)
class Finding:
    """One part: whether it is well, and in a sentence what is so or what to do."""

    part: str
    well: bool
    says: str


def examine(config: Settings, *, audit: bool = False) -> list[Finding]:
    """Look at everything; a part that is down does not keep the others from being looked at."""
    try:
        if config.database_url:
            return list(_everything(config, audit))
        with postgres_for(config.data_dir):
            return list(_everything(config, audit))
    except DomainError as problem:
        return [Finding("database", False, str(problem))]


def _everything(config: Settings, audit: bool) -> Iterator[Finding]:
    checks: list[tuple[str, Callable[[Settings], str]]] = [
        ("disk", _disk),
        ("database", _database),
        ("data", _data),
        ("application role", _role),
        ("master key", _key),
        ("worker", _worker),
        ("backups", _backups),
        *([("audit", _audit)] if audit else []),
    ]
    for part, look in checks:
        try:
            yield Finding(part, True, look(config))
        except DomainError as problem:
            yield Finding(part, False, str(problem))
        except DBAPIError:
            yield Finding(part, False, "The database answers as another version would. Run: clientmanager migrate")


def _disk(config: Settings) -> str:
    if not config.data_dir.exists():
        raise Unavailable(f"There is no {config.data_dir} yet. Start once: make run")
    free = shutil.disk_usage(config.data_dir).free
    if free < LEAST_FREE_BYTES:
        raise Unavailable(f"Only {free // 1024**2} MB are free where the data is. Make room before writes stop.")
    return f"{free // 1024**3} GB free."


def _database(_config: Settings) -> str:
    with before_practice() as db:
        return f"PostgreSQL {db.execute(text('show server_version')).scalar()} answers."


def _data(config: Settings) -> str:
    if not is_current(config):
        raise Unavailable("The data is not of this version. Run: clientmanager migrate")
    return "Of this version."


def _role(config: Settings) -> str:
    with before_practice() as db:
        powers = db.execute(
            text(
                "select rolsuper or rolbypassrls or rolcreaterole or exists (select from pg_class"
                " where relowner = pg_roles.oid) from pg_roles where rolname = current_user"
            )
        ).scalar_one()
    if powers:
        raise Unavailable(
            f"The role {app_url(config).username} can pass row level security by. Take its powers away: "
            "it must own nothing and be neither superuser nor bypassrls."
        )
    return "Owns nothing and bypasses nothing."


def _key(config: Settings) -> str:
    master = keys.master_key(config)
    with before_practice() as db:
        check = db.execute(text("select key_check from installation")).scalar_one()
    if check is None:
        raise Unavailable("Nothing says which master key is the right one. Run: clientmanager migrate")
    keys.confirm_key(master, check)
    if not config.master_key and keys.key_file(config).stat().st_mode & 0o077:
        raise Unavailable(f"Others on this machine can read the master key. Run: chmod 600 {keys.key_file(config)}")
    return "Opens what was sealed. Keep a printed copy away from this machine."


def _worker(_config: Settings) -> str:
    found = health()
    if found.worker != "up":
        raise Unavailable("The worker is not running, so no backup is taken and no import is read. Start: make run")
    return "Keeps its promises."


def _backups(_config: Settings) -> str:
    last = health().last_snapshot
    if last is None:
        raise Unavailable("No backup has been taken yet. Take one: clientmanager backup take --practice …")
    return f"The last one was taken at {last.isoformat(timespec='seconds')}."


def _audit(_config: Settings) -> str:
    with before_practice() as db:
        practices = db.execute(text("select id, short_name from practices()")).all()
    entries = 0
    for practice in practices:
        found = audit_service.verify(practice.id)
        if not found.ok:
            raise Unavailable(f"{practice.short_name}: {found.problem}")
        entries += found.entries
    return f"{entries} entries of {len(practices)} practices verified; none removed, altered or reordered."


def in_words(result: dict[str, list[Finding]]) -> str:
    return "\n".join(f"{'ok ' if f.well else 'NO '} {f.part}: {f.says}" for f in result["checks"])
