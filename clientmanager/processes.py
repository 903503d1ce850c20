"""What several processes on one machine owe each other: locks, a shared end, and logs that stay small."""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from clientmanager.errors import Unavailable

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
"""Loaded before any fork: between fork and exec only calls that need no lock are safe."""

_START_LINE = "--- started "
_LOG_BYTES = 5_000_000
_LOW_WATER_BYTES = 200_000_000


class FolderLock:
    """An advisory lock on a file of the data directory; the kernel lets go of it however its holder ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        return self._file is not None

    def take(self, *, shared: bool = False) -> bool:
        """True if this process now holds the lock; False, at once, if another stands in the way."""
        file = open_private(self._path)
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def free(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def dies_with_parent(sign: signal.Signals, parent: int) -> None:
    """For `preexec_fn`, which runs after any change of user: Linux forgets the wish when the user changes.

    The parent is the *thread* that forked, so start children only from threads that live as long as they should.
    """
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def leave_with_parent(parent: int) -> None:
    """For a Python process that was forked by a library: it ends when `parent` does, on any system."""
    dies_with_parent(signal.SIGKILL, parent)
    if sys.platform != "linux":
        threading.Thread(target=_watch, args=(parent,), name="parent watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


class Child:
    """A program with all that it starts, in a process group of its own that does not outlive us.

    Where the kernel does not tell a program that its parent ended (only Linux does, and only the program itself, not
    what it started), a small sidecar does: it notices by its pipe, which closes with this process.
    """

    def __init__(
        self, command: Sequence[str | Path], sign: signal.Signals = signal.SIGKILL, *, family: bool = False, **how: Any
    ) -> None:
        """`sign` is what it gets when we end without a word; `family` says that it starts programs of its own."""
        self._process = subprocess.Popen[bytes](
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(dies_with_parent, sign, os.getpid()),
            **how,
        )
        self._sidecar = _sidecar(self.pid, sign) if family or sys.platform != "linux" else None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """Its exit code once it has ended; minus the signal's number if a signal ended it."""
        return self._process.poll()

    def send(self, sign: signal.Signals) -> None:
        self._process.send_signal(sign)

    def wait(self, seconds: float | None = None) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def finish(self) -> None:
        """End what is left of it and of whatever it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        if self._sidecar and self._sidecar.stdin:
            self._sidecar.kill()
            self._sidecar.stdin.close()
            self._sidecar.wait()
            self._sidecar = None


def _sidecar(group: int, sign: signal.Signals) -> subprocess.Popen[bytes]:
    code = "import os, sys; sys.stdin.read(); os.killpg(int(sys.argv[1]), int(sys.argv[2]))"
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", code, str(group), str(int(sign))],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def open_private(path: Path) -> IO[bytes]:
    """Open a file for appending; a new one is its owner's alone."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def open_log(path: Path) -> IO[bytes]:
    """Open a child's log for appending; only its owner reads it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    trim_log(path)
    log = open_private(path)
    log.write(f"{_START_LINE}{datetime.now(UTC).isoformat(timespec='seconds')}\n".encode())
    log.flush()
    return log


def trim_log(path: Path, *, limit: int = _LOG_BYTES) -> None:
    """Keep a log and its predecessor, each about `limit` bytes.

    The writer keeps its descriptor: what it wrote is copied aside and the file emptied under it, which is safe
    because it appends. Nobody has to reopen anything, and a child that outlives a broken pipe loses no last words.
    """
    if path.exists() and path.stat().st_size > limit:
        old = path.with_suffix(path.suffix + ".1")
        shutil.copyfile(path, old)
        old.chmod(0o600)
        os.truncate(path, 0)


def last_lines(path: Path, count: int = 8) -> list[str]:
    """The end of a log since its writer was last started, for the terminal."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8_000))
        said = file.read().decode(errors="replace").rpartition(_START_LINE)[2].splitlines()
    return [line for line in said[1:] if line.strip()][-count:]


def require_space(folder: Path, *, need: int = _LOW_WATER_BYTES) -> None:
    """Raises Unavailable when a start would soon fill the disk."""
    free = shutil.disk_usage(folder).free
    if free < need:
        raise Unavailable(
            f"The disk that holds {folder} has {free // 1_000_000} MB left. Free at least {need // 1_000_000} MB "
            "and start again; nothing was changed."
        )


def say(sentence: str) -> None:
    """Tell the person at the terminal what is being done."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
