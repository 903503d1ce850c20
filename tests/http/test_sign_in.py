"""Signing in over HTTP: cookies, equal answers, and the way back to the page asked for."""

import re

import pytest

from clientmanager.services import passwords
from tests.http.conftest import Browser, set_cookies
from tests.world import PASSWORD, Database, PracticeWorld

HTTPS = "https://clients.example.co.za"


def test_the_right_password_lets_in_and_any_other_does_not(acacia: PracticeWorld):
    browser = Browser()
    assert browser.sign_in(acacia.owner.email, "not the password").status_code == 401
    assert not browser.is_signed_in
    answer = browser.sign_in(acacia.owner.email, PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/clients")
    assert browser.is_signed_in


def test_an_email_is_known_however_it_is_written(acacia: PracticeWorld):
    assert Browser().sign_in(f"  {acacia.owner.email.upper()} ", PASSWORD).status_code == 303


def test_an_unknown_email_gets_the_same_answer_after_the_same_work(acacia: PracticeWorld, monkeypatch):
    costs: list[str] = []
    checkpw = passwords.bcrypt.checkpw

    def counted(password: bytes, hashed: bytes) -> bool:
        costs.append(hashed[:7].decode())
        return checkpw(password, hashed)

    monkeypatch.setattr(passwords.bcrypt, "checkpw", counted)
    answers = [Browser().sign_in(email, "wrong") for email in (acacia.owner.email, "nobody@acacia.example", "no email")]
    assert len(costs) == 3
    assert len(set(costs)) == 1
    texts = {re.sub(r'type="email" value="[^"]*"', "", answer.text) for answer in answers}
    assert len(texts) == 1
    assert {answer.status_code for answer in answers} == {401}


def test_a_refusal_keeps_the_email_and_never_the_password(acacia: PracticeWorld):
    answer = Browser().sign_in(acacia.owner.email, 'a"typo')
    assert acacia.owner.email in answer.text
    assert "typo" not in answer.text


def test_on_loopback_the_cookie_is_kept_from_scripts_and_from_other_sites(acacia: PracticeWorld):
    line = set_cookies(Browser().sign_in(acacia.owner.email, PASSWORD))["session"]
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in line.split(";")}
    assert "max-age" not in line.lower()


def test_over_tls_the_cookie_is_also_secure_and_bound_to_the_host(acacia: PracticeWorld, set_up):
    set_up(PUBLIC_ORIGIN=HTTPS)
    browser = Browser(origin=HTTPS)
    line = set_cookies(browser.sign_in(acacia.owner.email, PASSWORD))["__Host-session"]
    assert {"httponly", "samesite=strict", "path=/", "secure"} <= {part.strip().lower() for part in line.split(";")}
    assert "domain" not in line.lower()
    assert browser.is_signed_in


def test_only_the_hash_of_a_session_is_kept(acacia: PracticeWorld, database: Database):
    browser = Browser()
    browser.sign_in(acacia.owner.email, PASSWORD)
    kept = database.all("select * from user_session")
    assert len(kept) == 1
    assert browser.cookie("session") not in str(kept)
    assert browser.cookie("session").encode() not in bytes(kept[0].token_hash)


def test_who_asks_to_be_kept_signed_in_keeps_the_cookie_for_twelve_hours(acacia: PracticeWorld, database: Database):
    line = set_cookies(Browser().sign_in(acacia.owner.email, PASSWORD, keep="on"))["session"]
    assert "Max-Age=43200" in line
    assert database.one("select idle_minutes from user_session") == 12 * 60


def test_signing_in_again_gives_another_session_and_ends_the_one_before(
    acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    browser = Browser()
    browser.sign_in(acacia.owner.email, PASSWORD)
    first = browser.cookie("session")
    browser.sign_in(baobab.owner.email, PASSWORD)
    assert browser.cookie("session") != first
    assert database.one("select practice_id from user_session") == baobab.practice_id


def test_a_session_that_an_attacker_chose_is_never_taken_over(acacia: PracticeWorld):
    browser = Browser()
    browser.client.cookies.set("session", "A" * 43, domain="localhost.local")
    browser.sign_in(acacia.owner.email, PASSWORD)
    assert "A" * 43 not in {cookie.value for cookie in browser.client.cookies.jar if cookie.name == "session"}


def test_signing_out_ends_the_session_itself(acacia: PracticeWorld):
    browser, thief = Browser(), Browser()
    browser.sign_in(acacia.owner.email, PASSWORD)
    thief.client.cookies.update({"session": browser.cookie("session")})
    assert thief.is_signed_in
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert not browser.is_signed_in
    assert not thief.is_signed_in
    assert browser.post("/sign-out").status_code == 303


def test_signing_out_everywhere_ends_every_browsers_session(acacia: PracticeWorld):
    here, there = Browser(), Browser()
    for browser in (here, there):
        browser.sign_in(acacia.owner.email, PASSWORD)
    assert here.post("/sign-out-everywhere").headers["location"] == "/sign-in"
    assert not here.is_signed_in
    assert not there.is_signed_in
    assert there.post("/sign-out-everywhere").status_code == 401


def test_a_page_asked_for_while_signed_out_is_returned_to(acacia: PracticeWorld):
    browser = Browser()
    asked = browser.get("/clients?search=O'Brien&page=2")
    assert asked.status_code == 303
    form = browser.get(asked.headers["location"])
    wanted = re.search(r'name="next" value="([^"]*)"', form.text)
    assert wanted
    back = browser.sign_in(acacia.owner.email, PASSWORD, next="/clients?search=O'Brien&page=2")
    assert back.headers["location"] == "/clients?search=O'Brien&page=2"
    assert browser.get("/sign-in?next=/backups").headers["location"] == "/backups"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "/\n//evil.example", "javascript:alert(1)", "evil.example", "/sign-in", "/sign-out", "/set-password/x",
        "/_event", "", "/" + "a" * 3000, " //evil.example", "/\x00",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site_after_signing_in(acacia: PracticeWorld, elsewhere: str):
    browser = Browser()
    assert browser.sign_in(acacia.owner.email, PASSWORD, next=elsewhere).headers["location"] == "/clients"


def test_sign_ins_refusals_and_sign_outs_are_in_the_audit_without_what_was_typed(
    acacia: PracticeWorld, database: Database
):
    browser = Browser()
    browser.sign_in(acacia.owner.email, "tiramisu-attempt")
    browser.sign_in("unknown-to-all@acacia.example", "tiramisu-attempt")
    browser.sign_in(acacia.owner.email, PASSWORD)
    token = browser.cookie("session")
    browser.post("/sign-out")
    written = database.all(
        "select e.action, e.user_id, e.row_id, p.payload from audit_entry e join audit_payload p"
        " on p.practice_id = e.practice_id and p.entry_id = e.id where e.action like 'sign%' order by e.id"
    )
    owner = acacia.owner.id
    assert [row[:3] for row in written] == [
        ("sign in refused", None, owner), ("sign in", owner, owner), ("sign out", owner, owner),
    ]  # fmt: skip
    everything = str(database.all("select payload from audit_payload"))
    assert not any(secret in everything for secret in ("tiramisu", PASSWORD, token, "unknown-to-all"))
