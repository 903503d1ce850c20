"""The sheet of a review: what is ready and what is not, the agenda it begins with, and what was typed and not saved."""

from datetime import timedelta

import pytest

from clientmanager import clock
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.services import client_parts, clients, review_cycles, review_drafts, review_page, reviews, tasks
from clientmanager.services.review_page import Opened
from tests import workflows as flows
from tests.services.series import on
from tests.services.some_reviews import book, cycle, hold, the_open
from tests.world import Database, PracticeWorld


@pytest.fixture
def review(acacia: PracticeWorld, database: Database) -> str:
    """Renée's, in Acacia, on 1 March 2027."""
    on("2027-03-01")
    cycle(acacia, agenda="Fees\nWill")
    return the_open(database, acacia.client.id)


def opened(world: PracticeWorld, review: str) -> Opened:
    with world.as_(world.adviser) as db:
        return review_page.opened(db, review)


def test_what_is_ready_of_a_person(review: str, acacia: PracticeWorld):
    shown = opened(acacia, review).review
    assert (shown.ready, shown.segments) == ("6 of 6 things ready", ("done",) * 6)
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "id_number", "")
        clients.set_field(db, acacia.client.id, "birth_date", "")
        for kind in ("email", "address"):
            part = db.connection().exec_driver_sql(f"select id from client_{kind} where client_id = %s",
                                                   (acacia.client.id,)).scalar_one()  # fmt: skip
            client_parts.remove(db, acacia.client.id, kind, str(part))
        tasks.create(db, {"title": "Send the quote", "client_id": str(acacia.client.id), "due_on": "2027-02-26"})
    clock.move(timedelta(days=366))
    shown = opened(acacia, review).review
    assert shown.ready == "0 of 6 things ready"
    assert [(one.label, one.words, one.mend) for one in shown.things] == [
        ("Identity", "No ID or passport number", "Add it"),
        ("Date of birth", "Not known", "Add it"),
        ("How to reach them", "No e-mail", "Add it"),
        ("Address", "None yet", "Add it"),
        ("Facts looked over", "Last changed 12 months ago", "Look them over"),
        ("Tasks on time", "1 is late", "See them"),
    ]
    assert shown.things[0].href == f"/clients/{acacia.client.id}#id_number"
    assert shown.things[5].href == f"/tasks/list?client={acacia.client.id}&due=late"


def test_a_company_has_a_number_and_no_birthday(acacia: PracticeWorld, database: Database):
    cycle(acacia, "")
    shown = opened(acacia, the_open(database, acacia.clients[3].id)).review
    assert shown.ready == "4 of 5 things ready"
    assert [one.label for one in shown.things if not one.ready] == ["Address"]


def test_an_agenda_begins_with_the_practices_lines_and_what_goes_on(review: str, acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        tasks.create(db, {"title": "Send the quote", "client_id": str(acacia.client.id), "due_on": "2027-02-26"})
    flows.start(acacia)
    shown = opened(acacia, review).review
    assert not shown.begun
    lines = shown.agenda.split("\n")
    assert lines[:2] == ["Fees", "Will"]
    assert "Send the quote" in lines
    assert lines[-1] == "Review"
    assert "Task, due 26 Feb 2027" in [one.second for one in shown.going_on]
    assert shown.going_on[-1].second == "Workflow, 0 of 6 steps done"
    with acacia.as_(acacia.adviser) as db:
        review_drafts.save_agenda(db, review, "Only this", shown.agenda)
    assert opened(acacia, review).review.agenda == "Only this"
    with acacia.as_(acacia.adviser) as db:
        review_drafts.save_agenda(db, review, " ", "Only this")
    assert not opened(acacia, review).review.begun


def test_what_is_typed_is_kept_for_its_writer(review: str, acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        review_drafts.keep_agenda(db, review, "Half an agen", "Fees\nWill")
        review_drafts.keep_held(db, review, {"outcome": "changes needed", "notes": "She is", "tasks": "", "more": "x"})
    found = opened(acacia, review)
    assert (found.agenda_typed, found.typed["notes"], found.typed["outcome"]) == (
        "Half an agen", "She is", "changes needed",
    )  # fmt: skip
    assert found.typed_at
    with acacia.as_(acacia.assistant) as db:
        theirs = review_page.opened(db, review)
    assert (theirs.agenda_typed, theirs.typed) == ("", {})
    with acacia.as_(acacia.adviser) as db:
        review_drafts.keep_held(db, review, {"outcome": "changes needed", "notes": " "})
        review_drafts.save_agenda(db, review, "An agenda", None)
    assert opened(acacia, review).typed == {}
    assert database.one("select count(*) from draft") == 0


def test_holding_it_drops_what_was_typed(review: str, acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        review_drafts.keep_held(db, review, {"notes": "She is well"})
        review_drafts.keep_agenda(db, review, "x", "y")
    hold(acacia, review, "plan still suitable")
    assert database.one("select count(*) from draft") == 0
    shown = opened(acacia, review).review
    assert (shown.open, shown.held, shown.things) == (False, "1 Mar 2027, by Pieter van der Merwe", ())


def test_too_much_is_not_kept(review: str, acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db, pytest.raises(Invalid):
        review_drafts.keep_agenda(db, review, "x" * 80_001, "")


def test_a_working_day_is_proposed(review: str, acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        reviews.move(db, review, "2027-03-20")  # a Saturday before Human Rights Day, that is observed on the Monday
    shown = opened(acacia, review).review
    assert (shown.day, shown.at, shown.booked) == ("2027-03-23", "10:00", "")
    book(acacia, review, "2027-03-13", "14:30")
    shown = opened(acacia, review).review
    assert (shown.day, shown.at, shown.booked) == ("2027-03-13", "14:30", "Sat 13 Mar 2027, 14:30")


def test_the_head_of_a_clients_page_says_when(review: str, acacia: PracticeWorld):
    with acacia.as_(acacia.compliance) as db:
        found = review_page.brief(db, acacia.client.id)
        nothing = review_page.brief(db, acacia.clients[1].id)
    assert (found.id, found.title) == (review, "Review due")
    assert found.note.endswith(" months · 6 of 6 things ready")
    assert nothing == review_page.Brief()
    book(acacia, review, "2027-03-12", "10:00")
    with acacia.as_(acacia.compliance) as db:
        found = review_page.brief(db, acacia.client.id)
    assert (found.title, found.when) == ("Review booked", "Fri 12 Mar 2027, 10:00")
    assert found.note == "in 11 days · 6 of 6 things ready"


def test_a_clients_own_cycle_is_said(review: str, acacia: PracticeWorld):
    assert (opened(acacia, review).review.cycle, opened(acacia, review).review.every_months) == ("Every year", "")
    with acacia.as_(acacia.adviser) as db:
        review_cycles.set_for_client(db, acacia.client.id, "6")
    shown = opened(acacia, review).review
    assert (shown.cycle, shown.every_months) == ("Every 6 months, this client’s own", "6")
    assert shown.agenda == "Fees\nWill"


def test_nobody_opens_or_keeps_another_practices(review: str, acacia: PracticeWorld, baobab: PracticeWorld):
    with baobab.as_(baobab.owner) as db:
        for use in (
            lambda: review_page.opened(db, review),
            lambda: review_drafts.keep_agenda(db, review, "x", ""),
            lambda: review_drafts.keep_held(db, review, {"notes": "x"}),
            lambda: review_drafts.save_agenda(db, review, "x", ""),
        ):
            with pytest.raises(NotFound):
                use()
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        review_drafts.keep_agenda(db, review, "x", "")
