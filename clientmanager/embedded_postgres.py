"""The Postgres that comes with the product: started by us, reachable by nobody else.

It listens on a socket in a folder of mode 0700 and on no network; it wants a password (scram-sha-256) even there.
One process owns the running server; others join it, and it ends with its owner.
"""

import os
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from clientmanager.errors import Unavailable
from clientmanager.postgres_home import PostgresHome
from clientmanager.processes import Child, FolderLock, last_lines, open_log, require_space

OWNER = "owner"
DATABASE = "clientmanager"
_START_SECONDS = 60
"""Long enough to replay the log after a power cut."""

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "192MB",
    "effective_cache_size": "768MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    # Compiling a query costs more than it saves on rows for one screen.
    "jit": "off",
    # What a statement contained, and which value it tripped over, is client data: it stays out of the log.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
_HBA = "# Everybody gives a password, and there is no network.\nlocal all all scram-sha-256\n"


class EmbeddedPostgres:
    """One data directory's Postgres."""

    name = "database"

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._home = PostgresHome(data_dir)
        self._ownership = FolderLock(data_dir / "postgres.lock")
        self._password_file = data_dir / "postgres.password"
        self._server: Child | None = None
        self.log = data_dir / "logs" / "postgres.log"

    @property
    def running(self) -> bool:
        """Whether it answers, whoever started it."""
        with suppress(psycopg.Error, FileNotFoundError), self._connect() as connection:
            return connection.execute("select 1").fetchone() == (1,)
        return False

    @property
    def alive(self) -> bool:
        """Whether the server that this object started still runs; cheap enough to ask all the time."""
        return self._server is not None and self._server.ended is None

    @property
    def place(self) -> Path:
        """The folder of the database: in the data directory wherever that can be."""
        return self._home.place

    def owner_url(self, database: str = DATABASE) -> str:
        """Where the owner connects; for `migrate`, and nothing else."""
        password = quote(self._password_file.read_text().strip(), safe="")
        return f"postgresql+psycopg://{OWNER}:{password}@/{database}?host={quote(str(self._home.sockets()), safe='/')}"

    def create_database(self, database: str) -> None:
        """Make an empty database, unless it is there already; starting makes the product's own."""
        with self._connect() as connection, suppress(psycopg.errors.DuplicateDatabase):
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))

    def start(self) -> None:
        """Make the cluster if needed and run it as a child of this thread, which has to outlive it.

        Raises:
            Unavailable: another process owns it, or it cannot start; the message says what to do.
        """
        if not self.start_unless_owned():
            raise Unavailable("Another command has the database of this data directory. Wait until it has ended.")

    def start_unless_owned(self) -> bool:
        """Like `start`, but False, at once, if another process owns it."""
        if not self._ownership.held and not self._ownership.take():
            return False
        try:
            self._home.make()
            require_space(self._home.place)
            self._end_leftovers()
            if not self._home.cluster.exists():
                self._initialise()
            self._run()
            self.create_database(DATABASE)
        except BaseException:
            self.stop()
            raise
        return True

    def stop(self) -> None:
        """End what this object started, at most 6 s later. Open transactions roll back; nothing committed is lost."""
        if not self._ownership.held:
            return
        if self._server:
            for sign, patience in ((signal.SIGINT, 3.5), (signal.SIGQUIT, 1.5)):
                self._server.send(sign)
                if self._server.wait(patience) is not None:
                    break
            self._server.finish()
            self._server = None
        self._end_leftovers()
        self._ownership.free()

    def _connect(self) -> psycopg.Connection[tuple[int]]:
        url = self.owner_url("postgres").replace("+psycopg", "", 1)
        return psycopg.connect(url, autocommit=True, connect_timeout=5)

    def _initialise(self) -> None:
        """initdb beside the final name, then rename: an interrupted attempt never looks like a cluster."""
        account, unfinished = self._home.account, self._home.place / "unfinished"
        account.run("/bin/rm", "-rf", unfinished)
        if not self._password_file.exists():
            _write_secret(self._password_file, secrets.token_urlsafe(32))
        handed = self._home.place / "handed-password"
        handed.unlink(missing_ok=True)
        _write_secret(handed, self._password_file.read_text())
        os.chown(handed, account.uid, account.gid)
        command = [
            *(self._home.binaries / "initdb", "--pgdata", unfinished, "--username", OWNER, "--pwfile", handed),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"),
            # The rules of Unicode for upper and lower case on every machine, whatever locales it has.
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        ]
        with open_log(self.log) as log:
            initdb = Child(command, **account.run_as, stdout=log, stderr=log)
        try:
            failed = initdb.wait()
        finally:
            initdb.finish()
            handed.unlink()
        if failed:
            said = " ".join(last_lines(self.log, 1)) or "it said nothing"
            raise Unavailable(f"The database could not be made in {self._home.place}: {said}")
        (unfinished / "pg_hba.conf").write_text(_HBA)
        unfinished.rename(self._home.cluster)

    def _run(self) -> None:
        _refuse_other_version(self._home.cluster)
        settings = _SETTINGS | {"unix_socket_directories": str(self._home.sockets())}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open_log(self.log) as log:
            command = [self._home.binaries / "postgres", "-D", self._home.cluster, *arguments]
            server = Child(command, signal.SIGINT, **self._home.account.run_as, stdout=log, stderr=log)
        self._server = server
        deadline = time.monotonic() + _START_SECONDS
        while not self.running:
            if server.ended is not None or time.monotonic() > deadline:
                said = " ".join(last_lines(self.log, 1)) or "it said nothing"
                raise Unavailable(f"The database did not start: {said} (all of it is in {self.log}).")
            time.sleep(0.02)

    def _end_leftovers(self) -> None:
        """Nobody owns the cluster but us, so whoever still works in it lost their owner: end them, then their lock.

        Backends of a killed server notice its death only between statements. And a server refuses to start while its
        lock file names a process that lives, though that number may belong to another program by now.
        """
        left = self._processes()
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGQUIT)
        _, stubborn = psutil.wait_procs(left, timeout=2)
        for process in stubborn:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(stubborn, timeout=3)
        (self._home.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _processes(self) -> list[psutil.Process]:
        place, found = self._home.place.resolve(), list[psutil.Process]()
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if Path(process.cwd()).parent == place and process.name().startswith("postgres"):
                    found.append(process)
        return found


@contextmanager
def postgres_for(data_dir: Path) -> Iterator[EmbeddedPostgres]:
    """The running server of a data directory; if there is none, one for this block.

    Whoever started it for a block keeps it until the last of those who joined has left.

    Raises:
        Unavailable: it cannot be started, or whoever owns it has not brought it up in time.
    """
    server = EmbeddedPostgres(data_dir)
    users = FolderLock(data_dir / "postgres.users")
    joined = _join_or_start(server, users)
    try:
        yield server
    finally:
        users.free()
        if not joined:
            while not users.take():
                time.sleep(0.1)
            server.stop()
            users.free()


def _join_or_start(server: EmbeddedPostgres, users: FolderLock) -> bool:
    """True if it joined; then `users` is held, shared, so that the owner waits for us."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.start_unless_owned():
            return False
        if users.take(shared=True):
            if server.running:
                return True
            users.free()
        time.sleep(0.05)
    raise Unavailable("The database of this data directory does not answer. Stop what uses it, then try again.")


def _write_secret(path: Path, secret: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w") as file:
        file.write(secret)


def _refuse_other_version(cluster: Path) -> None:
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != "18":
        raise Unavailable(
            f"{cluster} was made by PostgreSQL {version}, and this version of ClientManager brings 18. Use the version "
            "of ClientManager that made it, and move the data by a backup."
        )
