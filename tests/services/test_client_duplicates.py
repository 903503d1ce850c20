"""Who may be the same client is pointed out first."""

from typing import Any

import pytest

from clientmanager.services import clients
from tests.services.test_clients import create
from tests.world import Database, PracticeWorld


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"first_names": "RENEE", "last_name": "O’brien"}, "the same name"),
        ({"last_name": "Someone", "id_number": "960229 0001 084"}, "the same ID number"),
        ({"last_name": "Someone", "email": "Renee.Obrien@EXAMPLE.co.za"}, "the same e-mail"),
        ({"last_name": "Someone", "phone": "+27 (0)82 123-4567"}, "the same phone"),
        (
            {"kind": "company", "entity_name": "Mabaso", "registration_number": "2011/034567/07"},
            "the same registration number",
        ),
    ],
)
def test_a_possible_duplicate_is_pointed_out_and_created_only_even_so(
    values: dict[str, Any], why: str, acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    many = database.one("select count(*) from client")
    found = create(acacia, **values)
    assert found.id == ""
    assert why in {one.why for one in found.similar}
    assert {one.id for one in found.similar} <= {str(client.id) for client in acacia.clients}
    assert database.one("select count(*) from client") == many
    assert create(acacia, **values, even_so=True).id


def test_an_archived_duplicate_is_pointed_out_as_archived(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        clients.archive(db, acacia.client.id)
    (found,) = create(acacia, first_names="Renée", last_name="O'Brien").similar
    assert (found.id, found.why) == (str(acacia.client.id), "the same name, archived")
