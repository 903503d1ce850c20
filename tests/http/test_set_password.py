"""The links that an owner hands over."""

from datetime import timedelta

import pytest

from clientmanager import clock
from clientmanager.services import users
from tests.http.conftest import Browser
from tests.world import PASSWORD, Database, PracticeWorld

NEW = "sober giraffe paints"


@pytest.fixture
def link(acacia: PracticeWorld) -> str:
    with acacia.as_(acacia.owner) as db:
        return users.reset(db, acacia.adviser.id).path


def test_a_link_sets_the_password_and_signs_in(acacia: PracticeWorld, link: str):
    browser = Browser()
    shown = browser.get(link).text
    assert acacia.adviser.email in shown
    assert browser.post(link, {"password": NEW}).headers["location"] == "/clients"
    assert browser.is_signed_in
    assert Browser().sign_in(acacia.adviser.email, NEW).status_code == 303
    assert Browser().sign_in(acacia.adviser.email, PASSWORD).status_code == 401


def test_a_link_is_good_once(link: str):
    assert Browser().post(link, {"password": NEW}).status_code == 303
    for answer in (Browser().get(link), Browser().post(link, {"password": NEW + "!"})):
        assert answer.status_code == 404
        assert "Ask your practice" in answer.text


def test_looking_at_a_link_does_not_use_it_up(link: str):
    for _ in range(3):
        assert Browser().get(link).status_code == 200


def test_a_link_expires_after_three_days(link: str):
    clock.move(timedelta(hours=71, minutes=59))
    assert Browser().get(link).status_code == 200
    clock.move(timedelta(minutes=2))
    assert Browser().get(link).status_code == 404
    assert Browser().post(link, {"password": NEW}).status_code == 404


def test_a_new_password_ends_every_session_from_before(acacia: PracticeWorld, link: str):
    before = Browser()
    before.sign_in(acacia.adviser.email, PASSWORD)
    Browser().post(link, {"password": NEW})
    assert not before.is_signed_in


def test_a_weak_password_is_refused_and_the_link_still_counts(link: str):
    browser = Browser()
    answer = browser.post(link, {"password": "password1234"})
    assert answer.status_code == 400
    assert "easy to guess" in answer.text
    assert browser.post(link, {"password": NEW}).status_code == 303


def test_a_newer_link_ends_the_older(acacia: PracticeWorld, link: str):
    with acacia.as_(acacia.owner) as db:
        newer = users.reset(db, acacia.adviser.id).path
    assert Browser().get(link).status_code == 404
    assert Browser().get(newer).status_code == 200


def test_a_leavers_link_dies(acacia: PracticeWorld, link: str):
    with acacia.as_(acacia.owner) as db:
        users.deactivate(db, acacia.adviser.id, hand_over_to=acacia.owner.id)
    assert Browser().post(link, {"password": NEW}).status_code == 404


def test_the_link_itself_is_kept_nowhere(database: Database, link: str):
    token = link.rpartition("/")[2]
    assert token not in str(database.all("select * from user_link"))
    assert token not in str(database.all("select payload from audit_payload"))
