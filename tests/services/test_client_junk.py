"""Junk of every kind to every use case of clients: refused in a sentence, or kept as it is."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from sqlalchemy import select, text

from clientmanager.errors import DomainError
from clientmanager.models.base import new_id
from clientmanager.models.client import Client, ClientEmail, ClientPhone
from clientmanager.services import client_list, client_page, client_parts, clients
from clientmanager.services.client_filter import ClientFilter, read_filter
from clientmanager.services.client_form import LABELS
from tests.services.test_client_form import JUNK
from tests.world import PracticeWorld

USE_CASES: list[Callable[..., object]] = [
    lambda db, world, a, b, c: clients.create(db, a),
    lambda db, world, a, b, c: clients.create(db, {"last_name": a, "email": b, "phone": c, "even_so": True}),
    lambda db, world, a, b, c: clients.create(db, {"last_name": "N", "adviser_id": a, "birth_date": b, "note": c}),
    lambda db, world, a, b, c: clients.set_field(db, a, b, c),
    lambda db, world, a, b, c: clients.set_field(db, world.client.id, a, b, c),
    lambda db, world, a, b, c: clients.set_field(db, world.client.id, "adviser_id", a, b),
    lambda db, world, a, b, c: client_parts.add(db, world.client.id, a, b, c),
    lambda db, world, a, b, c: client_parts.add(db, world.client.id, "phone", b, c),
    lambda db, world, a, b, c: client_parts.add(db, world.client.id, "email", b, c),
    lambda db, world, a, b, c: client_parts.add(db, world.client.id, "address", b, c),
    lambda db, world, a, b, c: client_parts.change(db, world.client.id, "email", a, b, c),
    lambda db, world, a, b, c: clients.archive(db, world.client.id, a),
    lambda db, world, a, b, c: clients.unarchive(db, a),
    lambda db, world, a, b, c: clients.reveal(db, a),
    lambda db, world, a, b, c: client_page.view(db, a),
    lambda db, world, a, b, c: client_list.listed(db, read_filter({"q": a, "sort": b}), after=b, before=c, start=a),
    lambda db, world, a, b, c: client_list.counted(db, read_filter({"q": a, "category": b, "tag": c})),
]
HOSTILE = (
    JUNK
    | st.sampled_from(
        ["x\0y", "a@b\0", "\ud800", f"{new_id()}|\0\udfff", "|", "nonsense|x", "%", "'; drop table client"]
    )
    | st.sampled_from(list(LABELS))
    | st.just("x" * 1_000_000)
)


@pytest.mark.parametrize("number", range(len(USE_CASES)))
@hypothesis(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=HOSTILE, b=HOSTILE, c=HOSTILE)
def test_junk_to_any_use_case_is_refused_in_a_sentence_or_kept(
    number: int, acacia: PracticeWorld, a: object, b: object, c: object
):
    with suppress(DomainError), acacia.as_(acacia.owner) as db:
        USE_CASES[number](db, acacia, a, b, c)
        db.flush()
        db.rollback()


def test_what_was_typed_is_never_run(acacia: PracticeWorld):
    typed = "Robert'); drop table client;-- {{x}} <script>%s :name"
    with acacia.as_(acacia.adviser) as db:
        made = clients.create(db, {"last_name": typed, "note": typed})
        assert db.fetch(Client, made.id).last_name == typed
        assert [row.id for row in client_list.listed(db, ClientFilter(search=typed)).rows] == [made.id]


def test_parts_and_tokens_go_with_their_client_and_stay_in_the_practice(acacia: PracticeWorld, baobab: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        for table in (Client, ClientEmail, ClientPhone):
            assert {row.practice_id for row in db.execute(select(table)).scalars()} == {acacia.practice_id}
        assert db.execute(text("select distinct practice_id from client_token")).scalars().all() == [acacia.practice_id]
