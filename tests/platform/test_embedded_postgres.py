"""The embedded Postgres is safe on a shared machine, survives violence, and is shared by those who need it at once."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg
import pytest

from clientmanager.embedded_postgres import EmbeddedPostgres, postgres_for
from clientmanager.errors import Unavailable
from tests.platform.conftest import eventually

START_AND_WAIT = """
import sys, time
from pathlib import Path
from clientmanager.embedded_postgres import postgres_for
with postgres_for(Path(sys.argv[1])) as postgres:
    print("up", flush=True)
    sys.stdin.read()
"""


class Command:
    """Another process that uses the database until it is told to leave."""

    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", START_AND_WAIT, data_dir], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def until_up(self) -> None:
        assert self.process.stdout
        assert self.process.stdout.readline() == "up\n"

    def may_leave(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def command(data_dir: Path) -> Iterator[Callable[[], Command]]:
    made: list[Command] = []

    def make() -> Command:
        made.append(Command(data_dir))
        return made[-1]

    yield make
    for each in made:
        each.may_leave()
        each.process.wait(20)
        assert each.process.stdout
        each.process.stdout.close()


@pytest.fixture(scope="module")
def postgres() -> Iterator[EmbeddedPostgres]:
    """One for the tests that only look."""
    data_dir = Path(tempfile.mkdtemp(prefix="clientmanager-test-"))
    with postgres_for(data_dir) as running:
        yield running
    shutil.rmtree(data_dir)


def connection_to(postgres: EmbeddedPostgres) -> psycopg.Connection[tuple[object]]:
    return psycopg.connect(postgres.owner_url().replace("+psycopg", ""), connect_timeout=5)


def postmaster(postgres: EmbeddedPostgres) -> psutil.Process:
    return psutil.Process(int((postgres.place / "cluster" / "postmaster.pid").read_text().splitlines()[0]))


def family(postgres: EmbeddedPostgres) -> list[psutil.Process]:
    return [postmaster(postgres), *postmaster(postgres).children(recursive=True)]


def socket_folder(postgres: EmbeddedPostgres) -> Path:
    return Path(parse_qs(urlsplit(postgres.owner_url()).query)["host"][0])


def test_text_is_utf8_and_folds_by_the_rules_of_unicode_on_any_machine(postgres: EmbeddedPostgres) -> None:
    with connection_to(postgres) as connection:
        row = connection.execute("select current_setting('server_encoding'), lower('ÉÊ'), current_user").fetchone()
        assert row == ("UTF8", "éê", "owner")


def test_nothing_of_it_can_be_read_by_anybody_else(postgres: EmbeddedPostgres) -> None:
    data_dir = postgres.log.parent.parent
    for path in [data_dir, *data_dir.rglob("*"), socket_folder(postgres)]:
        open_to_others = stat.S_IMODE(path.lstat().st_mode) & 0o077
        # Root lets the account of Postgres, alone, pass through the data directory.
        allowed = 0o010 if path == data_dir and os.geteuid() == 0 else 0
        assert open_to_others in {0, allowed}, path


def test_no_other_account_gets_to_the_socket_or_the_password(postgres: EmbeddedPostgres) -> None:
    data_dir = postgres.log.parent.parent
    for path in (socket_folder(postgres) / ".s.PGSQL.5432", data_dir / "postgres.password"):
        assert path.exists()
        if os.geteuid() == 0:
            looked = subprocess.run(
                ["/bin/cat", path], user="nobody", group="nogroup", extra_groups=[], cwd="/", capture_output=True
            )
            assert b"Permission denied" in looked.stderr


def test_whoever_reaches_the_socket_still_needs_the_password(postgres: EmbeddedPostgres) -> None:
    for password in ("", "guess"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(socket_folder(postgres)), user="owner", password=password, dbname="postgres")


def test_it_listens_on_no_network(postgres: EmbeddedPostgres) -> None:
    assert postmaster(postgres).net_connections("inet") == []


def test_no_folder_above_the_data_changes_its_permissions(data_dir: Path) -> None:
    before = {path: path.stat() for path in (data_dir, *data_dir.parents)}
    with postgres_for(data_dir / "closed" / "data") as postgres:
        # For root it stands elsewhere, where its own account gets to; and it works.
        place = postgres.place
        assert (place.parent == data_dir / "closed" / "data") == (os.geteuid() != 0)
        assert postgres.running
    for path, stood in before.items():
        now = path.stat()
        assert (now.st_mode, now.st_uid, now.st_gid) == (stood.st_mode, stood.st_uid, stood.st_gid), path
    with postgres_for(data_dir / "closed" / "data") as again:
        assert again.place == place
    shutil.rmtree(place)


def test_a_deep_data_directory_gets_a_short_and_private_folder_for_its_socket(data_dir: Path) -> None:
    data_dir.chmod(0o711)
    deep = data_dir / ("d" * 60) / ("e" * 60)
    deep.parent.mkdir()
    with postgres_for(deep) as postgres:
        folder = socket_folder(postgres)
        assert folder.parent != postgres.place
        assert len(os.fsencode(folder / ".s.PGSQL.5432")) <= 103
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with postgres_for(deep) as postgres:
        assert socket_folder(postgres) == folder
    shutil.rmtree(folder)
    with postgres_for(deep) as postgres:
        assert postgres.running, "the system emptied its temporary folder, and it made another"
        shutil.rmtree(socket_folder(postgres))


def test_what_clients_are_called_stays_out_of_the_log(postgres: EmbeddedPostgres) -> None:
    with connection_to(postgres) as connection:
        connection.execute("create table client (name text primary key)")
        connection.execute("insert into client values ('Nomvula')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into client values ('Nomvula')")
    assert "Nomvula" not in postgres.log.read_text()


def test_data_is_there_after_the_server_was_killed(data_dir: Path) -> None:
    with postgres_for(data_dir) as postgres:
        with connection_to(postgres) as connection:
            connection.execute("create table kept as select 42 as answer")
        postmaster(postgres).kill()
        eventually(lambda: not postgres.alive)
    with postgres_for(data_dir) as postgres, connection_to(postgres) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_a_backend_that_missed_its_servers_death_does_not_stop_the_next_start(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    postgres.start()
    busy = connection_to(postgres)
    pid = busy.info.backend_pid
    os.kill(pid, signal.SIGSTOP)
    postmaster(postgres).kill()
    eventually(lambda: not postgres.alive)
    assert psutil.pid_exists(pid)
    postgres.start()
    assert postgres.running
    assert not psutil.pid_exists(pid)
    postgres.stop()
    busy.close()


def test_a_lock_file_that_names_a_living_stranger_does_not_stop_the_next_start(data_dir: Path) -> None:
    with postgres_for(data_dir) as postgres:
        lock = postgres.place / "cluster" / "postmaster.pid"
        text = lock.read_text()
    stranger = subprocess.Popen(["/bin/sleep", "60"], **postgres._home.account.run_as)
    lock.write_text(text.replace(text.splitlines()[0], str(stranger.pid), 1))
    with postgres_for(data_dir) as postgres:
        assert postgres.running
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_an_interrupted_first_start_is_begun_again(data_dir: Path, command: Callable[[], Command]) -> None:
    first = command()
    eventually(lambda: (data_dir / "postgres" / "unfinished").exists())
    first.kill()
    with postgres_for(data_dir) as postgres:
        assert postgres.running


def test_it_ends_when_its_owner_is_killed(data_dir: Path, command: Callable[[], Command]) -> None:
    owner = command()
    owner.until_up()
    left = family(EmbeddedPostgres(data_dir))
    owner.kill()
    _, alive = psutil.wait_procs(left, timeout=5)
    assert alive == []


def test_commands_that_start_at_once_share_one_server_until_the_last_leaves(
    data_dir: Path, command: Callable[[], Command]
) -> None:
    commands = [command() for _ in range(3)]
    for each in commands:
        each.until_up()
    with postgres_for(data_dir) as postgres:
        server = postmaster(postgres)
        for each in commands:
            each.may_leave()
        time.sleep(0.5)
        assert server.is_running()
        assert postgres.running
    server.wait(10)


def test_starting_what_another_process_owns_is_refused_in_a_sentence(data_dir: Path) -> None:
    with postgres_for(data_dir), pytest.raises(Unavailable, match="Another command"):
        EmbeddedPostgres(data_dir).start()


def test_two_data_directories_are_independent(data_dir: Path) -> None:
    other = data_dir / "other"
    with postgres_for(data_dir) as one:
        with postgres_for(other) as two:
            assert postmaster(one).pid != postmaster(two).pid
            assert one.owner_url() != two.owner_url()
        assert one.running


def test_the_sidecar_of_other_systems_ends_it_too(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "some other system")
    postgres = EmbeddedPostgres(data_dir)
    postgres.start()
    assert postgres._server
    assert postgres._server._sidecar
    assert postgres._server._sidecar.stdin
    postgres._server._sidecar.stdin.close()  # as the kernel does when we end without a word
    eventually(lambda: not postgres.alive)
    postgres.stop()
