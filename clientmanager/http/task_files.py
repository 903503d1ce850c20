"""The files of tasks: received and sent over HTTP, where the viewer is known before a byte is read or written.

Nothing in a file runs here: whatever a browser makes of one, it makes it in a page of no origin (`SEALED_OFF`), and of
the kind that our own look at its bytes says. Pictures may be shown; everything else is only ever downloaded.
"""

from collections.abc import Iterator
from itertools import chain
from urllib.parse import quote
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from clientmanager.db import SessionToken, session_for
from clientmanager.errors import DomainError, Invalid, SignInRequired
from clientmanager.http.answers import status_of
from clientmanager.http.headers import SEALED_OFF
from clientmanager.http.viewer import session_token_of
from clientmanager.services import task_files

_LONGEST_FIELD = 200


async def _receive(request: Request) -> Response:
    """Form fields: `task` and `file`. Answers with the file's id, or with the sentence of the refusal."""
    try:
        token = session_token_of(request)
        await run_in_threadpool(_may_add, token)
        async with request.form(max_files=1, max_fields=2, max_part_size=_LONGEST_FIELD) as form:
            file, task = form.get("file"), form.get("task")
            if file is None or isinstance(file, str):
                raise Invalid("Choose a file first.")
            file_id = await run_in_threadpool(_keep, token, task, file.filename, await file.read())
    except DomainError as refusal:
        status = 401 if isinstance(refusal, SignInRequired) else status_of(refusal)[0]
        return PlainTextResponse(str(refusal), status)
    except ClientDisconnect:
        # A tab that was closed meanwhile, or a lost line: nobody is there to be answered, and nothing went wrong here.
        return Response(status_code=400)
    return PlainTextResponse(file_id, 201)


def _may_add(token: SessionToken) -> None:
    with session_for(token) as db:
        task_files.require_adding(db)


def _keep(token: SessionToken, task: object, name: object, content: bytes) -> str:
    with session_for(token) as db:
        return task_files.add(db, task, name, content)


def _send(request: Request) -> Response:
    token = session_token_of(request)
    with session_for(token) as db:
        file = task_files.opened(db, request.path_params["file_id"])
    pieces = _pieces(token, file.id, file.bytes)
    kind = "inline" if file.picture else "attachment"
    return StreamingResponse(
        # the first is read here, where a refusal is still a page and not a broken download
        chain([next(pieces)], pieces),
        media_type=file.media_type,
        headers={
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Length": str(file.bytes),
            "Content-Security-Policy": SEALED_OFF,
        },
    )


def _pieces(token: SessionToken, file_id: UUID, size: int) -> Iterator[bytes]:
    """Each in a transaction of its own: a slow line keeps no connection to the database."""
    for start in range(0, size, task_files.PIECE):
        with session_for(token) as db:
            piece = task_files.piece(db, file_id, start)
        yield piece


routes = [
    Route("/tasks/files", _receive, methods=["POST"]),
    Route("/tasks/files/{file_id}", _send, methods=["GET"]),
]
