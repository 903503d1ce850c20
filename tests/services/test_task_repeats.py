"""How a task can repeat, as its sheet offers it: in words that fit its own day."""

from typing import Any

import pytest

from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.services import task_repeats, tasks
from clientmanager.services.task_repeats import RepeatView
from tests.world import Database, PracticeWorld


def add(world: PracticeWorld, **values: Any) -> str:
    with world.as_(world.adviser) as db:
        return tasks.create(db, {"title": "Call about the RA", "due_on": "2030-03-12", **values})


def view(world: PracticeWorld, task: str) -> RepeatView:
    with world.as_(world.compliance) as db:
        return task_repeats.of_task(db, task)


def save(world: PracticeWorld, task: str, **values: Any) -> RepeatView:
    with world.as_(world.adviser) as db:
        task_repeats.save(db, task, values)
    return view(world, task)


def test_what_is_offered_fits_the_task_s_own_day(acacia: PracticeWorld):
    shown = view(acacia, add(acacia))
    assert shown.words == ""
    words = dict(shown.choices)
    assert words["weekly"] == "Every Tuesday"
    assert words["weekday"] == "On the second Tuesday of every month"
    assert words["last working day"] == "On the last working day of every month"
    assert "birthday" not in words
    assert "birthday" in dict(view(acacia, add(acacia, client_id=str(acacia.client.id))).choices)


def test_every_choice_can_be_kept_and_shows_its_next_days(acacia: PracticeWorld):
    for key, _ in view(acacia, add(acacia, client_id=str(acacia.client.id))).choices:
        task = add(acacia, client_id=str(acacia.client.id))
        with acacia.as_(acacia.adviser) as db:
            comes_to = task_repeats.preview(db, task, {"repeat": key, "interval": "2"})
        shown = save(acacia, task, repeat=key, interval="2")
        assert shown.words, key
        assert shown.dates.startswith("Next on "), key
        assert comes_to.startswith(shown.words.split(",")[0]), key


def test_a_series_is_changed_from_here_on_and_given_what_one_says(acacia: PracticeWorld, database: Database):
    task = add(acacia)
    assert save(acacia, task, repeat="weekly").words == "Every Tuesday."
    changed = save(acacia, task, repeat="monthly", on_holidays="before", until="2031-01-01")
    assert changed.words.startswith("On the 12th of every month until 1 Jan 2031")
    with acacia.as_(acacia.adviser) as db:
        tasks.set_field(db, task, "title", "Call about the TFSA")
        tasks.set_field(db, task, "due_time", "14:30")
        task_repeats.give_to_all_following(db, task)
    assert (
        database.one("select count(*) from task_series where ended_at is null and title = 'Call about the TFSA'") == 1
    )


JUNK: list[Any] = [
    None, {}, [], "weekly", {"repeat": "hourly"}, {"repeat": None}, {"repeat": ["weekly"]},
    {"repeat": "weekly", "interval": "0"}, {"repeat": "weekly", "interval": "a"},
    {"repeat": "weekly", "on_holidays": "sometimes"}, {"repeat": "weekly", "until": "31 Feb 2030"},
]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
def test_what_makes_no_sense_is_refused_in_a_sentence(junk: Any, acacia: PracticeWorld):
    task = add(acacia)
    for use_case in (task_repeats.save, task_repeats.preview):
        with pytest.raises(Invalid), acacia.as_(acacia.adviser) as db:
            use_case(db, task, junk)
    assert view(acacia, task).words == ""


def test_compliance_and_other_practices_change_nothing(acacia: PracticeWorld, baobab: PracticeWorld):
    task = add(acacia)
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        task_repeats.save(db, task, {"repeat": "weekly"})
    with pytest.raises(NotFound), baobab.as_(baobab.owner) as db:
        task_repeats.of_task(db, task)
