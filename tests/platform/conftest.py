"""A supervisor of its own for each test: real Postgres, real processes, stand-ins for web and worker."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

STAND_IN = Path(__file__).with_name("stand_in.py")


def eventually(what: Callable[[], object], *, seconds: float = 10) -> None:
    """Wait until `what` is true."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """A data directory, and whoever runs on it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.processes: list[subprocess.Popen[str]] = []

    def up(self, **environment: str) -> subprocess.Popen[str]:
        """Start without waiting."""
        surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        settings = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "HOST": "127.0.0.1"} | environment
        process = subprocess.Popen(
            [sys.executable, STAND_IN, "up"],
            env=surroundings | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes.append(process)
        return process

    def serving(self, **environment: str) -> subprocess.Popen[str]:
        """Start, and wait for the address."""
        process = self.up(**environment)
        assert process.stdout
        for line in process.stdout:
            if line.startswith("ClientManager is at"):
                return process
        pytest.fail("it ended before it served")

    def pid_of(self, part: str) -> int:
        return int((self.data_dir / f"{part}.pid").read_text())

    @property
    def postmaster(self) -> int | None:
        file = self.data_dir / "postgres" / "cluster" / "postmaster.pid"
        return int(file.read_text().splitlines()[0]) if file.exists() else None

    def left(self) -> list[psutil.Process]:
        """Every process that works on this data directory."""
        found: list[psutil.Process] = []
        for process in psutil.process_iter():
            try:
                mine = process.environ().get("DATA_DIR") == str(self.data_dir)
                at_work = mine or process.cwd().startswith(str(self.data_dir))
                if at_work and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except psutil.Error:  # it ended meanwhile, or is not ours to look at
                continue
        return found


def _folder() -> Iterator[Path]:
    # Not pytest's own folder: root's is closed to the account that Postgres then runs as.
    made = Path(tempfile.mkdtemp(prefix="clientmanager-test-"))
    yield made
    shutil.rmtree(made)


data_dir = pytest.fixture(_folder)
same_data_dir = pytest.fixture(_folder, scope="module")


@pytest.fixture
def installation(same_data_dir: Path) -> Iterator[Installation]:
    """On data that the tests of a module share, for making it anew takes longer than most of them."""
    yield from _cared_for(Installation(same_data_dir))


@pytest.fixture
def new_installation(data_dir: Path) -> Iterator[Installation]:
    yield from _cared_for(Installation(data_dir))


def _cared_for(made: Installation) -> Iterator[Installation]:
    yield made
    for process in made.processes:
        process.terminate()
        process.wait(15)
        if process.stdout:
            process.stdout.close()
    (made.data_dir / "worker-is-ill").unlink(missing_ok=True)
    assert made.left() == []
