"""What nobody can keep is refused in a sentence, and nothing was changed."""

from typing import Any

import pytest

from clientmanager.errors import Invalid, NotFound
from clientmanager.services import task_series
from tests.services.series import TUESDAYS, begin, made, on, repeat, task_of, task_on
from tests.world import Database, PracticeWorld


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (None, "how the task repeats"),
        ("weekly", "how the task repeats"),
        ({}, "one of these ways"),
        ({"kind": "weekly", "weekdays": [9]}, "day of the week"),
        ({**TUESDAYS, "until": "2026-01-01"}, "an end after the beginning"),
        ({**TUESDAYS, "until": "2027-02-03"}, "comes to no day"),
        ({"kind": "weekly", "weekdays": [6], "on_holidays": "skip"}, "comes to no day"),
        ({**TUESDAYS, "follows": "the moon"}, "follow the client's birth date"),
        ({**TUESDAYS, "follows": ["birth date"]}, "follow the client's birth date"),
        ({"follows": "birth date"}, "whose birthday"),
        ({**TUESDAYS, 7: "x"}, "nothing but"),
    ],
)
def test_a_rhythm_that_cannot_be(how: object, sentence: str, acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    task = task_of(acacia, due_on="2027-02-04")
    with pytest.raises(Invalid, match=sentence):
        repeat(acacia, task, how)
    assert database.one("select count(*) from task_series") == 0


def test_a_birthday_that_nobody_knows(acacia: PracticeWorld):
    task = task_of(acacia, client_id=str(acacia.clients[3].id))
    with pytest.raises(Invalid, match="birth date first"):
        repeat(acacia, task, {"follows": "birth date"})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (None, "what to change"),
        ({}, "what to change"),
        ({"due_on": "2027-03-01"}, "dates one by one"),
        ({"made_through": "2027-03-01"}, "what to change"),
        ({7: "x"}, "what to change"),
        ({"title": " "}, "few words"),
        ({"priority": "huge"}, "low, normal"),
        ({"priority": ["high"]}, "low, normal"),
        ({"due_time": "25:00"}, "Write the time"),
        ({"labels": "review"}, "at most 20"),
        ({"labels": ["!"]}, "letter or a digit"),
        ({"labels": [f"label {number}" for number in range(21)]}, "at most 20"),
        ({"checklist": [None]}, "Write something"),
        ({"checklist": ["x" * 301]}, "longer than"),
        ({"recurrence": None}, "how the task repeats"),
        ({"recurrence": {"follows": "birth date"}, "client_id": "none"}, "whose birthday"),
    ],
)
def test_a_change_that_cannot_be(values: Any, sentence: str, acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    series = begin(acacia, TUESDAYS, due_on="2027-02-02")
    before = made(database, series)
    with pytest.raises(Invalid, match=sentence), acacia.as_(acacia.adviser) as db:
        task_series.change_following(db, task_on(database, series, "2027-02-09"), values)
    assert made(database, series) == before
    assert database.one("select count(*) from task_series where ended_at is null") == 1


def test_a_task_that_does_not_repeat_or_does_already(acacia: PracticeWorld, database: Database):
    on("2027-02-01")
    alone = task_of(acacia)
    for use in (task_series.stop, lambda db, task: task_series.change_following(db, task, {"title": "x"})):
        with pytest.raises(Invalid, match="does not repeat"), acacia.as_(acacia.adviser) as db:
            use(db, alone)
    series = begin(acacia, TUESDAYS, due_on="2027-02-02")
    with pytest.raises(Invalid, match="repeats already"):
        repeat(acacia, task_on(database, series, "2027-02-09"), TUESDAYS)
    with acacia.as_(acacia.adviser) as db:
        assert task_series.of_task(db, alone) is None


@pytest.mark.parametrize("task_id", ["", None, 7, "7", "00000000-0000-7000-8000-000000000000", ["x"]])
def test_an_invented_task(task_id: object, acacia: PracticeWorld):
    for use in (
        lambda db: task_series.make_recurring(db, task_id, TUESDAYS),
        lambda db: task_series.change_following(db, task_id, {"title": "x"}),
        lambda db: task_series.stop(db, task_id),
        lambda db: task_series.of_task(db, task_id),
        lambda db: task_series.upcoming(db, task_id, 5),
    ):
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            use(db)
