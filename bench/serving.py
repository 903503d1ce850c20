"""The processes that are measured, each as the product starts its own; they end with the block, or with us."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.events import Side, of_floor, of_product
from clientmanager.config import ROOT, settings
from clientmanager.errors import Unavailable
from clientmanager.processes import Child, last_lines, open_log

_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Served:
    side: Side
    child: Child

    @property
    def megabytes(self) -> float:
        """The resident memory of its processes."""
        return sum(one.memory_info().rss for one in self._processes) / 1e6

    @property
    def cpu_seconds(self) -> float:
        """What its processes have computed so far: hardly depends on what else the machine does."""
        return sum(sum(one.cpu_times()[:2]) for one in self._processes)

    @property
    def _processes(self) -> list[psutil.Process]:
        first = psutil.Process(self.child.pid)
        return [first, *first.children(recursive=True)]


@contextmanager
def product(port: int) -> Iterator[Served]:
    with _served(
        Side("product", port, of_product), [sys.executable, "-m", "clientmanager", "web"], ROOT, PORT=str(port)
    ) as served:
        yield served


@contextmanager
def floor(port: int, tape: Path) -> Iterator[Served]:
    place = Path(__file__).parent / "floor"
    more = {
        "PORT": str(port),
        "FLOOR_TAPE": str(tape),
        "PYTHONPATH": str(ROOT),
        "REFLEX_WEB_WORKDIR": str(settings().data_dir / "web"),
    }
    with _served(Side("floor", port, of_floor), [sys.executable, "serve.py"], place, **more) as served:
        yield served


@contextmanager
def _served(side: Side, command: list[str], folder: Path, **environment: str) -> Iterator[Served]:
    file = settings().data_dir / "logs" / f"{side.name}.log"
    with open_log(file) as log:
        child = Child(command, cwd=folder, env=os.environ | environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not _answers(side):
            if child.ended is not None or time.monotonic() > deadline:
                raise Unavailable(f"The {side.name} did not start. It said:\n" + "\n".join(last_lines(file)))
            time.sleep(0.1)
        yield Served(side, child)
    finally:
        child.send(signal.SIGTERM)
        child.wait(5)
        child.finish()


def _answers(side: Side) -> bool:
    connection = http.client.HTTPConnection(side.host, side.port, timeout=5)
    try:
        connection.request("GET", "/ping")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True
