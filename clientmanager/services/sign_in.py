"""Signing in and out: sessions, how long they live, and how they end."""

import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from anyio import to_thread
from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import ScopedSession, SessionToken, Viewer, before_practice, session_for
from clientmanager.errors import Invalid, SignInRequired
from clientmanager.models.user import User, UserSession
from clientmanager.services import attempts, identity, passwords
from clientmanager.services.attempts import Caller

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
LONGEST_EMAIL = 320


class WrongPassword(Invalid):
    """The same words whether the account exists or not."""

    def __init__(self, write_down: Callable[[], Awaitable[None]]) -> None:
        super().__init__("That e-mail and password do not belong together. Check both, then try again.")
        self.write_down = write_down
        """Puts a known account's refusal into its audit. To be awaited after the answer, so that it costs no time."""


@dataclass(frozen=True)
class SignedIn:
    """What a browser is given; the tokens exist nowhere else."""

    token: str = field(repr=False)
    device: str = field(repr=False)
    kept_seconds: int | None
    """How long the browser keeps the session; None: until it is closed."""


@dataclass(frozen=True)
class _Account:
    practice_id: UUID
    user_id: UUID
    password_hash: str = field(repr=False)


async def sign_in(email: str, password: str, caller: Caller, *, keep: bool = False) -> SignedIn:
    """Open a session for whoever knows the password.

    Args:
        keep: let the session idle for as long as it may live, for a computer of one's own.

    Raises:
        WrongPassword: also for an e-mail that nobody has, after the same time.
        TooManyAttempts: the password was not looked at.
    """
    email = _as_kept(email)
    account = await to_thread.run_sync(_look_up, email, caller)
    if not await passwords.check(password, account.password_hash if account else "") or not account:
        raise WrongPassword(_writes_down(account))
    return await to_thread.run_sync(_let_in, account, email, caller, keep)


def open_session(db: ScopedSession, user: User, caller: Caller, *, keep: bool = False) -> SignedIn:
    """A new session with a token of its own; `end_replaced` then ends the one that the browser brought."""
    token = secrets.token_urlsafe(32)
    moment = now()
    db.add(
        UserSession(
            practice_id=db.viewer.practice_id,
            user_id=user.id,
            token_hash=sha256(token.encode()).digest(),
            started_at=moment,
            seen_at=moment,
            idle_minutes=int((ABSOLUTE if keep else IDLE).total_seconds() // 60),
            expires_at=moment + ABSOLUTE,
        )
    )
    _record(db, "sign in", user.id)
    kept = int(ABSOLUTE.total_seconds()) if keep else None
    return SignedIn(token, attempts.remembering(user.email, caller.device), kept)


def end_replaced(caller: Caller) -> None:
    """The browser's session from before ends, whoever's and whichever practice's it was."""
    if caller.session:
        with suppress(SignInRequired):
            sign_out(caller.session)


def sign_out(token: SessionToken) -> None:
    """End one session.

    Raises:
        SignInRequired: it had ended already.
    """
    with session_for(token) as db:
        _end(db, "token_hash = :token", token=token.hash)
        _record(db, "sign out", db.viewer.user_id)


def sign_out_everywhere(db: ScopedSession) -> int:
    """End every session of the person who asks, the one they ask from included.

    Returns: how many there were.
    """
    user = db.fetch(User, db.viewer.user_id)
    _record(db, "sign out everywhere", user.id)
    return end_sessions(db, user.id)


def living_sessions(db: ScopedSession) -> int:
    """From how many browsers the person who asks is signed in."""
    return db.execute(
        text(
            "select count(*) from user_session where practice_id = :practice and user_id = :user"
            " and expires_at > :now and seen_at > :now - make_interval(mins => idle_minutes)"
        ),
        {"practice": db.viewer.practice_id, "user": db.viewer.user_id, "now": now()},
    ).scalar_one()


def end_sessions(db: ScopedSession, user_id: UUID) -> int:
    return _end(db, "user_id = :user", user=user_id)


def sweep(db: ScopedSession) -> None:
    """Remove the sessions and links that have expired. They let nobody in any more; this is tidiness."""
    moment = now()
    _end(db, "(expires_at <= :now or seen_at <= :now - make_interval(mins => idle_minutes))", now=moment)
    db.execute(
        text("delete from user_link where practice_id = :practice and expires_at <= :now"),
        {"practice": db.viewer.practice_id, "now": moment},
    )


def _end(db: ScopedSession, which: str, **values: object) -> int:
    """`which` is one of the conditions written above."""
    ended = db.execute(
        text(f"delete from user_session where practice_id = :practice and {which} returning id"),  # noqa: S608
        {"practice": db.viewer.practice_id, **values},
    )
    return len(ended.all())


def _record(db: ScopedSession, what: str, user_id: UUID | None) -> None:
    db.flush()
    db.execute(text("select record_event(:what, 'practice_user', :user, '{}')"), {"what": what, "user": user_id})


def _as_kept(email: str) -> str:
    """What was typed, in the form that addresses are kept in; what is no address stays as it is and is nobody's."""
    try:
        return identity.read_email(email[:LONGEST_EMAIL]).lower()
    except Invalid:
        return email.replace("\0", "").strip().lower()[:LONGEST_EMAIL]


def _look_up(email: str, caller: Caller) -> _Account | None:
    attempts.count_sign_in(email, caller)
    with before_practice() as db:
        row = db.execute(text("select * from credential_for(:email)"), {"email": email}).one_or_none()
    return _Account(**row._mapping) if row else None


def _let_in(account: _Account, email: str, caller: Caller, keep: bool) -> SignedIn:
    attempts.forgive(email, caller)
    with session_for(Viewer(account.practice_id, account.user_id)) as db:
        signed_in = open_session(db, db.fetch(User, account.user_id), caller, keep=keep)
    end_replaced(caller)
    return signed_in


def _writes_down(account: _Account | None) -> Callable[[], Awaitable[None]]:
    def write() -> None:
        if account:
            with session_for(Viewer(account.practice_id)) as db:
                _record(db, "sign in refused", account.user_id)

    async def write_down() -> None:
        await to_thread.run_sync(write)

    return write_down
