"""What is filled in inside a step: each kind read kindly, and refused in a sentence with the field's name."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.errors import Invalid
from clientmanager.planning.workflow import FieldKind, FormField
from clientmanager.planning.workflow_form import filled

NEEDED = FormField("number", "Claim number", required=True)


def field(kind: FieldKind) -> FormField:
    return FormField("f", "Field", kind, options=("Low", "High") if kind == FieldKind.CHOICE else ())


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        (FieldKind.TEXT, "  A  line\n", "A line"),
        (FieldKind.LINES, "Two\nlines ", "Two\nlines"),
        (FieldKind.DATE, "2028-02-29", "2028-02-29"),
        (FieldKind.YES_NO, True, "yes"),
        (FieldKind.YES_NO, "No", "no"),
        (FieldKind.CHOICE, "High", "High"),
        (FieldKind.RAND, "R 12 500,00", "12500.00"),
        (FieldKind.RAND, "12,500.5", "12500.50"),
        (FieldKind.RAND, "1.250.000", "1250000.00"),
        (FieldKind.RAND, "R12\u00a0500", "12500.00"),
        (FieldKind.RAND, "0", "0.00"),
    ],
)
def test_each_kind_is_kept_as_text(kind: FieldKind, said: object, kept: str):
    assert filled([field(kind)], {"f": said, "other": "x"}) == {"f": kept}


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        (FieldKind.TEXT, 7, "must be text"),
        (FieldKind.TEXT, "x" * 301, "longer than the 300"),
        (FieldKind.DATE, "29 Feb 2027", "2026-03-12"),
        (FieldKind.DATE, "2027-02-29", "2026-03-12"),
        (FieldKind.DATE, "0001-01-01", "2026-03-12"),
        (FieldKind.YES_NO, "maybe", "yes, no"),
        (FieldKind.CHOICE, "Medium", "Low, High"),
        (FieldKind.RAND, "a lot", "in rand"),
        (FieldKind.RAND, "1e9", "in rand"),
        (FieldKind.RAND, "9" * 20, "in rand"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(kind: FieldKind, said: object, sentence: str):
    with pytest.raises(Invalid, match=sentence) as refused:
        filled([field(kind)], {"f": said})
    assert refused.value.field == "f"


@pytest.mark.parametrize("given", [{}, None, {"number": ""}, {"number": " \u200b "}])
def test_what_is_needed_is_asked_for(given: object):
    with pytest.raises(Invalid, match="Fill in “Claim number” first") as refused:
        filled([NEEDED], given)
    assert refused.value.field == "number"
    assert filled([NEEDED], given, unfinished=True) == {}


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_an_amount_means_the_same_however_it_is_written(rand: int, cents: int):
    kept = {"f": f"{rand}.{cents:02}"}
    for written in (f"{rand:,}.{cents:02}", f"R {rand:,}".replace(",", " ") + f",{cents:02}", f"{rand}.{cents:02}"):
        assert filled([field(FieldKind.RAND)], {"f": written}) == kept


@given(st.sampled_from(FieldKind), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()))
def test_junk_is_refused_in_a_sentence_or_kept(kind: FieldKind, junk: object):
    with suppress(Invalid):
        kept = filled([field(kind)], {"f": junk})
        # what was kept is read as the same again
        assert filled([field(kind)], kept) == kept
