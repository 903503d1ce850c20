"""Creating, changing, archiving: what each role may do, and that nothing typed is lost or overwritten unseen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.clock import now
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.models.client import Client
from clientmanager.models.user import User
from clientmanager.services import client_list, client_page, client_parts, clients
from clientmanager.services.client_filter import ClientFilter
from tests.world import Database, PracticeWorld


def create(world: PracticeWorld, by: User | None = None, **values: Any) -> clients.Created:
    with world.as_(by or world.adviser) as db:
        return clients.create(db, values)


def stored(world: PracticeWorld, client_id: str) -> Client:
    with world.as_(world.owner) as db:
        return db.fetch(Client, client_id)


def change(world: PracticeWorld, field: str, value: object, was: object = None) -> clients.Saved:
    with world.as_(world.adviser) as db:
        return clients.set_field(db, world.client.id, field, value, was)


# --- who may


@pytest.mark.parametrize("role", ["owner", "adviser", "assistant"])
def test_everyone_but_compliance_adds_and_changes_clients(role: str, acacia: PracticeWorld):
    user = getattr(acacia, role)
    made = create(acacia, user, last_name="Nkosi", email="nkosi@example.co.za")
    with acacia.as_(user) as db:
        assert clients.set_field(db, made.id, "category", "B").warning == ""
        client_parts.add(db, made.id, "phone", "082 555 0101")


def test_compliance_reads_and_changes_nothing(acacia: PracticeWorld):
    attempts: list[Callable[[Any], object]] = [
        lambda db: clients.create(db, {"last_name": "Nkosi"}),
        lambda db: clients.set_field(db, acacia.client.id, "category", "B"),
        lambda db: client_parts.add(db, acacia.client.id, "email", "a@b.co.za"),
        lambda db: clients.archive(db, acacia.client.id),
        lambda db: clients.unarchive(db, acacia.client.id),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
            attempt(db)
    with acacia.as_(acacia.compliance) as db:
        assert client_page.view(db, acacia.client.id).name == "Renée O'Brien"


def test_an_assistant_cannot_archive_a_client(acacia: PracticeWorld):
    with acacia.as_(acacia.assistant) as db, pytest.raises(NotAllowed):
        clients.archive(db, acacia.client.id, reason="left")


def test_an_archived_client_leaves_the_list_and_comes_back_with_everything(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        before = client_page.view(db, acacia.client.id)
        assert clients.archive(db, acacia.client.id, reason="moved abroad") == "O'Brien, Renée"
    with acacia.as_(acacia.adviser) as db:
        assert client_list.listed(db, ClientFilter(search="renee")).rows == []
        assert len(client_list.listed(db, ClientFilter(search="renee", archived=True)).rows) == 1
        assert client_page.view(db, acacia.client.id).archived
        with pytest.raises(Invalid, match="already archived"):
            clients.archive(db, acacia.client.id)
        clients.unarchive(db, acacia.client.id)
    with acacia.as_(acacia.adviser) as db:
        assert client_page.view(db, acacia.client.id) == before
        with pytest.raises(Invalid, match="not archived"):
            clients.unarchive(db, acacia.client.id)


def test_a_client_of_the_other_practice_is_not_there(acacia: PracticeWorld, baobab: PracticeWorld):
    foreign = baobab.client.id
    attempts: list[Callable[[Any], object]] = [
        lambda db: client_page.view(db, foreign),
        lambda db: clients.set_field(db, foreign, "category", "B"),
        lambda db: client_parts.add(db, foreign, "email", "a@b.co.za"),
        lambda db: clients.archive(db, foreign),
        lambda db: clients.reveal(db, foreign),
        lambda db: clients.set_field(db, acacia.client.id, "adviser_id", str(baobab.adviser.id)),
        lambda db: clients.create(db, {"last_name": "Nkosi", "adviser_id": str(baobab.adviser.id)}),
    ]
    for user in (acacia.owner, acacia.compliance):
        for attempt in attempts[: 5 if user is acacia.owner else 1]:
            with pytest.raises(NotFound), acacia.as_(user) as db:
                attempt(db)
    for attempt in attempts[5:]:
        with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
            attempt(db)


# --- what is kept


@pytest.mark.parametrize(
    ("values", "name", "order"),
    [
        ({"first_names": "Seán", "last_name": "O'Brien"}, "O'Brien, Seán", "obrien sean"),
        ({"first_names": "Gert", "last_name": "'t Hooft"}, "'t Hooft, Gert", "t hooft gert"),
        ({"last_name": "Netshiṱuni"}, "Netshiṱuni", "netshituni"),
        ({"first_names": "Madonna"}, "Madonna", "madonna"),
        ({"kind": "company", "entity_name": "Zulu & Sons CC"}, "Zulu & Sons CC", "zulu sons cc"),
        (
            {"kind": "trust", "entity_name": "Die Botha Familietrust"},
            "Die Botha Familietrust",
            "die botha familietrust",
        ),
    ],
)
def test_people_companies_and_trusts_are_called_what_was_typed(
    values: dict[str, Any], name: str, order: str, acacia: PracticeWorld
):
    found = stored(acacia, create(acacia, **values).id)
    assert (found.name, found.sort_name) == (name, order)


def test_every_field_of_the_form_is_kept(acacia: PracticeWorld):
    made = create(
        acacia, kind="person", title="Dr", first_names="Lerato", last_name="Molefe", preferred_name="Rato",
        id_number="040305 0003 082", passport_number="M 00012345", passport_country="Botswana",
        adviser_id=str(acacia.adviser.id), status="prospect", category="A", note="Two\nlines", email="l@molefe.co.za",
        phone="083 555 0110",
    )  # fmt: skip
    found = stored(acacia, made.id)
    assert (found.id_number, str(found.birth_date), found.passport_number) == (
        "0403050003082",
        "2004-03-05",
        "M 00012345",
    )
    assert (found.title, found.preferred_name, found.note, found.status) == ("Dr", "Rato", "Two\nlines", "prospect")
    assert found.adviser_id == acacia.adviser.id
    with acacia.as_(acacia.adviser) as db:
        seen = client_page.view(db, made.id)
    assert [fact.value for fact in seen.contact] == ["083 555 0110", "l@molefe.co.za"]
    assert "0403050003082" not in repr(seen)
    assert "M 00012345" not in repr(seen)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "last_name"),
        ({"kind": "company", "first_names": " "}, "entity_name"),
        ({"last_name": "N", "email": "nobody"}, "email"),
        ({"last_name": "N", "phone": "none"}, "phone"),
        ({"last_name": "N", "birth_date": "soon"}, "birth_date"),
        ({"last_name": "N", "status": "gone"}, "status"),
        ({"last_name": "N", "note": "x" * 20_001}, "note"),
        ({"last_name": "N", "adviser_id": "nonsense"}, "adviser_id"),
    ],
)
def test_a_refused_value_is_said_beside_its_field_and_nothing_is_created(
    values: dict[str, Any], field: str, acacia: PracticeWorld, database: Database
):
    with pytest.raises(Invalid) as refusal:
        create(acacia, **values)
    assert refusal.value.field == field
    assert database.one("select count(*) from client") == len(acacia.clients)


def test_an_unusual_id_number_or_phone_does_not_stop_anyone(acacia: PracticeWorld):
    made = create(acacia, last_name="Nkosi", id_number="9602290001085", phone="0821234", birth_date="2099-01-01")
    with acacia.as_(acacia.adviser) as db:
        seen = client_page.view(db, made.id)
    warnings = {fact.field: fact.warning for fact in seen.contact + seen.identity if fact.warning}
    assert set(warnings) == {"phone", "id_number", "birth_date"}


def test_a_leaver_or_compliance_cannot_be_anyones_adviser(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        db.fetch(User, acacia.assistant.id).deactivated_at = now()
    for person in (acacia.assistant, acacia.compliance):
        with pytest.raises(Invalid) as refusal:
            change(acacia, "adviser_id", str(person.id))
        assert refusal.value.field == "adviser_id"
        with pytest.raises(Invalid):
            create(acacia, last_name="Nkosi", adviser_id=str(person.id))
    change(acacia, "adviser_id", "none")
    assert stored(acacia, str(acacia.client.id)).adviser_id is None


# --- changing


def test_two_who_change_different_fields_both_keep_their_change(acacia: PracticeWorld):
    change(acacia, "category", "B", was="A")
    change(acacia, "title", "Prof", was="Ms")
    found = stored(acacia, str(acacia.client.id))
    assert (found.category, found.title) == ("B", "Prof")


@pytest.mark.parametrize(
    ("field", "was", "first", "second"),
    [
        ("category", "A", "B", "C"),
        ("note", "Prefers to be phoned after five.", "Mine", "Yours"),
        ("birth_date", "1996-02-29", "1996-03-01", "1996-03-02"),
        ("last_name", "O'Brien", "Obrien", "Brien"),
    ],
)
def test_the_second_of_two_who_change_the_same_field_is_told(
    field: str, was: str, first: str, second: str, acacia: PracticeWorld
):
    change(acacia, field, first, was=was)
    with pytest.raises(Conflict, match="Someone else"):
        change(acacia, field, second, was=was)
    assert str(getattr(stored(acacia, str(acacia.client.id)), field)) == first
    change(acacia, field, first, was=was)  # both typed the same: nobody is bothered
    change(acacia, field, second, was=first)


def test_the_second_who_gives_a_client_to_someone_is_told(acacia: PracticeWorld):
    was = str(acacia.adviser.id)
    change(acacia, "adviser_id", str(acacia.owner.id), was=was)
    with pytest.raises(Conflict):
        change(acacia, "adviser_id", "none", was=was)
    change(acacia, "adviser_id", "none", was=str(acacia.owner.id))
    change(acacia, "adviser_id", was, was="none")


def test_a_new_name_is_found_and_the_old_one_no_more(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        clients.set_field(db, acacia.clients[1].id, "last_name", "Ngcobo")
        assert [row.name for row in client_list.listed(db, ClientFilter(search="ngcobo")).rows] == ["Ngcobo, Gerrit"]
        assert client_list.listed(db, ClientFilter(search="'t Hooft")).rows == []


def test_emails_phones_and_addresses_are_added_changed_and_removed(acacia: PracticeWorld):
    def contact() -> list[tuple[str, str, str]]:
        with acacia.as_(acacia.adviser) as db:
            return [(fact.field, fact.part, fact.value) for fact in client_page.view(db, acacia.client.id).contact]

    with acacia.as_(acacia.adviser) as db:
        client_parts.add(db, acacia.client.id, "email", "second@example.co.za", "Work")
        assert "full phone" in client_parts.add(db, acacia.client.id, "phone", "0821234").warning
    part = next(part for _, part, value in contact() if value == "second@example.co.za")
    with acacia.as_(acacia.adviser) as db:
        client_parts.change(db, acacia.client.id, "email", part, "third@example.co.za")
    assert ("email", part, "third@example.co.za") in contact()
    with acacia.as_(acacia.adviser) as db:
        client_parts.change(db, acacia.client.id, "email", part, " ")
    assert part not in {part for _, part, _ in contact()}
    address = next(part for kind, part, _ in contact() if kind == "address")
    with acacia.as_(acacia.adviser) as db:
        client_parts.change(db, acacia.client.id, "address", address, "1 Kloof Street\nCape Town\n8001")
    assert ("address", address, "1 Kloof Street\nCape Town 8001") in contact()


def test_a_part_of_another_client_is_refused(acacia: PracticeWorld, database: Database):
    other = database.one("select id from client_email where client_id = :id", id=acacia.clients[1].id)
    with pytest.raises(Invalid, match="another client"), acacia.as_(acacia.adviser) as db:
        client_parts.change(db, acacia.client.id, "email", str(other), "x@y.co.za")


def test_a_revealed_number_is_whole_and_written_down(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.compliance) as db:
        assert clients.reveal(db, acacia.client.id) == ("9602290001084", "")
    assert database.one("select count(*) from audit_entry where action = 'reveal'") == 1


def test_a_client_who_was_changed_is_dated_anew(acacia: PracticeWorld):
    before = stored(acacia, str(acacia.client.id)).changed_at
    clock.move(timedelta(hours=1))
    change(acacia, "category", "C")
    assert stored(acacia, str(acacia.client.id)).changed_at > before


def test_a_phone_that_someone_else_changed_meanwhile_is_not_overwritten(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        made = clients.create(db, {"first_names": "Zanele", "phone": "082 765 4321"})
        [phone] = client_page.view(db, made.id).contact
        client_parts.change(db, made.id, "phone", phone.part, "083 555 0199", phone.raw)
        with pytest.raises(Conflict):
            client_parts.change(db, made.id, "phone", phone.part, "084 555 0100", phone.raw)
        assert client_page.view(db, made.id).contact[0].value == "083 555 0199"
