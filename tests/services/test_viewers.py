"""Who is looking."""

import pytest

from clientmanager.errors import NotFound
from clientmanager.models.permission import MAY, Permission
from clientmanager.models.user import Role
from clientmanager.services import viewers
from tests.world import PracticeWorld


@pytest.mark.parametrize("role", list(Role))
def test_everyone_is_shown_with_their_role_practice_and_what_they_may(role: Role, acacia: PracticeWorld):
    user = getattr(acacia, role)
    with acacia.as_(user) as db:
        found = viewers.who(db)
    assert (found.name, found.role, found.practice) == (user.name, role, "Acacia Wealth (Pty) Ltd")
    assert set(found.may) == {permission.value for permission in MAY[role]}


@pytest.mark.parametrize(
    ("name", "initials"), [("Thandi", "T"), ("Pieter van der Merwe", "PM"), ("élan Ørsted", "ÉØ"), ("", "")]
)
def test_initials_are_of_the_first_and_the_last_name(name: str, initials: str, acacia: PracticeWorld):
    acacia.owner.name = name
    with acacia.as_(acacia.owner) as db:
        assert viewers.who(db).initials == initials


def test_the_operator_acts_within_the_practice_that_was_named(acacia: PracticeWorld, baobab: PracticeWorld):
    found = viewers.operator_of("baobab")
    assert (found.practice_id, found.actor, found.user_id) == (baobab.practice_id, "operator", None)
    for name in ("cedar", "", "BAOBAB", "acacia'--", "x\ud800"):
        with pytest.raises(NotFound):
            viewers.operator_of(name)


def test_the_table_of_permissions_is_the_promised_one():
    assert MAY[Role.OWNER] == frozenset(Permission)
    assert Permission.IMPORT_CLIENTS in MAY[Role.ADVISER]
    assert {permission.value for permission in MAY[Role.COMPLIANCE]} == {
        "see clients", "see interactions", "see removed interactions", "see tasks", "see advice",
        "export advice", "see opportunities", "see the work report", "see the audit", "see users",
    }  # fmt: skip
    assert {
        "export tasks", "delete tasks", "see removed interactions", "shape templates", "lock advice", "export advice",
    } & {permission.value for permission in MAY[Role.ASSISTANT]} == set()  # fmt: skip
    assert Permission.ARCHIVE_CLIENTS not in MAY[Role.ASSISTANT]
