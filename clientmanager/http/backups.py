"""A backup's download: made while it is sent, so that neither memory nor a file in the clear holds it."""

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from clientmanager.db import session_for
from clientmanager.http.viewer import session_token_of
from clientmanager.services import backups


def _excel(request: Request) -> StreamingResponse:
    return _send(request, "xlsx")


def _csv(request: Request) -> StreamingResponse:
    return _send(request, "csv")


def _send(request: Request, form: str) -> StreamingResponse:
    with session_for(session_token_of(request)) as db:
        download = backups.open_for_download(db, request.path_params["id"], form)
    return StreamingResponse(
        download.pieces,
        media_type=download.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{download.file_name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


routes = [Route("/backups/{id}.xlsx", _excel), Route("/backups/{id}.zip", _csv)]
