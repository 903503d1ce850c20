"""`/health`, for monitors: JSON, and 503 when a part is down."""

from dataclasses import asdict
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from clientmanager.services import health


def _health(_request: Request) -> JSONResponse:
    found = health.health()
    shown = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(found).items()}
    return JSONResponse(shown, 200 if found.status == "up" else 503)


routes = [Route("/health", _health)]
