"""The first visit: whoever reads the terminal makes the practice."""

import threading

import pytest

from clientmanager.services import practices
from tests.http.conftest import Browser
from tests.world import Database

FORM = {"practice": "Khumalo & Botha", "name": "Naledi Khumalo", "email": "Naledi@example.co.za",
        "password": "sober giraffe paints"}  # fmt: skip


def code() -> str:
    made = practices.welcome_code()
    assert made
    return made


def test_whoever_knows_the_code_makes_the_practice_and_is_its_owner(database: Database):
    browser = Browser()
    assert browser.get("/welcome").status_code == 200
    answer = browser.post("/welcome", FORM | {"code": code().lower().replace("-", " ")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/clients")
    assert browser.is_signed_in
    assert database.one("select short_name from practice") == "khumalo-botha"
    assert database.all("select email, role from practice_user") == [("naledi@example.co.za", "owner")]
    assert Browser().sign_in(FORM["email"], FORM["password"]).status_code == 303


def test_without_the_code_nothing_is_made_and_what_was_typed_stays(database: Database):
    code()
    answer = Browser().post("/welcome", FORM | {"code": "AAAA-BBBB-CCCC"})
    assert answer.status_code == 400
    assert "That is not the code" in answer.text
    assert 'value="Khumalo &amp; Botha"' in answer.text
    assert FORM["password"] not in answer.text
    assert database.one("select count(*) from practice") == 0


def test_before_a_code_was_printed_none_counts(database: Database):
    assert Browser().post("/welcome", FORM | {"code": ""}).status_code == 400


def test_a_newer_code_replaces_the_older(database: Database):
    older, newer = code(), code()
    assert Browser().post("/welcome", FORM | {"code": older}).status_code == 400
    assert Browser().post("/welcome", FORM | {"code": newer}).status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("password", "password1234", "easy to guess"),
        ("password", "short", "at least 8"),
        ("password", "naledi khumalo", "easy to guess"),
        ("email", "naledi", "e-mail"),
        ("practice", " ", "Fill in a name"),
        ("name", "", "Fill in a name"),
    ],
)
def test_a_refused_field_says_why_and_the_code_still_counts(database: Database, field: str, value: str, said: str):
    known, browser = code(), Browser()
    answer = browser.post("/welcome", FORM | {"code": known, field: value})
    assert answer.status_code == 400
    assert said in answer.text
    assert f'id="{field}-error"' in answer.text
    assert browser.post("/welcome", FORM | {"code": known}).status_code == 303


def test_guessing_the_code_is_slow(database: Database):
    code()
    answers = [Browser().post("/welcome", FORM | {"code": f"GUESS{number}"}).status_code for number in range(11)]
    assert answers == [400] * 10 + [429]


def test_once_there_is_a_practice_the_welcome_is_over(database: Database):
    known = code()
    Browser().post("/welcome", FORM | {"code": known})
    assert Browser().get("/welcome").headers["location"] == "/sign-in"
    assert Browser().post("/welcome", FORM | {"code": known}).status_code == 403
    assert practices.welcome_code() is None


def test_of_two_who_send_the_code_at_once_one_makes_the_practice(database: Database):
    known = code()
    answers: list[int] = []

    def send(name: str) -> None:
        form = {"code": known, "practice": f"{name} practice", "email": f"{name}@example.co.za"}
        answers.append(Browser().post("/welcome", FORM | form).status_code)

    both = [threading.Thread(target=send, args=(name,)) for name in ("first", "second")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(answers)[0] == 303
    assert database.one("select count(*) from practice") == 1
