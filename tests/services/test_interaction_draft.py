"""A call while it is written down: nothing of it is lost, and it says what was understood before it is logged."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.errors import DomainError, Invalid, NotAllowed, NotFound
from clientmanager.models.user import User
from clientmanager.services import interaction_draft, interaction_people
from clientmanager.services.interaction_draft import NOTHING
from clientmanager.services.interaction_shown import KINDS, Composed
from tests.services.some_tasks import set_clock
from tests.services.test_interactions import JUNK
from tests.world import Database, PracticeWorld


def does(world: PracticeWorld, use_case: Any, *arguments: Any, by: User | None = None, of: Any = ...) -> Any:
    client = str(world.client.id) if of is ... else of
    with world.as_(by or world.adviser) as db:
        return use_case(db, client, *arguments)


def opened(world: PracticeWorld, by: User | None = None, of: Any = ...) -> Composed:
    return does(world, interaction_draft.opened, by=by, of=of)


def keep(world: PracticeWorld, **typed: Any) -> Composed:
    return does(world, interaction_draft.keep, typed)


def promise(world: PracticeWorld, line: str) -> Composed:
    keep(world, follow_up=line)
    return does(world, interaction_draft.add_follow_up)


def test_what_is_typed_is_there_again_for_its_writer_alone_and_of_this_client_alone(acacia: PracticeWorld):
    set_clock()
    keep(acacia, kind="meeting", words="She wants to ra", on="2026-03-09", minutes="40")
    promise(acacia, "Ask for the payslip Monday")
    again = opened(acacia)
    assert (again.kind, again.typed["words"], again.when) == (
        "meeting",
        "She wants to ra",
        "Mon 9 Mar 2026, 40 minutes",
    )
    assert [(one.title, one.about) for one in again.promises] == [
        ("Ask for the payslip", f"{acacia.adviser.name}, Mon 16 Mar 2026")
    ]
    assert (again.kept_at, again.used) == ("10:00", True)
    for other in (opened(acacia, acacia.owner), opened(acacia, of=str(acacia.clients[1].id)), opened(acacia, of="")):
        assert (other.used, other.kept_at, other.kind, other.when) == (False, "", "call", "Now")


def test_the_client_took_part_until_somebody_says_otherwise(acacia: PracticeWorld):
    client, other = f"client {acacia.client.id}", f"client {acacia.clients[1].id}"
    assert [one.key for one in opened(acacia).people] == [client]
    assert opened(acacia).with_whom == "with Renée"
    user = f"user {acacia.assistant.id}"
    for key in (other, user, "name Smit Attorneys", other):
        shown = does(acacia, interaction_draft.add_person, key)
    assert [one.key for one in shown.people] == [client, other, user, "name Smit Attorneys"]
    shown = does(acacia, interaction_draft.remove_person, client)
    assert [one.key for one in shown.people] == [other, user, "name Smit Attorneys"]
    assert [one.key for one in opened(acacia, of="").people] == []


def test_logged_it_holds_all_that_stood_there_and_the_draft_is_done_with(acacia: PracticeWorld, database: Database):
    set_clock()
    keep(acacia, minutes="14", words="Half")
    promise(acacia, "Compare the endowments Monday")
    does(acacia, interaction_draft.next_contact, "in 3 months")
    does(acacia, interaction_draft.add_person, "name Smit Attorneys")
    made = does(acacia, interaction_draft.record, {"words": "All of it", "follow_up": "Phone Smit tomorrow"})
    assert database.one("select words || minutes from interaction") == "All of it14"
    assert database.one("select count(*) from draft") == 0
    assert len(made.tasks) == 3
    assert database.one("select string_agg(title || ' ' || due_on, ', ' order by due_on) from task") == (
        "Phone Smit 2026-03-13, Compare the endowments 2026-03-16, Speak to them again 2026-06-12"
    )
    assert database.one("select string_agg(name, ', ') from interaction_participant where name <> ''") == (
        "Smit Attorneys"
    )


def test_two_taps_log_a_call_without_a_word(acacia: PracticeWorld, database: Database):
    does(acacia, interaction_draft.record, {})
    assert database.one("select kind || words from interaction") == "call"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "note"}, "words"),
        ({"on": "tomorrow?"}, "on"),
        ({"on": "2090-01-01"}, "on"),
        ({"minutes": "long"}, "minutes"),
        ({"person": "Smi"}, "person"),
        ({"follow_up": "tomorrow"}, "follow_up"),
        ({"next_contact": "some day"}, "next_contact"),
        ({"title": "x" * 400}, "title"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_stays_typed(
    typed: dict[str, str], field: str, acacia: PracticeWorld, database: Database
):
    keep(acacia, **({"words": "Said much"} | ({"words": ""} if typed.get("kind") else {}) | typed))
    with pytest.raises(Invalid) as refused:
        does(acacia, interaction_draft.record, typed)
    assert list(refused.value.fields) == [field]
    assert opened(acacia).typed[next(iter(typed))] == next(iter(typed.values()))
    assert database.one("select count(*) from interaction") == database.one("select count(*) from task") == 0


def test_where_no_client_is_given_one_is_asked_for(acacia: PracticeWorld, database: Database):
    with pytest.raises(Invalid, match="with which client") as refused:
        does(acacia, interaction_draft.record, {}, of="")
    assert list(refused.value.fields) == ["person"]
    does(acacia, interaction_draft.add_person, f"client {acacia.client.id}", of="")
    does(acacia, interaction_draft.record, {}, of="")
    assert database.one("select client_id from interaction") == acacia.client.id


def test_people_are_found_by_words_clients_colleagues_and_the_words_themselves(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        found = interaction_people.found(db, "ren")
        colleague = interaction_people.found(db, acacia.assistant.name.split()[0].lower())
        assert interaction_people.found(db, "  ") == interaction_people.found(db, None) == ()
    assert [one.key for one in found] == [f"client {acacia.client.id}", "name ren"]
    assert colleague[0].key == f"user {acacia.assistant.id}"


def test_tomorrow_means_the_day_after_it_is_read_again(acacia: PracticeWorld):
    set_clock()
    assert "Fri 13 Mar 2026" in promise(acacia, "Phone tomorrow").promises[0].about
    clock.move(timedelta(days=1))
    assert "Sat 14 Mar 2026" in opened(acacia).promises[0].about
    assert does(acacia, interaction_draft.remove_follow_up, "Phone tomorrow").promises == ()


@pytest.mark.parametrize(
    ("said", "meant"),
    [("in 3 months", "2026-06-12"), ("2026-06-09", "2026-06-09"), ("", ""), ("in a week", "2026-03-19")],
)
def test_the_next_contact_is_a_day_or_said_in_words(said: str, meant: str, acacia: PracticeWorld):
    set_clock()
    assert does(acacia, interaction_draft.next_contact, said).typed["next_contact"] == meant


@pytest.mark.parametrize("said", ["yesterday", "soon", "2020-01-01", 7])
def test_a_next_contact_that_is_no_coming_day_is_refused(said: object, acacia: PracticeWorld, database: Database):
    if said == 7:
        assert does(acacia, interaction_draft.next_contact, said).next_contact == ""
        return
    with pytest.raises(Invalid, match="still to come"):
        does(acacia, interaction_draft.next_contact, said)


def test_emptied_it_is_no_draft_and_what_was_discarded_comes_back(acacia: PracticeWorld, database: Database):
    keep(acacia, words="x")
    assert keep(acacia, words="  ").kept_at == ""
    assert database.one("select count(*) from draft") == 0
    keep(acacia, words="Long and good")
    kept = does(acacia, interaction_draft.discard)
    assert not opened(acacia).used
    does(acacia, interaction_draft.put_back, kept)
    assert opened(acacia).typed["words"] == "Long and good"
    assert does(acacia, interaction_draft.at_once).when == "Now"


def test_who_may_not_write_it_down_has_no_bar_and_another_practice_no_client(
    acacia: PracticeWorld, baobab: PracticeWorld
):
    assert opened(acacia, acacia.compliance) == NOTHING
    with pytest.raises(NotAllowed):
        does(acacia, interaction_draft.keep, {"words": "x"}, by=acacia.compliance)
    for use_case, more in (
        (interaction_draft.opened, ()),
        (interaction_draft.keep, ({"words": "x"},)),
        (interaction_draft.record, ({},)),
    ):
        with pytest.raises(NotFound):
            does(acacia, use_case, *more, of=str(baobab.client.id))
    for key in (f"client {baobab.client.id}", f"user {baobab.adviser.id}"):
        with pytest.raises(NotFound):
            does(acacia, interaction_draft.add_person, key)


@pytest.mark.parametrize(
    "junk", [*JUNK, "client", "name ", "client x", "name  two", "x" * 500_000], ids=lambda one: str(one)[:9]
)
def test_junk_is_refused_in_a_sentence_or_kept(junk: Any, acacia: PracticeWorld):
    whole = dict.fromkeys(interaction_draft.FIELDS, junk)
    for use_case, arguments in (
        (interaction_draft.keep, (whole,)),
        (interaction_draft.keep, (junk,)),
        (interaction_draft.add_person, (junk,)),
        (interaction_draft.remove_person, (junk,)),
        (interaction_draft.add_follow_up, ()),
        (interaction_draft.remove_follow_up, (junk,)),
        (interaction_draft.next_contact, (junk,)),
        (interaction_draft.record, (whole,)),
        (interaction_draft.record, (junk,)),
        (interaction_draft.opened, ()),
        (interaction_draft.discard, ()),
    ):
        for of in (str(acacia.client.id), junk):
            with suppress(DomainError):
                does(acacia, use_case, *arguments, of=of)
    with acacia.as_(acacia.adviser) as db:
        interaction_people.found(db, junk)
        interaction_draft.understood(db, junk if not isinstance(junk, str) else junk[:400])


def test_every_kind_that_is_offered_can_be_logged(acacia: PracticeWorld, database: Database):
    for kind, *_ in KINDS:
        does(acacia, interaction_draft.record, {"kind": kind, "words": "x"})
    assert database.one("select count(distinct kind) from interaction") == len(KINDS)
