"""Guessing is slow, and whoever belongs here gets in all the same."""

from tests.http.conftest import Browser
from tests.world import PASSWORD, PracticeWorld


def guesses(browser: Browser, email: str, many: int) -> list[int]:
    return [browser.sign_in(email, f"guess {number}").status_code for number in range(many)]


def test_a_guesser_is_stopped_and_told_how_long_to_wait(acacia: PracticeWorld):
    attacker = Browser("203.0.113.9")
    assert guesses(attacker, acacia.owner.email, 6) == [401] * 5 + [429]
    answer = attacker.sign_in(acacia.owner.email, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert "Wait" in answer.text


def test_an_unknown_account_is_stopped_alike(acacia: PracticeWorld):
    assert guesses(Browser("203.0.113.9"), "nobody@acacia.example", 6) == [401] * 5 + [429]


def test_the_owners_own_browser_gets_in_while_the_account_is_under_attack(acacia: PracticeWorld):
    own = Browser()
    own.sign_in(acacia.owner.email, PASSWORD)
    own.post("/sign-out")
    for address in range(8):
        guesses(Browser(f"203.0.113.{address}"), acacia.owner.email, 5)
    guesses(Browser(), acacia.owner.email, 6)
    assert Browser("198.51.100.7").sign_in(acacia.owner.email, PASSWORD).status_code == 429
    assert own.sign_in(acacia.owner.email, PASSWORD).status_code == 303


def test_one_address_alone_cannot_use_up_the_whole_accounts_allowance(acacia: PracticeWorld):
    guesses(Browser("203.0.113.9"), acacia.owner.email, 30)
    assert Browser("198.51.100.7").sign_in(acacia.owner.email, PASSWORD).status_code == 303


def test_one_address_cannot_try_a_password_on_everybody(acacia: PracticeWorld):
    sprayer = Browser("203.0.113.9")
    answers = [sprayer.sign_in(f"user{number}@acacia.example", "Summer2026!").status_code for number in range(61)]
    assert answers == [401] * 60 + [429]


def test_an_ipv6_customer_counts_as_one_however_many_addresses_they_take(acacia: PracticeWorld):
    answers = [
        Browser(f"2001:db8:1:2::{number:x}").sign_in(acacia.owner.email, "guess").status_code for number in range(6)
    ]
    assert answers[-1] == 429


def test_a_remembered_browser_has_an_allowance_too_and_only_for_accounts_it_knows(acacia: PracticeWorld):
    own = Browser()
    own.sign_in(acacia.owner.email, PASSWORD)
    assert guesses(own, acacia.owner.email, 11) == [401] * 10 + [429]
    assert guesses(own, acacia.adviser.email, 6)[-1] == 429


def test_a_made_up_device_cookie_is_worth_nothing(acacia: PracticeWorld):
    liar = Browser("203.0.113.9")
    liar.client.cookies.set("device", "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA")
    assert guesses(liar, acacia.owner.email, 6)[-1] == 429


def test_a_slip_or_two_before_the_right_password_are_forgiven(acacia: PracticeWorld):
    browser = Browser()
    for _ in range(3):
        assert guesses(browser, acacia.owner.email, 3) == [401] * 3
        browser.sign_in(acacia.owner.email, PASSWORD)
        browser.client.cookies.delete("device")
