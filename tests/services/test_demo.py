"""The demonstration: people who do not exist, the same for the same seed."""

from datetime import date

from stdnum.za import idnr

from clientmanager.db import session_for
from clientmanager.services import client_list, demo
from clientmanager.services.client_filter import ClientFilter
from clientmanager.services.viewers import operator_of
from tests.world import Database


def names(database: Database) -> list[str]:
    everyone = "select first_names, last_name, entity_name, id_number from client order by sort_name, id_number"
    return [" ".join(row) for row in database.all(everyone)]


def test_the_demonstration_is_there_and_a_second_call_changes_nothing(database: Database):
    made = demo.make(clients=60, seed=3)
    assert (made.practice, made.clients) == ("demo", 60)
    again = demo.make(clients=999, seed=4)
    assert (again.clients, again.password) == (60, made.password)
    with session_for(operator_of("demo")) as db:
        page = client_list.listed(db)
        assert client_list.counted(db).found == 60
        assert client_list.listed(db, ClientFilter(search=page.rows[0].name.split(",")[0])).rows
    assert {row.role for row in database.all("select role from practice_user")} == {
        "owner", "adviser", "assistant", "compliance",
    }  # fmt: skip


def test_id_numbers_are_right_and_agree_with_the_birth_dates(database: Database):
    demo.make(clients=60, seed=3)
    people = database.all("select id_number, birth_date from client where kind = 'person'")
    for number, born in people:
        assert idnr.is_valid(number)
        assert number[:6] == f"{born:%y%m%d}"
        assert isinstance(born, date)
    assert database.one("select count(*) from client_email where address not like '%@example.co.za'") == 0


def test_the_same_seed_makes_the_same_people(database: Database):
    demo.make(clients=40, seed=5)
    first = names(database)
    database.empty()
    demo.make(clients=40, seed=5)
    assert names(database) == first
    database.empty()
    demo.make(clients=40, seed=6)
    assert names(database) != first
