"""Refusals as pages: each says what to do."""

import secrets
from collections.abc import Callable
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from clientmanager import logs
from clientmanager.errors import (
    Conflict,
    DomainError,
    Invalid,
    NotAllowed,
    NotFound,
    SignInRequired,
    Unavailable,
)
from clientmanager.http.bodies import TooLarge
from clientmanager.http.pages import message, to_sign_in
from clientmanager.services.attempts import TooManyAttempts

log = structlog.get_logger()

_STATUS: dict[type[Exception], tuple[int, str]] = {
    TooLarge: (413, "Too large"),
    TooManyAttempts: (429, "Wait a moment"),
    NotFound: (404, "Not here"),
    NotAllowed: (403, "Not allowed"),
    Conflict: (409, "Changed meanwhile"),
    Unavailable: (503, "Not available just now"),
    Invalid: (400, "That cannot be"),
    DomainError: (400, "That cannot be"),
}


def _refused(request: Request, problem: Exception) -> Response:
    if isinstance(problem, SignInRequired):
        if request.method == "GET":
            return to_sign_in(request.url.path, request.url.query)
        return message(401, "Signed out", str(problem))
    status, title = status_of(problem)
    answer = message(status, title, str(problem))
    if isinstance(problem, TooManyAttempts):
        answer.headers["Retry-After"] = str(problem.seconds)
    return answer


def status_of(problem: Exception) -> tuple[int, str]:
    return next(answer for kind, answer in _STATUS.items() if isinstance(problem, kind))


def _http(_request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 400
    if status == 405:
        return message(405, "Not like this", "Go back, and use the page's own buttons.")
    return message(status, "Not here", "There is nothing at this address. Go to the clients and look from there.")


def _incident(_request: Request, problem: Exception) -> Response:
    """The text of an exception may quote a client's data: only its kind is written down."""
    incident = secrets.token_hex(3).upper()
    log.error("incident", incident=incident, kind=type(problem).__name__, where=logs.places(problem.__traceback__))
    return message(
        500,
        "Something went wrong here",
        f"Nothing was changed. Try again; if it stays, tell your operator {incident}.",
    )


ANSWERS: dict[Any, Callable[[Request, Exception], Response]] = {
    DomainError: _refused,
    HTTPException: _http,
    Exception: _incident,
}
