"""The downloads of clients, of tasks and of the work's overview: made while they are sent, so that neither memory nor a
file in the clear holds them.

Everyone whom a filter finds has an address of their own; clients that were ticked do not fit one, and come as a form.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from clientmanager.db import SessionToken, session_for
from clientmanager.http.pages import read_form
from clientmanager.http.viewer import session_token_of
from clientmanager.services import client_export, task_export, work_report_export
from clientmanager.services.client_choice import Choice, read_choice
from clientmanager.services.exports import Export


def _filtered(request: Request) -> StreamingResponse:
    return _send(session_token_of(request), read_choice([], request.url.query), request.path_params["form"])


async def _ticked(request: Request) -> StreamingResponse:
    """Form fields: `ids`, apart by spaces; `query` where all that the list finds were chosen, but those."""
    token = session_token_of(request)
    form = await read_form(request)
    choice = read_choice(form.get("ids", "").split(), form.get("query"))
    return await run_in_threadpool(_send, token, choice, request.path_params["form"])


def _send(token: SessionToken, choice: Choice, form: str) -> StreamingResponse:
    with session_for(token) as db:
        export = client_export.export(db, choice, form)
    return answer(export)


def _tasks(request: Request) -> StreamingResponse:
    listed = task_export.read_listed(request.url.query)
    with session_for(session_token_of(request)) as db:
        export = task_export.export(db, listed, request.path_params["form"])
    return answer(export)


def _overview(request: Request) -> StreamingResponse:
    with session_for(session_token_of(request)) as db:
        export = work_report_export.export(db, request.path_params["form"])
    return answer(export)


def answer(export: Export) -> StreamingResponse:
    return StreamingResponse(
        export.pieces,
        media_type=export.media_type,
        headers={"Content-Disposition": f'attachment; filename="{export.file_name}"'},
    )


routes = [
    Route("/clients/export.{form}", _filtered, methods=["GET"]),
    Route("/clients/export.{form}", _ticked, methods=["POST"]),
    Route("/tasks/export.{form}", _tasks, methods=["GET"]),
    Route("/tasks/overview/export.{form}", _overview, methods=["GET"]),
]
