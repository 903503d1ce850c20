"""Making practices, and what belongs to each alone."""

from typing import Any

import pytest

from clientmanager import keys
from clientmanager.config import settings
from clientmanager.db import Viewer, session_for
from clientmanager.errors import Invalid, NotAllowed, Unavailable
from clientmanager.services import practices
from tests.world import Database, PracticeWorld

MADE: dict[str, Any] = {"name": "Khumalo & Botha", "short_name": "khumalo-botha", "owner_name": "Naledi Khumalo",
        "owner_email": "naledi@example.co.za", "password": "sober giraffe paints"}  # fmt: skip


def test_the_command_line_makes_a_practice_and_its_owner(database: Database):
    made = practices.create_practice(**MADE)
    assert made.link is None
    assert database.all("select id, role from practice_user") == [(made.owner_id, "owner")]


def test_without_a_password_the_owner_gets_a_link(database: Database):
    made = practices.create_practice(**dict(MADE, password=None))
    assert made.link
    assert made.link.path.startswith("/set-password/")
    assert database.one("select password_hash from credential") == ""


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"short_name": "acacia"}, "short_name"),
        ({"short_name": "Khumalo Botha"}, "short_name"),
        ({"owner_email": "thandi@acacia.example"}, "email"),
        ({"owner_email": "naledi"}, "email"),
        ({"password": "password1234"}, "password"),
        ({"name": ""}, "practice"),
    ],
)
def test_a_refused_practice_leaves_nothing_behind(acacia: PracticeWorld, database: Database, change, field: str):
    with pytest.raises(Invalid) as refused:
        practices.create_practice(**MADE | change)
    assert refused.value.field == field
    assert database.one("select count(*) from practice") == 1


def test_each_practice_has_a_key_of_its_own_sealed_by_the_master_key(database: Database):
    viewers = [
        Viewer(practices.create_practice(**MADE | change).practice_id)
        for change in ({}, {"short_name": "other", "owner_email": "other@example.co.za"})
    ]
    found: list[bytes] = []
    for viewer in viewers:
        with session_for(viewer) as db:
            found.append(practices.practice_key(db))
    assert len({*found}) == 2
    assert {len(key) for key in found} == {keys.KEY_BYTES}
    sealed = database.all("select sealed_key from practice")
    assert not any(key in bytes(line[0]) for key in found for line in sealed)


def test_under_another_master_key_the_practices_key_does_not_open(
    acacia: PracticeWorld, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keys, "master_key", lambda _config: keys.new_key())
    with pytest.raises(Unavailable), acacia.as_(acacia.owner) as db:
        practices.practice_key(db)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Khumalo & Botha", "khumalo-botha"),
        ("Renée's Financial Planning (Pty) Ltd", "renees-financial-planning-pty-ltd"),
        ("  ---  ", "practice"),
        ("金融", "practice"),
        ("x" * 80, "x" * 40),
    ],
)
def test_a_short_name_comes_from_the_name(name: str, short: str):
    assert practices.short_name_from(name) == short


def test_the_owner_changes_the_name_and_whom_to_ask(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        practices.change(db, {"name": " Acacia  Wealth ", "contact": "Ayesha, 012 555 0100"})
    with acacia.as_(acacia.compliance) as db:
        assert practices.details(db) == practices.PracticeDetails("Acacia Wealth", "acacia", "Ayesha, 012 555 0100")


@pytest.mark.parametrize(("typed", "kept"), [("12345", "12345"), (" FSP no. 6789 ", "6789"), ("fsp1", "1"), ("", "")])
def test_the_fsp_number_is_kept_as_digits(typed: str, kept: str, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        practices.change(db, {"name": "Acacia", "fsp_number": typed})
        assert practices.details(db).fsp_number == kept


@pytest.mark.parametrize("typed", ["1234567", "none", "12 34", "\u0661\u0662"])
def test_what_is_no_fsp_number_is_refused(typed: str, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db, pytest.raises(Invalid) as refused:
        practices.change(db, {"name": "Acacia", "fsp_number": typed})
    assert refused.value.field == "fsp_number"


@pytest.mark.parametrize(
    "junk", [None, [], "x", {"name": ""}, {"name": "A", "contact": "x" * 301}, {"name": "A\0"}, {"name": "A", "id": 1}]
)
def test_junk_changes_nothing(acacia: PracticeWorld, junk: object):
    with pytest.raises(Invalid), acacia.as_(acacia.owner) as db:
        practices.change(db, junk)


@pytest.mark.parametrize("role", ["adviser", "assistant", "compliance"])
def test_only_the_owner_changes_the_practice(acacia: PracticeWorld, role: str):
    with pytest.raises(NotAllowed), acacia.as_(getattr(acacia, role)) as db:
        practices.change(db, {"name": "Other"})


def test_the_code_for_the_first_visit_is_kept_as_a_hash(database: Database):
    code = practices.welcome_code()
    assert code
    kept = bytes(database.one("select welcome_code_hash from installation"))
    assert code.encode() not in kept
    assert len(kept) == 32


def test_the_command_line_ends_the_first_visits_code(database: Database):
    practices.welcome_code()
    practices.create_practice(**MADE)
    assert database.one("select welcome_code_hash from installation") is None
    assert settings().data_dir.exists()
