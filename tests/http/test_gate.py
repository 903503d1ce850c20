"""What a browser reaches, signed in and signed out."""

import pytest

from tests.http.conftest import Browser
from tests.world import PASSWORD, PracticeWorld


@pytest.fixture
def browser(acacia: PracticeWorld) -> Browser:
    signed_in = Browser()
    signed_in.sign_in(acacia.owner.email, PASSWORD)
    return signed_in


@pytest.mark.parametrize("path", ["/clients", "/clients/01a2", "/settings", "/no-such-page", "/clients/index.html"])
def test_signed_out_every_page_leads_to_the_sign_in_and_back(acacia: PracticeWorld, path: str):
    answer = Browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] in {"/sign-in", f"/sign-in?next={path}"}


def test_on_an_empty_installation_every_page_leads_to_the_welcome(database):
    for path in ("/", "/clients", "/sign-in"):
        assert Browser().get(path).headers["location"] == "/welcome"


def test_a_page_is_given_at_its_own_address_without_a_redirect(browser: Browser):
    for path in ("/clients", "/clients/", "/clients/01a2"):
        assert browser.get(path).headers["x-path"] == f"{path.rstrip('/')}/"
    assert browser.get("/app.css").headers["x-path"] == "/app.css"


def test_the_first_page_is_the_clients(browser: Browser):
    assert browser.get("/").headers["location"] == "/clients"


@pytest.mark.parametrize("path", ["/assets/entry-Ab3_dEf9.js", "/app.css", "/fonts/face.woff2", "/favicon.svg"])
def test_files_of_the_frontend_are_for_everybody(acacia: PracticeWorld, path: str):
    assert Browser().get(path).text.startswith("page for")


@pytest.mark.parametrize(
    "path", ["/_upload", "/_upload/file.csv", "/ping", "/_health", "/_all_routes", "/auth-codespace", "/_event/"]
)
def test_what_the_product_does_not_use_of_the_framework_is_not_there(browser: Browser, path: str):
    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code == 404


def test_pages_are_only_read(browser: Browser):
    assert browser.post("/clients").status_code == 404


def test_a_session_that_idled_or_grew_old_lets_nobody_in(browser: Browser, database):
    database.all("update user_session set seen_at = seen_at - interval '31 minutes' returning 1")
    assert not browser.is_signed_in
    database.all("update user_session set seen_at = now(), expires_at = now() - interval '1 second' returning 1")
    assert not browser.is_signed_in


def test_a_link_from_another_site_takes_one_step_more_and_then_has_its_cookie(browser: Browser):
    stranger = Browser()
    first = stranger.get("/clients?search=a%22b", sec_fetch_site="cross-site", sec_fetch_mode="navigate")
    assert first.status_code == 200
    assert 'content="0;url=/clients?search=a%22b"' in first.text
    assert stranger.get("/clients", sec_fetch_site="same-origin", sec_fetch_mode="navigate").status_code == 303
    assert browser.get("/clients?search=a", sec_fetch_site="same-origin").status_code == 200


@pytest.mark.parametrize(
    "cookie", [b"session=", b"session=short", b"session=" + b"\xe9" * 43, b'session="', b"session=" + b"A" * 43]
)
def test_a_damaged_or_invented_session_is_nobody(acacia: PracticeWorld, cookie: bytes):
    assert Browser().get("/clients", cookie=cookie).status_code == 303
