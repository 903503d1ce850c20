"""Browser tabs reduced to what they are on the wire: a websocket, a cookie, a tab's token."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import simple_websocket

from tests.running import Running

QUIET_SECONDS = 0.3
"""Nothing said for this long: everything that was asked has been answered."""


class Line(simple_websocket.Client):
    def handshake(self) -> None:
        self.host = f"{self.host}:{self.port}"  # a Host header without its port is refused, rightly
        # Byte by byte, or a first message that comes along with the server's handshake lies there unread.
        self.receive_bytes, usual = 1, self.receive_bytes
        super().handshake()
        self.receive_bytes = usual


@dataclass
class Tab:
    line: Line
    token: str
    page: str
    heard: list[str] = field(default_factory=list)

    def greet(self) -> None:
        assert str(self.line.receive(20)).startswith("0")
        self.line.send("40/_event,")
        while not (words := str(self.line.receive(20))).startswith("40/_event,"):
            assert "new_token" in words, words  # a tab that is open already keeps its own

    def at(self, page: str) -> dict[str, Any]:
        """What a browser says of where it is. The cookie in it is a lie that must not be believed."""
        path, _, query = page.partition("?")
        pairs = dict(pair.split("=") for pair in query.split("&")) if query else {}
        return {"pathname": path, "asPath": page, "query": pairs}

    def send(self, name: str, payload: Any = None, *, page: str = "", **also: Any) -> None:
        event = {"name": name, "payload": payload or {}, "router_data": self.at(page or self.page) | also}
        self.say(["event", event])

    def say(self, words: Any) -> None:
        self.line.send("42/_event," + json.dumps(words))

    def listen(self, seconds: float = QUIET_SECONDS) -> str:
        """Everything said since, until it is quiet."""
        new: list[str] = []
        while (words := self.line.receive(seconds)) is not None:
            if words == "2":  # are you there?
                self.line.send("3")
            else:
                new.append(str(words))
        self.heard += new
        return "\n".join(new)

    def ask(self, name: str, payload: Any = None, *, page: str = "", **also: Any) -> str:
        self.send(name, payload, page=page, **also)
        return self.listen()


@contextmanager
def tab(web: Running, session: str = "", *, token: str = "", page: str = "/clients") -> Iterator[Tab]:
    """A tab of whoever holds this session cookie; "" is a stranger.

    Args:
        token: the tab's own, as another tab was given it; "" makes a new one.
    """
    cookie = {b"Cookie": f"session={session}".encode()} if session else {}
    token = token or str(uuid4())
    line = Line(
        f"ws://127.0.0.1:{web.port}/_event/?EIO=4&transport=websocket&token={token}",
        headers={b"Origin": web.url.encode()} | cookie,
    )
    try:
        opened = Tab(line, token, page)
        opened.greet()
        yield opened
    finally:
        line.close()
