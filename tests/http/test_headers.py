"""What every answer carries, whoever gives it."""

import pytest

from tests.http.conftest import Browser
from tests.world import PASSWORD, PracticeWorld

POLICY = {
    "default-src": "'self'",
    "connect-src": "'self' ws://127.0.0.1:8000 ws://localhost:8000",
    "img-src": "'self' data:",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


@pytest.mark.parametrize("path", ["/sign-in", "/clients", "/app.css", "/health", "/set-password/x", "/_upload"])
def test_every_answer_tells_the_browser_what_to_refuse(acacia: PracticeWorld, path: str):
    headers = Browser().get(path).headers
    told = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
    assert told == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["server"] == "ClientManager"
    assert "strict-transport-security" not in headers


def test_a_refusal_from_the_outermost_guard_carries_them_too(acacia: PracticeWorld):
    assert "content-security-policy" in Browser().get("/clients", host="evil.example").headers


def test_over_tls_browsers_are_told_to_stay_there(acacia: PracticeWorld, set_up):
    set_up(PUBLIC_ORIGIN="https://clients.example.co.za")
    headers = Browser(origin="https://clients.example.co.za").get("/sign-in").headers
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "wss://clients.example.co.za" in headers["content-security-policy"]


def test_nothing_personal_is_kept_by_browsers_and_proxies(acacia: PracticeWorld):
    browser = Browser()
    browser.sign_in(acacia.owner.email, PASSWORD)
    for path in ("/clients", "/sign-in", "/health", "/backups/x.zip", "/clients/index.html"):
        assert browser.get(path).headers["cache-control"] == "no-store"


def test_only_files_named_by_their_content_are_kept_for_good(acacia: PracticeWorld):
    kept = {path: Browser().get(path).headers["cache-control"] for path in ("/assets/entry-Ab3_dEf9.js", "/app.css")}
    assert kept == {
        "/assets/entry-Ab3_dEf9.js": "public, max-age=31536000, immutable",
        "/app.css": "public, no-cache",
    }


def test_a_form_that_is_far_too_large_is_refused_in_a_sentence(acacia: PracticeWorld):
    answer = Browser().post("/sign-in", {"email": "a" * 20_000})
    assert answer.status_code == 413
    assert "Send less" in answer.text


def test_what_is_not_there_is_said_in_a_sentence(acacia: PracticeWorld):
    answer = Browser().get("/set-password/no-such-link")
    assert answer.status_code == 404
    assert "Ask your practice" in answer.text


@pytest.mark.parametrize("body", [b"email=%ff%fe&password=%00", b"\xff\xfe", b"a=1&" * 99])
def test_a_damaged_form_never_breaks_anything(acacia: PracticeWorld, body: bytes):
    browser = Browser()
    answer = browser.send("/sign-in", body)
    assert answer.status_code in {400, 401}
