"""The palette: whom it finds, whom it remembers, and what it offers to whom."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from clientmanager import clock
from clientmanager.models.permission import MAY
from clientmanager.models.user import Role
from clientmanager.services import client_page, clients, palette
from tests.services.test_clients import create
from tests.world import PracticeWorld

HOUSE = Path(palette.__file__).parent.parent


def look_at(world: PracticeWorld, *places: int) -> None:
    for place in places:
        with world.as_(world.adviser) as db:
            client_page.view(db, world.clients[place].id)


def names(world: PracticeWorld) -> list[str]:
    with world.as_(world.adviser) as db:
        return [hit.name for hit in palette.lately(db)]


@pytest.mark.parametrize("role", Role)
def test_each_role_is_offered_what_it_may_and_nothing_else(acacia: PracticeWorld, role: Role):
    user = next(user for user in acacia.users if user.role == role)
    with acacia.as_(user) as db:
        offered = {offer.words for offer in palette.offered(db)}
    everything = [*palette.ACTIONS, *((place.permission, place) for place in palette.PLACES)]
    assert offered == {each.words for permission, each in everything if permission is None or permission in MAY[role]}


def test_compliance_is_offered_nothing_that_changes_a_client(acacia: PracticeWorld):
    with acacia.as_(acacia.compliance) as db:
        offered = {offer.words for offer in palette.offered(db)}
    assert {"Clients", "Audit", "Settings", "Copy phone", "Keys", "Sign out"} <= offered
    assert not offered & {"New client", "Add phone", "Archive this client", "Import", "Take a backup", "Add user"}


def test_every_action_has_a_control_and_every_control_an_action():
    """A control that names what it does is offered by the palette, and what the palette offers can be pressed."""
    drawn = "".join(file.read_text() for room in ("pages", "components") for file in (HOUSE / room).glob("*.py"))
    controls = set(re.findall(r'data_action="([^"{]+)"|"data-action": "([^"]+)"', drawn))
    several = {"theme light", "theme dark", "theme system", "export xlsx", "export csv"}
    assert {one or other for one, other in controls} | several == {
        offer.action for _, offer in palette.ACTIONS if offer.action
    }


def test_every_icon_is_drawn():
    drawn = (HOUSE / "components" / "palette.jsx").read_text()
    icons = {each.icon for each in [*(offer for _, offer in palette.ACTIONS), *palette.PLACES]}
    assert [name for name in icons if not re.search(rf'["\s]{name}"?: [A-Z]', drawn)] == []


def test_active_clients_are_found_before_archived_ones(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        clients.archive(db, acacia.client.id)
        found = palette.found(db, "o'brien")
    assert [(hit.name, hit.archived) for hit in found.clients] == [
        ("The O'Brien Family Trust", False),
        ("O'Brien, Renée", True),
    ]
    assert found.words == "o'brien"
    assert "".join(found.clients[1].name_marks[1::2]) == "O'Brien"


def test_eight_are_found_at_most(acacia: PracticeWorld):
    for place in range(9):
        create(acacia, first_names="Test", last_name=f"Number {place}", even_so=True)
    with acacia.as_(acacia.owner) as db:
        assert len(palette.found(db, "number").clients) == 8


@pytest.mark.parametrize("words", ["", "  ", None, 7, {"words": "x"}, "\x00", "x" * 5000, "%_'\"; drop"])
def test_whatever_is_asked_finds_nobody_rather_than_failing(acacia: PracticeWorld, words: object):
    with acacia.as_(acacia.assistant) as db:
        assert palette.found(db, words).clients == ()


def test_another_practices_clients_are_neither_found_nor_remembered(acacia: PracticeWorld, baobab: PracticeWorld):
    look_at(baobab, 0)
    with acacia.as_(acacia.owner) as db:
        assert palette.found(db, "sithole").clients == ()
        assert palette.lately(db) == []


def test_the_clients_opened_last_come_first(acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch):
    look_at(acacia, 0, 1, 2)
    assert names(acacia) == ["Netshiṱuni, Mulalo", "'t Hooft, Gerrit", "O'Brien, Renée"]
    monkeypatch.setattr(clock, "_offset", timedelta(hours=1))
    look_at(acacia, 1)
    assert names(acacia) == ["'t Hooft, Gerrit", "Netshiṱuni, Mulalo", "O'Brien, Renée"]
    with acacia.as_(acacia.owner) as db:
        assert palette.lately(db) == []
