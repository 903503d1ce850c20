"""The workflows of the whole practice: what is late stands first, who may see it, and what a filter lets through."""

from datetime import timedelta
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.services import tasks, workflow_list, workflow_start, workflow_templates, workflows
from clientmanager.services.task_filter import ME, TaskFilter, read_filter
from clientmanager.services.workflow_list import NO_KEYS, FlowRow, Which, read_which
from tests import workflows as some
from tests.world import PracticeWorld


def rows(world: PracticeWorld, which: Which | None = None, by: Any = None, **chosen: Any) -> list[FlowRow]:
    with world.as_(by or world.compliance) as db:
        return list(workflow_list.listed(db, TaskFilter(**chosen), which or Which()).rows)


def started(world: PracticeWorld, template: str, review: str = "", **more: Any) -> str:
    """One whose review is on this day."""
    with world.as_(world.adviser) as db:
        days = {"start": "2090-03-02", "review": review}
        return workflows.start(db, template, some.said(world, milestones=days, **more))


def leaver(world: PracticeWorld) -> str:
    template = some.template(world, "Leaver")
    with world.as_(world.owner) as db:
        roles = {one.key: str(world.owner.id) for one in workflow_templates.read(db, template).definition.roles}
        return workflows.start(db, template, {"milestones": {"start": "2090-03-01"}, "roles": roles})


def test_what_is_late_stands_first_and_what_has_no_day_last(acacia: PracticeWorld):
    template = some.add(acacia)
    soon, late, later = (started(acacia, template, day) for day in ("2090-01-10", "2020-01-10", "2090-02-10"))
    none = leaver(acacia)
    with acacia.as_(acacia.owner) as db:
        for step in some.page(acacia, none).steps:
            if step.task_id:
                tasks.set_field(db, step.task_id, "due_on", "")
    assert [one.id for one in rows(acacia)] == [late, soon, later, none]
    first, *_, last = rows(acacia)
    assert (first.name, first.client, first.late, first.place) == ("Review", "Renée O'Brien", True, "Step 1 of 6")
    assert first.due.endswith("days late")
    assert [(step.title, step.who, step.late) for step in first.open] == [
        ("Prepare the review", "Pieter van der Merwe", True), ("Invite the client", "Ayesha Patel", False),
    ]  # fmt: skip
    assert first.segments == ("now", "now", *["to come"] * 4)
    assert (last.client, last.due, last.late, last.took) == ("", "", False, "")


def test_what_is_over_stands_apart_with_how_long_it_took(acacia: PracticeWorld):
    clock.move(timedelta(days=-12))
    stopped, done = some.start(acacia), some.start(acacia)
    clock.move(timedelta(days=12))
    some.finish(acacia, done, "prepare")
    some.finish(acacia, done, "hold", "off", {"place": "Here"})
    with acacia.as_(acacia.adviser) as db:
        workflows.stop(db, stopped)
    assert rows(acacia) == []
    over = {one.id: one for one in rows(acacia, Which(ended=True))}
    assert over[done].place.startswith("Finished Today")
    assert over[stopped].place.startswith("Stopped Today")
    assert over[done].took == over[stopped].took == "12 days"
    assert over[done].open == ()


def test_it_is_filtered_as_the_tasks_are_and_by_template(acacia: PracticeWorld, baobab: PracticeWorld):
    some.start(baobab)
    template = some.add(acacia)
    review, own = started(acacia, template, "2020-01-10"), leaver(acacia)

    def found(which: Which | None = None, by: Any = None, **chosen: Any) -> list[str]:
        return [one.id for one in rows(acacia, which, by, **chosen)]

    assert found() == [review, own]
    assert found(whose=(ME,), by=acacia.assistant) == [review]
    assert found(whose=(ME,), by=acacia.compliance) == []
    assert found(whose=(str(acacia.owner.id),)) == [own]
    assert found(due="late") == [review]
    assert found(client=str(acacia.client.id)) == [review]
    assert found(Which(template=template)) == [review]
    assert found(Which(template=str(acacia.client.id))) == []
    for words in ("rev", "o'brien", "INVITE cl"):
        assert found(search=words) == [review]
    assert found(search="leav") == [own]
    assert found(search="eave") == []
    # what waits for its turn is with nobody yet; what is done is with nobody any more
    some.finish(acacia, review, "invite")
    assert found(whose=(ME,), by=acacia.assistant) == []
    with acacia.as_(acacia.compliance) as db:
        seen = workflow_list.seen(db, read_filter("due=late"), Which())
    assert (seen.count.found, seen.count.late, seen.count.everyone) == (1, 1, 2)
    assert [name for _, name in seen.templates] == ["Leaver", "Review"]


@pytest.mark.parametrize("ended", [False, True], ids=["running", "ended"])
def test_more_are_shown_after_the_last_one_each_once(ended: bool, acacia: PracticeWorld):
    template = some.add(acacia)
    made = [started(acacia, template, f"2090-02-{day:02}" if day else "") for day in (0, 0, *range(1, 5)) * 9]
    with acacia.as_(acacia.adviser) as db:
        for one in made if ended else ():
            workflows.stop(db, one)
        first = workflow_list.listed(db, TaskFilter(), Which(ended))
        rest = workflow_list.listed(db, TaskFilter(), Which(ended), after=first.after)
        whole = workflow_list.listed(db, TaskFilter(), Which(ended), many=54)
    assert (len(first.rows), len(rest.rows)) == (50, 4)
    assert rest.after == whole.after == NO_KEYS
    assert [one.id for one in first.rows + rest.rows] == [one.id for one in whole.rows]
    assert sorted(one.id for one in whole.rows) == sorted(made)


def test_who_sees_no_tasks_sees_no_workflows(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("clientmanager.db.MAY", {acacia.compliance.role: frozenset()})
    for look in (workflow_list.listed, workflow_list.seen):
        with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
            look(db, TaskFilter(), Which())


@pytest.mark.parametrize("query", [None, 7, "template=x&ended=2", {"template": [["x"]]}, "ended=&template="])
def test_what_makes_no_sense_in_an_address_is_left_out(query: object):
    assert read_which(query) == Which()


def test_one_without_a_client_is_started_from_the_form(acacia: PracticeWorld):
    template = some.template(acacia, "Leaver")
    with acacia.as_(acacia.owner) as db:
        assert template in dict(workflow_start.offered(db))
        assert template not in dict(workflow_start.offered(db, acacia.client.id))
        asked = workflow_start.form(db, template)
        assert not asked.for_client
        answers = {one.name: str(acacia.owner.id) for one in asked.roles}
        with pytest.raises(Invalid) as refused:
            workflow_start.start(db, template, "", {})
        assert set(refused.value.fields) == {one.refused_as for one in asked.roles}
        assert workflow_start.start(db, template, "", answers) == "Leaver"
    (shown,) = rows(acacia)
    assert (shown.name, shown.client) == ("Leaver", "")


def test_one_for_a_client_asks_which_and_proposes_the_adviser(acacia: PracticeWorld, baobab: PracticeWorld):
    template = some.add(acacia)
    with acacia.as_(acacia.owner) as db:
        nobody, chosen = (workflow_start.form(db, template, one) for one in ("", str(acacia.client.id)))
        assert [one.value for one in nobody.roles] == ["", ""]
        assert [one.value for one in chosen.roles] == [str(acacia.adviser.id), ""]
        with pytest.raises(Invalid) as refused:
            workflow_start.start(db, template, "", {})
        assert list(refused.value.fields) == ["client_id", "role adviser", "role assistant"]
        for unknown in (str(baobab.client.id), 7, "x"):
            with pytest.raises(NotFound):
                workflow_start.form(db, template, unknown)
