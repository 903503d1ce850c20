"""A backup goes into a new practice, cell by cell, or not at all."""

import json
import random
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientmanager.backup import restoring
from clientmanager.backup.archive import Archive
from clientmanager.backup.catalogue import Table
from clientmanager.backup.manifest import TableSaid
from clientmanager.backup.sealing import CHUNK, Damaged, SealingWriter
from clientmanager.clock import now
from clientmanager.db import Viewer, session_for
from clientmanager.errors import Invalid, NotFound, Unavailable
from clientmanager.models.client import Client
from clientmanager.models.snapshot import Snapshot
from clientmanager.models.user import Role
from clientmanager.services import backup_operations, backups, workflows
from tests import workflows as some
from tests.backup.conftest import look_into, operator, path_of, take
from tests.world import Database, PracticeWorld

HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60),
    st.text(alphabet=list("\"',;\\.N\t\r\n=+-@\x01\x1f_x0041\u202e\ufffe😀ḓ"), max_size=30),
    st.sampled_from(["\\.", "\\N", '""', "", " ", "NULL", "=cmd|'/C calc'!A0", "0004", "\r", "\r\n", "_x0041_"]),
)


def names_of_practices(database: Database) -> set[str]:
    return {row[0] for row in database.all("select short_name from practice")}


def test_everything_comes_back_equal(database: Database, acacia: PracticeWorld, snapshot: Snapshot):
    proof = backup_operations.restore(str(snapshot.id), "acacia-again")
    assert (proof.rows, proof.equal, proof.different) == (snapshot.rows, snapshot.rows, 0)
    assert {table.table for table in proof.tables} >= {"practice", "client", "client_phone", "practice_user"}
    ids = "select c.id from client c join practice p on p.id = c.practice_id where p.short_name = :name order by id"
    assert database.all(ids, name="acacia-again") == database.all(ids, name="acacia")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(HOSTILE, min_size=40, max_size=40))
def test_hostile_text_comes_back_equal(acacia: PracticeWorld, texts: list[str]):
    moment = now()
    with session_for(operator(acacia)) as db:
        for first, second in zip(texts[::2], texts[1::2], strict=True):
            db.add(
                Client(
                    practice_id=acacia.practice_id, last_name=f"x{first}", note=second, extra={first: second},
                    created_at=moment, changed_at=moment,
                )
            )  # fmt: skip
    proof = backup_operations.restore(str(take(acacia).id), f"again-{uuid4().hex[:8]}")
    assert proof.different == 0
    assert proof.rows == proof.equal > 20


def test_the_restored_clients_are_found_by_a_search(acacia: PracticeWorld, snapshot: Snapshot, database: Database):
    backup_operations.restore(str(snapshot.id), "acacia-again")
    tokens = (
        "select count(*) from client_token t join practice p on p.id = t.practice_id"
        " where p.short_name = :name and t.token = 'renee'"
    )
    assert database.one(tokens, name="acacia-again") == database.one(tokens, name="acacia") == 1


def test_a_running_workflow_goes_on_in_the_restored_practice(acacia: PracticeWorld, database: Database):
    made = some.start(acacia)
    backup_operations.restore(str(take(acacia).id), "acacia-again")
    practice = database.one("select id from practice where short_name = 'acacia-again'")
    with session_for(Viewer(practice, acacia.owner.id, Role.OWNER)) as db:
        assert workflows.finish_step(db, made, "prepare").opened == ("Hold the review",)
    assert some.states(acacia, made) == "open open waiting waiting waiting waiting"


def test_its_users_come_without_a_way_in(acacia: PracticeWorld, snapshot: Snapshot, database: Database):
    backup_operations.restore(str(snapshot.id), "acacia-again")
    counts = (
        "select (select count(*) from practice_user u where u.practice_id = p.id),"
        " (select count(*) from credential c where c.practice_id = p.id) from practice p where short_name = :name"
    )
    assert tuple(database.all(counts, name="acacia-again")[0]) == (4, 0)
    assert tuple(database.all(counts, name="acacia")[0]) == (4, 4)


def test_the_practice_that_was_backed_up_is_as_it_was(acacia: PracticeWorld, snapshot: Snapshot, database: Database):
    before = database.all("select * from client where practice_id = :id order by id", id=acacia.practice_id)
    backup_operations.restore(str(snapshot.id), "acacia-again")
    after = database.all("select * from client where practice_id = :id order by id", id=acacia.practice_id)
    assert before == after


def test_a_practice_that_exists_is_never_restored_into(acacia: PracticeWorld, baobab: PracticeWorld):
    with pytest.raises(Invalid, match="already"):
        backup_operations.restore(str(take(acacia).id), "baobab")


def test_an_invented_backup_is_not_found(acacia: PracticeWorld):
    with pytest.raises(NotFound):
        backup_operations.restore(str(uuid4()), "again")
    with pytest.raises(NotFound):
        backup_operations.restore("not an id", "again")


def flip_a_byte(file: bytearray) -> None:
    file[random.Random(1).randrange(60, len(file))] ^= 0x40


def cut_it_short(file: bytearray) -> None:
    del file[-1000:]


def empty_it(file: bytearray) -> None:
    del file[:]


def swap_two_chunks(file: bytearray) -> None:
    first, second = file[41 : 41 + CHUNK + 16], file[41 + CHUNK + 16 : 41 + 2 * (CHUNK + 16)]
    file[41 : 41 + 2 * (CHUNK + 16)] = second + first


@pytest.mark.parametrize("damage", [flip_a_byte, cut_it_short, empty_it, swap_two_chunks])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    damage: Callable[[bytearray], None], acacia: PracticeWorld, database: Database
):
    noise = random.Random(2).randbytes(3 * CHUNK).hex()
    with session_for(operator(acacia)) as db:
        db.fetch(Client, acacia.client.id).note = noise
    snapshot = take(acacia)
    content = bytearray(path_of(snapshot).read_bytes())
    assert len(content) > 3 * CHUNK
    damage(content)
    path_of(snapshot).write_bytes(content)
    with pytest.raises(Damaged, match="Use another"):
        backup_operations.restore(str(snapshot.id), "again")
    assert "again" not in names_of_practices(database)


def test_another_practices_file_under_this_ones_name_is_refused(acacia: PracticeWorld, baobab: PracticeWorld):
    ours, theirs = take(acacia), take(baobab)
    path_of(ours).write_bytes(path_of(theirs).read_bytes())
    with pytest.raises(Damaged, match="another practice"):
        backup_operations.restore(str(ours.id), "again")


def test_a_missing_file_says_so(snapshot: Snapshot):
    path_of(snapshot).unlink()
    with pytest.raises(Damaged, match="missing"):
        backup_operations.restore(str(snapshot.id), "again")


def rewrite(snapshot: Snapshot, change: Callable[[dict[str, Any]], None]) -> None:
    """Write the archive anew, rightly sealed, with another manifest: what a mistake of our own could do."""
    with look_into(snapshot) as archive:
        manifest = json.loads(archive.manifest.model_dump_json())
        tables = {table.file_name: archive.csv(table).read() for table in archive.manifest.tables}
    change(manifest)
    with session_for(Viewer(snapshot.practice_id, actor="operator")) as db:
        key = backups.snapshot_key(db, snapshot)
    with path_of(snapshot).open("wb") as file:
        sealing = SealingWriter(file, key, snapshot.practice_id, snapshot.id)
        with zipfile.ZipFile(sealing, "w") as archive:
            for name, content in tables.items():
                archive.writestr(name, content)
            archive.writestr("manifest.json", json.dumps(manifest))
        sealing.finish()


def test_a_backup_of_another_format_is_refused(snapshot: Snapshot):
    rewrite(snapshot, lambda manifest: manifest.update(format=2))
    with pytest.raises(Unavailable, match="another version"):
        backup_operations.restore(str(snapshot.id), "again")


def test_a_table_that_is_not_what_the_manifest_says_is_refused(snapshot: Snapshot):
    rewrite(snapshot, lambda manifest: manifest["tables"][2].update(sha256="0" * 64))
    with pytest.raises(Damaged):
        backup_operations.restore(str(snapshot.id), "again")


def test_a_backup_whose_columns_have_no_place_here_is_refused(snapshot: Snapshot, database: Database):
    def change(manifest: dict[str, Any]) -> None:
        client = next(table for table in manifest["tables"] if table["name"] == "client")
        client["columns"][4].update(type="integer")

    rewrite(snapshot, change)
    with pytest.raises(Unavailable, match="differs from this version's"):
        backup_operations.restore(str(snapshot.id), "again")
    assert "again" not in names_of_practices(database)


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[restoring.TableProof]:
    """One client is spoilt on its way; what the proof finds stands here."""
    found: list[restoring.TableProof] = []
    put, prove = restoring._put, restoring._prove

    def put_and_spoil(raw: Any, said: TableSaid, table: Table, archive: Archive) -> None:
        put(raw, said, table, archive)
        if said.name == "client":
            raw.execute("update client set note = 'spoilt' where last_name = 'O''Brien'")

    def prove_and_tell(*arguments: Any) -> restoring.TableProof:
        found.append(prove(*arguments))
        return found[-1]

    monkeypatch.setattr(restoring, "_put", put_and_spoil)
    monkeypatch.setattr(restoring, "_prove", prove_and_tell)
    return found


def test_a_difference_is_counted_and_undoes_everything(
    snapshot: Snapshot, database: Database, proofs: list[restoring.TableProof]
):
    with pytest.raises(Unavailable, match=r"differs from the backup \(client\)"):
        backup_operations.restore(str(snapshot.id), "again")
    [client] = [proof for proof in proofs if proof.table == "client"]
    assert (client.rows, client.equal, client.different) == (5, 4, 1)
    assert "again" not in names_of_practices(database)


def test_both_practices_write_down_that_it_was_restored(acacia: PracticeWorld, snapshot: Snapshot, database: Database):
    backup_operations.restore(str(snapshot.id), "acacia-again")
    noted = {
        tuple(row)
        for row in database.all(
            "select p.short_name, e.action from audit_entry e join practice p on p.id = e.practice_id"
            " where e.action like 'restore%'"
        )
    }
    assert noted == {("acacia", "restore"), ("acacia-again", "restored from a backup")}
