"""Words that an interaction is begun with: the practice's own, in its own order."""

from contextlib import suppress
from typing import Any

import pytest

from clientmanager.errors import DomainError, Invalid, NotAllowed, NotFound
from clientmanager.services import interaction_templates
from clientmanager.services.interaction_templates import TemplateRow
from tests.services.test_interactions import JUNK
from tests.world import PracticeWorld

OURS = {"kind": "call", "name": "New money", "words": "Source of the funds:"}


def listed(world: PracticeWorld) -> list[TemplateRow]:
    with world.as_(world.assistant) as db:
        return interaction_templates.listed(db)


def does(world: PracticeWorld, use_case: Any, *arguments: Any) -> Any:
    with world.as_(world.owner) as db:
        return use_case(db, *arguments)


def test_a_new_practice_begins_with_three_that_it_can_change(acacia: PracticeWorld):
    assert [(one.name, one.what) for one in listed(acacia)] == [
        ("Annual review", "Meeting"), ("Claim", "Call"), ("Complaint", "Note"),
    ]  # fmt: skip
    does(acacia, interaction_templates.begin)
    assert len(listed(acacia)) == 3


def test_they_are_added_changed_moved_removed_and_put_back(acacia: PracticeWorld):
    made = does(acacia, interaction_templates.add, OURS)
    does(acacia, interaction_templates.change, made, {"name": "New money in"})
    does(acacia, interaction_templates.move, made, -1)
    does(acacia, interaction_templates.move, listed(acacia)[0].id, -1)
    assert [one.name for one in listed(acacia)] == ["Annual review", "Claim", "New money in", "Complaint"]
    removed = does(acacia, interaction_templates.remove, made)
    assert "New money in" not in {one.name for one in listed(acacia)}
    does(acacia, interaction_templates.put_back, removed)
    last = listed(acacia)[-1]
    assert (last.name, last.kind, last.words) == ("New money in", "call", "Source of the funds:")


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, ["kind", "name", "words"]),
        (OURS | {"kind": "change"}, ["kind"]),
        (OURS | {"name": " claim "}, ["name"]),
        (OURS | {"name": "x" * 61}, ["name"]),
        (OURS | {"words": " "}, ["words"]),
        (OURS | {"words": "x" * 10_001}, ["words"]),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(acacia: PracticeWorld, values: Any, fields: list[str]):
    with pytest.raises(Invalid) as refused:
        does(acacia, interaction_templates.add, values)
    assert list(refused.value.fields) == fields


def test_only_the_owner_shapes_them_and_only_their_own(acacia: PracticeWorld, baobab: PracticeWorld):
    for user in (acacia.adviser, acacia.assistant, acacia.compliance):
        with acacia.as_(user) as db, pytest.raises(NotAllowed):
            interaction_templates.add(db, OURS)
    theirs = listed(baobab)[0].id
    for use_case, more in (
        (interaction_templates.change, (OURS,)),
        (interaction_templates.remove, ()),
        (interaction_templates.move, (1,)),
    ):
        with pytest.raises(NotFound):
            does(acacia, use_case, theirs, *more)
        with acacia.as_(acacia.adviser) as db, pytest.raises(NotAllowed):
            use_case(db, listed(acacia)[0].id, *more)


@pytest.mark.parametrize("junk", JUNK, ids=lambda one: str(one)[:9])
def test_junk_is_refused_in_a_sentence(junk: Any, acacia: PracticeWorld):
    mine = listed(acacia)[0].id
    for use_case, arguments in (
        (interaction_templates.add, (junk,)),
        (interaction_templates.add, ({"kind": junk, "name": junk, "words": junk},)),
        (interaction_templates.change, (junk, OURS)),
        (interaction_templates.change, (mine, {"kind": junk, "name": junk, "words": junk})),
        (interaction_templates.move, (junk, 1)),
        (interaction_templates.move, (mine, junk)),
        (interaction_templates.remove, (junk,)),
    ):
        with suppress(DomainError):
            does(acacia, use_case, *arguments)
    assert len(listed(acacia)) in (3, 4)
