"""`/sign-in` and `/sign-out`."""

from contextlib import suppress

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clientmanager.db import SessionToken, session_for
from clientmanager.errors import SignInRequired, Unavailable
from clientmanager.http.answers import status_of
from clientmanager.http.pages import caller_of, go, page, read_form, safe_next
from clientmanager.http.viewer import forget, let_in, presented_token, session_token_of
from clientmanager.services import practices, sign_in
from clientmanager.services.attempts import TooManyAttempts
from clientmanager.services.sign_in import WrongPassword


def is_signed_in(token: SessionToken | None) -> bool:
    if token is None:
        return False
    try:
        with session_for(token):
            return True
    except SignInRequired:
        return False


def _show(request: Request) -> Response:
    wanted = safe_next(request.query_params.get("next", ""))
    if is_signed_in(presented_token(request)):
        return go(wanted)
    if practices.is_empty():
        return go("/welcome")
    return page("sign_in.html", next=wanted, email="", keep=False, error="")


async def _sign_in(request: Request) -> Response:
    form = await read_form(request)
    email, wanted = form.get("email", ""), safe_next(form.get("next", ""))
    keep = bool(form.get("keep"))
    try:
        signed_in = await sign_in.sign_in(email, form.get("password", ""), caller_of(request), keep=keep)
    except (WrongPassword, TooManyAttempts, Unavailable) as refusal:
        status = 401 if isinstance(refusal, WrongPassword) else status_of(refusal)[0]
        answer = page("sign_in.html", status=status, next=wanted, email=email, keep=keep, error=str(refusal))
        if isinstance(refusal, WrongPassword):
            answer.background = BackgroundTask(refusal.write_down)
        if isinstance(refusal, TooManyAttempts):
            answer.headers["Retry-After"] = str(refusal.seconds)
        return answer
    answer = go(wanted)
    let_in(answer, signed_in)
    return answer


def _sign_out(request: Request) -> Response:
    answer = go("/sign-in")
    forget(answer)
    with suppress(SignInRequired):  # it had ended already, which is what was asked for
        sign_in.sign_out(session_token_of(request))
    return answer


def _sign_out_everywhere(request: Request) -> Response:
    with session_for(session_token_of(request)) as db:
        sign_in.sign_out_everywhere(db)
    answer = go("/sign-in")
    forget(answer)
    return answer


routes = [
    Route("/sign-in", _show, methods=["GET"]),
    Route("/sign-in", _sign_in, methods=["POST"]),
    Route("/sign-out", _sign_out, methods=["POST"]),
    Route("/sign-out-everywhere", _sign_out_everywhere, methods=["POST"]),
]
