"""E-mails and chats that are dropped, and the files that stand in timelines, over HTTP."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clientmanager.db import session_for
from clientmanager.http.files import receiving, sent
from clientmanager.http.viewer import session_token_of
from clientmanager.services import capture_files, interaction_files

_receive = receiving(capture_files.require_recording, capture_files.receive, beside="client")


def _send(request: Request) -> Response:
    token = session_token_of(request)
    with session_for(token) as db:
        file = interaction_files.opened(db, request.path_params["entry_file_id"])
    return sent(token, file, interaction_files.piece)


routes = [
    Route("/timeline/files", _receive, methods=["POST"]),
    Route("/timeline/files/{entry_file_id}", _send, methods=["GET"]),
]
