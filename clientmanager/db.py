"""The database as the product sees it: one engine, one kind of session, confined to one practice.

Nothing else makes a session, and nothing else commits.
"""

import errno
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session, SQLModel

from clientmanager.clock import now
from clientmanager.config import Settings, settings
from clientmanager.embedded_postgres import EmbeddedPostgres
from clientmanager.errors import NotAllowed, NotFound, SignInRequired, Unavailable
from clientmanager.models.base import new_id
from clientmanager.models.permission import MAY, Permission
from clientmanager.models.user import Role

Row = TypeVar("Row", bound=SQLModel)
_MAKING = threading.Lock()

SET_VIEWER = text(
    "select set_config('app.practice_id', :practice, true), set_config('app.user_id', :user, true),"
    " set_config('app.actor', :actor, true), set_config('app.scope', :scope, true),"
    " set_config('app.request_id', :request, true), set_config('app.now', :now, true)"
)
# At every event: given to the driver as it is, which saves SQLAlchemy's compiling of it each time.
ENTER = "select practice_id, user_id, role, name from enter(%s, %s, %s)"


@dataclass(frozen=True)
class Viewer:
    """Who is asking, on behalf of which practice."""

    practice_id: UUID
    user_id: UUID | None = None
    role: Role = Role.COMPLIANCE
    name: str = ""
    actor: str = "user"
    """user, worker or operator."""
    scope: str = "all"
    """Which clients: all of the practice's, so far."""

    def may(self, permission: Permission) -> bool:
        return self.actor != "user" or permission in MAY[self.role]

    def require(self, permission: Permission) -> None:
        if not self.may(permission):
            raise NotAllowed


@dataclass(frozen=True)
class SessionToken:
    """The hash of a browser's session token: who that is, Postgres looks up in the same round trip."""

    hash: bytes


class ScopedSession(Session):
    """A transaction that Postgres confines to the viewer's practice."""

    viewer: Viewer

    def fetch(self, table: type[Row], row_id: object) -> Row:
        """The row of this practice; anything else is `NotFound`, whatever it is."""
        row = self.get(table, (self.viewer.practice_id, as_id(row_id)))
        if row is None:
            raise NotFound
        return row


def as_id(value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) else UUID("")
    except ValueError:
        raise NotFound from None


def owner_url(config: Settings | None = None) -> URL:
    """The owner's connection: migrations and nothing else."""
    config = config or settings()
    if config.database_url:
        url = make_url(config.database_url)
        return url.set(drivername="postgresql+psycopg")
    return make_url(EmbeddedPostgres(config.data_dir).owner_url())


def app_role(database: str) -> str:
    return f"{database}_app"


def app_url(config: Settings | None = None) -> URL:
    """The application role's connection: it owns nothing and bypasses nothing."""
    config = config or settings()
    if config.app_database_url:
        return make_url(config.app_database_url).set(drivername="postgresql+psycopg")
    url = owner_url(config)
    password = config.data_dir / "app-role-password"
    try:
        return url.set(username=app_role(url.database or ""), password=password.read_text().strip())
    except FileNotFoundError:
        raise Unavailable("The database has not been prepared yet. Run: clientmanager migrate") from None


def engine() -> Engine:
    """The one engine: two threads that ask for it first at the same time are given the same."""
    with _MAKING:
        return _engine()


@cache
def _engine() -> Engine:
    return create_engine(app_url(), pool_size=5, max_overflow=10, pool_timeout=10, hide_parameters=True)


@contextmanager
def session_for(
    who: Viewer | SessionToken, *, request_id: str = "", read_only: bool = False
) -> Iterator[ScopedSession]:
    """One transaction, confined by Postgres to the viewer's practice; committed at the end, or rolled back.

    Args:
        read_only: a repeatable-read, read-only transaction that sees one state of everything.

    Raises:
        SignInRequired: the token belongs to no living session.
        Unavailable: Postgres is down or its disk is full; nothing was changed.
    """
    request_id = request_id or str(new_id())
    with _sentences(), ScopedSession(engine(), expire_on_commit=False) as db, db.begin():
        if read_only:
            db.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
        db.viewer = _enter(db, who, request_id) if isinstance(who, SessionToken) else _set(db, who, request_id)
        yield db


def _enter(db: Session, token: SessionToken, request_id: str) -> Viewer:
    found = db.connection().exec_driver_sql(ENTER, (token.hash, now(), request_id)).one_or_none()
    if found is None:
        raise SignInRequired
    practice_id, user_id, role, name = found
    return Viewer(practice_id, user_id, Role(role), name)


def _set(db: Session, viewer: Viewer, request_id: str) -> Viewer:
    db.execute(
        SET_VIEWER,
        {
            "practice": str(viewer.practice_id),
            "user": str(viewer.user_id or ""),
            "actor": viewer.actor,
            "scope": viewer.scope,
            "request": request_id,
            "now": now().isoformat(),
        },
    )
    return viewer


@contextmanager
def before_practice() -> Iterator["Session"]:
    """A transaction in which no practice is known: only the few definer functions answer; tables show no rows."""
    with _sentences(), Session(engine(), expire_on_commit=False) as db, db.begin():
        yield db


@contextmanager
def _sentences() -> Iterator[None]:
    """A database that is down or full is said in a sentence; nothing was changed then."""
    try:
        yield
    except OperationalError as error:
        raise _unavailable(error) from error
    except DBAPIError as error:
        if error.connection_invalidated or _state(error).startswith(("53", "57P", "58")):
            raise _unavailable(error) from error
        raise


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _unavailable(error: DBAPIError) -> Unavailable:
    if _state(error) == "53100" or getattr(error.orig, "errno", None) == errno.ENOSPC:
        return Unavailable("The disk is full, so nothing was saved. Free some space, then try again.")
    return Unavailable("The database cannot be reached just now, so nothing was saved. Try again in a moment.")


def insert_many(db: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], batch: int = 2_000) -> None:
    """Insert rows in few statements, as the application's role under the policies.

    One statement a batch: the audit's triggers run per statement, and row by row they cost four times as much.
    """
    for start in range(0, len(rows), batch):
        some = rows[start : start + batch]
        columns = ", ".join(some[0])
        db.execute(
            text(
                f"insert into {table.__tablename__} ({columns}) select {columns}"  # noqa: S608  (our own columns)
                f" from jsonb_populate_recordset(null::{table.__tablename__}, cast(:rows as jsonb))"
            ),
            {"rows": json.dumps(some, default=str, ensure_ascii=False)},
        )
