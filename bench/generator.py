"""A realistic practice of any size, made once and kept under `build/bench` for the next measurement."""

import hashlib
import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from clientmanager.config import ROOT, Settings, settings
from clientmanager.db import Viewer, session_for
from clientmanager.embedded_postgres import postgres_for
from clientmanager.errors import Unavailable
from clientmanager.frontend import QUIET
from clientmanager.migrating import migrate, owner_connection
from clientmanager.models.user import Role, User
from clientmanager.postgres_home import make_data_dir
from clientmanager.processes import say
from clientmanager.services import demo, demo_tasks, sign_in
from clientmanager.services.attempts import Caller

SEED = 1994
MOST_INVENTED = 100_000
"""Larger practices hold each of these clients several times: inventing a million takes a quarter of an hour."""
_OF_A_CLIENT = ("client_email", "client_phone", "client_address", "client_tag", "client_token")
OPEN_TASKS = 2_000
_MADE_FROM = ("migrations/versions", "migrations/sql", "models", "services/demo.py", "services/demo_tasks.py")
"""What decides how a prepared practice looks: when any of it changes, another is made."""


@dataclass(frozen=True)
class Prepared:
    """A practice in a running database, and two of its people: who uses the product, and whom the floor stands for."""

    practice_id: UUID
    user: Viewer
    other: Viewer


def settle(clients: int, port: int) -> None:
    """Make the environment name the prepared data directory; before anything reads a setting."""
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    home = ROOT / "build" / "bench" / f"{clients}-{SEED}-{_fingerprint()}"
    os.environ.update(QUIET, HOST="127.0.0.1", PORT=str(port), DATA_DIR=str(home / "data"), KEY_DIR=str(home / "keys"))
    if settings().database_url or settings().redis_url:
        raise Unavailable("The bench keeps to data of its own: take DATABASE_URL and REDIS_URL out of .env.")


@contextmanager
def prepared(clients: int) -> Iterator[Prepared]:
    """The practice, in its running database; made first where it is not there yet."""
    home = settings().data_dir.parent
    ready = home / "ready"
    if not ready.exists():
        for old in home.parent.glob(f"{clients}-*"):
            shutil.rmtree(old)
    make_data_dir(settings().data_dir)
    with postgres_for(settings().data_dir):
        if not ready.exists():
            _make(clients)
            ready.touch()
        yield _people()


def signed_in(user: Viewer, many: int) -> list[str]:
    """The cookies of as many browsers, each with a session of its own."""
    with session_for(user) as db:
        row = db.fetch(User, user.user_id)
        return [sign_in.open_session(db, row, Caller("127.0.0.1"), keep=True).token for _ in range(many)]


def _make(clients: int) -> None:
    say(f"Making a practice of {clients:,} clients, once …")
    started = time.monotonic()
    migrate(settings())
    demo.make(clients=min(clients, MOST_INVENTED), seed=SEED)
    if clients > MOST_INVENTED:
        _copy_each(clients // MOST_INVENTED - 1)
    _give_work()
    with owner_connection(settings()) as owner:
        # What autovacuum does in the minutes after an import.
        owner.execution_options(isolation_level="AUTOCOMMIT").execute(text("vacuum analyze"))
    say(f"… which took {time.monotonic() - started:.0f} s.")


def _give_work() -> None:
    """The demo's tasks again and again, until the board is as full as the largest that is promised."""
    chance = random.Random(SEED)  # noqa: S311  (the same work each time; nothing secret)
    user = _people().user
    with session_for(user) as db:
        workers = list(
            db.execute(text("select id from practice_user where practice_id = :id"), {"id": user.practice_id}).scalars()
        )
        while (
            db.execute(
                text("select count(*) from task where practice_id = :id and done_at is null"), {"id": user.practice_id}
            ).scalar_one()
            < OPEN_TASKS
        ):
            demo_tasks.fill(db, chance, workers)


def _copy_each(times: int) -> None:
    """Every client with all that belongs to them as often again, under ids of their own; the audit hears nothing."""
    with owner_connection(settings()) as owner:
        owner.execute(text("set session_replication_role = replica"))
        for table in ("client", *_OF_A_CLIENT):
            columns = [
                row.name
                for row in owner.execute(
                    text(
                        "select attname as name from pg_attribute where attrelid = cast(:table as regclass)"
                        " and attnum > 0 and not attisdropped and attgenerated = ''"
                    ),
                    {"table": table},
                )
            ]
            # The first four of an id's digits say which copy it is: the last ones may be another's of the same moment.
            copied = [
                f"cast(overlay(cast({name} as text) placing lpad(to_hex(copy), 4, '0') from 1) as uuid)"
                if name in {"id", "client_id"}
                else name
                for name in columns
            ]
            owner.execute(
                text(
                    f"insert into {table} ({', '.join(columns)})"  # noqa: S608  (our own tables)
                    f" select {', '.join(copied)} from {table}, generate_series(1, :times) copy"
                ),
                {"times": times},
            )
        owner.commit()


def _people() -> Prepared:
    with owner_connection(settings()) as owner:
        rows = owner.execute(
            text("select practice_id, id, role, name from practice_user where role in ('owner', 'adviser') order by id")
        ).all()
    people = [Viewer(row.practice_id, row.id, Role(row.role), row.name) for row in rows]
    return Prepared(people[0].practice_id, people[0], people[1])


def _fingerprint() -> str:
    found = hashlib.sha256()
    for name in _MADE_FROM:
        place = ROOT / "clientmanager" / name
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix in {".py", ".sql"}:
                found.update(file.read_bytes())
    return found.hexdigest()[:10]
