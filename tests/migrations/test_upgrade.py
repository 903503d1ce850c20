"""A newer version meets the data of this one, and this one meets what a newer version left."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from clientmanager import migrating
from clientmanager.config import settings
from clientmanager.errors import Unavailable
from clientmanager.migrating import migrate, owner_connection
from clientmanager.services import backup_operations
from tests.world import PracticeWorld

HEAD = ScriptDirectory(str(migrating.MIGRATIONS)).get_current_head()
NEXT = f"""
from alembic import op
revision, down_revision = "next", "{HEAD}"
def upgrade():
    op.execute("alter table client add column shoe_size text not null default ''")
"""


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """This version with one migration more, until the test is over."""
    ours = migrating.MIGRATIONS
    theirs = shutil.copytree(ours, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (theirs / "versions" / "next.py").write_text(NEXT)
    monkeypatch.setattr(migrating, "MIGRATIONS", theirs)
    yield
    with owner_connection(settings()) as owner:
        owner.execute(text("alter table client drop column if exists shoe_size"))
        owner.execute(text("update alembic_version set version_num = :head"), {"head": HEAD})
        owner.commit()


@pytest.mark.usefixtures("newer")
def test_every_practice_is_backed_up_before_its_data_is_changed(acacia: PracticeWorld, baobab: PracticeWorld):
    assert migrate(settings(), before_upgrade=backup_operations.take_before_upgrade).migrated
    taken = backup_operations.listed_for_operator()
    assert sorted(backup["practice"] for backup in taken) == sorted(
        world.practice.short_name for world in (acacia, baobab)
    )
    with acacia.as_(acacia.owner) as db:
        reason, clients = db.execute(
            text("select (select reason from snapshot), (select count(*) from client where shoe_size = '')")
        ).one()
    assert reason == "before an upgrade"
    assert clients == len(acacia.clients)


@pytest.mark.usefixtures("newer", "acacia")
def test_an_upgrade_whose_backup_fails_changes_nothing():
    def fails() -> None:
        raise Unavailable("The disk is full.")

    with pytest.raises(Unavailable, match="disk is full"):
        migrate(settings(), before_upgrade=fails)
    with owner_connection(settings()) as owner:
        assert owner.execute(text("select version_num from alembic_version")).scalar_one() == HEAD


@pytest.mark.usefixtures("newer", "acacia")
def test_an_older_version_refuses_what_a_newer_one_wrote(monkeypatch: pytest.MonkeyPatch):
    migrate(settings())
    monkeypatch.setattr(migrating, "MIGRATIONS", Path(migrating.__file__).parent / "migrations")
    with pytest.raises(Unavailable, match="newer version"):
        migrate(settings())
