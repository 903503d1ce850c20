"""The files of tasks, over HTTP."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clientmanager.db import session_for
from clientmanager.http.files import receiving, sent
from clientmanager.http.viewer import session_token_of
from clientmanager.services import task_files

_receive = receiving(task_files.require_adding, task_files.add, beside="task")


def _send(request: Request) -> Response:
    token = session_token_of(request)
    with session_for(token) as db:
        file = task_files.opened(db, request.path_params["file_id"])
    return sent(token, file, task_files.piece)


routes = [
    Route("/tasks/files", _receive, methods=["POST"]),
    Route("/tasks/files/{file_id}", _send, methods=["GET"]),
]
