"""`/welcome`: whoever reads the code in the terminal makes the first practice."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clientmanager.errors import Invalid
from clientmanager.http.answers import status_of
from clientmanager.http.pages import HOME, caller_of, go, page, read_form
from clientmanager.http.viewer import let_in
from clientmanager.services import practices
from clientmanager.services.attempts import TooManyAttempts

_KEPT = ("code", "practice", "name", "email")


def _show(_request: Request) -> Response:
    if not practices.is_empty():
        return go("/sign-in")
    return _page({}, "", "")


async def _make(request: Request) -> Response:
    form = await read_form(request)
    make = partial(
        practices.welcome,
        code=form.get("code", ""),
        name=form.get("practice", ""),
        owner_name=form.get("name", ""),
        owner_email=form.get("email", ""),
        password=form.get("password", ""),
        caller=caller_of(request),
    )
    try:
        signed_in = await to_thread.run_sync(make)
    except (Invalid, TooManyAttempts) as refusal:
        answer = _page(form, str(refusal), getattr(refusal, "field", ""), status=status_of(refusal)[0])
        if isinstance(refusal, TooManyAttempts):
            answer.headers["Retry-After"] = str(refusal.seconds)
        return answer
    answer = go(HOME)
    let_in(answer, signed_in)
    return answer


def _page(form: dict[str, str], error: str, field: str, *, status: int = 200) -> Response:
    values = {name: form.get(name, "") for name in _KEPT}
    return page("welcome.html", status=status, values=values, error="" if field else error, errors={field: error})


routes = [Route("/welcome", _show, methods=["GET"]), Route("/welcome", _make, methods=["POST"])]
