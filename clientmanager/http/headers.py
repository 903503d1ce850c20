"""What every answer tells the browser to refuse, and what may be kept."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientmanager.config import Settings, settings

SEALED_OFF = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The policy of what people bring along: no script, no origin, nothing asked for. An answer may have it instead.
The style is the one with which browsers centre a picture.
"""
_NAMED_BY_CONTENT = re.compile(r"/assets/.+-[A-Za-z0-9_-]{8}\.\w+(\.gz|\.br)?")
"""Files whose name changes with their content, as Vite names them."""
_FILE = re.compile(r"/(?:assets/.+|(?:[^/]+/)*[^/]+\.(?!html)\w+)")


def is_file(path: str) -> bool:
    """A part of the frontend that is the same for everybody: a script, a style, a font, an image."""
    return _FILE.fullmatch(path) is not None and not path.startswith(
        ("/backups/", "/clients/", "/tasks/", "/timeline/")
    )


def content_security_policy(config: Settings) -> str:
    """`unsafe-inline` and `unsafe-eval` are Reflex's: without eval its toasts vanish silently."""
    # Safari before 15.4 does not count websockets of the same origin as 'self'.
    websockets = " ".join(re.sub("^http", "ws", origin) for origin in config.origins)
    return "; ".join(
        (
            "default-src 'self'",
            f"connect-src 'self' {websockets}",
            "img-src 'self' data:",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


class SafeHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.always = {
            "Content-Security-Policy": content_security_policy(settings()),
            "X-Content-Type-Options": "nosniff",
            # Not "no-referrer": under it browsers send our own forms with the origin "null".
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            "X-Frame-Options": "DENY",
            # Otherwise granian writes its own name.
            "Server": "ClientManager",
        }
        if settings().secure:
            self.always["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(sent: Message) -> None:
            if sent["type"] == "http.response.start":
                headers = MutableHeaders(scope=sent)
                sealed_off = headers.get("Content-Security-Policy") == SEALED_OFF
                headers.update(self.always)
                headers["Cache-Control"] = _kept(scope["path"], sent["status"])
                if sealed_off:
                    headers.update({"Content-Security-Policy": SEALED_OFF, "Cache-Control": "private, no-store"})
            await send(sent)

        await self.app(scope, receive, send_safely)


def _kept(path: str, status: int) -> str:
    if status >= 400 or not is_file(path):
        return "no-store"
    return "public, max-age=31536000, immutable" if _NAMED_BY_CONTENT.fullmatch(path) else "public, no-cache"
