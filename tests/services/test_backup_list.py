"""What the backups page shows is what is so."""

from datetime import timedelta

import pytest

from clientmanager import clock
from clientmanager.clock import SOUTH_AFRICA
from clientmanager.db import Viewer
from clientmanager.errors import NotAllowed, Unavailable
from clientmanager.services import backup_list, backups
from clientmanager.services.backup_list import BackupsSeen
from tests.world import PracticeWorld


def worker(world: PracticeWorld) -> Viewer:
    return Viewer(world.practice_id, actor="worker")


def seen(world: PracticeWorld) -> BackupsSeen:
    with world.as_(world.owner) as db:
        return backup_list.seen(db)


def next_night() -> None:
    """The clock, at two minutes past the next 01:00."""
    here = clock.now().astimezone(SOUTH_AFRICA)
    due = here.replace(hour=1, minute=2, second=0, microsecond=0)
    clock.move((due if due > here else due + timedelta(days=1)) - here)


def test_a_new_practice_has_missed_nothing(acacia: PracticeWorld):
    found = seen(acacia)
    assert (found.backups, found.covered, found.missed) == ([], 0, 0)
    assert found.nights_words == ""
    assert not {night.state for night in found.nights} & {"covered", "missed"}
    assert len([night for night in found.nights if night.today]) == 1


def test_nights_are_covered_or_missed_from_the_practices_first_on(acacia: PracticeWorld):
    for night in range(4):
        next_night()
        if night != 2:
            backups.take_nightly(worker(acacia))
    found = seen(acacia)
    assert (found.covered, found.missed) == (3, 1)
    assert found.nights_words == "3 of 4 nights are covered"
    assert found.missed_words.endswith(": no backup was taken")
    assert [night.state for night in found.nights if night.state in ("covered", "missed")] == [
        "covered", "covered", "missed", "covered",
    ]  # fmt: skip
    assert [line.reason for line in found.backups] == ["Nightly"] * 3


def test_a_night_that_failed_says_why(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise Unavailable("The disk is full.")

    next_night()
    monkeypatch.setattr(backups, "write_archive", full)
    with pytest.raises(Unavailable):
        backups.take_nightly(worker(acacia))
    found = seen(acacia)
    assert found.problem == "The disk is full."
    assert found.missed_words.endswith(": The disk is full.")


def test_a_month_later_the_oldest_nights_are_gone(acacia: PracticeWorld):
    for _ in range(3):
        next_night()
        backups.take_nightly(worker(acacia))
    clock.move(timedelta(days=29, hours=1))
    found = seen(acacia)
    assert len(found.backups) == 1
    assert found.backups[0].soon
    assert found.covered == 1
    assert found.covered + found.missed == 30
    assert found.nights_words == "1 of the last 30 nights is covered"
    assert "gone" not in {night.state for night in found.nights[7:]}


def test_an_hour_before_its_end_a_backup_says_so(acacia: PracticeWorld):
    backups.take(worker(acacia), backups.BY_HAND)
    assert seen(acacia).backups[0].expires == "in 30 days"
    clock.move(timedelta(days=29, hours=13, minutes=5))
    assert seen(acacia).backups[0].expires == "in 11 hours"


def test_one_that_is_being_taken_shows_how_far_it_is(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        backups.ask_for(db)
    assert seen(acacia).taking


def test_only_the_owner_sees_it(acacia: PracticeWorld):
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        backup_list.seen(db)
