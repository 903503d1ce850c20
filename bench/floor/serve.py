"""Start the floor as `clientmanager/web.py` starts the product: one granian worker with the same options."""

import os
import signal
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from clientmanager.processes import leave_with_parent

if __name__ == "__main__":
    from serve import load  # pyright: ignore[reportMissingImports]  (a name that the worker can import, too)

    os.environ |= {"REFLEX_ENV_MODE": "prod", "__REFLEX_SKIP_COMPILE": "true"}
    server = Server(
        "floor:app",
        address="127.0.0.1",
        port=int(os.environ["PORT"]),
        interface=Interfaces.ASGI,
        workers=1,
        websockets=True,
        log_access=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=3,
    )
    server.serve(target_loader=partial(load, os.getpid()), wrap_loader=False)


def load(parent: int) -> Callable[..., Any]:
    leave_with_parent(parent)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return import_module("floor").app()
