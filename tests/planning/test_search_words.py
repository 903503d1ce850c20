"""What is typed into a search, as Postgres is asked for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.models.folding import folded
from clientmanager.planning.search_words import forms, read


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("polisse", "polis"),
        ("polis", "polisse"),
        ("skole", "skool"),
        ("huise", "huis"),
        ("teken", "geteken"),
        ("geteken", "teken"),
        ("vergaderings", "vergadering"),
        ("beleggings", "belegging"),
        ("kliënte", "klient"),
        ("rokke", "rok"),
        ("reviews", "review"),
        ("policies", "policy"),
        ("annuities", "annuity"),
        ("fees", "fee"),
    ],
)
def test_a_word_is_met_whatever_its_ending(typed: str, written: str):
    assert folded(written).startswith(forms(folded(typed)))


@pytest.mark.parametrize(
    ("typed", "written"), [("huis", "huidige"), ("polis", "politiek"), ("fee", "fie"), ("status", "statement")]
)
def test_another_word_is_not(typed: str, written: str):
    assert not folded(written).startswith(forms(folded(typed)))


def test_words_phrases_and_what_is_still_typed():
    assert read("").query == read('"').query == read("& | ! ()").query == ""
    assert read("Renée O'Brien").exact == "renee & obrien"
    assert read('fee "top up').query == "(fee:*) & (top <-> up)"
    assert read("fee t").query == "(fee:*)"
    assert read("fee t ").query == "(fee:*) & (t:*)"
    assert read("t").query == "(t:*)"
    assert read(" ".join(f"w{n}" for n in range(50))).query.count("&") == 11


@given(st.text(max_size=60))
def test_nothing_that_means_something_to_postgres_gets_through(typed: str):
    wanted = read(typed)
    for word in wanted.beginnings:
        assert folded(word) == word
        assert " " not in word
