"""Search over everything that was written."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from clientmanager import clock
from clientmanager.errors import NotAllowed
from clientmanager.services import interactions
from clientmanager.services.interaction_search import Result, Search, found, read_search
from tests.world import PracticeWorld


def note(world: PracticeWorld, words: str, **more: Any) -> str:
    form = {"kind": "note", "words": words, "clients": [str(world.client.id)], **more}
    with world.as_(world.adviser) as db:
        return interactions.record(db, form).id


def search(world: PracticeWorld, words: str, **more: Any) -> Result:
    with world.as_(world.assistant) as db:
        return found(db, Search(words, **more))


def words_of(result: Result) -> list[str]:
    return [row.words for row in result.rows]


def test_it_is_found_by_its_words_with_and_without_accents_and_marked(acacia: PracticeWorld):
    note(acacia, "Gesels met Renée oor die polisse van haar ouers.")
    note(acacia, "Something else")
    for typed in ("renee polis", "RENÉE", "ouer", "gesels", '"die polisse"', "polis ouers m"):
        [row] = search(acacia, typed).rows
        assert row.words == "Gesels met Renée oor die polisse van haar ouers."
        assert row.client == "Renée O'Brien"
    [row] = search(acacia, "renee polis").rows
    assert row.marks == ("Gesels met ", "Renée", " oor die ", "polisse", " van haar ouers.")
    for typed in ("renee zulu", '"polisse die"', "x"):
        assert search(acacia, typed) == Result((), "0")
    assert search(acacia, " & ") == Result()


def test_what_was_typed_so_stands_first_then_the_newest(acacia: PracticeWorld):
    for words in ("Fees agreed", "The fee was paid", "A fee"):
        note(acacia, words)
        clock.move(timedelta(minutes=1))
    assert words_of(search(acacia, "fees"))[0] == "Fees agreed"
    assert words_of(search(acacia, "fee", newest=True)) == ["A fee", "The fee was paid", "Fees agreed"]


def test_long_entries_are_shown_around_what_was_found(acacia: PracticeWorld):
    note(acacia, f"{'before ' * 60}\nbursary {'after ' * 60}", title="Lerato")
    [row] = search(acacia, "bursary").rows
    assert row.words.startswith("… before ")
    assert row.words.endswith(" …")
    assert row.marks[1] == "bursary"
    assert "".join(row.marks) == row.words
    assert len(row.words) < 250
    [row] = search(acacia, "lerato").rows
    assert row.title_marks == ("", "Lerato", "")


def test_amendments_are_found_and_removed_entries_are_not(acacia: PracticeWorld):
    entry = note(acacia, "About the bursary")
    with acacia.as_(acacia.owner) as db:
        interactions.amend(db, entry, "Lerato's, for Stellenbosch")
    [row] = search(acacia, "stellenbosch").rows
    assert (row.amended, row.marks) == (True, ("Lerato's, for ", "Stellenbosch", ""))
    with acacia.as_(acacia.adviser) as db:
        interactions.remove(db, entry, "Another client")
    assert search(acacia, "bursary").rows == ()


def test_it_is_narrowed_by_client_author_kind_and_day(acacia: PracticeWorld):
    other = acacia.clients[1]
    note(acacia, "One fund", on="2026-03-09")
    note(acacia, "Two funds", on="2026-03-10", kind="call", clients=[str(other.id), str(acacia.client.id)])
    with acacia.as_(acacia.owner) as db:
        interactions.record(
            db,
            {
                "kind": "letter",
                "words": "Three funds",
                "on": "2026-03-11",
                "clients": [str(other.id)],
                "users": [str(acacia.assistant.id)],
            },
        )

    def narrowed(query: str) -> set[str]:
        with acacia.as_(acacia.assistant) as db:
            return {row.words.partition(" ")[0] for row in found(db, read_search(f"q=fund&{query}")).rows}

    assert narrowed("") == {"One", "Two", "Three"}
    assert narrowed(f"client={acacia.client.id}") == {"One", "Two"}
    assert narrowed(f"who={acacia.adviser.id}") == {"One", "Two"}
    assert narrowed(f"who={acacia.assistant.id}") == {"Three"}
    assert narrowed("kind=call&kind=letter") == {"Two", "Three"}
    assert narrowed("since=2026-03-10") == {"Two", "Three"}
    assert narrowed("until=2026-03-10") == {"One", "Two"}
    assert narrowed("since=2026-03-10&until=2026-03-10") == {"Two"}
    for nonsense in ("since=nonsense&client=x&who=%00&kind=q", "until=9999-12-31", "since=0001-01-01"):
        assert narrowed(nonsense) == {"One", "Two", "Three"}


def test_nobody_finds_what_another_practice_wrote(acacia: PracticeWorld, baobab: PracticeWorld):
    # As many as make it a common word: each of the ways in which it may be looked for is tried.
    for _ in range(12):
        note(acacia, "Theirs alone")
    assert len(search(acacia, "alone").rows) == 12
    with baobab.as_(baobab.owner) as db:
        assert found(db, Search("alone")).rows == ()
        assert found(db, Search("alone", client=str(acacia.client.id))).rows == ()
        # Nor by the road that passes row level security by, whatever it is told.
        asked = (
            "select count(*) from find_interactions('alone'::tsquery, 'alone'::tsquery, {}, null, null, null, null, 9)"
        )
        for client in ("null", f"'{acacia.client.id}'"):
            assert db.execute(text(asked.format(client))).scalar_one() == 0


def test_a_word_that_is_everywhere_says_that_there_is_more(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        for place in range(201):
            interactions.record(db, {"kind": "note", "words": f"Fund {place}", "clients": [str(acacia.client.id)]})
    result = search(acacia, "fund")
    assert (len(result.rows), result.many) == (50, "200 or more")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(max_size=80))
def test_whatever_is_typed_is_answered(acacia: PracticeWorld, typed: str):
    with acacia.as_(acacia.assistant) as db:
        found(db, read_search({"q": typed}))
        found(db, read_search(typed))


def test_who_may_not_see_them_finds_nothing(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    note(acacia, "Fund")
    monkeypatch.setattr("clientmanager.db.MAY", {role: frozenset() for role in ("owner", "adviser", "assistant")})
    with acacia.as_(acacia.assistant) as db, pytest.raises(NotAllowed):
        found(db, Search("fund"))
