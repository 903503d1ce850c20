"""What a client may hold: kept as typed, with a warning where it is unusual; refused only where it cannot be kept."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager import clock
from clientmanager.clock import now
from clientmanager.errors import DomainError, Invalid
from clientmanager.models.base import new_id
from clientmanager.models.client import Client
from clientmanager.services.client_form import LABELS, clean, read_form, set_value

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None))
    | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture
def client() -> Client:
    return Client(practice_id=new_id(), last_name="Mokoena", created_at=now(), changed_at=now())


@pytest.mark.parametrize(
    "name", ["O'Brien", "O’Brien", "Renée", "'t Hooft", "Netshiṱuni", "Nkosi-Smith", "Madonna", "李小龙", "<b>Bold</b>"]
)
def test_a_name_stays_what_was_typed(client: Client, name: str):
    assert set_value(client, "last_name", f"  {name} ") == ""
    assert client.last_name == name


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"])))
def test_a_note_stays_what_was_typed(text: str):
    assert clean(text) == text


def test_line_ends_become_one_kind_and_no_line_is_joined_to_the_next():
    assert clean("one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"
    assert clean("a\x00b\ud800c\x07") == "abc"


def test_a_name_cannot_be_emptied(client: Client):
    with pytest.raises(Invalid, match="needs a name"):
        set_value(client, "last_name", "  ")


def test_the_order_follows_the_kind(client: Client):
    set_value(client, "entity_name", "Zulu Trading")
    assert client.sort_name == "mokoena"
    set_value(client, "kind", "company")
    assert (client.name, client.sort_name) == ("Zulu Trading", "zulu trading")


def test_a_birth_date_in_the_future_is_kept_with_a_warning(client: Client):
    later = clock.today() + timedelta(days=3)
    assert "in the future" in set_value(client, "birth_date", later.isoformat())
    assert client.birth_date == later


def test_a_birth_date_long_ago_or_against_the_id_number_is_kept_with_a_warning(client: Client):
    assert "120 years" in set_value(client, "birth_date", "1 Jan 1850")
    set_value(client, "id_number", "9602290001084")
    assert "another date" in set_value(client, "birth_date", "1996-02-28")
    assert set_value(client, "birth_date", "1896-02-29") == "This is more than 120 years ago. Check the document."


def test_an_id_number_fills_in_an_empty_birth_date_only(client: Client):
    set_value(client, "id_number", "9602290001084")
    assert f"{client.birth_date}" == "1996-02-29"
    set_value(client, "id_number", "7506165002089")
    assert f"{client.birth_date}" == "1996-02-29"


@pytest.mark.parametrize("field", ["first_names", "note", "category", "id_number", "passport_number", "title"])
def test_what_is_too_long_is_refused_rather_than_cut(client: Client, field: str):
    with pytest.raises(Invalid, match="too long") as refusal:
        set_value(client, field, "x" * 20_001)
    assert refusal.value.field == field


@given(field=st.sampled_from([*LABELS, "practice_id", "sort_name", "extra", "__class__", ""]), value=JUNK)
def test_junk_in_a_field_is_refused_and_nothing_else(field: str, value: object):
    client = Client(practice_id=new_id(), last_name="Mokoena", created_at=now(), changed_at=now())
    with suppress(DomainError):
        set_value(client, field, value)


@given(values=JUNK | st.dictionaries(st.sampled_from([*LABELS, "even_so", "practice_id", "x"]), JUNK, max_size=6))
def test_a_form_of_junk_is_refused_and_nothing_else(values: object):
    with suppress(Invalid):
        read_form(values)


def test_a_field_that_the_form_does_not_have_is_refused():
    for field in ("practice_id", "id", "sort_name", "archived_at", "extra"):
        with pytest.raises(Invalid):
            read_form({"last_name": "Nkosi", field: "x"})
