"""Sessions: how long they live and how they end."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from clientmanager import clock
from clientmanager.db import SessionToken, session_for
from clientmanager.errors import SignInRequired
from clientmanager.services import sign_in
from clientmanager.services.attempts import Caller
from tests.world import PASSWORD, Database, PracticeWorld


def token_of(world: PracticeWorld, *, keep: bool = False) -> SessionToken:
    signed_in = asyncio.run(sign_in.sign_in(world.owner.email, PASSWORD, Caller("127.0.0.1"), keep=keep))
    return SessionToken(sign_in.sha256(signed_in.token.encode()).digest())


def lives(token: SessionToken) -> bool:
    try:
        with session_for(token):
            return True
    except SignInRequired:
        return False


def test_a_session_knows_who_and_which_practice(acacia: PracticeWorld, baobab: PracticeWorld):
    with session_for(token_of(acacia)) as db:
        assert (db.viewer.practice_id, db.viewer.user_id) == (acacia.practice_id, acacia.owner.id)
        assert db.execute(text("select count(*) from practice")).scalar() == 1


def test_a_session_ends_after_half_an_hour_of_nothing(acacia: PracticeWorld):
    token = token_of(acacia)
    for _ in range(3):
        clock.move(timedelta(minutes=29))
        assert lives(token)
    clock.move(timedelta(minutes=31))
    assert not lives(token)


def test_however_busy_a_session_ends_after_twelve_hours(acacia: PracticeWorld):
    token = token_of(acacia)
    for _ in range(25):
        clock.move(timedelta(minutes=28))
        assert lives(token)
    clock.move(timedelta(minutes=25))
    assert not lives(token)


def test_who_is_kept_signed_in_may_be_away_for_most_of_the_day(acacia: PracticeWorld):
    token = token_of(acacia, keep=True)
    clock.move(timedelta(hours=11, minutes=59))
    assert lives(token)
    clock.move(timedelta(minutes=2))
    assert not lives(token)


def test_signing_out_everywhere_ends_all_of_ones_own_sessions_and_nobody_elses(acacia: PracticeWorld):
    own, colleagues = [token_of(acacia) for _ in range(3)], acacia.token(acacia.adviser)
    with session_for(own[0]) as db:
        assert sign_in.living_sessions(db) == 3
        assert sign_in.sign_out_everywhere(db) == 3
    assert [lives(token) for token in own] == [False] * 3
    assert lives(colleagues)


def test_expired_sessions_and_links_are_swept_and_living_ones_stay(acacia: PracticeWorld, database: Database):
    idle = token_of(acacia)
    clock.move(timedelta(minutes=31))
    kept = token_of(acacia)
    with acacia.as_(acacia.owner) as db:
        sign_in.sweep(db)
    assert database.one("select token_hash from user_session") == kept.hash
    assert idle.hash != kept.hash


def test_a_deactivated_user_does_not_get_in_with_a_session_opened_at_the_same_moment(
    acacia: PracticeWorld, database: Database
):
    token = token_of(acacia)
    database.owner.execute(text("update practice_user set deactivated_at = now()"))
    assert not lives(token)


def test_secrets_do_not_show_when_a_result_is_printed(acacia: PracticeWorld):
    signed_in = asyncio.run(sign_in.sign_in(acacia.owner.email, PASSWORD, Caller("127.0.0.1", device="secret")))
    shown = repr(signed_in) + repr(Caller("127.0.0.1", device="secret"))
    assert signed_in.token not in shown
    assert signed_in.device not in shown
    assert "secret" not in shown


@pytest.mark.parametrize("email", ["", "no address", "@", "a" * 5000, "\0@example.co.za"])
def test_what_is_no_address_is_nobodys(database: Database, email: str):
    with pytest.raises(sign_in.WrongPassword):
        asyncio.run(sign_in.sign_in(email, PASSWORD, Caller("127.0.0.1")))
