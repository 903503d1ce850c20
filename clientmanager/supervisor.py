"""`make run`: every part started in order, watched, started again when it dies, and ended together."""

import errno
import http.client
import os
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from clientmanager.config import ROOT, Settings
from clientmanager.embedded_postgres import EmbeddedPostgres
from clientmanager.errors import Unavailable
from clientmanager.frontend import ensure_built
from clientmanager.parts import MIGRATING, PROGRAM, Part, Program, Watch, last_words
from clientmanager.postgres_home import make_data_dir
from clientmanager.processes import (
    Child,
    FolderLock,
    dies_with_parent,
    require_space,
    say,
    trim_log,
)

_FIRST_ANSWER_SECONDS = 60
_GOODBYE_SECONDS = 3.5
_TRIM_EVERY_SECONDS = 5
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)


def up(settings: Settings, *, demo: bool = False, reload: bool = False) -> int:
    """Run everything until Ctrl-C or SIGTERM; returns the exit code.

    With `demo`, a practice to try things in is made first. With `reload`, changed sources restart what they change.
    """
    if "MAKELEVEL" in os.environ:
        # Started by make: if someone kills it, nobody is left who would pass a Ctrl-C on.
        dies_with_parent(signal.SIGTERM, os.getppid())
    for sign in _ENDING:
        signal.signal(sign, _interrupt)
    try:
        _run(settings, demo=demo, reload=reload)
    except KeyboardInterrupt:
        signal.setitimer(signal.ITIMER_REAL, 0)
        say("Everything has ended.")
        return 0
    except Unavailable as error:
        say(str(error))
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        say(f"The disk is full ({error.filename or settings.data_dir}). Free some space and start again.")
    return 1


def _interrupt(*_: object) -> NoReturn:
    """Asked to end; asks again until it is heard, for Python drops what is raised at the moment of a fork."""
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    raise KeyboardInterrupt


def _run(settings: Settings, *, demo: bool, reload: bool) -> None:
    data_dir, logs = settings.data_dir, settings.data_dir / "logs"
    environment = os.environ | {"DATA_DIR": str(data_dir), "HOST": settings.host, "PORT": str(settings.port)}
    environment["PYTHONUNBUFFERED"] = "1"
    if demo and settings.database_url:
        raise Unavailable("The demo keeps to data of its own: unset DATABASE_URL for `make demo`.")
    make_data_dir(data_dir)
    with _alone(data_dir), _ending() as parts:
        _require_port(settings)
        require_space(data_dir)
        if not settings.database_url:
            parts.append(_database(data_dir))
        ensure_built(logs / "frontend.log")
        web, worker = (Program(name, logs, environment) for name in ("web", "worker"))
        with _migrating(data_dir):
            # Loading takes it as long as migrating takes; it holds its answers back until that is done.
            web.start()
            parts.append(web)
            _step("migrate", "Bringing the database up to date …", environment)
            if demo:
                _step("demo", "Looking after the demonstration practice …", environment)
        say("Starting the web process and the worker …")
        worker.start()
        parts.append(worker)
        _await_health(settings, parts)
        say(f"ClientManager is at {settings.public_origin}  (Ctrl-C ends it)")
        _step("welcome-code", "", environment)
        watches = [Watch(part) for part in parts]
        changes = _changes() if reload else None
        trimmed = time.monotonic()
        while True:
            if changes is None:
                time.sleep(0.2)
            elif next(changes):
                _renew(parts, logs)
            for watch in watches:
                watch.tend()
            if time.monotonic() - trimmed > _TRIM_EVERY_SECONDS:
                trimmed = time.monotonic()
                for part in parts:
                    trim_log(part.log)


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    lock = FolderLock(data_dir / "up.lock")
    if not lock.take():
        raise Unavailable(
            f"ClientManager already runs on {data_dir}. Use that one, or end it first; a second one needs a DATA_DIR "
            "and a PORT of its own."
        )
    try:
        yield
    finally:
        lock.free()


@contextmanager
def _migrating(data_dir: Path) -> Iterator[None]:
    lock = FolderLock(data_dir / MIGRATING)
    while not lock.take():
        time.sleep(0.02)
    try:
        yield
    finally:
        lock.free()


@contextmanager
def _ending() -> Iterator[list[Part]]:
    """Whatever was started ends within 10 s: the programs together, then the database that they used."""
    parts: list[Part] = []
    try:
        yield parts
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for sign in _ENDING:
            signal.signal(sign, signal.SIG_IGN)
        if parts:
            say("Ending …")
        programs = [part for part in parts if isinstance(part, Program)]
        for program in programs:
            program.ask_to_end()
        deadline = time.monotonic() + _GOODBYE_SECONDS
        for program in programs:
            program.end(max(0, deadline - time.monotonic()))
        for part in parts:
            if isinstance(part, EmbeddedPostgres):
                part.stop()


def _database(data_dir: Path) -> EmbeddedPostgres:
    database = EmbeddedPostgres(data_dir)
    say(f"Starting the database in {database.place} …")
    if not database.start_unless_owned():
        say("Another command uses this data; waiting until it has ended …")
        while not database.start_unless_owned():
            time.sleep(0.1)
    return database


def _require_port(settings: Settings) -> None:
    """Find out now, in a sentence, rather than from the web process later."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host.strip("[]"), settings.port))
        except socket.gaierror as error:
            raise Unavailable(f"HOST={settings.host} is not an address of this machine.") from error
        except OSError as error:
            free = f"PORT={settings.port + 1} make run" if settings.port < 65535 else "PORT=8000 make run"
            reason = {
                errno.EADDRINUSE: f"Port {settings.port} is taken by another program. End it, or take another: {free}",
                errno.EACCES: f"Port {settings.port} is reserved for root. Take one above 1023: PORT=8000 make run",
                errno.EADDRNOTAVAIL: f"HOST={settings.host} is not an address of this machine.",
            }.get(error.errno or 0)
            raise Unavailable(reason or f"Port {settings.port} cannot be used: {error.strerror}.") from error


def _step(name: str, sentence: str, environment: Mapping[str, str]) -> None:
    """Run one of our own commands to its end; what it has to say, it says on this terminal."""
    if sentence:
        say(sentence)
    step = Child((*PROGRAM, name), cwd=ROOT, env=environment)
    try:
        failed = step.wait()
    finally:
        step.finish()
    if failed:
        raise Unavailable(f"`clientmanager {name}` did not finish (code {failed}), so nothing more was started.")


def _await_health(settings: Settings, parts: list[Part]) -> None:
    deadline = time.monotonic() + _FIRST_ANSWER_SECONDS
    answer = None
    while time.monotonic() < deadline:
        for part in parts:
            if not part.alive:
                raise Unavailable(f"The {part.name} process did not start. It said:\n{last_words(part.log)}")
        if (answer := _health(settings)) == http.HTTPStatus.OK:
            return
        time.sleep(0.05)
    if answer is None:
        log = settings.data_dir / "logs" / "web.log"
        raise Unavailable(f"The web process does not answer. It said:\n{last_words(log)}")
    say("It serves, but reports a part that is down. `clientmanager doctor` says which.")


def _health(settings: Settings) -> int | None:
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host.strip("[]"))  # noqa: S104
    connection = http.client.HTTPConnection(here, settings.port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": urlsplit(settings.public_origin).netloc})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _changes() -> Iterator[bool]:
    """Twice a second, whether sources have changed."""
    import watchfiles  # only `make dev` needs it

    places = (ROOT / "clientmanager", ROOT / "assets", ROOT / "rxconfig.py")
    return (bool(found) for found in watchfiles.watch(*places, yield_on_timeout=True, rust_timeout=500))


def _renew(parts: list[Part], logs: Path) -> None:
    say("The sources have changed …")
    try:
        ensure_built(logs / "frontend.log")
    except Unavailable as error:
        say(str(error))
        return
    for part in parts:
        if isinstance(part, Program):
            part.ask_to_end()
            part.end(_GOODBYE_SECONDS)
            part.start()
    say("… and are served.")
