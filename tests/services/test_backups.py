"""Backups as use cases: who may, what is written down, and the worker's part."""

from datetime import timedelta
from uuid import uuid4

import pytest

from clientmanager import clock
from clientmanager.backup import files
from clientmanager.backup.sealing import Damaged
from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import Viewer
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from clientmanager.models.snapshot import Snapshot
from clientmanager.services import backup_operations, backups, work
from tests.world import Database, PracticeWorld


def worker(world: PracticeWorld) -> Viewer:
    return Viewer(world.practice_id, actor="worker")


def listed(world: PracticeWorld) -> list[backups.BackupRow]:
    with world.as_(world.owner) as db:
        return backups.listed(db)


def ask(world: PracticeWorld) -> work.Claim:
    with world.as_(world.owner) as db:
        backups.ask_for(db)
    claim = work.claim()
    assert claim
    return claim


def test_a_backup_that_was_asked_for_is_taken_by_the_worker(acacia: PracticeWorld):
    claim = ask(acacia)
    assert listed(acacia) == []
    backups.run(claim)
    work.finish(claim)
    [row] = listed(acacia)
    assert (row.id, row.reason, row.state) == (claim.subject_id, "by hand", "ready")
    assert row.expires_at - row.taken_at == timedelta(days=30)
    with acacia.as_(acacia.owner) as db:
        progress = work.progress_of(db, claim.subject_id)
    assert progress
    assert progress.done == progress.total == row.rows


def test_work_that_is_taken_up_again_takes_no_second_backup(acacia: PracticeWorld):
    claim = ask(acacia)
    backups.run(claim)
    before = listed(acacia)
    backups.run(claim)
    assert listed(acacia) == before


def test_a_backup_that_could_not_be_taken_says_so_and_another_can_be_asked_for(acacia: PracticeWorld):
    claim = ask(acacia)
    backups.give_up(claim, "The disk is full.")
    work.finish(claim, "The disk is full.")
    with acacia.as_(acacia.owner) as db:
        given_up = db.fetch(Snapshot, claim.subject_id)
        assert (given_up.state, given_up.error) == ("failed", "The disk is full.")
    backups.run(ask(acacia))
    backups.give_up(claim, "too late")
    assert len(listed(acacia)) == 1


def test_a_second_one_is_refused_while_one_is_being_taken(acacia: PracticeWorld, baobab: PracticeWorld):
    ask(acacia)
    with acacia.as_(acacia.owner) as db, pytest.raises(Conflict, match="already"):
        backups.ask_for(db)
    ask(baobab)


@pytest.mark.parametrize("role", ["adviser", "assistant", "compliance"])
def test_only_the_owner_sees_takes_and_downloads_backups(role: str, acacia: PracticeWorld):
    snapshot_id = backups.take(worker(acacia), backups.NIGHTLY)
    user = getattr(acacia, role)
    for attempt in (
        backups.listed,
        backups.ask_for,
        lambda db: backups.open_for_download(db, snapshot_id, "xlsx"),
    ):
        with acacia.as_(user) as db, pytest.raises(NotAllowed):
            attempt(db)


@pytest.mark.parametrize("stranger", ["not an id", None, 7, {}, "5f0c6a52-0f0e-4c7e-9d55-6f2f6f3c1a77"])
def test_an_invented_id_is_not_found(stranger: object, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db, pytest.raises(NotFound):
        backups.open_for_download(db, stranger, "xlsx")


def test_another_practices_backup_is_not_found(acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = backups.take(worker(baobab), backups.NIGHTLY)
    with acacia.as_(acacia.owner) as db, pytest.raises(NotFound):
        backups.open_for_download(db, str(theirs), "xlsx")
    assert listed(acacia) == []


@pytest.mark.parametrize("form", ["pdf", "", None, ["xlsx"], "XLSX"])
def test_another_format_is_refused(form: object, acacia: PracticeWorld):
    snapshot_id = backups.take(worker(acacia), backups.NIGHTLY)
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid):
        backups.open_for_download(db, snapshot_id, form)


def test_a_download_is_named_after_the_practice_and_the_local_time_and_is_written_down(
    acacia: PracticeWorld, database: Database
):
    snapshot_id = backups.take(worker(acacia), backups.NIGHTLY)
    taken = listed(acacia)[0].taken_at.astimezone(SOUTH_AFRICA)
    with acacia.as_(acacia.owner) as db:
        found = backups.open_for_download(db, str(snapshot_id), "csv")
    assert found.file_name == f"acacia-{taken:%Y-%m-%d-%H%M}.zip"
    assert b"".join(found.pieces).startswith(b"PK")
    [(user, row, payload)] = database.all(
        "select e.user_id, e.row_id, p.payload from audit_entry e join audit_payload p"
        " on p.practice_id = e.practice_id and p.entry_id = e.id where e.action = 'download'"
    )
    assert (user, row) == (acacia.owner.id, snapshot_id)
    assert '"format": "csv"' in payload


def test_a_damaged_backup_is_refused_with_a_sentence_and_not_a_broken_download(acacia: PracticeWorld):
    snapshot_id = backups.take(worker(acacia), backups.NIGHTLY)
    path = files.path_of(acacia.practice_id, snapshot_id)
    path.write_bytes(path.read_bytes()[:-20])
    with acacia.as_(acacia.owner) as db, pytest.raises(Damaged):
        backups.open_for_download(db, snapshot_id, "xlsx")


def test_a_download_under_way_is_finished_though_the_backup_expires(acacia: PracticeWorld):
    snapshot_id = backups.take(worker(acacia), backups.NIGHTLY)
    with acacia.as_(acacia.owner) as db:
        found = backups.open_for_download(db, snapshot_id, "xlsx")
    clock.move(timedelta(days=30))
    backup_operations.expire()
    assert b"".join(found.pieces).endswith(b"\0\0")


@pytest.fixture
def old_practice(acacia: PracticeWorld) -> PracticeWorld:
    """Acacia, a week later."""
    clock.move(timedelta(days=7))
    return acacia


def move_to(hour: int, minute: int = 0) -> None:
    here = clock.now().astimezone(SOUTH_AFRICA)
    then = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    clock.move((then if then > here else then + timedelta(days=1)) - here)


def test_the_nightly_backup_is_taken_once_a_night(old_practice: PracticeWorld):
    move_to(1)
    for _ in range(3):
        backups.take_nightly(worker(old_practice))
        clock.move(timedelta(hours=5))
    assert [row.reason for row in listed(old_practice)] == ["nightly"]
    move_to(0, 59)
    backups.take_nightly(worker(old_practice))
    assert len(listed(old_practice)) == 1
    move_to(1)
    backups.take_nightly(worker(old_practice))
    assert len(listed(old_practice)) == 2


def test_a_night_that_was_missed_is_made_good_later_that_day(old_practice: PracticeWorld):
    move_to(10)
    backups.take_nightly(worker(old_practice))
    assert len(listed(old_practice)) == 1


def test_a_backup_by_hand_does_not_stand_in_for_the_night(old_practice: PracticeWorld):
    move_to(2)
    backups.take(worker(old_practice), backups.BY_HAND)
    backups.take_nightly(worker(old_practice))
    assert sorted(row.reason for row in listed(old_practice)) == ["by hand", "nightly"]


def test_a_practice_that_was_not_there_at_night_waits_for_the_next(acacia: PracticeWorld):
    backups.take_nightly(worker(acacia))
    assert listed(acacia) == []


def test_a_night_that_failed_is_tried_again_in_the_same_row(
    old_practice: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object, **__: object) -> None:
        raise Unavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(backups, "write_archive", full)
        for _ in range(2):
            with pytest.raises(Unavailable):
                backups.take_nightly(worker(old_practice))
    assert database.all("select state, error from snapshot") == [("failed", "The disk is full.")]
    backups.take_nightly(worker(old_practice))
    assert database.all("select state, error from snapshot") == [("ready", "")]


def test_the_sweep_leaves_what_is_being_taken_and_removes_strays(acacia: PracticeWorld, database: Database):
    claim = ask(acacia)
    folder = files.path_of(acacia.practice_id, claim.subject_id).parent
    folder.mkdir(parents=True, exist_ok=True)
    for name in (f"{claim.subject_id}.unfinished", f"{uuid4()}.cmbackup", f"{uuid4()}.unfinished"):
        (folder / name).write_bytes(b"half")
    backup_operations.expire()
    assert [path.name for path in files.present(acacia.practice_id)] == [f"{claim.subject_id}.unfinished"]
    clock.move(timedelta(days=2))
    backup_operations.expire()
    assert files.present(acacia.practice_id) == []
    [(state, error)] = database.all("select state, error from snapshot")
    assert state == "failed"
    assert "interrupted" in error


def test_the_command_line_lists_exactly_what_it_promises(acacia: PracticeWorld, baobab: PracticeWorld):
    taken = backup_operations.take_for_operator("acacia")
    backup_operations.take_for_operator("baobab")
    assert list(taken) == ["id", "practice", "taken_at", "expires_at", "rows", "bytes", "state"]
    assert backup_operations.listed_for_operator("acacia") == [taken]
    assert {row["practice"] for row in backup_operations.listed_for_operator()} == {"acacia", "baobab"}
    with pytest.raises(NotFound, match="no practice called cedar"):
        backup_operations.take_for_operator("cedar")


def test_a_file_is_there_whole_or_not_at_all(acacia: PracticeWorld, tmp_path):
    taken = backup_operations.take_for_operator("acacia")
    backup_operations.download(taken["id"], "xlsx", tmp_path / "acacia.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["acacia.xlsx"]
    path = files.path_of(acacia.practice_id, uuid4()).with_name(f"{taken['id']}.cmbackup")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(Damaged):
        backup_operations.download(taken["id"], "csv", tmp_path / "acacia.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["acacia.xlsx"]


def test_the_key_of_a_backup_is_not_kept_in_the_clear(acacia: PracticeWorld, database: Database):
    snapshot_id = backups.take(worker(acacia), backups.NIGHTLY)
    with acacia.as_(acacia.owner) as db:
        key = backups.snapshot_key(db, db.fetch(Snapshot, snapshot_id))
    sealed = database.one("select sealed_key from snapshot")
    assert len(key) == 32
    assert key not in bytes(sealed)
