"""Who really asks: what a proxy says about it is believed only from proxies that the operator named."""

import ipaddress

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from clientmanager.config import settings

_FORWARDED = (b"forwarded", b"x-forwarded-", b"x-real-ip")


class BehindProxies:
    """Puts the browser's address, scheme and host where everything after it looks; drops what strangers claim."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        named = filter(None, (part.strip() for part in settings().trusted_proxies.split(",")))
        self.trusted = [ipaddress.ip_network(part, strict=False) for part in named]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        claimed = Headers(scope=scope)
        headers = [pair for pair in scope["headers"] if not pair[0].lower().startswith(_FORWARDED)]
        scope = {**scope, "headers": headers}
        peer = scope.get("client")
        if peer and self._trusts(peer[0]):
            scope["client"] = (self._browser(claimed.getlist("x-forwarded-for"), peer[0]), 0)
            if host := claimed.get("x-forwarded-host"):
                scope["headers"] = [*(pair for pair in headers if pair[0].lower() != b"host"), (b"host", host.encode())]
            if settings().secure and claimed.get("x-forwarded-proto") == "http" and scope["type"] == "http":
                # The proxy takes plain HTTP too: nothing is said there, not even a cookie.
                await RedirectResponse(f"{settings().public_origin}/", 308)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _trusts(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.trusted)

    def _browser(self, forwarded: list[str], peer: str) -> str:
        """The last address that no proxy of ours wrote about itself; what stands before it, anybody may have sent."""
        hops = [hop.strip() for line in forwarded for hop in line.split(",")]
        for hop in reversed(hops):
            if not self._trusts(hop):
                return hop
            peer = hop
        return peer
