"""The web process: one granian worker that serves the pages, their events and the plain routes of `http.py`."""

import gc
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from clientmanager.config import ROOT, Settings
from clientmanager.frontend import QUIET
from clientmanager.parts import MIGRATING
from clientmanager.processes import FolderLock, leave_with_parent

_SERVE_WHAT_WAS_BUILT = {
    "REFLEX_ENV_MODE": "prod",
    # Internal names of Reflex 0.10.1; a test starts this process for real.
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "__REFLEX_SKIP_COMPILE": "true",
}
_PATIENCE_SECONDS = 3
_OBJECTS_BETWEEN_COLLECTIONS = 10_000
"""The usual 700 are made within a few events, and each collection holds everybody up."""


def serve_web(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; connections that are still open then get a moment, and are cut."""
    os.environ.update(QUIET | _SERVE_WHAT_WAS_BUILT)
    os.chdir(ROOT)  # Reflex reads rxconfig.py and .web from here.
    server = Server(
        "clientmanager.clientmanager:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        # The state of the screens lives in this one process, unless Redis holds it.
        workers=1,
        websockets=True,
        log_access=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=_PATIENCE_SECONDS,
    )
    server.serve(target_loader=partial(_load, os.getpid(), settings.data_dir), wrap_loader=False)


def _load(parent: int, data_dir: Path) -> Callable[..., Any]:
    """In the worker: load the app, and hold it back while the data is still being brought up to date."""
    leave_with_parent(parent)
    # Until granian's worker has its own, it has its parent's handlers, which would not end it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    app = import_module("clientmanager.clientmanager").app()
    # A full collection went through everything that was just loaded, and held everybody up for 110 ms.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    migrating = FolderLock(data_dir / MIGRATING)
    while data_dir.exists() and not migrating.take(shared=True):
        time.sleep(0.02)
    migrating.free()
    return app
