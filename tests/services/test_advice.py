"""Records of advice: written by whoever may, kept field by field, never written over unseen."""

import pytest
from sqlalchemy import text

from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.services import advice, advice_page
from clientmanager.services.task_drafts import OVERTAKEN
from tests.world import PracticeWorld


@pytest.fixture
def record(acacia: PracticeWorld) -> str:
    with acacia.as_(acacia.adviser) as db:
        return advice.begin(db, acacia.client.id)


def needs(db: ScopedSession, record: str) -> str:
    return advice_page.page(db, record).sections[0].boxes[0].value


def test_it_begins_with_what_is_known_and_nothing_else(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.assistant) as db:
        shown = advice_page.page(db, record)
    facts = dict(shown.facts)
    assert facts["Client"] == "Renée O'Brien"
    assert facts["ID number"] == "960229 •••••••"
    assert facts["Born"].startswith("29 Feb 1996, ")
    assert facts["Adviser"] == "Pieter van der Merwe"
    assert facts["Phone"] == "082 123 4567"
    assert "Language" not in facts
    assert "9602290001084" not in repr(shown)
    assert (shown.there, shown.all, shown.locked) == (0, 11, "")
    assert not any(box.value for section in shown.sections for box in section.boxes)


def test_a_field_is_kept_and_the_meter_moves(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.assistant) as db:
        advice_page.save_field(db, record, "needs", "  Retire at 60.\n\nSee the sea. ", "")
        shown = advice_page.page(db, record)
        assert needs(db, record) == "Retire at 60.\n\nSee the sea."
    assert shown.there == 1
    assert shown.sections[0].missing == ""
    assert "section 8(1)(a)" in shown.sections[1].missing


def test_products_and_fees_are_added_removed_and_put_back(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.adviser) as db:
        first, second = (advice.add_line(db, record, "products") for _ in range(2))
        advice.set_field(db, record, first, "Allan Gray")
        advice.set_field(db, record, second, "Sanlam")
        fee = advice.add_line(db, record, "fees")
        advice.set_field(db, record, fee.replace("-what", "-amount"), "R12 500")
        removed = advice.remove_line(db, record, "products", first.split("-")[1])
        assert [line.boxes[0].value for line in advice_page.page(db, record).sections[4].lines] == ["Sanlam"]
        for _ in range(2):  # twice is once
            advice.put_back(db, record, removed)
        shown = advice_page.page(db, record)
        assert [line.boxes[0].value for line in shown.sections[4].lines] == ["Allan Gray", "Sanlam"]
        assert shown.sections[7].lines[0].boxes[1].value == "R12\u00a0500,00"
        with pytest.raises(Invalid, match="percentage alone"):
            advice.set_field(db, record, fee.replace("-what", "-amount"), "3%")
        with pytest.raises(NotFound, match="removed already"):
            advice.remove_line(db, record, "fees", "nothing")


def test_an_amount_is_not_a_conflict_because_it_is_written_otherwise(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.adviser) as db:
        amount = advice.add_line(db, record, "fees").replace("-what", "-amount")
        advice.set_field(db, record, amount, "2500", "")
        advice.set_field(db, record, amount, "2600", "R2\u00a0500,00")
        with pytest.raises(Conflict):
            advice.set_field(db, record, amount, "2700", "R2\u00a0500,00")


def test_two_who_write_the_same_field_both_keep_their_words(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.assistant) as db:
        advice_page.save_field(db, record, "needs", "The assistant's", "")
    with acacia.as_(acacia.adviser) as db:
        assert advice_page.save_field(db, record, "needs", "The adviser's", "") == OVERTAKEN
        (conflict,) = advice_page.page(db, record).typed.conflicts
        assert (conflict.yours, conflict.theirs, conflict.who) == ("The adviser's", "The assistant's", "Ayesha")
        assert needs(db, record) == "The assistant's"
    with acacia.as_(acacia.assistant) as db:
        assert advice_page.page(db, record).typed.conflicts == ()
    with acacia.as_(acacia.adviser) as db:
        advice_page.save_field(db, record, "needs", conflict.yours, conflict.seen)
        assert needs(db, record) == "The adviser's"
        assert advice_page.page(db, record).typed.conflicts == ()


def test_what_is_typed_is_kept_until_it_is_saved_or_dropped(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.adviser) as db:
        for field in ("needs", "risk"):
            advice_page.keep(db, record, field, f"Half of {field}", "")
        assert set(advice_page.page(db, record).typed.unsaved) == {"needs", "risk"}
        advice_page.save_draft(db, record, "needs")
        advice_page.forget(db, record, "risk")
        assert needs(db, record) == "Half of needs"
        assert advice_page.page(db, record).typed.unsaved == {}
        client = acacia.client.id
        advice_page.keep(db, record, "risk", "Half of risk", "")
    with acacia.as_(acacia.owner) as db:
        db.execute(text("delete from client where id = :id"), {"id": client})
    with acacia.as_(acacia.adviser) as db:
        assert db.execute(text("select count(*) from draft")).scalar_one() == 0


def test_the_title_is_changed_until_a_version_is_locked(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.adviser) as db:
        advice.set_field(db, record, "title", "Retirement")
        assert advice_page.page(db, record).title == "Retirement"
        with pytest.raises(Invalid, match="a title"):
            advice.set_field(db, record, "title", " ")


def test_a_draft_is_discarded_with_what_was_typed_in_it(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.adviser) as db:
        advice_page.keep(db, record, "needs", "Half of it", "")
        assert advice.discard(db, record) is False
        db.flush()
        assert db.execute(text("select count(*) from draft")).scalar_one() == 0
        assert advice_page.listed(db, acacia.client.id) == []
        with pytest.raises(NotFound):
            advice_page.page(db, record)


def test_the_list_says_how_far_each_is(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.compliance) as db:
        (line,) = advice_page.listed(db, acacia.client.id)
        assert (line.id, line.state, line.given, line.signed) == (record, "Draft, 0 of 11 sections", "", "")
        assert advice_page.listed(db, acacia.clients[1].id) == []


@pytest.mark.parametrize("what", ["nothing", None, 3, {}])
def test_there_are_no_other_lines_and_fields(acacia: PracticeWorld, record: str, what: object):
    with acacia.as_(acacia.adviser) as db:
        with pytest.raises(Invalid):
            advice.add_line(db, record, what)
        with pytest.raises(Invalid):
            advice.set_field(db, record, what, "x")
        with pytest.raises(NotFound):
            advice.remove_line(db, record, what, what)


def test_whoever_looks_only_writes_nothing(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.compliance) as db:
        for attempt in (
            lambda: advice.begin(db, acacia.client.id),
            lambda: advice.set_field(db, record, "needs", "x"),
            lambda: advice.add_line(db, record, "fees"),
            lambda: advice.discard(db, record),
            lambda: advice.new_version(db, record),
            lambda: advice_page.keep(db, record, "needs", "x"),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_it_is_not_there_for_another_practice(acacia: PracticeWorld, baobab: PracticeWorld, record: str):
    with baobab.as_(baobab.owner) as db:
        assert advice_page.listed(db, acacia.client.id) == []
        for attempt in (
            lambda: advice.begin(db, acacia.client.id),
            lambda: advice_page.page(db, record),
            lambda: advice.set_field(db, record, "needs", "x"),
            lambda: advice_page.keep(db, record, "needs", "x"),
        ):
            with pytest.raises(NotFound):
                attempt()
