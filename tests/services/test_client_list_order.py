"""The list in every order and behind every filter, against the same list made by hand; paged forwards and back."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from clientmanager.clock import now
from clientmanager.db import insert_many
from clientmanager.models.base import new_id
from clientmanager.models.client import Client, ClientEmail, ClientPhone, ClientStatus, ClientTag
from clientmanager.models.folding import folded, search_ranges, search_tokens
from clientmanager.services import client_list, client_order, clients
from clientmanager.services.client_filter import SORTS, ClientFilter, as_query, read_filter
from tests.world import PracticeWorld

NAMES = [
    "Nkosi",
    "Nkosi",
    "Éclair",
    "Eclair",
    "'t Hooft",
    "van der Merwe",
    "O'Brien",
    "李",
    "Zulu-Ngcobo",
    "—",
    "Nkosi",
]
FIRST = ["Anna", "Renée", "", "Nomvula Thandi", "بلال", "T"]
CATEGORIES = ["A", "B", "Äa", "b", "", "Premier – 2 %"]
TAGS = ["Golf day", "Retire 2035", "Skoolfonds"]
FILTERS = [
    ClientFilter(),
    ClientFilter(search="n"),
    ClientFilter(search="nkosi"),
    ClientFilter(search="nko an"),
    ClientFilter(search="t 't hooft"),
    ClientFilter(search="082 555"),
    ClientFilter(search="%"),
    ClientFilter(search="nobody"),
    ClientFilter(status=("active", "former")),
    ClientFilter(category=("A", ""), status=("prospect",)),
    ClientFilter(category=("never used",)),
    ClientFilter(tag=("golf day", "skoolfonds"), search="n"),
    ClientFilter(tag=("retire 2035",)),
    ClientFilter(archived=True),
    ClientFilter(archived=True, search="nkosi"),
    ClientFilter(archived=True, tag=("golf day",)),
    ClientFilter(adviser=("none",)),
    ClientFilter(adviser=("somebody", "none"), category=("B",)),
]


@pytest.fixture
def awkward(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch) -> PracticeWorld:
    """Ninety clients with few values, so that most pages of seven begin and end within a tie."""
    monkeypatch.setattr(client_list, "PAGE", 7)
    monkeypatch.setattr(client_order, "_ALONG", 20)
    add(acacia, 90, random.Random(11))
    return acacia


def add(world: PracticeWorld, many: int, chance: random.Random) -> set[str]:
    moment, today = now(), date(2026, 3, 12)
    rows, emails, phones, tags = [], [], [], []
    for _ in range(many):
        client = Client(
            practice_id=world.practice_id, last_name=chance.choice(NAMES), first_names=chance.choice(FIRST),
            adviser_id=chance.choice([None, world.owner.id, world.adviser.id, world.assistant.id]),
            status=chance.choice(list(ClientStatus)), category=chance.choice(CATEGORIES), created_at=moment,
            last_contact_on=chance.choice([None, today, today - timedelta(days=chance.randrange(4))]),
            changed_at=moment - timedelta(hours=chance.randrange(5)),
            archived_at=moment if chance.random() < 0.2 else None,
        )  # fmt: skip
        client.sort()
        rows.append(client.model_dump())
        key = {"practice_id": world.practice_id, "client_id": client.id}
        part = {**key, "label": "", "position": 0}
        emails.append({**part, "id": new_id(), "address": f"{chance.choice('abn')}@example.co.za"})
        phones.append({**part, "id": new_id(), "number": f"+2782555{chance.randrange(10**4):04}"})
        tags += [{**key, "id": new_id(), "tag": one, "folded": folded(one)} for one in chance.sample(TAGS, 1)]
    with world.as_(world.owner) as db:
        for table, some in ((Client, rows), (ClientEmail, emails), (ClientPhone, phones), (ClientTag, tags)):
            insert_many(db, table, some)
        clients.reindex(db, [row["id"] for row in rows])
    return {str(row["id"]) for row in rows}


def by_hand(world: PracticeWorld, chosen: ClientFilter) -> list[str]:
    """The ids of the whole list, by Python."""
    with world.as_(world.owner) as db:
        everyone = db.execute(
            text(
                "select c.*, array(select folded from client_tag g where g.client_id = c.id) as tags,"
                " array(select address from client_email e where e.client_id = c.id) as emails,"
                " array(select number from client_phone p where p.client_id = c.id) as phones from client c"
            )
        ).all()
    found = [one for one in everyone if let_through(one, chosen)]
    by, falling = chosen.sort.removeprefix("-"), chosen.sort.startswith("-")
    people = sorted(world.users, key=lambda user: (folded(user.name), user.id))
    groups: dict[str, list[Any]] = {
        "status": [["prospect", "active", "dormant", "former"], []],
        "adviser": [[user.id for user in people], [None]],
        "category": [sorted(filter(None, CATEGORIES), key=lambda one: (folded(one), one)), [""]],
    }
    if by in groups:
        known, none = groups[by]
        order = [*(known[::-1] if falling else known), *none]
        column = "adviser_id" if by == "adviser" else by
        found.sort(key=lambda one: (order.index(getattr(one, column)), one.sort_name, one.id))
    else:
        leads: dict[str, Callable[[Any], Any]] = {
            "name": lambda one: 0,
            "contact": lambda one: one.last_contact_on or date.min,
            "change": lambda one: one.changed_at,
        }
        found.sort(key=lambda one: (leads[by](one), one.sort_name, one.id), reverse=falling)
    return [str(one.id) for one in found]


def let_through(one: Any, chosen: ClientFilter) -> bool:
    names = [one.first_names, one.last_name, one.preferred_name, one.entity_name]
    numbers = [one.id_number, one.passport_number, one.registration_number]
    tokens = search_tokens(
        names=[name for name in names if name], numbers=[number for number in numbers if number],
        emails=one.emails, phones=one.phones,
    )  # fmt: skip
    return (
        (one.archived_at is not None) == chosen.archived
        and (not chosen.status or one.status in chosen.status)
        and (not chosen.category or one.category in chosen.category)
        and (not chosen.adviser or str(one.adviser_id or "none") in chosen.adviser)
        and (not chosen.tag or bool(set(one.tags) & set(chosen.tag)))
        and all(
            any(token.startswith(beginning) for token in tokens for beginning in word)
            for word in search_ranges(chosen.search)
        )
    )


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{one}" for one in SORTS)])
def test_every_order_behind_every_filter_is_whole_forwards_and_back(sort: str, awkward: PracticeWorld):
    for given_filter in FILTERS:
        adviser = tuple(str(awkward.adviser.id) if one == "somebody" else one for one in given_filter.adviser)
        chosen = replace(given_filter, sort=sort, adviser=adviser)
        expected = by_hand(awkward, chosen)
        with awkward.as_(awkward.assistant) as db:
            page = client_list.listed(db, chosen)
            assert page.first == ""
            forwards = [[row.id for row in page.rows]]
            while page.last:
                page = client_list.listed(db, chosen, after=page.last)
                forwards.append([row.id for row in page.rows])
            assert list(chain(*forwards)) == expected, chosen
            for rows in forwards[-2::-1]:
                page = client_list.listed(db, chosen, before=page.first)
                assert [row.id for row in page.rows] == rows, chosen
            assert page.first == ""
            assert client_list.counted(db, chosen).found == len(expected)
            for place in range(0, len(expected), 9):
                one = expected[place]
                beside = client_list.neighbours(db, chosen, one)
                assert beside.previous_id == (expected[place - 1] if place else ""), chosen
                assert beside.next_id == "".join(expected[place + 1 : place + 2]), chosen
                assert client_list.place(db, chosen, one) == place + 1
                again = client_list.listed(db, chosen, start=one)
                assert [row.id for row in again.rows] == expected[place : place + 7]
                assert bool(again.first) == (place > 0)


@pytest.mark.parametrize(
    "chosen", [ClientFilter(), ClientFilter(sort="adviser"), ClientFilter(search="n", sort="-change")]
)
def test_those_who_were_there_are_met_once_while_others_come(chosen: ClientFilter, awkward: PracticeWorld):
    there = by_hand(awkward, chosen)
    met: list[str] = []
    after = ""
    while True:
        with awkward.as_(awkward.assistant) as db:
            page = client_list.listed(db, chosen, after=after)
        met += [row.id for row in page.rows]
        after = page.last
        if not after:
            break
        if len(met) < 70:
            add(awkward, 3, random.Random(len(met)))
    assert [one for one in met if one in set(there)] == there
    assert len(met) == len(set(met))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=8)


@given(
    st.builds(
        ClientFilter,
        search=WORDS,
        status=st.lists(st.sampled_from([str(one) for one in ClientStatus]), unique=True).map(tuple),
        adviser=st.lists(st.uuids().map(str) | st.just("none"), unique=True).map(tuple),
        category=st.lists(WORDS | st.just(""), unique=True).map(tuple),
        tag=st.lists(WORDS.map(folded).filter(bool), unique=True).map(tuple),
        archived=st.booleans(),
        sort=st.sampled_from([*SORTS, *(f"-{one}" for one in SORTS)]),
    )
)
def test_an_address_says_a_filter_and_is_read_as_the_same(chosen: ClientFilter):
    assert read_filter(as_query(chosen)) == chosen
