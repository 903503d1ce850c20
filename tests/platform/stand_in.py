"""A small `clientmanager` for the supervisor to run: the same commands, and none of their work."""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from clientmanager import parts, supervisor
from clientmanager.config import Settings


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"pid": os.getpid()}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def run(name: str) -> int:
    notes = Path(os.environ["DATA_DIR"])
    if name == "up":
        parts.PROGRAM = supervisor.PROGRAM = (sys.executable, __file__)
        supervisor.ensure_built = lambda _log: None
        return supervisor.up(Settings())
    if name == "migrate":
        return int(os.environ.get("MIGRATE_ENDS_WITH", "0"))
    (notes / f"{name}.pid").write_text(str(os.getpid()))
    if name == "web":
        ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Health).serve_forever()
    if (notes / "worker-is-ill").exists():
        sys.stderr.write("the worker is ill\n")
        return 3
    if "WORKER_IS_DEAF" in os.environ:
        import signal

        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
