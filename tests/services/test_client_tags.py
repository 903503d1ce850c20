"""Tags of a client and the parts of an address: one word however it is written, and nothing of an import is lost."""

import pytest

from clientmanager.errors import Invalid, NotAllowed
from clientmanager.services import client_page, client_parts, client_tags
from clientmanager.services.addresses import Address, read_address
from tests.world import PracticeWorld


def tags(world: PracticeWorld) -> list[str]:
    with world.as_(world.adviser) as db:
        return client_page.page(db, world.client.id).client.tags


def test_two_spellings_are_one_tag_and_the_practice_s_first_is_kept(acacia: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        client_tags.add(db, acacia.clients[1].id, "Golf day")
        for written in ("golf-day", " GOLF  DAY ", "Business owner"):
            client_tags.add(db, acacia.client.id, written)
        assert client_tags.offered(db) == ["Business owner", "Golf day"]
    assert tags(acacia) == ["Business owner", "Golf day"]
    with acacia.as_(acacia.adviser) as db:
        client_tags.remove(db, acacia.client.id, "golf-day")
        client_tags.remove(db, acacia.client.id, "golf-day")
    assert tags(acacia) == ["Business owner"]


def test_two_people_s_tags_never_stand_against_each_other(acacia: PracticeWorld):
    for user, tag in ((acacia.owner, "VIP"), (acacia.assistant, "Retire 2035")):
        with acacia.as_(user) as db:
            client_tags.add(db, acacia.client.id, tag)
    assert tags(acacia) == ["Retire 2035", "VIP"]


@pytest.mark.parametrize("tag", ["", " - ", "x" * 41, None, 7, ["VIP"]])
def test_what_is_no_tag_is_refused(tag: object, acacia: PracticeWorld):
    with pytest.raises(Invalid), acacia.as_(acacia.adviser) as db:
        client_tags.add(db, acacia.client.id, tag)


def test_compliance_tags_nobody(acacia: PracticeWorld):
    for attempt in (client_tags.add, client_tags.remove):
        with pytest.raises(NotAllowed), acacia.as_(acacia.compliance) as db:
            attempt(db, acacia.client.id, "VIP")


# --- addresses


@pytest.mark.parametrize(
    "address",
    [
        Address("12 Jacaranda Street\nBrooklyn", "Pretoria", "GP", "0181"),
        Address("14 Kloof Street, Gardens", "Cape Town", "", "8001"),
        Address("PO Box 1234", "Polokwane", "LP", "0700", "South Africa"),
        Address("PO Box 1234"),
        Address("8 Marula Road", "", "", "0699"),
        Address("Flat 3\n221B Baker Street\nLondon NW1 6XE", "", "", "", "United Kingdom"),
        Address("12 Main Road\nPO Box 1234"),
    ],
)
def test_an_address_that_is_shown_and_saved_again_keeps_its_parts(address: Address):
    assert read_address(address.text, address) == address


def test_the_parts_are_told_apart_in_what_is_typed():
    written = "1 Kloof Street\nGardens\nCape Town\n8001\nWestern Cape"
    assert read_address(written, Address()) == Address("1 Kloof Street\nGardens", "Cape Town", "WC", "8001")
    before = Address("1 Kloof Street", "Cape Town", "WC", "8001")
    assert read_address("1 Kloof Street\nSandton 2196\nGauteng", before) == Address(
        "1 Kloof Street", "Sandton", "GP", "2196"
    )


# --- several of each


def test_the_preferred_one_comes_first_and_a_removed_one_comes_back_as_it_was(acacia: PracticeWorld):
    def phones() -> list[tuple[str, str, bool]]:
        with acacia.as_(acacia.adviser) as db:
            contact = client_page.page(db, acacia.client.id).client.contact
        return [(fact.label, fact.value, fact.preferred) for fact in contact if fact.field == "phone"]

    with acacia.as_(acacia.adviser) as db:
        second = client_page.page(db, acacia.client.id).client.contact[1].part
        client_parts.relabel(db, acacia.client.id, "phone", second, " Work ")
        client_parts.prefer(db, acacia.client.id, "phone", second)
    assert phones() == [("Work", "012 555 0142", True), ("Phone", "082 123 4567", False)]
    with acacia.as_(acacia.adviser) as db:
        removed = client_parts.remove(db, acacia.client.id, "phone", second)
    assert len(phones()) == 1
    with acacia.as_(acacia.adviser) as db:
        client_parts.put_back(db, acacia.client.id, removed)
        client_parts.put_back(db, acacia.client.id, removed)
    assert phones() == [("Work", "012 555 0142", True), ("Phone", "082 123 4567", False)]
