"""What tasks can be filtered by: every count is what the filter finds, and chips say it in words."""

import pytest

from clientmanager.errors import NotAllowed
from clientmanager.models.base import new_id
from clientmanager.models.permission import MAY
from clientmanager.models.user import Role
from clientmanager.services import task_filter_choices, task_list, tasks
from clientmanager.services.filters import Chip, FilterField
from clientmanager.services.task_filter import TaskFilter, read_filter
from tests.services.some_tasks import add, add_any, make_team, set_clock
from tests.world import PracticeWorld


def offered(world: PracticeWorld) -> dict[str, FilterField]:
    with world.as_(world.adviser) as db:
        return {field.name: field for field in task_filter_choices.choices(db)}


def said(field: FilterField) -> dict[str, str]:
    return {choice.words: choice.many for choice in field.choices}


def chips(world: PracticeWorld, query: str) -> list[tuple[str, str]]:
    with world.as_(world.compliance) as db:
        return [(chip.field, chip.words) for chip in task_filter_choices.chips(db, read_filter(query))]


def test_every_choice_finds_as_many_as_it_says(acacia: PracticeWorld, baobab: PracticeWorld):
    set_clock()
    add_any(acacia, 60)
    add_any(baobab, 10)
    make_team(acacia, "Estates", acacia.owner, acacia.assistant)
    fields = offered(acacia)
    assert list(fields) == ["whose", "due", "priority", "label"]
    with acacia.as_(acacia.adviser) as db:
        for field in fields.values():
            for choice in field.choices:
                found = task_list.counted(db, read_filter({field.name: choice.value})).found
                assert (field.name, choice.words, choice.many) == (field.name, choice.words, str(found))


def test_the_menu_names_me_the_others_nobody_and_the_teams(acacia: PracticeWorld):
    set_clock()
    add(acacia, "a", assignee_id=acacia.adviser)
    add(acacia, "b", assignee_id=acacia.owner, priority="urgent", labels=["Review"], due_on="2026-03-11")
    add(acacia, "c", labels=["review", "FICA"], due_on="2026-03-20")
    finished = add(acacia, "d", assignee_id=acacia.compliance, priority="low")
    with acacia.as_(acacia.adviser) as db:
        tasks.finish(db, finished)
        tasks.delete(db, add(acacia, "e", assignee_id=acacia.assistant))
    make_team(acacia, "Estates", acacia.owner)
    fields = offered(acacia)
    assert said(fields["whose"]) == {"Me": "1", "Thandi Mokoena": "1", "Nobody": "1", "Estates": "1"}
    assert said(fields["priority"]) == {"Urgent": "1", "Normal": "2"}
    assert said(fields["label"]) == {"FICA": "1", "Review": "2"}
    assert list(said(fields["due"]).items()) == [
        ("Late", "1"), ("Today or late", "1"), ("Next 7 days", "1"), ("Next 14 days", "2"), ("Next 30 days", "2"),
        ("No date", "1"),
    ]  # fmt: skip


def test_chips_say_a_filter_in_words(acacia: PracticeWorld, baobab: PracticeWorld):
    add(acacia, "a", labels=["Annual Review"])
    team = make_team(acacia, "Estates", acacia.owner)
    query = (
        f"whose=me&whose={str(acacia.owner.id).upper()}&due=14&priority=high&priority=urgent&label=annual review"
        f"&label=gone&client={acacia.client.id}"
    )
    assert chips(acacia, query) == [
        ("Whose", "Thandi Mokoena or me"),
        ("Due", "next 14 days"),
        ("Priority", "high or urgent"),
        ("Label", "Annual Review or gone"),
        ("Client", "Renée O'Brien"),
    ]
    assert chips(acacia, f"whose=none&whose={team}") == [("Whose", "nobody or team Estates")]
    assert chips(acacia, f"client={baobab.client.id}&whose={baobab.owner.id}&whose=team {new_id()}") == [
        ("Whose", "somebody unknown or somebody unknown"),
        ("Client", "somebody unknown"),
    ]
    assert chips(acacia, "due=2026-03-12") == [("Due", "on 12 Mar 2026")]
    assert chips(acacia, "due=2026-02-30&due=2026-3-1&due=20260312") == []
    assert chips(acacia, "due=yesterday&priority=huge&whose=x&client=%00") == []


def test_who_may_not_see_tasks_sees_none_of_it(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(MAY, Role.COMPLIANCE, frozenset())
    with acacia.as_(acacia.compliance) as db:
        with pytest.raises(NotAllowed):
            task_filter_choices.choices(db)
        with pytest.raises(NotAllowed):
            task_filter_choices.chips(db, TaskFilter())
    for user in (acacia.owner, acacia.adviser, acacia.assistant):
        with acacia.as_(user) as db:
            assert task_filter_choices.choices(db)
            assert task_filter_choices.chips(db, TaskFilter(due="late")) == (Chip("due", "Due", "late"),)
