"""What sending and receiving any file has in common: the viewer is known before a byte is read or written.

Nothing in a file runs here: whatever a browser makes of one, it makes it in a page of no origin (`SEALED_OFF`), and of
the kind that our own look at its bytes says. Pictures may be shown; everything else is only ever downloaded.
"""

from collections.abc import Awaitable, Callable, Iterator
from itertools import chain
from typing import Protocol
from urllib.parse import quote
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from clientmanager.db import ScopedSession, SessionToken, session_for
from clientmanager.errors import DomainError, Invalid, SignInRequired
from clientmanager.http.answers import status_of
from clientmanager.http.headers import SEALED_OFF
from clientmanager.http.viewer import session_token_of
from clientmanager.services import task_files
from clientmanager.services.task_files import Opened

_LONGEST_FIELD = 200
Piece = Callable[[ScopedSession, UUID, int], bytes]


class Keep(Protocol):
    """A use case that keeps a file: beside what, its name, its bytes; returns its id."""

    def __call__(self, db: ScopedSession, beside: object, name: object, content: bytes, /) -> str: ...


def receiving(
    may: Callable[[ScopedSession], None], keep: Keep, *, beside: str
) -> Callable[[Request], Awaitable[Response]]:
    """A route that takes one file. It answers with the file's id, or with the sentence of the refusal.

    Args:
        may: asked before a byte is read.
        beside: the form's field that says what the file belongs to; the other is `file`.
    """

    def asked(token: SessionToken) -> None:
        with session_for(token) as db:
            may(db)

    def kept(token: SessionToken, what: object, name: object, content: bytes) -> str:
        with session_for(token) as db:
            return keep(db, what, name, content)

    async def receive(request: Request) -> Response:
        try:
            token = session_token_of(request)
            await run_in_threadpool(asked, token)
            async with request.form(max_files=1, max_fields=2, max_part_size=_LONGEST_FIELD) as form:
                file, what = form.get("file"), form.get(beside)
                if file is None or isinstance(file, str):
                    raise Invalid("Choose a file first.")
                file_id = await run_in_threadpool(kept, token, what, file.filename, await file.read())
        except DomainError as refusal:
            status = 401 if isinstance(refusal, SignInRequired) else status_of(refusal)[0]
            return PlainTextResponse(str(refusal), status)
        except ClientDisconnect:
            # A tab that was closed meanwhile, or a lost line: nobody is there to be answered, and nothing went wrong.
            return Response(status_code=400)
        return PlainTextResponse(file_id, 201)

    return receive


def sent(token: SessionToken, file: Opened, piece: Piece) -> Response:
    """The answer that brings a file which was opened."""
    pieces = _pieces(token, file, piece)
    kind = "inline" if file.picture else "attachment"
    return StreamingResponse(
        # the first is read here, where a refusal is still a page and not a broken download
        chain([next(pieces, b"")], pieces),
        media_type=file.media_type,
        headers={
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Length": str(file.bytes),
            "Content-Security-Policy": SEALED_OFF,
        },
    )


def _pieces(token: SessionToken, file: Opened, piece: Piece) -> Iterator[bytes]:
    """Each in a transaction of its own: a slow line keeps no connection to the database."""
    for start in range(0, file.bytes, task_files.PIECE):
        with session_for(token) as db:
            some = piece(db, file.id, start)
        yield some
