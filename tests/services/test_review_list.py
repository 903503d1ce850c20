"""The lists of reviews, and of whom nobody spoke to: who stands where, filters, pages, true counts."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from clientmanager import clock
from clientmanager.models.client import Client
from clientmanager.services import clients, review_choices, review_list, reviews
from clientmanager.services.review_filter import ReviewFilter, as_query, read_filter
from clientmanager.services.review_list import ReviewPage
from tests.services.series import on
from tests.services.some_reviews import book, cycle, hold, the_open
from tests.world import Database, PracticeWorld


def listed(world: PracticeWorld, query: str = "", **key: str) -> ReviewPage:
    with world.as_(world.compliance) as db:
        return review_list.listed(db, read_filter(query), **key)


def names(world: PracticeWorld, query: str = "") -> list[str]:
    return [row.client for row in listed(world, query).rows]


@pytest.fixture
def four(acacia: PracticeWorld, database: Database) -> list[str]:
    """The reviews of Renée (A, late), Gerrit (to prepare), Mabaso and the trust (later), on 1 March 2027."""
    on("2027-03-01")
    cycle(acacia, "A")
    cycle(acacia, "")
    found = [the_open(database, acacia.clients[place].id) for place in (0, 1, 3, 4)]
    days = ("2027-02-01", "2027-03-20", "2027-06-01", "2027-07-01")
    with acacia.as_(acacia.adviser) as db:
        for review, day in zip(found, days, strict=True):
            reviews.move(db, review, day)
    return found


def test_what_is_due_stands_in_the_order_of_its_days(four: list[str], acacia: PracticeWorld):
    rows = listed(acacia).rows
    assert [(row.client, row.when, row.since, row.stands) for row in rows] == [
        ("O'Brien, Renée", "1 Feb 2027", "28 days ago", "overdue"),
        ("'t Hooft, Gerrit", "20 Mar 2027", "in 19 days", "to prepare"),
        ("Mabaso Civils (Pty) Ltd", "1 Jun 2027", "in 3 months", "later"),
        ("The O'Brien Family Trust", "1 Jul 2027", "in 4 months", "later"),
    ]
    assert (rows[0].adviser, rows[0].initials, rows[3].adviser) == ("Pieter van der Merwe", "PM", "")
    with acacia.as_(acacia.compliance) as db:
        assert review_list.counted(db) == review_list.Count(4, 4, 1)


def test_filters(four: list[str], acacia: PracticeWorld):
    assert names(acacia, "q=obr") == ["O'Brien, Renée", "The O'Brien Family Trust"]
    assert names(acacia, "adviser=none") == ["The O'Brien Family Trust"]
    assert names(acacia, f"adviser={acacia.adviser.id}&stands=overdue&stands=to+prepare") == [
        "O'Brien, Renée", "'t Hooft, Gerrit",
    ]  # fmt: skip
    assert names(acacia, "category=A") == ["O'Brien, Renée"]
    assert len(names(acacia, "category=")) == 3
    assert names(acacia, "view=booked") == names(acacia, "view=held") == []
    assert len(names(acacia, "stands=soon&view=nonsense&sort=x&adviser=x")) == 4
    with acacia.as_(acacia.compliance) as db:
        assert review_list.counted(db, read_filter("category=A")) == review_list.Count(1, 4, 1)
        fields = review_choices.choices(db, ReviewFilter())
        chips = review_choices.chips(db, read_filter(f"category=&adviser=none&adviser={uuid4()}&stands=overdue"))
    assert [(field.words, [(one.words, one.many) for one in field.choices]) for field in fields] == [
        ("Stands", [("Overdue", "1"), ("To prepare", "1"), ("Later", "2")]),
        ("Adviser", [("Pieter van der Merwe", "3"), ("Nobody", "1")]),
        ("Category", [("A", "1"), ("None", "3")]),
    ]
    assert [chip.words for chip in chips] == ["overdue", "nobody or somebody unknown", "none"]


def test_an_address_says_all_of_a_list():
    chosen = ReviewFilter("silent", "o'brien", ("none",), (), ("", "A"), 12, True, "-client")
    assert read_filter(as_query(chosen)) == chosen
    assert as_query(ReviewFilter()) == ""


def test_what_is_booked_and_what_was_held(four: list[str], acacia: PracticeWorld):
    book(acacia, four[0], "2027-03-12", "10:00")
    book(acacia, four[1], "2027-03-10", "08:30")
    assert [(row.client, row.when, row.stands) for row in listed(acacia, "view=booked").rows] == [
        ("'t Hooft, Gerrit", "Wed 10 Mar 2027, 08:30", "booked"),
        ("O'Brien, Renée", "Fri 12 Mar 2027, 10:00", "booked"),
    ]
    on("2027-03-12")
    assert listed(acacia, "view=booked").rows[0].stands == "passed"
    hold(acacia, four[1], "plan still suitable", held_on="2027-03-10")
    hold(acacia, four[0], "no longer a client")
    assert [(row.client, row.stands) for row in listed(acacia, "view=held").rows] == [
        ("O'Brien, Renée", "no longer a client"), ("'t Hooft, Gerrit", "plan still suitable"),
    ]  # fmt: skip
    assert names(acacia, "view=held&sort=-when") == ["'t Hooft, Gerrit", "O'Brien, Renée"]
    assert "O'Brien, Renée" not in names(acacia)


def test_who_was_archived_is_gone_at_once(four: list[str], acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        clients.archive(db, acacia.client.id)
    assert "O'Brien, Renée" not in names(acacia)


def test_whom_nobody_spoke_to(four: list[str], acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.clients[0].id, "last_contact_on", "2026-08-31")
        clients.set_field(db, acacia.clients[1].id, "last_contact_on", "2026-09-01")
        clients.set_field(db, acacia.clients[3].id, "last_contact_on", "2025-01-01")
    rows = listed(acacia, "view=silent").rows
    assert [(row.client, row.when) for row in rows] == [
        ("The O'Brien Family Trust", "Never"),
        ("Mabaso Civils (Pty) Ltd", "1 Jan 2025"),
        ("O'Brien, Renée", "31 Aug 2026"),
    ]
    assert names(acacia, "view=silent&never=last")[-1] == "The O'Brien Family Trust"
    assert names(acacia, "view=silent&months=12") == ["The O'Brien Family Trust", "Mabaso Civils (Pty) Ltd"]
    assert names(acacia, "view=silent&sort=client")[0] == "Mabaso Civils (Pty) Ltd"
    assert rows[2].id == four[0]


@pytest.mark.parametrize("query", ["", "sort=-when", "sort=client", "sort=-client", "sort=adviser", "sort=-adviser"])
@pytest.mark.parametrize("view", ["due", "silent"])
def test_pages_follow_one_another_both_ways(
    view: str, query: str, acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(review_list, "PAGE", 3)
    with acacia.as_(acacia.owner) as db:
        for number in range(11):
            moment = clock.now() - timedelta(days=number // 3)
            client = Client(
                practice_id=acacia.practice_id, last_name=f"Same {number % 4}", created_at=moment, changed_at=moment,
                adviser_id=[acacia.owner.id, acacia.adviser.id, None][number % 3],
                last_contact_on=date(2020, 1, 1 + number // 2) if number % 5 else None,
            )  # fmt: skip
            client.sort()
            db.add(client)
    cycle(acacia, "")
    said = f"view={view}&{query}"
    whole: list[str] = []
    page = listed(acacia, said)
    pages = [page]
    while page.last:
        page = listed(acacia, said, after=page.last)
        pages.append(page)
    whole = [row.client_id for page in pages for row in page.rows]
    assert len(whole) == len(set(whole)) == 14 + (view == "silent")
    for later, earlier in zip(pages[::-1], pages[-2::-1], strict=False):
        assert listed(acacia, said, before=later.first).rows == earlier.rows


def test_nothing_of_another_practice(four: list[str], acacia: PracticeWorld, baobab: PracticeWorld):
    assert names(baobab) == []
    assert listed(baobab, after=four[0]).rows == []
    assert {row.client for row in listed(baobab, "view=silent").rows} == {"O'Brien, Renee", "Sithole, Kagiso"}
