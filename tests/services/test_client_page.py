"""A client's page: what is known, masked where it must be, and nothing of another practice."""

import pytest

from clientmanager.models.client import Client
from clientmanager.services import client_page, clients
from tests.services.test_clients import create
from tests.world import PracticeWorld


def view(world: PracticeWorld, client: Client) -> client_page.ClientView:
    with world.as_(world.assistant) as db:
        return client_page.view(db, client.id)


def test_a_persons_page_says_what_is_known_of_them(acacia: PracticeWorld):
    seen = view(acacia, acacia.client)
    assert (seen.name, seen.adviser, seen.reach) == ("Renée O'Brien", "Pieter van der Merwe", "082 123 4567")
    assert [(fact.field, fact.value) for fact in seen.contact] == [
        ("phone", "082 123 4567"),
        ("phone", "012 555 0142"),
        ("email", "renee.obrien@example.co.za"),
        ("address", "12 Jacaranda Street\nBrooklyn\nPretoria 0181\nGauteng"),
    ]
    facts = {fact.field: fact for fact in seen.identity + seen.practice}
    assert (facts["birth_date"].value, facts["birth_date"].raw) == ("29 Feb 1996", "29 Feb 1996")
    assert (facts["id_number"].value, facts["id_number"].raw) == ("960229 •••••••", "")
    assert facts["adviser_id"].raw == str(acacia.adviser.id)


def test_a_companys_page_asks_nothing_that_only_people_have(acacia: PracticeWorld):
    seen = view(acacia, acacia.clients[3])
    assert [fact.field for fact in seen.identity] == ["entity_name", "registration_number", "language"]
    assert seen.about == ["Company"]


@pytest.mark.parametrize("kind", ["company", "trust"])
def test_what_an_import_could_not_place_is_shown(kind: str, acacia: PracticeWorld):
    made = create(acacia, kind=kind, entity_name="Zulu Holdings")
    with acacia.as_(acacia.owner) as db:
        client = db.fetch(Client, made.id)
        client.extra = {"Shoe size": "9"}
    assert [(fact.label, fact.value) for fact in view(acacia, client).extra] == [("Shoe size", "9")]


def test_advisers_are_those_who_work_here_and_do_more_than_read(acacia: PracticeWorld, baobab: PracticeWorld):
    with acacia.as_(acacia.assistant) as db:
        found = client_page.advisers(db)
    assert [name for _, name in found] == ["Nobody yet", "Ayesha Patel", "Pieter van der Merwe", "Thandi Mokoena"]


def test_an_archived_client_shows_the_day_in_south_africa(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        clients.archive(db, acacia.client.id)
        assert client_page.view(db, acacia.client.id).archived
