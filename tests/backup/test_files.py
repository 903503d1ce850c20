"""Files of tasks in a backup: the same bytes in the archive, in the restored practice and in the CSV download."""

import hashlib
import io
import random
import tracemalloc
import zipfile

import openpyxl
import pytest

from clientmanager.backup.csv_download import csv_zip
from clientmanager.backup.workbook import workbook
from clientmanager.db import Viewer, session_for
from clientmanager.models.user import Role
from clientmanager.services import backup_operations, task_files
from tests.backup.conftest import look_into, take
from tests.services import some_tasks
from tests.world import Database, PracticeWorld

NOISE = random.Random(3).randbytes(3_000_000)
CONTENTS = {"noise.bin": NOISE, "nothing but NUL.bin": b"\0" * 1000, 'a,"b",\\x.csv': b'\\x00,"\r\n=1+1', "n": b"\n"}


@pytest.fixture
def files(acacia: PracticeWorld) -> dict[str, bytes]:
    """Id to bytes."""
    task = some_tasks.add(acacia, "Ask for the payslip")
    with acacia.as_(acacia.adviser) as db:
        return {task_files.add(db, task, name, content): content for name, content in CONTENTS.items()}


def test_the_bytes_come_back_equal(acacia: PracticeWorld, files: dict[str, bytes], database: Database):
    proof = backup_operations.restore(str(take(acacia).id), "acacia-again")
    assert proof.different == 0
    assert {table.table: table.rows for table in proof.tables}["task_file_content"] == len(files)
    practice = database.one("select id from practice where short_name = 'acacia-again'")
    with session_for(Viewer(practice, acacia.owner.id, Role.OWNER)) as db:
        for file, content in files.items():
            found = task_files.opened(db, file)
            pieces = range(0, found.bytes, task_files.PIECE)
            assert b"".join(task_files.piece(db, found.id, start) for start in pieces) == content


def test_the_csv_has_the_files_themselves(acacia: PracticeWorld, files: dict[str, bytes], database: Database):
    with look_into(take(acacia)) as archive:
        archive.verify()
        held = io.BytesIO(b"".join(csv_zip(archive)))
    with zipfile.ZipFile(held) as parts:
        assert parts.testzip() is None
        found = {name: parts.read(name) for name in parts.namelist() if name.startswith("files/")}
        assert "task_file_content.csv" not in parts.namelist()
        assert "task_file.csv" in parts.namelist()
        assert "in the folder files" in parts.read("README.txt").decode()
    names = {str(row.id): row for row in database.all("select id, name, sha256 from task_file")}
    assert found == {f"files/{file} {names[file].name}": content for file, content in files.items()}
    for name, content in found.items():
        assert hashlib.sha256(content).hexdigest() == names[name[6:42]].sha256


def test_the_workbook_names_them_and_holds_no_bytes(acacia: PracticeWorld, files: dict[str, bytes]):
    with look_into(take(acacia)) as archive:
        content = b"".join(workbook(archive))
    assert len(content) < 200_000
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["Task files"].iter_rows(values_only=True))
    heads = dict(zip(rows[0], range(len(rows[0])), strict=True))
    shown = {(row[heads["Name"]], row[heads["Bytes"]], row[heads["SHA-256"]]) for row in rows[1:]}
    assert ("noise.bin", len(NOISE), hashlib.sha256(NOISE).hexdigest()) in shown
    assert len(shown) == len(files)
    assert "Task file content" not in book.sheetnames
    assert any("Task files" in str(cell) for row in book["Read me"].iter_rows(values_only=True) for cell in row if cell)


def test_a_practice_without_files_has_no_folder(acacia: PracticeWorld):
    with look_into(take(acacia)) as archive, zipfile.ZipFile(io.BytesIO(b"".join(csv_zip(archive)))) as parts:
        assert not [name for name in parts.namelist() if name.startswith("files/")]


def test_many_files_take_no_more_memory_than_two(acacia: PracticeWorld):
    """Taken, downloaded and restored: what is held is one file in a few forms, however many there are."""

    def peak(many: int) -> int:
        task = some_tasks.add(acacia, f"With {many}")
        for _ in range(many):
            with acacia.as_(acacia.adviser) as db:
                task_files.add(db, task, "noise.bin", NOISE)
        tracemalloc.start()
        try:
            snapshot = take(acacia)
            with look_into(snapshot) as archive:
                for _ in csv_zip(archive):
                    pass
                for _ in workbook(archive):
                    pass
            backup_operations.restore(str(snapshot.id), f"again-{many}")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # The second is read while the zip still holds the end of the first.
    assert peak(6) < peak(2) + len(NOISE)
