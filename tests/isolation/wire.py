"""A real web process, and browser tabs reduced to what they are on the wire: a websocket, a cookie, a tab's token."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import simple_websocket

# The pages themselves are of no interest here, so nothing has to have been built.
SERVE = (
    "import sys; from clientmanager import cli, web;"
    "web._SERVE_WHAT_WAS_BUILT['__REFLEX_MOUNT_FRONTEND_COMPILED_APP'] = 'false';"
    "sys.argv = ['clientmanager', 'web']; cli.main()"
)
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
class Web:
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    @contextmanager
    def tab(self, session: str = "", *, token: str = "", page: str = "/clients") -> Iterator["Tab"]:
        """A tab of whoever holds this session cookie; "" is a stranger.

        Args:
            token: the tab's own, as another tab was given it; "" makes a new one.
        """
        cookie = {b"Cookie": f"session={session}".encode()} if session else {}
        token = token or str(uuid4())
        line = Line(
            f"ws://127.0.0.1:{self.port}/_event/?EIO=4&transport=websocket&token={token}",
            headers={b"Origin": f"http://127.0.0.1:{self.port}".encode()} | cookie,
        )
        try:
            tab = Tab(line, token, page)
            tab.greet()
            yield tab
        finally:
            line.close()


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
def serving(folder: Path) -> Iterator[Web]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "web.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE], env=os.environ | {"PORT": str(port)}, stdout=out, stderr=out
        )
    try:
        deadline = time.monotonic() + 40
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield Web(port, log, process)
    finally:
        process.terminate()
        process.wait(15)
