"""Behind a proxy with TLS everything still holds, and nobody else can pretend to be one."""

import pytest

from tests.http.conftest import Browser
from tests.world import PASSWORD, PracticeWorld

HTTPS = "https://clients.example.co.za"


@pytest.fixture
def proxied(acacia: PracticeWorld, set_up) -> Browser:
    set_up(PUBLIC_ORIGIN=HTTPS, TRUSTED_PROXIES="10.0.0.1, 10.0.1.0/24")
    browser = Browser("10.0.0.1", HTTPS)
    browser.sign_in(acacia.owner.email, PASSWORD)
    return browser


@pytest.mark.parametrize(
    ("forwarded", "believed"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9, 10.0.1.7", "203.0.113.9"),
        ("203.0.113.9, 10.0.1.7, 10.0.1.8", "203.0.113.9"),
        ("10.0.1.7", "10.0.1.7"),
    ],
)
def test_a_trusted_proxy_says_who_asks(proxied: Browser, forwarded: str, believed: str):
    assert proxied.get("/clients", x_forwarded_for=forwarded).text == f"page for {believed}"


def test_what_a_stranger_says_about_its_address_is_not_believed(acacia: PracticeWorld, set_up):
    set_up(TRUSTED_PROXIES="10.0.0.1")
    browser = Browser("203.0.113.9")
    browser.sign_in(acacia.owner.email, PASSWORD)
    assert browser.get("/clients", x_forwarded_for="198.51.100.1").text == "page for 203.0.113.9"


def test_a_stranger_cannot_get_a_fresh_allowance_by_inventing_addresses(acacia: PracticeWorld):
    attacker = Browser("203.0.113.9")
    answers = [
        attacker.post(
            "/sign-in", {"email": acacia.owner.email, "password": "guess"}, x_forwarded_for=f"198.51.100.{number}"
        ).status_code
        for number in range(6)
    ]
    assert answers[-1] == 429


def test_people_behind_one_proxy_do_not_use_up_each_others_attempts(proxied: Browser, acacia: PracticeWorld):
    def guess(address: str) -> int:
        form = {"email": acacia.adviser.email, "password": "guess"}
        return proxied.post("/sign-in", form, x_forwarded_for=address).status_code

    assert [guess("203.0.113.9") for _ in range(6)][-1] == 429
    assert guess("203.0.113.10") == 401


def test_a_proxy_that_renames_the_host_says_which_one_was_asked_for(proxied: Browser):
    assert proxied.get("/clients", host="127.0.0.1:8000").status_code == 403
    asked = proxied.get("/clients", host="127.0.0.1:8000", x_forwarded_host="clients.example.co.za")
    assert asked.status_code == 200


def test_plain_http_that_a_proxy_lets_through_is_sent_to_tls_before_anything_is_said(proxied: Browser):
    asked = proxied.get("/clients", x_forwarded_proto="http")
    assert (asked.status_code, asked.headers["location"]) == (308, f"{HTTPS}/")
    assert proxied.get("/clients", x_forwarded_proto="https").status_code == 200
