"""What a series does when its people leave, or its client is archived or erased."""

from clientmanager.clock import now
from clientmanager.models.client import Client
from clientmanager.models.user import User
from clientmanager.services import task_page, task_series, tasks, users
from tests.services.series import TUESDAYS, begin, made, on, run, task_on
from tests.world import Database, PracticeWorld


def let_go(world: PracticeWorld, *people: User) -> None:
    """Without asking who takes over."""
    with world.as_(world.owner) as db:
        for person in people:
            db.fetch(User, person.id).deactivated_at = now()


def who(world: PracticeWorld, task_id: str) -> str:
    with world.as_(world.owner) as db:
        return task_page.page(db, task_id).who


def archive(world: PracticeWorld, archived: bool = True) -> None:
    with world.as_(world.adviser) as db:
        client = db.fetch(Client, world.client.id)
        if archived:
            client.archive(at=now(), reason="")
        else:
            client.unarchive()


def test_what_comes_round_for_a_leaver_is_for_who_began_it_and_then_for_nobody(
    acacia: PracticeWorld, database: Database
):
    on("2027-02-01")
    series = begin(acacia, TUESDAYS, due_on="2027-02-02", assignee_id=str(acacia.assistant.id))
    let_go(acacia, acacia.assistant)
    on("2027-02-09")
    run()
    let_go(acacia, acacia.adviser)
    on("2027-02-16")
    run()
    assert [who(acacia, task_on(database, series, str(nominal))) for nominal, _ in made(database, series)] == [
        "Ayesha Patel", "Ayesha Patel", "Pieter van der Merwe", "Pieter van der Merwe", "",
    ]  # fmt: skip


def test_what_comes_round_for_nobody_stays_for_nobody(acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    series = begin(acacia, TUESDAYS, due_on="2027-02-02")
    assert {who(acacia, task_on(database, series, str(nominal))) for nominal, _ in made(database, series)} == {""}


def test_whoever_takes_over_from_a_leaver_takes_what_comes_round_too(acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    series = begin(acacia, TUESDAYS, due_on="2027-02-02", assignee_id=str(acacia.assistant.id))
    with acacia.as_(acacia.owner) as db:
        assert users.deactivate(db, acacia.assistant.id, hand_over_to=str(acacia.owner.id)) == "2 open tasks"
    on("2027-02-09")
    run()
    assert {who(acacia, task_on(database, series, str(nominal))) for nominal, _ in made(database, series)} == {
        "Thandi Mokoena"
    }


def test_for_an_archived_client_nothing_is_made_then_or_later(acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    series = begin(acacia, TUESDAYS, due_on="2027-02-02", client_id=str(acacia.client.id))
    archive(acacia)
    on("2027-03-03")
    run()
    assert [str(due) for _, due in made(database, series)] == ["2027-02-02", "2027-02-09"]
    with acacia.as_(acacia.adviser) as db:
        shown = task_series.of_task(db, task_on(database, series, "2027-02-02"))
    assert shown
    assert (shown.words, shown.dates) == ("Every Tuesday. Nothing is made while the client is archived.", [])
    archive(acacia, archived=False)
    run()
    assert [str(due) for _, due in made(database, series)][2:] == ["2027-03-09", "2027-03-16"]


def test_a_client_who_was_archived_by_mistake_misses_nothing(acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    series = begin(acacia, TUESDAYS, due_on="2027-02-02", client_id=str(acacia.client.id))
    archive(acacia)
    on("2027-02-03")
    run()
    archive(acacia, archived=False)
    run()
    assert [str(due) for _, due in made(database, series)] == ["2027-02-02", "2027-02-09", "2027-02-16"]


def test_a_client_who_is_erased_takes_the_series_along_and_leaves_what_was_given_to_others(
    acacia: PracticeWorld, database: Database
):
    on("2027-02-01")
    series = begin(acacia, TUESDAYS, due_on="2027-02-02", client_id=str(acacia.client.id))
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, task_on(database, series, "2027-02-09"), "client_id", "none")
    database.owner.exec_driver_sql(f"delete from client where id = '{acacia.client.id}'")
    on("2027-03-01")
    run()
    assert database.all("select series_id, due_on::text from task") == [(None, "2027-02-09")]


def test_one_practice_s_series_make_nothing_in_another(
    acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    on("2027-02-01")
    begin(acacia, TUESDAYS, due_on="2027-02-02")
    on("2027-03-01")
    run()
    assert database.one("select count(*) from task where practice_id = :id", id=baobab.practice_id) == 0
