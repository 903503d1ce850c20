"""Records of advice over HTTP: their papers and signatures are sent, and scans of signed pages received."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from clientmanager.db import SessionToken, session_for
from clientmanager.errors import DomainError, Invalid, SignInRequired
from clientmanager.http.answers import status_of
from clientmanager.http.exports import answer
from clientmanager.http.headers import SEALED_OFF
from clientmanager.http.viewer import session_token_of
from clientmanager.services import advice_file, advice_papers, advice_signing
from clientmanager.services.advice_papers import Paper

_LONGEST_FIELD = 1_000


async def _receive(request: Request) -> Response:
    """Form fields: `version`, `signed_by` and `file`. Answers with the signature's id, or why it is refused."""
    try:
        token = session_token_of(request)
        await run_in_threadpool(_may_sign, token)
        async with request.form(max_files=1, max_fields=3, max_part_size=_LONGEST_FIELD) as form:
            file, version, name = form.get("file"), form.get("version"), form.get("signed_by")
            if file is None or isinstance(file, str):
                raise Invalid("Choose the scan first.")
            signature = await run_in_threadpool(_keep, token, version, name, await file.read())
    except DomainError as refusal:
        status = 401 if isinstance(refusal, SignInRequired) else status_of(refusal)[0]
        return PlainTextResponse(str(refusal), status)
    except ClientDisconnect:
        # Nobody is there to be answered any more, and nothing went wrong here.
        return Response(status_code=400)
    return PlainTextResponse(signature, 201)


def _may_sign(token: SessionToken) -> None:
    with session_for(token) as db:
        advice_signing.require_signing(db)


def _keep(token: SessionToken, version: object, name: object, content: bytes) -> str:
    with session_for(token) as db:
        return advice_signing.sign_scanned(db, version, name, content)


def _paper(request: Request) -> Response:
    with session_for(session_token_of(request)) as db:
        paper = advice_papers.paper(db, request.path_params["version_id"])
    return _send(paper)


def _signature(request: Request) -> Response:
    with session_for(session_token_of(request)) as db:
        paper = advice_papers.signature(db, request.path_params["signature_id"])
    return _send(paper)


def _send(paper: Paper) -> Response:
    kind = "inline" if paper.media_type.startswith("image/") else "attachment"
    return Response(
        paper.content,
        media_type=paper.media_type,
        headers={
            "Content-Disposition": f'{kind}; filename="{paper.name}"',
            "Content-Security-Policy": SEALED_OFF,
        },
    )


def _file(request: Request) -> Response:
    """All of a client's, for an inspection."""
    with session_for(session_token_of(request)) as db:
        export = advice_file.export(db, request.path_params["client_id"], request.path_params["form"])
    return answer(export)


routes = [
    Route("/clients/{client_id}/advice.{form}", _file, methods=["GET"]),
    Route("/clients/advice/signatures", _receive, methods=["POST"]),
    Route("/clients/advice/signatures/{signature_id}", _signature, methods=["GET"]),
    Route("/clients/advice/papers/{version_id}", _paper, methods=["GET"]),
]
