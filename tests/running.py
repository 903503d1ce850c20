"""The product's own processes, started for tests on this test process's database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# What is served without the pages needs no built frontend: for tests that speak to the websocket or to HTTP routes.
_WITHOUT_PAGES = (
    "from clientmanager import web; web._SERVE_WHAT_WAS_BUILT['__REFLEX_MOUNT_FRONTEND_COMPILED_APP'] = ''; "
)
_RUN = "import sys; sys.argv = ['clientmanager', '{name}']; from clientmanager.cli import main; main()"
_PATIENCE_SECONDS = 90


@dataclass
class Running:
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def web(folder: Path, *, pages: bool = True) -> Iterator[Running]:
    """A web process that answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _process(folder, "web", "" if pages else _WITHOUT_PAGES, port) as running:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not _answers(port):
            assert running.process.poll() is None, running.log.read_text()
            assert time.monotonic() < deadline, running.log.read_text()
            time.sleep(0.1)
        yield running


@contextmanager
def worker(folder: Path) -> Iterator[Running]:
    with _process(folder, "worker", "", 0) as running:
        yield running


@contextmanager
def _process(folder: Path, name: str, before: str, port: int) -> Iterator[Running]:
    log = folder / f"{name}.log"
    environment = os.environ | ({"PORT": str(port)} if port else {})
    with log.open("wb") as out:
        command = [sys.executable, "-c", before + _RUN.format(name=name)]
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        yield Running(port, log, process)
    finally:
        process.terminate()
        process.wait(15)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
