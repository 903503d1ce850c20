"""Backups of Acacia, and a look into them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clientmanager.backup import files
from clientmanager.backup.archive import Archive, opened
from clientmanager.db import Viewer, session_for
from clientmanager.models.snapshot import Snapshot
from clientmanager.services import backups
from tests.world import PracticeWorld


def operator(world: PracticeWorld) -> Viewer:
    return Viewer(world.practice_id, actor="operator")


def take(world: PracticeWorld) -> Snapshot:
    snapshot_id = backups.take(operator(world), backups.BY_HAND)
    with session_for(operator(world)) as db:
        return db.fetch(Snapshot, snapshot_id)


def path_of(snapshot: Snapshot) -> Path:
    return files.path_of(snapshot.practice_id, snapshot.id)


@contextmanager
def look_into(snapshot: Snapshot) -> Iterator[Archive]:
    with session_for(Viewer(snapshot.practice_id, actor="operator")) as db:
        key = backups.snapshot_key(db, snapshot)
    with opened(path_of(snapshot), key, practice_id=snapshot.practice_id, snapshot_id=snapshot.id) as archive:
        yield archive


@pytest.fixture
def snapshot(acacia: PracticeWorld) -> Snapshot:
    return take(acacia)
