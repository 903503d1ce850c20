"""What every test stands on: a real Postgres with the real migrations, no network, and a clock that is put back.

Postgres is the one in DATABASE_URL, or else the product's own, in a temporary folder. Each test process has a
database of its own there, made by `migrate`, with the application's role: nothing is stood in for.
"""

import ipaddress
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url

from clientmanager import clock, db
from clientmanager.config import Settings, settings
from clientmanager.embedded_postgres import EmbeddedPostgres
from clientmanager.migrating import migrate
from tests import world

# The same cases in every run, so that a red one is red because of the change; to look for new ones, run with
# --hypothesis-profile=default.
hypothesis.settings.register_profile("the same", derandomize=True, deadline=None)
hypothesis.settings.load_profile("the same")

SERVER = pytest.StashKey["Server"]()


class Server:
    """The Postgres of one test run, and the folder of everything else that the run writes."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clientmanager-tests-"))
        self.folder.chmod(0o755)
        self.name = f"cm_test_{secrets.token_hex(4)}"
        self._embedded: EmbeddedPostgres | None = None
        if given := os.environ.get("DATABASE_URL"):
            self.url = make_url(given).set(drivername="postgresql+psycopg")
        else:
            self._embedded = EmbeddedPostgres(self.folder / "server")
            self._embedded.start()
            self.url = make_url(self._embedded.owner_url("postgres"))
            self._forget_power_cuts()

    def _forget_power_cuts(self) -> None:
        """Nothing of this server outlives the run; tests/platform tries what has to be safe on servers of its own."""
        with owner_of(self.url) as owner:
            for name in ("fsync", "full_page_writes"):
                owner.exec_driver_sql(f"alter system set {name} = off")
            owner.exec_driver_sql("select pg_reload_conf()")

    @property
    def known(self) -> dict[str, str]:
        """What a test process has to know of it."""
        return {"url": self.url.render_as_string(hide_password=False), "name": self.name, "folder": str(self.folder)}

    def end(self) -> None:
        if self._embedded:
            self._embedded.stop()
        else:
            self._drop_what_we_made()
        shutil.rmtree(self.folder)

    def _drop_what_we_made(self) -> None:
        with owner_of(self.url) as owner:
            for kind, names in (
                ("database", "select datname from pg_database where starts_with(datname, :ours)"),
                ("role", "select rolname from pg_roles where starts_with(rolname, :ours)"),
            ):
                for name in owner.execute(text(names), {"ours": self.name}).scalars().all():
                    owner.exec_driver_sql(f'drop {kind} "{name}"' + (" with (force)" if kind == "database" else ""))


@contextmanager
def owner_of(url: URL) -> Iterator[Connection]:
    """The owner's own connection, each statement committed at once."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def pytest_configure(config: pytest.Config) -> None:
    """Before anything reads a setting: start Postgres, and set the environment of this process and its children."""
    run: dict[str, str] | None = getattr(config, "workerinput", None)
    if run is None:
        config.stash[SERVER] = Server()
        run = config.stash[SERVER].known | {"workerid": "main"}
    own = Path(run["folder"]) / run["workerid"]
    own.mkdir()
    # A setting of the machine or of a developer's .env must not decide a test.
    Settings.model_config["env_file"] = None
    for field in Settings.model_fields:
        os.environ.pop(field.upper(), None)
        os.environ.pop(field, None)
    url = make_url(run["url"]).set(database=f"{run['name']}_{run['workerid']}")
    os.environ |= {
        "DATABASE_URL": url.render_as_string(hide_password=False),
        "DATA_DIR": str(own / "data"),
        "KEY_DIR": str(own / "keys"),
        "CLOCK_MAY_MOVE": "1",
    }
    sys.addaudithook(refuse_the_network)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a test process of pytest-xdist where the run's Postgres is."""
    node.workerinput.update(node.config.stash[SERVER].known)


def pytest_unconfigure(config: pytest.Config) -> None:
    if server := config.stash.get(SERVER, None):
        server.end()


def refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    """No test reaches beyond this machine: an audit hook of Python sees every connection and every name looked up."""
    if event == "socket.connect" and isinstance(address := arguments[1], tuple):
        host = address[0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return
    try:
        if ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified:
            return
    except ValueError:
        pass
    raise RuntimeError(f"A test tried to reach {name}; tests stay on this machine.")


@pytest.fixture(autouse=True)
def _clock_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_offset", timedelta())


@pytest.fixture(scope="session")
def _migrated() -> Iterator[URL]:
    url = make_url(os.environ["DATABASE_URL"])
    with owner_of(url.set(database="postgres")) as owner:
        owner.exec_driver_sql(f'create database "{url.database}" template template0')
        owner.exec_driver_sql(f'alter database "{url.database}" set synchronous_commit = off')
    migrate(settings())
    yield url
    db.engine().dispose()


@pytest.fixture
def database(_migrated: URL) -> Iterator[world.Database]:
    """This process's database, empty as after the first start."""
    found = world.Database(_migrated)
    found.empty()
    yield found
    found.close()


@pytest.fixture
def acacia(database: world.Database) -> world.PracticeWorld:
    return world.acacia()


@pytest.fixture
def baobab(database: world.Database) -> world.PracticeWorld:
    return world.baobab()
