"""Over 400 days each occurrence is made exactly once: run twice a day, by two at once, or after weeks of nothing."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.services import task_series, tasks
from tests.services.series import at_once, begin, calculated, made, on, run, run_unguarded, task_on
from tests.world import Database, PracticeWorld

DAYS = 400
EVERY_KIND: dict[str, dict[str, Any]] = {
    "every second Tuesday": {"kind": "weekly", "weekdays": [1], "interval": 2},
    "Mondays and Thursdays": {"kind": "weekly", "weekdays": [0, 3], "on_holidays": "after"},
    "Fridays until June": {"kind": "weekly", "weekdays": [4], "until": "2027-06-30"},
    "ten Saturdays": {"kind": "weekly", "weekdays": [5], "times": 10, "on_holidays": "before"},
    "every tenth day": {"kind": "daily", "interval": 10, "on_holidays": "skip"},
    "every working day": {"kind": "working days"},
    "every third working day": {"kind": "working days", "interval": 3},
    "the 31st": {"kind": "monthly on a day", "day": 31, "on_holidays": "before"},
    "the 26th": {"kind": "monthly on a day", "day": 26, "on_holidays": "after"},
    "the second Tuesday": {"kind": "monthly on a weekday", "nth": 2, "weekday": 1},
    "the last working day": {"kind": "monthly on a working day", "nth": -1},
    "the third working day": {"kind": "monthly on a working day", "nth": 3},
    "25 December": {"kind": "yearly", "month": 12, "day": 25, "on_holidays": "before"},
    "before a birthday on 29 February": {"follows": "birth date", "offset_days": -14},
    "working days before a birthday": {"follows": "birth date", "offset_days": -5, "offset_in_working_days": True},
}


def two_at_once(world: PracticeWorld) -> None:
    at_once(lambda: run_unguarded(world), lambda: run_unguarded(world))


def every_day_twice(_: PracticeWorld) -> None:
    run()
    run()


def down_for_weeks() -> Callable[[PracticeWorld], None]:
    """Runs for some days, then is down for up to nine weeks, and so on."""
    chance = random.Random(20270201)
    rest: list[bool] = []

    def keep(_: PracticeWorld) -> None:
        if not rest:
            rest.extend([True] * chance.randint(1, 4) + [False] * chance.randint(1, 63))
        if rest.pop(0):
            run()

    return keep


REGIMES = {
    "twice a day": every_day_twice,
    "down for weeks": down_for_weeks(),
    "two at once": two_at_once,
}


@pytest.mark.parametrize("regime", REGIMES)
def test_over_400_days_each_occurrence_is_made_exactly_once(regime: str, acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    client = str(acacia.client.id)
    series = {
        name: begin(acacia, how, title=name, due_on="2027-02-01", client_id=client, labels=["rhythm"])
        for name, how in EVERY_KIND.items()
    }
    steps = 4 if regime == "two at once" else 1
    for _ in range(0, DAYS, steps):
        REGIMES[regime](acacia)
        clock.move(timedelta(days=steps))
    run()
    for name, series_id in series.items():
        found = made(database, series_id)
        assert found == calculated(database, series_id), name
        assert len(found) == database.one("select count(*) from task_label l join task t on t.id = l.task_id"
                                          " where t.title = :name", name=name), name  # fmt: skip
    assert database.one("select count(*) from task") == database.one("select count(*) from task_label")
    assert database.one("select count(*) from task where moves <> 0 or series_id is null") == 0
    assert len(made(database, series["every second Tuesday"])) > 28
    assert len(made(database, series["ten Saturdays"])) == 10
    assert made(database, series["before a birthday on 29 February"]) == [
        (date(2027, 2, 14), date(2027, 2, 14)),
        (date(2028, 2, 15), date(2028, 2, 15)),
    ]


def test_what_was_missed_is_made_when_the_worker_is_back(acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    series = begin(acacia, {"kind": "weekly", "weekdays": [1]}, due_on="2027-02-02")
    assert [str(due) for _, due in made(database, series)] == ["2027-02-02", "2027-02-09"]
    on("2027-03-20")
    run()
    assert [str(due) for _, due in made(database, series)][2:] == [
        "2027-02-16", "2027-02-23", "2027-03-02", "2027-03-09", "2027-03-16", "2027-03-23", "2027-03-30",
    ]  # fmt: skip


def test_a_task_before_a_holiday_is_made_in_time(acacia: PracticeWorld, database: Database):
    """Good Friday and Family Day of 2027 are 26 and 29 March: what would be on the 29th is due on the 25th."""
    on("2027-03-01")
    series = begin(
        acacia,
        {"kind": "monthly on a day", "day": 29, "on_holidays": "before"},
        due_on="2027-02-26",
    )
    on("2027-03-10")
    run()
    assert [str(due) for _, due in made(database, series)] == ["2027-02-26"]
    on("2027-03-11")
    run()
    assert [str(due) for _, due in made(database, series)] == ["2027-02-26", "2027-03-25"]


def test_what_a_person_did_away_with_or_did_early_is_not_made_again(acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    series = begin(acacia, {"kind": "weekly", "weekdays": [1]}, due_on="2027-02-02")
    run()
    with acacia.as_(acacia.adviser) as db:
        tasks.delete(db, task_on(database, series, "2027-02-02"))
        tasks.finish(db, task_on(database, series, "2027-02-09"))
    database.owner.exec_driver_sql("update task_series set made_through = '2027-02-01'")  # as if all were forgotten
    for _ in range(3):
        run()
    assert [str(due) for _, due in made(database, series)] == ["2027-02-02", "2027-02-09"]
    with acacia.as_(acacia.adviser) as db:
        tasks.bring_back(db, task_on(database, series, "2027-02-02"))
    assert len(made(database, series, "deleted_at is null")) == 2


def test_new_tasks_stand_on_top_the_next_one_first_and_a_full_column_takes_them(
    acacia: PracticeWorld, database: Database
):
    on("2027-02-01")
    database.owner.exec_driver_sql("update board_column set most = 1 where kind = 'to do'")
    begin(acacia, {"kind": "weekly", "weekdays": [1]}, due_on="2027-02-02")
    on("2027-02-23")
    run()
    order = database.all(
        "select t.due_on from task t join board_column b on b.id = t.column_id and b.name = 'To do' order by place"
    )
    assert [str(row.due_on) for row in order] == [
        "2027-02-16", "2027-02-23", "2027-03-02", "2027-03-09", "2027-02-09", "2027-02-02",
    ]  # fmt: skip


def test_what_the_worker_makes_while_somebody_changes_all_that_follow_is_made_once_and_changed(
    acacia: PracticeWorld, database: Database
):
    on("2027-02-01")
    begin(acacia, {"kind": "weekly", "weekdays": [1]}, due_on="2027-02-02")
    latest = "select id from task where deleted_at is null order by due_on desc limit 1"

    def change(title: str) -> None:
        with acacia.as_(acacia.adviser) as db:
            task_series.change_following(db, database.one(latest), {"title": title})

    for number in range(1, 7):
        clock.move(timedelta(days=14))
        at_once(
            lambda: run_unguarded(acacia), lambda title=f"Call {number}": change(title), lambda: run_unguarded(acacia)
        )
        living = database.all("select due_on, title from task where deleted_at is null order by due_on")
        assert [row.due_on for row in living] == [
            date(2027, 2, 2) + timedelta(days=7 * one) for one in range(len(living))
        ]
        assert len(living) == 2 + 2 * number
        assert living[-1].title == f"Call {number}"
