"""`/set-password/…`: whoever was handed a link chooses a password with it, once."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clientmanager.errors import Invalid
from clientmanager.http.pages import HOME, caller_of, go, page, read_form
from clientmanager.http.viewer import let_in
from clientmanager.services import credentials


def _show(request: Request) -> Response:
    return _page(request.path_params["token"], "")


async def _choose(request: Request) -> Response:
    token = request.path_params["token"]
    form = await read_form(request)
    try:
        signed_in = await to_thread.run_sync(
            partial(credentials.redeem, token, form.get("password", ""), caller_of(request))
        )
    except Invalid as refusal:
        return await to_thread.run_sync(_page, token, str(refusal))
    answer = go(HOME)
    let_in(answer, signed_in)
    return answer


def _page(token: str, error: str) -> Response:
    owner = credentials.link_owner(token)
    return page(
        "set_password.html",
        status=400 if error else 200,
        name=owner.name,
        email=owner.email,
        practice=owner.practice,
        error=error,
    )


routes = [
    Route("/set-password/{token}", _show, methods=["GET"]),
    Route("/set-password/{token}", _choose, methods=["POST"]),
]
