"""What a backup holds: everything of the practice, of one moment, and nothing of anybody else's."""

import errno
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from clientmanager import clock
from clientmanager.backup import catalogue, files, writing
from clientmanager.config import ROOT
from clientmanager.db import session_for
from clientmanager.errors import Unavailable
from clientmanager.models.snapshot import Snapshot
from clientmanager.services import backup_operations, backups
from tests.backup.conftest import look_into, operator, path_of, take
from tests.world import Database, PracticeWorld

OF_A_PRACTICE = """
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
"""


def test_every_table_of_a_practice_is_backed_up_or_named_with_a_reason(database: Database, acacia: PracticeWorld):
    with session_for(operator(acacia)) as db:
        held = {table.name for table in catalogue.tables(db)}
    of_a_practice = {row[0] for row in database.all(OF_A_PRACTICE)}
    assert held | catalogue.LEFT_OUT.keys() == of_a_practice | {"practice"}
    assert not held & catalogue.LEFT_OUT.keys()
    assert all(catalogue.LEFT_OUT.values())


def test_a_new_table_is_backed_up_without_anybody_thinking_of_it(database: Database, acacia: PracticeWorld):
    with a_table_of_tomorrow(database, acacia), look_into(take(acacia)) as archive:
        assert list(archive.records(archive.table("of_tomorrow"))) == [f"{acacia.practice_id},{acacia.client.id},kept"]


@contextmanager
def a_table_of_tomorrow(database: Database, acacia: PracticeWorld) -> Iterator[None]:
    for statement in (
        "create table of_tomorrow (practice_id uuid, id uuid, said text, primary key (practice_id, id))",
        f"insert into of_tomorrow values ('{acacia.practice_id}', '{acacia.client.id}', 'kept')",
        "do $$ begin execute 'grant select on of_tomorrow to ' || quote_ident(current_database() || '_app'); end $$",
    ):
        database.owner.exec_driver_sql(statement)
    try:
        yield
    finally:
        database.owner.exec_driver_sql("drop table of_tomorrow")


def test_an_older_schema_is_backed_up_as_it_is(database: Database, acacia: PracticeWorld):
    database.owner.exec_driver_sql("alter table practice rename column contact to what_it_was_called")
    try:
        backup_operations.take_before_upgrade()
    finally:
        database.owner.exec_driver_sql("alter table practice rename column what_it_was_called to contact")
    [taken] = backup_operations.listed_for_operator("acacia")
    with session_for(operator(acacia)) as db:
        snapshot = db.fetch(Snapshot, taken["id"])
    assert snapshot.reason == "before an upgrade"
    with look_into(snapshot) as archive:
        assert "what_it_was_called" in {column.name for column in archive.table("practice").columns}


def test_no_row_of_another_practice_is_in_it(acacia: PracticeWorld, baobab: PracticeWorld):
    with look_into(take(acacia)) as archive:
        tables = {table.name: list(archive.records(table)) for table in archive.manifest.tables}
    everything = "\n".join(line for lines in tables.values() for line in lines)
    assert str(baobab.practice_id) not in everything
    assert "Sithole" not in everything
    assert all(line.startswith(str(acacia.practice_id)) for lines in tables.values() for line in lines)
    assert len(tables["client"]) == len(acacia.clients)


def test_nothing_that_lets_anybody_in_is_in_it(acacia: PracticeWorld, snapshot: Snapshot):
    with look_into(snapshot) as archive:
        assert not {"credential", "user_session", "user_link"} & {table.name for table in archive.manifest.tables}
        assert "sealed_key" not in {column.name for column in archive.table("practice").columns}


def test_the_manifest_says_what_is_there(acacia: PracticeWorld, snapshot: Snapshot):
    with look_into(snapshot) as archive:
        archive.verify()
        manifest = archive.manifest
    assert manifest.practice.short_name == "acacia"
    assert manifest.taken_at == snapshot.taken_at
    assert manifest.schema_revision
    assert {table.name: table.rows for table in manifest.tables}["client"] == len(acacia.clients)
    assert manifest.rows == snapshot.rows


def test_the_file_is_readable_by_this_account_alone(snapshot: Snapshot):
    assert stat.S_IMODE(path_of(snapshot).stat().st_mode) == 0o600
    assert path_of(snapshot).stat().st_size == snapshot.bytes
    assert b"O'Brien" not in path_of(snapshot).read_bytes()


class FullDisk(writing.SealingWriter):
    def _seal(self, chunk: bytes, *, last: bool) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_says_so_and_leaves_nothing(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "SealingWriter", FullDisk)
    with pytest.raises(Unavailable, match="disk is full"):
        backups.take(operator(acacia), backups.BY_HAND)
    assert files.present(acacia.practice_id) == []
    assert backup_operations.listed_for_operator("acacia") == []


KILLED_BEFORE_THE_FILE_IS_WHOLE = """
import os, signal
from clientmanager.backup import writing
from clientmanager.services import backup_operations
writing.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
backup_operations.take_for_operator("acacia")
"""


def test_a_process_that_is_killed_half_way_leaves_nothing_that_is_listed(acacia: PracticeWorld):
    killed = subprocess.run([sys.executable, "-c", KILLED_BEFORE_THE_FILE_IS_WHOLE], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [path.suffix for path in files.present(acacia.practice_id)] == [".unfinished"]
    assert backup_operations.listed_for_operator("acacia") == []
    clock.move(timedelta(days=2))
    backup_operations.expire()
    assert files.present(acacia.practice_id) == []
