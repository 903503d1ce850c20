"""Writing a template on screen: every change is the writer's own draft, and saving makes a version of it."""

from typing import Any

import pytest

from clientmanager.db import ScopedSession
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.planning.shipped import SHIPPED
from clientmanager.planning.workflow import to_json
from clientmanager.services import workflow_editor, workflow_start, workflow_templates, workflow_words
from clientmanager.services.drafts import NEW_WORKFLOW
from clientmanager.services.workflow_editor import Seen
from tests import workflows as some
from tests.world import Database, PracticeWorld


def seen(world: PracticeWorld, template: str = NEW_WORKFLOW, step: str = "") -> Seen:
    with world.as_(world.owner) as db:
        return workflow_editor.opened(db, template, step)


def add(db: ScopedSession, template: str, what: str, step: str = "") -> str:
    """Returns the key of what was added."""
    name, now = workflow_editor.add(db, template, what, step)
    return now.editor.steps[-1].key if what == "steps" else name.removesuffix(":words").partition(":")[2]


def written(world: PracticeWorld) -> str:
    """A new workflow of two steps, with an outcome and a form field. Returns its id."""
    with world.as_(world.owner) as db:
        role = add(db, NEW_WORKFLOW, "roles")
        first, second = (add(db, NEW_WORKFLOW, "steps") for _ in range(2))
        outcome, field = add(db, NEW_WORKFLOW, "outcomes", first), add(db, NEW_WORKFLOW, "fields", second)
        workflow_editor.fill(db, NEW_WORKFLOW, {"name": "Move of office", "for_client": "no", f"roles:{role}": "Mover"})
        form = {
            "title": "Choose the office", "role": role, "days": "3", "side": "before", "unit": "calendar days",
            "milestone": "start", "starts": "at once", "checklist": "Rent\n\nParking",
            f"outcomes:{outcome}:words": "Found",
            f"outcomes:{outcome}:calls:{second}": "on",
        }  # fmt: skip
        workflow_editor.fill(db, NEW_WORKFLOW, form, first)
        form = {
            "title": "Pack", "role": role, "days": "", "starts": "when an outcome calls it",
            f"fields:{field}:words": "Van",
            f"fields:{field}:kind": "choice", f"fields:{field}:options": "Small\nLarge",
            f"fields:{field}:required": "on",
        }  # fmt: skip
        workflow_editor.fill(db, NEW_WORKFLOW, form, second)
        saved = workflow_editor.save(db, NEW_WORKFLOW)
    assert saved.words == "Saved as version 1."
    return saved.id


def test_a_new_workflow_is_written_part_by_part_saved_and_started(acacia: PracticeWorld):
    made = written(acacia)
    with acacia.as_(acacia.owner) as db:
        definition = workflow_templates.read(db, made).definition
    first, second = definition.steps
    assert (definition.name, definition.for_client) == ("Move of office", False)
    assert (first.due.offset, first.due.unit, first.checklist) == (-3, "calendar days", ("Rent", "Parking"))
    assert first.outcomes[0].activates == (second.key,)
    (field,) = second.fields
    assert (field.words, field.kind, field.required, field.options) == ("Van", "choice", True, ("Small", "Large"))
    assert second.due.offset == 0
    with acacia.as_(acacia.assistant) as db:
        asked = workflow_start.form(db, made)
        assert workflow_start.start(db, made, "", {asked.roles[0].name: str(acacia.owner.id)}) == "Move of office"
    assert some.titles(acacia) == ["Choose the office"]
    assert seen(acacia).editor.steps == ()


@pytest.mark.parametrize("key", SHIPPED)
def test_what_is_opened_and_saved_unchanged_stays_the_version_it_is(key: str, acacia: PracticeWorld):
    """Also when each of its forms was gone through."""
    template = some.template(acacia, SHIPPED[key].name)
    for step in seen(acacia, template).editor.steps:
        form = seen(acacia, template, step.key).step
        typed: dict[str, Any] = {
            name: getattr(form, name)
            for name in (
                "title", "description", "role", "days", "unit", "side", "milestone", "starts", "priority", "checklist",
            )
        }  # fmt: skip
        for field in form.fields:
            typed |= {f"{field.name}:{name}": getattr(field, name) for name in ("words", "kind", "options")}
            typed |= {f"{field.name}:required": "on"} if field.required else {}
        for outcome in form.outcomes:
            typed |= {f"{outcome.name}:{name}": getattr(outcome, name) for name in ("words", "sets")}
            typed |= {f"{outcome.name}:ends": "on"} if outcome.ends else {}
            typed |= {called.name: "on" for called in outcome.calls if called.chosen}
        with acacia.as_(acacia.owner) as db:
            workflow_editor.fill(db, template, typed, step.key)
    with acacia.as_(acacia.owner) as db:
        assert workflow_editor.save(db, template).words == "Nothing was changed: this is version 1 still."
        assert to_json(workflow_templates.read(db, template).definition) == to_json(SHIPPED[key])


def test_what_is_typed_is_kept_for_its_writer_alone_until_it_is_dropped(acacia: PracticeWorld):
    template = some.add(acacia)
    with acacia.as_(acacia.owner) as db:
        workflow_editor.fill(db, template, {"name": "Half a na"})
    assert (seen(acacia, template).editor.name, seen(acacia, template).editor.kept != "") == ("Half a na", True)
    acacia.adviser.role = "owner"
    with acacia.as_(acacia.adviser) as db:
        assert workflow_editor.opened(db, template).editor.name == "Review"
    with acacia.as_(acacia.owner) as db:
        assert workflow_templates.read(db, template).definition.name == "Review"
        dropped = workflow_editor.start_afresh(db, template)
    assert (dropped.editor.name, dropped.editor.kept) == ("Review", "")


def test_saving_says_which_version_it_is_and_what_keeps_its_own(acacia: PracticeWorld):
    template = some.add(acacia)
    for number, ending in ((2, "; 1 running workflow keeps its own."), (3, "; 2 running workflows keep theirs.")):
        with acacia.as_(acacia.adviser) as db:
            some.workflows.start(db, template, some.said(acacia))
        with acacia.as_(acacia.owner) as db:
            workflow_editor.fill(db, template, {"about": f"Hold it, {number}."})
            assert workflow_editor.save(db, template).words == f"Saved as version {number}{ending}"
    versions = seen(acacia, template).editor.versions
    assert [(one.number, one.who, one.running) for one in versions] == [
        (3, "Thandi Mokoena", 0), (2, "Thandi Mokoena", 1), (1, "Thandi Mokoena", 1),
    ]  # fmt: skip
    with acacia.as_(acacia.compliance) as db:
        assert workflow_words.read(db, template, 1).about == "Hold a review."
        for unknown in (4, 0, -1, "1", 10**30):
            with pytest.raises(NotFound):
                workflow_words.read(db, template, unknown)


def test_all_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        step = add(db, NEW_WORKFLOW, "steps")
        field = add(db, NEW_WORKFLOW, "fields", step)
        workflow_editor.fill(db, NEW_WORKFLOW, {"days": "two", "title": "T" * 300, f"fields:{field}:words": ""}, step)
    with pytest.raises(Invalid) as refused, acacia.as_(acacia.owner) as db:
        workflow_editor.save(db, NEW_WORKFLOW)
    assert refused.value.fields.keys() == {
        "name", "steps.0.title", "steps.0.due.offset", "steps.0.fields.0.words", "steps.0.role",
    }  # fmt: skip
    kept = seen(acacia, NEW_WORKFLOW, step)
    assert kept.wrong == refused.value.fields
    assert (kept.step.days, kept.step.title) == ("two", "T" * 300)


def test_what_others_refer_to_does_not_go_and_says_who_needs_it(acacia: PracticeWorld):
    template = some.add(acacia)
    for what, key, sentence in (
        (
            "roles",
            "assistant",
            "“Assistant” is needed by “Invite the client”, “File it” and 1 more. Change that first.",
        ),
        ("milestones", "review", "is needed by “Prepare the review”, “Hold the review” and 3 more"),
        ("milestones", "start", "Every workflow has the day of its start"),
        ("steps", "advise", "is needed by the outcome “Advice was given” of “Hold the review”. Change that first."),
    ):
        with pytest.raises(Invalid, match=sentence), acacia.as_(acacia.owner) as db:
            workflow_editor.remove(db, template, what, key)
    assert seen(acacia, template).editor.kept == ""


def test_what_was_removed_is_put_back_where_it_was(acacia: PracticeWorld):
    template = some.add(acacia)
    before = [one.key for one in seen(acacia, template).editor.steps]
    with acacia.as_(acacia.owner) as db:
        removed, now = workflow_editor.remove(db, template, "steps", "prepare")
        assert [one.key for one in now.editor.steps] == [one for one in before if one != "prepare"]
        outcome, _ = workflow_editor.remove(db, template, "outcomes", "off", "hold")
        for one in (removed, removed, outcome):
            workflow_editor.put_back(db, template, one)
    after = seen(acacia, template, "hold")
    assert [one.key for one in after.editor.steps] == before
    assert [one.key for one in after.step.outcomes] == ["advice", "nothing", "off"]
    assert removed.name == "Prepare the review"


def test_what_was_removed_is_put_back_beside_what_was_added_since(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        first, second = (add(db, NEW_WORKFLOW, "steps") for _ in range(2))
        workflow_editor.fill(db, NEW_WORKFLOW, {"title": "Pack"}, second)
        removed, _ = workflow_editor.remove(db, NEW_WORKFLOW, "steps", second)
        assert add(db, NEW_WORKFLOW, "steps") == second, "its key is free again"
        workflow_editor.put_back(db, NEW_WORKFLOW, removed)
    steps = seen(acacia).editor.steps
    assert [one.key for one in steps] == [first, "step-3", second]
    assert seen(acacia, step="step-3").step.title == "Pack"


def test_a_long_text_is_refused_whole_and_never_cut(acacia: PracticeWorld):
    template = some.add(acacia)
    long = "First.  Then. " + "word " * 1500
    with acacia.as_(acacia.owner) as db:
        workflow_editor.fill(db, template, {"title": "Prepare", "description": long}, "prepare")
    with pytest.raises(Invalid) as refusal, acacia.as_(acacia.owner) as db:
        workflow_editor.save(db, template)
    assert "longer than the 4000 characters" in str(refusal.value.fields)
    assert seen(acacia, template, "prepare").step.description == long


def test_a_new_one_that_was_begun_in_another_window_is_not_begun_again(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        workflow_editor.fill(db, NEW_WORKFLOW, {"name": "Move of office"})
        for source in (some.add(acacia), ""):
            assert workflow_editor.begin_with(db, source).editor.name == "Move of office"


def test_parts_are_moved_up_and_down_and_no_further(acacia: PracticeWorld):
    template = some.add(acacia)
    with acacia.as_(acacia.owner) as db:
        for by in (-1, -1, -1, 1, 0, "1", None):
            workflow_editor.move(db, template, "steps", "hold", by)
        workflow_editor.move(db, template, "outcomes", "off", -1, "hold")
        # typed before the move, and come after it
        workflow_editor.fill(db, template, {"title": "Meet", "outcomes:off:words": "Not now"}, "hold")
    now = seen(acacia, template, "hold")
    assert [one.words.title for one in now.editor.steps][:3] == ["Invite the client", "Meet", "Prepare the review"]
    assert [one.words for one in now.step.outcomes] == ["Advice was given", "Not now", "Nothing changes"]


def test_a_copy_begins_as_another_and_is_one_of_its_own(acacia: PracticeWorld):
    template = some.add(acacia)
    with acacia.as_(acacia.owner) as db:
        assert (template, "A copy of Review") in workflow_editor.offered(db)
        copied = workflow_editor.begin_with(db, template)
        assert (copied.editor.name, len(copied.editor.steps)) == ("Copy of Review", 6)
        made = workflow_editor.save(db, NEW_WORKFLOW).id
        assert made != template
        assert workflow_editor.begin_with(db, "").editor.steps == ()


def test_nobody_saves_over_another_s_version_unseen_and_the_draft_stays(acacia: PracticeWorld):
    template = some.add(acacia)
    with acacia.as_(acacia.owner) as db:
        workflow_editor.fill(db, template, {"about": "Mine."})
        workflow_templates.save(db, template, some.REVIEW | {"about": "Theirs."})
    with pytest.raises(Conflict, match="Someone else changed"), acacia.as_(acacia.owner) as db:
        workflow_editor.save(db, template)
    now = seen(acacia, template).editor
    assert (now.about, now.version, now.newest) == ("Mine.", 1, 2)
    with acacia.as_(acacia.owner) as db:
        assert workflow_editor.save(db, template, over=True).words == "Saved as version 3."
        assert workflow_templates.read(db, template).definition.about == "Mine."


def test_what_is_typed_belongs_to_the_version_that_the_page_showed(acacia: PracticeWorld):
    """Also where somebody else saved between the opening and the first key."""
    template = some.add(acacia)
    shown = seen(acacia, template).editor.version
    with acacia.as_(acacia.owner) as db:
        workflow_templates.save(db, template, some.REVIEW | {"about": "Theirs."})
        typed = workflow_editor.fill(db, template, {"name": "Mine"}, since=shown)
        assert (typed.editor.about, typed.editor.version) == ("Hold a review.", 1)
        with pytest.raises(Conflict):
            workflow_editor.save(db, template, since=shown)


USES: dict[str, Any] = {
    "opened": lambda db, one: workflow_editor.opened(db, one),
    "start_afresh": workflow_editor.start_afresh,
    "fill": lambda db, one: workflow_editor.fill(db, one, {"name": "X"}),
    "fill a step": lambda db, one: workflow_editor.fill(db, one, {"title": "X"}, "hold"),
    "add": lambda db, one: workflow_editor.add(db, one, "roles"),
    "remove": lambda db, one: workflow_editor.remove(db, one, "outcomes", "off", "hold"),
    "move": lambda db, one: workflow_editor.move(db, one, "steps", "hold", 1),
    "save": workflow_editor.save,
}


@pytest.mark.parametrize("what", USES)
def test_only_who_shapes_workflows_writes_them_and_only_their_own_practice_s(
    what: str, acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    ours, theirs = some.add(acacia), some.add(baobab)
    for user in (acacia.adviser, acacia.assistant, acacia.compliance):
        with pytest.raises(NotAllowed), acacia.as_(user) as db:
            USES[what](db, ours)
    for unknown in (theirs, "x", None, 7, [], ""):
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            USES[what](db, unknown)
    assert database.one("select count(*) from draft") == 0


@pytest.mark.parametrize("junk", [None, 7, "x", [], {}, {"name": 7, "roles:adviser": []}, "\x00"])
def test_junk_changes_nothing(junk: Any, acacia: PracticeWorld):
    template = some.add(acacia)
    with acacia.as_(acacia.owner) as db:
        workflow_editor.fill(db, template, junk)
        workflow_editor.fill(db, template, junk, "hold")
        with pytest.raises(NotFound):
            workflow_editor.add(db, template, junk)
        with pytest.raises(NotFound):
            workflow_editor.remove(db, template, junk, "x")
    assert seen(acacia, template).editor.kept == ""
