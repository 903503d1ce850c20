"""What another site makes a browser send never arrives."""

import pytest

from tests.http.conftest import ORIGIN, Browser
from tests.world import PASSWORD, PracticeWorld

EVIL = "https://evil.example"


@pytest.fixture
def browser(acacia: PracticeWorld) -> Browser:
    signed_in = Browser()
    signed_in.sign_in(acacia.owner.email, PASSWORD)
    return signed_in


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": EVIL},
        {"origin": "null"},
        {"origin": "http://localhost:9000"},
        {"origin": "https://localhost:8000"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site", "origin": ORIGIN},
        {"sec_fetch_site": "same-origin", "origin": EVIL},
    ],
)
def test_a_request_from_another_site_is_refused(browser: Browser, headers: dict[str, str]):
    assert browser.post("/sign-out", **headers).status_code == 403
    assert browser.is_signed_in


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ORIGIN},
        {"sec_fetch_site": "same-origin", "origin": ORIGIN},
        {"sec_fetch_site": "same-origin", "origin": "null"},
        {},
    ],
)
def test_our_own_forms_and_programs_that_are_no_browser_are_heard(browser: Browser, headers: dict[str, str]):
    assert browser.post("/sign-out", **headers).status_code == 303
    assert not browser.is_signed_in


@pytest.mark.parametrize("host", ["evil.example", "localhost:8001", "localhost", "", "localhost:8000.evil.example"])
def test_a_name_that_was_pointed_at_this_machine_is_refused(browser: Browser, host: str):
    assert browser.get("/clients", host=host).status_code == 403
    assert browser.websocket(host=host, origin=ORIGIN) == "websocket.close"


def test_a_monitor_may_ask_for_health_under_any_name(database):
    assert Browser().get("/health", host="10.0.0.5:8000").status_code in {200, 503}


def test_over_tls_the_port_may_be_left_out_or_written(acacia: PracticeWorld, set_up):
    set_up(PUBLIC_ORIGIN="https://clients.example.co.za")
    browser = Browser(origin="https://clients.example.co.za")
    for host in ("clients.example.co.za", "clients.example.co.za:443", "Clients.Example.co.za"):
        assert browser.get("/sign-in", host=host).status_code == 200


@pytest.mark.parametrize("origin", [EVIL, "null", "http://localhost:9000", "http://localhost:8000.evil.example"])
def test_a_websocket_from_another_site_is_refused(browser: Browser, origin: str):
    assert browser.websocket(origin=origin, cookie=f"session={browser.cookie('session')}") == "websocket.close"


def test_our_own_websocket_is_taken(browser: Browser):
    assert browser.websocket(origin=ORIGIN) == "websocket.accept"
    assert browser.websocket(origin=ORIGIN, path="/_event/") == "websocket.accept"


def test_a_program_without_an_origin_must_bring_its_session(browser: Browser):
    assert browser.websocket() == "websocket.close"
    assert browser.websocket(cookie=f"session={browser.cookie('session')}") == "websocket.accept"


def test_there_is_one_websocket_and_no_other(browser: Browser):
    for path in ("/", "/_events", "/_upload", "/clients"):
        assert browser.websocket(path, origin=ORIGIN) == "websocket.close"
