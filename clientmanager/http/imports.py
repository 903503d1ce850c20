"""Files to import arrive over HTTP, where the viewer is known before a byte of them is read."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clientmanager.db import SessionToken, session_for
from clientmanager.errors import Invalid
from clientmanager.http.viewer import session_token_of
from clientmanager.services import imports

LARGEST = 50 * 1024 * 1024


async def receive(request: Request) -> Response:
    """Keep the file for the worker, and show its preview's page."""
    token = session_token_of(request)
    await run_in_threadpool(_may_import, token)
    async with request.form(max_files=1, max_fields=4, max_part_size=LARGEST) as form:
        file = form.get("file")
        if file is None or isinstance(file, str) or not file.filename:
            raise Invalid("Choose a file first.")
        if (file.size or 0) > LARGEST:
            raise Invalid("This file is larger than 50 MB. Split it, or use the command line.")
        content = await file.read()
        import_id = await run_in_threadpool(_keep, token, file.filename, content)
    return RedirectResponse(f"/import?file={import_id}", status_code=303)


def _may_import(token: SessionToken) -> None:
    with session_for(token) as db:
        imports.require_importer(db)


def _keep(token: SessionToken, file_name: str, content: bytes) -> str:
    with session_for(token) as db:
        return imports.receive(db, file_name, content)


routes = [Route("/import/files", receive, methods=["POST"])]
