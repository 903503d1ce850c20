"""One review to come for each active client with a cycle, however often and by whomever it is kept."""

from datetime import date, timedelta

import pytest

from clientmanager import clock
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.planning.reviews import months_after
from clientmanager.services import clients, review_cycles
from tests.services.series import at_once, on
from tests.services.some_reviews import cycle, hold, open_of, run, the_open
from tests.world import Database, PracticeWorld

DAYS = 800


def every_night() -> None:
    run()


def down_for_weeks() -> None:
    if clock.today().toordinal() % 45 == 0:
        run()


def two_at_once() -> None:
    at_once(run, run)


REGIMES = {"every night": every_night, "down for weeks": down_for_weeks, "two at once": two_at_once}


@pytest.mark.parametrize("regime", REGIMES)
def test_over_800_days_there_is_one_review_to_come(regime: str, acacia: PracticeWorld, database: Database):
    cycle(acacia, "A", "6")
    cycle(acacia, "", "12")
    renee, reviewed = acacia.clients[0], [acacia.clients[place] for place in (0, 1, 3, 4)]
    held: list[date] = []
    step = 20 if regime == "two at once" else 5
    for _ in range(0, DAYS, step):
        clock.move(timedelta(days=step))
        REGIMES[regime]()
        for client in reviewed:
            assert len(open_of(database, client.id)) == 1
        if open_of(database, renee.id)[0] <= clock.today():
            hold(acacia, the_open(database, renee.id), "plan still suitable")
            held.append(clock.today())
            assert open_of(database, renee.id) == [months_after(held[-1], 6)]
    assert len(held) == 4
    assert database.one("select count(*) from review") == len(reviewed) + len(held)
    assert open_of(database, acacia.clients[2].id) == []  # dormant


def test_it_is_due_from_when_the_client_was_added(acacia: PracticeWorld, database: Database):
    assert cycle(acacia) == "Kept. 1 review made."
    assert open_of(database, acacia.client.id) == [months_after(clock.today(), 12)]
    assert open_of(database, acacia.clients[1].id) == []


def test_who_is_archived_or_former_has_none(acacia: PracticeWorld, database: Database):
    cycle(acacia, "A")
    cycle(acacia, "")
    with acacia.as_(acacia.owner) as db:
        clients.archive(db, acacia.client.id)
        clients.set_field(db, acacia.clients[1].id, "status", "former")
    run()
    assert open_of(database, acacia.client.id) == open_of(database, acacia.clients[1].id) == []
    with acacia.as_(acacia.owner) as db:
        clients.unarchive(db, acacia.client.id)
    run()
    assert len(open_of(database, acacia.client.id)) == 1


def test_a_clients_own_cycle_wins(acacia: PracticeWorld, database: Database):
    on("2027-01-31")
    cycle(acacia, "A", "12")
    added = database.one("select cast(created_at as date) from client where id = :id", id=acacia.client.id)
    with acacia.as_(acacia.assistant) as db:
        assert review_cycles.set_for_client(db, acacia.client.id, "3") == "Kept. 1 review moved."
    assert open_of(database, acacia.client.id) == [months_after(added, 3)]
    cycle(acacia, "A", "24")
    assert open_of(database, acacia.client.id) == [months_after(added, 3)]
    with acacia.as_(acacia.assistant) as db:
        review_cycles.set_for_client(db, acacia.client.id, "")
    assert open_of(database, acacia.client.id) == [months_after(added, 24)]


def test_who_comes_into_another_category_goes_by_its_cycle(acacia: PracticeWorld, database: Database):
    cycle(acacia, "A", "12")
    cycle(acacia, "B", "3")
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "category", "B")
    run()
    assert open_of(database, acacia.client.id) == [months_after(clock.today(), 3)]
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "category", "Never")
    run()
    assert open_of(database, acacia.client.id) == []


def test_only_an_owner_shapes_the_cycles(acacia: PracticeWorld):
    for user in (acacia.adviser, acacia.assistant, acacia.compliance):
        with acacia.as_(user) as db, pytest.raises(NotAllowed):
            review_cycles.set_for_category(db, "A", {"every_months": "12"})
    with acacia.as_(acacia.compliance) as db, pytest.raises(NotAllowed):
        review_cycles.set_for_client(db, acacia.client.id, "12")


def test_nobody_sets_the_cycle_of_another_practices_client(acacia: PracticeWorld, baobab: PracticeWorld):
    with acacia.as_(acacia.owner) as db, pytest.raises(NotFound):
        review_cycles.set_for_client(db, baobab.client.id, "12")


@pytest.mark.parametrize("months", ["0", "61", "-1", "twelve", "1e1", "१२", "999999"])
def test_what_is_no_number_of_months_is_refused(months: str, acacia: PracticeWorld, database: Database):
    cycle(acacia, "A", "12")
    with pytest.raises(Invalid) as refused:
        cycle(acacia, "A", months)
    assert refused.value.field == "every_months"
    assert len(open_of(database, acacia.client.id)) == 1


def test_the_settings_list_what_the_practice_uses(acacia: PracticeWorld):
    cycle(acacia, "A", "18", "45", "Fees\n\n  Will ")
    with acacia.as_(acacia.compliance) as db:
        found = review_cycles.listed(db)
    assert [(row.words, row.clients, row.cycle) for row in found] == [
        ("Category A", "1 active client", "Every 18 months, prepared 45 days ahead"),
        ("Without a category", "3 active clients", "Not reviewed"),
    ]
    assert found[0].agenda == "Fees\nWill"
