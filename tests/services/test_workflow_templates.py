"""Templates: what ships is there from the beginning, the practice's own come in versions, and no version changes."""

import psycopg.errors
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.planning.shipped import SHIPPED
from clientmanager.planning.workflow import to_json
from clientmanager.services import audit_list, workflow_templates, workflows
from clientmanager.services.workflow_templates import Template, TemplateRow
from tests import workflows as some
from tests.world import Database, PracticeWorld


def listed(world: PracticeWorld) -> dict[str, TemplateRow]:
    with world.as_(world.compliance) as db:
        return {one.name: one for one in workflow_templates.listed(db)}


def read(world: PracticeWorld, template_id: str) -> Template:
    with world.as_(world.compliance) as db:
        return workflow_templates.read(db, template_id)


def test_what_ships_is_there_once_however_often_it_begins(acacia: PracticeWorld):
    for _ in range(2):
        with acacia.as_(acacia.owner) as db:
            workflow_templates.begin(db)
    assert sorted(listed(acacia)) == sorted(one.name for one in SHIPPED.values())
    leaver = listed(acacia)["Leaver"]
    assert (leaver.shipped, leaver.for_client, leaver.version, leaver.steps) == (True, False, 1, 8)


def test_a_practice_from_before_there_were_workflows_is_given_them(acacia: PracticeWorld, database: Database):
    database.owner.exec_driver_sql("truncate workflow_template cascade")
    assert len(listed(acacia)) == len(SHIPPED)


def test_one_that_was_changed_or_retired_is_not_put_back(acacia: PracticeWorld):
    claim = listed(acacia)["Claim"].id
    with acacia.as_(acacia.owner) as db:
        workflow_templates.save(db, claim, some.REVIEW)
        workflow_templates.retire(db, listed(acacia)["Leaver"].id)
    with acacia.as_(acacia.owner) as db:
        workflow_templates.begin(db)
    now = listed(acacia)
    assert len(now) == len(SHIPPED)
    assert (now["Review"].id, now["Review"].version, now["Leaver"].retired) == (claim, 2, True)
    assert list(now)[-1] == "Leaver"


def test_only_owners_shape_workflows(acacia: PracticeWorld):
    claim = listed(acacia)["Claim"].id
    for user in (acacia.adviser, acacia.assistant, acacia.compliance):
        for change in (
            lambda db: workflow_templates.save(db, None, some.REVIEW),
            lambda db: workflow_templates.save(db, claim, some.REVIEW),
            lambda db: workflow_templates.retire(db, claim),
            lambda db: workflow_templates.bring_back(db, claim),
        ):
            with pytest.raises(NotAllowed), acacia.as_(user) as db:
                change(db)
    assert read(acacia, claim).definition == SHIPPED["claim"]


def test_another_practice_s_templates_are_not_there(acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = some.add(baobab)
    for unknown in (theirs, "x", 7):
        for change in (
            lambda db, one: workflow_templates.read(db, one),
            lambda db, one: workflow_templates.save(db, one, some.REVIEW),
            lambda db, one: workflow_templates.retire(db, one),
            lambda db, one: workflow_templates.bring_back(db, one),
            lambda db, one: workflows.start(db, one, some.said(acacia)),
        ):
            with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
                change(db, unknown)


def test_saving_makes_a_version_where_something_changed(acacia: PracticeWorld, database: Database):
    made = some.add(acacia)
    assert read(acacia, made).version == 1
    with acacia.as_(acacia.owner) as db:
        assert workflow_templates.save(db, made, to_json(read(acacia, made).definition)) == made
    assert read(acacia, made).version == 1
    with acacia.as_(acacia.owner) as db:
        workflow_templates.save(db, made, {**some.REVIEW, "name": "Long review"}, was=1)
    assert (read(acacia, made).version, listed(acacia)["Long review"].version) == (2, 2)
    first = database.one(
        "select definition ->> 'name' from workflow_version where number = 1 and template_id = :id", id=made
    )
    assert first == "Review"


def test_nobody_saves_over_another_s_version_unseen(acacia: PracticeWorld):
    made = some.add(acacia)
    with acacia.as_(acacia.owner) as db:
        workflow_templates.save(db, made, {**some.REVIEW, "name": "Mine"}, was=1)
    with pytest.raises(Conflict, match="Someone else changed this template"), acacia.as_(acacia.owner) as db:
        workflow_templates.save(db, made, {**some.REVIEW, "name": "Theirs"}, was=1)
    assert read(acacia, made).definition.name == "Mine"


@pytest.mark.parametrize("junk", [None, 7, "x", [], {}, {"name": "x", "steps": [[]]}])
def test_junk_is_no_template(junk: object, acacia: PracticeWorld):
    with pytest.raises(Invalid), acacia.as_(acacia.owner) as db:
        workflow_templates.save(db, None, junk)
    assert len(listed(acacia)) == len(SHIPPED)


def test_postgres_refuses_to_change_a_version(acacia: PracticeWorld, database: Database):
    """Neither the application nor the database's own owner can."""
    change = "update workflow_version set definition = '{}'"
    with pytest.raises(DBAPIError) as refused, acacia.as_(acacia.owner) as db:
        db.execute(text(change))
    assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)
    with pytest.raises(DBAPIError, match="is never changed; save a new one"):
        database.owner.execute(text(change))


def test_the_count_of_those_that_run_is_told(acacia: PracticeWorld):
    made = some.start(acacia)
    assert listed(acacia)["Review"].running == 1
    with acacia.as_(acacia.adviser) as db:
        workflows.stop(db, made)
    assert listed(acacia)["Review"].running == 0


def test_the_audit_tells_of_workflows_in_words(acacia: PracticeWorld):
    some.start(acacia)
    with acacia.as_(acacia.owner) as db:
        told = {one.what for one in audit_list.listed(db).rows}
    assert {"added a workflow", "added a step of a workflow", "added a version of a workflow's template"} <= told
