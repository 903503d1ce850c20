"""What is typed and not saved: kept for its writer alone, bounded, and gone after thirty days."""

from datetime import timedelta

import pytest

from clientmanager import clock, worker
from clientmanager.db import Viewer
from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.models.client import Client
from clientmanager.models.user import User
from clientmanager.services import client_page, client_parts, clients, drafts
from clientmanager.services.drafts import place_of
from tests.world import Database, PracticeWorld


def type_(world: PracticeWorld, field: str, value: str, was: str, by: User | None = None) -> None:
    with world.as_(by or world.adviser) as db:
        drafts.keep(db, place_of(world.client.id, field), value, was)


def page(world: PracticeWorld, by: User | None = None) -> client_page.Page:
    with world.as_(by or world.adviser) as db:
        return client_page.page(db, world.client.id)


def held(world: PracticeWorld, field: str) -> object:
    with world.as_(world.owner) as db:
        return getattr(db.fetch(Client, world.client.id), field)


def test_only_the_last_of_what_was_typed_is_kept_and_only_its_writer_sees_it(acacia: PracticeWorld):
    for typed in ("M", "Mi", "Mine "):
        type_(acacia, "category", typed, "A")
    assert page(acacia).drafts["category"].value == "Mine "
    assert page(acacia, acacia.owner).drafts == {}


def test_saving_or_forgetting_a_field_drops_its_draft(acacia: PracticeWorld, database: Database):
    type_(acacia, "category", "B", "A")
    type_(acacia, "note", "Half a sen", "Prefers to be phoned after five.")
    with acacia.as_(acacia.adviser) as db:
        assert client_page.save_field(db, acacia.client.id, "category", "B", "A").page.drafts.keys() == {"note"}
        assert client_page.forget(db, acacia.client.id, "note").drafts == {}
    assert database.one("select count(*) from draft") == 0


def test_what_was_typed_before_leaving_is_saved_from_where_it_was_kept(acacia: PracticeWorld):
    phone = page(acacia).client.contact[0]
    type_(acacia, "note", "Likes tea", "Prefers to be phoned after five.")
    type_(acacia, phone.part, "084 555 0101", phone.raw)
    type_(acacia, "new-email", "home@obrien.example", "")
    with acacia.as_(acacia.adviser) as db:
        for field in ("note", phone.part, "new-email"):
            assert client_page.save_draft(db, acacia.client.id, field).saved
    seen = page(acacia)
    assert (seen.client.note, seen.drafts, seen.conflicts) == ("Likes tea", {}, [])
    assert {"084 555 0101", "home@obrien.example"} <= {fact.value for fact in seen.client.contact}


@pytest.mark.parametrize("place", ["", "client x/note", "elsewhere", "new client/" + "x" * 99, None, 7, {"a": 1}])
def test_a_place_that_is_none_keeps_nothing(place: object, acacia: PracticeWorld, database: Database):
    with pytest.raises(Invalid), acacia.as_(acacia.adviser) as db:
        drafts.keep(db, place, "typed")
    assert database.one("select count(*) from draft") == 0


def test_nothing_is_kept_in_another_practice_nor_by_whoever_may_not_edit(acacia: PracticeWorld, baobab: PracticeWorld):
    with pytest.raises(NotFound), acacia.as_(acacia.adviser) as db:
        drafts.keep(db, place_of(baobab.client.id, "note"), "typed")
    with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
        drafts.keep(db, place_of(acacia.client.id, "note"), "typed")


def test_there_is_room_for_a_note_and_for_two_hundred_drafts(
    acacia: PracticeWorld, database: Database, monkeypatch: pytest.MonkeyPatch
):
    with pytest.raises(Invalid, match="longer than any field"):
        type_(acacia, "note", "x" * 20_001, "")
    monkeypatch.setattr(drafts, "MOST", 3)
    for number in range(5):
        clock.move(timedelta(seconds=1))
        type_(acacia, f"field {number}", "typed", "")
    assert sorted(database.all("select place from draft"))[0].place.endswith("field 2")
    assert database.one("select count(*) from draft") == 3


def test_the_worker_clears_away_what_nobody_came_back_to(acacia: PracticeWorld, database: Database):
    type_(acacia, "note", "old", "")
    clock.move(timedelta(days=30, minutes=1))
    type_(acacia, "category", "new", "A")
    worker.in_a_session(drafts.sweep)(Viewer(acacia.practice_id, actor="worker"))
    assert [row.value for row in database.all("select value from draft")] == ["new"]


def test_a_half_typed_client_is_there_again(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        drafts.keep_new_client(db, {"kind": "person", "last_name": "Nko", "practice_id": "x", "phone": 7})
        assert drafts.new_client(db)[0] == {"kind": "person", "last_name": "Nko"}
        drafts.keep_new_client(db, {"kind": "person", "status": "active", "last_name": " "})
        assert drafts.new_client(db) == ({}, "")


# --- when two people type into one field


def test_both_values_stand_until_one_is_chosen(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        clients.set_field(db, acacia.client.id, "category", "B")
    with acacia.as_(acacia.adviser) as db:
        answer = client_page.save_field(db, acacia.client.id, "category", "C", "A")
    [conflict] = answer.page.conflicts
    assert answer.saved is None
    assert (conflict.was, conflict.mine, conflict.theirs, conflict.who) == ("A", "C", "B", "Thandi")
    assert answer.page.heading == "Thandi changed this while you were typing."
    assert held(acacia, "category") == "B"
    with acacia.as_(acacia.adviser) as db:
        assert client_page.save_field(db, acacia.client.id, "category", conflict.yours, conflict.seen).saved
    assert (held(acacia, "category"), page(acacia).conflicts) == ("C", [])


def test_a_third_change_before_the_choice_is_not_overwritten_either(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        clients.set_field(db, acacia.client.id, "category", "B")
    with acacia.as_(acacia.adviser) as db:
        [conflict] = client_page.save_field(db, acacia.client.id, "category", "C", "A").page.conflicts
    with acacia.as_(acacia.assistant) as db:
        clients.set_field(db, acacia.client.id, "category", "D")
    with acacia.as_(acacia.adviser) as db:
        answer = client_page.save_field(db, acacia.client.id, "category", conflict.yours, conflict.seen)
    assert (answer.saved, answer.page.conflicts[0].theirs, held(acacia, "category")) == (None, "D", "D")


def test_a_draft_meets_the_other_s_value_before_it_is_saved(acacia: PracticeWorld):
    seen = page(acacia).client
    phone, email = seen.contact[0], seen.contact[2]
    for part, typed in ((phone, "084 555 0101"), (email, "mine@obrien.example")):
        type_(acacia, part.part, typed, part.raw)
    type_(acacia, "adviser_id", "none", str(acacia.adviser.id))
    with acacia.as_(acacia.owner) as db:
        client_parts.change(db, acacia.client.id, "phone", phone.part, "083 555 0199")
        client_parts.relabel(db, acacia.client.id, "phone", phone.part, "Work")
        client_parts.remove(db, acacia.client.id, "email", email.part)
        clients.set_field(db, acacia.client.id, "adviser_id", str(acacia.owner.id))
        clients.archive(db, acacia.client.id)
    now = page(acacia)
    found = {one.label: (one.kind, one.was, one.mine, one.theirs) for one in now.conflicts}
    assert found == {
        "Work": ("phone", "082 123 4567", "084 555 0101", "083 555 0199"),
        "E-mail": ("email", "renee.obrien@example.co.za", "mine@obrien.example", ""),
        "Adviser": ("field", "Pieter van der Merwe", "Nobody yet", "Thandi Mokoena"),
    }
    assert now.heading == "Thandi changed 3 fields while you were typing."
    assert [fact.gone for fact in now.client.contact] == [False, False, False, True]
    assert (now.first_conflict, bool(now.client.archived)) == (phone.part, True)


def test_a_removed_phone_that_someone_was_typing_in_is_put_in_its_place(acacia: PracticeWorld):
    phone = page(acacia).client.contact[0]
    type_(acacia, phone.part, "084 555 0101", phone.raw)
    with acacia.as_(acacia.owner) as db:
        client_parts.remove(db, acacia.client.id, "phone", phone.part)
    with acacia.as_(acacia.adviser) as db:
        answer = client_page.save_part(db, acacia.client.id, "phone", phone.part, "084 555 0102", phone.raw)
        assert answer.saved is None
        [conflict] = answer.page.conflicts
        client_page.put_in_its_place(db, acacia.client.id, conflict.kind, conflict.field, conflict.yours)
    assert "084 555 0102" in {fact.value for fact in page(acacia).client.contact}
    assert page(acacia).conflicts == []


def test_an_id_number_in_conflict_stays_masked(acacia: PracticeWorld):
    type_(acacia, "id_number", "8812314999186", "9602290001084")
    with acacia.as_(acacia.owner) as db:
        clients.set_field(db, acacia.client.id, "id_number", "7506165002089")
    [conflict] = page(acacia).conflicts
    assert (conflict.was, conflict.theirs) == ("960229 •••••••", "750616 •••••••")
    with acacia.as_(acacia.adviser) as db:
        client_page.save_field(db, acacia.client.id, "id_number", conflict.yours, conflict.seen)
    assert held(acacia, "id_number") == "8812314999186"


def test_one_s_own_other_window_is_said_to_be_that(acacia: PracticeWorld):
    type_(acacia, "category", "C", "A")
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.client.id, "category", "B")
    assert page(acacia).heading == "You, in another window, changed this while you were typing."
