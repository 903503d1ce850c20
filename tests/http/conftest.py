"""Browsers that talk to the real routes and guards; in place of Reflex stands an application that says what it got."""

import asyncio
from collections.abc import AsyncIterable, Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from clientmanager.config import settings
from clientmanager.http import transformer
from clientmanager.services import attempts

ORIGIN = "http://localhost:8000"


async def reflex(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers what reaches it: pages with the address it believes in, websockets by taking them."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
    else:
        answer = PlainTextResponse(f"page for {scope['client'][0]}", headers={"x-path": scope["path"]})
        await answer(scope, receive, send)


class Browser:
    """Keeps its cookies between requests, and follows nothing by itself."""

    def __init__(self, address: str = "127.0.0.1", origin: str = ORIGIN) -> None:
        self.app = transformer(reflex)
        self.address, self.origin = address, origin
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 50000))
        self.client = httpx.AsyncClient(transport=transport, base_url=origin)

    def get(self, path: str, **headers: str | bytes) -> httpx.Response:
        return _done(self.client.get(path, headers=_named(headers)))

    def post(self, path: str, form: dict[str, str] | None = None, /, **headers: str) -> httpx.Response:
        return _done(self.client.post(path, data=form or {}, headers=_named(headers)))

    def ask(self, method: str, path: str, form: dict[str, str]) -> httpx.Response:
        return _done(self.client.request(method, path, data=form, headers={"origin": self.origin}))

    def send(
        self, path: str, body: bytes | AsyncIterable[bytes], *, kind: str = "application/x-www-form-urlencoded"
    ) -> httpx.Response:
        return _done(self.client.post(path, content=body, headers={"content-type": kind}))

    def upload(self, path: str, form: dict[str, str], name: str, content: bytes, **headers: str) -> httpx.Response:
        """One file, as the field `file`."""
        sending = self.client.post(path, data=form, files={"file": (name, content)}, headers=_named(headers))
        return _done(sending)

    def sign_in(self, email: str, password: str, **more: str) -> httpx.Response:
        return self.post("/sign-in", {"email": email, "password": password, **more})

    @property
    def is_signed_in(self) -> bool:
        return self.get("/clients").status_code == 200

    def cookie(self, name: str) -> str:
        return self.client.cookies.get(name) or ""

    def websocket(self, path: str = "/_event", **headers: str) -> str:
        """What became of a handshake: "websocket.accept" or "websocket.close"."""
        told: list[str] = []

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            told.append(message["type"])

        host = self.origin.partition("//")[2]
        pairs = [(name.encode(), value.encode()) for name, value in _named({"host": host, **headers}).items()]
        scope = {"type": "websocket", "path": path, "root_path": "", "query_string": b"", "headers": pairs,
                 "client": (self.address, 50000), "scheme": "ws", "subprotocols": []}  # fmt: skip
        _done(self.app(scope, receive, send))
        return told[0]


def set_cookies(answer: httpx.Response) -> dict[str, str]:
    """Name to the whole line."""
    return {line.partition("=")[0]: line for line in answer.headers.get_list("set-cookie")}


def _named(headers: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _done(what: Any) -> Any:
    async def whole() -> Any:
        return await what

    return asyncio.run(whole())


@pytest.fixture(autouse=True)
def _attempts_start_afresh() -> Iterator[None]:
    attempts._limiter.cache_clear()
    yield
    attempts._limiter.cache_clear()


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Settings of one test: `set_up(PUBLIC_ORIGIN="https://…")`, before its browsers are made."""

    def change(**environment: str) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()
