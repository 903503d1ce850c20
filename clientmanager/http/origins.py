"""Requests and websockets that other sites make a browser send are refused before anything of ours sees them."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from clientmanager.config import settings
from clientmanager.http.pages import message
from clientmanager.http.viewer import cookie_name

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_OF_MONITORS = "/health"
"""Answered under any name, for monitors that know the machine by another one."""


class OwnOriginOnly:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.origins = frozenset(settings().origins)
        self.hosts = frozenset(name for origin in self.origins for name in _names(origin))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = ""
        if scope["type"] == "websocket":
            refusal = self._refusal_of_websocket(Headers(scope=scope))
            if refusal:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        elif scope["type"] == "http":
            refusal = self._refusal(Headers(scope=scope), scope["method"], scope["path"])
            if refusal:
                await message(403, "Refused", refusal, onward=f"{settings().public_origin}/")(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, headers: Headers, method: str, path: str) -> str:
        if path != _OF_MONITORS and headers.get("host", "").lower() not in self.hosts:
            return f"ClientManager is not at this address. Go to {settings().public_origin}."
        if method not in _READING and self._from_elsewhere(headers):
            return "Another site sent this. Go back to ClientManager and try again from there."
        return ""

    def _from_elsewhere(self, headers: Headers) -> bool:
        """Browsers say where a request comes from; what says nothing at all is no browser, and brings no cookies
        that it was not given (the reasoning of Go's http.CrossOriginProtection).
        """
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site not in {"same-origin", "none"}:
            return True
        # A document that hides its origin sends "null": then only `Sec-Fetch-Site` can vouch for it.
        return origin is not None and origin.lower() not in self.origins and (origin != "null" or site is None)

    def _refusal_of_websocket(self, headers: Headers) -> str:
        if headers.get("host", "").lower() not in self.hosts:
            return "wrong host"
        origin = headers.get("origin")
        if origin is None:
            # Never a browser, so nobody is being used; a program must bring its session.
            return "" if f"{cookie_name('session')}=" in headers.get("cookie", "") else "no origin and no session"
        return "" if origin.lower() in self.origins else "another origin"


def _names(origin: str) -> set[str]:
    """As the Host header may write it: with the default port or without."""
    parts = urlsplit(origin.lower())
    default = 443 if parts.scheme == "https" else 80
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else f"{parts.hostname}"
    port = parts.port or default
    return {f"{host}:{port}"} | ({host} if port == default else set())
