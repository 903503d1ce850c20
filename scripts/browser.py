"""Find a Chromium for the tests, fetching one if need be; prints its path.

The machine's own comes first, then Playwright's, then apt's where that is allowed. Without one it says what to
install: browser tests are never left out in silence.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_TRIAL = ("--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom", "data:text/html,<p>alive</p>")


def main() -> int:
    for candidate in _candidates():
        if candidate and _works(candidate):
            sys.stdout.write(f"{candidate}\n")
            return 0
    sys.stderr.write(
        "No Chromium works on this machine, and the browser tests need one. Install it (`apt install chromium` on "
        "Debian and Ubuntu), or name one: CHROMIUM=/path/to/chrome make test\n"
    )
    return 1


def _candidates() -> Iterator[str | None]:
    """Each later one costs more than the one before; the caller stops at the first that works."""
    yield os.environ.get("CHROMIUM")
    yield from (shutil.which(name) for name in _NAMES)
    yield _of_playwright()
    _do("Fetching Playwright's Chromium …", sys.executable, "-m", "playwright", "install", "chromium")
    yield _of_playwright()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _do(
            "Installing what Playwright's Chromium needs …",
            sys.executable,
            "-m",
            "playwright",
            "install-deps",
            "chromium",
        )
        yield _of_playwright()
        _do("Asking apt for a list of packages …", "apt-get", "update")
        _do("Installing Chromium with apt …", "apt-get", "install", "--yes", "--no-install-recommends", "chromium")
        yield shutil.which("chromium")


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _do(sentence: str, *command: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=400)
    except subprocess.TimeoutExpired:
        sys.stderr.write("… which took too long.\n")


def _works(path: str) -> bool:
    try:
        said = subprocess.run([path, *_TRIAL], capture_output=True, text=True, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "alive" in said


if __name__ == "__main__":
    sys.exit(main())
