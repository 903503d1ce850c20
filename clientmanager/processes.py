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
from pathlib import Path
from typing import IO

from clientmanager.errors import Unavailable

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
"""Loaded before any fork: between fork and exec only calls that need no lock are safe."""

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


def dies_with_parent(sign: signal.Signals) -> None:
    """For `preexec_fn`, which runs after any change of user: Linux forgets the wish when the user changes.

    The parent is the *thread* that forked, so start children only from threads that live as long as the process.
    """
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


def leave_with_parent(parent: int, *, every: float = 0.5) -> None:
    """End this process soon after `parent` has ended; works wherever `dies_with_parent` does not."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def end_with_us(pid: int, sign: signal.Signals) -> subprocess.Popen[bytes] | None:
    """Where the kernel does not tell a foreign program that its parent ended, a small sidecar does.

    It notices by its pipe, which closes with this process, and is told the same way when all is well.
    """
    if sys.platform == "linux":
        return None
    code = "import os, signal, sys; sys.stdin.read(); os.kill(int(sys.argv[1]), int(sys.argv[2]))"
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", code, str(pid), str(int(sign))],
        stdin=subprocess.PIPE,
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
    return open_private(path)


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
    """The end of a log, for the terminal."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8_000))
        return [line for line in file.read().decode(errors="replace").splitlines() if line.strip()][-count:]


def require_space(folder: Path, *, need: int = _LOW_WATER_BYTES) -> None:
    """Raises Unavailable when a start would soon fill the disk."""
    free = shutil.disk_usage(folder).free
    if free < need:
        raise Unavailable(
            f"The disk that holds {folder} has {free // 1_000_000} MB left. Free at least {need // 1_000_000} MB "
            "and start again; nothing was changed."
        )
