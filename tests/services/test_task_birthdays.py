"""Tasks that come round before a birthday follow the client's birth date, one for each birthday."""

from datetime import date

import pytest

from clientmanager.db import ScopedSession
from clientmanager.models.client import Client
from clientmanager.services import task_moves, task_series, tasks
from tests.services.series import made, on, repeat, run, task_of, task_on
from tests.world import Database, PracticeWorld

BEFORE = {"follows": "birth date", "offset_days": -10, "on_holidays": "keep"}


@pytest.fixture
def series(acacia: PracticeWorld, database: Database) -> str:
    """Ten days before Gerrit's birthday on 16 June."""
    on("2027-02-01")
    task = task_of(acacia, title="Wish well", client_id=str(acacia.clients[1].id))
    return repeat(acacia, task, BEFORE)


def correct(world: PracticeWorld, born: date | None) -> None:
    with world.as_(world.adviser) as db:
        db.fetch(Client, world.clients[1].id).birth_date = born


def words(db: ScopedSession, task_id: str) -> str:
    found = task_series.of_task(db, task_id)
    assert found
    return found.words


def test_the_task_begins_with_the_next_birthday(series: str, acacia: PracticeWorld, database: Database):
    assert [str(due) for _, due in made(database, series)] == ["2027-06-06"]
    with acacia.as_(acacia.adviser) as db:
        said = words(db, task_on(database, series, "2027-06-06"))
    assert said == "Every year, 10 days before 16 June. Its dates follow the client's birth date."


@pytest.mark.parametrize(
    ("born", "due", "next_due"),
    [
        (date(1975, 6, 20), "2027-06-10", "2028-06-10"),
        (date(1975, 6, 2), "2027-05-23", "2028-05-23"),
        (date(1976, 2, 29), "2027-02-18", "2028-02-19"),
        (date(1975, 1, 5), "2027-12-26", "2028-12-26"),  # none before the series was begun, though it is nearer
        (date(1975, 12, 1), "2027-11-21", "2028-11-21"),
    ],
)
def test_what_is_not_begun_follows_to_the_nearest_birthday(
    born: date, due: str, next_due: str, series: str, acacia: PracticeWorld, database: Database
):
    task = task_on(database, series, "2027-06-06")
    correct(acacia, born)
    run()
    run()
    assert [str(one) for _, one in made(database, series)] == [due]
    assert task_on(database, series, due) == task
    on("2029-01-20")
    run()
    assert [str(one) for _, one in made(database, series)][:2] == [due, next_due]


@pytest.mark.parametrize("how", ["finish", "delete", "move", "give another day"])
def test_what_is_begun_stays_and_is_that_birthdays_only_task(
    how: str, series: str, acacia: PracticeWorld, database: Database
):
    task = task_on(database, series, "2027-06-06")
    with acacia.as_(acacia.adviser) as db:
        match how:
            case "finish":
                tasks.finish(db, task)
            case "delete":
                tasks.delete(db, task)
            case "move":
                doing = database.one("select id from board_column where name = 'Doing'")
                task_moves.move(db, task, str(doing), "", "")
            case _:
                tasks.set_field(db, task, "due_on", "2027-06-01")
    correct(acacia, date(1975, 6, 20))
    for day in ("2027-02-02", "2027-06-20", "2028-01-01", "2028-06-01"):
        on(day)
        run()
    assert [str(nominal) for nominal, _ in made(database, series)] == ["2027-06-06", "2028-06-10"]
    assert task_on(database, series, "2027-06-06") == task


def test_a_date_that_was_corrected_and_put_back_changes_nothing(series: str, acacia: PracticeWorld, database: Database):
    for born in (date(1975, 6, 20), date(1975, 6, 16)):
        correct(acacia, born)
        run()
    on("2028-06-10")
    run()
    assert [str(due) for _, due in made(database, series)] == ["2027-06-06", "2028-06-06"]


def test_a_correction_while_the_worker_is_down_loses_no_birthday(
    series: str, acacia: PracticeWorld, database: Database
):
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, task_on(database, series, "2027-06-06"))
    on("2028-05-01")
    correct(acacia, date(1975, 5, 14))
    on("2028-05-20")
    run()
    assert [str(due) for _, due in made(database, series)] == ["2027-06-06", "2028-05-04"]


def test_a_birthday_that_went_by_is_made_good_once(series: str, acacia: PracticeWorld, database: Database):
    """The task of 2027 waits untouched; the birthday of 2028 was in January and not in June."""
    on("2028-02-01")
    correct(acacia, date(1975, 1, 20))
    run()
    assert [str(due) for _, due in made(database, series)] == ["2028-01-10"]
    on("2029-01-01")
    run()
    assert [str(due) for _, due in made(database, series)] == ["2028-01-10", "2029-01-10"]


def test_without_a_birth_date_nothing_is_made_and_the_series_says_so(
    series: str, acacia: PracticeWorld, database: Database
):
    correct(acacia, None)
    on("2029-06-07")
    run()
    assert len(made(database, series)) == 1
    with acacia.as_(acacia.adviser) as db:
        assert words(db, task_on(database, series, "2027-06-06")).endswith(
            "until the client's birth date is filled in."
        )
        assert task_series.upcoming(db, series, 3) == []
    correct(acacia, date(1975, 6, 16))
    run()
    on("2030-06-01")
    run()
    assert [str(due) for _, due in made(database, series)] == ["2027-06-06", "2030-06-06"]


def test_those_that_follow_can_be_for_another_client(series: str, acacia: PracticeWorld, database: Database):
    task = task_on(database, series, "2027-06-06")
    with acacia.as_(acacia.adviser) as db:
        task_series.change_following(db, task, {"client_id": str(acacia.client.id)})
    run()
    assert database.all("select due_on, client_id from task") == [(date(2027, 2, 18), acacia.client.id)]


def test_a_series_that_came_to_its_end_does_not_begin_again(acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    task = task_of(acacia, client_id=str(acacia.clients[1].id))
    series = repeat(acacia, task, {**BEFORE, "times": 1})
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, task)
    correct(acacia, date(1975, 9, 1))
    on("2029-01-01")
    run()
    assert len(made(database, series)) == 1
    assert database.one("select ended_at is not null from task_series")
