"""What is done with a record of advice stands in its client's timeline, and is found by the search."""

from datetime import timedelta

import pytest

from clientmanager import clock
from clientmanager.clock import today
from clientmanager.errors import Invalid
from clientmanager.services import advice, advice_locking, advice_page, advice_signing, interactions, timeline
from clientmanager.services.days import written as day_written
from clientmanager.services.interaction_search import Search, found
from clientmanager.services.timeline_entry import TimelineRow
from tests.advice import drawn, png, written
from tests.world import PracticeWorld


@pytest.fixture
def locked(acacia: PracticeWorld) -> str:
    """The id of its version."""
    with acacia.as_(acacia.adviser) as db:
        record = written(db, acacia.client.id)
        advice.set_field(db, record, "title", "Retirement annuity")
        advice_locking.lock(db, record)
        return advice_page.page(db, record).version_id


def rows(world: PracticeWorld) -> list[TimelineRow]:
    with world.as_(world.assistant) as db:
        return [row for row in timeline.listed(db, world.client.id).rows if row.kind == "advice"]


def test_it_is_locked_given_and_signed_in_the_timeline(acacia: PracticeWorld, locked: str):
    clock.move(timedelta(minutes=5))
    with acacia.as_(acacia.adviser) as db:
        advice_signing.sign_drawn(db, locked, "Renée O'Brien", drawn(png()))
    clock.move(timedelta(minutes=5))
    with acacia.as_(acacia.assistant) as db:
        advice_signing.deliver(db, locked, {"how": "post", "note": "Tracking number RX1"})
        advice_signing.sign_scanned(db, locked, "Thandi Mokoena", b"%PDF-1.7")
    assert [(row.title, row.words) for row in sorted(rows(acacia), key=lambda row: row.title)] == [
        ("Record of advice given to the client: Retirement annuity, version 1",
         f"By post on {day_written(today())}. Tracking number RX1"),
        ("Record of advice locked: Retirement annuity, version 1", ""),
        ("Record of advice signed: Retirement annuity, version 1",
         "Signed by Thandi Mokoena, on paper; the scan is kept."),
        ("Record of advice signed: Retirement annuity, version 1",
         "Signed by Renée O'Brien, on this practice's screen."),
    ]  # fmt: skip
    oldest = rows(acacia)[-1]
    assert (oldest.icon, oldest.who) == ("lock", acacia.adviser.name)


def test_what_was_given_earlier_stands_on_its_day(acacia: PracticeWorld, locked: str):
    clock.move(timedelta(days=3))
    with acacia.as_(acacia.adviser) as db:
        advice_signing.deliver(db, locked, {"how": "handed over", "day": str(today() - timedelta(days=1))})
        advice_signing.deliver(db, locked, {"how": "WhatsApp", "day": str(today() - timedelta(days=3))})
    given = [row for row in rows(acacia) if row.words]
    assert [row.words for row in given] == [
        f"Handed over on {day_written(today() - timedelta(days=1))}.",
        f"By WhatsApp on {day_written(today() - timedelta(days=3))}.",
    ]
    assert rows(acacia)[-1].title.startswith("Record of advice locked"), "never before it was locked"


def test_the_search_finds_it_and_not_what_was_advised(acacia: PracticeWorld, baobab: PracticeWorld, locked: str):
    with acacia.as_(acacia.assistant) as db:
        (row,) = found(db, Search("retirement annuity")).rows
        assert row.kind == "advice"
        assert found(db, Search("Allan Gray")).rows == ()
    with baobab.as_(baobab.owner) as db:
        assert found(db, Search("retirement annuity")).rows == ()


def test_the_entry_stays_as_the_product_wrote_it(acacia: PracticeWorld, locked: str):
    (row,) = rows(acacia)
    assert (row.may_edit, row.may_remove) == (False, False)
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid, match="so it stays"):
        interactions.remove(db, row.id, "Not wanted")


def test_a_lock_that_is_refused_leaves_no_entry(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        record = advice.begin(db, acacia.client.id)
    with pytest.raises(Invalid), acacia.as_(acacia.adviser) as db:
        advice_locking.lock(db, record)
    assert rows(acacia) == []
