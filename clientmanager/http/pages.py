"""The pages that work without JavaScript: templates, forms, and where a person goes afterwards."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from clientmanager.errors import Invalid
from clientmanager.http.viewer import device_of, presented_token
from clientmanager.services.attempts import Caller

HOME = "/clients"
_MOST_FIELDS = 20
_LONGEST_NEXT = 2000
_NOT_NEXT = ("/sign-in", "/sign-out", "/welcome", "/set-password", "/_")

_templates = Environment(loader=FileSystemLoader(Path(__file__).parent.parent / "templates"), autoescape=True)


def page(template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    return HTMLResponse(_templates.get_template(template).render(shown), status)


def message(status: int, title: str, sentence: str, *, onward: str = "/") -> HTMLResponse:
    return page(
        "message.html",
        status=status,
        title=title,
        sentence=sentence,
        action_label="Go to ClientManager",
        action_href=onward,
    )


def go(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)


def to_sign_in(path: str, query: str = "") -> RedirectResponse:
    """To the sign-in page, which leads back here."""
    wanted = safe_next(f"{path}?{query}" if query else path)
    return go("/sign-in" if wanted == HOME else f"/sign-in?next={quote(wanted, safe='/')}")


def safe_next(wanted: str) -> str:
    """A page of this installation, or the first one: never another site's, however it is written."""
    fine = (
        len(wanted) <= _LONGEST_NEXT
        and wanted.startswith("/")
        and not wanted.startswith(("//", *_NOT_NEXT))
        and "\\" not in wanted
        and wanted.isprintable()
    )
    if not fine:
        return HOME
    parts = urlsplit(wanted)
    return HOME if parts.scheme or parts.netloc or parts.path == "/" else wanted


async def read_form(request: Request) -> dict[str, str]:
    """The fields of an ordinary form."""
    try:
        body = (await request.body()).decode()
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise Invalid("The form arrived damaged. Fill it in once more.") from None


def caller_of(request: Request) -> Caller:
    return Caller(request.client.host if request.client else "", device_of(request), presented_token(request))
