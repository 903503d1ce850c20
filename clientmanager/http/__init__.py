"""Plain HTTP: signing in, downloads, health, and what stands guard in front of every request and websocket."""

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from clientmanager.http import (
    advice,
    backups,
    exports,
    health,
    imports,
    set_password,
    sign_in,
    task_files,
    timeline_files,
    welcome,
)
from clientmanager.http.answers import ANSWERS
from clientmanager.http.bodies import BoundedBodies
from clientmanager.http.gate import Gate
from clientmanager.http.headers import SafeHeaders
from clientmanager.http.origins import OwnOriginOnly
from clientmanager.http.proxies import BehindProxies

ROUTES = [
    *sign_in.routes,
    *welcome.routes,
    *set_password.routes,
    *health.routes,
    *backups.routes,
    *exports.routes,
    *imports.routes,
    *task_files.routes,
    *advice.routes,
    *timeline_files.routes,
]


def transformer(app: ASGIApp) -> ASGIApp:
    """Our routes before Reflex's, a gate before Reflex's, and the guards before all of them."""
    product = Starlette(routes=[*ROUTES, Mount("", Gate(app))], exception_handlers=ANSWERS)
    return SafeHeaders(BehindProxies(OwnOriginOnly(BoundedBodies(product))))
