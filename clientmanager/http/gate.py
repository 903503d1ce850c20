"""What of Reflex a browser reaches: files, pages when signed in, and the websocket. Everything else is not here."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from clientmanager.http.headers import is_file
from clientmanager.http.pages import HOME, go, message, page, to_sign_in
from clientmanager.http.sign_in import is_signed_in
from clientmanager.http.viewer import presented_token
from clientmanager.services import practices

_EVENTS = "/_event"
_UNUSED = ("/_", "/ping", "/auth-codespace")
"""Reflex's other endpoints, its uploads among them: they write files, or tell strangers about the installation."""


class Gate:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        answer: Response | None = None
        if scope["type"] == "websocket":
            if path.rstrip("/") != _EVENTS:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        elif path.startswith(_UNUSED) or scope["method"] not in {"GET", "HEAD"}:
            answer = message(404, "Not here", "There is nothing at this address.")
        elif not is_file(path):
            answer = await to_thread.run_sync(_instead_of_page, Request(scope))
            # The built page lies in a folder of its name; Reflex would send the browser there by a redirect.
            scope = {**scope, "path": f"{path.rstrip('/')}/"}
        await (answer or self.app)(scope, receive, send)


def _instead_of_page(request: Request) -> Response | None:
    """Where someone goes who may not see this page; None lets them in."""
    token = presented_token(request)
    path = request.url.path
    if token is None and _came_from_another_site(request):
        # SameSite=Strict: the cookie stays away from a link in an e-mail, and comes along one step later.
        return page("onward.html", url=f"{path}?{request.url.query}" if request.url.query else path)
    if is_signed_in(token):
        return go(HOME) if path == "/" else None
    return go("/welcome") if practices.is_empty() else to_sign_in(path, request.url.query)


def _came_from_another_site(request: Request) -> bool:
    return (
        request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}
        and request.headers.get("sec-fetch-mode") == "navigate"
    )
