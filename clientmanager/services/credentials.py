"""What lets a user in: their password, and the links with which they choose one."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clientmanager.clock import SOUTH_AFRICA, now
from clientmanager.config import settings
from clientmanager.db import ScopedSession, Viewer, before_practice, session_for
from clientmanager.errors import Invalid, NotFound
from clientmanager.models.practice import Practice
from clientmanager.models.user import Credential, User, UserLink
from clientmanager.services import passwords
from clientmanager.services.attempts import Caller
from clientmanager.services.sign_in import SignedIn, end_replaced, end_sessions, open_session

LINK_LASTS = timedelta(hours=72)


class LinkSpent(NotFound):
    """Used, expired, replaced by a newer one, or never made: all read alike."""

    def __init__(self) -> None:
        super().__init__("This link was used already or has expired. Ask your practice's owner for a new one.")


@dataclass(frozen=True)
class Link:
    """A link to hand over; it is shown once and kept nowhere."""

    name: str
    path: str = field(repr=False)
    expires_at: datetime

    @property
    def address(self) -> str:
        """Whole, as it is handed over."""
        return f"{settings().public_origin}{self.path}"

    @property
    def until(self) -> str:
        """ "25 Nov 2026, 22:29", South African time."""
        moment = self.expires_at.astimezone(SOUTH_AFRICA)
        return f"{moment.day} {moment:%b %Y, %H:%M}"


@dataclass(frozen=True)
class LinkOwner:
    """Whom a link is for, as its page greets them."""

    name: str
    email: str
    practice: str


def make_link(db: ScopedSession, user: User) -> Link:
    """One link a user: a newer one ends the older."""
    end_links(db, user.id)
    token = secrets.token_urlsafe(32)
    moment = now()
    db.add(
        UserLink(
            practice_id=user.practice_id,
            user_id=user.id,
            token_hash=sha256(token.encode()).digest(),
            made_at=moment,
            expires_at=moment + LINK_LASTS,
        )
    )
    return Link(user.name, f"/set-password/{token}", moment + LINK_LASTS)


def end_links(db: ScopedSession, user_id: UUID) -> None:
    db.execute(
        text("delete from user_link where practice_id = :practice and user_id = :user"),
        {"practice": db.viewer.practice_id, "user": user_id},
    )


def link_owner(token: str) -> LinkOwner:
    """Raises LinkSpent: the link lets nobody in."""
    with session_for(_holder(token)) as db:
        user = db.fetch(User, db.viewer.user_id)
        return LinkOwner(user.name, user.email, db.get_one(Practice, user.practice_id).name)


def redeem(token: str, password: str, caller: Caller) -> SignedIn:
    """Set the password of whoever holds the link, end the link and every session they had, and sign them in.

    Raises:
        LinkSpent: nothing was changed.
        Invalid: the password is easy to guess; the link still counts.
    """
    holder = _holder(token)
    with session_for(holder) as db:
        user = db.fetch(User, holder.user_id)
        require_strong(db, user, password)
        spent = db.execute(
            text("delete from user_link where practice_id = :practice and token_hash = :token returning id"),
            {"practice": user.practice_id, "token": _hash(token)},
        ).all()
        if not spent:
            raise LinkSpent
        renew(db, user, passwords.hash_password(password))
        signed_in = open_session(db, user, caller)
    end_replaced(caller)
    return signed_in


def require_strong(db: ScopedSession, user: User, password: str) -> None:
    practice = db.get_one(Practice, db.viewer.practice_id)
    passwords.require_strong(password, user.name, *user.name.split(), *user.email.split("@"), practice.name)


def renew(db: ScopedSession, user: User, password_hash: str) -> None:
    """A password ("" for none yet) under the user's present e-mail; every session and link from before ends."""
    with one_of_a_kind("email", "This e-mail address already belongs to a user. Use another one."):
        db.flush()
        end_sessions(db, user.id)
        end_links(db, user.id)
        db.merge(
            Credential(
                practice_id=user.practice_id,
                id=user.id,
                email=user.email,
                password_hash=password_hash,
                changed_at=now(),
            )
        )
        db.flush()


@contextmanager
def one_of_a_kind(form_field: str, sentence: str) -> Iterator[None]:
    """What must be unique and is not is said beside its field."""
    try:
        yield
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            raise Invalid(sentence, field=form_field) from None
        raise


def _holder(token: str) -> Viewer:
    with before_practice() as db:
        row = db.execute(
            text("select practice_id, user_id from link_for(:token, :now)"), {"token": _hash(token), "now": now()}
        ).one_or_none()
    if row is None:
        raise LinkSpent
    return Viewer(row.practice_id, row.user_id)


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
