"""A small `clientmanager` for the supervisor to run: the same commands, and none of their work."""

import json
import os
import shutil
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
NOTES = Path(os.environ["DATA_DIR"])


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if (NOTES / "worker.pid").exists() else 503)
        self.end_headers()
        self.wfile.write(json.dumps({"pid": os.getpid()}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def run(name: str) -> int:
    if name == "up":
        from clientmanager import parts, supervisor
        from clientmanager.config import Settings

        parts.PROGRAM = supervisor.PROGRAM = (sys.executable, __file__)
        supervisor.ensure_built = lambda _log: None
        if "DISK_IS_FULL" in os.environ:
            usage = shutil.disk_usage("/")
            shutil.disk_usage = lambda _path: usage._replace(free=1_000_000)
        return supervisor.up(Settings())
    if name == "migrate":
        (NOTES / "worker.pid").unlink(missing_ok=True)
        return int(os.environ.get("MIGRATE_ENDS_WITH", "0"))
    if name == "welcome-code":
        return 0
    if name == "worker" and (NOTES / "worker-is-ill").exists():
        sys.stderr.write("the worker is ill\n")
        return 3
    (NOTES / f"{name}.new").write_text(str(os.getpid()))
    (NOTES / f"{name}.new").rename(NOTES / f"{name}.pid")
    if name == "web":
        ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Health).serve_forever()
    if "WORKER_IS_DEAF" in os.environ:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
