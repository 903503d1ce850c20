"""Who a request comes from: the session cookie, and nothing that a page or an event says about itself."""

import re
from hashlib import sha256

from starlette.requests import HTTPConnection, cookie_parser
from starlette.responses import Response

from clientmanager.config import settings
from clientmanager.db import SessionToken
from clientmanager.errors import SignInRequired
from clientmanager.services.sign_in import SignedIn

DEVICE_LASTS = 400 * 24 * 60 * 60
"""Seconds; the longest that browsers keep a cookie."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def session_token_of(request: HTTPConnection) -> SessionToken:
    """Raises SignInRequired: the browser brought no session."""
    return token_from_cookie(request.headers.get("cookie", ""))


def token_from_cookie(cookie_header: str) -> SessionToken:
    """Raises SignInRequired: no session is named there. Whether the session lives, Postgres says."""
    token = cookie_parser(cookie_header).get(cookie_name("session"), "")
    if not _TOKEN.fullmatch(token):
        raise SignInRequired
    return SessionToken(sha256(token.encode()).digest())


def presented_token(request: HTTPConnection) -> SessionToken | None:
    """The session that the browser brought, if any."""
    try:
        return session_token_of(request)
    except SignInRequired:
        return None


def device_of(request: HTTPConnection) -> str:
    return request.cookies.get(cookie_name("device"), "")


def cookie_name(name: str) -> str:
    """Over TLS the prefix makes browsers refuse such a cookie from a neighbouring host or from plain HTTP."""
    return f"__Host-{name}" if settings().secure else name


def let_in(response: Response, signed_in: SignedIn) -> None:
    """Give the browser its session, and remember that this browser signed in with this account."""
    _set(response, "session", signed_in.token, seconds=signed_in.kept_seconds)
    _set(response, "device", signed_in.device, seconds=DEVICE_LASTS)


def forget(response: Response) -> None:
    _set(response, "session", "", seconds=0)


def _set(response: Response, name: str, value: str, *, seconds: int | None) -> None:
    """`seconds` of None: until the browser is closed."""
    response.set_cookie(
        cookie_name(name), value, max_age=seconds, path="/", secure=settings().secure, httponly=True, samesite="strict"
    )
