"""Workflows: what starting one makes, who may do what, how steps end, and that nothing crosses practices."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.models.user import User
from clientmanager.planning.shipped import SHIPPED
from clientmanager.services import tasks, users, workflow_list, workflow_progress, workflow_templates, workflows
from clientmanager.services.task_filter import TaskFilter
from clientmanager.services.workflow_list import Which
from tests import workflows as some
from tests.world import Database, PracticeWorld

CHANGES: dict[str, Callable[[ScopedSession, str], object]] = {
    "finish_step": lambda db, one: workflows.finish_step(db, one, "invite"),
    "keep_form": lambda db, one: workflows.keep_form(db, one, "invite", {}),
    "skip_step": lambda db, one: workflows.skip_step(db, one, "invite"),
    "reopen_step": lambda db, one: workflows.reopen_step(db, one, "invite"),
    "move_milestone": lambda db, one: workflows.move_milestone(db, one, "review", "2026-05-05"),
    "stop": workflows.stop,
    "take_up_again": workflows.take_up_again,
}


def test_starting_makes_the_tasks_of_the_first_steps(acacia: PracticeWorld):
    made = some.start(acacia)
    assert some.states(acacia, made) == "open open waiting waiting waiting waiting"
    invite, prepare = some.task(acacia, made, "invite"), some.task(acacia, made, "prepare")
    assert (invite.title, invite.who, invite.client) == ("Invite the client", "Ayesha Patel", "Renée O'Brien")
    assert (invite.due_on, invite.priority, invite.description) == ("2026-03-04", "normal", "By phone.")
    assert [(one.words, one.done) for one in invite.checklist] == [("Agree the day", False), ("Confirm it", False)]
    # three working days before, over Freedom Day
    assert (prepare.due_on, prepare.priority, prepare.who) == ("2026-04-23", "high", "Pieter van der Merwe")
    with acacia.as_(acacia.compliance) as db:
        cards = workflow_progress.progress_of(db, [invite.id, prepare.id])
        (shown,) = workflow_progress.progress(db, acacia.client.id)
    assert [cards[one.id].words for one in (invite, prepare)] == ["Review · step 1 of 6", "Review · step 2 of 6"]
    assert (shown.name, shown.words, shown.running) == ("Review", "Step 1 of 6", True)
    assert shown.milestones == (
        ("start", "Day of the start", "2026-03-02"), ("review", "Day of the review", "2026-04-29"),
    )  # fmt: skip


@pytest.mark.parametrize("by", ["owner", "adviser", "assistant"])
def test_who_does_tasks_runs_workflows(by: str, acacia: PracticeWorld):
    user: User = getattr(acacia, by)
    made = some.start(acacia, by=user)
    assert some.finish(acacia, made, "invite", by=user).title == "Invite the client"


def test_all_that_is_missing_at_the_start_is_told_at_once(acacia: PracticeWorld):
    with pytest.raises(Invalid) as refused:
        some.start(acacia, client_id="", roles={}, milestones={"start": "31 Feb", "review": "1999-01-01"})
    assert list(refused.value.fields) == [
        "client_id", "milestone start", "milestone review", "role adviser", "role assistant",
    ]  # fmt: skip
    assert refused.value.fields["role assistant"] == "Choose who this is: Assistant."
    assert refused.value.field == "client_id"
    assert some.titles(acacia) == []


def test_compliance_starts_nothing(acacia: PracticeWorld):
    with pytest.raises(NotAllowed):
        some.start(acacia, by=acacia.compliance)
    assert some.titles(acacia) == []


@pytest.mark.parametrize("what", CHANGES)
def test_compliance_reads_and_changes_nothing(what: str, acacia: PracticeWorld):
    made = some.start(acacia)
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        CHANGES[what](db, made)
    assert some.states(acacia, made) == "open open waiting waiting waiting waiting"


@pytest.mark.parametrize("what", CHANGES)
def test_another_practice_s_workflows_are_not_there(what: str, acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = some.start(baobab)
    for unknown in (theirs, "x", None, 7):
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            CHANGES[what](db, unknown)  # pyright: ignore[reportArgumentType]
    with acacia.as_(acacia.owner) as db:
        assert workflow_list.listed(db, TaskFilter(), Which()).rows == ()
        assert workflow_progress.progress_of(db, [some.step(baobab, theirs, "invite").task_id]) == {}
        assert workflow_progress.of_task(db, some.step(baobab, theirs, "invite").task_id) is None
        with pytest.raises(NotFound):
            workflow_progress.page(db, theirs)
        with pytest.raises(NotFound):
            workflow_progress.progress(db, baobab.client.id)


@pytest.mark.parametrize("what", ["template", "client", "role"])
def test_nothing_is_started_with_what_is_another_practice_s(what: str, acacia: PracticeWorld, baobab: PracticeWorld):
    template, values = some.add(acacia), some.said(acacia)
    if what == "template":
        template = some.add(baobab)
    elif what == "client":
        values["client_id"] = str(baobab.client.id)
    else:
        values["roles"]["adviser"] = str(baobab.adviser.id)
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        workflows.start(db, template, values)


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"client_id": ""}, "client_id", "Choose the client"),
        ({"client_id": "none"}, "client_id", "Choose the client"),
        ({"roles": None}, "role adviser", "Choose who this is: Adviser"),
        ({"roles": {"adviser": "none"}}, "role adviser", "Choose who this is: Adviser"),
        ({"milestones": {"start": "31 Feb"}}, "milestone start", "Write the date"),
        ({"milestones": {"review": ["2026-01-01"]}}, "milestone review", "Write the date"),
        ({"milestones": {"review": "9999-12-31"}}, "milestone review", "between 2000 and 2099"),
        ({"milestones": {"review": date(1, 1, 1)}}, "milestone review", "between 2000 and 2099"),
    ],
)
def test_what_is_missing_is_asked_for_by_name(more: dict[str, Any], field: str, sentence: str, acacia: PracticeWorld):
    with pytest.raises(Invalid, match=sentence) as refused:
        some.start(acacia, **more)
    assert refused.value.field == field
    assert some.titles(acacia) == []


@pytest.mark.parametrize("junk", [None, 7, "x", [], {"roles": "x"}, {"roles": {"adviser": {}}}])
def test_junk_from_a_browser_starts_nothing(junk: object, acacia: PracticeWorld):
    template = some.add(acacia)
    with pytest.raises((Invalid, NotFound)), acacia.as_(acacia.adviser) as db:
        workflows.start(db, template, junk)


def test_a_part_is_not_given_to_who_has_left(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id)
    with pytest.raises(Invalid, match=r"Ayesha Patel has left. Choose someone else: Assistant") as refused:
        some.start(acacia)
    assert refused.value.field == "role assistant"


def test_the_parts_of_a_leaver_go_to_who_takes_over(acacia: PracticeWorld):
    made = some.start(acacia)
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id, hand_over_to=str(acacia.owner.id))
    assert some.task(acacia, made, "invite").who == "Thandi Mokoena"
    some.finish(acacia, made, "prepare")
    some.finish(acacia, made, "hold", "nothing", {"place": "Here"})
    assert some.task(acacia, made, "thank").who == "Thandi Mokoena"


def test_a_step_of_someone_who_left_without_a_successor_waits_for_somebody(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "invite")
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id)
    some.finish(acacia, made, "prepare")
    some.finish(acacia, made, "hold", "nothing", {"place": "Here"})
    assert some.task(acacia, made, "thank").assignee_id == "none"


def test_an_outcome_calls_the_next_step_and_dates_its_milestone(acacia: PracticeWorld, database: Database):
    made = some.start(acacia)
    assert some.finish(acacia, made, "prepare").opened == ("Hold the review",)
    done = some.finish(acacia, made, "hold", "advice", {"place": " The office ", "fee": "R 1 500"})
    assert (done.opened, done.ended) == (("Write the advice",), False)
    assert some.states(acacia, made) == "open done done open waiting waiting"
    held = some.step(acacia, made, "hold")
    assert (held.outcome, held.done.split()[0]) == ("Advice was given", "Today")
    assert some.task(acacia, made, "hold").column == "Done"
    kept = database.one("select form from workflow_step where step_key = 'hold'")
    assert kept == {"place": "The office", "fee": "1500.00"}
    # the milestone is today now, so the advice is due five working days from today
    (today,) = (day for key, _, day in some.page(acacia, made).milestones if key == "review")
    assert some.task(acacia, made, "advise").due_on > today


def test_a_step_asks_what_it_needs(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    for outcome, form, field in (
        (None, {"place": "x"}, "outcome"), ("x", {"place": "x"}, "outcome"), ([], {"place": "x"}, "outcome"),
        ("advice", {}, "place"), ("advice", None, "place"), ("advice", {"place": "x", "fee": "lots"}, "fee"),
        ("advice", "junk", ""), ("advice", {"place": 7}, "place"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            some.finish(acacia, made, "hold", outcome, form)
        assert refused.value.field == field
    assert some.states(acacia, made) == "open done open waiting waiting waiting"


def test_what_was_kept_is_there_when_it_is_finished(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    with acacia.as_(acacia.assistant) as db:
        workflows.keep_form(db, made, "hold", {"fee": "200"})
    with acacia.as_(acacia.assistant) as db:
        workflows.keep_form(db, made, "hold", {"fee": "200", "place": "Here"})
        asked = workflow_progress.of_task(db, some.step(acacia, made, "hold").task_id)
    assert asked is not None
    assert [(one.key, one.required, one.value) for one in asked.fields] == [
        ("place", True, "Here"), ("fee", False, "200,00"),
    ]  # fmt: skip
    assert asked.outcomes[0] == ("advice", "Advice was given")
    assert (asked.words, asked.asks, asked.state) == ("Review · step 3 of 6", True, "open")
    assert some.finish(acacia, made, "hold", "nothing").opened == ("Thank the client",)


def test_an_outcome_that_ends_it_takes_what_is_open_away(acacia: PracticeWorld):
    made = some.start(acacia)
    some.finish(acacia, made, "prepare")
    assert some.finish(acacia, made, "hold", "off", {"place": "-"}).ended
    assert some.states(acacia, made) == "skipped done done skipped skipped skipped"
    assert some.titles(acacia) == []
    assert some.page(acacia, made).words.startswith("Finished Today")


def test_it_is_over_when_nothing_is_open(acacia: PracticeWorld):
    made = some.start(acacia)
    for key, outcome in (("invite", ""), ("prepare", None), ("hold", "nothing")):
        assert not some.finish(acacia, made, key, outcome, {"place": "Here"}).ended
    assert some.finish(acacia, made, "thank").ended
    assert some.states(acacia, made) == "done done done skipped skipped done"
    with pytest.raises(Conflict, match="skipped"):
        some.finish(acacia, made, "advise")


def test_a_step_is_finished_in_its_turn_and_once(acacia: PracticeWorld):
    made = some.start(acacia)
    with pytest.raises(Invalid, match="not yet the turn of “Hold the review”"):
        some.finish(acacia, made, "hold", "nothing", {"place": "Here"})
    for unknown in ("x", None, 7, ["invite"]):
        with pytest.raises(NotFound):
            some.finish(acacia, made, unknown)  # pyright: ignore[reportArgumentType]
    some.finish(acacia, made, "invite", by=acacia.assistant)
    with pytest.raises(Conflict, match=r"Ayesha Patel finished “Invite the client” at \d\d:\d\d"):
        some.finish(acacia, made, "invite")


def test_what_runs_keeps_the_version_it_was_started_with(acacia: PracticeWorld):
    template = some.add(acacia)
    with acacia.as_(acacia.adviser) as db:
        before = workflows.start(db, template, some.said(acacia))
    changed = [{**some.REVIEW["steps"][0], "title": "Phone the client"}]
    with acacia.as_(acacia.owner) as db:
        workflow_templates.save(db, template, {**some.REVIEW, "name": "Short review", "steps": changed})
    with acacia.as_(acacia.adviser) as db:
        after = workflows.start(db, template, some.said(acacia))
    assert (some.page(acacia, before).name, some.page(acacia, before).of) == ("Review", 6)
    assert (some.page(acacia, after).name, some.page(acacia, after).of) == ("Short review", 1)
    assert some.finish(acacia, before, "prepare").opened == ("Hold the review",)


@pytest.mark.parametrize("name", [definition.name for definition in SHIPPED.values()])
def test_each_that_ships_is_started_and_its_first_steps_are_due(name: str, acacia: PracticeWorld):
    template = some.template(acacia, name)
    with acacia.as_(acacia.adviser) as db:
        definition = workflow_templates.read(db, template).definition
        roles = {role.key: str(acacia.owner.id) for role in definition.roles}
        days = {one.key: "2026-03-02" for one in definition.milestones}
        made = workflows.start(db, template, {"client_id": str(acacia.client.id), "milestones": days, "roles": roles})
    shown = some.page(acacia, made)
    assert [one.key for one in shown.steps if one.state == "open"] == definition.first()
    assert all(one.due and one.who == "Thandi Mokoena" for one in shown.steps if one.state == "open")
    assert shown.client == ("Renée O'Brien" if definition.for_client else "")


def test_a_retired_template_is_not_started_and_what_runs_goes_on(acacia: PracticeWorld):
    template = some.add(acacia)
    with acacia.as_(acacia.adviser) as db:
        made = workflows.start(db, template, some.said(acacia))
    with acacia.as_(acacia.owner) as db:
        workflow_templates.retire(db, template)
    with pytest.raises(Invalid, match="not used any more"), acacia.as_(acacia.adviser) as db:
        workflows.start(db, template, some.said(acacia))
    assert some.finish(acacia, made, "prepare").opened == ("Hold the review",)


def test_a_step_s_task_is_not_deleted_while_it_is_open(acacia: PracticeWorld):
    made = some.start(acacia)
    with (
        pytest.raises(Invalid, match=r"“Invite the client” is a step of “Review”. Skip"),
        acacia.as_(acacia.owner) as db,
    ):
        tasks.delete(db, some.step(acacia, made, "invite").task_id)
    assert some.states(acacia, made).startswith("open open")
