"""Names and numbers as a search sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.models.folding import folded, national_digits, search_ranges, search_tokens


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Renée O'Brien", "renee obrien"),
        ("Renée O’Brien", "renee obrien"),
        ("’t Hooft", "t hooft"),
        ("Netshiṱuni", "netshituni"),
        ("Dlamini-van der Westhuizen", "dlamini van der westhuizen"),
        ("ŉ Boer", "n boer"),
        ("'n Boer", "n boer"),
        ("Ærø Ørsted Łukasz Straße", "aero orsted lukasz strasse"),
        ("  MABASO   Civils (Pty) Ltd. ", "mabaso civils pty ltd"),
        ("李小龙", "李小龙"),
    ],
)
def test_a_name_folds_to_what_people_type(name: str, seen: str):
    assert folded(name) == seen


@given(st.text())
def test_folding_again_changes_nothing(text: str):
    assert folded(folded(text)) == folded(text)


@given(st.text(min_size=1, max_size=40))
def test_every_name_is_found_by_itself(name: str):
    tokens = search_tokens(names=[name], numbers=[], emails=[], phones=[])
    for group in search_ranges(name):
        if not any(part.startswith("#") for part in group) and "@" not in name:
            assert any(token.startswith(part) for part in group for token in tokens), (group, tokens)


@pytest.mark.parametrize("prefix", ["+27", "0027 ", "27", "0"])
def test_a_national_number_is_the_same_whatever_stands_before_it(prefix: str):
    assert national_digits(f"{prefix}82 123 4567") == "821234567"
