"""What a workflow's definition may be: kept as it was written, and refused in a sentence where it leads nowhere."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.errors import Invalid
from clientmanager.planning.shipped import SHIPPED
from clientmanager.planning.workflow import Definition, FieldKind, Starts, Unit, to_json
from clientmanager.planning.workflow_reading import kept, read

shipped = pytest.mark.parametrize("definition", SHIPPED.values(), ids=SHIPPED.keys())


def step(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "title": key.capitalize(), "role": "adviser", **more}


def said(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": "Review",
        "milestones": [{"key": "review", "words": "Day of the review"}],
        "roles": [{"key": "adviser", "words": "Adviser"}],
        "steps": list(steps or [step("a", starts="at once")]),
        **more,
    }


def outcome(key: str, *activates: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "words": key.capitalize(), "activates": list(activates), **more}


@shipped
def test_what_ships_is_sound_and_comes_back_from_json_as_it_was(definition: Definition):
    assert read(json.loads(json.dumps(to_json(definition)))) == definition


@shipped
def test_what_ships_is_written_as_the_product_writes(definition: Definition):
    """Sentence case, no exclamation marks, and every step says what to do."""
    texts = [definition.name, definition.about, *(one.words for one in definition.milestones + definition.roles)]
    for one in definition.steps:
        texts += [one.title, one.description, *one.checklist, *(field.words for field in one.fields)]
        texts += [outcome.words for outcome in one.outcomes]
    assert not [text for text in texts if "!" in text or text != text.strip()]
    assert not [text for text in texts if text and not text[0].isupper()]
    assert not [one.title for one in definition.steps if one.title.endswith(".")]


@shipped
def test_every_way_through_what_ships_comes_to_an_end(definition: Definition):
    """Each step can be come to, whatever is chosen at each fork."""
    met: set[str] = set()
    ahead = definition.first()
    while ahead:
        key = ahead.pop()
        met.add(key)
        one = definition.step(key)
        assert one is not None
        for chosen in [outcome.key for outcome in one.outcomes] or [""]:
            ahead += definition.opened_by(one, chosen)
    assert met == {one.key for one in definition.steps}


def test_what_is_not_said_is_as_simple_as_can_be():
    definition = read(said())
    (only,) = definition.steps
    assert [one.key for one in definition.milestones] == ["start", "review"]
    assert (only.due.milestone, only.due.offset, only.due.unit) == ("start", 0, Unit.WORKING)
    assert (only.priority, only.fields, only.outcomes, only.asks) == ("normal", (), (), False)
    assert definition.for_client


def test_text_is_read_kindly():
    definition = read(said(name="  Annual \u00a0 review\x00", about="Two\nlines \u200b "))
    assert (definition.name, definition.about) == ("Annual review", "Two\nlines")


def test_a_step_follows_the_one_before_it_or_is_called():
    definition = read(
        said(
            step("a", starts="at once"),
            step("b", outcomes=[outcome("yes", "c"), outcome("no", "d", sets="review")]),
            step("c", starts=Starts.CALLED),
            step("d", starts=Starts.CALLED, fields=[{"key": "paid", "words": "Paid", "kind": FieldKind.RAND}]),
        )
    )
    a, b, c, d = definition.steps
    assert definition.first() == ["a"]
    assert definition.opened_by(a) == ["b"]
    assert [definition.opened_by(b, key) for key in ("yes", "no", "", "x")] == [["c"], ["d"], [], []]
    assert definition.opened_by(c) == definition.opened_by(d) == []
    assert (b.asks, c.asks, d.asks) == (True, False, False)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        (said(name=" "), "name", "Write something"),
        (said(name="x" * 81), "name", "longer than the 80"),
        (said(name=7), "name", "must be text"),
        (said(steps=[]), "steps", "starts at once"),
        (said(steps="a"), "steps", "must be a list"),
        (said(steps=[7]), "steps.0", "no workflow"),
        (said(*[step(f"s{n}", starts="at once") for n in range(41)]), "steps", "40 of these"),
        (said(step("a")), "steps", "starts at once"),
        (said(step("a", starts="at once"), step("a")), "steps.1.key", "used twice"),
        (said(step("A", starts="at once")), "steps.0.key", "small letters"),
        (said(step("a", starts="now")), "steps.0.starts", "Choose one of: at once"),
        (said(step("a", starts="at once", role="nobody")), "steps.0.role", "Choose who does “A”"),
        (said(step("a", starts="at once", due=7)), "steps.0.due", "no workflow"),
        (said(step("a", starts="at once", due={"offset": 1001})), "steps.0.due.offset", "at most 1000"),
        (said(step("a", starts="at once", due={"offset": True})), "steps.0.due.offset", "whole number"),
        (said(step("a", starts="at once", due={"offset": "1"})), "steps.0.due.offset", "whole number"),
        (said(step("a", starts="at once", due={"milestone": "x"})), "steps.0.due.milestone", "Choose the milestone"),
        (said(step("a", starts="at once", due={"unit": "weeks"})), "steps.0.due.unit", "working days"),
        (said(step("a", starts="at once", priority="huge")), "steps.0.priority", "low, normal"),
        (said(step("a", starts="at once", checklist=[1])), "steps.0.checklist.0", "must be text"),
        (
            said(step("a", starts="at once", fields=[{"key": "f", "words": "F", "kind": "choice", "options": ["x"]}])),
            "steps.0.fields.0.options", "at least two",
        ),
        (
            said(step("a", starts="at once", fields=[{"key": "f", "words": "F", "required": "yes"}])),
            "steps.0.fields.0.required", "yes or no",
        ),
        (
            said(step("a", starts="at once", outcomes=[outcome("yes", "z")])),
            "steps.0.outcomes.0", "a step that is not there: z",
        ),
        (
            said(step("a", starts="at once", outcomes=[outcome("yes", sets="z")])),
            "steps.0.outcomes.0", "a milestone that is not there",
        ),
        (
            said(step("a", starts="at once", outcomes=[outcome("yes", "b", ends=True)]), step("b")),
            "steps.0.outcomes.0", "cannot end the workflow and call",
        ),
        (
            said(step("a", starts="at once", outcomes=[{**outcome("yes"), "activates": [["a"]]}])),
            "steps.0.outcomes.0.activates", "Name the steps",
        ),
        (said(step("a", starts="at once"), step("b", starts=Starts.CALLED)), "steps.1.starts", "Nothing leads to “B”"),
        # after a step with outcomes nothing follows by itself
        (said(step("a", starts="at once", outcomes=[outcome("yes")]), step("b")), "steps.1.starts", "Nothing leads"),
        (said(step("a", starts="at once", outcomes=[outcome("yes", "a")])), "steps.0", "leads back to itself"),
        (
            said(step("a", starts="at once"), step("b"), step("c", outcomes=[outcome("no", "b")])),
            "steps.1", "leads back to itself",
        ),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_refused_with_its_place(wrong: dict[str, Any], field: str, sentence: str):
    with pytest.raises(Invalid, match=sentence) as refused:
        read(wrong)
    assert refused.value.field == field


def test_what_was_kept_is_read_also_where_it_would_not_be_taken_any_more():
    older = said(step("a"), milestones=[])
    with pytest.raises(Invalid):
        read(older)
    assert [one.key for one in kept(older).steps] == ["a"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PLACES: list[tuple[str | int, ...]] = [
    (), ("name",), ("milestones",), ("roles", 0), ("steps",), ("steps", 0), ("steps", 0, "due"), ("steps", 0, "key"),
    ("steps", 0, "due", "offset"), ("steps", 0, "fields"), ("steps", 0, "outcomes"), ("steps", 0, "starts"),
    ("steps", 0, "outcomes", 0, "activates"), ("steps", 0, "outcomes", 0, "sets"), ("steps", 0, "fields", 0, "kind"),
]  # fmt: skip


@given(st.sampled_from(PLACES), JUNK)
def test_junk_is_refused_in_a_sentence_or_read(place: tuple[str | int, ...], junk: object):
    value: Any = said(
        step("a", starts="at once", due={}, fields=[{"key": "f", "words": "F"}], outcomes=[outcome("yes")])
    )
    at = value
    for part in place[:-1]:
        at = at[part]
    if place:
        at[place[-1]] = junk
    else:
        value = junk
    with suppress(Invalid):
        definition = read(value)
        assert read(json.loads(json.dumps(to_json(definition)))) == definition
