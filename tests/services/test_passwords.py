"""How passwords are kept and judged."""

import asyncio
import threading

import pytest

from clientmanager.config import settings
from clientmanager.errors import Invalid, Unavailable
from clientmanager.services import passwords


def test_a_password_is_kept_as_bcrypt_at_the_cost_of_production(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLOCK_MAY_MOVE", "0")
    settings.cache_clear()
    try:
        kept = passwords.hash_password("sober giraffe paints")
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert kept.startswith("$2b$12$")


def test_long_passphrases_count_whole():
    long = "sober giraffe paints " * 10
    kept = passwords.hash_password(long + "a")
    assert asyncio.run(passwords.check(long + "a", kept))
    assert not asyncio.run(passwords.check(long + "b", kept))


@pytest.mark.parametrize("password", ["", "\0", "a\0b", "\ud800", "ﬁsh ﬁsh ﬁsh", "Tshivenḓa"])
def test_any_text_can_be_checked(password: str):
    kept = passwords.hash_password(password)
    assert asyncio.run(passwords.check(password, kept))
    assert not asyncio.run(passwords.check(password + "x", kept))


def test_the_same_letters_typed_on_another_keyboard_are_the_same_password():
    assert asyncio.run(passwords.check("Rene\u0301e paints", passwords.hash_password("Ren\u00e9e paints")))


def test_where_there_is_no_password_none_is_right():
    for typed in ("", ".", "sober giraffe paints"):
        assert not asyncio.run(passwords.check(typed, ""))


@pytest.mark.parametrize(
    "password", ["password1234", "aaaaaaaaaaaaaaaa", "qwertyuiop12", "short", "", "123456789012", "a" * 1001]
)
def test_what_is_guessed_first_is_refused(password: str):
    with pytest.raises(Invalid) as refused:
        passwords.require_strong(password)
    assert refused.value.field == "password"


def test_the_name_and_the_address_are_guessed_first_too():
    passwords.require_strong("Netshiunizulu7")
    with pytest.raises(Invalid):
        passwords.require_strong("Netshiunizulu7", "Netshiunizulu", "n@example.co.za")


@pytest.mark.parametrize(
    "password", ["sober giraffe paints", "correct horse battery staple", "xK9$mq2!Lw", "éWq8!zT" * 140]
)
def test_what_is_hard_to_guess_is_taken(password: str):
    passwords.require_strong(password)


def test_checks_leave_the_event_loop_free_and_never_run_more_than_two_at_once(monkeypatch: pytest.MonkeyPatch):
    running, most, both = 0, 0, threading.Barrier(2, timeout=10)

    def slow(_password: bytes, _kept: bytes) -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        both.wait()
        running -= 1
        return True

    async def many() -> int:
        monkeypatch.setattr(passwords.bcrypt, "checkpw", slow)
        checks = [asyncio.create_task(passwords.check("x", "y")) for _ in range(6)]
        turns = 0
        while not all(check.done() for check in checks):
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(many()) > 0
    assert most == 2


def test_a_crowd_is_asked_to_come_back_rather_than_kept_waiting(monkeypatch: pytest.MonkeyPatch):
    free = threading.Event()
    monkeypatch.setattr(passwords.bcrypt, "checkpw", lambda *_: free.wait(10))

    async def crowd() -> list[object]:
        checks = [asyncio.create_task(passwords.check("x", "y")) for _ in range(50)]
        await asyncio.sleep(0.05)
        free.set()
        return list(await asyncio.gather(*checks, return_exceptions=True))

    answers = asyncio.run(crowd())
    assert sum(isinstance(answer, Unavailable) for answer in answers) == 10
    assert answers.count(True) == 40
