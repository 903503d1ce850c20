"""The page before a meeting: only of this client, what was promised apart from what is due, birthdays that are near."""

from datetime import date, timedelta
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.errors import NotFound
from clientmanager.services import clients, interactions, meeting_brief, review_cycles, tasks
from clientmanager.services.meeting_brief import MeetingBrief, next_birthday
from tests.services.series import on
from tests.world import Database, PracticeWorld


@pytest.fixture(autouse=True)
def _monday() -> None:
    on("2027-03-01")


def told(world: PracticeWorld, **more: Any) -> str:
    with world.as_(world.adviser) as db:
        form = {"kind": "call", "clients": [str(world.client.id)], "words": "Asked about the bursary.", **more}
        return interactions.record(db, form).id


def brief(world: PracticeWorld) -> MeetingBrief:
    with world.as_(world.adviser) as db:
        return meeting_brief.brief(db, str(world.client.id))


def test_who_they_are_and_that_they_were_looked_at(acacia: PracticeWorld, database: Database):
    shown = brief(acacia)
    assert (shown.name, shown.status, shown.adviser) == ("Renée O'Brien", "active", "Pieter van der Merwe")
    assert {"082 123 4567", "renee.obrien@example.co.za"} <= {one.value for one in shown.reach}
    assert shown.as_of == "1 Mar 2027 10:00"
    assert database.one("select count(*) from audit_entry where action = 'view'") == 1


def test_what_was_said_last_comes_after_what_is_pinned(acacia: PracticeWorld):
    pinned = told(acacia, title="Never on a Friday")
    with acacia.as_(acacia.adviser) as db:
        interactions.pin(db, pinned, True)
        clients.set_field(db, acacia.client.id, "status", "dormant")
    for number in range(7):
        clock.move(timedelta(minutes=1))
        told(acacia, title=f"Number {number}")
    with acacia.as_(acacia.adviser) as db:
        interactions.remove(db, told(acacia, title="Another Renée"), "Another Renée")
    assert [row.title for row in brief(acacia).said] == [
        "Call: Never on a Friday", "Call: Number 6", "Call: Number 5", "Call: Number 4", "Call: Number 3",
    ]  # fmt: skip


def test_what_was_promised_stands_apart_from_what_is_due(acacia: PracticeWorld):
    told(acacia, follow_ups=["Send the quote friday"])
    other = next(client for client in acacia.clients if client.id != acacia.client.id)
    with acacia.as_(acacia.adviser) as db:
        tasks.create(db, {"title": "Late", "due_on": "2027-02-01", "client_id": str(acacia.client.id)})
        tasks.create(db, {"title": "Of another", "client_id": str(other.id)})
    shown = brief(acacia)
    assert [(one.words, one.second) for one in shown.promised] == [
        ("Send the quote", "Promised, due 5 Mar 2027 · Pieter van der Merwe")
    ]
    assert [(one.words, one.late) for one in shown.going_on] == [("Late", True)]
    assert "Tasks on time" in [one.label for one in shown.missing]


def test_the_review_that_is_to_come(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        review_cycles.set_for_client(db, acacia.client.id, "12")
    assert brief(acacia).review.title == "Review due"


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("1966-03-01", ("Birthday on Mon 1 Mar 2027, today: 61",)),
        ("1966-03-02", ("Birthday on Tue 2 Mar 2027, tomorrow: 61",)),
        ("1966-04-01", ("Birthday on Thu 1 Apr 2027, in 31 days: 61",)),
        ("1966-04-02", ()), ("1966-02-28", ()), ("", ()),
    ],
)  # fmt: skip
def test_a_birthday_that_is_near_is_said(acacia: PracticeWorld, born: str, words: tuple[str, ...]):
    with acacia.as_(acacia.owner) as db:
        clients.set_field(db, acacia.client.id, "id_number", "")
        clients.set_field(db, acacia.client.id, "birth_date", born)
    assert brief(acacia).near == words


def test_a_birthday_on_the_leap_day():
    assert next_birthday(date(2000, 2, 29), date(2027, 3, 1)) == date(2027, 3, 1)
    assert next_birthday(date(2000, 2, 29), date(2027, 3, 2)) == date(2028, 2, 29)


def test_another_practice_has_no_such_client(acacia: PracticeWorld, baobab: PracticeWorld):
    with baobab.as_(baobab.owner) as db, pytest.raises(NotFound):
        meeting_brief.brief(db, str(acacia.client.id))


@pytest.mark.parametrize("said", [None, "", 7, {}, "x' or true"])
def test_no_such_client(acacia: PracticeWorld, said: Any):
    with acacia.as_(acacia.adviser) as db, pytest.raises(NotFound):
        meeting_brief.brief(db, said)
