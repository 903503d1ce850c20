"""The people of a practice, as its owner looks after them."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from clientmanager.db import ScopedSession, session_for
from clientmanager.errors import Invalid, NotAllowed, NotFound, SignInRequired
from clientmanager.models.client import Client
from clientmanager.models.user import Role, User
from clientmanager.services import users
from tests.world import Database, PracticeWorld

ADDED = {"name": " Zanele  Ngcobo ", "email": "Zanele@Acacia.example", "role": "assistant"}


def row(world: PracticeWorld, email: str) -> users.UserRow:
    with world.as_(world.owner) as db:
        return next(user for user in users.listed(db) if user.email == email)


def test_everyone_is_listed_with_their_role_and_how_many_clients_they_look_after(acacia: PracticeWorld):
    with acacia.as_(acacia.assistant) as db:
        listed = users.listed(db)
    assert [(user.name, user.role, user.state, user.clients, user.you) for user in listed] == [
        ("Ayesha Patel", "assistant", "active", 0, True),
        ("Pieter van der Merwe", "adviser", "active", 3, False),
        ("Sipho Dlamini", "compliance", "active", 0, False),
        ("Thandi Mokoena", "owner", "active", 0, False),
    ]


def test_an_owner_adds_a_user_by_a_link(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        link = users.add(db, ADDED)
    assert link.path.startswith("/set-password/")
    assert link.name == "Zanele Ngcobo"
    assert row(acacia, "zanele@acacia.example").state == "invited"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "PIETER@acacia.example"}, "email"),
        ({"email": "nomvula@baobab.example"}, "email"),
        ({"email": "zanele"}, "email"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"role": "emperor"}, "role"),
    ],
)
def test_a_field_that_cannot_be_is_named(acacia: PracticeWorld, baobab: PracticeWorld, change: dict[str, str], field):
    with pytest.raises(Invalid) as refused, acacia.as_(acacia.owner) as db:
        users.add(db, ADDED | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "junk",
    [None, 1, "x", [], {}, {"name": 1}, ADDED | {"practice_id": "x"}, ADDED | {"role": None}, ADDED | {"name": "\0"}],
)
def test_junk_from_a_browser_is_refused(acacia: PracticeWorld, junk: object):
    with pytest.raises(Invalid), acacia.as_(acacia.owner) as db:
        users.add(db, junk)


CHANGES: dict[str, Callable[[ScopedSession, User], object]] = {
    "add": lambda db, _user: users.add(db, ADDED),
    "change role": lambda db, user: users.change_role(db, user.id, "assistant"),
    "rename": lambda db, user: users.rename(db, user.id, "Another Name"),
    "reset": lambda db, user: users.reset(db, user.id),
    "deactivate": lambda db, user: users.deactivate(db, user.id, hand_over_to=str(user.id)),
    "reactivate": lambda db, user: users.reactivate(db, user.id),
}


@pytest.mark.parametrize("role", [Role.ADVISER, Role.ASSISTANT, Role.COMPLIANCE])
@pytest.mark.parametrize("change", CHANGES)
def test_only_owners_change_users(acacia: PracticeWorld, role: Role, change: str):
    with pytest.raises(NotAllowed), acacia.as_(getattr(acacia, role)) as db:
        CHANGES[change](db, acacia.assistant)


@pytest.mark.parametrize("change", sorted(CHANGES.keys() - {"add"}))
def test_another_practices_users_are_not_there(acacia: PracticeWorld, baobab: PracticeWorld, change: str):
    with pytest.raises(NotFound), acacia.as_(acacia.owner) as db:
        CHANGES[change](db, baobab.adviser)


def test_another_role_counts_from_the_next_click(acacia: PracticeWorld):
    token = acacia.token(acacia.adviser)
    with acacia.as_(acacia.owner) as db:
        users.change_role(db, acacia.adviser.id, "compliance")
    with session_for(token) as db:
        assert db.viewer.role == Role.COMPLIANCE


def test_a_name_and_a_role_are_changed_together(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        users.change(db, acacia.assistant.id, {"name": "Ayesha Naidoo", "role": "adviser"})
    assert (row(acacia, acacia.assistant.email).name, row(acacia, acacia.assistant.email).role) == (
        "Ayesha Naidoo",
        "adviser",
    )
    for junk in (None, [], {}, {"name": "Ayesha"}, {"name": 1, "role": []}):
        with pytest.raises(Invalid), acacia.as_(acacia.owner) as db:
            users.change(db, acacia.assistant.id, junk)


def test_the_table_shown_is_the_table_that_decides():
    shown = {line.permission: line for line in users.PERMISSIONS}
    assert shown["Manage users"] == users.PermissionRow("Manage users", True, False, False, False)
    assert all(line.owner for line in shown.values())
    assert not shown["Edit clients"].compliance


def test_the_last_owner_stays_owner(acacia: PracticeWorld):
    with pytest.raises(Invalid, match="only owner"), acacia.as_(acacia.owner) as db:
        users.change_role(db, acacia.owner.id, "adviser")
    with acacia.as_(acacia.owner) as db:
        users.change_role(db, acacia.adviser.id, "owner")
    with acacia.as_(acacia.owner) as db:
        users.change_role(db, acacia.owner.id, "adviser")


def test_two_owners_who_step_down_at_once_leave_one(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        users.change_role(db, acacia.adviser.id, "owner")
    acacia.adviser.role = "owner"

    def step_down(user: User, refused: list[str]) -> None:
        try:
            with acacia.as_(user) as db:
                users.change_role(db, user.id, "adviser")
        except Invalid as problem:
            refused.append(str(problem))

    refused: list[str] = []
    both = [threading.Thread(target=step_down, args=(user, refused)) for user in (acacia.owner, acacia.adviser)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert database.one("select count(*) from practice_user where role = 'owner'") == 1
    assert len(refused) == 1


def test_a_leaver_is_out_at_once_and_their_clients_go_to_someone_else(acacia: PracticeWorld, database: Database):
    token = acacia.token(acacia.adviser)
    with acacia.as_(acacia.owner) as db:
        assert users.deactivate(db, acacia.adviser.id, hand_over_to=str(acacia.owner.id)) == "3 clients"
    with pytest.raises(SignInRequired), session_for(token):
        pass
    assert database.one("select count(*) from client where adviser_id = :id", id=acacia.adviser.id) == 0
    with acacia.as_(acacia.owner) as db:
        assert db.fetch(Client, acacia.client.id).adviser_id == acacia.owner.id
    assert row(acacia, acacia.adviser.email).state == "left"
    assert database.one("select password_hash from credential where id = :id", id=acacia.adviser.id) == ""


def test_a_leaver_with_clients_needs_a_successor(acacia: PracticeWorld):
    with pytest.raises(Invalid, match="looks after 3 clients") as refused, acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.adviser.id)
    assert refused.value.field == "hand_over_to"
    assert row(acacia, acacia.adviser.email).state == "active"


def test_a_leaver_without_clients_needs_none(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        assert users.deactivate(db, acacia.assistant.id) == ""


def test_clients_go_to_nobody_who_left_or_works_elsewhere(acacia: PracticeWorld, baobab: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id)
    for successor, refusal in ((acacia.assistant, Invalid), (acacia.adviser, Invalid), (baobab.owner, NotFound)):
        with pytest.raises(refusal), acacia.as_(acacia.owner) as db:
            users.deactivate(db, acacia.adviser.id, hand_over_to=str(successor.id))


def test_nobody_deactivates_themselves(acacia: PracticeWorld):
    with pytest.raises(Invalid, match="yourself"), acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.owner.id)


def test_who_comes_back_chooses_a_new_password(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.assistant.id)
    with acacia.as_(acacia.owner) as db:
        assert users.reactivate(db, acacia.assistant.id).path.startswith("/set-password/")
    assert row(acacia, acacia.assistant.email).state == "invited"
    with pytest.raises(Invalid), acacia.as_(acacia.owner) as db:
        users.reactivate(db, acacia.assistant.id)


def test_changes_of_users_are_audited_without_hashes(acacia: PracticeWorld, database: Database):
    before = database.one("select password_hash from credential where id = :id", id=acacia.assistant.id)
    with acacia.as_(acacia.owner) as db:
        users.rename(db, acacia.assistant.id, "Ayesha Naidoo")
        users.deactivate(db, acacia.assistant.id)
    written = str(database.all("select payload from audit_payload"))
    assert "Ayesha Naidoo" in written
    assert "deactivated_at" in written
    assert before not in written


def test_the_command_line_mends_a_lost_password_and_ends_what_was(acacia: PracticeWorld, database: Database):
    token = acacia.token(acacia.owner)
    users.set_password("acacia", acacia.owner.email.upper(), "sober giraffe paints", new_email="thandi@new.example")
    with pytest.raises(SignInRequired), session_for(token):
        pass
    assert database.one("select email from credential where id = :id", id=acacia.owner.id) == "thandi@new.example"
    assert database.one("select email from practice_user where id = :id", id=acacia.owner.id) == "thandi@new.example"
    assert database.all("select 1 from audit_entry where actor = 'operator' and table_name = 'credential'")


@pytest.mark.parametrize(
    ("practice", "email", "password", "new_email", "refusal"),
    [
        ("nowhere", "thandi@acacia.example", "sober giraffe paints", "", NotFound),
        ("acacia", "nomvula@baobab.example", "sober giraffe paints", "", NotFound),
        ("acacia", "thandi@acacia.example", "password1234", "", Invalid),
        ("acacia", "thandi@acacia.example", "sober giraffe paints", "pieter@acacia.example", Invalid),
    ],
)
def test_the_command_line_refuses_in_a_sentence(
    acacia: PracticeWorld, baobab: PracticeWorld, practice, email, password, new_email, refusal
):
    with pytest.raises(refusal):
        users.set_password(practice, email, password, new_email=new_email)


def test_an_address_signs_in_to_one_practice(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        users.add(db, ADDED)
    assert database.owner.execute(text("select count(*) from credential_for('zanele@acacia.example')")).scalar() == 1
