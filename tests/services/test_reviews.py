"""What people do with a review, what its outcomes do, and how each of them is undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clientmanager import clock
from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.planning.reviews import months_after
from clientmanager.services import clients, review_entry, review_held, review_undo, reviews, tasks, users
from tests.services.series import on
from tests.services.some_reviews import book, cycle, hold, open_of, run, the_open
from tests.world import Database, PracticeWorld

CHANGES: dict[str, Callable[[ScopedSession, str], object]] = {
    "book": lambda db, one: reviews.book(db, one, "2027-03-12", "10:00"),
    "unbook": reviews.unbook,
    "move": lambda db, one: reviews.move(db, one, "2027-03-12"),
    "set_agenda": lambda db, one: reviews.set_agenda(db, one, "Fees"),
    "hold": lambda db, one: review_held.hold(db, one, {"outcome": "plan still suitable"}),
}


@pytest.fixture
def review(acacia: PracticeWorld, database: Database) -> str:
    """Renée's, in Acacia, on 1 March 2027."""
    on("2027-03-01")
    cycle(acacia)
    return the_open(database, acacia.client.id)


def undo(world: PracticeWorld, handle: str) -> str:
    with world.as_(world.adviser) as db:
        return review_undo.undo(db, handle)


def of_client(database: Database, world: PracticeWorld, column: str) -> object:
    return database.one(f"select {column} from client where id = :id", id=world.client.id)


def test_a_review_is_booked_for_an_hour_in_south_africa(review: str, acacia: PracticeWorld, database: Database):
    done = book(acacia, review, "2027-03-12", "10:00")
    assert done.sentence == "Booked with Renée O'Brien for Fri 12 Mar 2027, 10:00."
    assert str(database.one("select booked_at at time zone 'UTC' from review")) == "2027-03-12 08:00:00"
    assert undo(acacia, done.undo) == "The review is as before."
    assert database.one("select booked_at from review") is None


def test_a_day_off_is_booked_and_said(review: str, acacia: PracticeWorld):
    assert book(acacia, review, "2027-03-13", "10:00").sentence.endswith("That is a Saturday.")
    assert book(acacia, review, "2027-03-22", "10:00").sentence.endswith(
        "That day is off: Human Rights Day (observed)."
    )


def test_a_booking_is_moved_and_taken_off(review: str, acacia: PracticeWorld, database: Database):
    book(acacia, review, "2027-03-12", "10:00")
    moved = book(acacia, review, "2027-03-15", "14h30")
    with acacia.as_(acacia.adviser) as db:
        off = reviews.unbook(db, review)
    assert database.one("select booked_at from review") is None
    undo(acacia, off.undo)
    assert str(database.one("select booked_at at time zone 'UTC' from review")) == "2027-03-15 12:30:00"
    undo(acacia, moved.undo)
    assert str(database.one("select booked_at at time zone 'UTC' from review")) == "2027-03-12 08:00:00"


def test_one_that_was_moved_stays_where_it_was_put(review: str, acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.assistant) as db:
        done = reviews.move(db, review, "2027-06-15")
    run()
    assert [str(day) for day in open_of(database, acacia.client.id)] == ["2027-06-15"]
    undo(acacia, done.undo)
    assert database.one("select moved from review") is False


@pytest.mark.parametrize(
    ("day", "at", "field"),
    [("2027-02-28", "10:00", "day"), ("", "10:00", "day"), ("31 Feb", "10:00", "day"), ("2027-03-12", "", "at"),
     ("2027-03-12", "25:00", "at"), ("9999-12-31", "10:00", "day")],
)  # fmt: skip
def test_what_is_no_meeting_is_not_booked(day: str, at: str, field: str, review: str, acacia: PracticeWorld):
    with pytest.raises(Invalid) as refused:
        book(acacia, review, day, at)
    assert refused.value.field == field


def test_the_plan_is_still_suitable(review: str, acacia: PracticeWorld, database: Database):
    book(acacia, review, "2027-03-01", "09:00")
    done = hold(acacia, review, "plan still suitable", notes="She is well.\n\n Likes it.", held_on="2027-02-26")
    assert done.sentence == "Renée O'Brien: plan still suitable. The next review is due on 26 Feb 2028."
    row = database.all("select * from review where id = :id", id=review)[0]
    assert (str(row.held_on), row.outcome, row.notes) == (
        "2027-02-26",
        "plan still suitable",
        "She is well.\nLikes it.",
    )
    assert (row.held_by, row.adviser_id) == (acacia.adviser.id, acacia.adviser.id)
    assert str(of_client(database, acacia, "last_contact_on")) == "2027-02-26"
    before = open_of(database, acacia.client.id)
    assert undo(acacia, done.undo) == "The review is as before."
    assert the_open(database, acacia.client.id) == review
    assert open_of(database, acacia.client.id) != before
    assert of_client(database, acacia, "last_contact_on") is None
    assert database.one("select count(*) from review") == 1


def test_what_came_of_it_is_in_the_timeline(review: str, acacia: PracticeWorld, database: Database):
    done = hold(acacia, review, "plan still suitable", notes="She retires in March.", held_on="2027-02-20")
    entry = database.all("select * from interaction where kind = 'review'")[0]
    assert (entry.title, entry.words) == ("plan still suitable", "She retires in March.")
    assert (entry.client_id, entry.author_id, entry.origin) == (acacia.client.id, acacia.adviser.id, "product")
    assert f"{entry.at.astimezone(clock.SOUTH_AFRICA):%Y-%m-%d %H:%M}" == "2027-02-20 12:00"
    undo(acacia, done.undo)
    taken = database.all("select removed_by, removed_because from interaction where kind = 'review'")
    assert [tuple(row) for row in taken] == [(acacia.adviser.id, review_entry.PUT_BACK)]


def test_whom_nobody_reached_was_not_spoken_to(review: str, acacia: PracticeWorld, database: Database):
    hold(acacia, review, "could not be reached", weeks="2", notes="Voicemail twice.")
    assert database.one("select kind from interaction where origin = 'product'") == "note"
    assert of_client(database, acacia, "last_contact_on") is None


def test_changes_that_are_needed_become_tasks(review: str, acacia: PracticeWorld, database: Database):
    done = hold(acacia, review, "changes needed", tasks="Quote for life cover friday !urgent\n\nCall the attorney")
    assert done.sentence.startswith(
        "Renée O'Brien: changes needed. 2 tasks made. The next review is due on 1 Mar 2028."
    )
    rows = database.all("select * from task order by place")
    assert {(row.title, str(row.due_on), row.priority) for row in rows} == {
        ("Quote for life cover", "2027-03-05", "urgent"), ("Call the attorney", "None", "normal"),
    }  # fmt: skip
    assert {(row.client_id, row.assignee_id) for row in rows} == {(acacia.client.id, acacia.adviser.id)}
    undo(acacia, done.undo)
    assert database.one("select count(*) from task where deleted_at is null") == 0


def test_a_task_that_was_taken_up_stays(review: str, acacia: PracticeWorld, database: Database):
    done = hold(acacia, review, "changes needed", tasks="One\nTwo")
    clock.move(timedelta(minutes=5))
    with acacia.as_(acacia.assistant) as db:
        tasks.finish(db, database.one("select id from task where title = 'One'"))
    assert undo(acacia, done.undo) == "The review is as before. 1 task that was taken up since stay."
    assert database.one("select title from task where deleted_at is null") == "One"


def test_no_longer_a_client(review: str, acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        tasks.create(db, {"title": "Send the will", "client_id": str(acacia.client.id)})
    done = hold(acacia, review, "no longer a client", notes="Emigrated.")
    assert done.sentence == (
        "Renée O'Brien: no longer a client. They are a former client now, and no review is to come."
        " Still open with them: 1 task."
    )
    assert of_client(database, acacia, "status") == "former"
    run()
    assert open_of(database, acacia.client.id) == []
    undo(acacia, done.undo)
    assert of_client(database, acacia, "status") == "active"
    assert the_open(database, acacia.client.id) == review


def test_who_could_not_be_reached_is_due_again(review: str, acacia: PracticeWorld, database: Database):
    # three weeks later is Human Rights Day, that fell on a Sunday
    done = hold(acacia, review, "could not be reached", weeks="3")
    assert done.sentence == "Renée O'Brien: could not be reached. It is due again on 23 Mar 2027."
    run()
    assert [str(day) for day in open_of(database, acacia.client.id)] == ["2027-03-23"]
    assert of_client(database, acacia, "last_contact_on") is None
    undo(acacia, done.undo)
    assert the_open(database, acacia.client.id) == review


@pytest.mark.parametrize(
    ("outcome", "values", "field"),
    [
        ("", {}, "outcome"), ("fine", {}, "outcome"), ("changes needed", {}, "tasks"),
        ("changes needed", {"tasks": "x\n" * 21}, "tasks"), ("could not be reached", {"weeks": "0"}, "weeks"),
        ("could not be reached", {"weeks": "99"}, "weeks"),
        ("plan still suitable", {"held_on": "2027-03-02"}, "held_on"),
        ("plan still suitable", {"notes": "x" * 20_001}, "notes"), ("changes needed", {"tasks": "x" * 400}, "tasks"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_changes(
    outcome: str, values: dict[str, str], field: str, review: str, acacia: PracticeWorld, database: Database
):
    with pytest.raises(Invalid) as refused:
        hold(acacia, review, outcome, None, **values)
    assert refused.value.field == field
    assert the_open(database, acacia.client.id) == review
    assert database.one("select count(*) from task") == 0


def test_what_changed_since_is_not_put_back(review: str, acacia: PracticeWorld, database: Database):
    done = hold(acacia, review, "plan still suitable")
    book(acacia, the_open(database, acacia.client.id), "2027-04-12", "10:00")
    with pytest.raises(Invalid, match="changed since"):
        undo(acacia, done.undo)
    left = hold(acacia, the_open(database, acacia.client.id), "no longer a client")
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "status", "active")
    with pytest.raises(Invalid, match="changed since"):
        undo(acacia, left.undo)
    with pytest.raises(NotFound):
        undo(acacia, "12")
    assert open_of(database, acacia.client.id) == []


def test_one_that_is_over_is_not_held_twice(review: str, acacia: PracticeWorld):
    hold(acacia, review, "plan still suitable")
    with pytest.raises(Conflict):
        hold(acacia, review, "plan still suitable")


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_reads_only_changes_nothing(change: str, review: str, acacia: PracticeWorld):
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        CHANGES[change](db, review)


@pytest.mark.parametrize("change", CHANGES)
def test_another_practice_has_no_such_review(change: str, review: str, acacia: PracticeWorld, baobab: PracticeWorld):
    with baobab.as_(baobab.owner) as db, pytest.raises(NotFound):
        CHANGES[change](db, review)


def test_an_undo_is_its_own_practices(review: str, acacia: PracticeWorld, baobab: PracticeWorld):
    done = book(acacia, review, "2027-03-12", "10:00")
    with baobab.as_(baobab.owner) as db, pytest.raises(NotFound):
        review_undo.undo(db, done.undo)
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        review_undo.undo(db, done.undo)


def test_an_agenda_is_not_written_over_unseen(review: str, acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        reviews.set_agenda(db, review, "Fees\n\nWill", "whatever it began with")
    with acacia.as_(acacia.assistant) as db, pytest.raises(Conflict):
        reviews.set_agenda(db, review, "Cover", "Fees")
    assert database.one("select agenda from review") == "Fees\nWill"


def test_who_leaves_hands_their_reviews_over(review: str, acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        reviews.book(db, review, "2027-03-12", "10:00", str(acacia.assistant.id))
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, str(acacia.assistant.id), hand_over_to=str(acacia.owner.id))
    assert database.one("select adviser_id from review") == acacia.owner.id


def test_months_after_is_what_the_worker_counts_by(review: str, acacia: PracticeWorld, database: Database):
    hold(acacia, review, "plan still suitable", held_on="2027-02-28")
    assert open_of(database, acacia.client.id) == [months_after(clock.today().replace(month=2, day=28), 12)]
